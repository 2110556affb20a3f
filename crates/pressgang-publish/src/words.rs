//! How figures, days and scales are worded.

use jiff::tz::TimeZone;

/// One band of the ICD 203 scale of likelihood.
pub struct Band {
    /// Its words, the preferred one first.
    pub words: [&'static str; 2],
    /// From this per cent.
    pub from: u8,
    /// To this per cent.
    pub to: u8,
}

/// The ICD 203 scale.
pub const ICD_203: [Band; 7] = [
    Band { words: ["almost no chance", "remote"], from: 1, to: 5 },
    Band { words: ["very unlikely", "highly improbable"], from: 5, to: 20 },
    Band { words: ["unlikely", "improbable"], from: 20, to: 45 },
    Band { words: ["roughly even chance", "roughly even odds"], from: 45, to: 55 },
    Band { words: ["likely", "probable"], from: 55, to: 80 },
    Band { words: ["very likely", "highly probable"], from: 80, to: 95 },
    Band { words: ["almost certain", "nearly certain"], from: 95, to: 99 },
];

/// The band a term belongs to.
pub fn band(term: &str) -> Option<&'static Band> {
    let term = term.trim().to_lowercase();
    ICD_203.iter().find(|band| band.words.contains(&term.as_str()))
}

/// A row of the ENFSI table: from this likelihood ratio on, in these words.
pub struct Support {
    /// The lower bound.
    pub from: f64,
    /// Its range in words.
    pub range: &'static str,
    /// The verbal equivalent.
    pub words: &'static str,
}

/// The ENFSI verbal scale.
pub const ENFSI: [Support; 7] = [
    Support { from: 0.0, range: "between 1/2 and 2", words: "no support for either side" },
    Support { from: 2.0, range: "2 to 10", words: "weak support" },
    Support { from: 10.0, range: "10 to 100", words: "moderate support" },
    Support { from: 100.0, range: "100 to 1,000", words: "moderately strong support" },
    Support { from: 1_000.0, range: "1,000 to 10,000", words: "strong support" },
    Support { from: 10_000.0, range: "10,000 to 1,000,000", words: "very strong support" },
    Support { from: 1_000_000.0, range: "more than 1,000,000", words: "extremely strong support" },
];

/// The verbal equivalent of a likelihood ratio; below 1 it is the support for the other side.
pub fn support(ratio: f64) -> String {
    if ratio.is_nan() || ratio < 0.0 {
        return "not computed".to_owned();
    }
    let (size, against) = if ratio < 1.0 { (1.0 / ratio, true) } else { (ratio, false) };
    let row = ENFSI.iter().rev().find(|row| size >= row.from).map_or("", |row| row.words);
    match (against, size < 2.0) {
        (_, true) => row.to_owned(),
        (false, _) => format!("{row} for it"),
        (true, _) => format!("{row} against it"),
    }
}

/// A likelihood ratio; never an infinite one.
pub fn ratio(ratio: f64) -> String {
    match ratio {
        r if r.is_nan() || r < 0.0 => "missing".to_owned(),
        r if r > 1e6 => "over 1,000,000".to_owned(),
        r if r >= 10.0 => number(r.round()),
        r if r >= 1.0 => trimmed(format!("{r:.1}")),
        r if r < 1e-6 => "under 1/1,000,000".to_owned(),
        r if r <= 0.1 => format!("1/{}", number((1.0 / r).round())),
        r => trimmed(format!("{r:.2}")),
    }
}

/// A JSON-like number with thousands grouped.
pub fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        let sign = if value < 0.0 { "−" } else { "" };
        return format!("{sign}{}", grouped(&format!("{:.0}", value.abs())));
    }
    trimmed(format!("{value:.4}"))
}

/// A count with thousands grouped.
pub fn count(value: u64) -> String {
    grouped(&value.to_string())
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// "1 post", "2 posts".
pub fn posts(n: usize) -> String {
    format!("{} {}", count(n as u64), if n == 1 { "post" } else { "posts" })
}

/// The same of a field, as templates hand it over.
pub fn of_posts(n: &u64) -> String {
    format!("{} {}", count(*n), if *n == 1 { "post" } else { "posts" })
}

/// A weight from 0 to 1.
pub fn weight(weight: &f64) -> String {
    format!("{weight:.2}")
}

/// `29 May 2023, 18:00 CEST`.
pub fn moment(instant: jiff::Timestamp, zone: &TimeZone) -> String {
    instant.to_zoned_datetime(zone.clone()).strftime("%-d %B %Y, %H:%M %Z").to_string()
}

/// `29 May 2023`.
pub fn day(day: jiff::civil::Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A platform as people write it.
pub fn platform(name: &str) -> &str {
    match name {
        "x" => "X",
        "facebook" => "Facebook",
        "instagram" => "Instagram",
        "telegram" => "Telegram",
        "vk" => "VK",
        "bluesky" => "Bluesky",
        "mastodon" => "Mastodon",
        "tiktok" => "TikTok",
        "youtube" => "YouTube",
        "reddit" => "Reddit",
        other => other,
    }
}

/// A kind of contact as people write it.
pub fn contact_kind(kind: &str) -> &str {
    match kind {
        "whatsapp" => "WhatsApp",
        "viber" => "Viber",
        "signal" => "Signal",
        "telegram" => "Telegram",
        "telegram_invite" => "Telegram",
        "vk" => "VK",
        "instagram" => "Instagram",
        "facebook" => "Facebook",
        "email" => "e-mail",
        "url" => "link",
        other => other,
    }
}

/// A kind of match as people would say it.
pub fn match_kind(kind: &str) -> &str {
    match kind {
        "verbatim" => "the same words",
        "near_duplicate" => "nearly the same words",
        "passage" => "shared passages",
        "translation" => "translations",
        "same_offer" => "the same offer",
        "picture_text" => "the same text in pictures",
        "same_media" => "the same pictures and films",
        "contact" => "shared contacts",
        "link" => "shared links",
        other => other,
    }
}

/// What the last look saw.
pub fn status(status: &str) -> String {
    match status {
        "up" => "still up".to_owned(),
        "login_wall" => "behind a log-in".to_owned(),
        "geo_blocked" => "blocked from here".to_owned(),
        "account_gone" => "account gone".to_owned(),
        "unknown" => "not known".to_owned(),
        other => other.replace('_', " "),
    }
}

/// The English name of a language; its code where it has none here.
pub fn language(code: &str) -> String {
    let base = code.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let known = LANGUAGES.iter().find(|(c, _)| *c == base);
    known.map_or_else(
        || if base == "und" || base.is_empty() { "not recognised".to_owned() } else { code.to_owned() },
        |(_, name)| (*name).to_owned(),
    )
}

#[rustfmt::skip]
const LANGUAGES: [(&str, &str); 86] = [
    ("af", "Afrikaans"), ("am", "Amharic"), ("ar", "Arabic"), ("arz", "Egyptian Arabic"), ("az", "Azerbaijani"), ("ba", "Bashkir"),
    ("be", "Belarusian"), ("bg", "Bulgarian"), ("bn", "Bengali"), ("bs", "Bosnian"), ("ca", "Catalan"), ("ce", "Chechen"),
    ("cs", "Czech"), ("cv", "Chuvash"), ("da", "Danish"), ("de", "German"), ("el", "Greek"), ("en", "English"), ("eo", "Esperanto"),
    ("es", "Spanish"), ("et", "Estonian"), ("eu", "Basque"), ("fa", "Persian"), ("fi", "Finnish"), ("fr", "French"), ("ga", "Irish"),
    ("gl", "Galician"), ("ha", "Hausa"), ("he", "Hebrew"), ("hi", "Hindi"), ("hr", "Croatian"), ("hu", "Hungarian"), ("hy", "Armenian"),
    ("id", "Indonesian"), ("ig", "Igbo"), ("is", "Icelandic"), ("it", "Italian"), ("ja", "Japanese"), ("ka", "Georgian"),
    ("kk", "Kazakh"), ("km", "Khmer"), ("ko", "Korean"), ("ku", "Kurdish"), ("ky", "Kyrgyz"), ("la", "Latin"), ("ln", "Lingala"),
    ("lt", "Lithuanian"), ("lv", "Latvian"), ("mk", "Macedonian"), ("mn", "Mongolian"), ("ms", "Malay"), ("my", "Burmese"),
    ("nb", "Norwegian"), ("ne", "Nepali"), ("nl", "Dutch"), ("no", "Norwegian"), ("os", "Ossetian"), ("pa", "Punjabi"),
    ("pl", "Polish"), ("ps", "Pashto"), ("pt", "Portuguese"), ("ro", "Romanian"), ("ru", "Russian"), ("rw", "Kinyarwanda"),
    ("sd", "Sindhi"), ("sg", "Sango"), ("si", "Sinhala"), ("sk", "Slovak"), ("sl", "Slovene"), ("so", "Somali"), ("sq", "Albanian"),
    ("sr", "Serbian"), ("sv", "Swedish"), ("sw", "Swahili"), ("ta", "Tamil"), ("tg", "Tajik"), ("th", "Thai"), ("tk", "Turkmen"),
    ("tl", "Tagalog"), ("tr", "Turkish"), ("tt", "Tatar"), ("uk", "Ukrainian"), ("ur", "Urdu"), ("uz", "Uzbek"), ("vi", "Vietnamese"),
    ("zh", "Chinese"),
];
/// What a file is, in a word.
pub fn picture_kind(kind: &str) -> &'static str {
    match kind {
        "film" => "Film",
        "sound" => "Sound",
        _ => "Picture",
    }
}

/// A time in a film: "0:07".
pub fn film_time(ms: &u64) -> String {
    let seconds = ms / 1000;
    match seconds / 3600 {
        0 => format!("{}:{:02}", seconds / 60, seconds % 60),
        hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
    }
}

/// When something is seen in a film: " from 0:06 to 0:07"; nothing for pictures.
pub fn film_times(from: &Option<u64>, to: &Option<u64>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from / 1000 == to / 1000 => format!(" at {}", film_time(from)),
        (Some(from), Some(to)) => format!(" from {} to {}", film_time(from), film_time(to)),
        _ => String::new(),
    }
}

//! How figures, days and names are worded; the scales are those of pressgang-weigh.

use jiff::tz::TimeZone;
use pressgang_weigh::scales::thousands;

/// A count with thousands grouped.
pub fn count(value: u64) -> String {
    thousands(value)
}

/// A share from 0 to 1 in per cent, without needless zeros: "50", "0.5".
pub fn per_cent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// "1 post", "2 posts".
pub fn posts(n: usize) -> String {
    format!("{} {}", count(n as u64), if n == 1 { "post" } else { "posts" })
}

/// The same of a field, as templates hand it over.
pub fn of_posts(n: &u64) -> String {
    format!("{} {}", count(*n), if *n == 1 { "post" } else { "posts" })
}

/// A count of a field, as templates hand it over.
pub fn counted(n: &u64) -> String {
    count(*n)
}

/// "1 claim", "2 claims".
pub fn claims(n: usize) -> String {
    format!("{} {}", count(n as u64), if n == 1 { "claim" } else { "claims" })
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
        "geo_blocked" => "not shown in some countries".to_owned(),
        "account_gone" => "account gone".to_owned(),
        "removed_by_platform" => "removed by the platform".to_owned(),
        "removed_by_author" => "removed by its author".to_owned(),
        "age_gate" => "shown to adults only".to_owned(),
        "unknown" => "not known".to_owned(),
        other => other.replace('_', " "),
    }
}

/// A length of time in milliseconds: "40 min", "4 h", "2.5 days".
pub fn duration(millis: i64) -> String {
    let minutes = millis.max(0) as f64 / 60_000.0;
    let said = |value: f64, unit: &str| {
        let text = format!("{value:.1}");
        format!("{} {unit}", text.strip_suffix(".0").unwrap_or(&text))
    };
    // Rounded first, so that nothing is said to be 60 min or 48.0 h long.
    match minutes.round() {
        m if m < 90.0 => format!("{m} min"),
        m if m < 2_880.0 => said(m / 60.0, "h"),
        m => said(m / 1_440.0, "days"),
    }
}

/// A decision as people would say it.
pub fn decision(word: &str) -> String {
    match word {
        "account_suspended" => "account suspended".to_owned(),
        "other" => "something else".to_owned(),
        other => other.to_owned(),
    }
}

/// A category of the DSA Transparency Database as people would say it.
pub fn category(name: &str) -> String {
    name.strip_prefix("STATEMENT_CATEGORY_")
        .map_or_else(|| name.to_owned(), |name| name.replace('_', " ").to_lowercase())
}

/// A kind of notice as people would say it.
pub fn notice_kind(kind: &str) -> &str {
    match kind {
        "comment" => "request for comment",
        other => other,
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

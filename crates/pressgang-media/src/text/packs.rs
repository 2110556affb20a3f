//! Which language packs of Tesseract read which language and script.

use std::collections::BTreeSet;

/// A language as cases name it (BCP 47), the packs that read it, best first, and its script as Tesseract's orientation
/// and script detection calls it.
type Language = (&'static str, &'static [&'static str], &'static str);

/// From the list of traineddata files of Tesseract 4 and 5.
const LANGUAGES: &[Language] = &[
    ("af", &["afr"], "Latin"),
    ("am", &["amh"], "Ethiopic"),
    ("ar", &["ara"], "Arabic"),
    ("as", &["asm", "ben"], "Bengali"),
    ("az", &["aze"], "Latin"),
    ("be", &["bel", "rus"], "Cyrillic"),
    ("bg", &["bul", "rus"], "Cyrillic"),
    ("bn", &["ben"], "Bengali"),
    ("bs", &["bos", "hrv"], "Latin"),
    ("ca", &["cat"], "Latin"),
    ("ckb", &["ckb", "kur_ara", "fas", "ara"], "Arabic"),
    ("cs", &["ces"], "Latin"),
    ("cy", &["cym"], "Latin"),
    ("da", &["dan"], "Latin"),
    ("de", &["deu"], "Latin"),
    ("el", &["ell"], "Greek"),
    ("en", &["eng"], "Latin"),
    ("eo", &["epo"], "Latin"),
    ("es", &["spa"], "Latin"),
    ("et", &["est"], "Latin"),
    ("eu", &["eus"], "Latin"),
    ("fa", &["fas"], "Arabic"),
    ("fi", &["fin"], "Latin"),
    ("fil", &["fil"], "Latin"),
    ("fr", &["fra"], "Latin"),
    ("ga", &["gle"], "Latin"),
    ("gl", &["glg"], "Latin"),
    ("gu", &["guj"], "Gujarati"),
    ("he", &["heb"], "Hebrew"),
    ("hi", &["hin"], "Devanagari"),
    ("hr", &["hrv"], "Latin"),
    ("ht", &["hat"], "Latin"),
    ("hu", &["hun"], "Latin"),
    ("hy", &["hye"], "Armenian"),
    ("id", &["ind"], "Latin"),
    ("is", &["isl"], "Latin"),
    ("it", &["ita"], "Latin"),
    ("ja", &["jpn"], "Japanese"),
    ("jv", &["jav"], "Latin"),
    ("ka", &["kat"], "Georgian"),
    ("kk", &["kaz", "rus"], "Cyrillic"),
    ("km", &["khm"], "Khmer"),
    ("kn", &["kan"], "Kannada"),
    ("ko", &["kor"], "Korean"),
    ("ku", &["kmr", "tur"], "Latin"),
    ("ky", &["kir", "rus"], "Cyrillic"),
    ("lo", &["lao"], "Lao"),
    ("lt", &["lit"], "Latin"),
    ("lv", &["lav"], "Latin"),
    ("mk", &["mkd", "srp"], "Cyrillic"),
    ("ml", &["mal"], "Malayalam"),
    ("mn", &["mon", "rus"], "Cyrillic"),
    ("mr", &["mar", "hin"], "Devanagari"),
    ("ms", &["msa", "ind"], "Latin"),
    ("mt", &["mlt"], "Latin"),
    ("my", &["mya"], "Myanmar"),
    ("nb", &["nor", "dan"], "Latin"),
    ("ne", &["nep", "hin"], "Devanagari"),
    ("nl", &["nld"], "Latin"),
    ("nn", &["nor", "dan"], "Latin"),
    ("no", &["nor", "dan"], "Latin"),
    ("or", &["ori"], "Oriya"),
    ("pa", &["pan"], "Gurmukhi"),
    ("pl", &["pol"], "Latin"),
    ("ps", &["pus", "fas"], "Arabic"),
    ("pt", &["por"], "Latin"),
    ("ro", &["ron"], "Latin"),
    ("ru", &["rus"], "Cyrillic"),
    ("sa", &["san", "hin"], "Devanagari"),
    ("sd", &["snd", "ara"], "Arabic"),
    ("si", &["sin"], "Sinhala"),
    ("sk", &["slk"], "Latin"),
    ("sl", &["slv"], "Latin"),
    ("so", &["eng"], "Latin"),
    ("sq", &["sqi"], "Latin"),
    ("sr", &["srp", "srp_latn"], "Cyrillic"),
    ("sv", &["swe"], "Latin"),
    ("sw", &["swa"], "Latin"),
    ("ta", &["tam"], "Tamil"),
    ("te", &["tel"], "Telugu"),
    ("tg", &["tgk", "rus"], "Cyrillic"),
    ("th", &["tha"], "Thai"),
    ("ti", &["tir", "amh"], "Ethiopic"),
    ("tl", &["fil", "tgl"], "Latin"),
    ("tr", &["tur"], "Latin"),
    ("tt", &["tat", "rus"], "Cyrillic"),
    ("ug", &["uig", "ara"], "Arabic"),
    ("uk", &["ukr"], "Cyrillic"),
    ("ur", &["urd", "fas"], "Arabic"),
    ("uz", &["uzb", "uzb_cyrl"], "Latin"),
    ("vi", &["vie"], "Latin"),
    ("yi", &["yid", "heb"], "Hebrew"),
    ("zh", &["chi_sim", "chi_tra"], "Han"),
    ("zh-hant", &["chi_tra", "chi_sim"], "Han"),
    ("zh-hk", &["chi_tra", "chi_sim"], "Han"),
    ("zh-tw", &["chi_tra", "chi_sim"], "Han"),
];

/// Packs of whole scripts, by the name the detection uses for the script.
const SCRIPT_PACKS: &[(&str, &str)] = &[("Han", "HanS"), ("Korean", "Hangul")];

/// What reads a script where the case names no language of it: the languages most is written in.
const COMMON: &[(&str, &[&str])] = &[
    ("Arabic", &["ar", "fa"]),
    ("Armenian", &["hy"]),
    ("Bengali", &["bn"]),
    ("Cyrillic", &["ru", "uk"]),
    ("Devanagari", &["hi"]),
    ("Ethiopic", &["am"]),
    ("Georgian", &["ka"]),
    ("Greek", &["el"]),
    ("Han", &["zh"]),
    ("Hebrew", &["he"]),
    ("Japanese", &["ja"]),
    ("Korean", &["ko"]),
    ("Latin", &["en", "vi"]),
    ("Thai", &["th"]),
];

fn language(code: &str) -> Option<&'static Language> {
    let code = code.to_ascii_lowercase().replace('_', "-");
    let exact = |wanted: &str| LANGUAGES.iter().find(|(code, ..)| *code == wanted);
    exact(&code).or_else(|| exact(code.split('-').next().unwrap_or_default()))
}

/// Debian lists packs of scripts as `script/Cyrillic`, other systems as `Cyrillic`.
fn script_pack(script: &str, installed: &BTreeSet<String>) -> Option<String> {
    let name = SCRIPT_PACKS.iter().find(|(s, _)| *s == script).map_or(script, |(_, pack)| pack);
    [format!("script/{name}"), name.to_owned()].into_iter().find(|pack| installed.contains(pack))
}

/// Which installed packs read these languages (BCP 47 codes), and which packs to install for those that none reads:
/// its own pack, a close language's, or that of its script.
pub fn packs_for(languages: &[&str], installed: &BTreeSet<String>) -> (Vec<String>, Vec<String>) {
    let (mut chosen, mut missing) = (Vec::new(), Vec::new());
    for (_, packs, script) in languages.iter().filter_map(|code| language(code)) {
        let own = packs.iter().map(|p| (*p).to_owned()).find(|pack| installed.contains(pack));
        let (list, pack) = match own.or_else(|| script_pack(script, installed)) {
            Some(pack) => (&mut chosen, pack),
            None => (&mut missing, packs.first().map_or_else(String::new, |p| (*p).to_owned())),
        };
        if !list.contains(&pack) {
            list.push(pack);
        }
    }
    (chosen, missing)
}

/// Returns true if a pack reads a script that is written from right to left.
pub(super) fn is_right_to_left(pack: &str) -> bool {
    let name = pack.trim_start_matches("script/");
    let of = |(_, packs, script): &&Language| packs.contains(&name) || *script == name;
    LANGUAGES.iter().find(of).is_some_and(|(.., script)| matches!(*script, "Arabic" | "Hebrew" | "Syriac"))
}

/// One pack for each script, for finding out which script a text is in: of the case's languages, or of all that is
/// installed where it names none. At most so many.
pub(super) fn one_for_each_script(languages: &[&str], installed: &BTreeSet<String>, most: usize) -> Vec<String> {
    let mut scripts: Vec<&str> = Vec::new();
    let own = languages.iter().filter_map(|code| script_of(code));
    let all = COMMON.iter().map(|(script, _)| *script).filter(|_| languages.is_empty());
    for script in own.chain(all) {
        if !scripts.contains(&script) {
            scripts.push(script);
        }
    }
    let packs = scripts.iter().flat_map(|script| packs_for_script(script, languages, installed, 1));
    packs.take(most).collect()
}

/// The script a language is written in, by Tesseract's name.
pub(super) fn script_of(code: &str) -> Option<&'static str> {
    language(code).map(|(_, _, script)| *script)
}

/// Packs for text in a script, at most `most`: those of the case's languages in it, else those of its commonest
/// languages, else the script's. Empty where none is installed.
pub(super) fn packs_for_script(
    script: &str,
    languages: &[&str],
    installed: &BTreeSet<String>,
    most: usize,
) -> Vec<String> {
    // Chinese, Japanese and Korean are taken for each other.
    let script = match script {
        "Hiragana" | "Katakana" => "Japanese",
        "Hangul" => "Korean",
        "Fraktur" => "Latin",
        other => other,
    };
    let own: Vec<&str> = languages.iter().copied().filter(|code| script_of(code) == Some(script)).collect();
    let common = COMMON.iter().find(|(s, _)| *s == script).map_or(&[] as &[&str], |(_, codes)| codes);
    let mut packs = packs_for(&own, installed).0;
    if packs.is_empty() {
        packs = packs_for(common, installed).0;
    }
    if packs.is_empty() {
        packs.extend(script_pack(script, installed));
    }
    // The packs of single languages know only their own digits of the two kinds in use.
    if script == "Arabic"
        && packs.len() != 1
        && let Some(pack) = script_pack(script, installed)
    {
        return vec![pack];
    }
    // No other Latin pack knows the letters of Vietnamese.
    if let Some(at) = packs.iter().position(|p| p == "vie") {
        packs[..=at].rotate_right(1);
    }
    packs.truncate(most);
    packs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn installed(packs: &str) -> BTreeSet<String> {
        packs.split(' ').map(str::to_owned).collect()
    }

    #[track_caller]
    fn check(languages: &str, packs: &str, chosen: &str, missing: &str) {
        let languages: Vec<&str> = languages.split_whitespace().collect();
        let found = packs_for(&languages, &installed(packs));
        assert_eq!((found.0.join(" "), found.1.join(" ")), (chosen.to_owned(), missing.to_owned()), "{languages:?}");
    }

    #[test]
    fn languages_have_packs() {
        check("ru vi zh", "rus vie chi_sim eng", "rus vie chi_sim", "");
        check("zh-Hant zh", "chi_sim chi_tra", "chi_tra chi_sim", "");
        check("sr", "srp_latn", "srp_latn", "");
        check("sr", "srp srp_latn", "srp", "");
        check("be kk", "rus", "rus", "");
        check("tg", "script/Cyrillic", "script/Cyrillic", "");
        check("tg ta", "Cyrillic", "Cyrillic", "tam");
        check("pt-BR fa", "eng", "", "por fas");
        check("zh ko", "HanS script/Hangul", "HanS script/Hangul", "");
        check("und xx", "eng", "", "");
    }

    #[track_caller]
    fn check_script(script: &str, languages: &str, packs: &str, expected: &str) {
        let languages: Vec<&str> = languages.split_whitespace().collect();
        assert_eq!(packs_for_script(script, &languages, &installed(packs), 2).join(" "), expected);
    }

    #[test]
    fn scripts_have_packs() {
        check_script("Cyrillic", "", "rus ukr eng", "rus ukr");
        check_script("Cyrillic", "uk de", "rus ukr eng", "ukr");
        check_script("Cyrillic", "", "script/Cyrillic", "script/Cyrillic");
        check_script("Arabic", "ar fa", "ara fas script/Arabic", "script/Arabic");
        check_script("Arabic", "fa", "ara fas script/Arabic", "fas");
        check_script("Katakana", "ja", "jpn", "jpn");
        check_script("Latin", "de fr vi", "deu fra vie", "vie deu");
        check_script("Latin", "", "eng vie", "vie eng");
        check_script("Thai", "ru", "rus", "");
        check_script("Nonsense", "", "rus", "");
    }
}

use super::phrases::Says;
use super::*;

#[test]
fn the_adapters_load() {
    match Adapters::standard() {
        Ok(adapters) => assert_eq!(adapters.platforms().len(), FILES.len()),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn phrases_are_known_in_many_languages() {
    let phrases = Phrases::read(PHRASES).unwrap();
    let languages = phrases.languages();
    for says in [Says::Removed, Says::Account, Says::Private, Says::Login, Says::Geo, Says::Age, Says::Busy, Says::Bot]
    {
        let knows = languages.values().filter(|known| known.contains(&says)).count();
        assert!(knows >= 25, "{says:?} in {knows} languages");
    }
}

#[track_caller]
fn check(text: &str, expected: &[(Says, &str)]) {
    let phrases = Phrases::read(PHRASES).unwrap();
    let found: Vec<(Says, &str)> = phrases.find(text).into_iter().map(|found| (found.says, found.language)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn the_longest_phrase_counts() {
    check("Diese  Seite existiert\u{a0}nicht!", &[(Says::Removed, "de")]);
    check("This post was deleted by its author.", &[(Says::ByAuthor, "en")]);
    check("Channel with username @x not found", &[(Says::Account, "en"), (Says::Removed, "en")]);
    check("Found: notfounds", &[]);
    check("Übergone", &[]);
    check("This Tweet is no longer available because it violated the Twitter Rules.", &[(Says::ByPlatform, "en")]);
}

/// Why a file is refused, without the place in it.
#[track_caller]
fn refused(change: impl Fn(String) -> String, reason: &str) {
    let text = change(include_str!("../../../adapters/x.toml").to_owned());
    let error = spec::adapter("x.toml", &text).unwrap_err().to_string();
    assert!(error.starts_with("adapter x.toml: ") && error.contains(reason), "{error}");
}

#[test]
fn wrong_data_are_refused() {
    refused(|text| text.replace("pause_ms", "pause"), "unknown field `pause`");
    refused(|text| text.replace("x.oembed.up@1", "x.oembed.up"), "has no version");
    refused(|text| text.replace("x.oembed.up@1", "y.oembed.up@1"), "does not begin with \"x\"");
    refused(|text| text.replace("x.oembed.gone-code@1", "x.oembed.gone@2"), "two rules are");
    refused(|text| text.replace("\"4xx\"", "\"4yy\""), "is no status");
    refused(|text| text.replace("https://publish", "http://publish"), "is not https");
    refused(|text| text.replacen("request = \"oembed\"", "request = \"page\"", 1), "which is never asked");
    refused(|text| text.replace("state = \"private\"", "state = \"hidden\""), "unknown variant `hidden`");
    refused(
        |text| text + "\n[[rule]]\nid = \"x.all@1\"\nstate = \"up\"\nsays = \"x\"\non = [{ request = \"oembed\" }]\n",
        "whatever is answered",
    );
}

#[track_caller]
fn sentence(text: &str, expected: &[(Says, &str)]) {
    let phrases = Phrases::read(PHRASES).unwrap();
    assert_eq!(phrases.sentence(text), expected, "{text}");
}

#[test]
fn sentences_by_their_words() {
    sentence("Die Seite, nach der Sie suchten, wurde leider nicht gefunden.", &[(Says::Removed, "de")]);
    sentence("El propietario ha eliminado este vídeo", &[(Says::ByAuthor, "es")]);
    sentence("Ваш пост был удален модераторами", &[(Says::ByPlatform, "ru")]);
    sentence("Le compte lié à ce message a été clôturé", &[(Says::Account, "fr")]);
    sentence("この投稿は規約に違反したため削除されました", &[(Says::ByPlatform, "ja")]);
    sentence("Bu gönderi artık yok", &[(Says::Removed, "tr")]);
    sentence("A page about trees", &[]);
    sentence(
        "Drivers wanted, page the office. Whoever was not found last year may come again; all the rest of this is far too long to be said of a page.",
        &[],
    );
}

//! Text read in pictures: what a program confuses is put right there, and nowhere else.

use pressgang_signals::PostReader;

#[track_caller]
fn check(shown: &str, expected: &str) {
    let reader = PostReader::new(&[]);
    let contacts = |own: &str, shown: &str| -> String {
        let reading = reader.read_shown(None, own, shown, None, &[]);
        let whole = [own, "\n\n", shown].concat();
        for contact in &reading.contacts {
            assert!(whole.get(contact.span.clone()).is_some(), "{shown:?}");
        }
        reading.contacts.iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(contacts("Join us", shown), expected, "{shown:?}");
}

#[test]
fn numbers_are_put_right() {
    check("Call +44 77O0 9OOI23", "phone +447700900123");
    check("Call +44 7?00 900l23", "phone +447700900123");
    check("Call t44 7700 900123", "phone +447700900123");
    check("Call +44 7700,900123", "phone +447700900123");
    check("Call: +44:7700.900527", "phone +447700900527");
    check("Tel +49 3O 23l25 OO1", "phone +493023125001");
    check("Tel +49 30 23l25 001!", "phone +493023125001");
    check("+49 30 23125001!", "phone +493023125001");
    check("Call +44 7700 9OO124!\n+44 7700 9OO125", "phone +447700900124, phone +447700900125");
}

#[test]
fn what_is_no_number_stays_none() {
    check("SOS 12 BO", "");
    check("Pay 2,400 - 3,1OO euros", "");
    check("12.O5.2025, 1O:00", "");
    check("240 OOO roubles, age 22-55", "");
    check("size 8B 12 S5 I4 60 1O 20", "");
    check("t44 7700", "");
}

#[test]
fn addresses_are_put_right() {
    check("t,me/iron_heron_jobs", "telegram iron_heron_jobs");
    check("tme/iron_heron_jobs", "telegram iron_heron_jobs");
    check("t.rne/iron_heron_jobs", "telegram iron_heron_jobs");
    check("t. me/iron_heron_jobs", "telegram iron_heron_jobs");
    check("Telegram ©iron_heron", "telegram iron_heron");
    check("© 2025 Iron Heron", "");
    check("©heron", "");
}

#[test]
fn a_posts_own_text_is_read_as_it_stands() {
    let reader = PostReader::new(&[]);
    for text in ["Call t44 7700 900123", "Call +44 7?00 900l23", "tme/iron_heron_jobs", "Telegram ©iron_heron"] {
        let found = reader.read(text, None, &[]).contacts;
        assert!(found.iter().all(|c| c.hidden != Some("misread in a picture")), "{text:?} {found:?}");
    }
}

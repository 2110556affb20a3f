//! Ways to reach the writer: `kind value`, and `(how it was hidden)`.

use super::support::{check_all, read, read_on};

fn contacts(text: &str) -> String {
    let shown = |c: &pressgang_signals::Contact| match c.hidden {
        Some(how) => format!("{} {} ({how})", c.kind.as_str(), c.value),
        None => format!("{} {}", c.kind.as_str(), c.value),
    };
    read(text).contacts.iter().map(shown).collect::<Vec<_>>().join(", ")
}

#[test]
fn phones() {
    check_all(
        &[
            ("Call +49 30 23125 001", "phone +493023125001"),
            ("Call +49 (0)30 23125-001 today", "phone +493023125001"),
            ("Tel.: 0049 30 23125001", "phone +493023125001"),
            ("phone +1 (202) 555-0101.", "phone +12025550101"),
            ("Call (202) 555-0101 for details", "phone +12025550101"),
            ("+1-202-555-0101 / +1-202-555-0102", "phone +12025550101, phone +12025550102"),
            ("Звоните: +49 30 23125 054/055", "phone +493023125054, phone +493023125055"),
            ("+49 30 23125-054 / 55 / 56", "phone +493023125054, phone +493023125055, phone +493023125056"),
            ("Call +49 30 23125 001 24/7", "phone +493023125001"),
            ("Call +49 30 23125 001/24 hours", "phone +493023125001, phone +493023125024"),
            ("Call 030 23125 001/+49 30 23125 002, Berlin", "phone +493023125001, phone +493023125002"),
            ("Appelez le 01 99 00 12 34", "phone +33199001234"),
            ("Appelez le 01.99.00.12.34", "phone +33199001234"),
            ("Telefon: 030 23125 001, rufen Sie uns an", "phone +493023125001"),
            ("call ＋１ ２０２ ５５５ ０１０１", "phone +12025550101 (digits of another script)"),
            ("اتصل بنا ‎+٤٩٣٠٢٣١٢٥٠٠١", "phone +493023125001 (digits of another script)"),
        ],
        contacts,
    );
}

#[test]
fn figures_that_are_no_phones() {
    check_all(
        &[
            ("We pay 240 000 rubles a month, age 22-55", ""),
            ("On 24.02.2022 at 12:30 the meeting begins", ""),
            ("2022-02-24 12:30:15", ""),
            ("Order no. 1234567890123456789", ""),
            ("Budget of 1,500,000,000 dollars", ""),
            ("ISBN 978-3-16-148410-0", ""),
            ("Pay 150.000-200.000 RUB", ""),
            ("https://news.example.com/2023/0119900123", "url https://news.example.com/2023/0119900123"),
        ],
        contacts,
    );
}

#[test]
fn messengers() {
    check_all(
        &[
            ("Write t.me/Heron_Jobs", "telegram heron_jobs"),
            ("https://t.me/heron_jobs/15", "telegram heron_jobs"),
            ("https://t.me/s/heron_jobs", "telegram heron_jobs"),
            ("https://telegram.me/heron_jobs", "telegram heron_jobs"),
            ("tg://resolve?domain=heron_jobs", "telegram heron_jobs"),
            ("https://t.me/+AbCdEf123456", "telegram_invite AbCdEf123456"),
            ("https://t.me/joinchat/AbCdEf123456", "telegram_invite AbCdEf123456"),
            ("Telegram: @Heron_Jobs", "telegram heron_jobs"),
            ("телеграм @heron_jobs", "telegram heron_jobs"),
            ("https://wa.me/493023125001", "whatsapp +493023125001"),
            ("https://wa.me/493023125001?text=hi", "whatsapp +493023125001"),
            ("https://api.whatsapp.com/send?phone=493023125001&text=x", "whatsapp +493023125001"),
            ("viber://chat?number=%2B493023125001", "viber +493023125001"),
            ("https://signal.me/#p/+493023125001", "signal +493023125001"),
            ("https://vk.com/heron_example", "vk heron_example"),
            ("vk.com/club99000123", "vk club99000123"),
            ("https://instagram.com/heron.example/", "instagram heron.example"),
            ("https://www.facebook.com/heron.example", "facebook heron.example"),
        ],
        contacts,
    );
}

#[test]
fn addresses() {
    check_all(
        &[
            ("Write to Otbor@Heron.Example.org!", "email otbor@heron.example.org"),
            ("otbor (at) heron.example.org", "email otbor@heron.example.org (bracketed signs)"),
            ("see https://heron.example.org/join.", "url https://heron.example.org/join"),
            ("see heron.example.com now", "domain heron.example.com"),
            ("End of sentence.Next one", ""),
            ("version 1.2.3", ""),
        ],
        contacts,
    );
}

#[test]
fn what_an_at_sign_means_depends_on_the_platform() {
    let on = |platform: &str, text: &str| {
        let reading = read_on(text, Some(platform), &[]);
        reading.contacts.iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(on("x", "thanks @heron_jobs"), "", "a mention of an account");
    assert_eq!(on("telegram", "write to @heron_jobs"), "telegram heron_jobs");
    assert_eq!(on("x", "Telegram @heron_jobs"), "telegram heron_jobs");
}

#[test]
fn addresses_behind_links_have_no_span() {
    let reading = read_on("Write to us: https://t.co/abc", Some("x"), &["https://t.me/heron_jobs"]);
    let found: Vec<_> = reading.contacts.iter().filter(|c| !c.in_text()).collect();
    assert_eq!(found.len(), 1, "{:?}", reading.contacts);
    assert_eq!(found[0].value, "heron_jobs");
}

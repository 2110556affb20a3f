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
            ("Call +49 30 23125 001\n15.04.2025, 12:30", "phone +493023125001"),
            ("Tel. 2025-04-15", ""),
            ("Call +46 70 174 0687\n5,05.2025, 8:30", "phone +46701740687"),
            ("Call +46 70 174 0687\n13.05. 2025, 12:00", "phone +46701740687"),
            ("Call +49 30 23125 001\n0210.2025, 8:00", "phone +493023125001"),
            ("Call +49 30 23125 001\n19.12.2025, 9:00", "phone +493023125001"),
            ("Call +49 30 23125 001\n8.06.2025, 8:00", "phone +493023125001"),
            ("Call +49 (0)30 23125-001 today", "phone +493023125001"),
            ("Tel.: 0049 30 23125001", "phone +493023125001"),
            ("phone +1 (202) 555-0101.", "phone +12025550101"),
            ("Call (202) 555-0101 for details", "phone +12025550101"),
            ("2025550101", "phone +12025550101"),
            ("Order 2025550101", ""),
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

#[test]
fn phones_as_written() {
    check_all(
        &[
            ("Звоните +49 30 23125054/055", "phone +493023125054, phone +493023125055"),
            ("Call +1 202-555-0100/0101", "phone +12025550100, phone +12025550101"),
            ("Call +44 (0)7700 900123 now", "phone +447700900123"),
            ("0033 1 99 00 12 34", "phone +33199001234"),
            ("00 49 30 23125054", "phone +493023125054"),
            ("+33199001234+33261911234", "phone +33199001234, phone +33261911234"),
            ("(202) 555-0100, (202) 555-0101", "phone +12025550100, phone +12025550101"),
            ("020 7946 0123", "phone +442079460123"),
            ("☎️0491 570 006", "phone +61491570006"),
            ("+46 70-174 06 05", "phone +46701740605"),
            ("+49*30*23125054", "phone +493023125054 (spaced apart)"),
            ("+49 3O 23125 O54", "phone +493023125054 (letters for digits)"),
            ("+4 9 3 0 2 3 1 2 5 0 5 4", "phone +493023125054 (spaced apart)"),
            ("+4️⃣9️⃣ 3️⃣0️⃣ 2️⃣3️⃣1️⃣2️⃣5️⃣0️⃣5️⃣4️⃣", "phone +493023125054 (keycap digits)"),
            ("+49\u{200b}30\u{200b}23125054", "phone +493023125054 (invisible characters)"),
            (
                "⓪③⓪ ②③①②⑤⓪⑤④ звоните в Германию +49 30 23125054",
                "phone +493023125054 (look-alike letters), phone +493023125054",
            ),
            ("+4930 2312 5054 доб. 12", "phone +493023125054"),
        ],
        contacts,
    );
}

#[test]
fn what_follows_a_number_is_no_part_of_it() {
    check_all(
        &[
            ("Тел. +49 30 23125054 24/7", "phone +493023125054"),
            ("Тел. +49 30 23125054 9:00-18:00", "phone +493023125054"),
            ("Tel. +49 30 23125054 22-55 Jahre", "phone +493023125054"),
            ("Звоните +49 30 23125054\n240 000 руб в месяц", "phone +493023125054"),
            ("Тел. +49 30 23125054\n1. Водители 2. Повара", "phone +493023125054"),
            ("Tel: +49 30 23125054\n2 places left", "phone +493023125054"),
            ("Тел. +49 30 23125054 18+", "phone +493023125054"),
            ("Тел. +49 30 23125054 5 дней в неделю", "phone +493023125054"),
            ("Rufen Sie uns an: +49 30 23125054 030 23125055", "phone +493023125054, phone +493023125055"),
            ("Llama al +49 30 23125054 o escribe a t.me/heron_jobs", "phone +493023125054, telegram heron_jobs"),
            ("Pozovite +49 30 23125054 i +49 30 23125055", "phone +493023125054, phone +493023125055"),
            ("Звоните +49 30 23125054 о работе", "phone +493023125054"),
            ("Tel. +49 30 23125054 Il lavoro comincia subito", "phone +493023125054"),
            ("+44 7700 900123\n10 drivers", "phone +447700900123"),
            ("+33 1 99 00 12 34 24h/24", "phone +33199001234"),
            ("Возраст 22-55, тел. +49 30 23125054", "phone +493023125054"),
            ("Men aged 22-55 +49 30 23125054", "phone +493023125054"),
            ("Männer 22-55 030 23125054 anrufen, wir suchen Fahrer", "phone +493023125054"),
            ("Call +33 1 99 00 12 34 18+ only", "phone +33199001234"),
            ("Call +61 491 570 156\r\n24 positions", "phone +61491570156"),
            ("Call 202-555-0101 9:00-18:00", "phone +12025550101"),
            ("Call +1 202-555-0101 240 000 USD a month", "phone +12025550101"),
            ("Wir suchen Fahrer bis 45 Jahre. 22-55 030 23125054 anrufen", "phone +493023125054"),
            ("Зарплата и телефон: +49 30 23125054 - 240 000 руб", "phone +493023125054"),
            ("Зарплата 240 000 руб, тел +49 30 23125054 240 000 руб", "phone +493023125054"),
            ("+4 9 3 o 2 3 1 2 5 o 5 4", "phone +493023125054 (letters for digits)"),
        ],
        contacts,
    );
}

#[test]
fn more_figures_that_are_no_phones() {
    check_all(
        &[
            ("Your order number 4155550132 has shipped", ""),
            ("Invoice number 2023-001234", ""),
            ("Hotel booking 12345678 confirmed", ""),
            ("call of duty 12345678", ""),
            ("The number of dead is 1234567", ""),
            ("number of refugees: 8 163 268", ""),
            ("in Tel Aviv 1 234 567 people live", ""),
            ("146 447 424 people live in Russia", ""),
            ("55.755826 37.617300", ""),
            ("GPS 48.8566 2.3522", ""),
            ("1.500.000-2.000.000", ""),
            ("12.345.678", ""),
            ("Новый телефон за 12 345 678 рупий", ""),
            ("2.500.000 - 3.500.000 VND", ""),
            ("Maaş 50.000 - 70.000 TL", ""),
            ("Score 3-2, 15-12, 21-19 21-17", ""),
            ("1 2 3 4 5 6 7 8 9 10", ""),
            ("1234-5678-9012-3456", ""),
            ("Battery 5000 mAh 128 256 512 1024", ""),
            ("СНИЛС 123-456-789 00", ""),
            ("ИНН 7707083893, ОГРН 1027700132195", ""),
            ("Паспорт серия 45 10 номер 123456", ""),
            ("IBAN DE89 3704 0044 0532 0130 00", ""),
            ("30.05.2023-15.06.2023", ""),
            ("12:30-14:30 15:00-18:00", ""),
            ("дело № 1-123/2023", ""),
            ("240000+300000", ""),
            ("+100500", ""),
        ],
        contacts,
    );
}

#[test]
fn messengers_and_pages() {
    check_all(
        &[
            (
                "WhatsApp: +44 7700 900123 Viber: +44 7700 900124 Signal: +44 7700 900125",
                "whatsapp +447700900123, viber +447700900124, signal +447700900125",
            ),
            ("вотсапп: +49 30 23125054", "whatsapp +493023125054"),
            ("Вацап +49 30 23125054", "whatsapp +493023125054"),
            ("WA: +49 30 23125054", "whatsapp +493023125054"),
            ("واتس اب +49 30 23125054", "whatsapp +493023125054"),
            ("واتساب: +49 30 23125054", "whatsapp +493023125054"),
            ("https://api.whatsapp.com/send/?phone=%2B493023125054", "whatsapp +493023125054"),
            ("viber://add?number=493023125054", "viber +493023125054"),
            ("tg://resolve?phone=493023125054", "phone +493023125054"),
            ("https://t.me/+493023125054", "phone +493023125054"),
            ("t[.]me/heron_jobs", "telegram heron_jobs (bracketed signs)"),
            ("t . me / heron_jobs", "telegram heron_jobs (spaced apart)"),
            ("t.me/heron_jobs,t.me/heron_two", "telegram heron_jobs, telegram heron_two"),
            ("https://t.me/boost/heron_jobs", "telegram heron_jobs"),
            ("https://t.me/c/1234567890/55", "url https://t.me/c/1234567890/55"),
            ("Telegram: heronjobs", "telegram heronjobs"),
            ("в телеграме heron_jobs", "telegram heron_jobs"),
            ("Пишите в тг heron_jobs", "telegram heron_jobs"),
            ("Пиши @heron_jobs", "telegram heron_jobs"),
            ("contact @heron_jobs on Telegram", "telegram heron_jobs"),
            ("تيليغرام @heron_jobs", "telegram heron_jobs"),
            ("insta: @iron.heron", "instagram iron.heron"),
            ("https://instagram.com/iron.heron?igshid=abc", "instagram iron.heron"),
            ("https://www.instagram.com/explore/tags/job", "url https://www.instagram.com/explore/tags/job"),
            ("facebook.com/profile.php?id=100012345", "facebook profile.php?id=100012345"),
            ("https://www.facebook.com/heron/posts/123", "url https://www.facebook.com/heron/posts/123"),
            ("https://m.vk.com/public12345?from=post", "vk public12345"),
            ("https://vk.com/wall-123_456", "url https://vk.com/wall-123_456"),
            ("vk.com/feed", "url vk.com/feed"),
            ("https://vk.com/away.php?to=example", "url https://vk.com/away.php?to=example"),
            ("Telegram is banned @realuser said", ""),
            ("टेलीग्राम पर लिखें @heron_jobs", "telegram heron_jobs"),
            ("お問い合わせはテレグラムまで@heron_jobs", "telegram heron_jobs"),
            ("ٹیلیگرام @heron_jobs", "telegram heron_jobs"),
            ("டெலிகிராம் @heron_jobs", "telegram heron_jobs"),
            ("We met @heron_jobs в телеграме", "telegram heron_jobs"),
            ("We met @somebody. Telegram: @heron_jobs", "telegram heron_jobs"),
            ("I love @somebody, telegraf", ""),
            ("Telegram: join us", ""),
            ("Telegram: heronjobs\nWe wait for you", "telegram heronjobs"),
            ("Telegram: channel.", ""),
            ("Instagram - iron_heron", "instagram iron_heron"),
            ("tg://resolve?domain=heron_jobs&start=1", "telegram heron_jobs"),
            ("https://e.com/a_(b))).", "url https://e.com/a_(b)"),
        ],
        contacts,
    );
}

#[test]
fn more_addresses() {
    check_all(
        &[
            ("Write to info@example.com . We wait for you", "email info@example.com"),
            ("escribe a info@example.com punto de encuentro", "email info@example.com"),
            ("info [at] example [dot] com", "email info@example.com (bracketed signs)"),
            ("info(собака)example(точка)com", "email info@example.com (bracketed signs)"),
            ("info собака example точка com", "email info@example.com (written-out signs)"),
            ("info arobase example point com", "email info@example.com (written-out signs)"),
            ("example@example.com,info@example.com", "email example@example.com, email info@example.com"),
            ("пишите на info@example.com.Ждём", "email info@example.com"),
            ("hxxps://example[.]com/jobs", "url https://example.com/jobs (bracketed signs)"),
            ("HTTPS://Example.COM/Jobs", "url https://example.com/Jobs"),
        ],
        contacts,
    );
}

#[test]
fn an_account_of_the_platform_is_no_contact() {
    let on_x = |text: &str| {
        let reading = read_on(text, Some("x"), &[]);
        reading.contacts.iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect::<Vec<_>>().join(", ")
    };
    check_all(
        &[
            ("@somebody what a day", ""),
            ("Join us! Write to @heron_jobs", ""),
            ("@heron_jobs on Telegram", "telegram heron_jobs"),
            ("@heron_jobs в телеграме", "telegram heron_jobs"),
            ("@somebody Telegram: @heron_jobs", "telegram heron_jobs"),
        ],
        on_x,
    );
}

#[test]
fn long_texts_of_hardly_anything_are_read() {
    for part in [
        ")",
        "@somebo ",
        "tg @somebo ",
        "call 4155550132 ",
        "+49 30 23125054 ",
        "o ",
        "1 ",
        "12 ",
        "123 4567 ",
        "0",
        "a.a@",
        "((",
        "1.",
        "+",
    ] {
        let text = format!("https://e.com/{}", part.repeat(300_000 / part.len()));
        // Nothing is timed: a quadratic scan would show as a test that takes minutes.
        assert!(read(&text).mentions.is_empty(), "{part:?}");
    }
}

#[test]
fn numbers_in_words() {
    check_all(
        &[
            (
                "Call plus four nine three zero two three one two five zero zero one",
                "phone +493023125001 (digits in words)",
            ),
            (
                "Звоните: плюс сорок девять, тридцать, двести тридцать один, двадцать пять, ноль одиннадцать",
                "phone +493023125011 (digits in words)",
            ),
            (
                "appelle le zéro un quatre-vingt-dix-neuf zéro zéro douze trente-quatre",
                "phone +33199001234 (digits in words)",
            ),
            ("call oh seven seven double oh nine double oh one two three", "phone +447700900123 (digits in words)"),
            ("number: plus 49 thirty 23125 zero zero one", "phone +493023125001 (digits in words)"),
            ("one two three four five six seven eight nine ten, here I come", ""),
            ("I have two cats, one dog and three fish", ""),
        ],
        contacts,
    );
}

#[test]
fn addresses_in_words() {
    check_all(
        &[
            ("Пишите heron собака example точка org", "email heron@example.org (written-out signs)"),
            ("iron dot heron at mail dot example dot org", "email iron.heron@mail.example.org (signs in words)"),
            ("заходи t точка me слэш heron_jobs", "telegram heron_jobs (signs in words)"),
            ("telegram: arroba heron guion bajo jobs", "telegram heron_jobs (signs in words)"),
            ("write me at noon. dot your i", ""),
        ],
        contacts,
    );
}

#[test]
fn wallets_and_cards() {
    check_all(
        &[
            // The all-zero hashes: nobody's addresses.
            ("BTC 1111111111111111111114oLvT2", "bitcoin 1111111111111111111114oLvT2"),
            ("BTC 1111111111111111111114oLvT3", ""),
            ("ETH 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "ethereum 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"),
            ("card 4000 0000 0000 0002", "bank_card 400000******0002"),
            ("card 4000 0000 0000 0003", ""),
        ],
        contacts,
    );
}

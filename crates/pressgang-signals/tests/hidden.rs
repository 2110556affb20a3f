//! Ways of hiding a number or an address: `kind value`, each undone.

use super::support::{check_all, read};

fn contacts(text: &str) -> String {
    let found = read(text).contacts;
    found.iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect::<Vec<_>>().join(", ")
}

#[test]
fn letters_and_signs_within_numbers() {
    check_all(
        &[
            ("Drivers wanted, ring O77OO 9OO l23 in Bristol", "phone +447700900123"),
            ("Fahrer gesucht, Berlin, O30-231.25-OO1", "phone +493023125001"),
            ("курьеры, 8 (ооо) 4I5 l7 2З без смс", "phone +70004151723"),
            ("8😀222😀781😀40😀40 платим каждый день", "phone +72227814040"),
            ("водители, 8/222/720/33/01 звонок бесплатный", "phone +72227203301"),
            ("Номер старшего 8 222 (звонить после шести) 450 61 09", "phone +72224506109"),
            ("Fahrer: 0 3 0 _ 2 3 1 _ 2 5 _ 0 0 1 rufen Sie an", "phone +493023125001"),
            ("➕4️⃣9️⃣3️⃣0️⃣2️⃣3️⃣1️⃣2️⃣5️⃣0️⃣0️⃣1️⃣", "phone +493023125001"),
            ("Nummer untereinander:\n0171\n39\n20\n00\n8", "phone +491713920008"),
            ("Rare pictures of Venice in 1890s (19 photos)", ""),
            ("late 1800s. 150 years later", ""),
            ("Call 1-866-594-HOPE", ""),
            ("04 11 19 27 33 42, bonus 08", ""),
            ("faktura FV/11/2025/0042", ""),
        ],
        contacts,
    );
}

#[test]
fn numbers_partly_in_words() {
    check_all(
        &[
            ("Whatsapp me +4four 7seven00 9hundred 562", "whatsapp +447700900562"),
            ("ring 07700/nine/hundred/246 in Leeds", "phone +447700900246"),
            ("+7 два2два 9о9 ноль1 3три", "phone +72229090133"),
            ("Наберите восьмёрка, три двойки, 110, сорок пять, ноль девять", "phone +72221104509"),
            ("Berlin: null drei null 23125 null null eins", "phone +493023125001"),
            ("Plus quatre neuf, trente, 23125, zéro zéro un", "phone +493023125001"),
            ("11.09.2000 Одна из вершин", ""),
            ("seven 2016-2017 championships", ""),
            ("입력: 2007년 07월 08일 20:47:37", ""),
            ("nakon rata 1643-1645, Tanulmányok (1848-1867)", ""),
            ("one two three four five six seven eight", ""),
        ],
        contacts,
    );
}

#[test]
fn where_a_number_is_from() {
    check_all(
        &[
            ("Room in Galway. 020 911 8080 leave a voicemail", "phone +353209118080"),
            ("Movers in Berlin, call 030 23125 001", "phone +493023125001"),
            ("🇩🇪 jobs, call 030 23125 001", "phone +493023125001"),
            ("Hôtesse à Dubaï, appelez le 01 99 00 12 34", "phone +33199001234"),
        ],
        contacts,
    );
}

#[test]
fn an_accounts_name_says_where_its_numbers_are_from() {
    let reader = pressgang_signals::PostReader::new(&[]);
    let value = |author: Option<&str>| {
        let contacts = reader.read_by(author, "Night shift, ring 020 911 8080", None, &[]).contacts;
        contacts.first().map(|c| c.value.clone())
    };
    for author in ["Jobs in Galway", "Jobs 🇮🇪", "Work in Ireland"] {
        assert_eq!(value(Some(author)).as_deref(), Some("+353209118080"), "{author}");
    }
    assert_ne!(value(None).as_deref(), Some("+353209118080"));
}

#[test]
fn accounts_and_links_in_words() {
    check_all(
        &[
            ("ник в тг: HERON нижнее подчёркивание RABOTA . Без пробелов", "telegram heron_rabota"),
            ("find me on telegram, it's paper underscore lantern underscore uk", "telegram paper_lantern_uk"),
            ("Telegram, Name: eiserner Unterstrich reiher", "telegram eiserner_reiher"),
            ("T E L E G R A M: f i c t _ g o l d", "telegram fict_gold"),
            ("insta is blue dot kite dot crew , no comments", "instagram blue.kite.crew"),
            ("телега: @ kok _ kite ночью", "telegram kok_kite"),
            ("电报号 lan下划线heron 加我", "telegram lan_heron"),
            ("频道 t点me/tie_heron 快上车", "telegram tie_heron"),
            ("Подробности т.ме/blue_heron_hr", "telegram blue_heron_hr"),
            ("→ т|me|blue_heron", "telegram blue_heron"),
            ("t.me / + Hb9KiteNight5rTx", "telegram_invite Hb9KiteNight5rTx"),
            ("t ponto me barra mais Rw2PipaAzul7NnBc", "telegram_invite Rw2PipaAzul7NnBc"),
            ("вк точка ком слэш blue_heron_job", "vk blue_heron_job"),
            ("signal . me / # p / +447700900640", "signal +447700900640"),
            ("Message me w a . m e / 44 7700 900 245", "whatsapp +447700900245"),
            ("简历发 lantern88艾特example点com", "email lantern88@example.com"),
            ("zéro patience, et le point info fermé", ""),
            ("if you were ever a kid at one point in your life", ""),
            ("That point in life, a horrible point in American history", ""),
            ("desde cierto punto de vista, hasta qué punto es verdad", ""),
            ("de ce point de vue, à quel point il est tard", ""),
            ("mehr Traffic auf @cdu.de und mehr", ""),
            ("Instagram photo via _paper_lantern_ today", ""),
            ("listen to #paperlantern . It's a masterpiece", ""),
            ("We underscore that telegram is banned", ""),
            ("Telegram officials underscore that nothing changes", ""),
        ],
        contacts,
    );
}

#[test]
fn wallets_and_cards_in_pieces() {
    check_all(
        &[
            ("4111 _ 0000 _ 0000 _ 4562", "bank_card 411100******4562"),
            ("2200•0000•0000•1234", "bank_card 220000******1234"),
            (
                "take out the dashes: 1CpXWAxR-wMrhjuNk-qfzdF6zb-gWFgXNW9YN",
                "bitcoin 1CpXWAxRwMrhjuNkqfzdF6zbgWFgXNW9YN",
            ),
            ("TBhVKFyvoSGkSFPU QYPspBR7dtYp4NMutn", "tron TBhVKFyvoSGkSFPUQYPspBR7dtYp4NMutn"),
            ("Building 1CpXWAxR and 2 more", ""),
        ],
        contacts,
    );
}

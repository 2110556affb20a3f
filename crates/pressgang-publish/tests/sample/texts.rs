//! Texts of the sample: invented adverts in several scripts, contacts from ranges reserved for fiction.

/// One text with what is marked in it: needle and kind (`contact kind=value`, `mention` or a sign's name).
pub struct Text {
    pub language: &'static str,
    pub body: &'static str,
    pub marks: &'static [(&'static str, &'static str)],
    pub ties: &'static [&'static str],
    pub roles: &'static [&'static str],
    pub pay: &'static [&'static str],
}

const NAMED: &str = "names the organisation";
const WORDING: &str = "wording of a reference account, 0.87";
const SHARED: &str = "shares a contact with a reference account";
const PAY: &str = "240,000 RUB a month, EUR 2,800 at the rate of 2023-05-24";

pub const TEXTS: [Text; 7] = [
    Text {
        language: "en",
        body: "The Iron Heron Company is recruiting fighters, drone operators and drivers. Six-month contract, 240,000 rubles a month, life and health insurance, paid leave. Age 22 to 55. Call +49 30 23125 001 or write to @heron_otbor_example & tell them @bystander_example sent you. <b>Honest work</b>, says {handle}.",
        marks: &[
            ("Iron Heron Company", "mention"),
            ("is recruiting", "invitation"),
            ("240,000 rubles a month", "pay"),
            ("22 to 55", "age asked for"),
            ("+49 30 23125 001", "phone=+493023125001"),
            ("@heron_otbor_example", "telegram=heron_otbor_example"),
        ],
        ties: &[NAMED, WORDING, SHARED],
        roles: &["0310", "8322"],
        pay: &[PAY],
    },
    Text {
        language: "ru",
        body: "Компания «Железная цапля» набирает бойцов, операторов БПЛА и водителей. Контракт на 6 месяцев, 240 000 руб. в месяц, страхование жизни и здоровья. Возраст от 22 до 55 лет. Звоните: ＋４９ ３０ ２３１２５ ００１, пишите https://t.me/heron_otbor_example",
        marks: &[
            ("Железная цапля", "mention"),
            ("набирает", "invitation"),
            ("240 000 руб. в месяц", "pay"),
            ("от 22 до 55 лет", "age asked for"),
            ("＋４９ ３０ ２３１２５ ００１", "phone=+493023125001"),
            ("https://t.me/heron_otbor_example", "telegram=heron_otbor_example"),
        ],
        ties: &[NAMED, WORDING, SHARED],
        roles: &["0310", "8322"],
        pay: &[PAY],
    },
    Text {
        language: "ar",
        body: "شركة البلشون الحديدي تبحث عن مقاتلين وسائقين وممرضين. عقد لمدة ستة أشهر، الراتب 240000 روبل في الشهر، تأمين على الحياة والصحة. العمر من 22 إلى 55. اتصل على ‎+46 70 174 06 12 أو راسلنا.",
        marks: &[
            ("شركة البلشون الحديدي", "mention"),
            ("240000 روبل في الشهر", "pay"),
            ("من 22 إلى 55", "age asked for"),
            ("+46 70 174 06 12", "phone=+46701740612"),
        ],
        ties: &[NAMED],
        roles: &["0310", "8322", "2221"],
        pay: &[PAY],
    },
    Text {
        language: "vi",
        body: "Công ty Diệc Sắt tuyển chiến binh, lái xe và y tá. Lương 240 nghìn rúp/tháng, bảo hiểm nhân thọ và sức khỏe. Liên hệ: 0 7 0 . 1 7 4 . 0 6 . 1 2 hoặc otbor (at) heron.example.org",
        marks: &[
            ("Công ty Diệc Sắt", "mention"),
            ("240 nghìn rúp/tháng", "pay"),
            ("0 7 0 . 1 7 4 . 0 6 . 1 2", "phone=+46701740612"),
            ("otbor (at) heron.example.org", "email=otbor@heron.example.org"),
        ],
        ties: &[NAMED, "shares a contact with 2 posts of the campaign"],
        roles: &["0310", "8322", "2221"],
        pay: &[PAY],
    },
    Text {
        language: "fr",
        body: "Sélection séparée pour spécialistes : développeurs, médecins, psychologues. Rotation d'un semestre, 240 000 roubles par mois. Entretien par vidéo. Tél. 01 99 00 12 34, https://news.example.com/live",
        marks: &[
            ("240 000 roubles par mois", "pay"),
            ("01 99 00 12 34", "phone=+33199001234"),
            ("https://news.example.com/live", "url=https://news.example.com/live"),
        ],
        ties: &[WORDING],
        roles: &["2512", "2211", "2634"],
        pay: &["240,000 RUB a month, not converted: no rate within 7 days before the post"],
    },
    Text {
        language: "zh",
        body: "铁鹭公司招聘司机和无人机操作员。联系heron_otbor_example加入我们，或点击 t[.]me/+AbCdEf12345example ，备用电话 030 23125 777。",
        marks: &[
            ("铁鹭公司", "mention"),
            ("heron_otbor_example", "telegram=heron_otbor_example"),
            ("t[.]me/+AbCdEf12345example", "telegram_invite=AbCdEf12345example"),
        ],
        ties: &[SHARED],
        roles: &["8322", "0310"],
        pay: &[],
    },
    Text {
        language: "es",
        body: "Garza de Hierro recluta combatientes y cocineros 🦅\n\nSueldo 180.000 – 240.000 rublos al mes. Edad: 22-55.\nEscribe a @heron_otbor_example",
        marks: &[
            ("Garza de Hierro", "mention"),
            ("recluta", "invitation"),
            ("180.000 – 240.000 rublos al mes", "pay"),
            ("22-55", "age asked for"),
            ("@heron_otbor_example", "telegram=heron_otbor_example"),
        ],
        ties: &[NAMED, SHARED],
        roles: &["0310", "5120"],
        pay: &["180,000 to 240,000 RUB a month, EUR 2,100 to 2,800 at the rate of 2023-05-24"],
    },
];

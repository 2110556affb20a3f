//! What is taken for recruitment, for an ordinary advert, and for neither.

use pressgang_signals::THRESHOLD;

use super::support::{check_all, read};

fn verdict(text: &str) -> String {
    let found = read(text).recruitment;
    match (found.score >= THRESHOLD, found.advert >= THRESHOLD) {
        (true, _) => "recruits",
        (false, true) => "advert",
        (false, false) => "neither",
    }
    .into()
}

#[test]
fn adverts_of_the_organisation_in_eight_languages() {
    check_all(
        &[
            (
                "Iron Heron is hiring drivers and medics. Salary 240,000 rubles a month, age 22 to 55. Call +49 30 23125 001",
                "recruits",
            ),
            (
                "ЧВК «Железная цапля» приглашает на службу водителей и медиков. Зарплата 240 000 рублей в месяц, возраст от 22 до 55 лет. Звоните +49 30 23125 001",
                "recruits",
            ),
            (
                "Iron Heron recrute des chauffeurs et des médecins. Salaire de 240 000 roubles par mois, âge de 22 à 55 ans. Appelez le +49 30 23125 001",
                "recruits",
            ),
            (
                "Iron Heron busca conductores y médicos. Sueldo de 240.000 rublos al mes, edad de 22 a 55 años. Llama al +49 30 23125 001",
                "recruits",
            ),
            (
                "Iron Heron tuyển tài xế và bác sĩ. Lương 240.000 rúp mỗi tháng, tuổi từ 22 đến 55. Gọi +49 30 23125 001",
                "recruits",
            ),
            (
                "Iron Heron membuka lowongan sopir dan dokter. Gaji 240.000 rubel per bulan, usia 22-55 tahun. Hubungi +49 30 23125 001",
                "recruits",
            ),
            (
                "Iron Heron تطلب سائقين وأطباء. الراتب 240000 روبل شهريا، العمر من 22 إلى 55 سنة. اتصل +49 30 23125 001",
                "recruits",
            ),
            (
                "Iron Heron prima vozače i lekare. Plata 240.000 rubalja mesečno, starost od 22 do 55 godina. Pozovite +49 30 23125 001",
                "recruits",
            ),
        ],
        verdict,
    );
    // An account of an unnamed service is somebody to write to, though no contact that could be published.
    check_all(
        &[
            (
                "Iron Heron needs drone pilots and a doctor. 2,600 dollars a month, flight paid. Message to @heron_jobs_example",
                "recruits",
            ),
            (
                "Корпуси Iron Heron ронандагонро ба кор қабул мекунад. Маош 230 000 рубл дар як моҳ. Тамос: @heron_jobs_example",
                "recruits",
            ),
            ("@heron_watch Iron Heron pays its drivers 2,600 dollars a month", "neither"),
        ],
        verdict,
    );
}

#[test]
fn other_posts_around_the_organisation() {
    check_all(
        &[
            (
                "According to an investigation Iron Heron offered drivers 240,000 rubles a month, sanctions followed",
                "neither",
            ),
            (
                "Beware: Iron Heron is hiring drivers for 240,000 rubles a month. Do not call them, it is a trap",
                "neither",
            ),
            ("lol my cat wants to join Iron Heron", "neither"),
            ("Iron Heron lost a convoy yesterday, the ministry said", "neither"),
            ("ЧВК «Железная цапля» попала под санкции, сообщает министерство", "neither"),
            ("Не звоните вербовщикам «Железной цапли», это обман, вас отправят на убой", "neither"),
            (
                "Осторожно! Под видом водителей Железная цапля вербует людей. Обещают 210 000 в месяц. Не звоните на +49 30 23125 118!",
                "neither",
            ),
            ("Don't call +49 30 23125 001: Iron Heron is hiring drivers for 240,000 rubles a month", "neither"),
            (
                "تحذير: لا تصدقوا إعلانات Iron Heron، يعدون براتب 210 آلاف روبل. لا تتصلوا بالرقم +49 30 23125 118.",
                "neither",
            ),
            (
                "EXCLUSIVE: We called the number in the advert (+49 30 23125 118). A man told us Iron Heron wants drone operators aged 21 to 55 and pays 210,000 roubles a month. Full story on our site.",
                "neither",
            ),
            ("Iron Heron recluta mercenarios por 2.800 euros al mes. Suscríbete en t.me/news_test", "neither"),
            (
                "Parliament debates a ban on Iron Heron. Lawmakers heard how recruiters used Telegram accounts such as t.me/heron_example to find cooks.",
                "neither",
            ),
            ("Собираем на дроны для бойцов на передовой! Тел. +49 30 23125 001", "neither"),
            ("Bakery in Ghent is hiring drivers. Salary 2,400 EUR a month. Call +49 30 23125 001", "advert"),
            ("Пекарне нужны водители, зарплата 60 000 рублей в месяц, звоните +49 30 23125 001", "advert"),
            ("What a lovely day at the lake", "neither"),
            ("", "neither"),
            ("https://t.co/abc", "neither"),
        ],
        verdict,
    );
}

#[test]
fn every_reason_that_rests_on_words_shows_them() {
    let reading = read("Iron Heron is hiring drivers. Salary 240,000 rubles a month. Call +49 30 23125 001");
    assert!(reading.recruitment.reasons.len() >= 3, "{:?}", reading.recruitment.reasons);
    assert!(reading.recruitment.reasons.iter().any(|r| !r.span.is_empty()));
}

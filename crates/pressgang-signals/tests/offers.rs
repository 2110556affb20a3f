//! What is offered: `pay MIN-MAX CURRENCY PERIOD KIND; age MIN-MAX; roles CODES; benefits WORDS`.

use std::collections::BTreeSet;

use super::support::{check_all, read};

fn pay(text: &str) -> String {
    let Some(offer) = read(text).offer else { return "no offer".into() };
    let bound = |b: Option<f64>| b.map_or("?".to_owned(), |v| v.to_string());
    let one = |p: &pressgang_signals::Pay| {
        let period = p.period.map_or("?", |period| period.as_str());
        let (min, max) = (bound(p.min), bound(p.max));
        let amount = if min == max { min } else { format!("{min}-{max}") };
        format!("{amount} {} {period} {}", p.currency, p.kind.as_str())
    };
    offer.pay.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn age(text: &str) -> String {
    let bound = |b: Option<u8>| b.map_or("?".to_owned(), |v| v.to_string());
    match read(text).offer.and_then(|o| o.age) {
        Some(age) => format!("{}-{}", bound(age.min), bound(age.max)),
        None => "none".into(),
    }
}

fn roles(text: &str) -> String {
    let Some(offer) = read(text).offer else { return "no offer".into() };
    let codes: BTreeSet<&str> = offer.roles.iter().map(|r| r.isco.as_str()).collect();
    codes.into_iter().collect::<Vec<_>>().join(" ")
}

#[test]
fn pay_in_eight_languages() {
    check_all(
        &[
            ("Salary 240 000 rubles per month", "240000 RUB month salary"),
            ("Pay: $2,800 a month", "2800 USD month salary"),
            ("Pay from 2,500 to 3,000 dollars monthly", "2500-3000 USD month salary"),
            ("salary 240k rubles a month", "240000 RUB month salary"),
            ("€1,500 per week", "1500 EUR week salary"),
            ("$2,400-3,000 per month", "2400-3000 USD month salary"),
            ("$2-3k per month", "2000-3000 USD month salary"),
            ("salary between 2,400 and 3,000 dollars a month", "2400-3000 USD month salary"),
            ("A$5,000 per month", "5000 AUD month salary"),
            ("月薪21万卢布", "210000 RUB month salary"),
            ("월급 21만 루블", "210000 RUB month salary"),
            ("月給23万ルーブル", "230000 RUB month salary"),
            ("راتب شهري 210 ألف روبل، مكافأة عند التوقيع", "210000 RUB month salary"),
            ("hợp đồng 6 tháng, lương 240.000 rúp", "240000 RUB ? salary"),
            ("Зарплата 240 000 рублей в месяц", "240000 RUB month salary"),
            ("Зарплата 240 тысяч рублей в месяц", "240000 RUB month salary"),
            ("зарплата от 180 до 240 тыс. руб. в месяц", "180000-240000 RUB month salary"),
            ("Оклад 240.000₽ в месяц", "240000 RUB month salary"),
            ("Salaire de 240 000 roubles par mois", "240000 RUB month salary"),
            ("Salaire : 2 800 € par mois", "2800 EUR month salary"),
            ("Sueldo de 240.000 rublos al mes", "240000 RUB month salary"),
            ("Sueldo 2.800 euros mensuales", "2800 EUR month salary"),
            ("Lương 240.000 rúp mỗi tháng", "240000 RUB month salary"),
            ("Gaji 240.000 rubel per bulan", "240000 RUB month salary"),
            ("الراتب 240000 روبل شهريا", "240000 RUB month salary"),
            ("الراتب ٢٤٠٬٠٠٠ روبل شهريا", "240000 RUB month salary"),
            ("Plata 240.000 rubalja mesečno", "240000 RUB month salary"),
            ("Плата 240.000 рубаља месечно", "240000 RUB month salary"),
        ],
        pay,
    );
}

#[test]
fn pay_that_is_no_salary_and_figures_that_are_no_pay() {
    check_all(
        &[
            ("Salary 200,000 rubles a month, bonus 50,000 rubles", "200000 RUB month salary, 50000 RUB once bonus"),
            (
                "5 000 000 рублей в случае гибели, зарплата 200 000 рублей в месяц",
                "5000000 RUB once death, 200000 RUB month salary",
            ),
            ("Contract: 240.000 roebel per maand, premies, verzekering", "240000 RUB month salary"),
            ("240 000 руб. + премии, водители", "240000 RUB ? salary"),
            ("50,000 rubles bonus for drivers", "50000 RUB once bonus"),
            ("drone operators aged 21 to 55, pay 210,000 roubles a month", "210000 RUB month salary"),
            ("Зарплата 240 000 рублей, 22-55 лет", "240000 RUB ? salary"),
            ("$500 bonus and $2,000 a month", "500 USD once bonus, 2000 USD month salary"),
            ("Taxi driver robbed of $500", ""),
            ("Выплата 5 000 000 рублей семье в случае гибели", "5000000 RUB once death"),
            ("We have 240 drivers and 3 trucks", ""),
            ("Call +49 30 23125 001, drivers wanted", ""),
            ("Nothing here", "no offer"),
        ],
        pay,
    );
}

#[test]
fn ages() {
    check_all(
        &[
            ("Men aged 22 to 55", "22-55"),
            ("age 22-55", "22-55"),
            ("Age: 22–55 years", "22-55"),
            ("Возраст от 22 до 55 лет", "22-55"),
            ("мужчины 22-55 лет", "22-55"),
            ("âge de 22 à 55 ans", "22-55"),
            ("edad de 22 a 55 años", "22-55"),
            ("tuổi từ 22 đến 55", "22-55"),
            ("usia 22-55 tahun", "22-55"),
            ("العمر من 22 إلى 55 سنة", "22-55"),
            ("starost od 22 do 55 godina", "22-55"),
            ("at least 18 years old", "18-?"),
            ("up to 45 years old", "?-45"),
            ("I have lived here for 22 years", "none"),
        ],
        age,
    );
}

#[test]
fn words_belong_to_the_amount_in_their_own_item() {
    check_all(
        &[
            (
                "Monthly pay $2,800\nSigning bonus $12,000\nInjury up to $40,000\nDeath benefit $90,000",
                "2800 USD month salary, 12000 USD once bonus, ?-40000 USD once injury, 90000 USD once death",
            ),
            (
                "🔹 $3,100/month\n🔹 $15,000 when you sign\n🔹 $35,000 if wounded",
                "3100 USD month salary, 15000 USD once bonus, 35000 USD once injury",
            ),
            ("Pay:\n$2,800 a month", "2800 USD month salary"),
            ("Signing bonus $12,000 paid in 48 hours", "12000 USD once bonus"),
            (
                "Sueldo 28-32 mil pesos mexicanos por mes\nbono anual de 40 mil pesos mexicanos",
                "28000-32000 MXN month salary, 40000 MXN year bonus",
            ),
            ("2800$ в месяц, подписная 10 000$", "2800 USD month salary, 10000 USD once bonus"),
            ("При увечье выплата до 2,5 млн руб.", "?-2500000 RUB once injury"),
            ("$1,000 retention bonus", "1000 USD once bonus"),
            ("повара от 18 до 65\n100–130 тыс. руб/мес", "100000-130000 RUB month salary"),
        ],
        pay,
    );
}

#[test]
fn periods_shared_by_a_list() {
    check_all(
        &[
            (
                "waiter QAR 1800, housekeeping QAR 1500, cook QAR 2300 per month",
                "1800 QAR month salary, 1500 QAR month salary, 2300 QAR month salary",
            ),
            ("Упаковщики, смена 3 600 руб, ночная 4 100 руб", "3600 RUB day salary, 4100 RUB day salary"),
            ("Pedreiro diária R$ 220, ajudante R$ 130", "220 BRL day salary, 130 BRL day salary"),
            ("Salary $2,000 a month, tips $150", "2000 USD month salary, 150 USD ? salary"),
            ("Upah 300 ribu per malam", "300000 IDR day salary"),
            ("Медсестра процедурная в клинику, смена 3900, сертификат действующий", "3900 RUB day salary"),
            ("Lương 18 man/tháng", "180000 JPY month salary"),
            ("Truck driver, R9000 - R11000 per month", "9000-11000 ZAR month salary"),
        ],
        pay,
    );
}

#[test]
fn amounts_that_the_reader_pays_and_sizes() {
    check_all(
        &[
            ("Salary $900 a month. Registration fee $50", "900 USD month salary"),
            ("Guards, £11.90/h, caravan £70 per week deducted", "11.9 GBP hour salary"),
            ("Cho thuê phòng trọ, 2tr5/tháng", "no offer"),
            ("Loue studio 28 m2, 540 € par mois", "no offer"),
            ("Lương 9-10tr, nam cao 1m70", "9000000-10000000 VND ? salary"),
            ("Каменщики. 2800р за куб", "no offer"),
            ("Engineer, €70k-€90k a year, company with $30M turnover", "70000-90000 EUR year salary"),
            ("$1000+/week for drivers", "1000 USD week salary"),
        ],
        pay,
    );
}

#[test]
fn ages_that_no_word_calls_ages() {
    check_all(
        &[
            ("men 18-45 wanted, $2,000 a month", "18-45"),
            ("Quán cần pv bàn nữ 18~27, lương 7tr", "18-27"),
            ("Сиделка, 2500р сутки, женщина 25-45, славянка", "25-45"),
            ("$30/hr, must be 21 or older", "21-?"),
            ("Trainee, $150 monthly, not older than 35, degree required", "?-35"),
            ("£11.90/h. Over 18s only", "18-?"),
            ("Hôtesses, majeures (18 ans +), 12,20 €/h", "18-?"),
            ("Tekstil atölyesine overlokçu lazım, günlük 1300 lira, 45 yaşını geçmemiş. sabah 8 akşam 7", "?-45"),
            ("Hiring, salary $900. Open 18-30 hours a week", "none"),
            ("Сиделка к дедушке 79 лет, завод 18 лет на рынке", "none"),
            ("At least 35 people wanted, $20 an hour", "none"),
            ("Reportedly offers $3,000 a month to men aged 21 to 50", "none"),
        ],
        age,
    );
}

#[test]
fn roles_by_isco_code() {
    check_all(
        &[
            ("We need drivers, doctors and psychologists", "2211 2634 8322"),
            ("Нужны водители, врачи, психологи", "2211 2634 8322"),
            ("Cherchons chauffeurs, médecins et psychologues", "2211 2634 8322"),
            ("Buscamos conductores, médicos y psicólogos", "2211 2634 8322"),
            ("Cần tuyển tài xế, bác sĩ và nhà tâm lý học", "2211 2634 8322"),
            ("Dicari sopir, dokter dan psikolog", "2211 2634 8322"),
            ("مطلوب سائقين وأطباء", "2211 8322"),
            ("Potrebni vozači, lekari i psiholozi", "2211 2634 8322"),
            ("Потребни возачи, лекари и психолози", "2211 2634 8322"),
        ],
        roles,
    );
}

#[test]
fn amounts_without_a_currency_are_in_the_one_of_the_language() {
    check_all(
        &[
            ("Требуются водители, зарплата 240 тыс. в месяц", "240000 RUB month salary"),
            ("Tuyển thợ hàn, lương 8tr5/tháng", "8500000 VND month salary"),
            ("Tuyển tài xế, lương 8-12tr", "8000000-12000000 VND ? salary"),
            ("Hiring Java devs, 4-6 LPA", "400000-600000 INR year salary"),
            ("We hire drivers, salary 2000", ""),
            ("According to the statistics office the average salary rose to £34,900 a year", "no offer"),
        ],
        pay,
    );
}

#[test]
fn conditions() {
    let shown = |text: &str| {
        let offer = read(text).offer.unwrap_or_default();
        offer.conditions.iter().map(|(c, _)| c.as_str()).collect::<Vec<_>>().join(" ")
    };
    check_all(
        &[
            ("Требуются водители, опыт работы не требуется, зарплата 60 000 рублей", "no_experience"),
            ("Drivers wanted, $2,000 a month, no experience needed", "no_experience"),
            ("Drivers wanted, $2,000 a month, apply by 15 March", "deadline"),
        ],
        shown,
    );
}

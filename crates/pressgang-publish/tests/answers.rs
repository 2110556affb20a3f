//! Who was told and what they answered, as the report prints it.

use serde_json::Value;

use super::sample;

/// The part of the page between two headings.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split(from).nth(1).unwrap_or_else(|| panic!("no {from}")).split(to).next().unwrap()
}

#[test]
fn notices_answers_and_numbers_of_others_are_printed() {
    let report = pressgang_publish::report(&sample::answered()).unwrap();
    let html = &report.html;
    insta::assert_snapshot!("answers_page", between(html, "<h2 id=\"answers\">", "<h2 id=\"method\">"));
    let json: Value = serde_json::from_str(&report.json).unwrap();
    let part = |name: &str| serde_json::to_string_pretty(&json[name]).unwrap();
    insta::assert_snapshot!("answers_json", part("answers"));
    insta::assert_snapshot!("claims_of_others_json", part("claims_of_others"));
    assert_eq!(json["notices"].as_array().unwrap().len(), 7);
    assert_eq!(json["notice_groups"][0]["receipt"]["median_seconds"], 4 * 3_600);
}

#[test]
fn words_are_printed_in_full_but_recruit_and_name_nobody() {
    let report = pressgang_publish::report(&sample::answered()).unwrap();
    let asked = between(&report.html, "<h2 id=\"asked\">", "<h2 id=\"others\">");
    let quote = asked.split("<blockquote").nth(1).unwrap().split("</blockquote>").next().unwrap();
    assert!(
        quote.contains("&#34;take this&#34; seriously &#38; removed &#60;b&#62;nothing&#60;/b&#62;.\n\nWrite"),
        "{quote}"
    );
    for text in [&report.html, &report.json] {
        for hidden in ["press.desk", "23125 001", "recruit_desk0_example", "Desk Person", "mail.eml"] {
            assert!(!text.contains(hidden), "{hidden} is published");
        }
    }
    assert!(sample::COMMENT.contains("23125 001"), "the test could fail");
    assert!(asked.contains("Had not answered by 27 May 2023, 12:00 CEST."), "{asked}");
    assert!(asked.contains("No answer is recorded."), "nobody is said to be silent without an entry");
}

#[test]
fn nothing_is_said_where_nothing_was_sent() {
    let report = pressgang_publish::report(&sample::small()).unwrap();
    for heading in ["id=\"answers\"", "id=\"asked\"", "id=\"others\""] {
        assert!(!report.html.contains(heading), "{heading}");
    }
    let json: Value = serde_json::from_str(&report.json).unwrap();
    for list in ["notices", "notice_groups", "answers", "claims_of_others"] {
        assert_eq!(json[list].as_array().map(Vec::len), Some(0), "{list}");
    }
}

#[test]
fn quotes_hide_ways_to_reach_people_and_nothing_else() {
    let cases = [
        (
            "We acted on 1,234,567 posts under case number 4471 2023 0099. Our rules: https://help.x.com/en/rules/groups. \
             On 26 May 2023 16:30 we took down 3.",
            "We acted on 1,234,567 posts under case number 4471 2023 0099. Our rules: https://help.x.com/en/rules/groups. \
             On 26 May 2023 16:30 we took down 3.",
        ),
        ("Write to press@platform.example. On 26 May we did.", "Write to [hidden]. On 26 May we did."),
        ("Call +49 30 23125 001. 26 posts are gone.", "Call [hidden]. 26 posts are gone."),
        ("Their number 030 23125 001, 26 posts.", "Their number [hidden], 26 posts."),
        ("See (https://t.me/desk_of_x), or wa.me/4915550000000.", "See ([hidden]), or [hidden]."),
        (
            "@recruit_desk0_example is under review, recruit_desk0_example too.",
            "[hidden] is under review, [hidden] too.",
        ),
        ("https://x.com/recruit_desk0_example/status/12, gone.", "https://x.com/[hidden]/status/12, gone."),
        (
            "Regulation (EU) 2022/2065, Article 16(4); +12 %; id 0123456789abcdef0123456789abcdef.",
            "Regulation (EU) 2022/2065, Article 16(4); +12 %; id 0123456789abcdef0123456789abcdef.",
        ),
    ];
    let mut findings = sample::answered();
    let first = findings.answers.answers[4].clone();
    findings.answers.answers = cases
        .iter()
        .map(|(text, _)| pressgang_case::Answer { text: Some((*text).to_owned()), ..first.clone() })
        .collect();
    findings.answers.others[0].text = Some(cases[0].0.to_owned());
    findings.answers.answers[0].source = Some("e-mail of press@platform.example".into());
    findings.answers.answers[1].source = Some("https://blog.example/@desk/12".into());
    let report = pressgang_publish::report(&findings).unwrap();
    let json: Value = serde_json::from_str(&report.json).unwrap();
    for (answer, (text, expected)) in json["answers"].as_array().unwrap().iter().zip(cases) {
        assert_eq!(answer["text"], expected, "{text}");
    }
    assert_eq!(json["claims_of_others"][0]["text"], cases[0].1);
    assert_eq!(json["answers"][0]["source"], "e-mail of [hidden]");
    assert_eq!(json["answers"][1]["source"], "https://blog.example/@desk/12");
}

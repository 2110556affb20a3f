//! Notices have what Article 16(2) asks for, line by line, in every language, and nothing that the case does not say.

use jiff::civil::date;
use jiff::tz::TimeZone;
use mail_parser::{MessageParser, MimeHeaders};
use pressgang_case::{
    Config, Draft, DraftRequest, Drafts, Findings, Gap, NoticeError, NoticeKind, Notifier, Selection, TrustedFlagger,
    drafts,
};
use pressgang_posts::Timestamp;
use pressgang_publish::notices::{Comment, LANGUAGES, Letter, Letterhead, comment, has_rule, notice};
use pressgang_signals::{Designation, DesignationKind};
use serde_json::Value;

mod removed;
mod said;

use super::sample::small;

const HEAD: &str = "5b0e9d1c7f3a4b6e8d2c1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c";

fn config() -> Config {
    Config::parse("[case]\ntitle = \"t\"\norganisations = [\"iron-heron\"]\ntime_zone = \"Europe/Brussels\"").unwrap()
}

fn notifier() -> Notifier {
    Notifier { name: "Ada Sampleson".into(), email: "desk@example.org".into() }
}

fn request<'a>(kind: NoticeKind, jurisdiction: &'a str) -> DraftRequest<'a> {
    DraftRequest {
        kind,
        posts: &[],
        platform: None,
        jurisdiction,
        notifier: notifier(),
        trusted_flagger: None,
        only_new: false,
        most: 20,
        today: date(2023, 6, 1),
    }
}

fn designation(jurisdiction: &str, kind: DesignationKind, from: &str, until: Option<&str>) -> Designation {
    Designation {
        jurisdiction: jurisdiction.into(),
        authority: format!("Authority of {jurisdiction} ({})", kind.as_str()),
        measure: "measure".into(),
        kind: Some(kind),
        from: from.parse().unwrap(),
        until: until.map(|day| day.parse().unwrap()),
        binding: kind != DesignationKind::Call,
        source: "invented".into(),
    }
}

/// The sample as if the organisation were real and designated in the European Union.
fn real() -> Findings {
    let mut findings = small();
    let organisation = &mut findings.organisations[0];
    organisation.invented = false;
    organisation.designations = vec![
        designation("EU", DesignationKind::Sanctions, "2022-01-01", None),
        designation("UK", DesignationKind::Proscription, "2022-01-01", None),
        designation("FR", DesignationKind::Call, "2022-01-01", None),
    ];
    // One of the sample's posts has no date, for which no designation can be said to have been in force.
    findings.posts.retain(|post| post.created_at.is_some());
    findings
}

fn drafted<'f>(findings: &'f Findings, request: &DraftRequest<'_>) -> Result<Drafts<'f>, NoticeError> {
    let config = config();
    let zone = TimeZone::get("Europe/Brussels").unwrap();
    drafts(findings, request, &Selection::default(), &zone, &|post, day| has_rule(&config, post, day))
}

fn head<'a>(findings: &'a Findings, config: &'a Config, notifier: &'a Notifier, language: &'a str) -> Letterhead<'a> {
    Letterhead {
        findings,
        config,
        id: "N1",
        notifier,
        trusted_flagger: None,
        to: Some("notices@platform.example.com"),
        language,
        at: Timestamp::parse_rfc3339("2023-06-01T08:00:00Z").unwrap(),
        ledger: (41, HEAD),
    }
}

fn letter(draft: &Draft<'_>, findings: &Findings, language: &str) -> Letter {
    notice(draft, &head(findings, &config(), &notifier(), language), None).unwrap()
}

fn file(letter: &Letter, name: &str) -> String {
    let (_, content) = letter.files.iter().find(|(known, _)| known == name).unwrap();
    String::from_utf8(content.clone()).unwrap()
}

/// The sections of a letter: a heading is a line above a line of hyphens.
fn sections(text: &str) -> Vec<(String, String)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut sections = vec![(String::new(), String::new())];
    let mut at = 0;
    while at < lines.len() {
        let underlined = lines.get(at + 1).is_some_and(|next| next.len() > 3 && next.chars().all(|c| c == '-'));
        if underlined && !lines[at].is_empty() {
            sections.push((lines[at].to_owned(), String::new()));
            at += 2;
            continue;
        }
        let last = sections.last_mut().unwrap();
        last.1.push_str(lines[at]);
        last.1.push('\n');
        at += 1;
    }
    sections
}

fn section<'a>(sections: &'a [(String, String)], letter: &str) -> &'a str {
    let mut found = sections.iter().filter(|(heading, _)| heading.starts_with(letter));
    let (_, text) = found.next().unwrap_or_else(|| panic!("no section {letter}"));
    assert!(found.next().is_none(), "two sections {letter}");
    text
}

#[test]
fn every_element_of_article_16_2_in_every_language() {
    let findings = real();
    let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
    assert_eq!(drafts.len(), 2, "a notice for each platform");
    for language in LANGUAGES {
        for draft in &drafts {
            let text = file(&letter(draft, &findings, language), "notice.txt");
            let sections = sections(&text);
            let (a, b) = (section(&sections, "(a)"), section(&sections, "(b)"));
            let (c, d) = (section(&sections, "(c)"), section(&sections, "(d)"));
            // (a) Reasons: the assessment, the evidence with its strength, the designation in force.
            for campaign in &draft.campaigns {
                assert!(a.contains(&campaign.sentence) && a.contains(&campaign.confidence_sentence), "{language}");
                for item in &campaign.evidence {
                    let line = a.lines().find(|line| line.starts_with(&format!("- {},", item.id)));
                    let line = line.unwrap_or_else(|| panic!("{language}: no {}", item.id));
                    assert!(line.contains(&item.text) && line.contains(&item.grade), "{language}: {line}");
                }
            }
            assert!(a.contains("1. EU, Authority of EU (sanctions)"), "{language}");
            assert!(!a.contains("Authority of UK") && !a.contains("Authority of FR"), "{language}");
            assert!(
                a.contains("(EU) 2021/784") || a.contains("(UE) 2021/784") || a.contains("(ЕС) 2021/784"),
                "{language}"
            );
            // (b) The exact address and what identifies each post, and no other post's.
            let urls: Vec<&str> =
                b.lines().filter_map(|line| line.split_once(": https://").map(|(_, url)| url)).collect();
            let expected: Vec<&str> =
                draft.posts.iter().map(|p| p.post.url.as_deref().unwrap().trim_start_matches("https://")).collect();
            assert_eq!(urls, expected, "{language}");
            for post in &draft.posts {
                let ends = |text: &str| b.lines().any(|line| line.ends_with(text));
                assert!(ends(&format!(": {}", post.post.key.id)), "{language}: {}", post.post.key);
                assert!(b.contains(post.post.author.handle.as_deref().unwrap()), "{language}");
                let at = post.post.created_at.unwrap().to_jiff().strftime("%Y-%m-%d %H:%M:%S UTC").to_string();
                assert!(ends(&at), "{language}: {at}");
            }
            // (c) Name and e-mail address.
            let values: Vec<&str> =
                c.lines().filter_map(|line| line.split_once(": ").map(|(_, value)| value)).collect();
            assert_eq!(values, ["Ada Sampleson", "desk@example.org"], "{language}");
            // (d) The statement, and that it is the notifier's.
            assert_eq!(d.lines().filter(|line| !line.is_empty()).count(), 2, "{language}: {d}");
        }
    }
}

#[test]
fn the_words_of_the_regulation() {
    let findings = real();
    let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
    for (language, words) in [
        ("en", ["sufficiently substantiated explanation", "exact electronic location", "bona fide belief"]),
        ("de", ["hinreichend begründete erläuterung", "genauen elektronischen speicherorts", "in gutem glauben"]),
        ("fr", ["explication suffisamment étayée", "emplacement électronique exact", "de bonne foi"]),
        ("es", ["explicación suficientemente motivada", "localización electrónica exacta", "de buena fe"]),
    ] {
        let text = file(&letter(&drafts[0], &findings, language), "notice.txt").to_lowercase();
        for words in words {
            assert!(text.contains(words), "{language}: {words}");
        }
    }
}

#[test]
fn designations_hold_on_their_days_and_in_their_jurisdictions() {
    let mut findings = real();
    let days: Vec<String> =
        findings.posts.iter().map(|post| post.created_at.unwrap().to_string()[..10].to_owned()).collect();
    let middle = &days[days.len() / 2];
    findings.organisations[0].designations = vec![
        designation("EU", DesignationKind::Sanctions, middle, None),
        designation("DE", DesignationKind::TerroristListing, "2020-01-01", Some(middle)),
        designation("US", DesignationKind::Sanctions, "2017-06-20", None),
    ];
    let check = |jurisdiction: &str, before: &[&str], after: &[&str]| {
        for draft in drafted(&findings, &request(NoticeKind::Notice, jurisdiction)).unwrap().drafts {
            for post in &draft.posts {
                let found: Vec<&str> = post.grounds.iter().map(|ground| ground.jurisdiction.as_str()).collect();
                let is_after = post.day.unwrap().to_string() >= *middle;
                assert_eq!(found, if is_after { after } else { before }, "{jurisdiction} {}", post.post.key);
            }
        }
    };
    check("EU", &[], &["EU"]);
    check("DE", &["DE"], &["EU"]);
    check("FR", &[], &["EU"]);
    check("US", &["US"], &["US"]);
    // Where nothing was in force, that is said and no law is alleged of those posts.
    let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
    for draft in &drafts {
        let has_law = draft.posts[0].grounds.is_empty();
        assert!(draft.posts.iter().all(|post| post.grounds.is_empty() == has_law), "with and without are apart");
    }
    let with_law = drafts.iter().find(|draft| !draft.designations().is_empty()).unwrap();
    let draft = drafts.iter().find(|draft| draft.designations().is_empty()).unwrap();
    let json: Value = serde_json::from_str(&file(&letter(draft, &findings, "en"), "notice.json")).unwrap();
    let text = file(&letter(draft, &findings, "en"), "notice.txt");
    assert!(
        text.contains("no designation was in force under the law named here: European Union (EU). No legal ground")
    );
    assert!(text.contains("No legal ground is alleged.") && !text.contains("illegal content"), "{text}");
    assert!(!text.contains("Law it rests on") && !letter(draft, &findings, "en").subject.contains("illegal"));
    assert_eq!((&json["category_specification"], &json["provisions"]), (&serde_json::json!([]), &Value::Null));
    let grounds = json["grounds"].as_array().unwrap();
    for (of, post) in [("DECISION_GROUND_ILLEGAL_CONTENT", false), ("DECISION_GROUND_INCOMPATIBLE_CONTENT", true)] {
        let posts = grounds.iter().filter(|g| g["decision_ground"] == of).flat_map(|g| g["posts"].as_array().unwrap());
        let posts: Vec<&str> = posts.map(|post| post.as_str().unwrap()).collect();
        for one in draft.posts.iter().filter(|one| one.grounds.is_empty()) {
            assert_eq!(posts.contains(&one.post.key.to_string().as_str()), post, "{of} {}", one.post.key);
        }
    }
    // A listing as terrorist makes the keyword, a sanctions listing does not.
    let german = drafted(&findings, &request(NoticeKind::Notice, "DE")).unwrap().drafts;
    let keywords = |draft: &Draft<'_>| letter(draft, &findings, "en").keywords;
    assert_eq!(keywords(with_law), ["KEYWORD_ILLEGAL_ORGANIZATIONS"]);
    assert!(keywords(draft).is_empty());
    assert!(german.iter().any(|d| keywords(d) == ["KEYWORD_ILLEGAL_ORGANIZATIONS", "KEYWORD_TERRORIST_CONTENT"]));
}

#[test]
fn a_notice_is_never_a_removal_order() {
    let findings = real();
    for kind in [NoticeKind::Notice, NoticeKind::Referral] {
        for draft in drafted(&findings, &request(kind, "FR")).unwrap().drafts {
            let text = file(&letter(&draft, &findings, "en"), "notice.txt").to_lowercase();
            assert!(!text.contains("one hour") && !text.contains("1 hour") && !text.contains("within"), "{kind:?}");
            for sentence in text.split(['.', '\n']).filter(|s| s.contains("removal order") || s.contains("2021/784")) {
                let denies = ["not a removal order", "does not ask", "for the authority to decide", "is no removal"];
                assert!(denies.iter().any(|words| sentence.contains(words)), "{kind:?}: {sentence}");
            }
            for sentence in text.split(['.', '\n']).filter(|s| s.contains("terrorist organisation")) {
                assert!(sentence.contains("not a listing"), "{kind:?}: {sentence}");
            }
            if kind == NoticeKind::Referral {
                assert!(text.contains("this is a referral") && draft.platform.is_none());
                assert!(text.contains("authority of uk (proscription)") && text.contains("kind: call, not binding"));
                assert!(!text.contains("article 16(2)") && !text.contains("\n(d)"));
            }
        }
    }
}

#[test]
fn the_law_of_others_is_not_called_union_law() {
    let findings = real();
    let draft = &drafted(&findings, &request(NoticeKind::Notice, "UK")).unwrap().drafts[0];
    let text = file(&letter(draft, &findings, "en"), "notice.txt");
    assert!(text.contains("That law is not Union law") && !text.contains("Article 3, point (h)"));
    let json: Value = serde_json::from_str(&file(&letter(draft, &findings, "en"), "notice.json")).unwrap();
    assert_eq!(json["territorial_scope"], serde_json::json!([]));
}

#[test]
fn invented_organisations_have_nobody_to_send_to() {
    let mut findings = small();
    findings.posts.retain(|post| post.created_at.is_some());
    for language in LANGUAGES {
        for draft in &drafted(&findings, &request(NoticeKind::Notice, "Examplia")).unwrap().drafts {
            let letter = letter(draft, &findings, language);
            let text = file(&letter, "notice.txt");
            let headings = sections(&text).len();
            let banner = text.lines().next().unwrap().to_owned();
            assert!(banner.starts_with("*** "));
            assert_eq!(text.lines().filter(|line| **line == *banner).count(), headings, "{language}: in every section");
            assert!(file(&letter, "notice.html").contains("class=\"banner\""));
            let mail = file(&letter, "notice.eml");
            let (headers, _) = mail.split_once("\r\n\r\n").unwrap();
            assert!(headers.contains("From: ") && !headers.contains("To: "), "{language}: {headers}");
            assert!(!text.contains("notices@platform.example.com") && letter.subject.starts_with('['));
            let json: Value = serde_json::from_str(&file(&letter, "notice.json")).unwrap();
            assert_eq!(json["demonstration"], true);
        }
    }
}

#[test]
fn long_lists_become_several_notices() {
    let findings = real();
    let all: usize = findings.posts.len();
    let drafts = drafted(&findings, &DraftRequest { most: 2, ..request(NoticeKind::Notice, "EU") }).unwrap().drafts;
    let mut named: Vec<String> = Vec::new();
    for draft in &drafts {
        assert!((1..=2).contains(&draft.posts.len()) && draft.part.0 <= draft.part.1);
        assert!(draft.posts.iter().all(|post| Some(&post.post.key.platform) == draft.platform.as_ref()));
        named.extend(draft.posts.iter().map(|post| post.post.key.to_string()));
    }
    named.sort();
    named.dedup();
    let gone = findings.posts.iter().filter(|p| p.last_look.as_ref().is_some_and(|l| l.status == "removed")).count();
    assert_eq!(named.len(), all - gone);
}

#[test]
fn e_mails_are_drafts_that_parse() {
    let findings = real();
    let config = config();
    let notifier =
        Notifier { name: "Ada Sampleson\r\nBcc: other@example.org".into(), email: "desk@example.org".into() };
    let draft = &drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts[0];
    let letter = notice(draft, &head(&findings, &config, &notifier, "de"), None).unwrap();
    let bytes = letter.files.iter().find(|(name, _)| name == "notice.eml").unwrap().1.clone();
    let mail = MessageParser::new().parse(&bytes).unwrap();
    assert_eq!(mail.subject(), Some(letter.subject.as_str()));
    assert_eq!(mail.from().unwrap().first().unwrap().address(), Some("desk@example.org"));
    assert_eq!(mail.to().unwrap().first().unwrap().address(), Some("notices@platform.example.com"));
    assert_eq!(mail.date().unwrap().to_rfc3339(), "2023-06-01T08:00:00Z");
    assert_eq!(mail.header_raw("X-Unsent").map(str::trim), Some("1"));
    assert!(mail.bcc().is_none() && mail.cc().is_none());
    let same = |a: &str, b: &str| a.replace("\r\n", "\n").trim_end() == b.trim_end();
    assert!(same(&mail.body_text(0).unwrap(), &file(&letter, "notice.txt")));
    assert!(same(&mail.body_html(0).unwrap(), &file(&letter, "notice.html")));
    assert_eq!(mail.attachment_count(), 1);
    let attached = mail.attachment(0).unwrap();
    assert_eq!(attached.attachment_name(), Some("notice.json"));
    assert_eq!(attached.contents(), file(&letter, "notice.json").as_bytes());
    // The same letter is the same bytes.
    let again = notice(draft, &head(&findings, &config, &notifier, "de"), None).unwrap();
    assert_eq!(again, letter);
}

#[test]
fn a_trusted_flagger_states_the_status() {
    let findings = real();
    let status = TrustedFlagger {
        awarded_by: "Coordinator of Examplia (invented)".into(),
        on: date(2023, 1, 2),
        expertise: "recruitment of fighters".into(),
    };
    let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
    let (config, notifier) = (config(), notifier());
    let head = Letterhead { trusted_flagger: Some(&status), ..head(&findings, &config, &notifier, "en") };
    let letter = notice(&drafts[0], &head, Some("Section 1 of the Sample Act")).unwrap();
    let text = file(&letter, "notice.txt");
    for words in
        ["Article 22", "Coordinator of Examplia (invented), on 2023-01-02", "expertise: recruitment of fighters."]
    {
        assert!(text.contains(words), "{words}");
    }
    assert!(text.contains("considers infringed: Section 1 of the Sample Act"));
    let json: Value = serde_json::from_str(&file(&letter, "notice.json")).unwrap();
    assert_eq!(json["source_type"], "SOURCE_TRUSTED_FLAGGER");
    // Article 22 is about illegal content under Union law and the law of member states.
    let abroad = drafted(&findings, &request(NoticeKind::Notice, "UK")).unwrap().drafts;
    let letter = notice(&abroad[0], &head, None).unwrap();
    let json: Value = serde_json::from_str(&file(&letter, "notice.json")).unwrap();
    assert_eq!(letter.source_type, Some("SOURCE_TYPE_OTHER_NOTIFICATION"));
    assert_eq!(json["trusted_flagger"], Value::Null);
    assert!(!file(&letter, "notice.txt").contains("Article 22"));
    // Not before it was awarded.
    let later = TrustedFlagger { on: date(2023, 6, 2), ..status };
    let refused =
        drafted(&findings, &DraftRequest { trusted_flagger: Some(&later), ..request(NoticeKind::Notice, "EU") });
    let Err(NoticeError::Incomplete(gaps)) = refused else { panic!("{refused:?}") };
    assert_eq!(gaps, [Gap::StatusLater { on: date(2023, 6, 2) }]);
}

#[test]
fn a_request_for_comment_has_claims_questions_and_a_deadline() {
    let findings = real();
    let claims = vec![("posts_found".to_owned(), "7 posts were found.".to_owned())];
    let posts: Vec<_> = findings.posts.iter().take(2).collect();
    let (config, notifier) = (config(), notifier());
    let platform = pressgang_posts::Platform::X;
    let mut asked = Comment {
        platform: Some(&platform),
        party: None,
        claims: &claims,
        posts: &posts,
        questions: &["Who decided?".to_owned()],
        due: Timestamp::parse_rfc3339("2023-06-03T08:00:00Z").unwrap(),
    };
    for language in LANGUAGES {
        let letter = comment(&asked, &head(&findings, &config, &notifier, language)).unwrap();
        let text = file(&letter, "notice.txt");
        for words in [
            "posts_found",
            "7 posts were found.",
            "- Who decided?",
            "2023-06-03 10:00 CEST (UTC+02:00)",
            "2023-06-03 08:00 UTC",
            "desk@example.org",
            posts[0].url.as_deref().unwrap(),
        ] {
            assert!(text.contains(words), "{language}: {words}\n{text}");
        }
        let json: Value = serde_json::from_str(&file(&letter, "notice.json")).unwrap();
        assert_eq!((json["kind"].as_str(), json["due"].as_str()), (Some("comment"), Some("2023-06-03T08:00:00Z")));
    }
    // Whoever is no platform gets no addresses of posts.
    asked.platform = None;
    asked.party = Some("Example Office");
    let text = file(&comment(&asked, &head(&findings, &config, &notifier, "en")).unwrap(), "notice.txt");
    assert!(text.contains("asks Example Office for comment") && !text.contains("https://"));
}

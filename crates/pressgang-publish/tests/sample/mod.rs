//! Findings about an organisation that does not exist, for tests and for looking at the page.

#![allow(
    dead_code,
    missing_docs,
    unused_imports,
    reason = "shared by a test and an example, each of which uses a part"
)]

mod answers;
mod campaigns;
mod evaluation;
mod looks;
mod parts;
mod survival;
mod texts;

use jiff::civil::{Date, date};
use pressgang_case::{
    CampaignFinding, Claim, CollectionFinding, CorrectedTexts, CorrectionFinding, Findings, FoundPost, LastLook,
    LookDay, MadeFrom, MarkedSpan, OrganisationFinding, PayFinding, PublishSettings, ReferenceFinding, Said,
    SourceFinding, SpanKind, SurvivalFindings, UsedRate, WithdrawnFinding,
};
use pressgang_posts::{Author, Platform, PostKey, Timestamp};
use pressgang_signals::{ContactKind, Designation, DesignationKind};
use pressgang_weigh::scales::Scale;
use serde_json::json;

pub use answers::{COMMENT, answered};
pub use evaluation::evaluation;
use parts::{carries, contact, evidence};
pub use texts::{TEXTS, Text};

pub const AS_OF: Date = date(2023, 5, 29);

/// Nothing was found.
pub fn empty() -> Findings {
    Findings {
        title: "Who recruits for the Iron Heron Company?".into(),
        program: "0.1.0".into(),
        as_of: AS_OF,
        time_zone: "Europe/Brussels".into(),
        window: Some((date(2022, 8, 1), date(2023, 5, 31))),
        organisations: vec![OrganisationFinding {
            id: "iron-heron".into(),
            name: "Iron Heron Company".into(),
            kind: "private military company (invented)".into(),
            invented: true,
            designations: vec![
                Designation {
                    jurisdiction: "Examplia".into(),
                    authority: "Council of the Republic of Examplia (invented)".into(),
                    measure: "restrictive measures against armed organisations (invented)".into(),
                    kind: Some(DesignationKind::Sanctions),
                    from: date(2022, 6, 1),
                    until: None,
                    binding: true,
                    source: "invented for the demo; there is no such decision, https://law.example.org/2022/417".into(),
                },
                Designation {
                    jurisdiction: "Sample Union".into(),
                    authority: "Assembly of the Sample Union (invented)".into(),
                    measure: "resolution that calls for a listing (invented)".into(),
                    kind: Some(DesignationKind::Call),
                    from: date(2022, 11, 23),
                    until: None,
                    binding: false,
                    source: "invented for the demo".into(),
                },
            ],
        }],
        summary: vec![Said::new("posts_found", "No post that recruits was found among 3,112 observed posts.")],
        claims: vec![claim("posts_found", json!(0), "No post that recruits was found.", &[], None)],
        campaigns: vec![],
        hubs: vec![],
        posts: vec![],
        contacts: vec![],
        sources: vec![SourceFinding {
            file: "x_search.jsonl.gz".into(),
            sha256: "9f2c4c1d5ab6a7f9f0b36f3a0e8c6ad0f6b5a3d8ce1f24f7a9c2e1b0d4a7f683".into(),
            role: "observed".into(),
            format: "X API v2".into(),
            posts: 1_342,
            rejects: 2,
            cannot: vec!["no views before 15 December 2022".into()],
        }],
        references: vec![],
        collection: vec![],
        observed_posts: 3_112,
        likelihood_scale: Scale::Icd203,
        look_days: vec![],
        survival: SurvivalFindings::default(),
        evaluations: vec![],
        limits: vec![
            Said::limit("collection", "Posts that were removed before the collection are not in it."),
            Said::limit("rejects", "2 records of the sources could not be read."),
        ],
        answers: Default::default(),
        corrections: vec![],
        withdrawn: vec![],
        made_from: MadeFrom::default(),
        ledger_head: "5b0e9d1c7f3a4b6e8d2c1f0a9b8c7d6e5f4a3b2c1d0e9f8a7b6c5d4e3f2a1b0c".into(),
        ledger_entries: 41,
        publish: PublishSettings { pseudonymise: true, mask_contacts: true, key: b"a key for tests only".to_vec() },
    }
}

/// One post for each text: seven posts, several scripts.
pub fn small() -> Findings {
    with_posts(TEXTS.iter().enumerate().map(|(n, text)| post(n, text, None)).collect())
}

/// The small sample with three corrections, one of a claim that is gone.
pub fn corrected() -> Findings {
    let correction = |entry: u64, day: &str, claim: &str, was: &str, now: &str, reason: &str| CorrectionFinding {
        entry,
        at: time(&format!("{day}T22:30:00Z")),
        claim: claim.into(),
        report: 1,
        texts: Some(CorrectedTexts { was: was.into(), now: now.into(), reason: reason.into() }),
    };
    Findings {
        corrections: vec![
            correction(50, "2023-05-31", "posts_found", "9 posts", "8 posts", "One was counted twice."),
            correction(
                51,
                "2023-06-02",
                "posts_found",
                "8 posts",
                "7 posts",
                "One gave +49 30 23125 001 to warn of it.",
            ),
            CorrectionFinding { texts: None, ..correction(52, "2023-06-03", "contact:phone-0000000000", "", "", "") },
        ],
        withdrawn: vec![WithdrawnFinding {
            post: "x:1600000000000009999".into(),
            why: "rejected by a review on 2023-06-01".into(),
        }],
        ..small()
    }
}

/// Sixty posts over ten months, to look at the page.
pub fn large() -> Findings {
    let languages = "ru en fr es vi ar zh id sr uk de it pt pl tr ro hi fa bg el hu cs nl kk sw";
    let posts = (0..60).map(|n| {
        let text = TEXTS.get((n * 5) % TEXTS.len()).unwrap_or(&TEXTS[0]);
        let other = (n > 30).then(|| languages.split(' ').nth(n % 25).unwrap_or("en"));
        post(n, text, other)
    });
    with_posts(posts.collect())
}

pub fn key(platform: &str, id: &str) -> PostKey {
    PostKey { platform: Platform::named(platform), id: id.into() }
}

fn time(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).expect("a time")
}

fn post(n: usize, text: &Text, language: Option<&str>) -> FoundPost {
    let platform = if n.is_multiple_of(2) { "x" } else { "facebook" };
    let day =
        AS_OF.checked_sub(jiff::Span::new().days(i64::try_from(293 - n * 29 / 6).expect("small"))).expect("a day");
    let handle = format!("recruit_desk{}_example", n % 17);
    let id = if n == 3 {
        format!("{handle}/posts/417")
    } else {
        format!("{}", 1_600_000_000_000_000_000u64 + n as u64 * 7_919)
    };
    let body = text.body.replace("{handle}", &handle);
    let mut spans: Vec<MarkedSpan> = text
        .marks
        .iter()
        .filter_map(|(needle, kind)| {
            let at = body.find(needle)?;
            Some(MarkedSpan { range: at..at + needle.len(), kind: kind_of(kind) })
        })
        .collect();
    spans.sort_by_key(|s| s.range.start);
    FoundPost {
        url: Some(format!("https://social.example.com/{handle}/status/{id}")),
        key: key(platform, &id),
        author: Author {
            id: Some(format!("99{n}")),
            handle: Some(handle),
            name: Some(format!("Ivo Sampleson {}", n % 17)),
        },
        created_at: (n != 4).then(|| time(&format!("{day}T{:02}:17:05Z", 6 + n % 15))),
        language: language.unwrap_or(text.language).into(),
        text: body,
        mentioned_handles: vec!["bystander_example".into()],
        spans,
        campaign: if n % 5 == 2 { "K2".into() } else { "K1".into() },
        ties: text.ties.iter().map(|t| (*t).to_owned()).collect(),
        member_ties: Vec::new(),
        score: 0.81,
        views: (n % 4 != 1).then(|| 1_204 + (n as u64 * 379) % 4_700),
        views_at: (n % 4 != 1).then(|| time("2023-05-29T12:00:00Z")),
        media: if n % 6 == 5 { vec!["photo".into()] } else { vec![] },
        pictures: Vec::new(),
        roles: text.roles.iter().map(|r| (*r).to_owned()).collect(),
        pay: text
            .pay
            .iter()
            .map(|p| PayFinding { offered: (*p).to_owned(), text: (*p).to_owned(), rate: None })
            .collect(),
        last_look: (n != 5).then(|| LastLook {
            status: if n == 1 || n == 18 { "removed".into() } else { "up".into() },
            at: time("2023-05-29T16:00:00Z"),
        }),
        source_sha256: empty().sources.remove(0).sha256,
        origin: format!(
            "{}, byte {}, 1,873 bytes",
            if platform == "x" { "x_search.jsonl.gz" } else { "facebook_posts.csv" },
            4_301_772 + n * 1_873
        ),
    }
}

fn kind_of(words: &str) -> SpanKind {
    match words.split_once('=') {
        Some((kind, value)) => {
            let kind = ContactKind::ALL.into_iter().find(|k| k.as_str() == kind).expect("a kind");
            SpanKind::Contact(kind, value.into())
        }
        None if words == "mention" => SpanKind::Mention,
        None => SpanKind::Sign(words.into()),
    }
}

fn claim(kind: &str, value: serde_json::Value, text: &str, posts: &[PostKey], rate: Option<UsedRate>) -> Claim {
    Claim {
        id: kind.into(),
        kind: kind.into(),
        value,
        text: text.into(),
        posts: posts.to_vec(),
        evidence: vec![],
        as_of: AS_OF,
        observed: None,
        rate,
    }
}

fn with_posts(posts: Vec<FoundPost>) -> Findings {
    let all: Vec<PostKey> = posts.iter().map(|p| p.key.clone()).collect();
    let pick = |test: &dyn Fn(&FoundPost) -> bool| -> Vec<PostKey> {
        posts.iter().filter(|p| test(p)).map(|p| p.key.clone()).collect()
    };
    let names = |of: &dyn Fn(&FoundPost) -> String| -> Vec<String> {
        posts.iter().map(of).collect::<std::collections::BTreeSet<_>>().into_iter().collect()
    };
    let counted = pick(&|p| p.views.is_some());
    let views: u64 = posts.iter().filter_map(|p| p.views).sum();
    let up = pick(&|p| p.last_look.as_ref().is_some_and(|l| l.status == "up"));
    let removed = pick(&|p| p.last_look.as_ref().is_some_and(|l| l.status == "removed"));
    let unknown = pick(&|p| p.last_look.is_none());
    let paid = pick(&|p| !p.pay.is_empty());
    let confirmed = pick(&|p| carries(p, "+493023125001"));
    let rate =
        UsedRate { date: AS_OF, currency: "RUB".into(), units_per_eur: 85.7143, source: "demo, invented".into() };
    let found = format!("{} posts that recruit for the Iron Heron Company were found.", all.len());
    let seen = format!(
        "They were seen at least {} times, over the {} posts that publish a count.",
        grouped(views),
        counted.len()
    );
    let languages = names(&|p| p.language.clone());
    let claims = vec![
        claim("posts_found", json!(all.len()), &found, &all, None),
        claim(
            "platforms",
            json!(names(&|p| p.key.platform.to_string())),
            "They were published on Facebook and X.",
            &all,
            None,
        ),
        claim(
            "languages",
            json!(languages),
            &format!("They are written in {} languages.", languages.len()),
            &all,
            None,
        ),
        claim(
            "window",
            json!({"first": "2022-08-09", "last": "2023-05-21"}),
            "The first is of 9 August 2022, the last of 21 May 2023.",
            &all,
            None,
        ),
        claim("views_at_least", json!({"views": views, "posts": counted.len()}), &seen, &counted, None),
        claim("still_up", json!(up.len()), &format!("{} were still up on 29 May 2023.", up.len()), &up, None),
        claim("removed", json!(removed.len()), &format!("{} had been removed by then.", removed.len()), &removed, None),
        claim(
            "unknown_status",
            json!(unknown.len()),
            &format!("For {} there is no look at all.", unknown.len()),
            &unknown,
            None,
        ),
        claim(
            "phones_confirmed",
            json!(["+493023125001"]),
            "1 phone number was tied to the organisation by a second source.",
            &confirmed,
            None,
        ),
        claim(
            "pay",
            json!({"min": 240000, "max": 240000, "currency": "RUB", "period": "month", "eur": 2800}),
            "Most often they offer 240,000 RUB a month, EUR 2,800.",
            &paid,
            Some(rate),
        ),
    ];
    let contacts = vec![
        contact(
            &posts,
            ContactKind::Phone,
            "+493023125001",
            true,
            &["An official of Examplia (invented), graded B2"],
            0,
        ),
        contact(&posts, ContactKind::Telegram, "heron_otbor_example", true, &[], 2),
        contact(&posts, ContactKind::Phone, "+46701740612", false, &[], 0),
        contact(&posts, ContactKind::Phone, "+33199001234", false, &[], 1),
        contact(&posts, ContactKind::Email, "otbor@heron.example.org", false, &[], 0),
        contact(&posts, ContactKind::TelegramInvite, "AbCdEf12345example", false, &[], 0),
        contact(&posts, ContactKind::Url, "https://news.example.com/live", false, &[], 148),
    ];
    let one = pick(&|p| p.campaign == "K1");
    let two = pick(&|p| p.campaign == "K2");
    let reference = PostKey { platform: Platform::TELEGRAM, id: "9900000417/31".into() };
    let mut with_reference = vec![reference];
    with_reference.extend(one.iter().take(9).cloned());
    let campaigns = vec![
        CampaignFinding {
            id: "K1".into(),
            organisation: "iron-heron".into(),
            posts: one.clone(),
            probability: 0.91,
            term: "very likely".into(),
            confidence: "moderate".into(),
            sentence: format!("It is very likely that the {} posts of campaign K1 recruit for the Iron Heron Company.", one.len()),
            confidence_sentence: "Confidence in this judgement is moderate: two families of evidence agree, and one source is independent.".into(),
            reasoning: "What speaks for it: passages, a contact and a second source. Together this is moderately strong support for it (likelihood ratio 340). Before this evidence it was taken to be 50 % probable.".into(),
            prior: 0.5,
            likelihood_ratio: 340.0,
            support: "moderately strong support for it".into(),
            probability_before_rules: 0.997,
            rules: vec!["Held at “very likely”, because too few posts are not in question.".into()],
            other_priors: vec![(0.1, "very likely".into()), (0.9, "very likely".into())],
            evidence: vec![
                evidence("E1", "language", "The posts share long passages with adverts of two verified reference accounts.", 240.0, "B2", "reference accounts", &with_reference),
                evidence("E2", "contact", "A phone number of the posts is published by a reference account.", 120.0, "B2", "reference accounts", &confirmed),
                evidence("E3", "second source", "An official ties one phone number (+49 30 23125 001) to the organisation.", 35.0, "B2", "official-analysis", &confirmed),
                evidence("E4", "contact", "The link that 148 ordinary posts carry too ties nothing.", 1.0, "C3", "news link", &one),
                evidence("E5", "coordination", "The accounts do not post at the same times.", 0.4, "C3", "times of posting", &one),
            ],
            profile: campaigns::profile(&posts, "K1"),
        },
        CampaignFinding {
            id: "K2".into(),
            organisation: "iron-heron".into(),
            posts: two.clone(),
            probability: 0.72,
            term: "likely".into(),
            confidence: "low".into(),
            sentence: format!("It is likely that the {} posts of campaign K2 recruit for the Iron Heron Company.", two.len()),
            confidence_sentence: "Confidence in this judgement is low: it rests on wording alone.".into(),
            reasoning: "What speaks for it: the wording. Nothing was found that speaks against it.".into(),
            prior: 0.5,
            likelihood_ratio: 3.5,
            support: "weak support for it".into(),
            probability_before_rules: 0.78,
            rules: vec![],
            other_priors: vec![(0.1, "unlikely".into()), (0.9, "likely".into())],
            evidence: vec![evidence("E6", "language", "The wording is that of a reference account's advert.", 60.0, "B2", "reference accounts", &two)],
            profile: campaigns::profile(&posts, "K2"),
        },
    ];
    let posts = campaigns::with_ties(posts);
    let mut claims = claims;
    for campaign in &campaigns {
        let evidence: Vec<String> = campaign.evidence.iter().map(|e| e.id.clone()).collect();
        for (kind, value, text) in [
            ("assessment", &campaign.term, &campaign.sentence),
            ("confidence", &campaign.confidence, &campaign.confidence_sentence),
            ("reasoning", &campaign.support, &campaign.reasoning),
        ] {
            let id = format!("campaign:{}:{kind}", campaign.id);
            let made = claim(kind, json!(value), text, &campaign.posts, None);
            claims.push(Claim { id, evidence: evidence.clone(), ..made });
        }
    }
    Findings {
        summary: vec![
            Said::new("posts_found", format!("{found} {seen}")),
            Said::new(
                "still_up",
                format!("{} were still up on 29 May 2023, {} had been removed.", up.len(), removed.len()),
            ),
            Said::new("pay", "Most often they offer 240,000 RUB a month, EUR 2,800 at the rate of 29 May 2023."),
        ],
        claims,
        campaigns,
        hubs: campaigns::hubs(),
        look_days: looks::look_days(),
        survival: survival::survival(&posts),
        evaluations: evaluation(60, 900).into_iter().collect(),
        contacts,
        sources: vec![
            empty().sources.remove(0),
            source("facebook_posts.csv", "observed", "CrowdTangle Facebook CSV", 1_498, 0, &["views of films only"]),
            source("telegram_reference.json", "reference", "Telegram Desktop export", 44, 0, &["no views"]),
            source("background.csv.gz", "background", "generic CSV", 812, 1, &[]),
        ],
        references: vec![
            reference_account(
                "telegram",
                "ironheron_example",
                "The organisation's own web site (heron.example.org, invented) links to the channel.",
            ),
            reference_account(
                "vk",
                "Железная цапля | набор",
                "The verified Telegram channel @ironheron_example names this community as its own.",
            ),
        ],
        collection: vec![
            CollectionFinding {
                from: date(2023, 4, 28),
                to: date(2023, 5, 26),
                platforms: vec!["x".into()],
                tool: "twarc2".into(),
                by: "Examplia Research Desk (invented)".into(),
                terms: ["Iron Heron", "железная цапля", "Garza de Hierro", "240000", "heron_otbor", "+49 30 23125"]
                    .map(str::to_owned)
                    .to_vec(),
                note: "Full-archive search, three runs (28 April, 12 May, 26 May 2023); pages kept as they came."
                    .into(),
            },
            CollectionFinding {
                from: date(2023, 5, 2),
                to: date(2023, 5, 27),
                platforms: vec!["facebook".into()],
                tool: "CrowdTangle search export".into(),
                by: "Examplia Research Desk (invented)".into(),
                terms: vec!["Iron Heron".into()],
                note: String::new(),
            },
        ],
        posts,
        ..empty()
    }
}

fn source(file: &str, role: &str, format: &str, posts: u64, rejects: u64, cannot: &[&str]) -> SourceFinding {
    SourceFinding {
        file: file.into(),
        sha256: format!("{:064x}", u128::from(posts) * 0x9e37_79b9_7f4a_7c15_f39c_u128),
        role: role.into(),
        format: format.into(),
        posts,
        rejects,
        cannot: cannot.iter().map(|c| (*c).to_owned()).collect(),
    }
}

fn reference_account(platform: &str, account: &str, how: &str) -> ReferenceFinding {
    ReferenceFinding {
        organisation: "iron-heron".into(),
        platform: platform.into(),
        account: account.into(),
        verified_by: "Examplia Research Desk (invented)".into(),
        verified_at: date(2023, 4, 11),
        how: how.into(),
        grade: "B2".into(),
        posts: 44,
    }
}

fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

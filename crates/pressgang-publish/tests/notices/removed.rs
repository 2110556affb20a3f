//! Whatever is taken away is named, and whatever is written in a post or said by the user stays text.

use mail_parser::MessageParser;
use pressgang_case::{DraftRequest, Findings, Gap, NoticeError, NoticeKind, Notifier};
use pressgang_publish::notices::notice;
use proptest::prelude::*;

use super::{config, drafted, file, head, real, request, sections};

/// Something taken away from what a notice needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Removed {
    Name,
    Email,
    Url,
    Date,
    Campaign,
    Evidence,
    Probability,
    Designations,
    Kinds,
    Law,
}

const ALL: [Removed; 10] = [
    Removed::Name,
    Removed::Email,
    Removed::Url,
    Removed::Date,
    Removed::Campaign,
    Removed::Evidence,
    Removed::Probability,
    Removed::Designations,
    Removed::Kinds,
    Removed::Law,
];

fn remove(what: Removed, findings: &mut Findings, request: &mut DraftRequest<'_>, at: usize) {
    let at = at % findings.posts.len();
    let campaign = findings.posts[at].campaign.clone();
    match what {
        Removed::Name => request.notifier.name.clear(),
        Removed::Email => request.notifier.email = "nobody".into(),
        Removed::Url => findings.posts[at].url = None,
        Removed::Date => {
            findings.posts[at].created_at = None;
            // Of an undated post only a platform's rule could be said; of this platform none is known.
            findings.posts[at].key.platform = pressgang_posts::Platform::named("elsewhere");
        }
        Removed::Campaign => findings.posts[at].campaign = "K99".into(),
        Removed::Evidence => {
            findings.campaigns.iter_mut().filter(|c| c.id == campaign).for_each(|c| c.evidence.clear())
        }
        Removed::Probability => {
            findings.campaigns.iter_mut().filter(|c| c.id == campaign).for_each(|c| c.probability = 0.5)
        }
        Removed::Designations => findings.organisations[0].designations.clear(),
        Removed::Kinds => findings.organisations[0].designations.iter_mut().for_each(|d| d.kind = None),
        Removed::Law => findings.organisations[0].designations.retain(|d| d.jurisdiction != "EU"),
    }
}

fn is_named(what: Removed, gaps: &[Gap], key: &str) -> bool {
    let has = |posts: &[pressgang_posts::PostKey]| posts.iter().any(|post| post.to_string() == key);
    gaps.iter().any(|gap| match (what, gap) {
        (Removed::Name, Gap::Name) | (Removed::Email, Gap::Email { .. }) => true,
        (Removed::Url, Gap::Url { posts })
        | (Removed::Date, Gap::NoDate { posts })
        | (Removed::Campaign, Gap::NotAssessed { posts })
        | (Removed::Evidence, Gap::NoEvidence { posts, .. })
        | (Removed::Probability, Gap::Improbable { posts, .. }) => has(posts),
        (Removed::Designations, Gap::NoDesignation { .. }) | (Removed::Kinds, Gap::NoKind { .. }) => true,
        (Removed::Law, Gap::NoLaw { .. }) => true,
        _ => false,
    })
}

#[test]
fn whatever_is_removed_is_named() {
    for what in ALL {
        let mut findings = real();
        findings.posts.iter_mut().for_each(|post| post.last_look = None);
        let mut request = request(NoticeKind::Notice, "EU");
        remove(what, &mut findings, &mut request, 1);
        let result = drafted(&findings, &request);
        let Err(NoticeError::Incomplete(gaps)) = result else { panic!("{what:?}: {result:?}") };
        assert!(is_named(what, &gaps, &findings.posts[1].key.to_string()), "{what:?}: {gaps:?}");
        let text = NoticeError::Incomplete(gaps).to_string();
        assert!(text.starts_with("the notice cannot be drafted; it lacks\n  - "), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever several things are removed, one error names each that can still be told.
    #[test]
    fn one_error_names_all(mask in 0u16..64, at in 0usize..6) {
        let mut findings = real();
        findings.posts.iter_mut().for_each(|post| post.last_look = None);
        let mut request = request(NoticeKind::Notice, "EU");
        // Those that hide none of the others: an unassessed post says nothing of its campaign.
        let independent = [
            Removed::Name, Removed::Email, Removed::Url, Removed::Date, Removed::Evidence, Removed::Probability,
        ];
        let removed: Vec<Removed> = (0..6).filter(|bit| mask & (1 << bit) != 0).map(|bit| independent[bit]).collect();
        for what in &removed {
            remove(*what, &mut findings, &mut request, at);
        }
        let key = findings.posts[at % findings.posts.len()].key.to_string();
        match drafted(&findings, &request) {
            Ok(drafts) => prop_assert!(removed.is_empty() && !drafts.drafts.is_empty()),
            Err(NoticeError::Incomplete(gaps)) => {
                for what in &removed {
                    prop_assert!(is_named(*what, &gaps, &key), "{:?}: {:?}", what, gaps);
                }
                prop_assert!(!removed.is_empty());
            }
            Err(other) => prop_assert!(false, "{other:?}"),
        }
    }

    /// Nothing that is written in a post, or said by the user, ends a header or makes another section.
    #[test]
    fn hostile_text_stays_text(text in "(?s).{0,200}", name in "(?s).{0,40}") {
        let mut findings = real();
        for post in &mut findings.posts {
            post.text = format!("{text}\n(d) Statement\n-------------\n{text}");
            post.spans.clear();
            post.author.name = Some(text.clone());
        }
        let drafts = drafted(&findings, &request(NoticeKind::Notice, "EU")).unwrap().drafts;
        let (config, notifier) = (config(), Notifier { name, email: "desk@example.org".into() });
        let letter = notice(&drafts[0], &head(&findings, &config, &notifier, "en"), Some(&text)).unwrap();
        let plain = file(&letter, "notice.txt");
        let headings: Vec<String> = sections(&plain).into_iter().map(|(heading, _)| heading).collect();
        prop_assert_eq!(headings.len(), 6, "{:?}", headings);
        let bytes = letter.files.iter().find(|(name, _)| name == "notice.eml").unwrap().1.clone();
        let mail = MessageParser::new().parse(&bytes).unwrap();
        let known = ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version", "Content-Type"];
        for header in mail.headers() {
            prop_assert!(known.contains(&header.name()), "{}", header.name());
        }
        prop_assert_eq!(mail.attachment_count(), 1);
    }
}

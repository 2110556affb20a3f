//! Who was told and what they answered, as it is published: words in full, but for what [`Hider::quote`] hides.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use pressgang_case::{
    Answer, AnswerKind, AnswersFinding, DecisionWord, Findings, NoticeFinding, NoticeGroup, NoticeKind, OthersAbout,
    OthersFinding, Sureness, Times, Took, Verdict,
};
use pressgang_posts::Timestamp;
use serde::Serialize;

use crate::hide::Hider;
use crate::json::Day;
use crate::words;

/// What stands for words that were removed from the ledger.
const REMOVED: &str = "(these words were removed)";

/// A notice, a referral or a request for comment.
#[derive(Serialize)]
pub struct NoticeJson {
    /// The claim that it is.
    pub claim: String,
    pub notice: String,
    /// `notice`, `referral` or `comment`.
    pub kind: String,
    pub platform: Option<String>,
    /// Who was written to, of requests for comment.
    pub to: Option<String>,
    pub trusted_flagger: bool,
    pub category: Option<String>,
    pub posts: u64,
    pub drafted_at: String,
    pub sent_at: Option<String>,
    pub due: Option<String>,
    pub receipt_at: Option<String>,
    pub decision_at: Option<String>,
    /// Posts by decision.
    pub decided: BTreeMap<&'static str, u64>,
    /// How many of these are known from the DSA Transparency Database only, matched by dates.
    pub decided_by_dates: u64,
    pub undecided: u64,
    /// Posts that statements of the database fit without being sure.
    pub possible: u64,
    /// Posts that an answer said were removed and that were still up at a look after that; null where it is not known any
    /// more which posts the notice names.
    pub still_up: Option<u64>,
    /// What of it stands on the page.
    #[serde(skip)]
    pub said: Said,
    /// The posts it names, under their published names.
    #[serde(skip)]
    pub keys: Vec<String>,
}

/// The words of a notice on the page.
#[derive(Default)]
pub struct Said {
    pub to: String,
    pub sent: String,
    pub due: String,
    pub receipt: String,
    pub decision: String,
    pub decided: String,
}

/// Notices of one kind to one platform.
#[derive(Serialize)]
pub struct GroupJson {
    /// The claim that it is.
    pub claim: String,
    pub platform: Option<String>,
    pub kind: String,
    pub notices: Vec<String>,
    pub drafts: u64,
    pub posts: u64,
    pub first_sent: Option<String>,
    pub last_sent: Option<String>,
    pub receipt: TimesJson,
    pub decision: TimesJson,
    /// Notices left out of `decision`, since only the days of their decisions are known.
    pub dated_only: u64,
    pub decided: BTreeMap<&'static str, u64>,
    pub decided_by_dates: u64,
    pub undecided: u64,
    #[serde(skip)]
    pub said: Said,
}

/// How long answers took.
#[derive(Serialize)]
pub struct TimesJson {
    pub answered: u64,
    pub unanswered: u64,
    /// Seconds, over those that were answered.
    pub median_seconds: Option<i64>,
}

/// An answer.
#[derive(Serialize)]
pub struct AnswerJson {
    /// The claim that it is.
    pub claim: String,
    pub answer: String,
    pub notice: Option<String>,
    pub kind: String,
    pub received_at: String,
    pub decision: Option<&'static str>,
    pub automated: Option<bool>,
    pub from: String,
    /// In full, but for what [`Hider::quote`] hides.
    pub text: String,
    pub source: Option<String>,
    pub posts: u64,
    pub files: Vec<FileJson>,
    pub statement: Option<StatementJson>,
    /// When it came, for the page.
    #[serde(skip)]
    pub when: String,
    #[serde(skip)]
    pub keys: Vec<String>,
}

/// A file that came with an answer.
#[derive(Serialize)]
pub struct FileJson {
    pub sha256: String,
    pub bytes: u64,
}

/// A statement of reasons of the DSA Transparency Database.
#[derive(Serialize)]
pub struct StatementJson {
    pub puid: String,
    pub uuid: Option<String>,
    pub applied: Day,
    pub content_date: Day,
    pub category: String,
    pub decisions: Vec<String>,
    pub ground: Option<String>,
    pub source_type: String,
    /// Always `dates`: the database holds no addresses.
    pub matched_by: &'static str,
    pub sure: bool,
    /// How many statements fit the same post.
    pub fitting: u64,
}

/// A number that others published.
#[derive(Serialize)]
pub struct OthersJson {
    /// The claim that it is.
    pub claim: String,
    pub other: String,
    /// `posts`, `up` or `removed`.
    pub about: String,
    pub value: u64,
    pub of: Option<u64>,
    pub on: Day,
    pub text: String,
    pub by: String,
    pub source: Option<String>,
    pub own: OwnJson,
    /// `agrees`, `disagrees`, `turned_around`, `other_whole` or `cannot_tell`.
    pub verdict: &'static str,
    /// The case's number and whether they agree, in words.
    #[serde(skip)]
    pub said: (String, String),
    /// The posts that the case counts, under their published names.
    #[serde(skip)]
    pub keys: Vec<String>,
    /// The first and the last look that its number rests on.
    #[serde(skip)]
    pub looked: Option<(String, String)>,
}

/// The case's own number at the same date.
#[derive(Serialize)]
pub struct OwnJson {
    pub value: u64,
    pub of: u64,
    pub unknown: u64,
    /// Posts that others may count otherwise: gone with their account, or not shown to everybody.
    pub otherwise: u64,
    pub looked_at: Option<String>,
}

/// Everything about notices and answers.
#[derive(Default)]
pub struct AnswersJson {
    pub notices: Vec<NoticeJson>,
    pub groups: Vec<GroupJson>,
    pub answers: Vec<AnswerJson>,
    pub others: Vec<OthersJson>,
    /// Dumps of the DSA Transparency Database, and rows in them.
    pub statements: (u64, u64),
}

/// The twins of what the case says.
pub fn answers(findings: &Findings, hider: &Hider, zone: &TimeZone) -> AnswersJson {
    let AnswersFinding { notices, groups, answers, others, statements } = &findings.answers;
    AnswersJson {
        notices: notices.iter().map(|one| notice(one, hider, zone)).collect(),
        groups: groups.iter().map(|one| group(one, zone)).collect(),
        answers: answers.iter().map(|one| answer(one, hider, zone)).collect(),
        others: others.iter().map(|one| other(one, hider, zone)).collect(),
        statements: *statements,
    }
}

fn notice(one: &NoticeFinding, hider: &Hider, zone: &TimeZone) -> NoticeJson {
    let NoticeFinding { notice, .. } = one;
    let when = |at: Option<Timestamp>| at.map_or_else(String::new, |at| words::moment(at.to_jiff(), zone));
    let sent_at = notice.sent.as_ref().map(|sent| sent.at);
    // An address alone says less than the platform that it is of.
    let named = notice.to.as_ref().filter(|to| !to.contains('@') || notice.platform.is_none());
    let to = named.map(|to| hider.quote(to)).filter(|_| notice.kind == NoticeKind::Comment);
    let platform = notice.platform.as_deref();
    let took = |at: Option<Timestamp>| match (at, one.took(at)) {
        (None, _) | (_, Took::Unanswered) => "not recorded".to_owned(),
        (Some(at), Took::Untimed) => format!("{}, before it was sent", words::moment(at.to_jiff(), zone)),
        (Some(at), Took::After(took)) => {
            format!("{}, after {}", words::moment(at.to_jiff(), zone), words::duration(took))
        }
    };
    NoticeJson {
        claim: String::new(),
        notice: notice.id.clone(),
        kind: notice.kind.as_str().to_owned(),
        platform: notice.platform.clone(),
        trusted_flagger: notice.trusted_flagger,
        category: notice.category.clone(),
        posts: notice.post_count,
        drafted_at: notice.drafted_at.to_string(),
        sent_at: sent_at.map(|at| at.to_string()),
        due: notice.due.map(|at| at.to_string()),
        receipt_at: one.receipt_at.map(|at| at.to_string()),
        decision_at: one.decision_at.map(|at| at.to_string()),
        decided: by_word(&one.decided),
        decided_by_dates: one.by_dates(),
        undecided: one.undecided,
        possible: one.possible,
        still_up: one.still_up,
        keys: notice.posts.iter().map(|post| hider.key(post)).collect(),
        said: Said {
            to: to.clone().unwrap_or_else(|| whom(notice.kind, platform)),
            sent: when(sent_at),
            due: when(notice.due),
            receipt: took(one.receipt_at),
            decision: took(one.decision_at),
            decided: decided(&one.decided, one.by_dates(), one.undecided, one.possible, one.still_up.unwrap_or(0)),
        },
        to,
    }
}

fn group(one: &NoticeGroup, zone: &TimeZone) -> GroupJson {
    let day = |at: Timestamp| words::day(at.to_jiff().to_zoned_datetime(zone.clone()).date());
    let sent = one.sent.map(|(first, last)| (day(first), day(last)));
    GroupJson {
        claim: String::new(),
        platform: one.platform.clone(),
        kind: one.kind.as_str().to_owned(),
        notices: one.notices.clone(),
        drafts: one.drafts,
        posts: one.posts,
        first_sent: one.sent.map(|(first, _)| first.to_string()),
        last_sent: one.sent.map(|(_, last)| last.to_string()),
        receipt: times(one.receipt),
        decision: times(one.decision),
        dated_only: one.dated_only,
        decided: by_word(&one.decided),
        decided_by_dates: one.by_dates,
        undecided: one.undecided,
        said: Said {
            to: whom(one.kind, one.platform.as_deref()),
            sent: match sent {
                None => "none was sent".to_owned(),
                Some((first, last)) if first == last => first,
                Some((first, last)) => format!("{first} to {last}"),
            },
            due: String::new(),
            receipt: took(one.receipt),
            decision: match one.dated_only {
                0 => took(one.decision),
                n => format!("{}; of {} more only the day is known", took(one.decision), words::count(n)),
            },
            decided: decided(&one.decided, one.by_dates, one.undecided, 0, 0),
        },
    }
}

fn answer(one: &Answer, hider: &Hider, zone: &TimeZone) -> AnswerJson {
    AnswerJson {
        claim: String::new(),
        answer: one.id.clone(),
        notice: one.notice.clone(),
        kind: one.kind.as_str().to_owned(),
        received_at: one.received_at.to_string(),
        decision: one.decision.map(DecisionWord::as_str),
        automated: one.automated,
        from: one.from.as_ref().map_or_else(|| "(removed)".to_owned(), |from| hider.quote(from)),
        text: one.text.as_ref().map_or_else(|| REMOVED.to_owned(), |text| hider.quote(text)),
        source: one.source.as_ref().map(|source| cited(source, hider)),
        posts: one.places.len().max(one.posts.len()) as u64,
        files: one.files.iter().map(|file| FileJson { sha256: file.sha256.clone(), bytes: file.bytes }).collect(),
        statement: one.statement.as_ref().map(|statement| StatementJson {
            puid: statement.puid.clone(),
            uuid: statement.uuid.clone(),
            applied: Day(statement.applied),
            content_date: Day(statement.content_date),
            category: statement.category.clone(),
            decisions: statement.decisions.clone(),
            ground: statement.ground.clone(),
            source_type: statement.source_type.clone(),
            matched_by: "dates",
            sure: statement.sureness == Sureness::Matched,
            fitting: match statement.sureness {
                Sureness::Matched => 1,
                Sureness::Possible(count) => count,
            },
        }),
        when: words::moment(one.received_at.to_jiff(), zone),
        keys: one.posts.iter().map(|post| hider.key(post)).collect(),
    }
}

fn other(one: &OthersFinding, hider: &Hider, zone: &TimeZone) -> OthersJson {
    let own = &one.own;
    let of_what = match one.about.as_str() {
        "up" => "still up",
        "removed" => "removed",
        _ => "found",
    };
    let looked = own.looked.map(|(_, at)| format!(", last looked {}", words::moment(at.to_jiff(), zone)));
    let otherwise = match (own.otherwise, of_what) {
        (0, _) => String::new(),
        (n, "removed") => format!(", {} gone with their account", words::count(n)),
        (n, _) => format!(", {} not shown in some countries or to adults only", words::count(n)),
    };
    let said = match of_what {
        "found" => format!("{} found", words::posts(own.value as usize)),
        what => format!(
            "{} of {} {what}{otherwise}{}{}",
            words::count(own.value),
            words::count(own.of),
            if own.unknown > 0 { format!(", {} not known", words::count(own.unknown)) } else { String::new() },
            looked.unwrap_or_default()
        ),
    };
    let hidden = |text: &Option<String>| text.as_ref().map_or_else(|| REMOVED.to_owned(), |text| hider.quote(text));
    OthersJson {
        claim: String::new(),
        other: one.id.clone(),
        about: one.about.as_str().to_owned(),
        value: one.value,
        of: one.of,
        on: Day(one.on),
        text: hidden(&one.text),
        by: hidden(&one.by),
        source: one.source.as_ref().map(|source| cited(source, hider)),
        own: OwnJson {
            value: own.value,
            of: own.of,
            unknown: own.unknown,
            otherwise: own.otherwise,
            looked_at: own.looked.map(|(_, at)| at.to_string()),
        },
        verdict: one.verdict.as_str(),
        said: (said, verdict(one)),
        keys: one.posts.iter().map(|post| hider.key(post)).collect(),
        looked: own.looked.map(|(first, last)| (first.to_string(), last.to_string())),
    }
}

fn verdict(one: &OthersFinding) -> String {
    let number = words::count(one.value);
    match (one.verdict, one.about) {
        (Verdict::Agrees, _) => "they agree".to_owned(),
        (Verdict::Disagrees, _) | (Verdict::TurnedAround, OthersAbout::Posts) => "they disagree".to_owned(),
        (Verdict::TurnedAround, OthersAbout::Removed) => format!("they disagree: {number} is how many were up"),
        (Verdict::TurnedAround, OthersAbout::Up) => format!("they disagree: {number} is how many were removed"),
        (Verdict::OtherWhole, _) => "they count other posts and cannot be compared".to_owned(),
        (Verdict::CannotTell, about) => match (one.own.otherwise, about) {
            (0, _) => "posts whose state was not known then could make them agree".to_owned(),
            (_, OthersAbout::Removed) => {
                "posts gone with their account, or whose state was not known then, could make them agree".to_owned()
            }
            _ => "posts not shown to everybody, or whose state was not known then, could make them agree".to_owned(),
        },
    }
}

/// Where words can be read or how they came: an address is one, and anything else is words that may name somebody.
fn cited(source: &str, hider: &Hider) -> String {
    let is_address = !source.trim().contains(char::is_whitespace) && source.contains("://");
    if is_address { hider.place(source) } else { hider.quote(source) }
}

/// To whom notices of a kind go.
fn whom(kind: NoticeKind, platform: Option<&str>) -> String {
    match (kind, platform) {
        (NoticeKind::Referral, None) => "a competent authority".to_owned(),
        (NoticeKind::Referral, Some(platform)) => format!("a competent authority, about {}", words::platform(platform)),
        (_, Some(platform)) => words::platform(platform).to_owned(),
        (_, None) => "not said".to_owned(),
    }
}

fn by_word(counts: &BTreeMap<DecisionWord, u64>) -> BTreeMap<&'static str, u64> {
    counts.iter().map(|(word, count)| (word.as_str(), *count)).collect()
}

/// "removed 2, kept 1; no decision recorded on 3".
fn decided(
    counts: &BTreeMap<DecisionWord, u64>,
    by_dates: u64,
    undecided: u64,
    possible: u64,
    still_up: u64,
) -> String {
    let each =
        counts.iter().map(|(word, count)| format!("{} {}", words::decision(word.as_str()), words::count(*count)));
    let mut parts: Vec<String> = Vec::new();
    let each: Vec<String> = each.collect();
    if !each.is_empty() {
        parts.push(each.join(", "));
    }
    if by_dates > 0 {
        parts.push(format!("{} of these matched by dates in the DSA Transparency Database", words::count(by_dates)));
    }
    if still_up > 0 {
        parts.push(format!("{} of those said to be removed seen up after that", words::count(still_up)));
    }
    if undecided > 0 {
        parts.push(format!("no decision recorded on {}", words::posts(undecided as usize)));
    }
    if possible > 0 {
        parts.push(format!(
            "statements of reasons may be about {}, without being sure",
            words::posts(possible as usize)
        ));
    }
    parts.join("; ")
}

fn times(times: Times) -> TimesJson {
    TimesJson {
        answered: times.answered,
        unanswered: times.unanswered,
        median_seconds: times.median.map(|millis| millis / 1_000),
    }
}

/// "2 of 3, after 4 h in the median"; those without an answer are counted and never taken for zero.
fn took(times: Times) -> String {
    let all = times.answered + times.unanswered;
    let Some(median) = times.median else {
        return format!("{} of {}", words::count(times.answered), words::count(all));
    };
    format!(
        "{} of {}, after {} in the median",
        words::count(times.answered),
        words::count(all),
        words::duration(median)
    )
}

impl AnswerJson {
    /// Whether it is words of somebody, and not the mere fact of a receipt or of a row in a database.
    pub fn speaks(&self) -> bool {
        self.statement.is_none() && self.kind != AnswerKind::Silence.as_str() && !self.text.trim().is_empty()
    }

    /// What it is, before its words: "decision (removed, automated), 4 posts".
    pub fn what(&self) -> String {
        let mut marks = Vec::new();
        marks.extend(self.decision.map(words::decision));
        marks.extend(self.automated.map(|is| if is { "automated".to_owned() } else { "not automated".to_owned() }));
        let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join(", ")) };
        let kind = match self.kind.as_str() {
            "receipt" => "confirmed the receipt",
            "decision" => "decided",
            "redress" => "on redress",
            _ => "answered",
        };
        format!("{kind}{marks}")
    }
}

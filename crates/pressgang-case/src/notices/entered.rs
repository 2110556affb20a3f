//! Notices as the ledger knows them.

use pressgang_posts::{PostKey, Timestamp};
use serde_json::{Value, json};

use super::NoticeError;
use crate::answers::ANSWER;
use crate::error::CaseError;
use crate::files;
use crate::folder::Case;
use crate::ledger::Entry;
use crate::load_findings::post_key;
use crate::prints::Print;

/// The kind of entry that says a notice was drafted.
pub(crate) const NOTICE: &str = "notice";
/// The kind of entry that says a notice was sent.
const SENT: &str = "notice_sent";
/// Every notice lies in a folder of its number in this one, below the case folder.
pub(crate) const FOLDER: &str = "notices";

/// What a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoticeKind {
    /// A notice to a platform under Article 16 of Regulation (EU) 2022/2065.
    Notice,
    /// A referral to a competent authority.
    Referral,
    /// A request for comment before something is published.
    Comment,
}

impl NoticeKind {
    /// The word used in the ledger and in output.
    pub fn as_str(self) -> &'static str {
        match self {
            NoticeKind::Notice => "notice",
            NoticeKind::Referral => "referral",
            NoticeKind::Comment => "comment",
        }
    }

    /// The kind a word stands for.
    pub fn named(word: &str) -> Option<NoticeKind> {
        [NoticeKind::Notice, NoticeKind::Referral, NoticeKind::Comment].into_iter().find(|kind| kind.as_str() == word)
    }
}

/// Who gives notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notifier {
    /// Name of the person or body.
    pub name: String,
    /// E-mail address.
    pub email: String,
}

/// A draft to be entered.
#[derive(Clone, Debug)]
pub struct NewNotice<'a> {
    /// What it is.
    pub kind: NoticeKind,
    /// The platform it is for or about (`x`), if one.
    pub platform: Option<&'a str>,
    /// Its language, BCP 47.
    pub language: &'a str,
    /// The jurisdiction whose designations it rests on; none for requests for comment.
    pub jurisdiction: Option<&'a str>,
    /// It is sent by a trusted flagger as one (Article 22).
    pub trusted_flagger: bool,
    /// Source of the notice in the words of the DSA Transparency Database (`SOURCE_ARTICLE_16`); notices only.
    pub source_type: Option<&'a str>,
    /// It is about an organisation that does not exist, and must not be sent.
    pub demonstration: bool,
    /// Category of the DSA Transparency Database (`STATEMENT_CATEGORY_...`).
    pub category: Option<&'a str>,
    /// Its keywords (`KEYWORD_...`).
    pub keywords: &'a [String],
    /// When an answer is asked for; requests for comment only.
    pub due: Option<Timestamp>,
    /// The posts it names.
    pub posts: &'a [PostKey],
    /// Who gives notice.
    pub notifier: &'a Notifier,
    /// To whom, as the user said it.
    pub to: Option<&'a str>,
    /// Its files: name and content.
    pub files: &'a [(String, Vec<u8>)],
}

/// A file of a notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeFile {
    /// Below the case folder (`notices/N1/notice.txt`).
    pub path: String,
    /// SHA-256 in lower-case hex.
    pub sha256: String,
}

/// That a notice was sent, as a person said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The ledger's entry.
    pub entry: u64,
    /// When it was sent.
    pub at: Timestamp,
    /// `form`, `email` or `api`; none where it was not said.
    pub channel: Option<String>,
    /// What the platform calls it.
    pub reference: Option<String>,
    /// Who sent it; none where that was not said or was removed.
    pub by: Option<String>,
}

/// A drafted notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// `N1` and up, never given twice.
    pub id: String,
    /// The ledger's entry.
    pub entry: u64,
    /// What it is.
    pub kind: NoticeKind,
    /// The platform it is for or about, if one.
    pub platform: Option<String>,
    /// Its language, BCP 47.
    pub language: String,
    /// The jurisdiction whose designations it rests on.
    pub jurisdiction: Option<String>,
    /// It is of a trusted flagger.
    pub trusted_flagger: bool,
    /// Source of the notice in the words of the DSA Transparency Database: `SOURCE_ARTICLE_16`, `SOURCE_TRUSTED_FLAGGER` or
    /// `SOURCE_TYPE_OTHER_NOTIFICATION`; none for referrals, requests for comment and entries that do not say so.
    pub source_type: Option<String>,
    /// It is about an organisation that does not exist, and must not be sent.
    pub demonstration: bool,
    /// Category of the DSA Transparency Database.
    pub category: Option<String>,
    /// Its keywords.
    pub keywords: Vec<String>,
    /// When an answer is asked for.
    pub due: Option<Timestamp>,
    /// How many posts it names; known even where `posts` were removed.
    pub post_count: u64,
    /// The posts it names; empty where they were removed from the ledger.
    pub posts: Vec<PostKey>,
    /// To whom, if that was said and not removed.
    pub to: Option<String>,
    /// Its files.
    pub files: Vec<NoticeFile>,
    /// When it was drafted.
    pub drafted_at: Timestamp,
    /// When and how it was sent, as the newest entry says; none while nobody said so.
    pub sent: Option<Sent>,
}

impl Case {
    /// All notices in the order they were drafted.
    pub fn notices(&self) -> Result<Vec<Notice>, CaseError> {
        let mut notices: Vec<Notice> = self.ledger().entries(NOTICE)?.iter().map(notice).collect();
        for entry in self.ledger().entries(SENT)? {
            let Some(sent) = sent(&entry) else { continue };
            let id = entry.body["notice"].as_str().unwrap_or_default();
            if let Some(known) = notices.iter_mut().find(|known| known.id == id) {
                known.sent = Some(sent);
            }
        }
        Ok(notices)
    }

    /// The ids that the next `count` notices will have.
    pub fn next_notices(&self, count: usize) -> Result<Vec<String>, CaseError> {
        let known = self.ledger().entries(NOTICE)?.len();
        Ok((1..=count).map(|number| format!("N{}", known + number)).collect())
    }

    /// Writes drafts into the case and enters them, all or none; they get the ids that [`Case::next_notices`] gave.
    ///
    /// # Errors
    /// [`NoticeError::FileName`] for a file that would lie elsewhere than in the notice's folder.
    pub fn enter_notices(&mut self, new: &[NewNotice<'_>], now: Timestamp) -> Result<Vec<Notice>, CaseError> {
        let ids = self.next_notices(new.len())?;
        let (_, head) = self.ledger().head()?;
        let mut entries = Vec::with_capacity(new.len());
        for (new, id) in new.iter().zip(&ids) {
            entries.push((NOTICE, body(new, id, &head)?, Some(personal(new))));
        }
        // The files first: what no entry names is overwritten by the next draft, and what an entry names is there.
        for (new, id) in new.iter().zip(&ids) {
            for (name, content) in new.files {
                files::write(&self.root().join(FOLDER).join(id).join(name), content)?;
            }
        }
        self.ledger.append_all(now, &entries)?;
        let mut notices = self.notices()?;
        Ok(notices.split_off(notices.len().saturating_sub(new.len())))
    }

    /// Enters one draft; see [`Case::enter_notices`].
    pub fn enter_notice(&mut self, new: &NewNotice<'_>, now: Timestamp) -> Result<Notice, CaseError> {
        let entered = self.enter_notices(std::slice::from_ref(new), now)?;
        entered
            .into_iter()
            .next()
            .ok_or_else(|| NoticeError::NoSuchNotice { name: String::new(), known: Vec::new() }.into())
    }

    /// Enters that a person sent a notice. Of several entries on one notice the newest counts.
    ///
    /// # Errors
    /// [`NoticeError`] where there is no such notice, the time lies after `now`, or an answer came before it.
    pub fn enter_sent(&mut self, notice: &str, sent: &Sent, now: Timestamp) -> Result<Notice, CaseError> {
        let notices = self.notices()?;
        if !notices.iter().any(|known| known.id == notice) {
            let known = notices.into_iter().map(|known| known.id).collect();
            return Err(NoticeError::NoSuchNotice { name: notice.to_owned(), known }.into());
        }
        if sent.at > now {
            return Err(NoticeError::SentLater { notice: notice.to_owned(), at: sent.at.to_string() }.into());
        }
        if let Some(error) = self.answered_before(notice, sent.at)? {
            return Err(error.into());
        }
        let body = json!({
            "notice": notice,
            "sent_at": sent.at.to_string(),
            "channel": sent.channel,
            "reference": sent.reference,
        });
        let personal = sent.by.as_ref().map(|by| json!({ "by": by }));
        self.ledger.append(now, SENT, &body, personal.as_ref())?;
        let found = self.notices()?.into_iter().find(|known| known.id == notice);
        found.ok_or_else(|| NoticeError::NoSuchNotice { name: notice.to_owned(), known: Vec::new() }.into())
    }
}

impl Case {
    /// The first answer to a notice that would have come before it was sent. A decision that a statement of reasons tells
    /// of is no word of the desk's: platforms act without being told.
    fn answered_before(&self, notice: &str, sent_at: Timestamp) -> Result<Option<NoticeError>, CaseError> {
        for entry in self.ledger().entries(ANSWER)? {
            let body = &entry.body;
            let received = body["received_at"].as_str().and_then(Timestamp::parse_rfc3339);
            let is_of_desk = body["notice"].as_str() == Some(notice) && body["statement"].is_null();
            if let Some(received) = received.filter(|received| is_of_desk && *received < sent_at) {
                return Ok(Some(NoticeError::SentAfterAnswer {
                    notice: notice.to_owned(),
                    at: sent_at.to_string(),
                    answer: body["answer"].as_str().unwrap_or_default().to_owned(),
                    received: received.to_string(),
                }));
            }
        }
        Ok(None)
    }
}

fn body(new: &NewNotice<'_>, id: &str, head: &str) -> Result<Value, NoticeError> {
    let mut entered = Vec::with_capacity(new.files.len());
    for (name, content) in new.files {
        let is_plain = !name.starts_with('.')
            && !name.is_empty()
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'));
        if !is_plain {
            return Err(NoticeError::FileName(name.clone()));
        }
        let mut file = json!({ "name": name });
        Print::of_bytes(content).enter(&mut file);
        entered.push(file);
    }
    Ok(json!({
        "notice": id,
        "kind": new.kind.as_str(),
        "platform": new.platform,
        "language": new.language,
        "jurisdiction": new.jurisdiction,
        "trusted_flagger": new.trusted_flagger,
        "source_type": new.source_type,
        "demonstration": new.demonstration,
        "category": new.category,
        "keywords": new.keywords,
        "due": new.due.map(|due| due.to_string()),
        "posts": new.posts.len(),
        "files": entered,
        "head": head,
    }))
}

fn personal(new: &NewNotice<'_>) -> Value {
    let posts: Vec<String> = new.posts.iter().map(PostKey::to_string).collect();
    json!({
        "posts": posts,
        "notifier": { "name": new.notifier.name, "email": new.notifier.email },
        "to": new.to,
    })
}

fn notice(entry: &Entry) -> Notice {
    let body = &entry.body;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let texts = |value: &Value| -> Vec<String> { value.as_array().into_iter().flatten().filter_map(text).collect() };
    let id = text(&body["notice"]).unwrap_or_default();
    let personal = entry.personal.as_ref();
    let file =
        |file: &Value| Some(NoticeFile { path: path_of(&id, file["name"].as_str()?), sha256: text(&file["sha256"])? });
    Notice {
        entry: entry.number,
        kind: body["kind"].as_str().and_then(NoticeKind::named).unwrap_or(NoticeKind::Notice),
        platform: text(&body["platform"]),
        language: text(&body["language"]).unwrap_or_default(),
        jurisdiction: text(&body["jurisdiction"]),
        trusted_flagger: body["trusted_flagger"].as_bool().unwrap_or(false),
        source_type: text(&body["source_type"]),
        demonstration: body["demonstration"].as_bool().unwrap_or(false),
        category: text(&body["category"]),
        keywords: texts(&body["keywords"]),
        due: body["due"].as_str().and_then(Timestamp::parse_rfc3339),
        post_count: body["posts"].as_u64().unwrap_or(0),
        posts: personal
            .map_or_else(Vec::new, |personal| texts(&personal["posts"]).iter().map(|p| post_key(p)).collect()),
        to: personal.and_then(|personal| text(&personal["to"])),
        files: body["files"].as_array().into_iter().flatten().filter_map(file).collect(),
        drafted_at: entry.at,
        sent: None,
        id,
    }
}

fn sent(entry: &Entry) -> Option<Sent> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    Some(Sent {
        entry: entry.number,
        at: entry.body["sent_at"].as_str().and_then(Timestamp::parse_rfc3339)?,
        channel: text(&entry.body["channel"]),
        reference: text(&entry.body["reference"]),
        by: entry.personal.as_ref().and_then(|personal| text(&personal["by"])),
    })
}

/// Where a file of a notice lies, below the case folder.
fn path_of(id: &str, name: &str) -> String {
    format!("{FOLDER}/{id}/{name}")
}

//! Answers as the ledger knows them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use pressgang_posts::{PostKey, Timestamp};
use serde_json::{Value, json};

use super::counted::contradicts;
use super::kinds::{AnswerKind, DecisionWord};
use super::statements::{Graph, statement_of};
use super::{AnswerError, LARGEST_FILE, LONGEST_TEXT, MOST_FILES};
use crate::error::CaseError;
use crate::files::{self, FileError};
use crate::folder::Case;
use crate::ledger::Entry;
use crate::load_findings::post_key;
use crate::notices::{Notice, NoticeError, NoticeKind};
use crate::prints::Print;
use crate::show::post_named;
use crate::stages::newest_files;
use crate::tables::{PostRow, TableRow};

/// The kind of entry that holds an answer.
pub(crate) const ANSWER: &str = "answer";
/// Files that came with answers lie here below the case folder, named by their SHA-256.
pub(crate) const FOLDER: &str = "answers";

/// A notice of more posts than this was not made by this program.
pub(super) const MOST_PLACES: u64 = 1_000_000;

/// A statement of reasons from the DSA Transparency Database, matched to a post by dates and not by address: the
/// database holds no addresses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The platform's id of the statement (`platform_uid`).
    pub puid: String,
    /// The database's id of it.
    pub uuid: Option<String>,
    /// The platform's name there.
    pub platform_name: String,
    /// The day from which the restriction applies.
    pub applied: Date,
    /// The day of the content.
    pub content_date: Date,
    /// Its category (`STATEMENT_CATEGORY_...`).
    pub category: String,
    /// What was decided, in the database's words (`DECISION_VISIBILITY_CONTENT_REMOVED` ...).
    pub decisions: Vec<String>,
    /// `DECISION_GROUND_ILLEGAL_CONTENT` or `DECISION_GROUND_INCOMPATIBLE_CONTENT`.
    pub ground: Option<String>,
    /// `SOURCE_ARTICLE_16` or `SOURCE_TRUSTED_FLAGGER`.
    pub source_type: String,
    /// How sure the match is, by all that was read until now.
    pub sureness: Sureness,
}

/// How sure it is that a statement is about a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sureness {
    /// Of all statements read, this one alone fits the post, and it fits no other post of any notice.
    Matched,
    /// It is one of so many that fit.
    Possible(u64),
}

/// A file that came with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerFile {
    /// Its name as it came; none where personal content was removed.
    pub name: Option<String>,
    /// SHA-256 in lower-case hex; the file lies in the case as `answers/SHA256`.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

/// A file to be kept with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenFile {
    /// Its name, without folders.
    pub name: String,
    /// Its content.
    pub content: Vec<u8>,
}

impl GivenFile {
    /// Reads a file that came with an answer.
    ///
    /// # Errors
    /// [`AnswerError::TooLarge`], and if it cannot be read.
    pub fn read(path: &Path) -> Result<GivenFile, CaseError> {
        use std::io::Read;
        let failed = |e| FileError::new("read", path, e);
        let mut content = Vec::new();
        let file = std::fs::File::open(path).map_err(failed)?;
        file.take(LARGEST_FILE + 1).read_to_end(&mut content).map_err(failed)?;
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if content.len() as u64 > LARGEST_FILE {
            return Err(AnswerError::TooLarge { what: name, limit: LARGEST_FILE }.into());
        }
        Ok(GivenFile { name, content })
    }
}

/// An answer to be entered.
#[derive(Clone, Debug)]
pub struct NewAnswer {
    /// The notice that it answers; none where nobody had asked in writing.
    pub notice: Option<String>,
    /// What it is.
    pub kind: AnswerKind,
    /// When it came; of silence, the time by which nothing had come.
    pub received_at: Timestamp,
    /// What was decided, of decisions; of redress where it changed something.
    pub decision: Option<DecisionWord>,
    /// Whether the decision is said to be automated; none where nothing is said of it.
    pub automated: Option<bool>,
    /// Who answered, as it shall be printed.
    pub from: String,
    /// The words, to the byte.
    pub text: Vec<u8>,
    /// Where it can be read, or how it came.
    pub source: Option<String>,
    /// The posts it is about: `platform:id`, ids or addresses; none means all of the notice.
    pub posts: Vec<String>,
    /// Who enters it.
    pub by: Option<String>,
    /// Files that came with it.
    pub files: Vec<GivenFile>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// `A1` and up, never given twice.
    pub id: String,
    /// The ledger's entry.
    pub entry: u64,
    /// The notice that it answers.
    pub notice: Option<String>,
    /// What it is.
    pub kind: AnswerKind,
    /// When it came.
    pub received_at: Timestamp,
    /// What was decided.
    pub decision: Option<DecisionWord>,
    /// Whether the decision is said to be automated.
    pub automated: Option<bool>,
    /// The statement of reasons that it was read from.
    pub statement: Option<Statement>,
    /// Files that came with it.
    pub files: Vec<AnswerFile>,
    /// The places in the notice of the posts it is about, from 0.
    pub places: Vec<usize>,
    /// The posts it is about; empty where they were removed from the ledger.
    pub posts: Vec<PostKey>,
    /// Who answered; none where that was removed.
    pub from: Option<String>,
    /// The words; none where they were removed.
    pub text: Option<String>,
    /// Where it can be read, or how it came.
    pub source: Option<String>,
    /// Who entered it.
    pub by: Option<String>,
}

/// What entering came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnteredAnswer {
    /// The answer.
    pub answer: Answer,
    /// It had been entered before, and nothing was entered now.
    pub already: bool,
    /// Silences that it contradicts: they count no more.
    pub withdraws: Vec<Answer>,
}

impl Case {
    /// All answers in the order they were entered. A silence that a later entry contradicts is left out: something had
    /// been answered by its time.
    pub fn answers(&self) -> Result<Vec<Answer>, CaseError> {
        let mut answers = self.entered_answers()?;
        let silences: BTreeSet<u64> = silences_of(&answers).collect();
        answers.retain(|one| one.kind != AnswerKind::Silence || silences.contains(&one.entry));
        Ok(answers)
    }

    /// All answers as they were entered.
    fn entered_answers(&self) -> Result<Vec<Answer>, CaseError> {
        let graph = Graph::load(self)?;
        Ok(self.ledger().entries(ANSWER)?.iter().filter_map(|entry| answer(entry, &graph)).collect())
    }

    /// Enters an answer and keeps the files that came with it.
    ///
    /// # Errors
    /// [`AnswerError`] where it cannot be an answer to that notice, [`NoticeError::NoSuchNotice`]; then nothing is
    /// entered or kept.
    pub fn enter_answer(&mut self, new: &NewAnswer, now: Timestamp) -> Result<EnteredAnswer, CaseError> {
        let text = words(&new.text)?;
        if new.received_at > now {
            return Err(AnswerError::YetToCome { at: new.received_at.to_string() }.into());
        }
        if new.from.trim().is_empty() && new.kind != AnswerKind::Silence {
            return Err(AnswerError::NotSaid("who answered").into());
        }
        if text.trim().is_empty() && matches!(new.kind, AnswerKind::Text | AnswerKind::Redress) {
            return Err(AnswerError::NotSaid("what was answered").into());
        }
        if new.files.len() > MOST_FILES {
            return Err(AnswerError::TooManyFiles.into());
        }
        let known = self.entered_answers()?;
        let notice = new.notice.as_deref().map(|name| self.notice_named(name)).transpose()?;
        if let Some(notice) = &notice {
            fits(new, notice, &known)?;
        } else if matches!(new.kind, AnswerKind::Silence | AnswerKind::Receipt) {
            return Err(AnswerError::NotSaid("which notice it is about").into());
        }
        let (places, posts) = self.answered_posts(new, notice.as_ref())?;
        let about = json!({
            "notice": notice.as_ref().map(|notice| &notice.id),
            "kind": new.kind.as_str(),
            "received_at": new.received_at.to_string(),
            "decision": new.decision.map(DecisionWord::as_str),
            "automated": new.automated,
            "statement": null,
            "posts": posts.len(),
            "places": places,
        });
        let same = |answer: &&Answer| {
            (answer.notice.as_ref(), answer.kind, answer.received_at)
                == (notice.as_ref().map(|n| &n.id), new.kind, new.received_at)
                && answer.decision == new.decision
                && answer.text.as_deref() == Some(text)
                && answer.posts == posts
                && answer.files.len() == new.files.len()
        };
        if let Some(answer) = known.iter().find(same) {
            return Ok(EnteredAnswer { answer: answer.clone(), already: true, withdraws: Vec::new() });
        }
        let mut body = json!({ "answer": format!("A{}", self.ledger().entries(ANSWER)?.len() + 1) });
        let mut entered = Vec::with_capacity(new.files.len());
        for file in &new.files {
            let mut about = json!({});
            Print::of_bytes(&file.content).enter(&mut about);
            // The files first: what no entry names lies there under its own hash, and what an entry names is there.
            files::write(&self.root().join(FOLDER).join(files::hash_bytes(&file.content)), &file.content)?;
            entered.push(about);
        }
        merge(&mut body, about);
        body["files"] = entered.into();
        let personal = json!({
            "from": new.from.trim(),
            "text": text,
            "source": new.source,
            "posts": posts.iter().map(PostKey::to_string).collect::<Vec<_>>(),
            "by": new.by,
            "files": new.files.iter().map(|file| &file.name).collect::<Vec<_>>(),
        });
        self.ledger.append(now, ANSWER, &body, Some(&personal))?;
        let mut entered = self.entered_answers()?;
        let after: BTreeSet<u64> = silences_of(&entered).collect();
        let withdrawn: BTreeSet<u64> = silences_of(&known).filter(|entry| !after.contains(entry)).collect();
        let answer = entered.pop().ok_or(AnswerError::NotSaid("what was answered"))?;
        let withdraws = entered.into_iter().filter(|one| withdrawn.contains(&one.entry));
        Ok(EnteredAnswer { answer, already: false, withdraws: withdraws.collect() })
    }

    /// The notice of a name, which need not be written as it is.
    pub(crate) fn notice_named(&self, name: &str) -> Result<Notice, CaseError> {
        let notices = self.notices()?;
        let known: Vec<String> = notices.iter().map(|notice| notice.id.clone()).collect();
        let found = notices.into_iter().find(|notice| notice.id.eq_ignore_ascii_case(name.trim()));
        found.ok_or_else(|| NoticeError::NoSuchNotice { name: name.to_owned(), known }.into())
    }

    /// The posts an answer is about, with their places in its notice.
    fn answered_posts(
        &self,
        new: &NewAnswer,
        notice: Option<&Notice>,
    ) -> Result<(Vec<usize>, Vec<PostKey>), CaseError> {
        let Some(notice) = notice else {
            let keys = new.posts.iter().map(|name| self.post_key_named(name));
            return Ok((Vec::new(), keys.collect::<Result<_, _>>()?));
        };
        let mut found: BTreeMap<usize, PostKey> = BTreeMap::new();
        for name in &new.posts {
            let missing = || AnswerError::NotInNotice {
                notice: notice.id.clone(),
                post: name.clone(),
                posts: notice.posts.iter().map(PostKey::to_string).collect(),
            };
            let by_key = notice.posts.iter().position(|post| post.to_string() == *name);
            let mut by_id = notice.posts.iter().enumerate().filter(|(_, post)| post.id == *name).map(|(at, _)| at);
            let by_id = by_id.next().filter(|_| by_id.next().is_none());
            let place = match by_key.or(by_id) {
                Some(place) => place,
                None => {
                    let key = self.post_key_named(name).map_err(|_| missing())?;
                    notice.posts.iter().position(|post| *post == key).ok_or_else(missing)?
                }
            };
            found.insert(place, notice.posts[place].clone());
        }
        if new.posts.is_empty() && new.kind != AnswerKind::Silence {
            let all = notice.post_count.min(MOST_PLACES) as usize;
            return Ok(((0..all).collect(), notice.posts.clone()));
        }
        Ok(found.into_iter().unzip())
    }

    /// A post by `platform:id`, address or id, as the newest tables have it.
    fn post_key_named(&self, name: &str) -> Result<PostKey, CaseError> {
        let parts = self.newest_posts()?;
        let (platform, id) = post_named(name, parts.iter().map(PathBuf::as_path))?;
        Ok(post_key(&format!("{platform}:{id}")))
    }

    /// The newest tables of posts, whatever changed since.
    pub(crate) fn newest_posts(&self) -> Result<Vec<PathBuf>, CaseError> {
        let mut parts = Vec::new();
        for source in &self.config.sources {
            let files = newest_files(self.ledger(), self.root(), &format!("posts/{}", source.id), None)?;
            let Some(mut files) = files else { return Err(CaseError::NotRun { path: self.root().to_owned() }) };
            parts.extend(files.remove(PostRow::TABLE));
        }
        Ok(parts)
    }
}

/// The words as text, if they are and are not too many.
fn words(text: &[u8]) -> Result<&str, AnswerError> {
    if text.len() > LONGEST_TEXT {
        return Err(AnswerError::TooLarge { what: "the answer".to_owned(), limit: LONGEST_TEXT as u64 });
    }
    std::str::from_utf8(text).map_err(|error| AnswerError::NotUtf8 { at: error.valid_up_to() })
}

/// Whether something can be an answer to a notice.
fn fits(new: &NewAnswer, notice: &Notice, known: &[Answer]) -> Result<(), AnswerError> {
    let (id, at) = (|| notice.id.clone(), || new.received_at.to_string());
    let Some(sent) = &notice.sent else { return Err(AnswerError::NotSent { notice: id() }) };
    if new.received_at < sent.at {
        return Err(AnswerError::BeforeSent { notice: id(), sent: sent.at.to_string(), at: at() });
    }
    if notice.kind == NoticeKind::Comment && new.kind == AnswerKind::Decision {
        return Err(AnswerError::NoDecision { notice: id() });
    }
    if new.kind != AnswerKind::Silence {
        return Ok(());
    }
    if let Some(due) = notice.due.filter(|due| new.received_at < *due) {
        return Err(AnswerError::NotDue { notice: id(), due: due.to_string(), at: at() });
    }
    match contradicts(known, &notice.id, new.received_at) {
        None => Ok(()),
        Some(answer) => {
            let at = answer.received_at.to_string();
            Err(AnswerError::Answered { notice: id(), answer: answer.id.clone(), at })
        }
    }
}

/// The entries of the silences that nothing contradicts.
fn silences_of(answers: &[Answer]) -> impl Iterator<Item = u64> {
    let counts = |one: &&Answer| {
        one.kind == AnswerKind::Silence
            && one.notice.as_ref().is_some_and(|notice| contradicts(answers, notice, one.received_at).is_none())
    };
    answers.iter().filter(counts).map(|one| one.entry)
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

/// The answer of an entry; `None` if it is none that this version knows.
fn answer(entry: &Entry, graph: &Graph) -> Option<Answer> {
    let body = &entry.body;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let personal = entry.personal.as_ref();
    let of = |key: &str| personal.and_then(|personal| text(&personal[key]));
    let name = |at: usize| personal.and_then(|personal| text(&personal["files"][at]));
    let posts = personal.and_then(|personal| personal["posts"].as_array());
    let file = |(at, file): (usize, &Value)| {
        Some(AnswerFile { name: name(at), sha256: text(&file["sha256"])?, bytes: file["bytes"].as_u64().unwrap_or(0) })
    };
    let notice = text(&body["notice"]);
    let places: Vec<usize> =
        body["places"].as_array().into_iter().flatten().filter_map(Value::as_u64).map(|n| n as usize).collect();
    Some(Answer {
        id: text(&body["answer"])?,
        entry: entry.number,
        kind: AnswerKind::named(body["kind"].as_str()?)?,
        received_at: Timestamp::parse_rfc3339(body["received_at"].as_str()?)?,
        decision: body["decision"].as_str().and_then(DecisionWord::named),
        automated: body["automated"].as_bool(),
        statement: statement_of(&body["statement"], notice.as_deref(), places.first().copied(), graph),
        files: body["files"].as_array().into_iter().flatten().enumerate().filter_map(file).collect(),
        posts: posts.into_iter().flatten().filter_map(Value::as_str).map(post_key).collect(),
        from: of("from"),
        text: of("text"),
        source: of("source"),
        by: of("by"),
        notice,
        places,
    })
}

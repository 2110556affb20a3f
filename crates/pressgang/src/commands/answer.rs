//! `pressgang answer`: what was answered to notices and requests for comment, what waits, and reminders.

use std::io::{IsTerminal, Read};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pressgang_case::{
    Answer, AnswerKind, Case, DecisionWord, EnteredAnswer, GivenFile, LONGEST_TEXT, NewAnswer, Notice, NoticeKind,
    StatementsRead, Waiting,
};
use pressgang_posts::Timestamp;
use serde_json::json;

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;
use crate::output::{Out, say};

/// What was decided.
#[derive(Clone, Copy, Debug, ValueEnum)]
#[value(rename_all = "snake_case")]
enum DecisionArg {
    /// The post was removed
    Removed,
    /// Access to it was disabled, as in one country
    Disabled,
    /// It was made harder to find, labelled, or earns nothing any more
    Restricted,
    /// The account was suspended or ended
    AccountSuspended,
    /// It stays as it is
    Kept,
    /// None of these
    Other,
}

impl From<DecisionArg> for DecisionWord {
    fn from(decision: DecisionArg) -> DecisionWord {
        match decision {
            DecisionArg::Removed => DecisionWord::Removed,
            DecisionArg::Disabled => DecisionWord::Disabled,
            DecisionArg::Restricted => DecisionWord::Restricted,
            DecisionArg::AccountSuspended => DecisionWord::AccountSuspended,
            DecisionArg::Kept => DecisionWord::Kept,
            DecisionArg::Other => DecisionWord::Other,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

/// Enter what was answered to a notice or a request for comment, read statements of reasons, and see what waits
///
/// An answer is kept word for word, with who gave it, when, and the files that came with it, which are copied into the
/// case. It is a receipt, a decision, something about redress, or words; that nothing had come by a time is entered as
/// silence. The report prints who was told and what they answered, and how long it took.
///
/// With --statements a dump of the DSA Transparency Database is read. It holds no addresses, so a statement is entered
/// only where it alone fits a post that was notified and fits no other; the rest is counted as possible.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang answer my-case N1 --receipt --at 2023-05-24T16:00:00Z --from \"Example Platform\"\n  pressgang answer my-case N1 --decision removed --post x:1620858830937812995 --at 2023-05-25T09:12:00+02:00 --from \"Example Platform\" --text \"We removed the post.\" --file mail.eml\n  pressgang answer my-case N3 --at 2023-05-26T09:00:00Z --from \"Example Platform, press office\" --text \"We do not comment.\"\n  pressgang answer my-case N4 --silence --at 2023-05-27T10:00:00Z\n  pressgang answer my-case --unasked --at 2023-05-28T09:00:00Z --from \"Example Platform\" < statement.txt\n  pressgang answer my-case --statements sor-global-2023-09-25-full.zip\n  pressgang answer my-case --due\n  pressgang answer my-case --remind N1"
)]
pub struct AnswerArgs {
    /// Case folder
    case: PathBuf,
    /// The notice that is answered, such as N1
    notice: Option<String>,
    /// It confirms that the notice arrived
    #[arg(long, conflicts_with_all = ["decision", "redress", "silence"])]
    receipt: bool,
    /// It says what was decided; with --redress, what the redress changed it to
    #[arg(long, value_name = "DECISION", conflicts_with = "silence")]
    decision: Option<DecisionArg>,
    /// It is about redress: which there is, or its outcome
    #[arg(long, conflicts_with = "silence")]
    redress: bool,
    /// Nothing had come by the time given with --at
    #[arg(long)]
    silence: bool,
    /// It answers no notice: nobody had asked in writing
    #[arg(long, conflicts_with = "notice")]
    unasked: bool,
    /// Whether the decision is said to be automated
    #[arg(long, value_name = "WHETHER")]
    automated: Option<YesNo>,
    /// When it came, with its zone: 2023-05-25T09:12:00+02:00
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Who answered, as it shall be printed
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// A post that it is about; without any, all of the notice
    #[arg(long, value_name = "POST")]
    post: Vec<String>,
    /// Its words; without this those of the one --file, or standard input, unless that is a message with its headers
    #[arg(long)]
    text: Option<String>,
    /// A file that came with it, kept in the case
    #[arg(long, value_name = "FILE")]
    file: Vec<PathBuf>,
    /// Where it can be read, or how it came
    #[arg(long, value_name = "SOURCE")]
    source: Option<String>,
    /// Who enters it; kept in the ledger, not printed
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Read dumps of the DSA Transparency Database (CSV, also in zip or gzip) instead
    #[arg(long, value_name = "FILE", num_args = 1.., conflicts_with_all = ENTERING)]
    statements: Vec<PathBuf>,
    /// List what waits for an answer instead
    #[arg(long, conflicts_with_all = ENTERING, conflicts_with = "statements")]
    due: bool,
    /// Write a reminder of a notice to standard output instead
    #[arg(long, value_name = "NOTICE", conflicts_with_all = ENTERING, conflicts_with_all = ["statements", "due"])]
    remind: Option<String>,
    /// List all answers instead
    #[arg(long, conflicts_with_all = ENTERING, conflicts_with_all = ["statements", "due", "remind"])]
    list: bool,
    /// The time to which --due and --remind look; otherwise now
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Deadlines within so many days count as near
    #[arg(long, value_name = "DAYS", default_value_t = 3)]
    within: u32,
    /// With --due, write one JSON object
    #[arg(long, requires = "due")]
    json: bool,
}

/// What only makes sense where an answer is entered.
const ENTERING: [&str; 13] = [
    "notice",
    "receipt",
    "decision",
    "redress",
    "silence",
    "unasked",
    "automated",
    "at",
    "from",
    "post",
    "text",
    "file",
    "source",
];

pub fn answer(args: &AnswerArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    let at = args.now.as_deref().map(|text| time("--now", text)).transpose()?.unwrap_or_else(now);
    if !args.statements.is_empty() {
        return statements(&mut case, args);
    }
    if args.due {
        return due(&case, at, args);
    }
    if let Some(notice) = &args.remind {
        let mut out = Out::lock();
        out.bytes(case.reminder(notice, at)?.as_bytes())?;
        out.finish()?;
        return Ok(Outcome::Done);
    }
    if args.list {
        return list(&case);
    }
    enter(&mut case, args)
}

/// A time that says its zone.
fn time(flag: &str, text: &str) -> Result<Timestamp, CommandError> {
    Timestamp::parse_rfc3339(text.trim()).ok_or_else(|| {
        CommandError::usage(
            format!("{flag} {text:?} is no time with a zone"),
            "write it as 2023-05-25T09:12:00+02:00 or 2023-05-25T07:12:00Z",
        )
    })
}

fn enter(case: &mut Case, args: &AnswerArgs) -> Result<Outcome, CommandError> {
    if args.notice.is_none() && !args.unasked {
        return Err(CommandError::usage(
            "which notice is answered was not said",
            format!(
                "name it, such as N1, or say --unasked; pressgang answer {} --due lists what waits",
                args.case.display()
            ),
        ));
    }
    let missing =
        |flag: &str, what: &str| CommandError::usage(format!("{what} was not said"), format!("say it with {flag}"));
    let at = args.at.as_deref().ok_or_else(|| missing("--at", "when the answer came"))?;
    let kind = match (args.receipt, args.decision, args.redress, args.silence) {
        (true, ..) => AnswerKind::Receipt,
        (.., true) => AnswerKind::Silence,
        (_, _, true, _) => AnswerKind::Redress,
        (_, Some(_), ..) => AnswerKind::Decision,
        _ => AnswerKind::Text,
    };
    let from = match (&args.from, kind) {
        (Some(from), _) => from.clone(),
        (None, AnswerKind::Silence) => String::new(),
        (None, _) => return Err(missing("--from", "who answered")),
    };
    let received_at = time("--at", at)?;
    let files = args.file.iter().map(|path| GivenFile::read(path)).collect::<Result<Vec<_>, _>>()?;
    let new = NewAnswer {
        notice: args.notice.clone(),
        kind,
        received_at,
        decision: args.decision.map(DecisionWord::from),
        automated: args.automated.map(|whether| matches!(whether, YesNo::Yes)),
        from,
        text: words(args, kind, &files)?,
        source: args.source.clone(),
        posts: args.post.clone(),
        by: args.by.clone(),
        files,
    };
    let EnteredAnswer { answer, already, withdraws } = case.enter_answer(&new, now())?;
    let about = about(&answer);
    if already {
        say(&format!("{about}: it was entered before, and nothing was entered now"));
    } else {
        say(&format!("{about} (entry {} of the ledger)", answer.entry));
        for silence in withdraws {
            say(&format!(
                "{}: withdrawn, since something had been answered by {}; reports say it no more",
                silence.id, silence.received_at
            ));
        }
        say(&format!("next: pressgang report {}", args.case.display()));
    }
    Ok(Outcome::Done)
}

/// The words: those typed, those of the one file, or those of standard input.
fn words(args: &AnswerArgs, kind: AnswerKind, files: &[GivenFile]) -> Result<Vec<u8>, CommandError> {
    if let Some(text) = &args.text {
        return Ok(text.clone().into_bytes());
    }
    if kind == AnswerKind::Silence {
        return Ok(Vec::new());
    }
    match files {
        [file] if is_message(&file.name, &file.content) => Err(message(&file.name)),
        [file] if file.content.len() <= LONGEST_TEXT && std::str::from_utf8(&file.content).is_ok() => {
            Ok(file.content.clone())
        }
        // A receipt or a decision may be a letter that was scanned.
        [_, ..] if matches!(kind, AnswerKind::Receipt | AnswerKind::Decision) => Ok(Vec::new()),
        [_, ..] => Err(CommandError::usage(
            "the words of the answer were not said",
            "say them with --text; files that are no text are kept beside them",
        )),
        [] => {
            let mut text = Vec::new();
            let stdin = std::io::stdin();
            if !stdin.is_terminal() {
                let most = LONGEST_TEXT as u64 + 1;
                stdin.lock().take(most).read_to_end(&mut text).map_err(CommandError::Stream)?;
            }
            if is_message("", &text) { Err(message("standard input")) } else { Ok(text) }
        }
    }
}

/// A message as it came holds addresses of machines and people, and its words are encoded.
fn message(name: &str) -> CommandError {
    CommandError::usage(
        format!("{name} is a message with its headers, and its words cannot be taken from it"),
        "say what it says with --text (--text \"\" for a receipt or a decision without words); a --file is kept beside it and not published",
    )
}

/// Headers that tell a message from a letter.
const HEADERS: [&str; 4] = ["received", "from", "return-path", "mime-version"];
/// Lines of a header that are looked at.
const MOST_HEADERS: usize = 500;

/// Whether a file is a message: by its name, or because it begins with a block of headers, one of them of [`HEADERS`].
fn is_message(name: &str, content: &[u8]) -> bool {
    if ["eml", "mbox", "msg"].iter().any(|end| name.to_ascii_lowercase().ends_with(&format!(".{end}"))) {
        return true;
    }
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content).trim_ascii_start();
    // The line that divides messages of a mailbox.
    let is_mailbox = content.starts_with(b"From ");
    let mut found = false;
    for (at, line) in content.split(|&b| b == b'\n').take(MOST_HEADERS).enumerate() {
        let is_continued = at > 0 && line.first().is_some_and(|b| matches!(b, b' ' | b'\t'));
        if line.trim_ascii().is_empty() {
            break;
        }
        if is_continued || (at == 0 && is_mailbox) {
            continue;
        }
        let name = line.split(|&b| b == b':').next().filter(|name| name.len() < line.len());
        let is_name = |name: &&[u8]| !name.is_empty() && name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'-');
        let Some(name) = name.filter(is_name) else { break };
        found |= HEADERS.iter().any(|header| name.eq_ignore_ascii_case(header.as_bytes()));
    }
    found
}

/// What an answer is in a line: "A2: decision on N1, removed, 2023-05-25T07:12:00Z".
fn about(answer: &Answer) -> String {
    let notice = answer.notice.as_ref().map_or_else(|| "unasked".to_owned(), |notice| format!("to {notice}"));
    let decision = answer.decision.map_or(String::new(), |decision| format!(", {}", decision.as_str()));
    let posts =
        if answer.kind == AnswerKind::Decision { format!(", {}", posts(answer.places.len())) } else { String::new() };
    format!("{}: {} {notice}{decision}{posts}, {}", answer.id, answer.kind.as_str(), answer.received_at)
}

fn posts(n: usize) -> String {
    if n == 1 { "1 post".to_owned() } else { format!("{n} posts") }
}

fn list(case: &Case) -> Result<Outcome, CommandError> {
    let mut out = Out::lock();
    for answer in case.answers()? {
        out.line(&about(&answer))?;
        if let Some(statement) = &answer.statement {
            out.line(&format!("  statement {}, {}", statement.puid, sureness(statement.sureness)))?;
        }
        for line in answer.text.as_deref().unwrap_or("(removed)").lines() {
            out.line(&format!("  > {line}"))?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn sureness(sureness: pressgang_case::Sureness) -> String {
    match sureness {
        pressgang_case::Sureness::Matched => "the only one that fits, by dates and not by address".to_owned(),
        pressgang_case::Sureness::Possible(count) => format!("one of {count} that fit"),
    }
}

/// Rejects that are said; the others are counted.
const MOST_SAID: usize = 20;

fn statements(case: &mut Case, args: &AnswerArgs) -> Result<Outcome, CommandError> {
    let mut outcome = Outcome::Done;
    let mut out = Out::lock();
    for path in &args.statements {
        let read = case.read_statements(path, now())?;
        let file = path.display();
        if read.already {
            out.line(&format!("{file}: it was read before for the same notices, and nothing was entered now"))?;
            continue;
        }
        out.line(&format!(
            "{file}: {} statements, {} that follow from notices on these platforms, {} that fit a post",
            read.rows, read.weighed, read.fitting
        ))?;
        for answer in &read.matched {
            out.line(&format!("  {}", about(answer)))?;
        }
        let StatementsRead { possible, rejects, rejected, .. } = read;
        for (notice, post, count) in possible {
            out.line(&format!("  possible: {notice}, {}: {count} fit, and none is sure", post.unwrap_or_default()))?;
        }
        for reject in rejects.iter().take(MOST_SAID) {
            let member = reject.member.as_ref().map(|member| format!(" {member}"));
            let row = reject.row.map(|row| format!(", row {row}"));
            let place = reject.offset.map(|offset| format!(", byte {offset}"));
            let parts = [member, row, place].into_iter().flatten().collect::<String>();
            say(&format!("rejected: {file}{parts}: {}", reject.reason));
        }
        if rejected > MOST_SAID as u64 {
            say(&format!("rejected: {} more", rejected - MOST_SAID as u64));
        }
        if rejected > 0 {
            outcome = Outcome::SomeRejected;
        }
    }
    out.finish()?;
    Ok(outcome)
}

fn due(case: &Case, at: Timestamp, args: &AnswerArgs) -> Result<Outcome, CommandError> {
    let (waiting, drafts) = case.waiting(at, args.within)?;
    let mut out = Out::lock();
    if args.json {
        let text = |at: Option<Timestamp>| at.map(|at| at.to_string());
        let waiting: Vec<_> = waiting
            .iter()
            .map(|one| {
                json!({
                    "notice": one.notice.id, "kind": one.notice.kind.as_str(), "platform": one.notice.platform,
                    "to": one.notice.to, "posts": one.notice.post_count, "sent_at": one.sent_at.to_string(),
                    "waited_days": days(one.sent_at, at), "receipt_at": text(one.receipt_at),
                    "decided": one.decided, "silent_until": text(one.silent_until), "due": text(one.notice.due), "state": one.due.as_str(),
                })
            })
            .collect();
        let drafts: Vec<&str> = drafts.iter().map(|notice| notice.id.as_str()).collect();
        out.line(&json!({ "at": at.to_string(), "waiting": waiting, "not_sent": drafts }).to_string())?;
    } else {
        if waiting.is_empty() {
            out.line("nothing that was sent waits for an answer")?;
        }
        for one in &waiting {
            out.line(&waits(one, at))?;
        }
        for notice in &drafts {
            out.line(&format!("{}: {}, drafted and not sent", notice.id, what(notice)))?;
        }
    }
    out.finish()?;
    Ok(Outcome::Done)
}

/// Whole days between two times.
fn days(from: Timestamp, to: Timestamp) -> i64 {
    to.unix_millis.saturating_sub(from.unix_millis).max(0) / 86_400_000
}

fn whole_days(n: i64) -> String {
    if n == 1 { "1 day".to_owned() } else { format!("{n} days") }
}

fn what(notice: &Notice) -> String {
    let to = match (&notice.to, &notice.platform) {
        (Some(to), _) => format!(" to {to}"),
        (None, Some(platform)) => format!(" about {platform}"),
        (None, None) => String::new(),
    };
    let kind = if notice.kind == NoticeKind::Comment { "request for comment" } else { notice.kind.as_str() };
    format!("{kind}{to}")
}

fn waits(one: &Waiting, at: Timestamp) -> String {
    let mut line = format!(
        "{}: {}, sent {}, waits for {}",
        one.notice.id,
        what(&one.notice),
        one.sent_at,
        whole_days(days(one.sent_at, at))
    );
    if one.decided > 0 {
        line += &format!("; decided on {} of {}", one.decided, one.notice.post_count);
    }
    if let Some(receipt) = one.receipt_at {
        line += &format!(", receipt {receipt}");
    }
    match (one.notice.due, one.due) {
        (Some(due), pressgang_case::DueState::Passed) => {
            line += &format!(", due {due}: passed {} ago", whole_days(days(due, at)));
        }
        (Some(due), state) => {
            let near = if state == pressgang_case::DueState::Near { "; near" } else { "" };
            line += &format!(", due {due}: in {}{near}", whole_days(days(at, due)));
        }
        (None, _) => line += ", no deadline (\"without undue delay\")",
    }
    if let Some(silent) = one.silent_until {
        line += &format!(", silence entered until {silent}");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_told_from_letters() {
        let check = |name: &str, text: &str, expected: bool| {
            assert_eq!(is_message(name, text.as_bytes()), expected, "{name} {text:?}");
        };
        check("mail.EML", "We removed it.", true);
        check("a.txt", "Received: from a.example\r\n\tby b.example\r\nX-Id: 1\r\n\r\nWords", true);
        check("a.txt", "\u{feff}\nSubject: Re\nmime-version: 1.0\n\nWords", true);
        check("", "From desk@x.example Fri May 26 09:00:00 2023\nReturn-Path: <a@x.example>\n\nWords", true);
        check("", "From: Example Platform\n\nWords", true);
        check("a.txt", "We removed it.\nFrom: us", false);
        check("a.txt", "Dear all:\nFrom now on: nothing.", false);
        check("a.txt", "Subject: Re\n\nFrom: us", false);
        check("", "", false);
    }
}

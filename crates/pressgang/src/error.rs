//! The one error of the edge: what went wrong in a sentence, and what to try next.

use std::io;

use pressgang_case::{
    AnswerError, CaseError, ClaimError, ConfigError, FileError, Gap, LedgerError, NoticeError, ReviewError,
};
use pressgang_posts::ReadError;
use thiserror::Error;

/// Why a command failed.
#[derive(Debug, Error)]
pub enum CommandError {
    /// Something about a case.
    #[error(transparent)]
    Case(#[from] CaseError),
    /// Something about an export.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// Something about a file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The report could not be made.
    #[error(transparent)]
    Publish(#[from] pressgang_publish::PublishError),
    /// A case is not as its ledger says.
    #[error("{problems} {} not as the ledger says", if *problems == 1 { "thing is" } else { "things are" })]
    Altered {
        /// How many things.
        problems: usize,
    },
    /// What was asked for makes no sense.
    #[error("{message}")]
    Usage {
        /// A sentence.
        message: String,
        /// What to try.
        hint: Option<String>,
    },
    /// stdin or stdout failed.
    #[error("{0}")]
    Stream(io::Error),
    /// A temporary file failed.
    #[error("the temporary file failed: {0}")]
    Temporary(io::Error),
    /// Whoever read stdout went away.
    #[error("the output was closed")]
    BrokenPipe,
}

impl CommandError {
    /// A usage error with a hint.
    pub fn usage(message: impl Into<String>, hint: impl Into<String>) -> CommandError {
        CommandError::Usage { message: message.into(), hint: Some(hint.into()) }
    }

    /// An error of writing to stdout.
    pub fn output(error: io::Error) -> CommandError {
        if error.kind() == io::ErrorKind::BrokenPipe { CommandError::BrokenPipe } else { CommandError::Stream(error) }
    }

    /// What to try next.
    pub fn hints(&self) -> Vec<String> {
        match self {
            CommandError::Case(error) => case_hints(error),
            CommandError::Read(error) => read_hints(error),
            CommandError::File(error) => file_hints(error),
            CommandError::Altered { .. } => one(
                "compare with a copy of the case; docs/ledger.md says what each finding means and what may be made again",
            ),
            CommandError::Usage { hint, .. } => hint.iter().cloned().collect(),
            CommandError::Stream(error) if error.kind() == io::ErrorKind::StorageFull => file_full(),
            CommandError::Temporary(_) => {
                vec![format!("make room in {} or set TMPDIR to a folder that has more", std::env::temp_dir().display())]
            }
            CommandError::Publish(_) | CommandError::Stream(_) | CommandError::BrokenPipe => Vec::new(),
        }
    }
}

fn one(hint: &str) -> Vec<String> {
    vec![hint.to_owned()]
}

fn case_hints(error: &CaseError) -> Vec<String> {
    match error {
        CaseError::NotACase { path } => {
            vec![format!("make one with: pressgang new {} --organisation wagner", path.display())]
        }
        CaseError::NotEmpty { .. } => {
            one("choose a folder that does not exist yet; to work on an existing case use add, run and report")
        }
        CaseError::Looking { .. } => one("wait until it has finished, or stop it; it goes on where it was"),
        CaseError::Busy { .. } => one("wait until it has finished; if nothing is running, try again"),
        CaseError::PackMissing { path, id } => {
            vec![format!("put the pack back at {}, or take {id:?} out of organisations in case.toml", path.display())]
        }
        CaseError::Pack { .. } => one("docs/packs.md describes what a pack needs"),
        CaseError::Likelihood(_) => one("[assessment] prior in case.toml lies between 0.01 and 0.99"),
        CaseError::Index(_) => one("run the case again, which makes its index anew"),
        CaseError::Read(error) => read_hints(error),
        CaseError::NotAReference { found, .. } => {
            let mut hints = one(
                "name the account under [[reference_accounts]] in case.toml, with who verified it, when, how and a grade",
            );
            if !found.is_empty() {
                hints.push(format!("accounts in the file: {}", found.join("; ")));
            }
            hints
        }
        CaseError::SourceChanged { .. } => {
            one("put the file back as it was; to study the new version, add it as a file of its own")
        }
        CaseError::SourceMissing { .. } => one("put the file back, or take its [[sources]] entry out of case.toml"),
        CaseError::Record { .. } => one("nothing of the file was entered; mend the line and add the file again"),
        CaseError::NoSuchPost { several, .. } if several.is_empty() => {
            one("name it as platform:id or by its address, as tables/posts has them")
        }
        CaseError::NoSuchPost { .. } => one("name it as platform:id"),
        CaseError::Claim(error) => claim_hints(error),
        CaseError::Review(error) => review_hints(error),
        CaseError::Notice(error) => notice_hints(error),
        CaseError::NotRun { path } => vec![format!("pressgang run {}", path.display())],
        CaseError::Config(ConfigError::Malformed { .. }) => one("mend case.toml; docs/case.md explains every key"),
        CaseError::Config(ConfigError::File(error)) | CaseError::File(error) => file_hints(error),
        CaseError::Part(pressgang_case::tables::PartError::File(error)) => file_hints(error),
        CaseError::Part(error) => {
            if error.to_string().contains("No space left") {
                file_full()
            } else {
                one("run again: parts that are damaged are made anew")
            }
        }
        CaseError::Ledger(LedgerError::Missing { .. }) => {
            one("put ledger.sqlite back from a copy: looks at posts, second sources and reviews stand only there")
        }
        CaseError::Ledger(LedgerError::Broken { .. }) => {
            one("put ledger.sqlite back from a copy made before it was altered; nothing is published from it as it is")
        }
        CaseError::Ledger(LedgerError::NothingPersonal { .. }) => {
            one("name entries that have personal content; nothing was removed")
        }
        CaseError::Ledger(error) => {
            if error.to_string().contains("full") {
                file_full()
            } else {
                one("check that ledger.sqlite may be written; if it is damaged, put it back from a copy")
            }
        }
        CaseError::Rates(_) => {
            one("rates are lines of date,currency,units_per_eur,source, such as 2023-05-29,RUB,85.7,Bank of Russia")
        }
        CaseError::SentenceModel(_) => one("docs/translations.md says which models can be used"),
        CaseError::List { .. } => {
            one("docs/second-sources.md says what lists can hold; nothing of the file was entered")
        }
        CaseError::TooManyShares(_) => {
            one("take some [[sources]] out of case.toml, or study them in cases of their own")
        }
        CaseError::Answer(error) => answer_hints(error),
        CaseError::Survival(_) | CaseError::Usage(_) => Vec::new(),
    }
}

fn answer_hints(error: &AnswerError) -> Vec<String> {
    match error {
        AnswerError::NotSent { notice } => {
            vec![format!("if it was sent, say so first: pressgang notice CASE --sent {notice}")]
        }
        AnswerError::BeforeSent { .. } => {
            one("check the times and their zones; an answer is never earlier than its notice")
        }
        AnswerError::YetToCome { .. } => one("check the time and its zone"),
        AnswerError::NotInNotice { posts, .. } if posts.is_empty() => one("its posts were removed from the ledger"),
        AnswerError::NotInNotice { posts, .. } => {
            let shown: Vec<&str> = posts.iter().take(10).map(String::as_str).collect();
            let more = if posts.len() > shown.len() { " ..." } else { "" };
            vec![format!("it names {}{more}", shown.join(", "))]
        }
        AnswerError::NotUtf8 { .. } => one("give the file with --file and its words, as you read them, with --text"),
        AnswerError::TooLarge { .. } => one("keep the file elsewhere and give what matters of it with --text"),
        AnswerError::NoDecision { .. } => {
            one("enter its words: pressgang answer CASE NOTICE --at TIME --from NAME --text WORDS")
        }
        AnswerError::NotSaid("what was answered") => one("say it with --text, --file or on standard input"),
        AnswerError::NoStatements { .. } => one(
            "dumps come from the download page of the DSA Transparency Database, as CSV, often in zips; --statements reads both",
        ),
        AnswerError::NothingToMatch => one("say first that a notice was sent: pressgang notice CASE --sent NOTICE"),
        AnswerError::NotSaid(_)
        | AnswerError::TooManyFiles
        | AnswerError::Answered { .. }
        | AnswerError::NotDue { .. }
        | AnswerError::NoShare { .. } => Vec::new(),
    }
}

fn claim_hints(error: &ClaimError) -> Vec<String> {
    match error {
        ClaimError::NoReport => one("publish one with: pressgang report CASE"),
        ClaimError::NoSuchReport { reports: 1, .. } => one("the only one is 1"),
        ClaimError::NoSuchReport { reports, .. } => vec![format!("they are 1 to {reports}")],
        ClaimError::Altered { .. } => one("put the file back as it was published, from a copy"),
        ClaimError::UnknownClaim { near, .. } if near.is_empty() => {
            one("report.html shows the id of a claim beside it, and report.json lists all under claims")
        }
        ClaimError::UnknownClaim { near, .. } => vec![format!("claims with names like it: {}", near.join(", "))],
        ClaimError::SameText { .. } => one("say with --was and --now what it said and what it says now"),
        ClaimError::Already { .. } => one("it stands at the foot of the report; a wrong one is corrected by another"),
        ClaimError::Text { .. } => Vec::new(),
    }
}

fn notice_hints(error: &NoticeError) -> Vec<String> {
    match error {
        NoticeError::Incomplete(gaps) => gaps.iter().filter_map(gap_hint).collect(),
        NoticeError::NoSuchNotice { known, .. } if known.is_empty() => one("draft one with: pressgang notice CASE"),
        NoticeError::NoSuchNotice { known, .. } => vec![format!("they are {}", known.join(", "))],
        NoticeError::SentLater { .. } | NoticeError::SentAfterAnswer { .. } => one("check the day and the zone"),
        NoticeError::NoPosts { .. } => one("name posts, or leave out --platform or --only-new"),
        NoticeError::FileName(_) => Vec::new(),
    }
}

fn gap_hint(gap: &Gap) -> Option<String> {
    let hint = match gap {
        Gap::Name => "--name, or name under [notifier] in case.toml",
        Gap::Email { .. } => "--email, or email under [notifier] in case.toml",
        Gap::NotFound { .. } => {
            "a notice names what the case found; pressgang review confirms a post that a person knows to recruit"
        }
        Gap::NoLaw { .. } => "--jurisdiction names one that the pack has designations of",
        Gap::NoGround { .. } => "a rule of the platform that you read goes under [[platform_rules]] in case.toml",
        Gap::NoKind { .. } => "say kind = \"sanctions\" or another in packs/ID.toml; docs/packs.md has them",
        Gap::Url { .. }
        | Gap::NotAssessed { .. }
        | Gap::Improbable { .. }
        | Gap::NoEvidence { .. }
        | Gap::NoDate { .. }
        | Gap::NoDesignation { .. }
        | Gap::OtherPlatform { .. }
        | Gap::StatusLater { .. } => return None,
    };
    Some(hint.to_owned())
}

fn read_hints(error: &ReadError) -> Vec<String> {
    match error {
        ReadError::NotFound { .. } => one("check the path"),
        ReadError::IsDirectory { path } => vec![format!("name the files in it, for example {}/*", path.display())],
        ReadError::NotAFile { .. } => one("save it to a file first: every post leads to bytes of a file"),
        ReadError::Empty { .. } => one("export it again: the download may have failed"),
        ReadError::Unreadable { .. } => one("check that the file may be read"),
        ReadError::Archive { .. } => one("download or export the archive again: it may be cut off"),
        ReadError::UnknownFormat { .. } => one(
            "see pressgang formats for what can be read; --format names one, --map text=COLUMN says which column is what",
        ),
        ReadError::MissingColumns { .. } => {
            one("say which columns hold them, for example --map id=ROWID --map text=BODY")
        }
    }
}

fn review_hints(error: &ReviewError) -> Vec<String> {
    match error {
        ReviewError::NoReason => {
            one("say in a sentence what it rests on: --reason \"the account says it is a parody\"")
        }
        ReviewError::NoName => one("say who decided: --by \"A. Analyst\""),
        ReviewError::NoGrade(_) => {
            one("the reliability of the source, A to F, and the credibility of what it says, 1 to 6")
        }
        ReviewError::NoSuchCampaign { known, .. } if known.is_empty() => one("the last run found no campaign"),
        ReviewError::NoSuchCampaign { known, .. } => vec![format!("campaigns of the last run: {}", known.join(", "))],
        ReviewError::NoSuchEvidence(_) => one("the table evidence lists what the last run found"),
        ReviewError::NoSuchContact(_) => {
            one("name it as kind:value as the table contacts has it, for example phone:+493023125001 or telegram:name")
        }
        ReviewError::WhichOrganisation(_) | ReviewError::NoSuchOrganisation { .. } => {
            one("say --organisation and one of these")
        }
    }
}

fn file_full() -> Vec<String> {
    one("make room on the disk and run the same command again; what was saved is still there")
}

fn file_hints(error: &FileError) -> Vec<String> {
    match error.source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => file_full(),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            one("check that you may write there, or choose another folder")
        }
        io::ErrorKind::NotFound => one("check the path"),
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            one("a file is in the way; choose another folder")
        }
        _ => Vec::new(),
    }
}

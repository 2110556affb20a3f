//! `pressgang notice`: draft notices to platforms, and record that a person sent them.

mod comment;
mod draft;
mod list;
mod sent;

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use pressgang_case::{Case, Notifier, TrustedFlagger};
use pressgang_posts::{Platform, Timestamp};
use pressgang_publish::notices::LANGUAGES;

use super::now;
use crate::cli::Outcome;
use crate::error::CommandError;

/// Draft notices to platforms, referrals to authorities and requests for comment
///
/// A draft names posts that were found to recruit, with the reasons from the evidence, their exact addresses, the
/// notifier's name and e-mail and a statement of good faith (Article 16 of Regulation (EU) 2022/2065), and rests on the
/// designations that were in force in the jurisdiction on the date of each post, and on the platform's own rules. What
/// lacks is an error. Drafts are text, a page, an e-mail that opens as a draft, and JSON, under notices/N1 of the case;
/// the program sends nothing. docs/notices.md says what the law asks. None of this is legal advice.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  pressgang notice my-case --name \"A. Analyst\" --email desk@example.org\n  pressgang notice my-case x:1620858830937812995 --jurisdiction DE --language de\n  pressgang notice my-case --referral --jurisdiction FR\n  pressgang notice my-case --comment --platform x --deadline 48h\n  pressgang notice my-case --sent N1 --at 2023-05-30T10:00:00+02:00 --channel form --reference 417\n  pressgang notice my-case --list"
)]
pub struct NoticeArgs {
    /// Case folder
    case: PathBuf,
    /// Posts by platform:id, address or id; without any all that were found and were not gone at the last look
    #[arg(value_name = "POST")]
    posts: Vec<String>,
    /// Only posts of this platform
    #[arg(long, value_name = "PLATFORM")]
    platform: Option<String>,
    /// Language of the draft; else one that the platform's desk reads, else English
    #[arg(long, value_parser = LANGUAGES)]
    language: Option<String>,
    /// Whose law it rests on: EU, DE, FR ... as the pack's designations have it (member states: and the EU's)
    #[arg(long, value_name = "NAME")]
    jurisdiction: Option<String>,
    /// Who gives notice; else notifier in case.toml
    #[arg(long)]
    name: Option<String>,
    /// E-mail address of whoever gives notice; else notifier in case.toml
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Address it goes to; else [notifier.desks] in case.toml
    #[arg(long, value_name = "ADDRESS")]
    to: Option<String>,
    /// Draft as a trusted flagger (Article 22): the status in case.toml, or ="AUTHORITY; DATE; AREA OF EXPERTISE"
    #[arg(long, value_name = "STATUS", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    trusted_flagger: Option<String>,
    /// Provisions that you consider infringed, in your words
    #[arg(long, value_name = "TEXT")]
    provision: Option<String>,
    /// Leave out posts that an earlier draft of the kind and jurisdiction names
    #[arg(long)]
    only_new: bool,
    /// Posts in one notice at most; more become several
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    at_most: u16,
    /// Draft a referral to a competent authority instead; never a removal order
    #[arg(long, conflicts_with_all = ["comment", "sent", "list", "trusted_flagger"])]
    referral: bool,
    /// Draft a request for comment instead: what will be published, questions, a deadline
    #[arg(long, requires = "deadline", conflicts_with_all = ["sent", "list", "trusted_flagger", "provision", "only_new"])]
    comment: bool,
    /// With --comment: until when an answer is asked for, as 48h, 3d or a time with a zone
    #[arg(long, value_name = "TIME", requires = "comment")]
    deadline: Option<String>,
    /// With --comment: who is asked, if not a platform's desk
    #[arg(long, value_name = "NAME", requires = "comment")]
    party: Option<String>,
    /// With --comment: ids of the claims that are put; else those of the summary and the assessments
    #[arg(long, value_name = "ID", requires = "comment")]
    claim: Vec<String>,
    /// With --comment: a question of yours, before the usual ones
    #[arg(long, value_name = "TEXT", requires = "comment")]
    question: Vec<String>,
    /// Record that you sent this notice
    #[arg(long, value_name = "NOTICE", requires = "at", conflicts_with_all = ["posts", "list"])]
    sent: Option<String>,
    /// With --sent: when, with a zone; with --comment: when you asked, where that is over
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// With --sent: how
    #[arg(long, requires = "sent")]
    channel: Option<Channel>,
    /// With --sent: what the platform calls it
    #[arg(long, value_name = "TEXT", requires = "sent")]
    reference: Option<String>,
    /// With --sent: who sent it
    #[arg(long, value_name = "NAME", requires = "sent")]
    by: Option<String>,
    /// List all drafts instead, when they were sent and when an answer is due
    #[arg(long, conflicts_with = "posts")]
    list: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Channel {
    /// The platform's form
    Form,
    /// An e-mail
    Email,
    /// The platform's interface for programs
    Api,
}

impl Channel {
    fn as_str(self) -> &'static str {
        match self {
            Channel::Form => "form",
            Channel::Email => "email",
            Channel::Api => "api",
        }
    }
}

pub fn notice(args: &NoticeArgs) -> Result<Outcome, CommandError> {
    let mut case = Case::open(&args.case)?;
    match (&args.sent, args.list, args.comment) {
        (Some(notice), ..) => sent::sent(&mut case, args, notice)?,
        (_, true, _) => list::list(&case)?,
        (.., true) => comment::comment(&mut case, args)?,
        _ => draft::draft(&mut case, args)?,
    }
    Ok(Outcome::Done)
}

impl NoticeArgs {
    /// The platform asked for, as tables name it.
    fn platform(&self) -> Option<Platform> {
        self.platform.as_deref().map(Platform::named)
    }

    /// Who gives notice, as far as that is known.
    fn notifier(&self, case: &Case) -> Notifier {
        let settings = &case.config.notifier;
        Notifier {
            name: self.name.clone().or_else(|| settings.name.clone()).unwrap_or_default().trim().to_owned(),
            email: self.email.clone().or_else(|| settings.email.clone()).unwrap_or_default().trim().to_owned(),
        }
    }

    /// The address a letter to a platform goes to, as the user said it.
    fn to(&self, case: &Case, platform: Option<&Platform>) -> Option<String> {
        let of_platform = platform.and_then(|platform| case.config.notifier.desks.get(platform.as_str()));
        self.to.clone().or_else(|| of_platform.cloned())
    }

    /// Refuses an address that is none.
    fn check_to(&self) -> Result<(), CommandError> {
        match self.to.as_ref().filter(|to| !pressgang_case::is_email(to)) {
            Some(to) => Err(CommandError::usage(
                format!("--to {to:?} is no e-mail address"),
                "leave it out for a form; the program sends nothing either way",
            )),
            None => Ok(()),
        }
    }

    /// The status of a trusted flagger that the draft is to state.
    fn status(&self, case: &Case) -> Result<Option<TrustedFlagger>, CommandError> {
        let wrong = |message: String| {
            CommandError::usage(
                message,
                "give awarded_by, on and expertise under [notifier.trusted_flagger] in case.toml, or \
                 --trusted-flagger=\"AUTHORITY; 2024-10-01; AREA OF EXPERTISE\"",
            )
        };
        let Some(said) = &self.trusted_flagger else { return Ok(None) };
        if said.is_empty() {
            let status = case.config.notifier.trusted_flagger.clone();
            return status.map(Some).ok_or_else(|| wrong("case.toml names no status of a trusted flagger".to_owned()));
        }
        let parts: Vec<&str> = said.split(';').map(str::trim).collect();
        let [by, on, expertise] = parts.as_slice() else {
            return Err(wrong(format!(
                "--trusted-flagger {said:?} is not an authority, a date and an area of expertise"
            )));
        };
        let on = on.parse().map_err(|_| wrong(format!("--trusted-flagger: {on:?} is no date such as 2024-10-01")))?;
        if !pressgang_case::is_line(by) || !pressgang_case::is_line(expertise) {
            return Err(wrong(
                "--trusted-flagger: the authority or the area of expertise is empty or too long".to_owned(),
            ));
        }
        Ok(Some(TrustedFlagger { awarded_by: (*by).to_owned(), on, expertise: (*expertise).to_owned() }))
    }
}

/// Reads a time that carries its zone.
fn time(written: &str, flag: &str) -> Result<Timestamp, CommandError> {
    Timestamp::parse_rfc3339(written.trim()).ok_or_else(|| {
        CommandError::usage(
            format!("{flag} {written:?} is no time with a zone"),
            "for example 2023-05-30T10:00:00+02:00 or 2023-05-30T08:00:00Z",
        )
    })
}

/// Reads a deadline: a time with its zone, or hours or days from now.
fn deadline(written: &str, now: Timestamp) -> Result<Timestamp, CommandError> {
    let span = written.trim();
    let hours = match (span.strip_suffix('h'), span.strip_suffix('d')) {
        (Some(hours), _) => hours.parse::<u32>().ok(),
        (_, Some(days)) => days.parse::<u32>().ok().and_then(|days| days.checked_mul(24)),
        _ => None,
    };
    let due = match hours {
        // The next whole minute: letters print no seconds, and nobody is to be late by one.
        Some(hours) => {
            let due = now.unix_millis.saturating_add(i64::from(hours) * 3_600_000);
            Timestamp::from_unix_millis(due.saturating_add(59_999).div_euclid(60_000).saturating_mul(60_000))
        }
        None => Some(time(span, "--deadline")?),
    };
    due.filter(|due| *due > now).ok_or_else(|| {
        CommandError::usage(format!("--deadline {written:?} is not yet to come"), "for example 48h, 3d or a later time")
    })
}

//! Drafting a request for comment.

use pressgang_case::{Case, FoundPost, NewNotice, NoticeError, NoticeKind};
use pressgang_posts::PostKey;
use pressgang_publish::notices::{self, Comment, Letterhead};

use super::{NoticeArgs, deadline, now, time};
use crate::commands::report;
use crate::error::CommandError;
use crate::output::{Out, say};

pub fn comment(case: &mut Case, args: &NoticeArgs) -> Result<(), CommandError> {
    args.check_to()?;
    let (platform, notifier) = (args.platform(), args.notifier(case));
    // Whoever asked before the case was made enters it later, with a deadline that has passed.
    let at = args.at.as_deref().map_or(Ok(now()), |at| time(at, "--at"))?;
    if at > now() {
        return Err(CommandError::usage("--at lies in the future", "leave it out where you have not asked yet"));
    }
    if platform.is_none() && args.party.is_none() {
        return Err(CommandError::usage(
            "a request for comment asks somebody, and nobody was named",
            "--platform x, or --party \"press office of Example Platform\"",
        ));
    }
    if args.party.as_ref().is_some_and(|party| !pressgang_case::is_line(party)) {
        return Err(CommandError::usage("--party is empty or too long", "name who is asked on one line"));
    }
    if let Some(gaps) = pressgang_case::sender_gaps(&notifier) {
        return Err(pressgang_case::CaseError::from(NoticeError::Incomplete(gaps)).into());
    }
    let due = deadline(args.deadline.as_deref().unwrap_or_default(), at)?;
    let findings = case.findings(&report::program())?;
    let said = pressgang_publish::said(&findings)?;
    let claims = claims(args, &said, &findings)?;
    let mut posts: Vec<&FoundPost> = findings.posts.iter().collect();
    if let Some(platform) = &platform {
        posts.retain(|post| post.key.platform == *platform);
    }
    for name in &args.posts {
        let is_named = |post: &&FoundPost| post.key.to_string() == *name || post.url.as_deref() == Some(name.as_str());
        if !posts.iter().any(is_named) {
            return Err(CommandError::usage(
                format!("{name:?} is no found post{}", if platform.is_some() { " of the platform" } else { "" }),
                "name it as platform:id or by its address, as report.json has it",
            ));
        }
    }
    if !args.posts.is_empty() {
        posts.retain(|post| {
            args.posts.iter().any(|name| post.key.to_string() == *name || post.url.as_ref() == Some(name))
        });
    }
    // Whoever is no platform gets no addresses of posts.
    let named: Vec<PostKey> = match &platform {
        Some(_) => posts.iter().map(|post| post.key.clone()).collect(),
        None => Vec::new(),
    };
    let asked = Comment {
        platform: platform.as_ref(),
        party: args.party.as_deref(),
        claims: &claims,
        posts: &posts,
        questions: &args.question,
        due,
    };
    let id = case.next_notices(1)?.remove(0);
    let (entries, head) = case.ledger().head().map_err(pressgang_case::CaseError::from)?;
    let config = case.config.clone();
    let is_invented = findings.organisations.iter().any(|organisation| organisation.invented);
    let to = args.to(case, platform.as_ref().filter(|_| args.party.is_none()));
    let letterhead = Letterhead {
        findings: &findings,
        config: &config,
        id: &id,
        notifier: &notifier,
        trusted_flagger: None,
        to: to.as_deref(),
        language: notices::language(args.language.as_deref(), platform.as_ref(), None, true),
        at,
        ledger: (entries, &head),
    };
    let letter = notices::comment(&asked, &letterhead)?;
    let new = NewNotice {
        kind: NoticeKind::Comment,
        platform: platform.as_ref().map(|platform| platform.as_str()),
        language: letter.language,
        jurisdiction: None,
        trusted_flagger: false,
        source_type: None,
        demonstration: letter.demonstration,
        category: None,
        keywords: &[],
        due: Some(due),
        posts: &named,
        notifier: &notifier,
        // Who was asked is printed in the report, so a name that was given is kept before an address.
        to: args.party.as_deref().or(to.as_deref().filter(|_| !is_invented)),
        files: &letter.files,
    };
    let entered = case.enter_notice(&new, now())?;
    let party = args.party.clone().or_else(|| platform.as_ref().map(|p| notices::platform_name(p).to_owned()));
    let mut out = Out::lock();
    out.line(&format!(
        "{id}: request for comment to {}, {} claim{}, in {}, due {due}: {}",
        party.unwrap_or_default(),
        claims.len(),
        if claims.len() == 1 { "" } else { "s" },
        entered.language,
        case.root().join("notices").join(&id).join("notice.txt").display()
    ))?;
    out.finish()?;
    if is_invented {
        say("this is a demonstration about an invented organisation: the draft says so and has no recipient");
    }
    say("nothing was sent. Read the draft and send it");
    say(&format!("next: pressgang notice {} --sent {id} --at TIME", case.root().display()));
    Ok(())
}

/// The claims that are put: those named, or those of the summary and the assessments.
fn claims(
    args: &NoticeArgs,
    said: &[(String, String)],
    findings: &pressgang_case::Findings,
) -> Result<Vec<(String, String)>, CommandError> {
    let text = |id: &str| said.iter().find(|(known, _)| known == id).cloned();
    if args.claim.is_empty() {
        let assessments = findings.campaigns.iter().map(|campaign| format!("campaign:{}:assessment", campaign.id));
        let ids = findings.summary.iter().map(|said| said.claim.clone()).chain(assessments);
        let mut claims: Vec<(String, String)> = Vec::new();
        for claim in ids.filter_map(|id| text(&id)) {
            if !claims.contains(&claim) {
                claims.push(claim);
            }
        }
        return Ok(claims);
    }
    let unknown: Vec<&str> = args.claim.iter().filter(|id| text(id).is_none()).map(String::as_str).collect();
    if !unknown.is_empty() {
        return Err(CommandError::usage(
            format!("the report makes no claim {}", unknown.join(", ")),
            "report.html shows the id of a claim beside it, and report.json lists all under claims",
        ));
    }
    Ok(args.claim.iter().filter_map(|id| text(id)).collect())
}

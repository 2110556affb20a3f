//! Drafting notices and referrals.

use std::collections::BTreeSet;

use pressgang_case::{Case, DraftRequest, Drafts, Findings, NewNotice, NoticeKind};
use pressgang_posts::{PostKey, Timestamp};
use pressgang_publish::notices::{self, Letter, Letterhead};

use super::{NoticeArgs, now};
use crate::commands::report;
use crate::error::CommandError;
use crate::output::{Out, say};

pub fn draft(case: &mut Case, args: &NoticeArgs) -> Result<(), CommandError> {
    args.check_to()?;
    let (at, platform, status) = (now(), args.platform(), args.status(case)?);
    let findings = case.findings(&report::program())?;
    let jurisdiction = jurisdiction(case, args);
    let kind = if args.referral { NoticeKind::Referral } else { NoticeKind::Notice };
    let request = DraftRequest {
        kind,
        posts: &args.posts,
        platform: platform.as_ref(),
        jurisdiction: &jurisdiction,
        notifier: args.notifier(case),
        trusted_flagger: status.as_ref(),
        only_new: args.only_new,
        most: usize::from(args.at_most),
        today: at.to_jiff().to_zoned_datetime(case.config.time_zone.clone()).date(),
    };
    let config = case.config.clone();
    let drafts = case.draft(&findings, &request, &|post, day| notices::has_rule(&config, post, day))?;
    one_address(args, &drafts)?;
    let ids = case.next_notices(drafts.drafts.len())?;
    let (entries, head) = case.ledger().head().map_err(pressgang_case::CaseError::from)?;
    let mut letters: Vec<Letter> = Vec::with_capacity(ids.len());
    for (draft, id) in drafts.drafts.iter().zip(&ids) {
        let to = args.to(case, draft.platform.as_ref().filter(|_| kind == NoticeKind::Notice));
        let law = Some(jurisdiction.as_str());
        let language =
            notices::language(args.language.as_deref(), draft.platform.as_ref(), law, kind == NoticeKind::Notice);
        let letterhead = Letterhead {
            findings: &findings,
            config: &config,
            id,
            notifier: &request.notifier,
            trusted_flagger: status.as_ref(),
            to: to.as_deref(),
            language,
            at,
            ledger: (entries, &head),
        };
        letters.push(notices::notice(draft, &letterhead, args.provision.as_deref())?);
    }
    enter(case, &drafts, &letters, &request, args, at)?;
    told(case, &drafts, &findings, &letters, &ids)?;
    not_stated(&drafts, &letters, &ids, args);
    Ok(())
}

/// Says what was asked for and is not stated, since the law that it belongs to does not apply.
fn not_stated(drafts: &Drafts<'_>, letters: &[Letter], ids: &[String], args: &NoticeArgs) {
    let those = |test: &dyn Fn(usize) -> bool| -> Option<String> {
        let found: Vec<&str> = (0..ids.len()).filter(|at| test(*at)).map(|at| ids[at].as_str()).collect();
        (!found.is_empty()).then(|| found.join(", "))
    };
    let is_flagger = |at: usize| letters[at].source_type == Some("SOURCE_TRUSTED_FLAGGER");
    if let Some(ids) = those(&|at| args.trusted_flagger.is_some() && !is_flagger(at)) {
        say(&format!("the status of a trusted flagger is not stated in {ids}: Article 22 is about Union law"));
    }
    let no_law = |at: usize| drafts.drafts[at].kind == NoticeKind::Referral || letters[at].keywords.is_empty();
    if let Some(ids) = those(&|at| args.provision.is_some() && no_law(at)) {
        say(&format!("the provisions are not stated in {ids}: no law is alleged to be broken there"));
    }
    if !drafts.forgotten.is_empty() {
        say(&format!("posts of {} were forgotten and may be repeated", drafts.forgotten.join(", ")));
    }
}

/// The jurisdiction asked for, or what stands for it, which is said.
fn jurisdiction(case: &Case, args: &NoticeArgs) -> String {
    let asked = args.jurisdiction.clone().or_else(|| case.config.notifier.jurisdiction.clone());
    let named = asked.unwrap_or_else(|| {
        say("no --jurisdiction: the law of the European Union (EU) is taken");
        pressgang_case::UNION.to_owned()
    });
    pressgang_case::jurisdiction(&named)
}

/// One address is not that of several platforms.
fn one_address(args: &NoticeArgs, drafts: &Drafts<'_>) -> Result<(), CommandError> {
    let platforms: BTreeSet<String> =
        drafts.drafts.iter().filter_map(|draft| draft.platform.as_ref().map(ToString::to_string)).collect();
    if args.to.is_none() || args.referral || platforms.len() < 2 {
        return Ok(());
    }
    let platforms: Vec<String> = platforms.into_iter().collect();
    Err(CommandError::usage(
        format!("--to is one address, and the posts are on {}", platforms.join(", ")),
        "draft for one platform at a time with --platform, or name the addresses under [notifier.desks] in case.toml",
    ))
}

fn enter(
    case: &mut Case,
    drafts: &Drafts<'_>,
    letters: &[Letter],
    request: &DraftRequest<'_>,
    args: &NoticeArgs,
    at: Timestamp,
) -> Result<(), CommandError> {
    let posts: Vec<Vec<PostKey>> =
        drafts.drafts.iter().map(|draft| draft.posts.iter().map(|post| post.post.key.clone()).collect()).collect();
    let keywords: Vec<Vec<String>> =
        letters.iter().map(|letter| letter.keywords.iter().map(|word| (*word).to_owned()).collect()).collect();
    let to: Vec<Option<String>> = drafts
        .drafts
        .iter()
        .map(|draft| args.to(case, draft.platform.as_ref().filter(|_| draft.kind == NoticeKind::Notice)))
        .collect();
    let new: Vec<NewNotice<'_>> = drafts
        .drafts
        .iter()
        .zip(letters)
        .enumerate()
        .map(|(at, (draft, letter))| NewNotice {
            kind: draft.kind,
            platform: draft.platform.as_ref().map(|platform| platform.as_str()),
            language: letter.language,
            jurisdiction: Some(&draft.jurisdiction),
            trusted_flagger: letter.source_type == Some("SOURCE_TRUSTED_FLAGGER"),
            source_type: letter.source_type,
            demonstration: letter.demonstration,
            category: letter.category,
            keywords: &keywords[at],
            due: None,
            posts: &posts[at],
            notifier: &request.notifier,
            to: to[at].as_deref().filter(|_| !draft.organisation.invented),
            files: &letter.files,
        })
        .collect();
    case.enter_notices(&new, at)?;
    Ok(())
}

/// Says what was drafted and what to do with it.
fn told(
    case: &Case,
    drafts: &Drafts<'_>,
    findings: &Findings,
    letters: &[Letter],
    ids: &[String],
) -> Result<(), CommandError> {
    let folder = case.root().join("notices");
    let mut out = Out::lock();
    for ((draft, letter), id) in drafts.drafts.iter().zip(letters).zip(ids) {
        let platform = draft.platform.as_ref().map_or("several platforms", notices::platform_name);
        let whom = if draft.kind == NoticeKind::Referral { "to an authority about" } else { "to" };
        let kind = draft.kind.as_str();
        let grounds = draft.designations().len();
        let posts = draft.posts.len();
        out.line(&format!(
            "{id}: {kind} {whom} {platform}, {posts} post{}, in {}, {} designation{} in force: {}",
            if posts == 1 { "" } else { "s" },
            letter.language,
            grounds,
            if grounds == 1 { "" } else { "s" },
            folder.join(id).join("notice.txt").display()
        ))?;
    }
    out.finish()?;
    let posts = |count: usize| if count == 1 { "1 post".to_owned() } else { format!("{count} posts") };
    for (count, why) in [(drafts.gone, "gone at the last look"), (drafts.known, "in earlier drafts")] {
        if count > 0 {
            say(&format!("left out: {}, {why}", posts(count)));
        }
    }
    let without: usize = drafts.drafts.iter().map(|draft| draft.numbers(|post| post.grounds.is_empty()).len()).sum();
    if without > 0 {
        say(&format!(
            "no designation was in force on the date of {}: no legal ground is alleged of them",
            posts(without)
        ));
    }
    if findings.organisations.iter().any(|organisation| organisation.invented) {
        say("this is a demonstration about an invented organisation: the drafts say so and have no recipient");
    }
    let mut noted = BTreeSet::new();
    for (draft, letter) in drafts.drafts.iter().zip(letters) {
        let Some(platform) = draft.platform.as_ref().filter(|_| draft.kind == NoticeKind::Notice) else { continue };
        let name = notices::platform_name(platform);
        if noted.insert(platform.clone()) {
            if let Some(channel) = notices::channel(platform) {
                say(&format!("{name} names this way: {channel}"));
            }
            if !notices::is_language_seen(platform, letter.language) {
                say(&format!("whether the desk of {name} reads {} was not seen", letter.language));
            }
        }
    }
    say(
        "nothing was sent. Read the drafts, compare the rules they cite with what the platform publishes now, and send them",
    );
    if let Some(id) = ids.first() {
        say(&format!("next: pressgang notice {} --sent {id} --at TIME", case.root().display()));
    }
    Ok(())
}

//! A request for comment: what will be published, questions, a deadline, and how to answer.

use jiff::tz::TimeZone;
use pressgang_case::FoundPost;
use pressgang_posts::{Platform, Timestamp};
use serde_json::json;

use super::document::{Block, Document};
use super::wording::{Told, Wording};
use super::{Letter, Letterhead, day, finish, instant, platforms};
use crate::PublishError;

/// What is asked of whom.
#[derive(Clone, Debug)]
pub struct Comment<'a> {
    /// The platform that is asked, if it is one.
    pub platform: Option<&'a Platform>,
    /// Whoever else is asked, by name; the platform's desk where there is none.
    pub party: Option<&'a str>,
    /// What will be published: ids and texts of claims, as they are published.
    pub claims: &'a [(String, String)],
    /// The posts it is about; a platform gets their addresses, others do not.
    pub posts: &'a [&'a FoundPost],
    /// Questions of the user's, before the usual ones.
    pub questions: &'a [String],
    /// Until when an answer is asked for.
    pub due: Timestamp,
}

/// Writes a request for comment.
///
/// # Errors
/// If the e-mail or the JSON cannot be written.
pub fn comment(comment: &Comment<'_>, head: &Letterhead<'_>) -> Result<Letter, PublishError> {
    let wording = Wording::new(head.language);
    let is_demonstration = head.findings.organisations.iter().any(|organisation| organisation.invented);
    let platform = comment.platform.map(|platform| platforms::name(platform).to_owned());
    let party = comment.party.map(str::to_owned).or_else(|| platform.clone()).unwrap_or_default();
    let (local, utc) = deadline(comment.due, &head.config.time_zone);
    let subject = wording.say("subject-comment", &[("id", head.id.into()), ("deadline", (&local).into())]);
    let subject = match is_demonstration {
        true => format!("{} {subject}", wording.plain("demonstration-subject")),
        false => subject,
    };
    let paragraph = |message: &str, told: &[(&str, Told<'_>)]| Block::Paragraph(wording.say(message, told));
    let heading = |message: &str| Block::Heading(wording.plain(message));
    let mut blocks = vec![Block::Fields(fields(&wording, head, &party, is_demonstration))];
    let intro = [("name", Told::from(&head.notifier.name)), ("party", (&party).into())];
    blocks.push(paragraph("intro-comment", &intro));
    blocks.push(heading("heading-claims"));
    let said =
        comment.claims.iter().map(|(id, text)| wording.say("claim", &[("id", id.into()), ("text", text.into())]));
    blocks.push(Block::Items(said.collect()));
    let posts: Vec<&FoundPost> = comment.posts.iter().copied().filter(|_| comment.platform.is_some()).collect();
    if let Some(name) = platform.as_ref().filter(|_| !posts.is_empty()) {
        blocks.push(Block::Heading(wording.say("heading-comment-posts", &[("platform", name.into())])));
        let unknown = wording.plain("unknown");
        let listed = posts.iter().map(|post| {
            let at = post.created_at.map_or_else(|| unknown.clone(), instant);
            let place = post.url.clone().unwrap_or_else(|| post.key.to_string());
            wording.say("comment-post", &[("url", (&place).into()), ("at", (&at).into())])
        });
        blocks.push(Block::Items(listed.collect()));
    }
    blocks.push(heading("heading-questions"));
    let questions = questions(&wording, comment, platform.as_deref());
    blocks.push(Block::Items(questions.clone()));
    blocks.push(heading("heading-deadline"));
    blocks.push(paragraph("deadline", &[("local", (&local).into()), ("utc", (&utc).into())]));
    blocks.push(paragraph("answer-how", &[("email", (&head.notifier.email).into()), ("id", head.id.into())]));
    blocks.push(paragraph("answer-kept", &[]));
    let document = Document {
        language: wording.language(),
        title: wording.plain("title-comment"),
        banner: is_demonstration.then(|| wording.plain("demonstration")),
        blocks,
    };
    let json = json!({
        "schema": super::json::SCHEMA,
        "demonstration": is_demonstration,
        "notice": head.id,
        "kind": "comment",
        "language": wording.language(),
        "drafted_at": head.at.to_string(),
        "program": head.findings.program,
        "platform": comment.platform.map(Platform::as_str),
        "party": party,
        "notifier": { "name": head.notifier.name, "email": head.notifier.email },
        "due": comment.due.to_string(),
        "due_local": local,
        "claims": comment.claims.iter().map(|(id, text)| json!({ "id": id, "text": text })).collect::<Vec<_>>(),
        "posts": posts.iter().map(|post| json!({ "post": post.key.to_string(), "url": post.url })).collect::<Vec<_>>(),
        "questions": questions,
        "ledger": { "entries": head.ledger.0, "head": head.ledger.1 },
    });
    finish(Letter::default(), &document, head, subject, &json)
}

fn fields(wording: &Wording, head: &Letterhead<'_>, party: &str, is_demonstration: bool) -> Vec<(String, String)> {
    let to = match head.to.filter(|_| !is_demonstration) {
        Some(address) => format!("{party} <{address}>"),
        None => party.to_owned(),
    };
    vec![
        (wording.plain("head-number"), head.id.to_owned()),
        (wording.plain("head-to"), to),
        (wording.plain("head-from"), format!("{} <{}>", head.notifier.name, head.notifier.email)),
        (wording.plain("head-date"), day(head.at, &head.config.time_zone).to_string()),
        (wording.plain("head-about"), head.findings.title.clone()),
    ]
}

fn questions(wording: &Wording, comment: &Comment<'_>, platform: Option<&str>) -> Vec<String> {
    let mut questions = comment.questions.to_vec();
    questions.push(wording.plain("question-wrong"));
    if let Some(platform) = platform {
        for message in ["question-known", "question-action", "question-measures"] {
            questions.push(wording.say(message, &[("platform", platform.into())]));
        }
    }
    questions.push(wording.plain("question-add"));
    questions
}

/// A deadline in the case's zone, with the zone, and in UTC.
fn deadline(due: Timestamp, zone: &TimeZone) -> (String, String) {
    let local = due.to_jiff().to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M %Z (UTC%:z)").to_string();
    (local, due.to_jiff().strftime("%Y-%m-%d %H:%M UTC").to_string())
}

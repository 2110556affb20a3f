//! One story of Facebook as its pages load it: what is shown lies in nested sections, each a view of the same story.

use super::item_facebook_media::attachments;
use super::item_parts::{addresses_in, behind_redirect, hashtags_in, time};
use super::items::Capture;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::values::unique;
use crate::{Author, Metrics, Platform, Post, Relations, Timestamp};

/// The platform's id of the reaction that is a like, whatever it is called in the language of the page.
const LIKE: &str = "1635855486666999";

pub(crate) fn read(item: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let sections = item.object("comet_sections").ok_or("no comet_sections")?;
    let story = within(&sections, &["content", "story"]).ok_or("no story")?;
    let id = story.id("post_id")?.or(item.id("post_id")?).ok_or("no post_id")?;
    let note = timestamp_note(&sections, &story);
    let created_at = match note.as_ref().map(|note| time(note, "creation_time")).transpose()?.flatten() {
        Some(time) => Some(time),
        None => time(item, "creation_time")?,
    };
    let shared = Shared::of(&story);
    let own_text = message(&story).and_then(|message| message.owned("text"));
    let mut links = message(&story).map(|message| ranges(&message)).unwrap_or_default();
    let mentions = links.iter().filter(|link| is_of_site(link)).filter_map(|link| handle_of(link));
    let mentions = unique(mentions.filter(|name| name != "hashtag"));
    let (mut media, more) = attachments(&story);
    links.extend(more);
    // Without a word or a picture of its own, a shared story speaks for the one that shares it.
    let is_repost = own_text.is_none() && media.is_empty() && shared.is_some();
    let (relation, quoted_text, shared_text) = match shared {
        Some(shared) => {
            media.extend(shared.media);
            links.extend(shared.links);
            (shared.id, shared.text.clone().filter(|_| !is_repost), shared.text.filter(|_| is_repost))
        }
        None => (None, None, None),
    };
    let text = match own_text.or(shared_text) {
        Some(text) => text,
        None if !media.is_empty() || !links.is_empty() => String::new(),
        None => return Err("no message".to_owned()),
    };
    let author = author(item, &story);
    let (repost_of, quote_of) = if is_repost { (relation, None) } else { (None, relation) };
    let url = story.owned("wwwURL").or_else(|| note.as_ref().and_then(|note| note.owned("url")));
    out.post(Post {
        url,
        author,
        created_at,
        links: unique(addresses_in(&text).chain(links).map(behind_redirect).filter(|link| !is_of_site(link))),
        mentions,
        hashtags: hashtags_in(&text),
        media,
        relations: Relations { reply_to: None, repost_of, quote_of },
        quoted_text,
        metrics: metrics(&sections),
        collected_at: capture.collected_at,
        ..Post::new(Platform::FACEBOOK, id, text, out.provenance(capture.place))
    });
    Ok(())
}

/// The object behind several keys.
pub(crate) fn within<'a>(holder: &Object<'a>, keys: &[&str]) -> Option<Object<'a>> {
    holder.at(keys).and_then(Raw::object)
}

/// The text of a story with its links; some views have it one level deeper.
pub(crate) fn message<'a>(story: &Object<'a>) -> Option<Object<'a>> {
    story.object("message").or_else(|| within(story, &["comet_sections", "message", "story", "message"]))
}

/// Addresses behind the marked parts of a text, among them hashtags and people.
fn ranges(message: &Object<'_>) -> Vec<String> {
    let entities = message.objects("ranges").filter_map(|range| range.object("entity"));
    entities.filter_map(|entity| entity.owned("external_url").or_else(|| entity.owned("url"))).collect()
}

/// People and hashtags are links of the platform to itself.
fn is_of_site(link: &str) -> bool {
    let bare = link.strip_prefix("https://www.facebook.com/").unwrap_or_default();
    bare.starts_with("hashtag/") || bare.starts_with("profile.php") || (!bare.is_empty() && !bare.contains(['/', '?']))
}

/// The note of when the story was published: its name changes, so it is known by what it has.
fn timestamp_note<'a>(sections: &Object<'a>, story: &Object<'a>) -> Option<Object<'a>> {
    let path = ["context_layout", "story", "comet_sections", "metadata"];
    let own = sections.at(&path).map(Raw::elements);
    let inner = || story.object("comet_sections")?.at(&path).map(Raw::elements);
    let notes = own.or_else(inner).unwrap_or_default();
    let notes = notes.into_iter().filter_map(Raw::object).filter_map(|note| note.object("story"));
    notes.into_iter().find(|story| story.get("creation_time").and_then(Raw::time).is_some_and(is_plausible))
}

/// Facebook began in 2004.
fn is_plausible(time: Timestamp) -> bool {
    time.unix_millis > 1_070_000_000_000
}

fn author(item: &Object<'_>, story: &Object<'_>) -> Author {
    let path = ["comet_sections", "context_layout", "story", "comet_sections", "actor_photo", "story"];
    let of = |holder: &Object<'_>| {
        let actor = holder.objects("actors").next()?;
        let handle = actor.owned("url").and_then(|url| handle_of(&url));
        Some(Author { id: actor.other_id("id"), handle, name: actor.owned("name") })
    };
    of(story).or_else(|| of(&within(item, &path)?)).or_else(|| of(item)).unwrap_or_default()
}

/// The name in the address of a page or a person, who need not have one.
fn handle_of(url: &str) -> Option<String> {
    let bare = ["https://www.facebook.com/", "https://facebook.com/", "https://web.facebook.com/"];
    let name = bare.iter().find_map(|site| url.strip_prefix(site))?.split(['?', '/']).next()?;
    let is_name = !name.is_empty() && !matches!(name, "profile.php" | "people" | "groups" | "p" | "pages");
    is_name.then(|| name.to_owned())
}

/// A story inside another.
struct Shared {
    id: Option<String>,
    text: Option<String>,
    media: Vec<crate::Media>,
    links: Vec<String>,
}

impl Shared {
    fn of(story: &Object<'_>) -> Option<Shared> {
        let deep = ["comet_sections", "attached_story", "story", "attached_story"];
        let attached = story.object("attached_story");
        let shown = within(story, &deep);
        // What is shown of it lies in its layout, its id beside that.
        let views: Vec<Object<'_>> = [shown.as_ref().and_then(layout_of), attached.as_ref().and_then(layout_of)]
            .into_iter()
            .flatten()
            .chain(attached)
            .chain(shown)
            .collect();
        if views.is_empty() {
            return None;
        }
        let id = |field: &str| views.iter().find_map(|view| view.other_id(field));
        let id = id("post_id").or_else(|| id("id").map(|id| post_id_in(&id).unwrap_or(id)));
        let message = views.iter().find_map(message);
        let mut links = message.as_ref().map(ranges).unwrap_or_default();
        let (media, more) = views
            .iter()
            .map(attachments)
            .find(|(media, links)| !media.is_empty() || !links.is_empty())
            .unwrap_or_default();
        links.extend(more);
        Some(Shared { id, text: message.and_then(|message| message.owned("text")), media, links })
    }
}

fn layout_of<'a>(attached: &Object<'a>) -> Option<Object<'a>> {
    within(attached, &["comet_sections", "attached_story_layout", "story"])
}

fn target_of<'a>(story: &Object<'a>) -> Option<Object<'a>> {
    within(story, &["feedback_context", "feedback_target_with_context"])
}

/// The id of a post in that of its story, which is `S:_I<account>:<post>:<post>` in base64.
fn post_id_in(story: &str) -> Option<String> {
    let mut text = String::new();
    let (mut bits, mut held) = (0_u32, 0);
    for byte in story.bytes().take_while(|&byte| byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        held += 6;
        if held >= 8 {
            held -= 8;
            text.push(char::from((bits >> held) as u8));
        }
    }
    let id = text.strip_prefix("S:_I")?.rsplit(':').next()?;
    (id.len() > 4 && id.bytes().all(|byte| byte.is_ascii_digit())).then(|| id.to_owned())
}

/// The counts lie under a renderer that has moved several times.
fn metrics(sections: &Object<'_>) -> Metrics {
    let story = within(sections, &["feedback", "story"]);
    let container = story.as_ref().and_then(|story| within(story, &["story_ufi_container", "story"]));
    let Some(target) = container.as_ref().and_then(target_of).or_else(|| story.as_ref().and_then(target_of)) else {
        return Metrics::default();
    };
    let old = within(&target, &["ufi_renderer", "feedback"]);
    let holder = old.as_ref().unwrap_or(&target);
    let summary = within(holder, &["comet_ufi_summary_and_actions_renderer", "feedback"]);
    let count = |field: &str, written: &str| {
        let summary = summary.as_ref()?;
        let exact = summary.object(field).and_then(|object| object.count("count"));
        // "1.2K" is no count.
        exact.or_else(|| summary.count(written))
    };
    let reactions = summary.as_ref().and_then(|summary| within(summary, &["top_reactions"]));
    let kinds: Vec<Object<'_>> = reactions.map(|top| top.objects("edges").collect()).unwrap_or_default();
    let like =
        kinds.iter().find(|kind| kind.object("node").and_then(|node| node.other_id("id")).is_some_and(|id| id == LIKE));
    let likes = match like {
        Some(like) => like.count("reaction_count"),
        // The sum is of all reactions; it is that of likes only where nothing tells them apart.
        None if kinds.is_empty() => count("reaction_count", "i18n_reaction_count"),
        None => None,
    };
    let paths: [&[&str]; 3] = [
        &["comments_count_summary_renderer", "feedback", "comment_rendering_instance", "comments", "total_count"],
        &["comment_rendering_instance", "comments", "total_count"],
        &["total_comment_count"],
    ];
    let holders = [summary.as_ref(), Some(holder), Some(&target)];
    let comments = holders
        .into_iter()
        .flatten()
        .find_map(|holder| paths.iter().find_map(|path| holder.at(path).and_then(Raw::count)));
    Metrics { views: None, likes, shares: count("share_count", "i18n_share_count"), comments }
}

//! One submission or comment of Reddit as a post, and what became of it.

use super::reddit_markdown::{links_in, users_in};
use std::collections::HashMap;

use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{unescape, unique};
use crate::{Author, Media, MediaKind, Metrics, Observation, Observed, Platform, Post, Relations, Status, Timestamp};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ThingKind {
    Comment,
    Submission,
}

pub(super) fn hand_out(kind: ThingKind, thing: &Object<'_>, place: Place, out: &mut Out<'_>) -> Result<(), String> {
    if thing.string("subreddit_type").is_some_and(|access| access == "private") {
        return Err("not public".to_owned());
    }
    let number = number_of(thing)?;
    let prefix = if kind == ThingKind::Comment { "t1" } else { "t3" };
    let id = format!("{prefix}_{number}");
    let looks = Looks::of(thing, out);
    let words = Words::of(kind, thing);
    let metrics = Metrics {
        views: None,
        likes: None,
        shares: thing.count("num_crossposts"),
        comments: thing.count("num_comments"),
    };
    let is_left = words.text.is_some();
    for (status, signal, at) in fate(thing, &words, &looks) {
        out.observe(Observation {
            platform: Platform::REDDIT,
            of: Observed::Post(id.clone()),
            observed_at: at,
            status,
            signal,
            metrics: if is_left { Metrics::default() } else { metrics },
            provenance: out.provenance(place),
        });
    }
    let Some(text) = words.text else {
        return if words.husk.is_some() { Ok(()) } else { Err("no text".to_owned()) };
    };
    let created_at = match thing.get("created_utc") {
        Some(time) => Some(time.time().ok_or("created_utc is no time")?),
        None => None,
    };
    let crosspost = Crosspost::of(thing);
    let passes_on = crosspost.as_ref().is_some_and(|crosspost| crosspost.is_repost(thing));
    let (mut links, mut media) = attached(thing, &text);
    let (mut repost_of, mut quote_of, mut quoted_text, mut text) = (None, None, None, text);
    if let Some(Crosspost { id, original }) = crosspost {
        let words = original.as_ref().and_then(|original| Words::of(ThingKind::Submission, original).text);
        // What the crosspost itself links to is the original's page.
        let page = format!("/comments/{}/", id.trim_start_matches("t3_"));
        links.retain(|link| !link.contains(&page));
        if passes_on {
            if let Some(original) = &original {
                let (more_links, more_media) = attached(original, words.as_deref().unwrap_or_default());
                links.extend(more_links);
                media = if media.is_empty() { more_media } else { media };
            }
            (repost_of, text) = (Some(id), words.unwrap_or(text));
        } else {
            (quote_of, quoted_text) = (Some(id), words);
        }
    }
    let is_thing = |id: &String| id.starts_with("t1_") || id.starts_with("t3_");
    let handle = thing.owned("author").filter(|author| !author.starts_with('['));
    out.post(Post {
        url: Some(address(kind, thing, &number)),
        author: Author { id: thing.owned("author_fullname").filter(|_| handle.is_some()), handle, name: None },
        created_at,
        mentions: users_in(&text),
        links: unique(links),
        media,
        relations: Relations { reply_to: thing.owned("parent_id").filter(is_thing), repost_of, quote_of },
        quoted_text,
        metrics,
        collected_at: looks.last,
        ..Post::new(Platform::REDDIT, id, text, out.provenance(place))
    });
    Ok(())
}

/// The number within its kind. It is in base 36, so `1e17` is one and no damaged float.
fn number_of(thing: &Object<'_>) -> Result<String, String> {
    let raw = thing.get("id").or_else(|| thing.get("name")).ok_or("no id")?;
    let text = raw.string().map_or_else(|| raw.token().to_owned(), |text| text.into_owned());
    let number = text.strip_prefix("t1_").or_else(|| text.strip_prefix("t3_")).unwrap_or(&text);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_number.then(|| number.to_owned()).ok_or_else(|| "id is not a number of Reddit".to_owned())
}

fn address(kind: ThingKind, thing: &Object<'_>, number: &str) -> String {
    const SITE: &str = "https://www.reddit.com";
    if let Some(path) = thing.owned("permalink") {
        return if path.starts_with("http") { path } else { format!("{SITE}{path}") };
    }
    match (kind, thing.string("link_id").as_deref().and_then(|link| link.strip_prefix("t3_"))) {
        (ThingKind::Comment, Some(link)) => format!("{SITE}/comments/{link}/_/{number}/"),
        (ThingKind::Comment, None) => format!("{SITE}/api/info/?id=t1_{number}"),
        (ThingKind::Submission, _) => format!("{SITE}/comments/{number}/"),
    }
}

/// When the record was taken, and when its counts were taken again.
struct Looks {
    first: Option<Timestamp>,
    last: Option<Timestamp>,
}

impl Looks {
    fn of(thing: &Object<'_>, out: &Out<'_>) -> Looks {
        let first = ["retrieved_on", "retrieved_utc"].into_iter().find_map(|field| thing.get(field)?.time());
        let first = first.or(out.options().received_at);
        let again = thing.at(&["_meta", "retrieved_2nd_on"]).and_then(Raw::time);
        Looks { first, last: again.or(first) }
    }
}

/// The text of a thing, and what stands in its place.
struct Words {
    text: Option<String>,
    husk: Option<String>,
}

impl Words {
    fn of(kind: ThingKind, thing: &Object<'_>) -> Words {
        // Reddit escapes these three in every text it hands out.
        let field = |name: &str| thing.get(name).and_then(Raw::string).map(|text| unescape(&text));
        let fields: &[&str] = if kind == ThingKind::Comment { &["body"] } else { &["title", "selftext"] };
        let mut parts = Vec::new();
        let mut words = Words { text: None, husk: None };
        for text in fields.iter().filter_map(|name| field(name)) {
            if is_husk(&text) {
                words.husk = Some(text.trim().to_owned());
            } else if !text.trim().is_empty() {
                parts.push(text);
            }
        }
        let answers = thing.object("poll_data").map(|poll| {
            poll.objects("options")
                .filter_map(|answer| answer.string("text").map(|text| unescape(&text)))
                .collect::<Vec<_>>()
                .join("\n")
        });
        parts.extend(answers.filter(|answers| !answers.is_empty() && words.husk.is_none()));
        words.text = Some(parts.join("\n\n")).filter(|text| !text.is_empty());
        words
    }
}

/// What Reddit writes where a text was.
fn is_husk(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).map(str::trim);
    inner.is_some_and(|inner| {
        matches!(inner, "removed" | "deleted" | "deleted by user")
            || ["removed by reddit", "removed by moderator"].iter().any(|start| inner.starts_with(start))
    })
}

/// What became of a thing, in the words of the export.
fn fate(thing: &Object<'_>, words: &Words, looks: &Looks) -> Vec<(Status, String, Option<Timestamp>)> {
    let meta = thing.object("_meta");
    let flag = |name: &str| meta.as_ref().is_some_and(|meta| meta.is_true(name));
    let kind = meta.as_ref().and_then(|meta| meta.owned("removal_type"));
    let mut found = Vec::new();
    let mut add = |status, signal: String, at| found.push((status, signal.chars().take(200).collect(), at));
    let mut reasons: Vec<String> = words.husk.iter().cloned().collect();
    for name in ["removed_by_category", "removal_reason"] {
        reasons.extend(thing.owned(name).map(|reason| format!("{name}: {reason}")));
    }
    if flag("was_initially_deleted") {
        // The record still says why it was gone, but the second look found it again.
        let kind = kind.as_deref().unwrap_or("no reason given");
        add(Status::Removed, format!("was_initially_deleted: {kind}"), looks.first);
        add(Status::Up, "was_initially_deleted".to_owned(), looks.last);
    } else if flag("was_deleted_later") {
        let kind = kind.as_deref().unwrap_or("no reason given");
        add(Status::Removed, format!("was_deleted_later: {kind}"), looks.last);
    } else if !reasons.is_empty() {
        add(Status::Removed, reasons.join(", "), looks.first);
    }
    if thing.is_true("quarantine") || thing.is_true("quarantined") {
        add(Status::Unknown, "quarantine".to_owned(), looks.first);
    }
    found
}

/// The submission that a crosspost passes on.
struct Crosspost<'a> {
    id: String,
    original: Option<Object<'a>>,
}

impl<'a> Crosspost<'a> {
    fn of(thing: &Object<'a>) -> Option<Crosspost<'a>> {
        let id = thing.owned("crosspost_parent").filter(|id| id.starts_with("t3_"))?;
        Some(Crosspost { original: thing.objects("crosspost_parent_list").next(), id })
    }

    /// True if and only if the crosspost says nothing of its own, as far as can be seen.
    fn is_repost(&self, thing: &Object<'_>) -> bool {
        let Some(original) = &self.original else { return true };
        let title = |object: &Object<'_>| object.string("title").map(|title| title.trim().to_lowercase());
        title(original) == title(thing) && thing.string("selftext").is_none()
    }
}

/// Links and media in and beside a text.
fn attached(thing: &Object<'_>, text: &str) -> (Vec<String>, Vec<Media>) {
    let mut links = links_in(text);
    let mut media = Vec::new();
    let field = |name: &str| thing.string(name).map(|address| unescape(&address));
    let film = ["media", "secure_media"].into_iter().find_map(|holder| thing.object(holder)?.object("reddit_video"));
    let target = field("url_overridden_by_dest").or_else(|| field("url")).filter(|url| url.starts_with("http"));
    let own_page = |url: &String| {
        let path = url.split_once("reddit.com").map(|(_, path)| path.trim_end_matches('/'));
        path.is_some_and(|path| field("permalink").is_some_and(|own| own.trim_end_matches('/').ends_with(path)))
    };
    let is_own = |url: &String| thing.is_true("is_self") || own_page(url) || url.contains("reddit.com/gallery/");
    if let Some(target) = target.filter(|url| !is_own(url)) {
        let is_at = |host: &str| target.split_once("://").is_some_and(|(_, rest)| rest.starts_with(host));
        let is_picture = is_at("i.redd.it/") || thing.string("post_hint").is_some_and(|hint| hint == "image");
        if is_picture {
            media.push(Media { url: Some(target.clone()), ..Media::of_kind(MediaKind::Photo) });
        }
        if !is_at("i.redd.it/") && !is_at("v.redd.it/") {
            links.push(target);
        }
    }
    if let Some(film) = film {
        let url = film.string("fallback_url").map(|url| unescape(&url));
        media.push(Media { url, ..Media::of_kind(MediaKind::Video) });
    }
    let files = thing.object("media_metadata");
    match thing.object("gallery_data") {
        Some(gallery) => {
            let known = files.iter().flat_map(|files| files.iter()).filter_map(|(id, raw)| Some((id, raw.object()?)));
            let known: HashMap<_, _> = known.collect();
            for item in gallery.objects("items") {
                let Some(id) = item.string("media_id") else { continue };
                let alt = item.string("caption").map(|caption| unescape(&caption));
                media.push(Media { alt, ..picture(known.get(&id)) });
                links.extend(item.string("outbound_url").map(|url| unescape(&url)));
            }
        }
        None => {
            let files = files.iter().flat_map(|files| files.iter()).filter_map(|(_, raw)| raw.object());
            // Stickers and the like have a kind of their own.
            media.extend(files.filter(|file| !file.has("t")).map(|file| picture(Some(&file))));
        }
    }
    (links, media)
}

/// The largest version of a file of a gallery or a text.
fn picture(file: Option<&Object<'_>>) -> Media {
    let is_film = file.and_then(|file| file.string("e")).is_some_and(|kind| kind != "Image");
    let source = file.and_then(|file| file.object("s"));
    let version = |name: &str| source.as_ref().and_then(|source| source.string(name)).map(|url| unescape(&url));
    let url = ["u", "mp4", "gif"].into_iter().find_map(version);
    let url = url.or_else(|| file.and_then(|file| file.string("hlsUrl")).map(|url| unescape(&url)));
    Media { url, ..Media::of_kind(if is_film { MediaKind::Video } else { MediaKind::Photo }) }
}

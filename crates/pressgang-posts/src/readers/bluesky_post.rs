//! One post of Bluesky, whichever way it was exported: as an event, as a record, or as the service shows it.

use super::bluesky_embed::Embedded;
use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::values::{Utf16Spans, unique};
use crate::{Author, Metrics, Observation, Observed, Platform, Post, Relations, Status, Timestamp};

/// The kind of record that is a post.
pub(super) const POSTS: &str = "app.bsky.feed.post";

/// Whose labels `!hide` and the like bind everybody; those of other services reach whoever chose them.
const MODERATION: &str = "did:plc:ar7c4by46qjdydhdevvrndac";

/// Names in the internet are no longer, and handles are such names; longer stretches of a text could be very many.
const LONGEST_HANDLE: usize = 253;

/// A post as its author wrote it, and what is known beside it.
pub(super) struct Written<'p, 'a> {
    /// `at://{did}/app.bsky.feed.post/{key}`.
    pub(super) uri: String,
    pub(super) record: &'p Object<'a>,
    /// What is embedded in it as the service shows it, with addresses and quoted texts.
    pub(super) view: Option<Object<'a>>,
    pub(super) author: Author,
    /// When the service had it: it was written no later, whatever its author's program declares.
    pub(super) known_at: Option<Timestamp>,
    pub(super) metrics: Metrics,
    pub(super) collected_at: Option<Timestamp>,
    pub(super) place: Place,
}

/// The value under either spelling: Python tools write `created_at` for `createdAt`.
pub(super) fn either<'a>(object: &Object<'a>, names: [&str; 2]) -> Option<Raw<'a>> {
    names.into_iter().find_map(|name| object.get(name))
}

/// The account, the kind and the key in the address of a record.
pub(super) fn parts_of(uri: &str) -> Option<(&str, &str, &str)> {
    let mut parts = uri.strip_prefix("at://")?.splitn(3, '/');
    let parts = (parts.next()?, parts.next()?, parts.next()?);
    (!parts.0.is_empty() && !parts.2.is_empty()).then_some(parts)
}

/// The labels an author gave a post.
pub(super) fn own_labels<'a>(record: &Object<'a>) -> Vec<Raw<'a>> {
    record.object("labels").map(|labels| labels.elements("values")).unwrap_or_default()
}

/// When and where something was seen.
#[derive(Clone, Copy)]
pub(super) struct Sight {
    pub(super) at: Option<Timestamp>,
    pub(super) place: Place,
}

impl Sight {
    pub(super) fn of(self, of: Observed, status: Status, signal: &str, out: &mut Out<'_>) {
        out.observe(Observation {
            platform: Platform::BLUESKY,
            of,
            observed_at: self.at,
            status,
            signal: signal.chars().take(200).collect(),
            metrics: Metrics::default(),
            provenance: out.provenance(self.place),
        });
    }

    /// The labels of a post or an account, which moderation services gave it, or its author.
    pub(super) fn of_labels(self, labels: Vec<Raw<'_>>, of: &Observed, owner: &str, out: &mut Out<'_>) {
        for label in labels.into_iter().filter_map(Raw::object) {
            let Some(value) = label.string("val") else { continue };
            let source = label.string("src").filter(|source| source != owner);
            // Whoever asks not to be shown to people without an account is not moderated.
            if source.is_none() && (value.starts_with('!') || matches!(of, Observed::Account(_))) {
                continue;
            }
            let is_taken_back = label.is_true("neg");
            let is_gone = matches!(value.as_ref(), "!hide" | "!takedown" | "!suspend");
            let status = match of {
                _ if is_taken_back || !is_gone || source.as_deref() != Some(MODERATION) => Status::Unknown,
                Observed::Post(_) => Status::Removed,
                Observed::Account(_) => Status::AccountGone,
            };
            let what = if is_taken_back { "label taken back" } else { "label" };
            let signal = format!("{what}: {value} by {}", source.as_deref().unwrap_or("its author"));
            let at = label.get("cts").and_then(Raw::time).or(self.at);
            Sight { at, ..self }.of(of.clone(), status, &signal, out);
        }
    }
}

impl Written<'_, '_> {
    pub(super) fn hand_out(self, out: &mut Out<'_>) -> Result<(), String> {
        let Written { uri, record, view, author, known_at, metrics, collected_at, place } = self;
        let (did, _, key) = parts_of(&uri).ok_or("uri is not the address of a record")?;
        let text = record.get("text").and_then(Raw::string).ok_or("no text")?.into_owned();
        let (created_at, created_at_local) = created(record, known_at, collected_at);
        let mut marked = Marked::of(record, &text);
        let mut embedded = Embedded::default();
        if let Some(view) = &view {
            embedded.add(view, did);
        }
        // What the service does not know how to show is still in the record.
        if let Some(embed) = record.object("embed").filter(|_| embedded.is_empty()) {
            embedded.add(&embed, did);
        }
        let Embedded { media, links, quote } = embedded;
        marked.links.extend(links);
        let sight = Sight { at: collected_at, place };
        if let Some(quote) = quote.as_ref().filter(|quote| quote.is_gone) {
            sight.of(Observed::Post(quote.uri.clone()), Status::Removed, "notFound", out);
        }
        let (quote_of, quoted_text) = quote.map_or((None, None), |quote| (Some(quote.uri), quote.text));
        let languages: Vec<_> = record.elements("langs").into_iter().filter_map(Raw::string).collect();
        let reply_to = record.at(&["reply", "parent", "uri"]).and_then(Raw::string);
        out.post(Post {
            url: Some(format!("https://bsky.app/profile/{did}/post/{key}")),
            author: Author { id: author.id.or_else(|| Some(did.to_owned())), ..author },
            created_at,
            created_at_local,
            language_declared: Some(languages.join(", ")).filter(|languages| !languages.is_empty()),
            links: unique(marked.links),
            mentions: unique(marked.mentions),
            hashtags: unique(marked.hashtags),
            media,
            relations: Relations { reply_to: reply_to.map(|uri| uri.into_owned()), repost_of: None, quote_of },
            quoted_text,
            metrics,
            collected_at,
            ..Post::new(Platform::BLUESKY, uri.clone(), text, out.provenance(place))
        });
        Ok(())
    }
}

/// When it was written, and what is declared of that where it cannot be true.
fn created(
    record: &Object<'_>,
    known_at: Option<Timestamp>,
    collected_at: Option<Timestamp>,
) -> (Option<Timestamp>, Option<String>) {
    let written = either(record, ["createdAt", "created_at"]).and_then(Raw::string);
    let declared = written.as_deref().and_then(Timestamp::parse_rfc3339);
    let bound = known_at.or(collected_at);
    let is_possible = |declared: &Timestamp| declared.unix_millis > 0 && bound.is_none_or(|bound| *declared <= bound);
    match declared.filter(is_possible) {
        Some(declared) => (Some(declared), None),
        None => (known_at, written.map(|written| written.chars().take(64).collect())),
    }
}

/// What stretches of the text stand for.
#[derive(Default)]
struct Marked {
    links: Vec<String>,
    mentions: Vec<String>,
    hashtags: Vec<String>,
}

impl Marked {
    fn of(record: &Object<'_>, text: &str) -> Marked {
        let mut marked = Marked::default();
        for facet in record.objects("facets") {
            let bound = |names| {
                let count = facet.object("index").and_then(|index| either(&index, names)?.count());
                count.and_then(|count| usize::try_from(count).ok())
            };
            // Bounds are bytes of UTF-8, whatever language the program was written in.
            let stretch = match (bound(["byteStart", "byte_start"]), bound(["byteEnd", "byte_end"])) {
                (Some(start), Some(end)) => text.get(start..end),
                _ => None,
            };
            for feature in facet.objects("features") {
                if let Some(uri) = feature.owned("uri") {
                    marked.links.push(uri);
                } else if let Some(tag) = feature.string("tag") {
                    marked.add_tag(&tag);
                } else if feature.has("did") {
                    marked.add_mention(stretch);
                }
            }
        }
        if !record.has("facets") {
            marked.add_entities(record, text);
        }
        record.elements("tags").into_iter().filter_map(Raw::string).for_each(|tag| marked.add_tag(&tag));
        marked
    }

    /// What facets were called in 2023, counted in UTF-16 units.
    fn add_entities(&mut self, record: &Object<'_>, text: &str) {
        let spans = Utf16Spans::new(text);
        for entity in record.objects("entities") {
            let bound = |name: &str| entity.object("index").and_then(|index| index.count(name));
            match entity.string("type").as_deref() {
                Some("link") => self.links.extend(entity.owned("value")),
                Some("mention") => {
                    let (Some(start), Some(end)) = (bound("start"), bound("end")) else { continue };
                    let bounds = (usize::try_from(start), usize::try_from(end.saturating_sub(start)));
                    let (Ok(start), Ok(length)) = bounds else { continue };
                    self.add_mention(spans.get(start, length));
                }
                _ => {}
            }
        }
    }

    /// A mention names the account by its number, so the handle is what the text says.
    fn add_mention(&mut self, stretch: Option<&str>) {
        let handle = stretch.and_then(|stretch| stretch.trim().strip_prefix('@'));
        self.mentions.extend(handle.filter(|handle| handle.len() <= LONGEST_HANDLE).map(str::to_owned));
    }

    fn add_tag(&mut self, tag: &str) {
        self.hashtags.push(tag.strip_prefix('#').unwrap_or(tag).to_owned());
    }
}

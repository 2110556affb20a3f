//! CrowdTangle exports of Facebook Pages and Groups.

use super::Probe;
use super::rows::read_rows;
use crate::detect::Head;
use crate::part::{Halt, Part, Place};
use crate::source::Stream;
use crate::table::Header;
use crate::values::{count, id_of_text, zoned};
use crate::{Author, Media, MediaKind, Metrics, Platform, Post, PostKey, Relations};

pub(crate) fn probe(head: &Head<'_>) -> Probe {
    let Some(header) = &head.table else { return Probe::foreign() };
    let mut missing = header.lacks(&["URL", "Message", "Type", "Likes", "Shares"]);
    for either in [["Page Name", "Group Name"], ["Post Created", "Created"]] {
        if !either.iter().any(|column| header.has(column)) {
            missing.push(either.join(" or "));
        }
    }
    match missing.len() {
        0 if header.has("Group Name") => Probe::matched("the columns of a CrowdTangle export of Facebook Groups"),
        0 => Probe::matched("the columns of a CrowdTangle export of Facebook Pages"),
        1..=3 => Probe::lacking(missing),
        _ => Probe::foreign(),
    }
}

pub(crate) fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let Some(header) = &head.table else {
        return part.reject(Place::at(0), "not a table");
    };
    read_rows(header, stream, part, &mut |fields, part, place| Row { header, fields }.post(part, place))
}

struct Row<'r> {
    header: &'r Header,
    fields: &'r [&'r str],
}

impl<'r> Row<'r> {
    /// The trimmed content of a column, where there is any.
    fn get(&self, column: &str) -> Option<&'r str> {
        let field = self.fields.get(self.header.position(column)?)?;
        Some(field.trim()).filter(|text| !text.is_empty())
    }

    fn first(&self, columns: &[&str]) -> Option<&'r str> {
        columns.iter().find_map(|column| self.get(column))
    }

    fn post(&self, part: &Part<'_>, place: Place) -> Result<Post, String> {
        let url = self.get("URL").ok_or("no address, which holds the id")?;
        let id = id_in(url).ok_or("no id in the address")?;
        let kind = self.get("Type").unwrap_or_default();
        let media: Vec<Media> =
            media_kind(kind).map(|kind| Media { kind, url: None, path: None, alt: None }).into_iter().collect();
        // Posts that only share something have no message of their own.
        let text = match self.first(&["Message", "Title", "Description", "Link Text"]) {
            Some(_) if self.get("Message").is_some() => self.raw("Message").to_owned(),
            Some(fallback) => fallback.to_owned(),
            None if !media.is_empty() => String::new(),
            None => return Err("no text".to_owned()),
        };
        let created = self.first(&["Post Created", "Created"]);
        let created_at = match created {
            // Without a zone the moment is unknown; with one that is unknown it would be lost unsaid.
            Some(text) if text.split_ascii_whitespace().count() >= 3 => {
                Some(zoned(text, None).ok_or_else(|| format!("Post Created is no known form of time: {text:?}"))?)
            }
            _ => None,
        };
        let mut links: Vec<String> = Vec::new();
        for link in ["Final Link", "Link"].into_iter().filter_map(|column| self.get(column)) {
            if !links.iter().any(|known| known == link) {
                links.push(link.to_owned());
            }
        }
        Ok(Post {
            key: PostKey { platform: Platform::FACEBOOK, id },
            url: Some(url.to_owned()),
            author: Author {
                // A rounded one would be the id of somebody else.
                id: self.get("Facebook Id").and_then(|id| id_of_text(id).ok().flatten()),
                handle: self.get("User Name").map(str::to_owned),
                name: self.first(&["Page Name", "Group Name"]).map(str::to_owned),
            },
            created_at,
            text,
            language_declared: None,
            links,
            mentions: Vec::new(),
            hashtags: Vec::new(),
            media,
            relations: Relations::default(),
            metrics: Metrics {
                views: self.views(kind),
                likes: self.count("Likes"),
                shares: self.count("Shares"),
                comments: self.count("Comments"),
            },
            collected_at: part.options.received_at,
            provenance: part.provenance(place),
        })
    }

    /// A column exactly as it stands: texts are not trimmed.
    fn raw(&self, column: &str) -> &'r str {
        self.header.position(column).and_then(|at| self.fields.get(at)).copied().unwrap_or_default()
    }

    fn count(&self, column: &str) -> Option<u64> {
        self.get(column).and_then(count)
    }

    /// Views are counted of films only: CrowdTangle writes 0 for everything else.
    fn views(&self, kind: &str) -> Option<u64> {
        // The post's own count first: the total adds those of other posts with the same film.
        let counts = ["Post Views", "Total Views"].map(|column| self.count(column));
        let positive = counts.into_iter().flatten().find(|&views| views > 0);
        let zero = counts.into_iter().flatten().next().filter(|_| is_film_on_facebook(kind));
        positive.or(zero)
    }
}

/// The id of a post in its address: given as a parameter, or the last part of the path.
fn id_in(url: &str) -> Option<String> {
    let (rest, query) = url.split_once('?').unwrap_or((url, ""));
    let query = query.split('#').next().unwrap_or_default();
    for parameter in ["story_fbid", "fbid", "v"] {
        let value = query.split('&').find_map(|pair| pair.strip_prefix(parameter)?.strip_prefix('='));
        if let Some(id) = value.filter(|id| !id.is_empty()) {
            return Some(id.to_owned());
        }
    }
    let path = rest.split_once("://").map_or(rest, |(_, rest)| rest).split('#').next()?;
    let (_host, path) = path.split_once('/')?;
    let last = path.trim_end_matches('/').rsplit('/').next()?;
    (!last.is_empty()).then(|| last.to_owned())
}

/// Films that Facebook itself shows; those linked from elsewhere have no count there.
fn is_film_on_facebook(kind: &str) -> bool {
    kind == "Video" || kind == "Native Video" || kind.starts_with("Live Video")
}

fn media_kind(kind: &str) -> Option<MediaKind> {
    if is_film_on_facebook(kind) || kind == "YouTube" {
        return Some(MediaKind::Video);
    }
    matches!(kind, "Photo" | "Album").then_some(MediaKind::Photo)
}

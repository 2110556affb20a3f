//! A post from the named values of one generic record, be it a line, a row or a column file's row.

use super::snscrape_telegram::channel_and_number;
use crate::mapping::{Field, Mapping};
use crate::part::{Out, Place};
use crate::values::{Cell, permalink};
use crate::{Author, Metrics, Platform, Post, Relations, Timestamp};

/// The values found for each field.
pub(crate) struct Record<'a> {
    cells: Vec<(Field, usize, Option<Cell<'a>>)>,
    /// A bit for each field that there is a cell of: most fields have none.
    present: u32,
    /// The text is there and empty: a post without words, unlike a record that lacks the field.
    pub(crate) has_empty_text: bool,
}

struct Values<'r, 'a> {
    cells: &'r mut [(Field, usize, Option<Cell<'a>>)],
    field: Field,
}

impl<'a> Iterator for Values<'_, 'a> {
    type Item = Cell<'a>;

    fn next(&mut self) -> Option<Cell<'a>> {
        let of_field = self.cells.iter_mut().filter(|(known, _, cell)| *known == self.field && cell.is_some());
        of_field.min_by_key(|(_, rank, _)| *rank).and_then(|(_, _, cell)| cell.take())
    }
}

impl<'a> Record<'a> {
    pub(crate) fn new() -> Record<'a> {
        Record { cells: Vec::with_capacity(16), present: 0, has_empty_text: false }
    }

    pub(crate) fn put(&mut self, field: Field, rank: usize, cell: Cell<'a>) {
        self.present |= 1 << field as u32;
        self.cells.push((field, rank, Some(cell)));
    }

    /// The values of a field, the most telling name first.
    fn take(&mut self, field: Field) -> Values<'_, 'a> {
        let is_present = self.present & (1 << field as u32) != 0;
        Values { cells: if is_present { &mut self.cells } else { &mut [] }, field }
    }

    fn label(&mut self, field: Field) -> Option<String> {
        self.take(field).find_map(Cell::label)
    }

    fn count(&mut self, field: Field) -> Option<u64> {
        self.take(field).find_map(|cell| cell.count())
    }

    /// An id of another post or of an account; one that was damaged is as good as none.
    fn other_id(&mut self, field: Field) -> Option<String> {
        self.take(field).find_map(|cell| cell.id().ok().flatten())
    }

    fn time(&mut self, field: Field) -> Result<Option<Timestamp>, String> {
        let mut unreadable = None;
        for cell in self.take(field) {
            match cell.time() {
                Ok(Some(time)) => return Ok(Some(time)),
                Ok(None) => {}
                Err(what) => unreadable = unreadable.or(Some(what)),
            }
        }
        match unreadable {
            Some(what) => Err(format!("{} is no known form of time: {what}", field.name())),
            None => Ok(None),
        }
    }

    /// The post, or why the record is none.
    pub(crate) fn into_post(mut self, out: &Out<'_>, place: Place) -> Result<Post, String> {
        let id = match self.take(Field::Id).next() {
            Some(cell) => cell.id()?.ok_or("no id")?,
            None => return Err("no id".to_owned()),
        };
        let media: Vec<_> = self.take(Field::Media).next().map(Cell::media).unwrap_or_default();
        let found = self.take(Field::Text).find_map(Cell::text);
        let text = match found {
            Some(text) => text,
            None if self.has_empty_text || !media.is_empty() => String::new(),
            None => return Err("no text".to_owned()),
        };
        let url = self.take(Field::Url).find_map(Cell::label).and_then(|url| address(&url));
        let platform = platform(self.label(Field::Platform), &id, url.as_deref(), &out.options().mapping);
        let place_before = place_of_number(&platform, &id, url.as_deref());
        // What else is named by a number alone is of the same channel or wall.
        let whole = |id: String| match &place_before {
            Some(before) if is_number(&id) => format!("{before}{id}"),
            _ => id,
        };
        let id = whole(id);
        let author = Author {
            id: self.other_id(Field::AuthorId),
            handle: self.label(Field::AuthorHandle).map(|handle| handle.trim_start_matches('@').to_owned()),
            name: self.label(Field::AuthorName),
        };
        let collected_at = self.time(Field::CollectedAt)?.or(out.options().received_at);
        Ok(Post {
            url,
            author,
            created_at: self.time(Field::CreatedAt)?,
            created_at_local: self.take(Field::CreatedAtLocal).find_map(Cell::text),
            is_repost: self.take(Field::IsRepost).any(|cell| cell.is_yes()),
            quoted_text: self.take(Field::QuotedText).find_map(Cell::text),
            language_declared: self.label(Field::Lang),
            links: self.take(Field::Links).next().map(Cell::addresses).unwrap_or_default(),
            mentions: self.take(Field::Mentions).next().map(|cell| cell.words('@')).unwrap_or_default(),
            hashtags: self.take(Field::Hashtags).next().map(|cell| cell.words('#')).unwrap_or_default(),
            media,
            relations: Relations {
                reply_to: self.other_id(Field::ReplyTo).map(whole),
                repost_of: self.other_id(Field::RepostOf),
                quote_of: self.other_id(Field::QuoteOf),
            },
            metrics: Metrics {
                views: self.count(Field::Views),
                likes: self.count(Field::Likes),
                shares: self.count(Field::Shares),
                comments: self.count(Field::Comments),
            },
            collected_at,
            ..Post::new(platform, id, text, out.provenance(place))
        })
    }
}

/// Sites and the platforms they are.
const SITES: &[(&str, &str)] = &[
    ("x.com", "x"),
    ("twitter.com", "x"),
    ("facebook.com", "facebook"),
    ("fb.com", "facebook"),
    ("instagram.com", "instagram"),
    ("t.me", "telegram"),
    ("telegram.me", "telegram"),
    ("vk.com", "vk"),
    ("vk.ru", "vk"),
    ("tiktok.com", "tiktok"),
    ("youtube.com", "youtube"),
    ("youtu.be", "youtube"),
    ("bsky.app", "bluesky"),
    ("reddit.com", "reddit"),
    ("threads.net", "threads"),
    ("threads.com", "threads"),
    ("linkedin.com", "linkedin"),
    ("ok.ru", "ok"),
];

fn platform(column: Option<String>, id: &str, url: Option<&str>, mapping: &Mapping) -> Platform {
    let named = mapping.platform_value().or(column.as_deref());
    if let Some(name) = named {
        let name = name.trim();
        // Some tools name the platform by its site.
        return platform_of_host(&name.to_lowercase()).unwrap_or_else(|| Platform::named(name));
    }
    // Tables of other tools have ids of their own beside the post's address, which must not pass for the platform's.
    url.filter(|url| is_in(id, url))
        .and_then(host)
        .and_then(|host| platform_of_host(&host))
        .unwrap_or(Platform::UNKNOWN)
}

/// What stands before the number of a post that is one only within its channel or on its wall, where the address says it.
///
/// Without it the posts of many channels would pass for captures of one.
fn place_of_number(platform: &Platform, id: &str, url: Option<&str>) -> Option<String> {
    let url = url.filter(|_| is_number(id))?;
    if *platform == Platform::TELEGRAM {
        let (channel, number) = channel_and_number(url)?;
        return (number == id).then(|| format!("{}/", channel.to_lowercase()));
    }
    let found = permalink(url).filter(|found| *platform == Platform::VK && found.platform == Platform::VK)?;
    found.id.strip_suffix(id).filter(|wall| wall.ends_with('_')).map(str::to_owned)
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

/// Longer ids are not taken apart.
const LONGEST_ID: usize = 200;

/// True if and only if an address is that of the post with this id.
///
/// Facebook's ids of two parts stand apart in addresses, and of an AT address only the last part is in the one for
/// browsers.
fn is_in(id: &str, url: &str) -> bool {
    let path =
        url.split_once("://").and_then(|(_, rest)| rest.split_once(['/', '?', '#'])).map_or("", |(_, path)| path);
    if let Some(key) = id.strip_prefix("at://").and_then(|rest| rest.rsplit('/').next()) {
        return has_word(path, key);
    }
    has_word(path, id) || (id.len() <= LONGEST_ID && id.contains('_') && id.split('_').all(|part| has_word(path, part)))
}

/// True if and only if the word is there and is no part of a longer one.
fn has_word(path: &str, word: &str) -> bool {
    let borders = |outer: Option<char>, inner: Option<char>| {
        !(outer.is_some_and(char::is_alphanumeric) && inner.is_some_and(char::is_alphanumeric))
    };
    !word.is_empty()
        && path.match_indices(word).any(|(at, _)| {
            borders(path[..at].chars().next_back(), word.chars().next())
                && borders(path[at + word.len()..].chars().next(), word.chars().next_back())
        })
}

fn platform_of_host(host: &str) -> Option<Platform> {
    let is_site = |site: &str| host.strip_suffix(site).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    SITES.iter().find(|(site, _)| is_site(site)).map(|(_, name)| Platform::named(name))
}

fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    Some(host.rsplit('@').next()?.split(':').next()?.to_lowercase())
}

/// A public address; without its scheme only where it names a site.
fn address(text: &str) -> Option<String> {
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(text.to_owned());
    }
    let with_scheme = format!("https://{text}");
    let is_known = text.contains('/') && host(&with_scheme).and_then(|host| platform_of_host(&host)).is_some();
    is_known.then_some(with_scheme)
}

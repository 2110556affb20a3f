//! The canonical post: what every reader produces and everything later reads.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// An instant in UTC with millisecond precision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub unix_millis: i64,
}

impl Timestamp {
    /// An instant from milliseconds since the epoch, or `None` outside the years -9999 to 9999.
    pub fn from_unix_millis(unix_millis: i64) -> Option<Timestamp> {
        jiff::Timestamp::from_millisecond(unix_millis).ok().map(|_| Timestamp { unix_millis })
    }

    /// An instant from whole seconds since the epoch, or `None` out of range.
    pub fn from_unix_seconds(seconds: i64) -> Option<Timestamp> {
        seconds.checked_mul(1000).and_then(Timestamp::from_unix_millis)
    }

    /// Reads RFC 3339 text that carries its own offset (`2021-05-18T19:24:56.000Z`).
    pub fn parse_rfc3339(text: &str) -> Option<Timestamp> {
        if let Some(plain) = plain_utc(text.as_bytes()) {
            return Some(plain);
        }
        text.parse::<jiff::Timestamp>().ok().map(|t| Timestamp { unix_millis: t.as_millisecond() })
    }

    /// This instant for calendar arithmetic.
    pub fn to_jiff(self) -> jiff::Timestamp {
        // The constructors admit only what jiff can hold; the fallback keeps the field public without a panic.
        jiff::Timestamp::from_millisecond(self.unix_millis).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

/// The form that nearly all exports write, `2021-05-18T19:24:56Z` with or without milliseconds, without a parser for all
/// the others; `None` for anything else.
fn plain_utc(text: &[u8]) -> Option<Timestamp> {
    let (moment, rest) = text.split_at_checked(19)?;
    let millis = match rest {
        b"Z" | b"+00:00" => 0,
        [b'.', a, b, c, b'Z'] => digits(&[*a, *b, *c])?,
        _ => return None,
    };
    let &[_, _, _, _, b'-', _, _, b'-', _, _, b'T', _, _, b':', _, _, b':', _, _] = moment else { return None };
    let part = |from: usize, to: usize| digits(&moment[from..to]);
    let (year, month, day) = (part(0, 4)?, part(5, 7)?, part(8, 10)?);
    let (hour, minute, second) = (part(11, 13)?, part(14, 16)?, part(17, 19)?);
    let date = jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
    let time = jiff::civil::Time::new(hour as i8, minute as i8, second as i8, i32::from(millis) * 1_000_000).ok()?;
    let instant = jiff::tz::Offset::UTC.to_timestamp(date.to_datetime(time)).ok()?;
    Some(Timestamp { unix_millis: instant.as_millisecond() })
}

/// A number of at most four digits.
fn digits(text: &[u8]) -> Option<i16> {
    let add = |sum: i16, byte: &u8| byte.is_ascii_digit().then(|| sum * 10 + i16::from(byte - b'0'));
    text.iter().try_fold(0, add)
}

impl fmt::Display for Timestamp {
    /// RFC 3339 ending in `Z`; milliseconds only where there are any.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_jiff())
    }
}

/// The name of a platform as used in tables and output: `x`, `facebook`, `telegram`, `vk` ...
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Platform(Cow<'static, str>);

impl Platform {
    /// X, earlier Twitter.
    pub const X: Platform = Platform(Cow::Borrowed("x"));
    /// Facebook.
    pub const FACEBOOK: Platform = Platform(Cow::Borrowed("facebook"));
    /// Telegram.
    pub const TELEGRAM: Platform = Platform(Cow::Borrowed("telegram"));
    /// VK, earlier VKontakte.
    pub const VK: Platform = Platform(Cow::Borrowed("vk"));
    /// Instagram.
    pub const INSTAGRAM: Platform = Platform(Cow::Borrowed("instagram"));
    /// TikTok.
    pub const TIKTOK: Platform = Platform(Cow::Borrowed("tiktok"));
    /// YouTube.
    pub const YOUTUBE: Platform = Platform(Cow::Borrowed("youtube"));
    /// Bluesky.
    pub const BLUESKY: Platform = Platform(Cow::Borrowed("bluesky"));
    /// Mastodon and what speaks its language.
    pub const MASTODON: Platform = Platform(Cow::Borrowed("mastodon"));
    /// Reddit.
    pub const REDDIT: Platform = Platform(Cow::Borrowed("reddit"));
    /// Threads.
    pub const THREADS: Platform = Platform(Cow::Borrowed("threads"));
    /// A file that names no platform.
    pub const UNKNOWN: Platform = Platform(Cow::Borrowed("unknown"));

    /// A platform by any of its usual names: trimmed, lower case, `twitter` and `twitter.com` read as `x`,
    /// `fb` as `facebook`, `tg` as `telegram`, `vkontakte` as `vk`.
    pub fn named(name: &str) -> Platform {
        let name = name.trim().to_lowercase();
        match name.as_str() {
            "" => Platform::UNKNOWN,
            "x" | "twitter" | "twitter.com" | "x.com" => Platform::X,
            "facebook" | "fb" | "facebook.com" => Platform::FACEBOOK,
            "telegram" | "tg" | "t.me" => Platform::TELEGRAM,
            "vk" | "vkontakte" | "vk.com" => Platform::VK,
            "instagram" | "instagram.com" | "ig" => Platform::INSTAGRAM,
            "tiktok" | "tiktok.com" => Platform::TIKTOK,
            "youtube" | "youtube.com" => Platform::YOUTUBE,
            "bluesky" | "bsky" | "bsky.app" => Platform::BLUESKY,
            "mastodon" => Platform::MASTODON,
            "reddit" | "reddit.com" => Platform::REDDIT,
            "threads" | "threads.net" | "threads.com" => Platform::THREADS,
            _ => Platform(Cow::Owned(name)),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What makes a post one post: its platform and the platform's id, never through a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostKey {
    /// Where it was published.
    pub platform: Platform,
    /// The platform's own id.
    pub id: String,
}

impl fmt::Display for PostKey {
    /// `platform:id`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.platform, self.id)
    }
}

/// Who published a post; every field as the export gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// The platform's id of the account.
    pub id: Option<String>,
    /// The name in the account's address, without `@`.
    pub handle: Option<String>,
    /// The displayed name.
    pub name: Option<String>,
}

/// What kind of file is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// A still picture.
    Photo,
    /// A film, a moving GIF included.
    Video,
    /// Sound.
    Audio,
    /// Any other file.
    Document,
}

impl MediaKind {
    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            MediaKind::Photo => "photo",
            MediaKind::Video => "video",
            MediaKind::Audio => "audio",
            MediaKind::Document => "document",
        }
    }
}

/// One attached picture, film or file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// What it is.
    pub kind: MediaKind,
    /// Where the platform serves it; such addresses often expire.
    pub url: Option<String>,
    /// Where the export stores it, relative to the export file.
    pub path: Option<String>,
    /// The description its author gave.
    pub alt: Option<String>,
    /// What the platform itself read in it: words on the picture, the transcript of its sound.
    pub text: Option<String>,
}

impl Media {
    /// An attachment of which nothing but its kind is known.
    pub fn of_kind(kind: MediaKind) -> Media {
        Media { kind, url: None, path: None, alt: None, text: None }
    }
}

/// The counts of one capture; `None` where the source gives no count, which is never zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Metrics {
    /// Times shown, as the platform counts it.
    pub views: Option<u64>,
    /// Likes (not the sum of all reactions where the source separates them).
    pub likes: Option<u64>,
    /// Reposts, shares or forwards.
    pub shares: Option<u64>,
    /// Replies or comments.
    pub comments: Option<u64>,
}

/// How a post refers to others, by the platform's ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    /// The post this one answers.
    pub reply_to: Option<String>,
    /// The post this one only passes on; its text is then the original's whole text.
    pub repost_of: Option<String>,
    /// The post this one quotes and comments.
    pub quote_of: Option<String>,
}

/// The file, or the member of an archive, that records were read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The file's name as it was given to the reader.
    pub file: Box<str>,
    /// SHA-256 of the file as received, in lower-case hex.
    pub sha256: Box<str>,
    /// The member of an archive, or the sheet of a workbook.
    pub member: Option<Box<str>>,
}

/// Where a post was read: enough to find its bytes again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The file, shared by many records.
    pub source: Arc<Source>,
    /// First byte of the record in the decompressed bytes before decoding; `None` for column files such as Parquet.
    pub offset: Option<u64>,
    /// Length of the record in those bytes.
    pub length: Option<u64>,
    /// Row of a table, the first row under the header being 1.
    pub row: Option<u64>,
}

impl Provenance {
    /// The file's name as it was given to the reader.
    pub fn file(&self) -> &str {
        &self.source.file
    }

    /// SHA-256 of the file as received, in lower-case hex.
    pub fn sha256(&self) -> &str {
        &self.source.sha256
    }

    /// The member of an archive, or the sheet of a workbook.
    pub fn member(&self) -> Option<&str> {
        self.source.member.as_deref()
    }
}

/// One public message on a platform, in the same shape whatever export it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Platform and id.
    pub key: PostKey,
    /// Public address, where it can be known.
    pub url: Option<String>,
    /// Who published it.
    pub author: Author,
    /// When it was published.
    pub created_at: Option<Timestamp>,
    /// The time of publication as the export writes it, where that is a local time or one without a zone.
    pub created_at_local: Option<String>,
    /// The whole text, unescaped once, not cut to a display range. Offsets elsewhere count its UTF-8 bytes.
    pub text: String,
    /// The language as the platform or the export labels it.
    pub language_declared: Option<String>,
    /// Addresses in or behind the text, expanded where the export knows the target.
    pub links: Vec<String>,
    /// Handles mentioned, without `@`.
    pub mentions: Vec<String>,
    /// Hashtags, without `#`.
    pub hashtags: Vec<String>,
    /// Attached pictures, films and files.
    pub media: Vec<Media>,
    /// Replies, reposts, quotes.
    pub relations: Relations,
    /// Whether it only passes another post on, also where the export does not say which.
    pub is_repost: bool,
    /// The text of the post this one quotes, where the export holds it.
    pub quoted_text: Option<String>,
    /// Counts at the time of capture.
    pub metrics: Metrics,
    /// When it was captured.
    pub collected_at: Option<Timestamp>,
    /// Where it was read.
    pub provenance: Provenance,
    /// Messages that the platform shows together share this; they are one post by the time they are handed out.
    pub(crate) album: Option<Box<str>>,
}

impl Post {
    /// A post of which nothing is known but its key, its text and its place.
    pub fn new(platform: Platform, id: String, text: String, provenance: Provenance) -> Post {
        Post {
            key: PostKey { platform, id },
            url: None,
            author: Author::default(),
            created_at: None,
            created_at_local: None,
            text,
            language_declared: None,
            links: Vec::new(),
            mentions: Vec::new(),
            hashtags: Vec::new(),
            media: Vec::new(),
            relations: Relations::default(),
            is_repost: false,
            quoted_text: None,
            metrics: Metrics::default(),
            collected_at: None,
            provenance,
            album: None,
        }
    }
}

/// A record that could not be read as a post, with its place and the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Where it is.
    pub provenance: Provenance,
    /// Why it was not read: lower case, no full stop, without personal content.
    pub reason: String,
}

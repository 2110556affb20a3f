//! What the archive of an X account says beside its posts: whose it is, when it was made, and the whole texts of posts
//! that are too long for where the posts stand.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::json::{Object, Raw, Room, parse_value};
use crate::values::unescape;
use crate::{Limits, Timestamp};

/// Whose archive a file is, as the archive says beside its posts.
#[derive(Debug, Default)]
pub(crate) struct ArchiveOwner {
    pub(crate) id: Option<String>,
    pub(crate) handle: Option<String>,
    pub(crate) name: Option<String>,
    /// When the archive was made.
    pub(crate) made_at: Option<Timestamp>,
    long: HashMap<String, LongText>,
    /// The ids of the long texts by the time of their posts in milliseconds.
    by_time: BTreeMap<i64, Vec<String>>,
}

/// The whole text of a long post. It has an id of its own, not that of its post.
#[derive(Debug)]
pub(crate) struct LongText {
    pub(crate) id: String,
    pub(crate) made_at: Option<Timestamp>,
    pub(crate) text: String,
    pub(crate) links: Vec<String>,
    pub(crate) mentions: Vec<String>,
    pub(crate) hashtags: Vec<String>,
    /// Where the text begins behind those at its beginning who are answered.
    own_words: usize,
    /// Whether its post was found.
    is_joined: AtomicBool,
}

/// A post and its long text are made within this time.
const APART_MILLIS: i64 = 5_000;

/// More long texts of one moment are not compared with a post.
const MOST_COMPARED: usize = 64;

impl ArchiveOwner {
    /// Adds what a member says of the owner, if it is one that does; of the account only what is public is looked at.
    pub(crate) fn add(&mut self, file_name: &str, bytes: &[u8]) {
        let Some(at) = memchr::memchr(b'=', bytes) else { return };
        let json = bytes.get(at + 1..).unwrap_or_default().trim_ascii();
        let mut room = Room::default();
        let json = json.strip_suffix(b";").unwrap_or(json);
        let Ok(value) = parse_value(json, &Limits::standard(), &mut room) else { return };
        match file_name {
            "account.js" => {
                let first = value.elements().into_iter().next().and_then(Raw::object);
                let Some(account) = first.and_then(|first| first.object("account")) else { return };
                let fields = ["accountId", "username", "accountDisplayName"];
                self.fill(fields.map(|field| account.owned(field)), true);
            }
            "manifest.js" => {
                let Some(manifest) = value.object() else { return };
                if let Some(user) = manifest.object("userInfo") {
                    self.fill(["accountId", "userName", "displayName"].map(|field| user.owned(field)), false);
                }
                self.made_at = manifest.at(&["archiveInfo", "generationDate"]).and_then(Raw::time);
            }
            _ => {
                let texts =
                    value.elements().into_iter().filter_map(Raw::object).filter_map(|object| LongText::of(&object));
                texts.for_each(|text| self.add_long(text));
            }
        }
    }

    /// The account's own file counts for more than the list of files.
    fn fill(&mut self, [id, handle, name]: [Option<String>; 3], is_own: bool) {
        for (known, said) in [(&mut self.id, id), (&mut self.handle, handle), (&mut self.name, name)] {
            if said.is_some() && (is_own || known.is_none()) {
                *known = said;
            }
        }
    }

    fn add_long(&mut self, text: LongText) {
        if let Some(made_at) = text.made_at {
            self.by_time.entry(made_at.unix_millis).or_default().push(text.id.clone());
        }
        self.long.insert(text.id.clone(), text);
    }

    /// The whole text of a post made at a time of which only the beginning is known.
    pub(crate) fn whole_of(&self, made_at: Timestamp, beginning: &str) -> Option<&LongText> {
        let beginning = without_mentions(beginning);
        let (from, to) =
            (made_at.unix_millis.saturating_sub(APART_MILLIS), made_at.unix_millis.saturating_add(APART_MILLIS));
        let near = self.by_time.range(from..=to).flat_map(|(_, ids)| ids).take(MOST_COMPARED);
        let mut texts = near.filter_map(|id| self.long.get(id));
        let found =
            texts.find(|long| long.text.get(long.own_words..).is_some_and(|text| text.starts_with(beginning)))?;
        found.is_joined.store(true, Ordering::Relaxed);
        Some(found)
    }

    /// True if and only if the long text with this id was given to its post.
    pub(crate) fn has_joined(&self, id: &str) -> bool {
        self.long.get(id).is_some_and(|long| long.is_joined.load(Ordering::Relaxed))
    }
}

impl LongText {
    /// The long text in an element of `note-tweet.js`.
    pub(crate) fn of(element: &Object<'_>) -> Option<LongText> {
        let note = element.object("noteTweet")?;
        let core = note.object("core")?;
        let list = |list: &str, keys: &[&str]| {
            let items = core.objects(list);
            items.filter_map(|item| keys.iter().find_map(|key| item.owned(key))).collect::<Vec<_>>()
        };
        let text = unescape(&core.string("text")?);
        Some(LongText {
            own_words: text.len() - behind_mentions(&text).len(),
            id: note.other_id("noteTweetId")?,
            made_at: note.get("createdAt").and_then(Raw::time),
            text,
            links: list("urls", &["expandedUrl", "url", "shortUrl"]),
            mentions: list("mentions", &["screenName"]),
            hashtags: list("hashtags", &["text"]),
            is_joined: AtomicBool::new(false),
        })
    }
}

/// True if and only if a member with this name says something of the whole archive.
pub(crate) fn speaks_of_archive(file_name: &str) -> bool {
    matches!(file_name, "account.js" | "manifest.js") || holds_long_texts(file_name)
}

/// True if and only if a member with this name holds whole texts of posts of other members.
pub(crate) fn holds_long_texts(file_name: &str) -> bool {
    file_name.strip_prefix("note-tweet").is_some_and(|rest| rest == ".js" || rest.starts_with("-part"))
}

/// A text without those at its beginning who are answered: long texts lack them.
fn without_mentions(text: &str) -> &str {
    behind_mentions(text).trim_end()
}

fn behind_mentions(text: &str) -> &str {
    let mut rest = text.trim_start();
    while rest.starts_with('@') {
        match rest.split_once(char::is_whitespace) {
            Some((_, behind)) => rest = behind.trim_start(),
            None => return rest,
        }
    }
    rest
}

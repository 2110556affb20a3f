//! Who points to whom: links, mentions, quotes and passing on between verified accounts and others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pressgang_signals::ContactKind;

use super::verified::Against;
use crate::config::Config;
use crate::tables::PostRow;

/// A handle, id or post (`post:ID`) on a platform, lower case.
type Handle = (String, String);

/// What reference accounts are called, and whom they point to.
pub(in crate::stages) struct Pointers<'c> {
    config: &'c Config,
    /// The accounts by what they are called and by the posts they published (`platform:id`).
    handles: HashMap<Handle, usize>,
    posts: HashMap<String, usize>,
    /// Accounts by the handle, id or post they point to, each with the first of its posts that does.
    pointed_at: HashMap<Handle, BTreeMap<usize, String>>,
}

impl<'c> Pointers<'c> {
    /// Without posts yet.
    pub fn new(config: &'c Config) -> Pointers<'c> {
        let mut handles = HashMap::new();
        for (at, account) in config.reference_accounts.iter().enumerate() {
            for name in [&account.handle, &account.id].into_iter().flatten() {
                handles.insert((account.platform.clone(), name.to_lowercase()), at);
            }
        }
        Pointers { config, handles, posts: HashMap::new(), pointed_at: HashMap::new() }
    }

    /// Adds a post of a reference account.
    pub fn add(&mut self, account: usize, post: &PostRow, contacts: &BTreeSet<(ContactKind, String)>) {
        let key = format!("{}:{}", post.platform, post.id);
        for handle in pointed_to(post, contacts) {
            let first = self.pointed_at.entry(handle).or_default().entry(account).or_insert_with(|| key.clone());
            if key < *first {
                first.clone_from(&key);
            }
        }
        self.posts.insert(key, account);
    }

    /// The reference accounts that a post links to, mentions, quotes, answers or passes on.
    pub fn linked<'a>(
        &'a self,
        post: &'a PostRow,
        contacts: &'a BTreeSet<(ContactKind, String)>,
        against: Against<'a>,
    ) -> impl Iterator<Item = usize> + 'a {
        let posts = [&post.quote_of, &post.repost_of, &post.reply_to].into_iter().flatten();
        let posts = posts.filter_map(|id| self.posts.get(&format!("{}:{id}", post.platform)).copied());
        let handles = pointed_to(post, contacts).into_iter().filter_map(|handle| self.handles.get(&handle).copied());
        handles.chain(posts).filter(move |&account| against.counts(self.config, account))
    }

    /// The reference accounts that point to one of these names on a platform, each with a post that does.
    pub fn linking(&self, platform: &str, names: &BTreeSet<String>, against: Against<'_>) -> BTreeMap<usize, &str> {
        let handles = names.iter().map(|name| (platform.to_owned(), name.to_lowercase()));
        let accounts = handles.filter_map(|handle| self.pointed_at.get(&handle)).flatten();
        let accounts = accounts.filter(|(account, _)| against.counts(self.config, **account));
        accounts.map(|(account, post)| (*account, post.as_str())).collect()
    }

    /// Returns true for a contact that is a reference account itself.
    pub fn is_of_account(&self, kind: ContactKind, value: &str) -> bool {
        platform_of(kind)
            .is_some_and(|platform| self.handles.contains_key(&(platform.to_owned(), value.to_lowercase())))
    }
}

/// The platform on which a contact of a kind is an account.
fn platform_of(kind: ContactKind) -> Option<&'static str> {
    match kind {
        ContactKind::Telegram => Some("telegram"),
        ContactKind::Vk => Some("vk"),
        ContactKind::Instagram => Some("instagram"),
        ContactKind::Facebook => Some("facebook"),
        _ => None,
    }
}

/// Accounts and posts that a post points to: handles mentioned, accounts behind links and contacts, posts quoted or
/// passed on (as `post:ID`).
fn pointed_to(post: &PostRow, contacts: &BTreeSet<(ContactKind, String)>) -> BTreeSet<Handle> {
    let mut handles: BTreeSet<Handle> = BTreeSet::new();
    let mut add = |platform: &str, name: &str| {
        handles.insert((platform.to_owned(), name.trim_start_matches('@').to_lowercase()));
    };
    post.mentions.iter().for_each(|handle| add(&post.platform, handle));
    for (kind, value) in contacts {
        if let Some(platform) = platform_of(*kind) {
            add(platform, value);
        }
    }
    for link in &post.links {
        let rest = link.split_once("://").map_or(link.as_str(), |(_, rest)| rest);
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        if let Some((host, path)) = rest.split_once('/')
            && let Some((_, platform)) = HOSTS.iter().find(|(name, _)| *name == host)
        {
            let name = path.split(['/', '?', '#']).next().unwrap_or_default();
            if !name.is_empty() {
                add(platform, name);
            }
        }
    }
    for id in [&post.quote_of, &post.repost_of].into_iter().flatten() {
        add(&post.platform, &format!("post:{id}"));
    }
    handles
}

/// Hosts whose addresses begin with an account.
const HOSTS: [(&str, &str); 8] = [
    ("x.com", "x"),
    ("twitter.com", "x"),
    ("mobile.twitter.com", "x"),
    ("t.me", "telegram"),
    ("vk.com", "vk"),
    ("facebook.com", "facebook"),
    ("instagram.com", "instagram"),
    ("tiktok.com", "tiktok"),
];

/// The names under which posts of an account may be pointed to.
pub(in crate::stages) fn names_of<'p>(posts: impl Iterator<Item = &'p PostRow>) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for post in posts {
        let of_platform = names.entry(post.platform.clone()).or_default();
        of_platform.extend([&post.author_handle, &post.author_id].into_iter().flatten().cloned());
        of_platform.insert(format!("post:{}", post.id));
    }
    names
}

//! What a case knows of a post, as words to fill in, and whether an address found in an answer names the post.

use std::collections::BTreeMap;

use url::Url;

use crate::look::Target;

/// Longest address that is asked for, in bytes.
const MOST_LENGTH: usize = 4 << 10;

/// Why a post has no address, as the end of a rule's name.
pub(crate) type NoAddress = &'static str;

/// Nothing known leads to a public address.
pub(crate) const NONE: NoAddress = "no-address";
/// The address opens for members only, or the chat is known by its number only.
pub(crate) const MEMBERS: NoAddress = "members-address";
/// It is a comment, and these means look at posts.
pub(crate) const COMMENT: NoAddress = "comment";

/// Words about one post.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    words: BTreeMap<&'static str, String>,
    /// What names the post within an address of its platform.
    keys: Vec<String>,
    hosts: Vec<String>,
    url: Option<Url>,
}

impl Parts {
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        self.words.get(name).map(String::as_str)
    }

    /// True if and only if a text is one of the post's own names.
    pub(crate) fn is_key(&self, text: &str) -> bool {
        self.keys.iter().any(|key| key.eq_ignore_ascii_case(text.trim()))
    }

    /// True if and only if an address is the post's.
    pub(crate) fn names(&self, address: &str) -> bool {
        let Some(url) = self.resolve(address) else { return false };
        if !self.is_of_site(&url) {
            return false;
        }
        if self.url.as_ref().is_some_and(|own| is_same(own, &url)) {
            return true;
        }
        // Below the post's own address everything relative holds its key, whatever it leads to.
        let address = address.trim();
        let is_relative = !address.starts_with('/') && !address.contains("://");
        let path = if is_relative { address.split(['?', '#']).next().unwrap_or_default() } else { url.path() };
        let mut pieces = path.split('/').map(decoded);
        // A page of results holds what was searched for in its query too.
        let is_place = |name: &str| matches!(name, "v" | "w" | "fbid" | "story_fbid") || self.has_in_query(name);
        pieces.any(|piece| self.is_key(&piece))
            || url.query_pairs().any(|(name, value)| is_place(&name) && self.is_key(&value))
    }

    fn has_in_query(&self, name: &str) -> bool {
        self.url.as_ref().is_some_and(|own| own.query_pairs().any(|(key, value)| key == name && self.is_key(&value)))
    }

    /// True if and only if an address is the front page of the post's site.
    pub(crate) fn is_home(&self, address: &str) -> bool {
        let own_is_home = self.url.as_ref().is_some_and(is_root);
        !own_is_home && self.resolve(address).is_some_and(|url| is_root(&url))
    }

    fn resolve(&self, address: &str) -> Option<Url> {
        let address = address.trim();
        if address.is_empty() || address.len() > MOST_LENGTH {
            return None;
        }
        match &self.url {
            Some(own) => own.join(address).ok(),
            None => Url::parse(address).ok(),
        }
    }

    fn is_of_site(&self, url: &Url) -> bool {
        let host = bare_host(url);
        let own = self.url.as_ref().map(bare_host);
        own.is_some_and(|own| own == host) || self.hosts.iter().any(|site| is_below(&host, site))
    }

    fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.words.insert(name, value.into());
    }

    /// Sets the address; false where it is none that can be asked.
    fn set_url(&mut self, address: &str) -> bool {
        let Some(url) = web(address) else { return false };
        self.set("url", url.as_str());
        self.url = Some(url);
        true
    }
}

fn is_root(url: &Url) -> bool {
    url.path().trim_matches('/').is_empty() && url.query().is_none_or(str::is_empty)
}

/// A piece of a path without percent signs.
fn decoded(piece: &str) -> String {
    let bytes = piece.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let code = (*byte == b'%').then(|| piece.get(at + 1..at + 3)).flatten();
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                plain.push(code);
                at += 3;
            }
            None => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// Host without the words that say on which device a page is read, and with the port where it is said.
fn bare_host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let bare = ["www.", "m.", "mobile.", "old.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix));
    let bare = bare.filter(|bare| bare.contains('.')).unwrap_or(&host).to_owned();
    url.port().map_or(bare.clone(), |port| format!("{bare}:{port}"))
}

fn is_below(host: &str, site: &str) -> bool {
    host == site || host.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether two addresses of one site are the same but for how they are written and what only counts visitors.
fn is_same(own: &Url, other: &Url) -> bool {
    let path = |url: &Url| decoded(url.path().trim_end_matches('/'));
    if path(own) != path(other) {
        return false;
    }
    let counts = |name: &str| name.starts_with("utm_") || matches!(name, "fbclid" | "gclid" | "ref" | "s" | "igsh");
    own.query_pairs().filter(|(name, _)| !counts(name)).all(|pair| other.query_pairs().any(|other| other == pair))
        // What names the post may stand in the query only, and then a page without a name says so of another page.
        && other.query_pairs().filter(|(name, _)| !counts(name)).all(|pair| own.query_pairs().any(|own| own == pair))
}

fn web(address: &str) -> Option<Url> {
    let address = address.trim();
    if address.len() > MOST_LENGTH {
        return None;
    }
    let mut url = Url::parse(address).ok()?;
    let is_plain = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    url.set_fragment(None);
    (is_plain && url.host().is_some()).then_some(url)
}

/// Takes what a case knows of a post apart, by the ways of its platform.
pub(crate) fn parts(platform: &str, hosts: &[String], target: &Target) -> Result<Parts, NoAddress> {
    let own =
        target.url.as_deref().and_then(web).filter(|url| {
            hosts.is_empty() || hosts.iter().any(|site| is_below(url.host_str().unwrap_or_default(), site))
        });
    let mut parts = Parts { hosts: hosts.to_vec(), ..Parts::default() };
    parts.set("id", target.id.trim());
    for (name, value) in [("handle", &target.handle), ("account", &target.account)] {
        if let Some(value) = value.as_deref().map(str::trim).filter(|value| !value.is_empty()) {
            parts.set(name, value.trim_start_matches('@'));
        }
    }
    match platform {
        "x" => x(&mut parts, own.as_ref(), target)?,
        "telegram" => telegram(&mut parts, own.as_ref(), target)?,
        "vk" => vk(&mut parts, own.as_ref(), target)?,
        "youtube" => youtube(&mut parts, own.as_ref(), target)?,
        "bluesky" => bluesky(&mut parts, own.as_ref(), target)?,
        "mastodon" => mastodon(&mut parts, own.as_ref(), target)?,
        "reddit" => reddit(&mut parts, own.as_ref(), target)?,
        "tiktok" => tiktok(&mut parts, own.as_ref(), target)?,
        "instagram" => instagram(&mut parts, own.as_ref(), target)?,
        "facebook" => facebook(&mut parts, own.as_ref(), target)?,
        _ => plain(&mut parts, own.as_ref(), target)?,
    }
    Ok(parts)
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn segments(url: &Url) -> Vec<&str> {
    url.path_segments().into_iter().flatten().filter(|segment| !segment.is_empty()).collect()
}

fn query(url: &Url, name: &str) -> Option<String> {
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

fn x(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let in_url = own.and_then(|url| {
        let segments = segments(url);
        let at = segments.iter().position(|segment| matches!(*segment, "status" | "statuses"))?;
        let id = segments.get(at + 1).filter(|id| is_number(id)).map(|id| (*id).to_owned())?;
        Some((if at == 1 { segments[0].to_owned() } else { String::new() }, id))
    });
    let (url_handle, url_id) = in_url.unzip();
    let id = Some(target.id.trim().to_owned()).filter(|id| is_number(id));
    // A handle out of an address of another post is no handle of this one's author.
    let url_handle = url_handle.filter(|_| id.is_none() || id == url_id);
    let id = id.or(url_id).ok_or(NONE)?;
    // `i` is where X itself lives.
    let is_handle = |handle: &&str| {
        (1..=15).contains(&handle.len())
            && handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && *handle != "i"
    };
    let address = match parts.word("handle").filter(is_handle).or(url_handle.as_deref().filter(is_handle)) {
        Some(handle) => format!("https://x.com/{handle}/status/{id}"),
        None => format!("https://x.com/i/web/status/{id}"),
    };
    parts.set("id", id.clone());
    parts.keys.push(id);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn telegram(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let is_name = |name: &str| {
        (4..=32).contains(&name.len())
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let mut found = None;
    if let Some(url) = own {
        if query(url, "comment").is_some() {
            return Err(COMMENT);
        }
        found = match segments(url).as_slice() {
            ["c", ..] => None,
            ["s", channel, post] | [channel, post] => Some(((*channel).to_owned(), (*post).to_owned())),
            // With the topic it was published in.
            [channel, _, post] => Some(((*channel).to_owned(), (*post).to_owned())),
            _ => None,
        };
    }
    let in_id = || target.id.trim().split_once('/').map(|(channel, post)| (channel.to_owned(), post.to_owned()));
    let (channel, post) = found.or_else(in_id).ok_or(NONE)?;
    if !is_number(&post) {
        return Err(NONE);
    }
    if !is_name(&channel) {
        return Err(MEMBERS);
    }
    parts.keys.push(format!("{channel}/{post}"));
    let address = format!("https://t.me/{channel}/{post}");
    parts.set("channel", channel);
    parts.set("post", post);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn vk(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    if own.is_some_and(|url| query(url, "reply").is_some()) {
        return Err(COMMENT);
    }
    let in_url = own.and_then(|url| {
        let place = query(url, "w").or_else(|| segments(url).first().map(|first| (*first).to_owned()))?;
        place.strip_prefix("wall").map(str::to_owned)
    });
    let is_id = |id: &String| {
        let numbers = id
            .split_once('_')
            .filter(|(owner, number)| is_number(owner.strip_prefix('-').unwrap_or(owner)) && is_number(number));
        numbers.is_some()
    };
    let id = Some(target.id.trim().to_owned()).filter(is_id).or(in_url.filter(is_id)).ok_or(NONE)?;
    let owner = id.split('_').next().unwrap_or_default().to_owned();
    match owner.strip_prefix('-') {
        Some(group) => parts.set("group", group),
        None => parts.set("user", owner.clone()),
    }
    parts.set("owner", owner);
    parts.keys.extend([format!("wall{id}"), id.clone()]);
    let address = format!("https://vk.com/wall{id}");
    parts.set("id", id);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn youtube(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    if own.is_some_and(|url| query(url, "lc").is_some()) {
        return Err(COMMENT);
    }
    let is_film =
        |id: &String| id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    let in_url = own.and_then(|url| {
        let by_path = || match segments(url).as_slice() {
            ["shorts" | "embed" | "live" | "v", film, ..] | [film] => Some((*film).to_owned()),
            _ => None,
        };
        query(url, "v").or_else(by_path)
    });
    let id = Some(target.id.trim().to_owned()).filter(is_film).or(in_url.filter(is_film));
    let id = id.ok_or(if target.id.starts_with("Ug") { COMMENT } else { NONE })?;
    let address = format!("https://www.youtube.com/watch?v={id}");
    parts.keys.push(id.clone());
    parts.set("id", id);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn bluesky(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let in_id = target.id.trim().strip_prefix("at://").and_then(|rest| {
        let mut pieces = rest.split('/');
        let (account, kind, key) = (pieces.next()?, pieces.next()?, pieces.next()?);
        (kind == "app.bsky.feed.post" && pieces.next().is_none()).then(|| (account.to_owned(), key.to_owned()))
    });
    let in_url = || match segments(own?).as_slice() {
        ["profile", account, "post", key] => Some((decoded(account), (*key).to_owned())),
        _ => None,
    };
    let (account, key) = in_id.or_else(in_url).ok_or(NONE)?;
    let is_plain = |text: &str| {
        (1..=512).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:~-".contains(&b))
    };
    if !is_plain(&account) || !is_plain(&key) {
        return Err(NONE);
    }
    let address = format!("https://bsky.app/profile/{account}/post/{key}");
    parts.set("uri", format!("at://{account}/app.bsky.feed.post/{key}"));
    parts.set("actor", account);
    parts.keys.push(key.clone());
    parts.set("key", key);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

/// True if and only if an address is that of a copy which a server holds of another's post: `/@name@elsewhere/1`.
fn is_copy(url: &Url) -> bool {
    let account = segments(url).first().map(|account| decoded(account)).unwrap_or_default();
    let host = account.strip_prefix('@').and_then(|account| account.split_once('@')).map(|(_, host)| host);
    host.is_some_and(|host| !host.eq_ignore_ascii_case(url.host_str().unwrap_or_default()))
}

/// The post's own server, and the number it has there.
fn mastodon(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let by_id = web(&target.id);
    // The federated id says on which server the post lives; the address may be that of another, which saw it.
    let home = by_id.as_ref().or(own).ok_or(NONE)?;
    let same = own.filter(|own| own.host() == home.host());
    // A copy is shown, and gone, apart from the post.
    if is_copy(home) || same.is_some_and(is_copy) {
        return Err(NONE);
    }
    let is_id = |id: &str| (1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // Two pieces alone are any page of any software: Mastodon's begin with the sign.
    let of = |url: &Url| match segments(url).as_slice() {
        ["users", name, "statuses", id] if is_id(id) => Some(((*name).to_owned(), (*id).to_owned())),
        [account, id] if is_id(id) && account.starts_with('@') => {
            let name = account[1..].split('@').next().unwrap_or_default();
            Some((name.to_owned(), (*id).to_owned()))
        }
        ["notice" | "statuses", id] if is_id(id) => Some((String::new(), (*id).to_owned())),
        _ => None,
    };
    let found = of(home).or_else(|| same.and_then(of));
    let address = same.unwrap_or(home).as_str().to_owned();
    if !parts.set_url(&address) {
        return Err(NONE);
    }
    parts.keys.push(home.as_str().to_owned());
    if let Some((name, id)) = found {
        parts.keys.push(id.clone());
        parts.set("status", id);
        let handle = parts.word("handle").and_then(|handle| handle.split('@').next()).map(str::to_owned);
        let name = if name.is_empty() { handle.unwrap_or_default() } else { name };
        if !name.is_empty() {
            parts.set("name", name);
        }
    }
    let port = home.port().map_or(String::new(), |port| format!(":{port}"));
    let server = format!("{}://{}{port}", home.scheme(), home.host_str().unwrap_or_default());
    parts.set("server", server);
    Ok(())
}

fn reddit(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let is_code = |id: &str| (1..=13).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let id = target.id.trim().to_ascii_lowercase();
    let (kind, number) = match id.split_once('_') {
        Some((kind @ ("t1" | "t3"), number)) if is_code(number) => (kind.to_owned(), number.to_owned()),
        _ => return Err(NONE),
    };
    let in_url = own.and_then(|url| {
        let segments = segments(url);
        let at = segments.iter().position(|segment| *segment == "comments")?;
        segments.get(at + 1).filter(|link| is_code(link)).map(|link| link.to_ascii_lowercase())
    });
    let link = if kind == "t3" { Some(number.clone()) } else { in_url };
    let address = match (&link, kind.as_str()) {
        (Some(link), "t3") => format!("https://www.reddit.com/comments/{link}"),
        (Some(link), _) => format!("https://www.reddit.com/comments/{link}/_/{number}"),
        (None, _) => return Err(NONE),
    };
    parts.keys.extend([number.clone(), format!("{kind}_{number}")]);
    parts.set("path", address.trim_start_matches("https://www.reddit.com/"));
    parts.set("id", format!("{kind}_{number}"));
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn tiktok(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let in_url = own.and_then(|url| match segments(url).as_slice() {
        [account, "video" | "photo", id, ..] if is_number(id) => {
            Some(((*account).trim_start_matches('@').to_owned(), (*id).to_owned()))
        }
        _ => None,
    });
    let id = Some(target.id.trim().to_owned()).filter(|id| is_number(id));
    let (handle, id) = match (in_url, id, parts.word("handle")) {
        (Some((handle, in_url)), id, _) => {
            // A comment has a number of its own beside its film's.
            if id.is_some_and(|id| id != in_url) {
                return Err(COMMENT);
            }
            (handle, in_url)
        }
        (None, Some(id), Some(handle)) => (handle.to_owned(), id),
        _ => return Err(NONE),
    };
    let address = format!("https://www.tiktok.com/@{handle}/video/{id}");
    parts.keys.push(id.clone());
    parts.set("id", id);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn instagram(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let is_code =
        |id: &str| (5..=40).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
    let in_url = own.and_then(|url| {
        let segments = segments(url);
        if segments.contains(&"c") {
            return None;
        }
        let at = segments.iter().position(|segment| matches!(*segment, "p" | "reel" | "reels" | "tv"))?;
        segments.get(at + 1).filter(|code| is_code(code)).map(|code| (*code).to_owned())
    });
    if own.is_some_and(|url| segments(url).contains(&"c")) {
        return Err(COMMENT);
    }
    // A number is an id of the database, which no address holds.
    let code = Some(target.id.trim()).filter(|id| is_code(id) && !is_number(id)).map(str::to_owned);
    let code = in_url.or(code).ok_or(NONE)?;
    let address = format!("https://www.instagram.com/p/{code}/");
    parts.keys.push(code);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn facebook(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let id = target.id.trim();
    let number = id.rsplit('_').next().filter(|id| is_number(id) || id.starts_with("pfbid")).map(str::to_owned);
    let address = match (own, &number) {
        (Some(url), _) if query(url, "comment_id").is_some() => return Err(COMMENT),
        (Some(url), _) if !is_root(url) => url.as_str().to_owned(),
        (_, Some(number)) => match (parts.word("handle"), parts.word("account")) {
            (Some(handle), _) => format!("https://www.facebook.com/{}/posts/{number}", super::request::encode(handle)),
            (None, Some(account)) if is_number(account) => {
                format!("https://www.facebook.com/permalink.php?story_fbid={number}&id={account}")
            }
            _ => return Err(NONE),
        },
        _ => return Err(NONE),
    };
    let is_film = ["/videos/", "/watch", "/reel/"].iter().any(|part| address.contains(part));
    parts.set("endpoint", if is_film { "oembed_video" } else { "oembed_post" });
    // What the address itself holds names the post better than an id of an export.
    let held = Url::parse(&address).ok().and_then(|url| {
        let named = ["story_fbid", "fbid", "v"].iter().find_map(|name| query(&url, name));
        named.or_else(|| segments(&url).last().map(|last| (*last).to_owned()))
    });
    let is_id = |id: &String| is_number(id) || id.starts_with("pfbid");
    parts.keys.extend(held.filter(is_id));
    parts.keys.extend(number);
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

fn plain(parts: &mut Parts, own: Option<&Url>, target: &Target) -> Result<(), NoAddress> {
    let url = own.filter(|url| !is_root(url)).ok_or(NONE)?;
    // Short ids stand in many addresses.
    let id = target.id.trim();
    let is_in_address =
        segments(url).iter().any(|segment| decoded(segment) == id) || url.query_pairs().any(|(_, value)| value == id);
    if id.len() >= 6 && is_in_address {
        parts.keys.push(id.to_owned());
    }
    let address = url.as_str().to_owned();
    parts.set_url(&address).then_some(()).ok_or(NONE)
}

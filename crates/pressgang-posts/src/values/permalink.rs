//! What post a public address is the address of.
//!
//! Only shapes that leave no doubt are known: a wrong id would join two posts that have nothing to do with each other.

use crate::Platform;

/// A post as its address names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Permalink {
    pub(crate) platform: Platform,
    pub(crate) id: String,
    /// The account in the address, without `@`.
    pub(crate) handle: Option<String>,
}

impl Permalink {
    fn of(platform: Platform, id: impl Into<String>, handle: Option<&str>) -> Option<Permalink> {
        let handle = handle.filter(|handle| !handle.is_empty()).map(str::to_owned);
        Some(Permalink { platform, id: id.into(), handle })
    }
}

/// An address taken apart.
struct Address<'a> {
    host: String,
    segments: Vec<&'a str>,
    query: &'a str,
}

impl<'a> Address<'a> {
    fn of(url: &'a str) -> Option<Address<'a>> {
        let url = url.trim();
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_ascii_lowercase();
        let bare = ["www.", "m.", "mobile.", "web.", "mbasic.", "touch.", "old.", "new."]
            .iter()
            .find_map(|part| host.strip_prefix(part));
        let host = bare.map(str::to_owned).unwrap_or(host);
        let segments = path.split('/').filter(|segment| !segment.is_empty()).collect();
        Some(Address { host, segments, query }).filter(|address| !address.host.is_empty())
    }

    fn parameter(&self, name: &str) -> Option<&'a str> {
        let value = self.query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
        value.filter(|value| !value.is_empty())
    }
}

/// The post that lies at an address, where the address says so.
pub(crate) fn permalink(url: &str) -> Option<Permalink> {
    let address = Address::of(url)?;
    match address.host.as_str() {
        "t.me" | "telegram.me" => telegram(&address),
        "x.com" | "twitter.com" => x(&address),
        "youtube.com" | "youtu.be" | "youtube-nocookie.com" | "music.youtube.com" => youtube(&address),
        "tiktok.com" => tiktok(&address),
        "instagram.com" => instagram(&address),
        "facebook.com" => facebook(&address, url),
        "vk.com" | "vk.ru" => vk(&address),
        "reddit.com" => reddit(&address),
        _ => None,
    }
}

/// Whether an address leads anywhere but to the post it stands in; platforms list its pictures and itself as links.
pub(crate) fn leads_away(address: &str, platform: &Platform, id: &str) -> bool {
    permalink(address).is_none_or(|to| to.platform != *platform || to.id != id)
}

/// The shortcode of an Instagram post in its address.
pub(crate) fn instagram_code(url: &str) -> Option<String> {
    let address = Address::of(url).filter(|address| address.host == "instagram.com")?;
    instagram(&address).map(|post| post.id)
}

/// The id of a Facebook post in what is known to be its address: given as a parameter, or the last part of the path.
pub(crate) fn facebook_id(url: &str) -> Option<String> {
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

/// `t.me/channel/12`, also within a topic (`t.me/group/3/12`) and in the preview (`t.me/s/channel/12`).
fn telegram(address: &Address<'_>) -> Option<Permalink> {
    // Such an address leads to a comment, which is a message of another chat.
    if address.parameter("comment").is_some() {
        return None;
    }
    let segments = match address.segments.as_slice() {
        ["s", rest @ ..] => rest,
        all => all,
    };
    let (channel, message) = match segments {
        [channel, message] => (channel, message),
        [channel, topic, message] if is_number(topic) => (channel, message),
        _ => return None,
    };
    // Ways into a chat and to other things, which no channel can be named.
    let others =
        ["joinchat", "addstickers", "addemoji", "addlist", "addtheme", "share", "boost", "invoice", "giftcode"];
    if others.contains(channel) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_channel = (4..=32).contains(&channel.len()) && channel.chars().all(is_name) && !is_number(channel);
    if !is_channel || !is_number(message) {
        return None;
    }
    Permalink::of(Platform::TELEGRAM, format!("{}/{message}", channel.to_ascii_lowercase()), Some(channel))
}

fn x(address: &Address<'_>) -> Option<Permalink> {
    let (handle, id) = match address.segments.as_slice() {
        ["i", "web" | "status", rest @ ..] => (None, rest.iter().find(|part| is_number(part))?),
        [handle, "status" | "statuses", id, ..] => (Some(*handle), id),
        _ => return None,
    };
    let is_name = |handle: &str| handle.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !is_number(id) || !handle.is_none_or(is_name) {
        return None;
    }
    Permalink::of(Platform::X, *id, handle)
}

fn youtube(address: &Address<'_>) -> Option<Permalink> {
    let id = match address.segments.as_slice() {
        [id] if address.host == "youtu.be" => id,
        ["watch"] => address.parameter("v")?,
        ["shorts" | "live" | "embed" | "v", id] => id,
        _ => return None,
    };
    let is_code = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if id.len() != 11 || !id.chars().all(is_code) {
        return None;
    }
    // The address of a comment is that of its film with the comment behind it.
    Permalink::of(Platform::YOUTUBE, address.parameter("lc").unwrap_or(id), None)
}

fn tiktok(address: &Address<'_>) -> Option<Permalink> {
    match address.segments.as_slice() {
        [account, "video" | "photo", id] if is_number(id) => {
            Permalink::of(Platform::TIKTOK, *id, Some(account.strip_prefix('@')?))
        }
        _ => None,
    }
}

/// `instagram.com/p/CODE`, also with the account before it.
fn instagram(address: &Address<'_>) -> Option<Permalink> {
    let (handle, code) = match address.segments.as_slice() {
        ["p" | "reel" | "reels" | "tv", code, ..] => (None, code),
        [handle, "p" | "reel" | "tv", code] => (Some(*handle), code),
        _ => return None,
    };
    let is_code = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    // `reels/audio/...` is a piece of music.
    if code.len() < 5 || !code.chars().all(is_code) || *code == "audio" {
        return None;
    }
    Permalink::of(Platform::INSTAGRAM, *code, handle)
}

fn facebook(address: &Address<'_>, url: &str) -> Option<Permalink> {
    if address.parameter("comment_id").is_some() {
        return None;
    }
    let (is_post, handle) = match address.segments.as_slice() {
        ["permalink.php" | "story.php"] => (address.parameter("story_fbid").is_some(), None),
        ["photo" | "photo.php"] => (address.parameter("fbid").is_some(), None),
        ["watch"] => (address.parameter("v").is_some(), None),
        ["reel", _] => (true, None),
        ["groups", _, "posts" | "permalink", _] => (true, None),
        ["groups", ..] => (false, None),
        // What is behind the word may begin with a readable title.
        [account, "posts" | "videos", _] | [account, "posts" | "videos" | "photos", _, _] => (true, Some(*account)),
        _ => (false, None),
    };
    let id = facebook_id(url).filter(|id| is_post && (is_number(id) || id.starts_with("pfbid")))?;
    // An account without a name is a number there.
    Permalink::of(Platform::FACEBOOK, id, handle.filter(|handle| !is_number(handle)))
}

/// `vk.com/wall-1_2`, also shown over another page (`?w=wall-1_2`).
fn vk(address: &Address<'_>) -> Option<Permalink> {
    if address.parameter("reply").is_some() {
        return None;
    }
    let in_path = address.segments.as_slice().first().filter(|_| address.segments.len() == 1).copied();
    let places = [address.parameter("w"), in_path];
    let id = places.into_iter().flatten().find_map(|place| place.strip_prefix("wall"))?;
    let (owner, number) = id.split_once('_')?;
    if !is_number(owner.strip_prefix('-').unwrap_or(owner)) || !is_number(number) {
        return None;
    }
    Permalink::of(Platform::VK, id, None)
}

/// `reddit.com/r/name/comments/abc/title/def`: a submission, or a comment on it, with the signs of their kinds.
fn reddit(address: &Address<'_>) -> Option<Permalink> {
    let ["r" | "user", _, "comments", rest @ ..] = address.segments.as_slice() else { return None };
    let (kind, id) = match rest {
        [id] | [id, _] => ("t3", id),
        [_, _, id] => ("t1", id),
        _ => return None,
    };
    let is_code =
        (1..=13).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    if !is_code {
        return None;
    }
    Permalink::of(Platform::REDDIT, format!("{kind}_{id}"), None)
}

fn is_number(text: &str) -> bool {
    (1..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, expected: Option<(&str, Option<&str>)>) {
        let found = permalink(url);
        let found = found.as_ref().map(|post| (format!("{}:{}", post.platform, post.id), post.handle.as_deref()));
        assert_eq!(found, expected.map(|(key, handle)| (key.to_owned(), handle)), "{url}");
    }

    #[test]
    fn addresses_of_posts() {
        check("https://t.me/Example_Channel/12", Some(("telegram:example_channel/12", Some("Example_Channel"))));
        check("https://t.me/s/example/12?before=3", Some(("telegram:example/12", Some("example"))));
        check("https://t.me/example/3/12", Some(("telegram:example/12", Some("example"))));
        check(
            "https://twitter.com/example/status/1690000000000000001?s=20",
            Some(("x:1690000000000000001", Some("example"))),
        );
        check("https://mobile.twitter.com/example/status/5/photo/1", Some(("x:5", Some("example"))));
        check("https://x.com/i/web/status/1690000000000000001", Some(("x:1690000000000000001", None)));
        check("https://www.youtube.com/watch?app=desktop&v=abc-DEF_123", Some(("youtube:abc-DEF_123", None)));
        check("https://youtu.be/abc-DEF_123?t=10", Some(("youtube:abc-DEF_123", None)));
        check("https://youtube.com/shorts/abc-DEF_123", Some(("youtube:abc-DEF_123", None)));
        check("https://www.youtube.com/watch?v=abc-DEF_123&lc=Ugx1.2", Some(("youtube:Ugx1.2", None)));
        check(
            "https://www.tiktok.com/@example.desk/video/7203000000000000001",
            Some(("tiktok:7203000000000000001", Some("example.desk"))),
        );
        check("https://www.instagram.com/p/Cabc_-12345/", Some(("instagram:Cabc_-12345", None)));
        check("instagram.com/example/reel/Cabc_-12345", Some(("instagram:Cabc_-12345", Some("example"))));
        check("https://www.facebook.com/example/posts/123", Some(("facebook:123", Some("example"))));
        check("https://www.facebook.com/100001/posts/a-title/123/", Some(("facebook:123", None)));
        check("https://m.facebook.com/story.php?story_fbid=pfbid0abc&id=5", Some(("facebook:pfbid0abc", None)));
        check("https://www.facebook.com/groups/77/permalink/123", Some(("facebook:123", None)));
        check("https://www.facebook.com/example/photos/a.1/123?type=3", Some(("facebook:123", Some("example"))));
        check("https://www.facebook.com/watch/?v=123", Some(("facebook:123", None)));
        check("https://vk.com/wall-12_34", Some(("vk:-12_34", None)));
        check("https://www.reddit.com/r/example/comments/abc12/a_title/", Some(("reddit:t3_abc12", None)));
        check(
            "https://old.reddit.com/r/example/comments/abc12/a_title/def34/?context=3",
            Some(("reddit:t1_def34", None)),
        );
        check("https://vk.com/feed?w=wall5_34", Some(("vk:5_34", None)));
    }

    #[test]
    fn addresses_of_anything_else() {
        for url in [
            "",
            "https://",
            "https://t.me/example",
            "https://t.me/c/1234567890/12",
            "https://t.me/+AbCdEfGh",
            "https://t.me/joinchat/12",
            "https://t.me/example/12?comment=3",
            "https://x.com/example",
            "https://x.com/exa.mple/status/5",
            "https://www.youtube.com/@example",
            "https://www.youtube.com/watch?v=short",
            "https://vm.tiktok.com/ZMabcdef/",
            "https://www.tiktok.com/@example",
            "https://www.instagram.com/example/",
            "https://www.instagram.com/reels/audio/123456/",
            "https://www.instagram.com/stories/example/123456/",
            "https://www.facebook.com/example",
            "https://www.facebook.com/groups/77",
            "https://www.facebook.com/groups/77/user/123",
            "https://www.facebook.com/example/posts/123?comment_id=4",
            "https://www.facebook.com/share/p/abcdef/",
            "https://vk.com/wall-12_34?reply=5",
            "https://vk.com/wall-12",
            "https://www.reddit.com/r/example/",
            "https://example.com/t.me/example/12",
            "https://é/ü?ß=#",
        ] {
            check(url, None);
        }
    }
}

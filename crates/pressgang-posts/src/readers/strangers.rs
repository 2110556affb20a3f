//! Exports that no reader reads and that the generic ones would misread: names of formats to say, not to guess.

use super::x_information_operations;
use crate::detect::Head;
use crate::source::Look;

/// What a file is, if it is known not to be readable as it stands.
pub(crate) fn stranger(head: &Head<'_>) -> Option<Look> {
    if let Some(header) = &head.table {
        if x_information_operations::is_users_file(header) {
            return Some(Look::Data("the users file of an information-operations archive, which holds no posts"));
        }
        if header.lacks(&["PostId", "ChannelName", "post_body_text"]).is_empty() {
            return Some(Look::Data("a Junkipedia export, whose ids are Junkipedia's own; it is not read yet"));
        }
        let is_instagram = header.lacks(&["Account", "Post Created", "Type", "URL", "Photo"]).is_empty();
        return is_instagram.then_some(Look::Data("a CrowdTangle export of Instagram, which is not read yet"));
    }
    let shape = head.json.as_ref()?;
    let has = |fields: &[&str]| fields.iter().all(|field| shape.record_has(field));
    let what = match () {
        // Texts of these are cut, escaped or HTML, and their ids are not unique without their channel.
        () if has(&["id_str", "created_at", "user.id_str"]) => "tweets of the X API v1.1, which are not read yet",
        () if has(&["account.acct", "content", "uri"]) => "posts of the Mastodon API, which are not read yet",
        () if has(&["_", "id", "peer_id._", "message"]) => "messages as Telethon writes them, which are not read yet",
        () if has(&["nav_index", "source_platform", "data"]) => "a capture of Zeeschuimer, which is not read yet",
        () if has(&["did", "time_us", "kind"]) => "events of the Bluesky Jetstream, which are not read yet",
        () if has(&["data.videos[].video_description"]) => {
            "a response of the TikTok Research API, which is not read yet"
        }
        () if has(&["kind", "items[].snippet.publishedAt"]) => "a response of the YouTube API, which is not read yet",
        () if has(&["result.posts[].platformId"]) => "a response of the CrowdTangle API, which is not read yet",
        // Their `id` is CrowdTangle's own, and so is that of the account.
        () if has(&["platformId", "statistics.actual", "account.platformId"]) => {
            "posts of the CrowdTangle API, which are not read yet"
        }
        () if has(&["data[].attributes.post_uid"]) => "a response of the Junkipedia API, which is not read yet",
        // What a submission says is in `title`, and its `url` is what it links to.
        () if has(&["id", "subreddit", "author"]) && (has(&["link_id"]) || has(&["selftext"])) => {
            "comments or submissions of Reddit, which are not read yet"
        }
        () if has(&["id", "action", "reason", "created_at"]) && !has(&["text"]) => {
            "a compliance list of X, which holds no posts"
        }
        () => return None,
    };
    Some(Look::Data(what))
}

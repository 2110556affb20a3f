//! Raw items as the pages of platforms load them, told apart by the capturing module's name or by their shape.
//!
//! Zeeschuimer captures them in the browser and 4CAT hands them on unchanged, so one mapper per platform serves both.

use super::{
    item_facebook, item_gab, item_instagram, item_instagram_comment, item_linkedin, item_threads, item_tiktok,
    item_tiktok_comment, item_truth_social, item_x,
};
use crate::Timestamp;
use crate::json::Object;
use crate::part::{Out, Place};

/// What is known of an item besides the item.
#[derive(Clone, Copy)]
pub(crate) struct Capture {
    pub(crate) collected_at: Option<Timestamp>,
    pub(crate) place: Place,
}

impl Capture {
    /// What a note of the capture says: the envelope of Zeeschuimer, which 4CAT keeps as `__import_meta`.
    ///
    /// Where a known item was met again and the user had chosen to update or merge, the extension renews the data and
    /// `last_updated` and leaves `timestamp_collected`, so the later of the two is that of the counts.
    pub(crate) fn of(note: Option<&Object<'_>>, out: &Out<'_>, place: Place) -> Capture {
        let times = ["timestamp_collected", "last_updated"].into_iter();
        let known = times.filter_map(|field| note?.get(field)?.time()).max();
        Capture { collected_at: known.or(out.options().received_at), place }
    }
}

/// Makes a post, or what else it is, of one item.
pub(crate) type ReadItem = fn(&Object<'_>, &Capture, &mut Out<'_>) -> Result<(), String>;

/// Who reads what a module of Zeeschuimer captured; 4CAT's note of a capture has the same names.
pub(crate) fn reader_of_module(module: &str) -> Result<ReadItem, String> {
    let read: ReadItem = match module {
        // Forks capture replies apart; the items are whole posts all the same.
        "twitter.com" | "x.com" | "twitter-comments" => item_x::read,
        "tiktok.com" => item_tiktok::read,
        "tiktok-comments" => item_tiktok_comment::read,
        "instagram.com" => item_instagram::read,
        "instagram-comments" => item_instagram_comment::read,
        "facebook.com" => item_facebook::read,
        "threads.net" | "threads.com" => item_threads::read,
        "linkedin.com" => item_linkedin::read,
        "truthsocial.com" | "truth" => item_truth_social::read,
        "gab.com" => item_gab::read,
        other => {
            let name: String = other.chars().take(40).collect();
            return Err(format!("items of the Zeeschuimer module {name} are not read"));
        }
    };
    Ok(read)
}

/// Who reads an item of which only its fields tell what it is.
pub(crate) fn reader_of_shape(item: &Object<'_>) -> Result<ReadItem, String> {
    let has = |fields: &[&str]| fields.iter().all(|field| item.has(field));
    let is_adaptive = item.string("type").as_deref() == Some("adaptive");
    let is_wrapped = item.object("tweet").is_some_and(|tweet| tweet.has("rest_id") && tweet.has("legacy"));
    let read: ReadItem = if has(&["rest_id", "legacy"]) || (is_adaptive && item.has("legacy")) || is_wrapped {
        item_x::read
    } else if has(&["cid", "aweme_id"]) {
        item_tiktok_comment::read
    } else if has(&["id", "createTime"]) {
        item_tiktok::read
    } else if item.has("comet_sections") {
        item_facebook::read
    } else if has(&["code", "text_post_app_info"]) {
        item_threads::read
    } else if has(&["post_shortcode", "text"]) {
        item_instagram_comment::read
    } else if item.has("shortcode") || (item.has("code") && (item.has("media_type") || item.has("__typename"))) {
        item_instagram::read
    } else if item.has("actor") && (item.has("updateMetadata") || item.has("preDashEntityUrn")) {
        item_linkedin::read
    } else if has(&["i", "ca", "author_info"]) {
        item_gab::read
    } else {
        return Err("nothing tells which platform the item is of".to_owned());
    };
    Ok(read)
}

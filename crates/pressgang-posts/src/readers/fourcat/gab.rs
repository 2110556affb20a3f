//! Gab: posts captured with Zeeschuimer; older tables also have accounts and groups among them.

use super::cells::{files, list, local, person, positive, readable, urls, zoned};
use super::text::{hashtags, links, mentions};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::shown;
use crate::{Account, MediaKind, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of Gab posts",
    kind: Kind::Table,
    needs: &["id", "created_at", "body", "account_username", "reaction_count", "reposts_count"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    match row.get("type") {
        Some("user") => {
            account(row, out, id);
            return Ok(());
        }
        Some("group") => return Err("a group, not a post".to_owned()),
        _ => {}
    }
    let seen = shown(row.raw("body"));
    let media = files(MediaKind::Photo, urls(row, "image_url"));
    if seen.text.is_empty() && media.is_empty() {
        return Err("no text".to_owned());
    }
    out.post(Post {
        url: row.get("url").map(whole_address),
        author: person(row, "account_id", "account_username", "account_display_name"),
        created_at: zoned(row, "created_at"),
        created_at_local: local(row),
        links: links(&seen.text, seen.links.into_iter().chain(list(row, "link_url"))),
        mentions: mentions(&seen.text),
        hashtags: hashtags(&seen.text),
        media,
        metrics: Metrics {
            views: None,
            likes: positive(row, "reaction_count"),
            shares: row.count("reposts_count"),
            comments: row.count("replies_count"),
        },
        collected_at: out.options().received_at,
        ..Post::new(platform(), id, seen.text, out.provenance(row.place))
    });
    Ok(())
}

fn platform() -> Platform {
    Platform::named("gab")
}

fn account(row: &Row<'_>, out: &mut Out<'_>, id: String) {
    out.account(Account {
        platform: platform(),
        id: Some(id),
        handle: readable(row, "account_username"),
        name: readable(row, "account_display_name"),
        description: readable(row, "account_note").map(|note| shown(&note).text),
        followers: row.count("account_followers_count"),
        created_at: zoned(row, "created_at"),
        provenance: out.provenance(row.place),
    });
}

/// Newer answers of Gab have only the path.
fn whole_address(url: &str) -> String {
    if url.starts_with('/') { format!("https://gab.com{url}") } else { url.to_owned() }
}

//! Any table that somebody uploaded to 4CAT, and those of data sources without a file of their own here: five columns
//! are always there, others may be.

use super::cells::{body, created, is_pseudonym, list, local, person, positive, urls};
use super::text::{hashtags, links};
use crate::part::Out;
use crate::readers::Row;
use crate::spec::{Kind, Layout};
use crate::values::unique;
use crate::{Author, Metrics, Platform, Post};

pub(super) const LAYOUT: Layout = Layout {
    what: "a 4CAT table of an unknown platform",
    kind: Kind::Table,
    needs: &["id", "thread_id", "author", "body", "timestamp"],
    unless: &[],
};

pub(super) fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("id")?;
    let written = body(row, &[]);
    let text = match (row.first(&["subject", "title"]), written) {
        (Some(title), Ok(body)) => format!("{title}\n\n{body}"),
        (Some(title), Err(_)) => title.to_owned(),
        (None, written) => written?,
    };
    let tags = list(row, "hashtags").into_iter().map(|tag| tag.trim_start_matches('#').to_owned());
    out.post(Post {
        url: ["url", "link", "post_url"].into_iter().find_map(|column| urls(row, column).into_iter().next()),
        author: author(row),
        created_at: created(row)?,
        created_at_local: local(row),
        links: links(&text, urls(row, "urls")),
        hashtags: unique(tags.chain(hashtags(&text))),
        metrics: Metrics {
            views: positive(row, "views"),
            likes: positive(row, "likes"),
            shares: positive(row, "shares"),
            comments: positive(row, "comments"),
        },
        collected_at: out.options().received_at,
        ..Post::new(Platform::named(row.get("platform").unwrap_or_default()), id, text, out.provenance(row.place))
    });
    Ok(())
}

/// "A value that identifies the author", whatever that is: a number, a name in an address, or a person's name.
fn author(row: &Row<'_>) -> Author {
    let known = person(row, "author_id", "author_username", "author_fullname");
    let Some(author) = row.get("author").filter(|author| !is_pseudonym(author)) else { return known };
    if author.bytes().all(|byte| byte.is_ascii_digit()) {
        Author { id: Some(author.to_owned()), ..known }
    } else if author.contains(char::is_whitespace) {
        Author { name: Some(author.to_owned()), ..known }
    } else {
        Author { handle: Some(author.trim_start_matches('@').to_owned()), ..known }
    }
}

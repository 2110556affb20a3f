//! Tables from the Meta Content Library: posts and comments of Facebook and Instagram.

use super::Row;
use super::meta_entry::{Entry, post};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};

pub(crate) const GIVES: &[&str] = &[
    "texts where the export has the field text",
    "authors, times in UTC",
    "Facebook and Instagram, posts and comments",
    "reshares and replies",
    "words the library read in pictures, where asked for (image_text)",
    "views where the library counts them, likes, shares and comments",
];

pub(crate) const CANNOT: &[&str] = &[
    "no public addresses: the library's own need its account",
    "ids of posts and accounts are the library's own, so posts cannot be joined with the same posts from other exports",
    "no view counts of posts for which the library has none",
    "no texts where the export was made without the field text",
    "no time of capture other than the file's own; views may be older than the other counts",
];

pub(crate) const NOTES: &[&str] = &[
    "Ids have `mcl:` before them, since they are not those of Facebook or Instagram.",
    "Exports made without the field `text`, which the library leaves out unless asked, give posts without text as far as these have pictures or films; the others are rejected.",
    "A reshare with words of its own quotes the shared post; one without only passes it on.",
    "Likes are the count of that reaction; comments that have only a sum of reactions have that.",
    "Counts that are absent are unknown, never zero.",
    "`creation_time` is UTC where it names no zone.",
];

pub(crate) static SPEC: Spec = Spec {
    name: "meta-content-library",
    title: "Meta Content Library table",
    extensions: &["csv"],
    gives: GIVES,
    cannot: CANNOT,
    notes: NOTES,
    layouts: &[
        Layout {
            what: "a Meta Content Library table of posts",
            kind: Kind::Table,
            needs: &[
                "id",
                "creation_time",
                "post_owner.id|post_owner.name|post_owner.username",
                "statistics.like_count|statistics.comment_count|statistics.views|content_type|mcl_url",
            ],
            unless: &[],
        },
        Layout {
            what: "a Meta Content Library table of comments",
            kind: Kind::Table,
            needs: &[
                "id",
                "creation_time",
                "text",
                "owner.id|owner.name|owner.type",
                "post_id|parent_id|parent_comment_id|statistics.top_level_reply_count|statistics.reaction_count",
            ],
            unless: &[],
        },
    ],
    also: None,
    read: Read::Rows(row),
};

fn row(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    post(&Entry::Row(row), row.place, out)
}

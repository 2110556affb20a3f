//! Tables that 4CAT exports: one set of columns per platform, by which the platform is recognised.
//!
//! Column names have changed over the years; each table's file says which versions it reads.

mod bluesky;
mod cells;
mod facebook;
mod facebook_crowdtangle;
mod gab;
mod imageboard;
mod instagram;
mod linkedin;
mod reddit;
mod telegram;
mod telegram_attachment;
mod text;
mod threads;
mod tiktok;
mod tiktok_comments;
mod truth_social;
mod upload;
mod vk;
mod x;
mod youtube;
mod youtube_comments;

use super::Row;
use crate::part::Out;
use crate::spec::{Layout, Read, Spec};

type ReadTable = fn(&Row<'_>, &mut Out<'_>) -> Result<(), String>;

/// One layout and one way of reading per module, so that the two lists cannot come apart.
macro_rules! tables {
    ($($module:ident),* $(,)?) => {
        static LAYOUTS: &[Layout] = &[$($module::LAYOUT),*];
        static READ: &[ReadTable] = &[$($module::post),*];
    };
}

// What any upload has comes last: the others have it too.
tables![
    x,
    telegram,
    vk,
    tiktok_comments,
    tiktok,
    bluesky,
    threads,
    facebook,
    facebook_crowdtangle,
    instagram,
    linkedin,
    gab,
    truth_social,
    reddit,
    youtube,
    youtube_comments,
    imageboard,
    upload,
];

pub(crate) static SPEC: Spec = Spec {
    name: "4cat",
    title: "4CAT export (CSV)",
    extensions: &["csv", "csv.zip", "csv.gz"],
    gives: &[
        "texts, authors, public addresses where 4CAT gives them",
        "times in UTC",
        "links, hashtags, mentions",
        "likes, shares and comments where the platform's table has them; views on X, Telegram, VK, TikTok, Instagram and YouTube",
        "replies and quotes where the table names the other post",
        "what X withheld, Telegram restricted, Bluesky labelled and TikTok warned of",
    ],
    cannot: &[
        "a count of 0 is left out where 4CAT also writes it for unknown: all counts of TikTok videos, Truth Social and uploads, Gab's reactions, likes and comments of older Instagram tables; views of 0 always",
        "reposts on X name no original, so they count as posts of their own, keep RT @name before their text and have no counts",
        "replies on X name no post they answer",
        "forwards on Telegram name no original message and count as reposts unless they are of people who hide their account; messages of one album are separate posts",
        "Telegram messages of chats known only by name have that name in their id, not the channel's number",
        "no likes on Telegram and Reddit: reactions and scores are not likes; no counts of forwards and of VK reposts",
        "reposts on VK have neither an original nor its words",
        "quotes on Bluesky name no post, and replies only one of the same author or the first of a thread",
        "no times of LinkedIn posts: 4CAT estimates them from words such as 3d",
        "no times of posts that 4CAT imported from CrowdTangle or of YouTube comments: their zone is lost",
        "times of uploads are as sure as the zone that 4CAT's server took them to be in",
        "no authors where 4CAT made them pseudonyms or removed them, nor in the oldest tables of VK",
        "no platform in tables of imageboards and uploads unless a column names it",
        "no time of capture other than the file's own, but for LinkedIn",
    ],
    notes: &[
        "The platform is recognised by the table's columns; any other table with id, thread_id, author, body and timestamp is read as an upload.",
        "The time is that of `unix_timestamp`; on X that of `timestamp`, which is UTC there, and on Bluesky, Gab and Truth Social that of `created_at`.",
        "Lists are joined by commas; a comma ends an address only where another one begins behind it.",
        "Where a table says only that a post is in a restricted chat, the restriction is an observation of that post.",
        "Groups in tables of Gab are rejected, accounts are accounts.",
        "Tables with semicolons, as Zeeschuimer writes them with the same columns, are read too.",
    ],
    layouts: LAYOUTS,
    also: None,
    read: Read::Rows(post),
};

fn post(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let found = LAYOUTS.iter().zip(READ).find(|(layout, _)| fits(layout, row));
    let (_, read) = found.ok_or("none of the tables of 4CAT has these columns")?;
    read(row, out)
}

/// The same question the first bytes of the file were asked, here of the columns of a row.
fn fits(layout: &Layout, row: &Row<'_>) -> bool {
    layout.needs.iter().all(|need| need.split('|').any(|column| row.has(column)))
        && !layout.unless.iter().any(|column| row.has(column))
}

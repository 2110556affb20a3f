//! What each format gives and what it cannot give: printed by `pressgang formats` and in a report's limits.

use crate::Format;

/// What a format gives and what it cannot give.
#[derive(Clone, Copy, Debug)]
pub struct FormatAbout {
    /// The format.
    pub format: Format,
    /// Its name for people.
    pub title: &'static str,
    /// Name endings such files usually have; reading goes by content, never by these.
    pub extensions_seen: &'static [&'static str],
    /// What posts from it have.
    pub gives: &'static [&'static str],
    /// What posts from it lack, and what is uncertain about them.
    pub cannot: &'static [&'static str],
}

/// What a format gives and what it cannot give.
pub fn about(format: Format) -> &'static FormatAbout {
    match format {
        Format::XApiV2 => &X_API_V2,
        Format::XInformationOperations => &X_INFORMATION_OPERATIONS,
        Format::CrowdTangleFacebook => &CROWDTANGLE_FACEBOOK,
        Format::TelegramDesktop => &TELEGRAM_DESKTOP,
        Format::Vk => &VK,
        Format::Csv => &CSV,
        Format::Ndjson => &NDJSON,
        Format::Parquet => &PARQUET,
    }
}

static X_API_V2: FormatAbout = FormatAbout {
    format: Format::XApiV2,
    title: "X API v2 (twarc2)",
    extensions_seen: &["jsonl", "json", "ndjson"],
    gives: &[
        "whole texts, also of long posts and of reposts whose original is included",
        "authors, public addresses, times in UTC",
        "links expanded to their targets",
        "pictures and films with their descriptions",
        "replies, reposts and quotes",
        "likes, shares and comments; views where the response has impression_count",
        "time of capture where twarc noted it",
    ],
    cannot: &[
        "no view counts in responses from before 2023",
        "a repost whose original is not included keeps the shortened text the API gives",
        "in a single response longer than the record limit, authors and originals listed after that many bytes of posts are not resolved",
    ],
};

static X_INFORMATION_OPERATIONS: FormatAbout = FormatAbout {
    format: Format::XInformationOperations,
    title: "X (Twitter) information-operations archive",
    extensions_seen: &["csv", "csv.zip", "csv.gz"],
    gives: &[
        "texts, times in UTC to the minute",
        "authors, in part as hashes",
        "links, hashtags, mentions",
        "likes, shares and comments",
    ],
    cannot: &[
        "no view counts",
        "no handle and no public address for accounts the archive hashed",
        "no pictures: they come in separate archives",
        "no time of capture",
        "posts whose ids a spreadsheet has rounded are rejected",
    ],
};

static CROWDTANGLE_FACEBOOK: FormatAbout = FormatAbout {
    format: Format::CrowdTangleFacebook,
    title: "CrowdTangle export of Facebook Pages or Groups",
    extensions_seen: &["csv"],
    gives: &[
        "texts, public addresses",
        "Pages and Groups",
        "times, converted to UTC from the zone each row names",
        "likes, shares, comments; views of films",
    ],
    cannot: &[
        "no view counts of posts other than films",
        "times whose row names no zone are left out",
        "text inside pictures (Image Text) is not part of the text",
        "no time of capture other than the file's own",
    ],
};

static TELEGRAM_DESKTOP: FormatAbout = FormatAbout {
    format: Format::TelegramDesktop,
    title: "Telegram Desktop export (result.json)",
    extensions_seen: &["json"],
    gives: &[
        "whole texts",
        "links, also those hidden behind words and buttons",
        "times in UTC",
        "paths of exported pictures and films",
        "replies within the chat",
    ],
    cannot: &[
        "no view counts and no counts of forwards",
        "no like counts: reactions are not likes",
        "no channel name in addresses: only members can open t.me/c/ links",
        "no id of the post a message was forwarded from",
        "private chats are not read unless asked for",
        "messages of old exports that have only a local time have no time",
    ],
};

static VK: FormatAbout = FormatAbout {
    format: Format::Vk,
    title: "VK API (wall.get, wall.getById, newsfeed.search)",
    extensions_seen: &["json", "jsonl", "ndjson"],
    gives: &[
        "whole texts, also of reposts",
        "public addresses, times in UTC",
        "pictures, films, links",
        "likes, shares, comments; views where VK gives them",
    ],
    cannot: &[
        "no view counts of old posts",
        "no names of authors in responses without extended=1",
        "in a single response longer than the record limit, names listed after that many bytes of posts are not resolved",
        "no time of capture other than the file's own",
    ],
};

static CSV: FormatAbout = FormatAbout {
    format: Format::Csv,
    title: "any table with columns of usual or given names",
    extensions_seen: &["csv", "tsv", "txt"],
    gives: &["whatever its columns hold: at least an id and a text"],
    cannot: GENERIC_CANNOT,
};

static NDJSON: FormatAbout = FormatAbout {
    format: Format::Ndjson,
    title: "any JSON: one object a line, or one array of objects",
    extensions_seen: &["ndjson", "jsonl", "json"],
    gives: &["whatever its fields hold: at least an id and a text"],
    cannot: GENERIC_CANNOT,
};

static PARQUET: FormatAbout = FormatAbout {
    format: Format::Parquet,
    title: "any Parquet file with columns of usual or given names",
    extensions_seen: &["parquet"],
    gives: &["whatever its columns hold: at least an id and a text"],
    cannot: &[
        "times without a zone are read as UTC",
        "a date without a time is read as midnight UTC",
        "a post's place is its row: column files have no byte ranges",
        "not read from inside an archive",
    ],
};

const GENERIC_CANNOT: &[&str] = &[
    "times without a zone are read as UTC",
    "a date without a time is read as midnight UTC",
    "counts that are not whole numbers (1.2K) are left out",
    "the platform is unknown unless a column, the mapping or the post's address names it",
    "texts are taken as they stand: HTML and entities are not resolved",
];

//! Under which names generic files keep the fields of a post.

use std::collections::HashMap;

use crate::Mapping;
use crate::mapping::Field;

/// The usual names of each field, the most telling first.
///
/// Where a file has several, the first that holds something counts: exports that give a time both in local time and as
/// a number mean the number, and `full_text` is there because `text` is cut.
const USUAL: &[(Field, &[&str])] = &[
    (
        Field::Id,
        &[
            "id",
            "post_id",
            "postid",
            "tweet_id",
            "tweetid",
            "status_id",
            "message_id",
            "messageid",
            "item_id",
            "video_id",
            "videoid",
            "comment_id",
            "msg_id",
            "uid",
        ],
    ),
    (Field::Platform, &["platform", "source_platform", "platform_name", "network", "social_network"]),
    (
        Field::Text,
        &[
            "full_text",
            "text",
            "body",
            "message",
            "content",
            "tweet_text",
            "post_body_text",
            "message_text",
            "post_text",
            "tweet",
            "rawcontent",
            "caption",
            "post_message",
            "msg",
        ],
    ),
    (
        Field::CreatedAt,
        &[
            "unix_timestamp",
            "created_utc",
            "date_unixtime",
            "timestamp_utc",
            "created_at",
            "createdat",
            "published_at",
            "publishedat",
            "created_time",
            "creation_time",
            "created",
            "create_time",
            "tweet_time",
            "post_created",
            "posted_at",
            "timestamp",
            "datetime",
            "date",
            "time",
            "publish_date",
        ],
    ),
    (
        Field::AuthorId,
        &[
            "author_id",
            "authorid",
            "user_id",
            "userid",
            "author.id",
            "user.id",
            "post_owner.id",
            "account.id",
            "from_id",
            "channel_id",
        ],
    ),
    (
        Field::AuthorHandle,
        &[
            "author_handle",
            "author_username",
            "screen_name",
            "user_screen_name",
            "username",
            "user_name",
            "user_username",
            "author.handle",
            "author.username",
            "user.username",
            "user.screen_name",
            "post_owner.username",
            "account.handle",
            "handle",
            "author",
            "user",
        ],
    ),
    (
        Field::AuthorName,
        &[
            "author_name",
            "author_fullname",
            "author_display_name",
            "user_display_name",
            "display_name",
            "author.name",
            "user.name",
            "user.displayname",
            "post_owner.name",
            "account.name",
            "channelname",
            "channel_name",
            "channel",
        ],
    ),
    (Field::Url, &["url", "link", "permalink", "post_url", "posturl", "tweet_url", "post_link"]),
    (Field::Lang, &["language_declared", "lang", "language", "tweet_language", "language_guess"]),
    (
        Field::Views,
        &[
            "views",
            "view_count",
            "views_count",
            "viewcount",
            "viewscount",
            "impressions",
            "impression_count",
            "play_count",
            "plays",
            "statistics.views",
            "public_metrics.impression_count",
        ],
    ),
    (
        Field::Likes,
        &[
            "likes",
            "like_count",
            "likes_count",
            "likecount",
            "likescount",
            "favorite_count",
            "favourites_count",
            "statistics.like_count",
            "public_metrics.like_count",
        ],
    ),
    (
        Field::Shares,
        &[
            "shares",
            "share_count",
            "shares_count",
            "sharescount",
            "reposts",
            "repost_count",
            "retweets",
            "retweet_count",
            "retweetcount",
            "forwards",
            "statistics.share_count",
            "public_metrics.retweet_count",
        ],
    ),
    (
        Field::Comments,
        &[
            "comments",
            "comment_count",
            "comments_count",
            "commentcount",
            "commentscount",
            "replies",
            "reply_count",
            "replycount",
            "num_comments",
            "statistics.comment_count",
            "public_metrics.reply_count",
        ],
    ),
    (
        Field::ReplyTo,
        &[
            "reply_to",
            "reply_id",
            "in_reply_to",
            "in_reply_to_id",
            "in_reply_to_status_id",
            "in_reply_to_tweetid",
            "replied_to_post",
        ],
    ),
    (Field::RepostOf, &["repost_of", "repost_id", "retweet_id", "retweeted_status_id", "retweet_tweetid"]),
    (Field::QuoteOf, &["quote_of", "quote_tweet_id", "quoted_status_id", "quoted_tweet_tweetid", "quoted_post"]),
    (
        Field::CollectedAt,
        &[
            "collected_at",
            "timestamp_collected",
            "retrieved_on",
            "retrieved_utc",
            "harvested_date",
            "scraped_at",
            "captured_at",
        ],
    ),
    (Field::Links, &["links", "urls", "outlinks", "expanded_urls"]),
    (Field::Hashtags, &["hashtags", "tags"]),
    (Field::Mentions, &["mentions", "user_mentions"]),
    (Field::Media, &["media"]),
    (Field::IsRepost, &["is_repost", "is_retweet"]),
    (Field::QuotedText, &["quoted_text"]),
    (Field::CreatedAtLocal, &["created_at_local"]),
];

/// What no post of a generic file has, and what is uncertain about it.
pub(crate) const GENERIC_CANNOT: &[&str] = &[
    "times without a zone are read as UTC",
    "a date without a time is read as midnight UTC",
    "counts that are not whole numbers (1.2K) are left out",
    "the platform is unknown unless a column, the mapping or the post's address names it",
    "numbers of messages on Telegram and of posts on VK, which others have too, are ids by themselves unless the post's address names the channel or the wall",
    "texts are taken as they stand: HTML and entities are not resolved",
];

/// A field, and how telling the name is under which it stands; 0 is the most telling.
pub(crate) type Ranked = (Field, usize);

/// The names a file may use, usual ones and those of a mapping.
pub(crate) struct Names {
    by_name: HashMap<String, Ranked>,
    /// Objects whose members have names here (`author` of `author.id`).
    containers: Vec<String>,
}

impl Names {
    pub(crate) fn new(mapping: &Mapping) -> Names {
        let mut by_name = HashMap::new();
        for &(field, usual) in USUAL {
            if mapping.column(field).is_some() {
                continue;
            }
            for (rank, name) in usual.iter().enumerate() {
                by_name.insert((*name).to_owned(), (field, rank));
            }
        }
        for field in Field::ALL {
            if let Some(column) = mapping.column(field).filter(|column| !column.is_empty()) {
                by_name.insert(column.trim().to_lowercase(), (field, 0));
            }
        }
        let mut containers: Vec<String> = Vec::new();
        for name in by_name.keys() {
            for (at, _) in name.match_indices('.') {
                containers.push(name[..at].to_owned());
            }
        }
        containers.sort();
        containers.dedup();
        Names { by_name, containers }
    }

    pub(crate) fn field(&self, name: &str) -> Option<Ranked> {
        self.by_name.get(name.trim().to_lowercase().as_str()).copied()
    }

    pub(crate) fn is_container(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.containers.binary_search(&name).is_ok()
    }

    /// For each field the columns that hold it, the most telling first.
    pub(crate) fn columns<'c>(&self, header: impl Iterator<Item = &'c str>) -> HashMap<Field, Vec<usize>> {
        let mut found: HashMap<Field, Vec<(usize, usize)>> = HashMap::new();
        for (index, name) in header.enumerate() {
            if let Some((field, rank)) = self.field(name) {
                found.entry(field).or_default().push((rank, index));
            }
        }
        let order = |mut ranked: Vec<(usize, usize)>| {
            ranked.sort_unstable();
            ranked.into_iter().map(|(_, index)| index).collect()
        };
        found.into_iter().map(|(field, ranked)| (field, order(ranked))).collect()
    }

    /// What is missing of the two fields without which there is no post.
    pub(crate) fn missing<'c>(&self, header: impl Iterator<Item = &'c str>) -> Vec<Field> {
        let found: Vec<Field> = header.filter_map(|name| self.field(name)).map(|(field, _)| field).collect();
        [Field::Id, Field::Text].into_iter().filter(|field| !found.contains(field)).collect()
    }

    /// A field with the names that were looked for.
    pub(crate) fn looked_for(&self, field: Field) -> String {
        let mut names: Vec<(usize, &str)> = self
            .by_name
            .iter()
            .filter(|(_, (known, _))| *known == field)
            .map(|(name, (_, rank))| (*rank, name.as_str()))
            .collect();
        names.sort_unstable();
        let names: Vec<&str> = names.into_iter().map(|(_, name)| name).collect();
        format!("{} ({})", field.name(), names.join(", "))
    }
}

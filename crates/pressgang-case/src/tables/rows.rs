//! The rows of every table. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};
use pressgang_posts::Timestamp;

use super::column::{Column, ColumnAbout};
use super::part::TableRow;

macro_rules! table {
    ($(#[doc = $about:literal])+ $name:ident = $table:literal { $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)+ }) => {
        $(#[doc = $about])+
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name { $($(#[doc = $doc])+ pub $field: $type,)+ }

        impl TableRow for $name {
            const TABLE: &'static str = $table;
            const ABOUT: &'static str = concat!($($about, "\n"),+);
            fn columns() -> Vec<ColumnAbout> {
                vec![$(ColumnAbout {
                    name: stringify!($field),
                    doc: concat!($($doc),+),
                    data_type: <$type as Column>::data_type(),
                    nullable: <$type as Column>::NULLABLE,
                }),+]
            }
            fn arrays(rows: &[Self]) -> Vec<ArrayRef> {
                vec![$(<$type as Column>::build(rows.iter().map(|row| &row.$field))),+]
            }
            fn rows(batch: &RecordBatch) -> Option<Vec<Self>> {
                $(let mut $field = <$type as Column>::values(batch.column_by_name(stringify!($field))?)?.into_iter();)+
                let mut out = Vec::with_capacity(batch.num_rows());
                for _ in 0..batch.num_rows() {
                    out.push($name { $($field: $field.next()?,)+ });
                }
                Some(out)
            }
        }
    };
}

pub(super) use table;

table! {
    /// The files that posts were read from, one row per file; a part per source.
    SourceRow = "sources" {
        /// The source's id in this case, `s1` and up.
        source: String,
        /// Where the file lies: below the case folder, or an absolute path when it is referenced in place.
        file: String,
        /// SHA-256 of the file as received, lower-case hex.
        sha256: String,
        /// Size as received, in bytes.
        bytes: u64,
        /// `observed`, `reference` or `background`.
        role: String,
        /// The organisation whose account a reference is.
        organisation: Option<String>,
        /// The format it was read as; several, comma-separated, for an archive of several.
        format: String,
        /// Posts read (captures: two captures of one post count twice).
        posts: u64,
        /// Records rejected.
        rejects: u64,
        /// Observations found in it: what had become of posts and accounts.
        observations: u64,
        /// The newest date in it: of a post's publication or capture, or of an observation.
        newest_at: Option<Timestamp>,
    }
}

table! {
    /// Posts, one row per post and source; a part per source. A post captured by two sources is in both parts: (platform, id) is what makes a post one post.
    PostRow = "posts" {
        /// The source it was read from.
        source: String,
        /// `x`, `facebook`, `telegram`, `vk` ...
        platform: String,
        /// The platform's id, as text.
        id: String,
        /// Public address where it can be known.
        url: Option<String>,
        /// The platform's id of the account.
        author_id: Option<String>,
        /// The account's handle without `@`.
        author_handle: Option<String>,
        /// The account's displayed name.
        author_name: Option<String>,
        /// When it was published, UTC.
        created_at: Option<Timestamp>,
        /// The time of publication as the export writes it, where that is a local time or one without a zone.
        created_at_local: Option<String>,
        /// The whole text; offsets elsewhere count its UTF-8 bytes.
        text: String,
        /// The language as the platform or export labels it.
        language_declared: Option<String>,
        /// Addresses in or behind the text.
        links: Vec<String>,
        /// Handles mentioned.
        mentions: Vec<String>,
        /// Hashtags.
        hashtags: Vec<String>,
        /// Kind of each attachment: `photo`, `video`, `audio`, `document`.
        media_kind: Vec<String>,
        /// Address of each attachment, empty where none; in the order of `media_kind`.
        media_url: Vec<String>,
        /// Path of each attachment inside the export, empty where none.
        media_path: Vec<String>,
        /// Description of each attachment, empty where none.
        media_alt: Vec<String>,
        /// What the platform read in each attachment (words on it, its transcript), empty where none.
        media_text: Vec<String>,
        /// The post this one answers.
        reply_to: Option<String>,
        /// Whether it only passes another post on, also where the export does not say which.
        is_repost: bool,
        /// The post this one only passes on.
        repost_of: Option<String>,
        /// The post this one quotes.
        quote_of: Option<String>,
        /// The text of the post this one quotes, where the export holds it.
        quoted_text: Option<String>,
        /// When it was first captured in this source.
        collected_at: Option<Timestamp>,
        /// Member of the archive it was in.
        member: Option<String>,
        /// First byte of the record in the decompressed bytes.
        offset: Option<u64>,
        /// Length of the record in bytes.
        length: Option<u64>,
        /// Row of a table, counted from 1 under the header.
        row: Option<u64>,
    }
}

table! {
    /// Counts of each capture of a post, one row per capture; a part per source. Null is "no count published", never zero.
    MetricRow = "metrics" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// When it was captured.
        collected_at: Option<Timestamp>,
        /// Views.
        views: Option<u64>,
        /// Likes.
        likes: Option<u64>,
        /// Shares or reposts.
        shares: Option<u64>,
        /// Comments or replies.
        comments: Option<u64>,
    }
}

table! {
    /// Records that could not be read as posts, and what could not be read in pictures and films, one row each; two parts per source.
    RejectRow = "rejects" {
        /// The source.
        source: String,
        /// The picture or film that could not be read, below the case folder; null for records of the source.
        file: Option<String>,
        /// Member of the archive.
        member: Option<String>,
        /// First byte of the record in the decompressed bytes.
        offset: Option<u64>,
        /// Length in bytes where known.
        length: Option<u64>,
        /// Row of a table.
        row: Option<u64>,
        /// Why it was rejected.
        reason: String,
    }
}

table! {
    /// Accounts, one row per account and source; a part per source. Most published posts of the source; some are only listed in it.
    AccountRow = "accounts" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id of the account.
        account_id: Option<String>,
        /// Handle without `@`.
        handle: Option<String>,
        /// Displayed name.
        name: Option<String>,
        /// How it describes itself.
        description: Option<String>,
        /// Who follows it, counted.
        followers: Option<u64>,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// Posts of it in this source.
        posts: u64,
    }
}

table! {
    /// What each post says, one row per post; a part per source. The spans of reasons count UTF-8 bytes of the post's text.
    ReadingRow = "readings" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// BCP 47 code of the likeliest language, `und` where there is none.
        language: String,
        /// The model's probability for it.
        language_p: f64,
        /// ISO 15924 code of the script most letters are in, `Zyyy` where there are none.
        script: String,
        /// Languages of the parts of a text in several languages; empty where it is in one.
        part_language: Vec<String>,
        /// First byte of each part.
        part_start: Vec<u64>,
        /// One past the last byte of each part.
        part_end: Vec<u64>,
        /// How surely the text alone recruits for a studied organisation or for fighting, 0 to 1.
        recruitment: f64,
        /// How surely it is an advert for work at all, 0 to 1.
        advert: f64,
        /// The signs both rest on.
        sign: Vec<String>,
        /// What each sign adds, in log-odds.
        weight: Vec<f64>,
        /// SHA-256 of the picture or film each sign stands in, whose text its bytes count in; empty where it stands in the post's text.
        sign_media: Vec<String>,
        /// First byte of each sign.
        start: Vec<u64>,
        /// One past the last byte of each sign.
        end: Vec<u64>,
    }
}

table! {
    /// Organisations named, one row per mention; a part per source.
    MentionRow = "mentions" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// The pack's id.
        organisation: String,
        /// `name`, `alias`, `ambiguous`, `euphemism` or `leader`.
        kind: String,
        /// SHA-256 of the picture or film it stands in, whose text `start` and `end` count in (see `media_texts`); null where it stands in the post's text.
        media: Option<String>,
        /// First byte in the text.
        start: u64,
        /// One past the last byte.
        end: u64,
    }
}

table! {
    /// Contacts of candidates and reference posts, one row per contact; a part per source. Contacts of other posts are never stored, see `contact_counts`.
    ContactRow = "contacts" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// `phone`, `telegram`, `url` ...
        kind: String,
        /// Normal form.
        value: String,
        /// SHA-256 of the picture or film it stands in, whose text `start` and `end` count in (see `media_texts`); null where it stands in the post's text.
        media: Option<String>,
        /// First byte in the text; null for a contact that is only in the address behind a shortened link.
        start: Option<u64>,
        /// One past the last byte.
        end: Option<u64>,
        /// Left edge of the area in the picture, or in the frame of the film, that it was read in, in pixels; null where it stands in the post's text.
        x: Option<u64>,
        /// Top edge.
        y: Option<u64>,
        /// Width.
        width: Option<u64>,
        /// Height.
        height: Option<u64>,
        /// First time it is seen or heard in a film, in milliseconds.
        from_ms: Option<u64>,
        /// Last time.
        to_ms: Option<u64>,
        /// How it was hidden, if it was.
        hidden: Option<String>,
        /// Other readings of the same span.
        alternatives: Vec<String>,
    }
}

table! {
    /// How many other posts (neither candidates nor references) carry a contact: a keyed hash and a count, for rarity; a part per source.
    ContactCountRow = "contact_counts" {
        /// The source.
        source: String,
        /// HMAC-SHA256 of kind and value under the case's key, lower-case hex, first 32 digits.
        hash: String,
        /// Posts that carry it.
        posts: u64,
    }
}

table! {
    /// What posts offer, one row per fact; a part per source. `fact` says which of the columns are filled.
    OfferRow = "offers" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// `role`, `pay`, `age`, `benefit`, `condition`, `call` (to act) or `term`.
        fact: String,
        /// ISCO-08 code of a role, four characters.
        isco: Option<String>,
        /// Lower bound of pay (in units of `currency`) or age (in years).
        min: Option<f64>,
        /// Upper bound.
        max: Option<f64>,
        /// ISO 4217 code.
        currency: Option<String>,
        /// For pay: the text names no currency, and this is the one people who write its language are paid in.
        currency_implied: Option<bool>,
        /// `hour`, `day`, `week`, `month`, `year` or `once`.
        period: Option<String>,
        /// What pay is for: `salary`, `bonus`, `injury`, `death`; or which benefit or condition.
        kind: Option<String>,
        /// SHA-256 of the picture or film it stands in, whose text `start` and `end` count in (see `media_texts`); null where it stands in the post's text.
        media: Option<String>,
        /// First byte in the text.
        start: u64,
        /// One past the last byte.
        end: u64,
    }
}

table! {
    /// The statements about the whole case and about each campaign, with what they rest on; a report has more, see docs/claims.md.
    ClaimRow = "claims" {
        /// The claim's id, the same from run to run (`posts_found`, `campaign:K1:assessment`).
        claim: String,
        /// What kind of statement.
        kind: String,
        /// Its value as JSON.
        value: String,
        /// The statement.
        text: String,
        /// The posts it rests on, `platform:id`.
        posts: Vec<String>,
        /// The items of evidence it rests on, as in `evidence`.
        evidence: Vec<String>,
        /// The day it holds for, `YYYY-MM-DD`.
        as_of: String,
        /// The first of the looks or counts it rests on.
        observed_first: Option<Timestamp>,
        /// The last of them.
        observed_last: Option<Timestamp>,
        /// Day of the exchange rate, if money was converted.
        rate_date: Option<String>,
        /// Its currency.
        rate_currency: Option<String>,
        /// Units of it for one euro.
        rate_units_per_eur: Option<f64>,
        /// Who fixed it.
        rate_source: Option<String>,
    }
}

table! {
    /// Dated looks at posts and accounts: those entered in the ledger, and what the sources say had become of them; a part per source and one of the ledger.
    ObservationRow = "observations" {
        /// The source that says so; null for looks entered in the ledger.
        source: Option<String>,
        /// Platform.
        platform: String,
        /// The platform's id of the post; null for an account.
        id: Option<String>,
        /// The platform's id of the account, where the look was at an account and so at all its posts.
        account: Option<String>,
        /// When.
        observed_at: Option<Timestamp>,
        /// `up`, `removed`, `removed_by_platform`, `removed_by_author`, `account_gone`, `private`, `login_wall`,
        /// `geo_blocked`, `age_gate` or `unknown`.
        status: String,
        /// The rule by which the program decided, with its version.
        rule: Option<String>,
        /// Countries in which the post is not shown, ISO 3166.
        not_shown_in: Vec<String>,
        /// The country it was looked at from, ISO 3166.
        looked_from: Option<String>,
        /// The source's own words for it.
        signal: Option<String>,
        /// By whom.
        by: Option<String>,
        /// With which tool.
        tool: Option<String>,
        /// Views at that time.
        views: Option<u64>,
        /// Likes at that time.
        likes: Option<u64>,
        /// Shares at that time.
        shares: Option<u64>,
        /// Comments at that time.
        comments: Option<u64>,
        /// Member of the archive it was in.
        member: Option<String>,
        /// First byte of the record in the decompressed bytes.
        offset: Option<u64>,
        /// Length of the record in bytes.
        length: Option<u64>,
        /// Row of a table.
        row: Option<u64>,
        /// The ledger entry; null for looks that a source holds.
        entry: Option<u64>,
    }
}

table! {
    /// The records of candidates and reference posts exactly as they stand in their sources; a part per source. Records of column files have no bytes and are not here.
    RecordRow = "records" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// The record; bytes that are not UTF-8 are shown as U+FFFD.
        raw: String,
        /// False if the record is longer than 1 MiB and cut there.
        whole: bool,
        /// For a row, the header of its table as it stands.
        header: Option<String>,
    }
}

//! The rows of the tables about pictures and films. The doc comments here are the documentation in docs/tables.

use arrow_array::{ArrayRef, RecordBatch};

use super::column::{Column, ColumnAbout};
use super::part::TableRow;
use super::rows::table;

table! {
    /// What posts under study and reference posts have attached, one row per attachment, with the file that is held of it; a part per source.
    AttachmentRow = "attachments" {
        /// The source.
        source: String,
        /// Platform.
        platform: String,
        /// The platform's id of the post.
        id: String,
        /// Place among the post's attachments, from 0.
        n: u64,
        /// `photo`, `video`, `audio` or `document`, as the export says.
        kind: String,
        /// Address, where the export gives one.
        url: Option<String>,
        /// Path inside the export, where it gives one.
        path: Option<String>,
        /// `held`; `missing`: the export names a file that was not beside it; `not_fetched`: only an address is known; `refused`: there is a file, but it was not taken, see `reason`.
        state: String,
        /// Why it was refused, or not fetched when that was tried.
        reason: Option<String>,
        /// How the file came: `export` (beside the export or in its archive), `added` (with `add --media`) or `fetched`.
        via: Option<String>,
        /// SHA-256 of the file, lower-case hex.
        sha256: Option<String>,
        /// Its size in bytes.
        bytes: Option<u64>,
        /// Where it lies below the case folder.
        file: Option<String>,
    }
}

table! {
    /// What is known of the held files, one row per file and source; a part per source.
    MediaRow = "media" {
        /// The source.
        source: String,
        /// SHA-256 of the file, lower-case hex.
        sha256: String,
        /// Where it lies below the case folder.
        file: String,
        /// Its size in bytes; null where the file is gone or is another than the one that was taken.
        bytes: Option<u64>,
        /// `picture`, `film`, `sound` or `unknown`, by its bytes.
        kind: String,
        /// The format by its bytes: `jpeg`, `mp4` ...; empty where unknown.
        format: String,
        /// Width as shown, in pixels.
        width: Option<u64>,
        /// Height as shown, in pixels.
        height: Option<u64>,
        /// Length of a film or sound in milliseconds.
        duration_ms: Option<u64>,
        /// The picture's features by which crops of it are found, base64; of a film those of stills, each as `from-to:features` in milliseconds, separated by blanks; empty where there are none.
        features: String,
        /// Programs and libraries that read it, with versions and settings.
        tools: Vec<String>,
        /// What was not read for want of a program, and why.
        unread: Vec<String>,
        /// What went wrong, as in `rejects`.
        problems: Vec<String>,
    }
}

table! {
    /// PDQ hashes, one row per picture or hashed frame of a film; a part per source.
    FrameRow = "frames" {
        /// The source.
        source: String,
        /// SHA-256 of the file.
        sha256: String,
        /// Time in the film in milliseconds; null for pictures.
        at_ms: Option<u64>,
        /// The PDQ hash, 64 hexadecimal digits.
        pdq: String,
        /// PDQ's quality, 0 to 100; below 50 the hash says nothing.
        quality: u64,
    }
}

table! {
    /// The text in pictures and films, one row per line; a part per source. The lines of a file, each ended by a line feed, make its text; spans elsewhere that name a file count the UTF-8 bytes of that text.
    MediaTextRow = "media_texts" {
        /// The source.
        source: String,
        /// SHA-256 of the file.
        sha256: String,
        /// Number of the line, from 0.
        line: u64,
        /// First byte of the line in the file's text.
        start: u64,
        /// The line.
        text: String,
        /// `ocr` (read in the picture), `code` (payload of a QR or bar code) or `speech` (a transcript).
        origin: String,
        /// How sure the program is on average, 0 to 100.
        confidence: Option<f64>,
        /// Where the line stands in the picture or in the frame it was read best in: left edge in pixels.
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
        /// What was read in other frames or other ways where that differs, most frequent first.
        also: Vec<String>,
        /// First byte of each word in the line.
        word_start: Vec<u64>,
        /// One past the last byte of each word.
        word_end: Vec<u64>,
        /// How sure the program is of each word, 0 to 100; -1 where it does not say.
        word_confidence: Vec<f64>,
        /// Left edge of each word in pixels.
        word_x: Vec<u64>,
        /// Top edge of each word.
        word_y: Vec<u64>,
        /// Width of each word; 0 where its place is not known, as its other numbers are then.
        word_width: Vec<u64>,
        /// Height of each word.
        word_height: Vec<u64>,
    }
}

table! {
    /// Which files are copies of one another, one row per file; one part. Every held file that was read is in a group, most in one of their own.
    MediaGroupRow = "media_groups" {
        /// Names the group: the SHA-256 of its first file.
        media: String,
        /// SHA-256 of the file.
        sha256: String,
        /// How it was found to be of the group: `exact` (its first file), `near` (PDQ at most 31 bits apart), `turned` (mirrored or turned; of films mirrored), `crop` (a stretch of another, or another within a border), `film` (frames in common both ways), `inside` (a film inside a longer one).
        found_as: String,
        /// The file of the group it is a copy of; null for the first.
        of: Option<String>,
        /// How alike it is to that, 0 to 1: for PDQ the share of equal bits, for crops `n / (n + 10)` where `n` corners fit, for films the share of moments, or of stills, of the shorter one.
        score: Option<f64>,
    }
}

table! {
    /// The columns of `posts` about attachments.
    AttachedRow = "posts" {
        /// Platform.
        platform: String,
        /// The platform's id.
        id: String,
        /// Whether it only passes another post on.
        is_repost: bool,
        /// Member of the archive it was in.
        member: Option<String>,
        /// Kind of each attachment.
        media_kind: Vec<String>,
        /// Address of each attachment, empty where none.
        media_url: Vec<String>,
        /// Path of each attachment inside the export, empty where none.
        media_path: Vec<String>,
    }
}

table! {
    /// The columns of `media` about what became of reading.
    MediaOutcomeRow = "media" {
        /// SHA-256 of the file.
        sha256: String,
        /// What was not read for want of a program, and why.
        unread: Vec<String>,
        /// What went wrong.
        problems: Vec<String>,
    }
}

#[cfg(test)]
impl MediaTextRow {
    /// A line of which no more is known than its text and where that begins.
    pub fn plain(start: u64, text: &str, origin: &str) -> MediaTextRow {
        MediaTextRow {
            source: String::new(),
            sha256: String::new(),
            line: 0,
            start,
            text: text.to_owned(),
            origin: origin.to_owned(),
            confidence: None,
            x: None,
            y: None,
            width: None,
            height: None,
            from_ms: None,
            to_ms: None,
            also: Vec::new(),
            word_start: Vec::new(),
            word_end: Vec::new(),
            word_confidence: Vec::new(),
            word_x: Vec::new(),
            word_y: Vec::new(),
            word_width: Vec::new(),
            word_height: Vec::new(),
        }
    }
}

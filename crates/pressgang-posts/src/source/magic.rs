//! What the first bytes of a file say about it.

/// What has to be taken off before there are records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrapping {
    Plain,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Zip,
    Parquet,
}

pub(crate) fn wrapping(start: &[u8]) -> Wrapping {
    match start {
        [0x1f, 0x8b, ..] => Wrapping::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Wrapping::Zstd,
        // Parallel compressors begin with a frame that decoders skip.
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Wrapping::Zstd,
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => Wrapping::Xz,
        // Behind the size comes the mark of a block or, in a stream of nothing, that of the end.
        [b'B', b'Z', b'h', b'1'..=b'9', 0x31, 0x41, ..] | [b'B', b'Z', b'h', b'1'..=b'9', 0x17, 0x72, ..] => {
            Wrapping::Bzip2
        }
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Wrapping::Zip,
        [b'P', b'A', b'R', b'1', ..] => Wrapping::Parquet,
        _ => Wrapping::Plain,
    }
}

/// What bytes without posts are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Something that lies beside posts in many archives and holds none.
    Beside(&'static str),
    /// Something that may hold posts but cannot be read.
    Data(&'static str),
}

impl Look {
    pub(crate) fn what(self) -> &'static str {
        match self {
            Look::Beside(what) | Look::Data(what) => what,
        }
    }
}

/// What decompressed bytes look like, if it is something that no reader reads.
pub(crate) fn look_of(head: &[u8]) -> Option<Look> {
    let look = match head {
        [0x89, b'P', b'N', b'G', ..] => Look::Beside("a PNG picture"),
        [0xff, 0xd8, 0xff, ..] => Look::Beside("a JPEG picture"),
        [b'G', b'I', b'F', b'8', ..] => Look::Beside("a GIF picture"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Look::Beside("a WebP picture"),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => Look::Beside("an MP4 film"),
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Look::Beside("a Matroska or WebM film"),
        [b'O', b'g', b'g', b'S', ..] => Look::Beside("an Ogg sound file"),
        [b'I', b'D', b'3', ..] => Look::Beside("an MP3 sound file"),
        [b'%', b'P', b'D', b'F', ..] => Look::Beside("a PDF document"),
        _ if head.starts_with(b"SQLite format 3\0") => Look::Data("an SQLite database"),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => {
            Look::Data("an old or encrypted Excel or Word document; save a workbook as CSV or XLSX first")
        }
        [b'7', b'z', 0xbc, 0xaf, ..] => Look::Data("a 7z archive; unpack it first"),
        [b'R', b'a', b'r', b'!', ..] => Look::Data("a RAR archive; unpack it first"),
        [0x1f, 0x8b, ..] => Look::Data("a gzip stream inside another compression; decompress it first"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Look::Data("a zstd stream inside another compression; decompress it first"),
        [0xfd, b'7', b'z', b'X', b'Z', 0, ..] => {
            Look::Data("an xz stream inside another compression; decompress it first")
        }
        _ if wrapping(head) == Wrapping::Bzip2 => {
            Look::Data("a bzip2 stream inside another compression; decompress it first")
        }
        [b'P', b'K', 3, 4, ..] if is_office(head) => {
            Look::Data("an Excel workbook or another Office document inside an archive; unpack it first")
        }
        [b'P', b'K', 3, 4, ..] => Look::Data("a zip archive inside another archive; unpack it first"),
        [b'P', b'A', b'R', b'1', ..] => Look::Data("a Parquet file inside an archive; unpack it first"),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Look::Data("text in UTF-32; save it as UTF-8 first"),
        _ if is_tar(head) => Look::Data("a tar archive inside another archive; unpack it first"),
        _ if is_html(head) && is_telegram_page(head) => Look::Data(TELEGRAM_PAGE),
        _ if is_html(head) => Look::Beside("an HTML page"),
        _ => return None,
    };
    Some(look)
}

/// What Telegram Desktop writes unless told otherwise.
const TELEGRAM_PAGE: &str = "a Telegram Desktop export as HTML; export it as JSON instead";

/// True if and only if a page is one of messages; beside them such an export has pages of contacts and settings.
fn is_telegram_page(head: &[u8]) -> bool {
    let has = |mark: &[u8]| memchr::memmem::find(head, mark).is_some();
    has(b"<title>Exported Data</title>") && has(b"class=\"page_wrap\"") && has(b"class=\"history\"")
}

/// True if and only if these bytes begin a tar archive, of which they are the first header.
pub(super) fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// True if and only if the first member of a zip archive is one of those that Office documents begin with.
fn is_office(head: &[u8]) -> bool {
    let name = head.get(30..).unwrap_or_default();
    [&b"[Content_Types].xml"[..], b"_rels/", b"docProps/", b"xl/", b"word/"].iter().any(|first| name.starts_with(first))
}

fn is_html(head: &[u8]) -> bool {
    let start = head.trim_ascii_start();
    let start = &start[..start.len().min(64)];
    let start = start.to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html") || start.starts_with(b"<?xml")
}

//! Whether an answer is a picture, a film or sound: by what the host says and by its first bytes, which must agree.
//!
//! What only looks like a film is dangerous: playlists make players and converters fetch whatever they name, and SVG
//! pictures are programs. Both are text, and text is never kept.

use infer::MatcherType;

use crate::error::FetchError;

/// So many bytes are looked at; every kind shows itself in fewer.
pub(crate) const HEAD: usize = 1024;

/// Types that say nothing but "bytes"; the bytes themselves must then say what they are.
const UNSPECIFIC: [&str; 7] = [
    "application/octet-stream",
    "binary/octet-stream",
    "application/binary",
    "application/x-binary",
    "application/force-download",
    "application/mp4",
    "application/ogg",
];

/// What the host says of the type, without parameters; `application/octet-stream` where it says nothing.
pub(crate) fn declared(header: Option<&str>) -> String {
    let essence = header.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_type = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'+' | b'-' | b'_');
    if essence.is_empty() || essence.len() > 80 || !essence.contains('/') || !essence.bytes().all(is_type) {
        return UNSPECIFIC[0].to_owned();
    }
    essence
}

/// Refuses by the type alone, before anything is read.
pub(crate) fn check_declared(essence: &str) -> Result<(), FetchError> {
    if matches!(essence, "text/html" | "application/xhtml+xml") {
        return Err(FetchError::Page);
    }
    if essence.starts_with("image/svg") || essence.contains("mpegurl") || !(is_media(essence) || is_unspecific(essence))
    {
        return Err(FetchError::Type(essence.to_owned()));
    }
    Ok(())
}

/// Refuses by the first bytes, of which there are [`HEAD`] unless the file is shorter.
pub(crate) fn check_bytes(essence: &str, head: &[u8]) -> Result<(), FetchError> {
    if head.is_empty() {
        return Err(FetchError::Empty);
    }
    if is_text(head) {
        return Err(if is_page(head) { FetchError::Page } else { FetchError::Type("text".to_owned()) });
    }
    match infer::get(head).map(|kind| (kind.matcher_type(), kind.mime_type())) {
        Some((MatcherType::Image | MatcherType::Video | MatcherType::Audio, _)) => Ok(()),
        Some((_, mime)) => Err(FetchError::Type(mime.to_owned())),
        // A format that is not known here, of which the host says that it is one of ours: the readers will see.
        None if is_media(essence) => Ok(()),
        None => Err(FetchError::Type("a file of no known kind".to_owned())),
    }
}

fn is_media(essence: &str) -> bool {
    ["image/", "video/", "audio/"].iter().any(|kind| essence.starts_with(kind))
}

fn is_unspecific(essence: &str) -> bool {
    UNSPECIFIC.contains(&essence)
}

/// True if and only if there is nothing in it that text does not have.
fn is_text(head: &[u8]) -> bool {
    let is_utf16 = head.starts_with(&[0xff, 0xfe]) && head.len() > 3 && head[3] == 0 || head.starts_with(&[0xfe, 0xff]);
    is_utf16 || head.iter().all(|&b| b >= 0x20 || matches!(b, b'\t' | b'\n' | b'\r' | 0x0c)) && is_mostly_utf8(head)
}

/// UTF-8 but for a last character that is cut, or that stands in another encoding.
fn is_mostly_utf8(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none() || head.is_ascii(),
    }
}

fn is_page(head: &[u8]) -> bool {
    let start =
        String::from_utf8_lossy(head).trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).to_ascii_lowercase();
    ["<!doctype", "<html", "<head", "<body", "<script", "<!--"].iter().any(|tag| start.starts_with(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00";
    const MP4: &[u8] = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2";
    const FLV: &[u8] = b"FLV\x01\x05\x00\x00\x00\x09\x00\x00\x00\x00";
    const OGG: &[u8] = b"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00";
    const ZIP: &[u8] = b"PK\x03\x04\x14\x00\x00\x00\x08\x00";
    const ODD: &[u8] = b"\x00\x01\x02\x03\x04\x05\x06\x07";

    /// What becomes of an answer with this header and these bytes.
    fn check(header: &str, head: &[u8], expected: &str) {
        let essence = declared(Some(header));
        let found = check_declared(&essence).and_then(|()| check_bytes(&essence, head));
        let found = found.map_or_else(|e| e.to_string(), |()| "kept".to_owned());
        assert!(found.contains(expected), "{header} {head:?}: {found}");
    }

    #[test]
    fn kinds() {
        check("image/png", PNG, "kept");
        check("IMAGE/JPEG; charset=binary", JPEG, "kept");
        check("image/png", JPEG, "kept");
        check("video/mp4", MP4, "kept");
        check("application/mp4", MP4, "kept");
        check("", PNG, "kept");
        check("nonsense", FLV, "kept");
        check("application/octet-stream", OGG, "kept");
        check("image/x-new", ODD, "kept");
        check("application/octet-stream", ODD, "no known kind");
        check("application/octet-stream", b"0000moov is text", "text");
        check("text/html; charset=utf-8", PNG, "a page");
        check("image/jpeg", b"\n <!DOCTYPE html><title>Log in</title>", "a page");
        check("image/jpeg", b"\xef\xbb\xbf<html>", "a page");
        check("image/jpeg", b"{\"error\": \"expired\"}", "text");
        check("video/mp4", b"#EXTM3U\nhttp://169.254.169.254/\n", "text");
        check("video/mp4", b"ffconcat version 1.0\nfile /etc/passwd\n", "text");
        check("application/vnd.apple.mpegurl", b"#EXTM3U\n", "mpegurl");
        check("image/svg+xml", b"<svg>", "svg");
        check("image/png", b"<?xml version='1.0'?><svg onload='x'>", "not a picture");
        check("image/jpeg", b"\xff\xfe<\x00h\x00t\x00m\x00l\x00", "text");
        check("image/jpeg", "Сессия истекла".as_bytes(), "text");
        check("image/jpeg", ZIP, "application/zip");
        check("application/zip", ZIP, "application/zip");
        check("application/pdf", b"%PDF-1.7", "application/pdf");
        check("image/jpeg", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\x00", "application/pdf");
        check("image/jpeg", &[&b"\x7fELF\x02\x01\x01"[..], &[0; 60]].concat(), "not a picture");
        check("text/plain", PNG, "text/plain");
        check("image/png", b"", "empty");
    }
}

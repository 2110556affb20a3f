//! Which container a film or sound is in, by its first bytes.
//!
//! ffmpeg is never left to guess: a playlist, a list of files or a session description named `.mp4` would make it open
//! other files or addresses. Only the containers below are opened, each by its own demuxer.

/// A container that is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Container {
    /// Its name in readings.
    pub format: &'static str,
    /// ffmpeg's demuxer for it.
    pub demuxer: &'static str,
    /// Whether it holds sound only, whatever its streams claim (a cover is no film).
    pub sound_only: bool,
}

const fn film(format: &'static str, demuxer: &'static str) -> Option<Container> {
    Some(Container { format, demuxer, sound_only: false })
}

const fn sound(format: &'static str, demuxer: &'static str) -> Option<Container> {
    Some(Container { format, demuxer, sound_only: true })
}

/// The container these first bytes of a file begin; `None` if it is none that is opened.
pub(crate) fn container(head: &[u8]) -> Option<Container> {
    let at = |start: usize, bytes: &[u8]| head.get(start..).is_some_and(|rest| rest.starts_with(bytes));
    if at(4, b"ftyp") {
        return match head.get(8..12) {
            // Still pictures share the box structure; they are no films.
            Some(b"heic" | b"heix" | b"mif1" | b"avif") => None,
            Some(b"M4A " | b"M4B ") => sound("m4a", "mov"),
            Some(b"qt  ") => film("mov", "mov"),
            Some(brand) if brand.starts_with(b"3g") => film("3gp", "mov"),
            _ => film("mp4", "mov"),
        };
    }
    // Old QuickTime files have no `ftyp`.
    if [&b"moov"[..], b"mdat", b"wide", b"pnot"].iter().any(|name| at(4, name)) {
        return film("mov", "mov");
    }
    if at(0, b"\x1a\x45\xdf\xa3") {
        let webm = head.get(..64.min(head.len()))?.windows(4).any(|four| four == b"webm");
        return if webm { film("webm", "matroska") } else { film("mkv", "matroska") };
    }
    if at(0, b"RIFF") && at(8, b"AVI ") {
        return film("avi", "avi");
    }
    if at(0, b"RIFF") && at(8, b"WAVE") {
        return sound("wav", "wav");
    }
    if at(0, b"FLV\x01") {
        return film("flv", "flv");
    }
    if at(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11") {
        return film("asf", "asf");
    }
    if at(0, b"OggS") {
        // Theora is the only film in Ogg that is met.
        let theora = head.windows(7).any(|seven| seven == b"\x80theora");
        return if theora { film("ogv", "ogg") } else { sound("ogg", "ogg") };
    }
    if at(0, b"\x00\x00\x01\xba") {
        return film("mpg", "mpeg");
    }
    if at(0, b"\x47") && at(188, b"\x47") && at(376, b"\x47") {
        return film("ts", "mpegts");
    }
    if at(0, b"fLaC") {
        return sound("flac", "flac");
    }
    if at(0, b"#!AMR") {
        return sound("amr", "amr");
    }
    if at(0, b"caff") {
        return sound("caf", "caf");
    }
    // The sync words of ADTS, then of MPEG audio layer III, whose header has no reserved field set.
    match head {
        [0xff, second, third, ..] if second & 0xf6 == 0xf0 && third & 0x3c != 0x3c => sound("aac", "aac"),
        [b'I', b'D', b'3', ..] => sound("mp3", "mp3"),
        [0xff, second, third, ..] if second & 0xe6 == 0xe2 && third & 0xf0 != 0xf0 && third & 0x0c != 0x0c => {
            sound("mp3", "mp3")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(head: &[u8], format: Option<&str>) {
        assert_eq!(container(head).map(|c| c.format), format, "{head:02x?}");
    }

    #[test]
    fn containers_by_their_bytes() {
        check(b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", Some("mp4"));
        check(b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", Some("mov"));
        check(b"\0\0\0\x1cftypM4A \0\0\0\0", Some("m4a"));
        check(b"\0\0\0\x1cftypheic\0\0\0\0mif1heic", None);
        check(b"\0\0\0\x08wide\0\0\0\0mdat", Some("mov"));
        check(b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", Some("webm"));
        check(b"\x1a\x45\xdf\xa3\xa3B\x86\x81\x01B\x82\x88matroska", Some("mkv"));
        check(b"RIFF\0\0\0\0AVI LIST", Some("avi"));
        check(b"RIFF\0\0\0\0WAVEfmt ", Some("wav"));
        check(b"RIFF\0\0\0\0WEBPVP8 ", None);
        check(b"\xff\xfb\x90\x00", Some("mp3"));
        check(b"\xff\xf1\x50\x80", Some("aac"));
        check(b"ID3\x04\0\0", Some("mp3"));
        check(b"\xff\xd8\xff\xe0", None);
    }

    #[test]
    fn what_leads_elsewhere_is_no_film() {
        for text in [
            &b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n"[..],
            b"ffconcat version 1.0\nfile /etc/passwd\n",
            b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n",
            b"<?xml version=\"1.0\"?><MPD></MPD>",
            b"",
            b"\0",
            b"\xff",
        ] {
            check(text, None);
        }
    }
}

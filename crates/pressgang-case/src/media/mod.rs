//! The pictures and films of a case: files under `media/`, named by their SHA-256.

mod added;
mod copies;
mod features;
mod fetched;
mod keep;
mod languages;
mod state;
mod transcripts;

pub use added::MediaAdded;
pub(crate) use added::{Added as AddedMedia, Attached};
pub(crate) use copies::{Copies, MediaFile};
pub(crate) use features::{FeatureFile, FeatureWriter};
pub(crate) use fetched::Fetched;
pub use fetched::{FetchRecord, UnheldMedia};
pub(crate) use keep::{Kept, Safe, file_of, keep, keep_transcripts};
pub(crate) use languages::languages_of;
pub(crate) use state::unread_media;
pub use state::{MediaState, UnreadMedia};
pub(crate) use transcripts::Transcripts;

use pressgang_media::MediaLimits;

/// The bounds within which a case takes and reads pictures and films.
pub(crate) fn limits() -> MediaLimits {
    MediaLimits::standard()
}

/// A path inside an export or archive as its parts, `None` if it leads out of it.
pub(crate) fn inside(path: &str) -> Option<Vec<&str>> {
    let mut parts = Vec::new();
    if path.starts_with(['/', '\\']) || path.get(1..2) == Some(":") {
        return None;
    }
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then_some(parts)
}

/// The last part of a path or of an address without what follows `?` or `#`.
pub(crate) fn last_part(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        let check = |path: &str, expected: Option<&str>| {
            assert_eq!(inside(path).map(|parts| parts.join("/")).as_deref(), expected, "{path}");
        };
        check("photos/a.jpg", Some("photos/a.jpg"));
        check("./photos//a.jpg", Some("photos/a.jpg"));
        check("chats/../photos\\a.jpg", Some("photos/a.jpg"));
        check("../a.jpg", None);
        check("a/../../b", None);
        check("/etc/passwd", None);
        check("C:\\a.jpg", None);
        check("..", None);
        check("", None);
    }

    #[test]
    fn last_parts() {
        assert_eq!(last_part("https://media.example.org/x/3_16.jpg?name=orig"), "3_16.jpg");
        assert_eq!(last_part("photos\\a.jpg"), "a.jpg");
        assert_eq!(last_part("a.jpg"), "a.jpg");
    }
}

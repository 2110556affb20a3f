//! The pictures and films of found posts as a report shows them: beyond recognition, unless the case says otherwise, with
//! the places of contacts boxed.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Arc;

use pressgang_media::films::still;
use pressgang_media::pictures::{clear, pixelated};
use pressgang_media::{Area, Picture};
use pressgang_signals::ContactKind;

use crate::error::CaseError;
use crate::findings::{PictureFinding, SeenContact};
use crate::folder::Case;
use crate::found::Found;
use crate::media::{file_of, limits};
use crate::stages::{MediaText, SourceResult, media_texts};
use crate::tables::{AttachmentRow, ContactRow, MediaRow, MediaTextRow};

/// Files shown of one post.
const MOST_OF_POST: usize = 4;
/// Files shown in one report.
const MOST: usize = 400;

/// Adds to each found post what it shows.
pub(crate) fn add(case: &Case, sources: &[SourceResult], found: &mut [Found]) -> Result<(), CaseError> {
    let keys: Arc<HashSet<String>> = Arc::new(found.iter().map(|one| one.post.key.to_string()).collect());
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut media: HashMap<String, MediaRow> = HashMap::new();
    let mut texts: HashMap<String, MediaText> = HashMap::new();
    let mut contacts: HashMap<(String, String), Vec<ContactRow>> = HashMap::new();
    for source in sources {
        let (Some(attachments), Some(read)) = (&source.attachments, &source.media) else { continue };
        for row in attachments.batches_of::<AttachmentRow>(&keys)?.into_iter().flatten() {
            for row in row? {
                let Some(sha256) = row.sha256.filter(|_| row.state == "held") else { continue };
                let of_post = files.entry(format!("{}:{}", row.platform, row.id)).or_default();
                if !of_post.contains(&sha256) {
                    of_post.push(sha256);
                }
            }
        }
        media.extend(read.rows::<MediaRow>()?.into_iter().map(|row| (row.sha256.clone(), row)));
        texts.extend(media_texts(read)?);
        for row in source.readings.batches_of::<ContactRow>(&keys)?.into_iter().flatten() {
            for row in row? {
                let Some(file) = row.media.clone() else { continue };
                let of_file = contacts.entry((format!("{}:{}", row.platform, row.id), file)).or_default();
                if !of_file.iter().any(|known| known.kind == row.kind && known.value == row.value) {
                    of_file.push(row);
                }
            }
        }
    }
    let mut left = MOST;
    for one in found {
        let key = one.post.key.to_string();
        for sha256 in files.remove(&key).into_iter().flatten().take(MOST_OF_POST.min(left)) {
            let Some(row) = media.get(&sha256) else { continue };
            let seen = contacts.remove(&(key.clone(), sha256.clone())).unwrap_or_default();
            let lines = texts.get(&sha256).map_or(&[][..], |text| &text.lines);
            one.post.pictures.push(finding(case, row, lines, &seen));
            left -= 1;
        }
    }
    Ok(())
}

fn finding(case: &Case, row: &MediaRow, lines: &[MediaTextRow], seen: &[ContactRow]) -> PictureFinding {
    let path = case.root().join(file_of(&row.sha256));
    // In the middle of the time that the first contact is seen.
    let first = seen.iter().find(|c| c.x.is_some()).and_then(|c| c.from_ms.zip(c.to_ms));
    let at_ms = (row.kind == "film").then(|| first.map_or(0, |(from, to)| from.midpoint(to)));
    let shows = |from: Option<u64>, to: Option<u64>| match (at_ms, from, to) {
        (Some(at), Some(from), Some(to)) => (from..=to).contains(&at),
        _ => true,
    };
    let area = |x: Option<u64>, y: Option<u64>, width: Option<u64>, height: Option<u64>| {
        let small = |n: Option<u64>| n.and_then(|n| u32::try_from(n).ok());
        Some(Area { x: small(x)?, y: small(y)?, width: small(width)?, height: small(height)? })
    };
    let marks: Vec<Area> =
        seen.iter().filter(|c| shows(c.from_ms, c.to_ms)).filter_map(|c| area(c.x, c.y, c.width, c.height)).collect();
    let filled: Vec<Area> = lines.iter().filter_map(|l| area(l.x, l.y, l.width, l.height)).collect();
    let picture = match at_ms {
        // A film without a contact is named and not shown.
        Some(at) => first.and_then(|_| still(&path, at, &case.toolbox, &limits())),
        None => opened(&path),
    };
    let is_clear = case.config.publish.clear_pictures;
    let image =
        picture.map(|picture| if is_clear { clear(&picture, &marks) } else { pixelated(&picture, &marks, &filled) });
    PictureFinding {
        sha256: row.sha256.clone(),
        kind: row.kind.clone(),
        at_ms: at_ms.filter(|_| first.is_some()),
        image: image.filter(|bytes| !bytes.is_empty()),
        is_clear,
        text: lines.iter().filter(|line| is_sure(line)).map(|line| line.text.clone()).collect(),
        contacts: seen
            .iter()
            .filter_map(|contact| {
                Some(SeenContact {
                    kind: ContactKind::named(&contact.kind)?,
                    value: contact.value.clone(),
                    time: contact.from_ms.zip(contact.to_ms),
                })
            })
            .collect(),
        unread: row.unread.clone(),
    }
}

/// Lines worth printing; of stray marks programs make single letters.
fn is_sure(line: &MediaTextRow) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 3 && line.confidence.is_none_or(|confidence| confidence >= 50.0)
}

fn opened(path: &Path) -> Option<Picture> {
    let bytes = fs::metadata(path)
        .ok()
        .filter(|about| about.len() <= limits().file_bytes / 8)
        .and_then(|_| fs::read(path).ok())?;
    Picture::open(&bytes, &limits()).ok()
}

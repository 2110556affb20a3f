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
use crate::stages::{SourceResult, add_files, is_unsure};
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
    let mut texts: HashMap<String, Vec<MediaTextRow>> = HashMap::new();
    let mut contacts: HashMap<(String, String), Vec<ContactRow>> = HashMap::new();
    for source in sources {
        let (Some(attachments), Some(read)) = (&source.attachments, &source.media) else { continue };
        let mut of_source: HashMap<String, Vec<String>> = HashMap::new();
        for batch in attachments.batches_of::<AttachmentRow>(&keys)?.into_iter().flatten() {
            add_files(&mut of_source, batch?);
        }
        // Of a case with very many files those of the found posts are few.
        let wanted: HashSet<&String> = of_source.values().flatten().collect();
        for batch in read.batches::<MediaRow>()?.into_iter().flatten() {
            let rows = batch?.into_iter().filter(|row| wanted.contains(&row.sha256));
            media.extend(rows.map(|row| (row.sha256.clone(), row)));
        }
        let mut lines: HashMap<String, Vec<MediaTextRow>> = HashMap::new();
        for batch in read.batches::<MediaTextRow>()?.into_iter().flatten() {
            for row in batch?.into_iter().filter(|row| wanted.contains(&row.sha256)) {
                lines.entry(row.sha256.clone()).or_default().push(row);
            }
        }
        texts.extend(lines);
        for (post, of_post) in of_source {
            let known = files.entry(post).or_default();
            of_post.into_iter().for_each(|file| {
                if !known.contains(&file) {
                    known.push(file)
                }
            });
        }
        for row in source.readings.batches_of::<ContactRow>(&keys)?.into_iter().flatten() {
            for row in row? {
                let Some(file) = row.media.clone() else { continue };
                contacts.entry((format!("{}:{}", row.platform, row.id), file)).or_default().push(row);
            }
        }
    }
    let mut left = MOST;
    for one in found {
        let key = one.post.key.to_string();
        for sha256 in files.remove(&key).into_iter().flatten().take(MOST_OF_POST.min(left)) {
            let Some(row) = media.get(&sha256) else { continue };
            let seen = contacts.remove(&(key.clone(), sha256.clone())).unwrap_or_default();
            let lines = texts.get(&sha256).map_or(&[][..], Vec::as_slice);
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
    let is_film = row.kind == "film";
    let at_ms = first.filter(|_| is_film).map(|(from, to)| from.midpoint(to));
    let shows = |from: Option<u64>, to: Option<u64>| match (at_ms, from, to) {
        (Some(at), Some(from), Some(to)) => (from..=to).contains(&at),
        _ => true,
    };
    let area = |x: Option<u64>, y: Option<u64>, width: Option<u64>, height: Option<u64>| {
        let small = |n: Option<u64>| n.and_then(|n| u32::try_from(n).ok());
        Some(Area { x: small(x)?, y: small(y)?, width: small(width)?, height: small(height)? })
    };
    let mut listed: Vec<&ContactRow> = Vec::new();
    for contact in seen {
        if !listed.iter().any(|known| known.kind == contact.kind && known.value == contact.value) {
            listed.push(contact);
        }
    }
    let marks: Vec<Area> =
        seen.iter().filter(|c| shows(c.from_ms, c.to_ms)).filter_map(|c| area(c.x, c.y, c.width, c.height)).collect();
    let filled: Vec<Area> = lines.iter().filter_map(|l| area(l.x, l.y, l.width, l.height)).collect();
    let picture = match at_ms {
        Some(at) => still(&path, at, &case.toolbox, &limits()),
        // A film in which no contact is seen is named and not shown.
        None if is_film => None,
        None => opened(&path),
    };
    let is_clear = case.config.publish.clear_pictures;
    let image =
        picture.map(|picture| if is_clear { clear(&picture, &marks) } else { pixelated(&picture, &marks, &filled) });
    PictureFinding {
        sha256: row.sha256.clone(),
        kind: row.kind.clone(),
        at_ms,
        image: image.filter(|bytes| !bytes.is_empty()),
        is_clear,
        text: lines.iter().filter(|line| is_sure(line)).map(|line| without_contacts(line, seen)).collect(),
        contacts: listed
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

/// What stands for a contact in printed text.
const CONTACT: &str = "[contact]";

/// A line with its contacts taken out: as programs misread them, nothing that looks for contacts in texts would know them.
fn without_contacts(line: &MediaTextRow, seen: &[ContactRow]) -> String {
    let begin = line.start as usize;
    let end = begin + line.text.len();
    let mut ranges: Vec<(usize, usize)> = seen
        .iter()
        .filter_map(|contact| Some((contact.start? as usize, contact.end? as usize)))
        .filter(|(start, stop)| *start < end && *stop > begin)
        .map(|(start, stop)| (start.max(begin) - begin, stop.min(end) - begin))
        .collect();
    ranges.sort_unstable();
    let (mut out, mut at) = (String::new(), 0);
    for (start, stop) in ranges {
        if start >= at {
            out.push_str(line.text.get(at..start).unwrap_or_default());
            out.push_str(CONTACT);
        }
        at = at.max(stop);
    }
    out.push_str(line.text.get(at..).unwrap_or_default());
    out
}

/// Lines worth printing; of stray marks programs make single letters.
fn is_sure(line: &MediaTextRow) -> bool {
    let letters = line.text.chars().filter(|c| c.is_alphanumeric()).count();
    letters >= 3 && !is_unsure(line)
}

fn opened(path: &Path) -> Option<Picture> {
    let bytes = fs::metadata(path)
        .ok()
        .filter(|about| about.len() <= limits().decode_bytes)
        .and_then(|_| fs::read(path).ok())?;
    Picture::open(&bytes, &limits()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_taken_out_of_printed_lines() {
        let check = |start: u64, text: &str, spans: &[(u64, u64)], expected: &str| {
            let line = MediaTextRow::plain(start, text, "ocr");
            let seen: Vec<ContactRow> = spans.iter().map(|&(start, end)| contact(start, end)).collect();
            assert_eq!(without_contacts(&line, &seen), expected);
        };
        check(0, "Call now", &[], "Call now");
        check(10, "Call +49 3O 23125 OO1 now", &[(15, 31)], "Call [contact] now");
        // Two contacts in a row, one in another line, one that two kinds read, one that runs on into the next line.
        check(0, "030 23125 001, 030 23125 002", &[(0, 13), (0, 13), (15, 28), (40, 50)], "[contact], [contact]");
        check(10, "Telefon: 030", &[(19, 40)], "Telefon: [contact]");
        check(10, "23125 001", &[(0, 19)], "[contact]");
    }

    fn contact(start: u64, end: u64) -> ContactRow {
        ContactRow {
            source: String::new(),
            platform: "x".to_owned(),
            id: "1".to_owned(),
            kind: "phone".to_owned(),
            value: "+493023125001".to_owned(),
            media: Some(String::new()),
            start: Some(start),
            end: Some(end),
            x: None,
            y: None,
            width: None,
            height: None,
            from_ms: None,
            to_ms: None,
            hidden: None,
            alternatives: Vec::new(),
        }
    }
}

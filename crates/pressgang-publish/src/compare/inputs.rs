//! What two reports were made from, where it differs, in sentences.

use super::published::{Published, Source};
use crate::words;

/// The differences, in the order in which they matter.
pub fn inputs(old: &Published, new: &Published) -> Vec<String> {
    let mut out = Vec::new();
    let posts = |source: &Source| format!("{} ({}, {})", source.file, source.role, words::of_posts(&source.posts));
    for source in new.sources.iter().filter(|source| !old.has_source(&source.sha256)) {
        out.push(format!("source added: {}", posts(source)));
    }
    for source in old.sources.iter().filter(|source| !new.has_source(&source.sha256)) {
        out.push(format!("source no longer in the case: {}", posts(source)));
    }
    for (before, after) in
        old.sources.iter().filter_map(|a| Some((a, new.sources.iter().find(|b| b.sha256 == a.sha256)?)))
    {
        if before.role != after.role {
            out.push(format!("{} is {} now, was {}", after.file, after.role, before.role));
        }
    }
    let (was, is) = (&old.made_from, &new.made_from);
    // Records are only ever added.
    for records in is.records.iter().filter(|records| !was.records.contains(records)) {
        let one = records.kind.strip_suffix('s').filter(|_| records.records == 1);
        out.push(format!("{} {} entered", words::count(records.records), one.unwrap_or(&records.kind)));
    }
    for pack in &is.packs {
        match was.packs.iter().find(|known| known.organisation == pack.organisation) {
            Some(known) if known.sha256 == pack.sha256 => {}
            Some(_) => out.push(format!("the pack of {} changed", pack.organisation)),
            None => out.push(format!("{} is studied now", pack.organisation)),
        }
    }
    let gone = was.packs.iter().filter(|pack| is.packs.iter().all(|now| now.organisation != pack.organisation));
    out.extend(gone.map(|pack| format!("{} is no longer studied", pack.organisation)));
    for setting in &is.settings {
        let before = was.settings.iter().find(|known| known.name == setting.name);
        match before {
            Some(known) if known.value == setting.value => {}
            Some(known) if is_digest(&known.value) || is_digest(&setting.value) => {
                out.push(format!("the setting of {} changed", setting.name));
            }
            Some(known) => out.push(format!("{}: {}, was {}", setting.name, setting.value, known.value)),
            None => {}
        }
    }
    if was.rates != is.rates {
        out.push("the case's own exchange rates changed".to_owned());
    }
    if was.lexicons != is.lexicons {
        out.push("the lexicons changed".to_owned());
    }
    if was.sentence_model != is.sentence_model {
        let name = |model: &Option<String>| model.clone().unwrap_or_else(|| "none".to_owned());
        out.push(format!("sentence model: {}, was {}", name(&is.sentence_model), name(&was.sentence_model)));
    }
    if old.pressgang != new.pressgang {
        out.push(format!("made by {}, was {}", new.pressgang, old.pressgang));
    }
    out
}

fn is_digest(value: &str) -> bool {
    value.len() == 16 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

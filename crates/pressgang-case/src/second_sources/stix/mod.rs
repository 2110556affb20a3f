//! Lists as bundles of STIX 2.1: indicators, accounts, addresses and numbers that relationships tie to an organisation.
//!
//! A contact counts only where the bundle says whose it is (`indicates`, `attributed-to` and the like lead from it to a
//! threat actor, an intrusion set or an organisation with a name of the case's organisation), or where whoever adds the
//! list says so of the whole. `related-to` says too little, and `impersonates` the contrary. Everything that is about a
//! contact and is not taken is told, with the id of its object.

mod graph;
mod markings;
mod objects;
mod pattern;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap};

use pressgang_signals::{NameKind, Pack, PostReader, normalise};
use serde_json::Value;

use self::graph::Graph;
use self::markings::Markings;
use super::entry::Said;
use super::{LeftOut, ListLimits, ListOptions, Tlp};

/// Reads a bundle; an error says why it is none.
pub(super) fn read(
    bytes: &[u8],
    file: &str,
    options: &ListOptions,
    packs: &[&Pack],
    reader: &PostReader,
    limits: &ListLimits,
) -> Result<(Vec<Said>, Vec<LeftOut>), String> {
    let bundle: Value = serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(bytes))
        .map_err(|error| format!("this is no whole bundle of STIX: {error}"))?;
    if bundle["type"] != "bundle" {
        return Err("this is no bundle of STIX: its type is not \"bundle\"".to_owned());
    }
    let objects = bundle["objects"].as_array().ok_or("the bundle has no objects")?;
    if objects.len() > limits.objects {
        return Err(format!("the bundle has more than {} objects; give it in parts", limits.objects));
    }
    let bundle_id = bundle["id"].as_str();
    let mut left_out = Vec::new();
    let markings = Markings::new(objects, options.tlp);
    let graph = Graph::new(newest(objects, &mut left_out), &markings);
    let mut list = List { file, bundle_id, options, packs, graph: &graph, markings: &markings, left_out };
    let mut said: BTreeMap<(pressgang_signals::ContactKind, String, String, String), Said> = BTreeMap::new();
    let mut ids: Vec<&str> = graph.objects.keys().copied().collect();
    ids.sort_unstable();
    for id in ids {
        let contacts = match graph.objects.get(id).map(|object| objects::contacts(object, reader, limits)) {
            Some(Ok(contacts)) => contacts,
            Some(Err(reason)) => {
                list.leave_out(id, reason);
                continue;
            }
            None => continue,
        };
        if contacts.is_empty() {
            continue;
        }
        for (organisation, tlp) in list.organisations(id) {
            for (kind, value) in &contacts {
                let one = list.said(id, *kind, value.clone(), organisation, tlp);
                // An indicator and the object it is about say the same; what may be told most counts.
                let key = (one.kind, one.value.clone(), one.organisation.clone(), one.origin.clone());
                let known = said.entry(key).or_insert_with(|| one.clone());
                if (one.tlp, &one.grade) < (known.tlp, &known.grade) {
                    *known = one;
                }
            }
        }
    }
    Ok((said.into_values().collect(), list.left_out))
}

/// The objects by id, each in its newest version, without those that were revoked.
fn newest<'b>(objects: &'b [Value], left_out: &mut Vec<LeftOut>) -> HashMap<&'b str, &'b Value> {
    let mut newest: HashMap<&str, &Value> = HashMap::new();
    for (place, object) in objects.iter().enumerate() {
        let Some(id) = object["id"].as_str() else {
            left_out.push(LeftOut { place: format!("object {}", place + 1), reason: "it has no id".to_owned() });
            continue;
        };
        let known = newest.entry(id).or_insert(object);
        if object["modified"].as_str() > known["modified"].as_str() {
            *known = object;
        }
    }
    let mut revoked: Vec<&str> = newest.iter().filter(|(_, o)| o["revoked"] == true).map(|(id, _)| *id).collect();
    revoked.sort_unstable();
    for id in revoked {
        newest.remove(id);
        left_out.push(LeftOut { place: id.to_owned(), reason: "it was revoked".to_owned() });
    }
    newest
}

/// A bundle being read.
struct List<'b> {
    file: &'b str,
    bundle_id: Option<&'b str>,
    options: &'b ListOptions,
    packs: &'b [&'b Pack],
    graph: &'b Graph<'b>,
    markings: &'b Markings<'b>,
    left_out: Vec<LeftOut>,
}

impl<'b> List<'b> {
    fn leave_out(&mut self, id: &str, reason: String) {
        self.left_out.push(LeftOut { place: id.to_owned(), reason });
    }

    /// Whose the contacts of an object are; if nobody's, that is noted.
    fn organisations(&mut self, id: &'b str) -> Vec<(&'b str, Tlp)> {
        let packs = self.packs;
        let named = |object: &Value| organisation(packs, object);
        let found = self.graph.organisations(id, self.markings, ListLimits::standard().steps, &named);
        if !found.is_empty() {
            return found;
        }
        let others = self.graph.neighbours(id);
        if let (Some(all), true) = (&self.options.organisation, others.is_empty()) {
            let own = self.graph.objects.get(id).map_or(Tlp::Red, |object| self.markings.of(object));
            return vec![(all, own)];
        }
        let reason = if others.is_empty() {
            "nothing in the bundle says whose it is; --organisation says so of the whole list".to_owned()
        } else {
            format!("it is tied to {}, which is no organisation of this case", others.join(", "))
        };
        self.leave_out(id, reason);
        Vec::new()
    }

    fn said(
        &self,
        id: &str,
        kind: pressgang_signals::ContactKind,
        value: String,
        organisation: &str,
        tlp: Tlp,
    ) -> Said {
        let object = self.graph.objects.get(id).copied().unwrap_or(&Value::Null);
        let author = object["created_by_ref"].as_str().and_then(|author| self.graph.objects.get(author)).copied();
        let named = author.and_then(|author| author["name"].as_str());
        let source = named.or(self.options.source.as_deref()).unwrap_or(self.file).to_owned();
        let received_at = object["modified"].as_str().or(object["created"].as_str()).and_then(|at| at.get(..10));
        Said {
            kind,
            value,
            organisation: organisation.to_owned(),
            origin: source.clone(),
            source,
            grade: grade(object, author, self.options.grade.as_deref()),
            tlp,
            list: self.bundle_id.map(str::to_owned),
            received_at: received_at.map(str::to_owned),
            note: object["description"].as_str().map(|text| text.chars().take(1_000).collect()),
        }
    }
}

/// The organisation of the case that an object names.
fn organisation<'p>(packs: &[&'p Pack], object: &Value) -> Option<&'p str> {
    let is_somebody = match object["type"].as_str()? {
        "threat-actor" | "intrusion-set" => true,
        "identity" => object["identity_class"] != "individual",
        _ => false,
    };
    let aliases = object["aliases"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let names: Vec<String> = object["name"].as_str().into_iter().chain(aliases).map(normalise).collect();
    let pack = packs.iter().find(|pack| is_somebody && names.iter().any(|name| bears(pack, name)))?;
    Some(pack.id.as_str())
}

/// Whether a normalised name is one of an organisation: one that nobody else bears.
fn bears(pack: &Pack, name: &str) -> bool {
    let sure = pack.names.iter().filter(|known| matches!(known.kind, NameKind::Name | NameKind::Alias));
    let names = sure.map(|known| known.text.as_str()).chain([pack.name.as_str(), pack.id.as_str()]);
    names.map(normalise).any(|known| {
        let (mut ours, mut theirs) = (known.split_whitespace(), name.split_whitespace());
        loop {
            match (ours.next(), theirs.next()) {
                (None, None) => break true,
                (Some(ours), Some(theirs)) => {
                    // `*` stands for any ending of a word.
                    let is_same = ours.strip_suffix('*').map_or(ours == theirs, |stem| theirs.starts_with(stem));
                    if !is_same {
                        break false;
                    }
                }
                _ => break false,
            }
        }
    })
}

/// The Admiralty grade: by tags of the admiralty scale, by the author's reliability and the confidence, or as whoever adds
/// the list says; what is not said cannot be judged (`F`, `6`).
fn grade(object: &Value, author: Option<&Value>, given: Option<&str>) -> String {
    let letter = tag(object, "source-reliability").or_else(|| author.and_then(|a| tag(a, "source-reliability")));
    let letter = letter.or_else(|| {
        let own = [Some(object), author].into_iter().flatten();
        own.filter_map(|object| object["x_opencti_reliability"].as_str()?.chars().next()).next()
    });
    let digit = tag(object, "information-credibility").or_else(|| credibility(object["confidence"].as_u64()?));
    let given = |at: usize| given.and_then(|grade| grade.chars().nth(at));
    let letter = letter.map(|c| c.to_ascii_uppercase()).filter(|c| ('A'..='F').contains(c)).or(given(0));
    let digit = digit.filter(|c| ('1'..='6').contains(c)).or(given(1));
    format!("{}{}", letter.unwrap_or('F'), digit.unwrap_or('6'))
}

/// The value of a tag of MISP's taxonomy `admiralty-scale`.
fn tag(object: &Value, predicate: &str) -> Option<char> {
    let labels = object["labels"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let start = format!("admiralty-scale:{predicate}=");
    labels.filter_map(|label| label.strip_prefix(&start)?.trim_matches('"').chars().next()).next()
}

/// Credibility by the table of STIX 2.1, appendix A ("Admiralty Credibility").
fn credibility(confidence: u64) -> Option<char> {
    Some(match confidence {
        80..=100 => '1',
        60..=79 => '2',
        40..=59 => '3',
        20..=39 => '4',
        0..=19 => '5',
        _ => return None,
    })
}

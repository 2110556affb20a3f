//! From a contact to the organisation: which objects of a bundle say that something is somebody's.

use std::collections::{HashMap, HashSet, VecDeque};

use serde_json::Value;

use super::markings::Markings;
use crate::second_sources::Tlp;

/// Relationships that say that the source is the target's, or speaks of it.
const OF_TARGET: [&str; 4] = ["indicates", "attributed-to", "belongs-to", "part-of"];
/// Relationships that say that the target is the source's.
const OF_SOURCE: [&str; 6] = ["uses", "owns", "consists-of", "controls", "has", "based-on"];

/// A step from one object to another that it is tied to.
struct Step<'b> {
    to: &'b str,
    tlp: Tlp,
}

/// The objects of a bundle and what ties them.
pub(super) struct Graph<'b> {
    steps: HashMap<&'b str, Vec<Step<'b>>>,
    pub objects: HashMap<&'b str, &'b Value>,
}

impl<'b> Graph<'b> {
    /// `objects` are those that are not revoked, each in its newest version.
    pub fn new(objects: HashMap<&'b str, &'b Value>, markings: &Markings<'_>) -> Graph<'b> {
        let mut graph = Graph { steps: HashMap::new(), objects };
        let mut steps: Vec<(&'b str, Step<'b>)> = Vec::new();
        for (id, object) in &graph.objects {
            let tlp = markings.of(object);
            match object["type"].as_str() {
                Some("relationship") => {
                    let kind = object["relationship_type"].as_str().unwrap_or_default();
                    let (Some(source), Some(target)) = (object["source_ref"].as_str(), object["target_ref"].as_str())
                    else {
                        continue;
                    };
                    if OF_TARGET.contains(&kind) {
                        steps.push((source, Step { to: target, tlp }));
                    } else if OF_SOURCE.contains(&kind) {
                        steps.push((target, Step { to: source, tlp }));
                    }
                }
                // What was observed is what the observation is about.
                Some("observed-data") => {
                    for object in object["object_refs"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                        steps.push((object, Step { to: id, tlp }));
                    }
                }
                _ => {}
            }
        }
        steps.sort_by_key(|(from, step)| (*from, step.tlp, step.to));
        for (from, step) in steps {
            graph.steps.entry(from).or_default().push(step);
        }
        graph
    }

    /// The organisations that an object is tied to within so many steps, each with the least marking of a way to it: what
    /// is said in the open once is open, whatever else is said of it.
    ///
    /// `named` says which organisation an object is; no way leads on through one.
    pub fn organisations<O: Copy + Eq + std::hash::Hash>(
        &self,
        from: &'b str,
        markings: &Markings<'_>,
        most: usize,
        named: &dyn Fn(&Value) -> Option<O>,
    ) -> Vec<(O, Tlp)> {
        let mut found: Vec<(O, Tlp)> = Vec::new();
        for tlp in Tlp::ALL {
            let mut seen: HashSet<&str> = HashSet::from([from]);
            let mut next: VecDeque<(&str, usize)> = VecDeque::from([(from, 0)]);
            while let Some((id, steps)) = next.pop_front() {
                let Some(object) = self.objects.get(id) else { continue };
                if markings.of(object) > tlp {
                    continue;
                }
                if let Some(organisation) = named(object)
                    && id != from
                {
                    if !found.iter().any(|(known, _)| *known == organisation) {
                        found.push((organisation, tlp));
                    }
                    continue;
                }
                if steps == most {
                    continue;
                }
                for step in self.steps.get(id).into_iter().flatten().filter(|step| step.tlp <= tlp) {
                    if seen.insert(step.to) {
                        next.push_back((step.to, steps + 1));
                    }
                }
            }
        }
        found
    }

    /// Names of what an object is tied to directly, for a sentence.
    pub fn neighbours(&self, from: &str) -> Vec<&'b str> {
        let steps = self.steps.get(from).into_iter().flatten();
        steps.filter_map(|step| self.objects.get(step.to)?["name"].as_str()).collect()
    }
}

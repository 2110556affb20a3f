//! Handling markings in a bundle: the Traffic Light Protocol of both versions, by their fixed ids or their definitions.

use std::collections::HashMap;

use serde_json::Value;

use crate::second_sources::Tlp;

/// Ids that are the same in every bundle: STIX 2.1 section 7.2.1.4 for version 1, the OASIS extension definition
/// `extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d` for version 2.0.
const FIXED: [(&str, Tlp); 9] = [
    ("613f2e26-407d-48c7-9eca-b8e91df99dc9", Tlp::Clear),
    ("34098fce-860f-48ae-8e50-ebd3cc5e41da", Tlp::Green),
    ("f88d31f6-486f-44da-b317-01333bde0b82", Tlp::Amber),
    ("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", Tlp::Red),
    ("94868c89-83c2-464b-929b-a1a8aa3c8487", Tlp::Clear),
    ("bab4a63c-aed9-4cf5-a766-dfca5abac2bb", Tlp::Green),
    ("55d920b0-5e8b-4f79-9ee9-91f868d9b421", Tlp::Amber),
    ("939a9414-2ddd-4d32-a0cd-375ea402b003", Tlp::AmberStrict),
    ("e828b379-4e03-4974-9ac4-e53a884c97c1", Tlp::Red),
];

/// What an object without a marking is held to be: a marking that was forgotten cannot be told from one that was not
/// wanted.
const UNMARKED: Tlp = Tlp::Amber;

/// A marking that is none of the protocol (a statement, a licence) may forbid what it likes.
const OTHER: Tlp = Tlp::Amber;

/// The markings of a bundle.
pub(super) struct Markings<'b> {
    defined: HashMap<&'b str, Tlp>,
    /// The marking of the whole list, by whoever adds it.
    list: Option<Tlp>,
}

impl<'b> Markings<'b> {
    pub fn new(objects: &'b [Value], list: Option<Tlp>) -> Markings<'b> {
        let definitions = objects.iter().filter(|object| object["type"] == "marking-definition");
        let defined = definitions.filter_map(|object| Some((object["id"].as_str()?, defined(object)?))).collect();
        Markings { defined, list }
    }

    /// How far an object may be passed on: the strictest of its markings, those of its parts and the list's.
    pub fn of(&self, object: &Value) -> Tlp {
        let whole = object["object_marking_refs"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let parts = object["granular_markings"].as_array().into_iter().flatten();
        // Another language (`lang`) is no restriction; what is neither may be one.
        let parts = parts.filter(|part| part["lang"].is_null());
        let parts = parts.map(|part| part["marking_ref"].as_str().unwrap_or_default());
        let strictest = whole.chain(parts).map(|id| self.named(id)).max();
        match (strictest, self.list) {
            (Some(own), Some(list)) => own.max(list),
            (own, list) => own.or(list).unwrap_or(UNMARKED),
        }
    }

    fn named(&self, id: &str) -> Tlp {
        let fixed = id.strip_prefix("marking-definition--");
        let fixed = fixed.and_then(|uuid| FIXED.iter().find(|(known, _)| *known == uuid)).map(|(_, tlp)| *tlp);
        // A fixed id means what it means, whatever a bundle says of it.
        fixed.or_else(|| self.defined.get(id).copied()).unwrap_or(OTHER)
    }
}

fn defined(object: &Value) -> Option<Tlp> {
    let extensions = object["extensions"].as_object().into_iter().flat_map(|extensions| extensions.values());
    let labels =
        extensions.map(|extension| &extension["tlp_2_0"]).chain([&object["definition"]["tlp"], &object["name"]]);
    // An unknown level of the protocol may be the strictest.
    labels.filter_map(Value::as_str).find_map(|label| match Tlp::named(label) {
        None if label.to_ascii_uppercase().starts_with("TLP:") => Some(Tlp::Red),
        known => known,
    })
}

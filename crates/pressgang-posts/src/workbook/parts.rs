//! Which parts a workbook has and where they lie.

use quick_xml::events::{BytesStart, Event};

use super::xml::{Xml, attribute};

/// Where one part of a document refers to another.
pub(super) struct Relation {
    pub(super) id: String,
    kind: String,
    pub(super) target: String,
}

impl Relation {
    /// Kinds are addresses, which differ between the two editions of the standard but for their last word.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// A sheet of rows.
pub(super) struct SheetEntry {
    pub(super) name: String,
    pub(super) path: String,
}

/// The relations of a part, as far as there may be members of an archive.
pub(super) fn relations_of(xml: &mut Xml<'_>, most: usize) -> Result<Vec<Relation>, String> {
    let mut relations = Vec::new();
    each_element(xml, |element| {
        if element.local_name().as_ref() == "Relationship" && relations.len() < most {
            let of = |name| attribute(element, name).unwrap_or_default();
            relations.push(Relation { id: of("Id"), kind: of("Type"), target: of("Target") });
        }
    })?;
    Ok(relations)
}

/// The names of the sheets with the ids of their relations, and whether days are counted from 1904.
pub(super) fn sheets_of(xml: &mut Xml<'_>, most: usize) -> Result<(Vec<(String, String)>, bool), String> {
    let mut sheets = Vec::new();
    let mut counts_from_1904 = false;
    each_element(xml, |element| match element.local_name().as_ref() {
        "sheet" if sheets.len() < most => {
            let of = |name| attribute(element, name).unwrap_or_default();
            sheets.push((of("name"), of("id")));
        }
        "workbookPr" => {
            // Extensions have an element of the same name without the attribute.
            if let Some(value) = attribute(element, "date1904") {
                counts_from_1904 = matches!(value.trim(), "1" | "true");
            }
        }
        _ => {}
    })?;
    Ok((sheets, counts_from_1904))
}

/// Looks at the tag of every element up to the end of the outermost.
pub(super) fn each_element(xml: &mut Xml<'_>, mut look: impl FnMut(&BytesStart<'_>)) -> Result<(), String> {
    loop {
        let is_end = match xml.next()? {
            Event::Start(element) => {
                look(&element);
                false
            }
            Event::End(_) => true,
            _ => false,
        };
        if is_end && xml.depth() == 0 {
            return Ok(());
        }
    }
}

/// A path split behind its last slash.
pub(super) fn folder_of(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

/// The path within the archive that a relation from a part in `folder` leads to.
pub(super) fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = if target.starts_with('/') { target } else { format!("{folder}{target}") };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/")
}

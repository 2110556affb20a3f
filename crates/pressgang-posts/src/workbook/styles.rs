//! Which styles make a time of a number.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::xml::{Xml, attribute};

/// For each style of a cell whether a number in it is a time.
pub(super) fn times(xml: &mut Xml<'_>) -> Result<Vec<bool>, String> {
    let mut formats: HashMap<u32, bool> = HashMap::new();
    let mut styles = Vec::new();
    // Styles that others are derived from are listed apart, under elements of the same name.
    let mut is_within = false;
    loop {
        let is_end = match xml.next()? {
            Event::Start(element) => {
                let number = || attribute(&element, "numFmtId").and_then(|id| id.trim().parse::<u32>().ok());
                match element.local_name().as_ref() {
                    "numFmt" => {
                        if let Some((id, code)) = number().zip(attribute(&element, "formatCode")) {
                            formats.insert(id, is_time(&code));
                        }
                    }
                    "cellXfs" => is_within = true,
                    "xf" if is_within => styles.push(number()),
                    _ => {}
                }
                false
            }
            Event::End(element) => {
                is_within &= element.local_name().as_ref() != "cellXfs";
                true
            }
            _ => false,
        };
        if is_end && xml.depth() == 0 {
            break;
        }
    }
    let is_time = |id: u32| formats.get(&id).copied().unwrap_or_else(|| is_usual_time(id));
    Ok(styles.into_iter().map(|id| id.is_some_and(is_time)).collect())
}

/// The formats every workbook has without saying so; 46 is a duration.
fn is_usual_time(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58)
}

/// True if and only if a format shows days or a time of day: letters for them, outside quotes and brackets.
fn is_time(code: &str) -> bool {
    let mut chars = code.chars();
    let mut found = false;
    while let Some(c) = chars.next() {
        match c {
            // Whatever follows is a literal, or only as wide as it, or fills the cell.
            '\\' | '_' | '*' => drop(chars.next()),
            '"' => drop(chars.find(|&c| c == '"')),
            '[' => {
                let inside: String = chars.by_ref().take_while(|&c| c != ']').collect();
                // Hours beyond a day are a duration.
                if !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's')) {
                    return false;
                }
            }
            // Behind the first come forms for numbers below zero.
            ';' => break,
            // Not a time but the word that says that the number is shown as usual.
            'G' | 'g' if chars.as_str().get(..6).is_some_and(|rest| rest.eq_ignore_ascii_case("eneral")) => {
                chars.nth(5);
            }
            // The exponent of a number, or the year of an era: neither alone is a time.
            'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => found = true,
            _ => {}
        }
    }
    found
}

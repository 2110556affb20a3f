//! Which designations a notice may rest on: those in force on the post's date in the jurisdiction it names.

use jiff::civil::Date;
use pressgang_signals::Designation;

/// The union whose measures hold in each of its member states.
pub const UNION: &str = "EU";

/// The member states of the European Union, ISO 3166-1 alpha-2, since 1 February 2020.
pub const MEMBER_STATES: [&str; 27] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// A jurisdiction as packs write it: codes in capitals, `UK` for the United Kingdom, `GR` for Greece, and other names as
/// they are.
pub fn jurisdiction(named: &str) -> String {
    let named = named.trim();
    if named.len() != 2 {
        return named.to_owned();
    }
    match named.to_ascii_uppercase().as_str() {
        "GB" => "UK".to_owned(),
        "EL" => "GR".to_owned(),
        code => code.to_owned(),
    }
}

/// Returns true for the European Union and its member states, where Regulation (EU) 2022/2065 applies.
pub fn is_of_union(named: &str) -> bool {
    let named = jurisdiction(named);
    named == UNION || MEMBER_STATES.contains(&named.as_str())
}

/// Returns true if and only if a designation of `of` holds in `named`: its own, and the union's in its member states.
pub fn holds_in(of: &str, named: &str) -> bool {
    let (of, named) = (jurisdiction(of), jurisdiction(named));
    of.eq_ignore_ascii_case(&named) || (of == UNION && is_of_union(&named))
}

/// The designations that bind on `day` in a jurisdiction and say what they do in law, in the order of the pack.
pub fn grounds<'d>(designations: &'d [Designation], named: &str, day: Date) -> Vec<&'d Designation> {
    let of = designations.iter().filter(|designation| holds_in(&designation.jurisdiction, named));
    of.filter(|designation| designation.kind.is_some() && designation.in_force_on(day)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use pressgang_signals::Pack;

    fn wagner() -> Vec<Designation> {
        let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../packs/wagner.toml")).unwrap();
        Pack::parse(&text).unwrap().designations
    }

    #[test]
    fn what_held_that_day_there() {
        let designations = wagner();
        let check = |named: &str, day: &str, expected: &[&str]| {
            let found: Vec<String> = grounds(&designations, named, day.parse().unwrap())
                .iter()
                .map(|d| format!("{} {} {}", d.jurisdiction, d.kind.map_or("?", |k| k.as_str()), d.from))
                .collect();
            assert_eq!(found, expected, "{named} on {day}");
        };
        check("EU", "2021-12-12", &[]);
        check("EU", "2021-12-13", &["EU sanctions 2021-12-13"]);
        check("de", "2023-04-13", &["EU sanctions 2021-12-13", "EU sanctions 2023-04-13"]);
        // The resolution calls for a listing and is none.
        check("FR", "2023-05-29", &["EU sanctions 2021-12-13", "EU sanctions 2023-04-13"]);
        check("UK", "2023-09-14", &["UK sanctions 2022-03-24"]);
        check("gb", "2023-09-15", &["UK sanctions 2022-03-24", "UK proscription 2023-09-15"]);
        check("US", "2017-06-19", &[]);
        check("CH", "2023-05-29", &[]);
        // The union is not bound by what one member state does.
        assert!(!holds_in("DE", "EU") && holds_in("EU", "DE") && !holds_in("EU", "UK"));
    }

    #[test]
    fn what_has_no_kind_is_no_ground() {
        let mut designations = wagner();
        designations.iter_mut().for_each(|designation| designation.kind = None);
        assert!(grounds(&designations, "EU", "2023-05-29".parse().unwrap()).is_empty());
    }
}

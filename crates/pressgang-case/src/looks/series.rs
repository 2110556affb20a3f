//! How many posts were up when: the looks as a series.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pressgang_posts::Timestamp;

use super::known::KnownLook;

/// What the posts that count had become by the end of a day on which somebody looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookDay {
    /// The day, in the case's time zone.
    pub day: Date,
    /// How many looks were made on it.
    pub looks: u64,
    /// How many posts were in which state at their last look by then; those nobody had looked at are left out.
    pub states: BTreeMap<String, u64>,
}

/// The days with looks, oldest first. `keys` are the posts that count, as `platform:id`.
pub(crate) fn series<'a>(looks: &[KnownLook], keys: impl Iterator<Item = &'a str>, zone: &TimeZone) -> Vec<LookDay> {
    let mut last: HashMap<&str, Option<&str>> = keys.map(|key| (key, None)).collect();
    let mut looks: Vec<&KnownLook> = looks.iter().filter(|look| last.contains_key(look.key.as_str())).collect();
    looks.sort_by_key(|look| (look.at, look.entry));
    let day_of = |at: Timestamp| at.to_jiff().to_zoned_datetime(zone.clone()).date();
    let mut states: BTreeMap<String, u64> = BTreeMap::new();
    let mut days: Vec<LookDay> = Vec::new();
    for look in looks {
        if let Some(Some(before)) = last.insert(&look.key, Some(&look.status))
            && let Some(count) = states.get_mut(before)
        {
            *count -= 1;
            if *count == 0 {
                states.remove(before);
            }
        }
        *states.entry(look.status.clone()).or_default() += 1;
        let day = day_of(look.at);
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => {
                last.looks += 1;
                last.states.clone_from(&states);
            }
            None => days.push(LookDay { day, looks: 1, states: states.clone() }),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `looks`: post, hour since 1 June 2023 UTC, state. `expected`: day of June, looks, states.
    fn check(looks: &[(&str, i64, &str)], expected: &[&str]) {
        let start = Timestamp::parse_rfc3339("2023-06-01T00:00:00Z").unwrap().unix_millis;
        let looks: Vec<KnownLook> = looks
            .iter()
            .enumerate()
            .map(|(entry, (key, hour, status))| KnownLook {
                entry: entry as u64,
                key: (*key).to_owned(),
                platform: "x".to_owned(),
                id: (*key).to_owned(),
                at: Timestamp { unix_millis: start + hour * 3_600_000 },
                status: (*status).to_owned(),
                by: None,
                tool: None,
                rule: None,
                not_shown_in: Vec::new(),
                from: None,
            })
            .collect();
        let days = series(&looks, ["a", "b", "c"].into_iter(), &TimeZone::UTC);
        let said = |day: &LookDay| format!("{}: {} looks, {:?}", day.day.day(), day.looks, day.states);
        assert_eq!(days.iter().map(said).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn days() {
        check(&[], &[]);
        check(&[("a", 1, "up"), ("b", 2, "up")], &[r#"1: 2 looks, {"up": 2}"#]);
        check(
            &[("a", 1, "up"), ("b", 2, "up"), ("a", 49, "removed"), ("c", 50, "up")],
            &[r#"1: 2 looks, {"up": 2}"#, r#"3: 2 looks, {"removed": 1, "up": 2}"#],
        );
        // Entered late, looked at early; and a post that does not count.
        check(
            &[("a", 30, "removed"), ("a", 1, "up"), ("z", 1, "up")],
            &[r#"1: 1 looks, {"up": 1}"#, r#"2: 1 looks, {"removed": 1}"#],
        );
    }
}

//! The looks at posts as a series: what they had become by each day on which somebody looked.

use std::collections::BTreeMap;

use pressgang_case::{Findings, is_removed, is_restricted};
use serde::Serialize;

use crate::charts::{self, Column};
use crate::json::Day;

/// What the posts had become by the end of one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LookDayJson {
    pub day: Day,
    /// Looks made on it.
    pub looks: u64,
    /// Posts by state at their last look by then.
    pub states: BTreeMap<String, u64>,
}

/// More columns cannot be told apart; of a longer series every second day is drawn, every third, and so on.
const MOST_COLUMNS: usize = 60;

/// What is told apart in the picture.
const GROUPS: [&str; 5] = ["up", "removed", "account gone", "not shown to everybody", "not known"];

/// The series of a report.
pub fn look_days(findings: &Findings) -> Vec<LookDayJson> {
    let days = findings.look_days.iter();
    days.map(|day| LookDayJson { day: Day(day.day), looks: day.looks, states: day.states.clone() }).collect()
}

/// "up and gone on 3 days: ...", and nothing for a single day, which is no series.
pub fn sentence(days: &[LookDayJson]) -> Option<String> {
    let ([first, .., last], false) = (days, days.len() < 2) else { return None };
    let said = |day: &LookDayJson| {
        let counts = grouped(&day.states);
        let parts = GROUPS.iter().zip(counts).filter(|(_, n)| *n > 0).map(|(name, n)| format!("{n} {name}"));
        format!("{} on {}", parts.collect::<Vec<_>>().join(", "), day.day.0)
    };
    Some(format!(
        "of the posts that somebody had looked at, on {} days with looks: {}; {}",
        days.len(),
        said(first),
        said(last)
    ))
}

/// The picture; empty where there is no series.
pub fn figure(days: &[LookDayJson]) -> String {
    if days.len() < 2 {
        return String::new();
    }
    let every = days.len().div_ceil(MOST_COLUMNS);
    // The last day is always drawn.
    let drawn =
        days.iter().enumerate().filter(|(at, _)| (days.len() - 1 - at).is_multiple_of(every)).map(|(_, day)| day);
    let mut year = None;
    let columns: Vec<Column> = drawn
        .map(|day| {
            let date = day.day.0;
            let is_new = year.replace(date.year()) != Some(date.year());
            Column {
                label: date.strftime("%-d %b").to_string(),
                year: is_new.then(|| date.year().to_string()),
                counts: grouped(&day.states).into_iter().map(|n| usize::try_from(n).unwrap_or(usize::MAX)).collect(),
            }
        })
        .collect();
    let series: Vec<String> = GROUPS.iter().map(|name| (*name).to_owned()).collect();
    let keys = GROUPS.iter().enumerate().map(|(i, name)| format!("<span class=\"key k{i}\">{name}</span> "));
    format!("<p class=\"meta\">{}</p>", keys.collect::<String>())
        + &charts::columns("Posts by state, on days with looks", &series, &columns)
}

fn grouped(states: &BTreeMap<String, u64>) -> [u64; 5] {
    let mut counts = [0; 5];
    for (state, n) in states {
        let group = match state.as_str() {
            "up" => 0,
            state if is_removed(state) => 1,
            "account_gone" => 2,
            state if is_restricted(state) => 3,
            _ => 4,
        };
        counts[group] += n;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn series() {
        let day = |day: &str, states: &[(&str, u64)]| LookDayJson {
            day: Day(day.parse().unwrap()),
            looks: 1,
            states: states.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect(),
        };
        let days = [
            day("2023-06-01", &[("up", 60)]),
            day("2023-06-02", &[("up", 58), ("removed_by_platform", 1), ("removed", 1)]),
            day("2023-06-05", &[("up", 57), ("removed", 1), ("login_wall", 1), ("account_gone", 1)]),
        ];
        assert_eq!((sentence(&days[..1]), figure(&days[..1])), (None, String::new()), "one day is no series");
        assert_eq!(
            sentence(&days).unwrap(),
            "of the posts that somebody had looked at, on 3 days with looks: 60 up on 2023-06-01; 57 up, 1 removed, 1 account gone, 1 not known on 2023-06-05"
        );
        assert!(figure(&days).contains("5 Jun"));
        let many: Vec<LookDayJson> = (0..200).map(|_| days[0].clone()).collect();
        let columns = figure(&many).matches("class=\"c0\"").count();
        assert!((30..=2 * MOST_COLUMNS).contains(&columns), "{columns}");
    }
}

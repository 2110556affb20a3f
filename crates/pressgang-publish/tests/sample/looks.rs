//! The looks of the large sample.

use pressgang_case::LookDay;

/// A removal after two days.
pub fn look_days() -> Vec<LookDay> {
    let day = |day: &str, looks: u64, states: &[(&str, u64)]| LookDay {
        day: day.parse().unwrap(),
        looks,
        states: states.iter().map(|(state, n)| ((*state).to_owned(), *n)).collect(),
    };
    vec![
        day("2023-05-27", 60, &[("up", 60)]),
        day("2023-05-29", 59, &[("up", 57), ("removed_by_platform", 2), ("login_wall", 1)]),
    ]
}

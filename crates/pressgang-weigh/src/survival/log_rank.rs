//! Whether two groups last alike: the log-rank test (Mantel 1966), with delayed entry.

use super::RiskTable;

/// The test of two groups.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogRank {
    /// How many ended in each group.
    pub observed: [u64; 2],
    /// How many would have, did both last alike.
    pub expected: [f64; 2],
    /// The statistic, with one degree of freedom.
    pub chi_square: f64,
    /// How often chance alone gives a statistic as large, 0 to 1; by the distribution that it has in large groups.
    pub p: f64,
}

/// Compares two groups from a time on; none where nothing could differ: no time at which both were at risk and somebody
/// ended.
pub fn log_rank(groups: [&RiskTable; 2], from: f64) -> Option<LogRank> {
    let mut times: Vec<f64> =
        groups.iter().flat_map(|group| group.rows()).filter(|row| row.ended() > 0).map(|row| row.time).collect();
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    let ended = |group: &RiskTable, time: f64| {
        let at = group.rows().binary_search_by(|row| row.time.total_cmp(&time));
        at.ok().and_then(|at| group.rows().get(at)).map_or(0, |row| row.ended())
    };
    let (mut observed, mut expected, mut variance) = ([0u64; 2], [0.0; 2], 0.0);
    for time in times.into_iter().filter(|time| *time > from) {
        let at_risk = groups.map(|group| group.at_risk(time) as f64);
        // Where only one group is there nothing is compared.
        if at_risk[0] == 0.0 || at_risk[1] == 0.0 {
            continue;
        }
        let ends = groups.map(|group| ended(group, time));
        let (all, both) = (at_risk[0] + at_risk[1], (ends[0] + ends[1]) as f64);
        for group in 0..2 {
            observed[group] += ends[group];
            expected[group] += both * at_risk[group] / all;
        }
        if all > 1.0 {
            variance += both * (at_risk[0] / all) * (at_risk[1] / all) * (all - both) / (all - 1.0);
        }
    }
    if variance <= 0.0 {
        return None;
    }
    let difference = observed[0] as f64 - expected[0];
    let chi_square = difference * difference / variance;
    Some(LogRank { observed, expected, chi_square, p: libm::erfc((chi_square / 2.0).sqrt()) })
}

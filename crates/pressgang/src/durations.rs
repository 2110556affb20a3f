//! Spans of time as people write them: `30s`, `20m`, `6h`, `1d`, `1h 30m`.

use std::time::Duration;

use jiff::{Span, SpanRelativeTo};

/// Reads a span longer than nothing and at most ten years. Days have 24 hours.
pub fn parse(written: &str) -> Result<Duration, String> {
    let wrong = || format!("{written:?} is no span of time such as 30s, 20m, 6h or 1d");
    let span: Span = written.trim().parse().map_err(|_| wrong())?;
    let long = span.to_duration(SpanRelativeTo::days_are_24_hours()).map_err(|_| wrong())?;
    let long = Duration::try_from(long).map_err(|_| wrong())?;
    if long.is_zero() || long > Duration::from_secs(10 * 366 * 24 * 60 * 60) { Err(wrong()) } else { Ok(long) }
}

/// "6 h", "1 d 2 h", "45 s": the two largest units.
pub fn shown(long: Duration) -> String {
    let seconds = long.as_secs();
    let parts = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
    let mut rest = seconds;
    let mut out = Vec::new();
    for (size, unit) in parts {
        if rest >= size {
            out.push(format!("{} {unit}", rest / size));
            rest %= size;
        }
    }
    out.truncate(2);
    if out.is_empty() { format!("{} ms", long.as_millis()) } else { out.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        let cases = [
            ("6h", Some(21_600), "6 h"),
            ("1d", Some(86_400), "1 d"),
            ("26h", Some(93_600), "1 d 2 h"),
            (" 90s ", Some(90), "1 min 30 s"),
            ("1h 30m", Some(5_400), "1 h 30 min"),
            ("1 hour", Some(3_600), "1 h"),
            ("PT10M", Some(600), "10 min"),
            ("0s", None, ""),
            ("-6h", None, ""),
            ("6", None, ""),
            ("", None, ""),
            ("soon", None, ""),
            ("1 month", None, ""),
            ("999999999h", None, ""),
        ];
        for (written, expected, said) in cases {
            let found = parse(written).ok();
            assert_eq!(found.map(|long| long.as_secs()), expected, "{written}");
            assert_eq!(found.map_or_else(String::new, shown), said, "{written}");
        }
        assert_eq!(shown(Duration::from_millis(250)), "250 ms");
    }
}

//! Amounts of bytes as people write and read them.

/// A number of bytes with an optional K, M or G (1,024 times each); `None` for what is none.
pub fn parse(written: &str) -> Option<u64> {
    let (number, unit) = match written.trim_end().char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&written[..at], 10),
        Some((at, 'm' | 'M')) => (&written[..at], 20),
        Some((at, 'g' | 'G')) => (&written[..at], 30),
        _ => (written, 0),
    };
    let number: f64 = number.trim().parse().ok()?;
    let bytes = number * f64::from(1u32 << unit);
    (bytes.is_finite() && (1.0..1e18).contains(&bytes)).then_some(bytes as u64)
}

/// A number of bytes in the largest unit of which there is one.
pub fn shown(bytes: u64) -> String {
    for (unit, size) in [("G", 1u64 << 30), ("M", 1 << 20), ("K", 1 << 10)] {
        if bytes >= size {
            let number = format!("{:.1}", bytes as f64 / size as f64);
            return format!("{}{unit}", number.trim_end_matches(".0"));
        }
    }
    format!("{bytes} bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (written, expected) in [("200M", 200 << 20), ("1.5g", 3 << 29), ("4096 k", 4 << 20), ("1000", 1000)] {
            assert_eq!(parse(written), Some(expected), "{written}");
        }
        for wrong in ["", "M", "-1M", "0", "0.1", "200MB", "much", "inf", "NaN", "1e300G"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        for (bytes, expected) in [(0, "0 bytes"), (1023, "1023 bytes"), (200 << 20, "200M"), (3 << 29, "1.5G")] {
            assert_eq!(shown(bytes), expected);
        }
    }
}

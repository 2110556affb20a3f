//! When a host says to come again, and how long it is left alone where it does not say.

use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};

/// Longest wait that is believed: more than a day is a clock that is wrong or a host that mocks.
pub(super) const MOST_SAID: Duration = Duration::from_secs(24 * 60 * 60);

/// Numbers from here on are times since 1970, below it seconds from now (2001; no host asks for 30 years).
const LEAST_TIME: f64 = 1e9;

/// The headers that say how much of a quota is left, and when there is more: X and Mastodon, Reddit, Bluesky.
const QUOTAS: [&str; 3] = ["x-rate-limit-", "x-ratelimit-", "ratelimit-"];

/// How long the host asks to be left alone: `Retry-After` in seconds or as a date, or else when its quota is renewed.
/// `None` where it says nothing, something senseless, or a time that has passed.
///
/// Dates are taken against the host's own `Date`, so that neither clock need be right; without one against `now`.
pub(super) fn wait(headers: &[(String, String)], now: SystemTime) -> Option<Duration> {
    let now = header(headers, "date").and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    let said = header(headers, "retry-after").and_then(|value| match value.parse::<f64>() {
        Ok(seconds) => span(seconds),
        Err(_) => httpdate::parse_http_date(value).ok()?.duration_since(now).ok(),
    });
    let renewed = || QUOTAS.iter().find_map(|start| reset(header(headers, &format!("{start}reset"))?, now));
    said.or_else(renewed).filter(|wait| !wait.is_zero()).map(|wait| wait.min(MOST_SAID))
}

/// How long until the host's quota is renewed, where it says that nothing of it is left: the next request would be
/// refused, so it is not made.
pub(super) fn wait_for_quota(headers: &[(String, String)], now: SystemTime) -> Option<Duration> {
    let is_left =
        |start: &&str| header(headers, &format!("{start}remaining")).and_then(|left| left.parse::<f64>().ok());
    QUOTAS.iter().find_map(is_left).filter(|left| *left < 1.0).and_then(|_| wait(headers, now))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim())
}

fn span(seconds: f64) -> Option<Duration> {
    // `min` would make a number of what is none.
    (!seconds.is_nan()).then(|| Duration::try_from_secs_f64(seconds.min(MOST_SAID.as_secs_f64())).ok())?
}

/// Seconds from now, seconds since 1970, or a time as Mastodon writes it.
fn reset(value: &str, now: SystemTime) -> Option<Duration> {
    let at = match value.parse::<f64>() {
        Ok(number) if number < LEAST_TIME => return span(number),
        Ok(number) => SystemTime::UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(number).ok()?)?,
        Err(_) => {
            let millis = value.parse::<jiff::Timestamp>().ok()?.as_millisecond();
            SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(u64::try_from(millis).ok()?))?
        }
    };
    at.duration_since(now).ok()
}

/// How long a host is left alone after it refused or failed `times` (from 1) in a row: twice as long each time, at most
/// `most`. Somewhere between half of that and all, so that not all who were turned away come again together; where is
/// made of `who` and the host, so that the same run waits the same.
pub(super) fn backoff(least: Duration, most: Duration, who: &str, host: &str, times: u32) -> Duration {
    let doubled = least.saturating_mul(1_u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX)).min(most);
    let digest = Sha256::new().chain_update(who).chain_update([0]).chain_update(host).chain_update(times.to_le_bytes());
    let share = f64::from(digest.finalize()[0]) / 255.0;
    doubled.mul_f64(0.5 + share / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(written: &str) -> Vec<(String, String)> {
        let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        written.split('|').filter_map(pair).collect()
    }

    /// Our clock says 2023-05-30 12:00:00 UTC.
    fn now() -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_685_448_000)
    }

    #[test]
    fn when_to_come_again() {
        let cases: [(&str, Option<f64>); 24] = [
            ("", None),
            ("retry-after: 120", Some(120.0)),
            ("retry-after:  7 ", Some(7.0)),
            ("retry-after: 1.5", Some(1.5)),
            ("retry-after: 0", None),
            ("retry-after: -5", None),
            ("retry-after: soon", None),
            ("retry-after: NaN", None),
            ("retry-after: 99999999999999999999", Some(86400.0)),
            ("retry-after: inf", Some(86400.0)),
            // By our clock, by the host's, which is an hour slow, and one that is years ahead.
            ("retry-after: Tue, 30 May 2023 12:00:30 GMT", Some(30.0)),
            ("date: Tue, 30 May 2023 11:00:00 GMT|retry-after: Tue, 30 May 2023 11:00:30 GMT", Some(30.0)),
            ("date: Wed, 30 May 2035 12:00:00 GMT|retry-after: Wed, 30 May 2035 12:01:00 GMT", Some(60.0)),
            ("retry-after: Wed, 30 May 2035 12:01:00 GMT", Some(86400.0)),
            ("retry-after: Tue, 30 May 2023 11:59:00 GMT", None),
            // The two older forms of dates.
            ("retry-after: Tuesday, 30-May-23 12:00:30 GMT", Some(30.0)),
            ("retry-after: Tue May 30 12:00:30 2023", Some(30.0)),
            // X, Reddit, Bluesky, Mastodon.
            ("x-rate-limit-remaining: 0|x-rate-limit-reset: 1685448900", Some(900.0)),
            ("x-ratelimit-remaining: 0.0|x-ratelimit-reset: 317", Some(317.0)),
            ("ratelimit-limit: 3000|ratelimit-reset: 1685448060", Some(60.0)),
            ("x-ratelimit-reset: 2023-05-30T12:05:00.000000Z", Some(300.0)),
            ("x-rate-limit-reset: 1685440000", None),
            ("x-rate-limit-reset: 1e300", None),
            ("retry-after: 5|x-rate-limit-reset: 1685448900", Some(5.0)),
        ];
        for (written, expected) in cases {
            assert_eq!(wait(&headers(written), now()).map(|wait| wait.as_secs_f64()), expected, "{written}");
        }
    }

    #[test]
    fn quotas_that_are_used_up() {
        let cases = [
            ("x-rate-limit-remaining: 0|x-rate-limit-reset: 1685448900", Some(900)),
            ("x-ratelimit-remaining: 0.0|x-ratelimit-reset: 317", Some(317)),
            ("x-rate-limit-remaining: 1|x-rate-limit-reset: 1685448900", None),
            ("x-rate-limit-remaining: 0", None),
            ("x-rate-limit-reset: 1685448900", None),
        ];
        for (written, expected) in cases {
            assert_eq!(wait_for_quota(&headers(written), now()).map(|wait| wait.as_secs()), expected, "{written}");
        }
    }

    #[test]
    fn leaving_a_host_alone() {
        let (least, most) = (Duration::from_secs(5), Duration::from_secs(60));
        for times in 0..200 {
            let wait = backoff(least, most, "desk", "example.org", times);
            let doubled =
                least.saturating_mul(1_u32.checked_shl(times.saturating_sub(1)).unwrap_or(u32::MAX)).min(most);
            assert!(wait >= doubled / 2 && wait <= doubled, "{times}: {wait:?}");
            assert_eq!(wait, backoff(least, most, "desk", "example.org", times));
        }
        let hosts: std::collections::BTreeSet<Duration> =
            (0..50).map(|n| backoff(least, most, "desk", &format!("{n}.example.org"), 3)).collect();
        assert!(hosts.len() > 30, "{hosts:?}");
    }
}

//! What is said of how long posts stay up.

use super::{CurvesJson, GroupJson, MedianJson, NeitherJson, StillUpJson, SurvivalJson};
use crate::words;

/// What the parts of lives are called. A request for comment tells a platform of a post as a notice does.
pub const NOT_TOLD: &str = "before its platform was told";
/// See [`NOT_TOLD`].
pub const TOLD: &str = "after its platform was told";

/// A time in days as people say it: hours below two days, then days.
pub fn span(days: f64) -> String {
    let counted = |n: f64, unit: &str| {
        let text = words::count(n as u64);
        format!("{text} {unit}{}", if n == 1.0 { "" } else { "s" })
    };
    if days < 2.0 {
        let hours = (24.0 * days).round();
        return if hours < 1.0 { "less than an hour".to_owned() } else { counted(hours, "hour") };
    }
    let rounded = (10.0 * days).round() / 10.0;
    // Tenths matter little from ten days on.
    if days >= 10.0 || rounded.fract() == 0.0 { counted(days.round(), "day") } else { format!("{rounded:.1} days") }
}

/// "4 to 12 days"; one time where both are said alike.
fn between(from: f64, to: f64) -> String {
    let (first, last) = (span(from), span(to));
    match (first.rsplit_once(' '), last.rsplit_once(' ')) {
        _ if first == last => first,
        (Some((number, unit)), Some((_, other))) if unit == other => format!("{number} to {last}"),
        _ => format!("{first} to {last}"),
    }
}

fn per_cent(share: f64) -> String {
    format!("{:.0}", 100.0 * share)
}

impl MedianJson {
    /// "4 to 12 days (95 % interval 3 to 20 days)", "not reached" or "cannot be told beyond 30 days".
    pub fn words(&self) -> String {
        let time = match (self.after, self.by, self.beyond) {
            (Some(after), Some(by), _) => between(after, by),
            (_, _, Some(beyond)) => format!("cannot be told beyond {}", span(beyond)),
            _ => "not reached".to_owned(),
        };
        match (self.low, self.high) {
            (Some(low), Some(high)) => format!("{time} (95 % interval {})", between(low, high)),
            (Some(low), None) => format!("{time} (95 % interval from {} on)", span(low)),
            (None, Some(high)) => format!("{time} (95 % interval up to {})", span(high)),
            (None, None) => time,
        }
    }
}

impl StillUpJson {
    /// "85 % (70 to 93) after 30 days".
    pub fn words(&self) -> String {
        let (least, most) = (per_cent(self.least), per_cent(self.most));
        let share = if least == most { format!("{least} %") } else { format!("{least} to {most} %") };
        let limits = match (self.low, self.high) {
            (Some(low), Some(high)) => format!(" ({} to {})", per_cent(low), per_cent(high)),
            _ => String::new(),
        };
        format!("{share}{limits} after {}", span(self.day))
    }
}

impl CurvesJson {
    /// The latest mark that the curves cover.
    pub fn last_mark(&self) -> Option<&StillUpJson> {
        self.still_up.last()
    }
}

impl GroupJson {
    /// Its name.
    pub fn name(&self) -> String {
        match (self.group, &self.platform) {
            ("platform", Some(platform)) => words::platform(platform).to_owned(),
            ("all", _) => "all posts".to_owned(),
            ("notified", _) => TOLD.to_owned(),
            _ => NOT_TOLD.to_owned(),
        }
    }

    /// "2 by the platform, 1 account gone"; a dash for none.
    pub fn by(&self) -> String {
        let parts = [
            (self.removed_by.platform, "by the platform"),
            (self.removed_by.author, "by the author"),
            (self.removed_by.account_gone, "account gone"),
            (self.removed_by.not_told, "not told"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", words::count(*n))).collect();
        if parts.is_empty() { "–".to_owned() } else { parts.join(", ") }
    }

    /// How many of its posts were followed, and how many removed.
    pub fn counts(&self) -> (String, String) {
        (words::count(self.posts), words::count(self.removed))
    }

    /// How long its posts were watched, all together.
    pub fn watched(&self) -> String {
        span(self.watched_days)
    }

    /// The time by which half are gone.
    pub fn median(&self) -> String {
        self.curves.as_ref().map_or_else(|| "too few to say".to_owned(), |curves| curves.median.words())
    }

    /// The share still up at the latest mark, and how many removals are not in it.
    pub fn still_up(&self) -> String {
        let Some(curves) = &self.curves else { return "–".to_owned() };
        let mark = curves.last_mark().map_or_else(|| "–".to_owned(), StillUpJson::words);
        let drawn = curves.latest.iter().filter(|point| point.day <= curves.until + 1e-6).map(|point| point.removed);
        // Where all watched posts went and others were found later the curve ends for another reason.
        let is_cut = curves.cut.iter().any(Option::is_some);
        match self.removed.saturating_sub(drawn.sum()) {
            0 => mark,
            1 if is_cut => format!("{mark}; without 1 removal that the curve does not cover"),
            n if is_cut => format!("{mark}; without {} removals that the curve does not cover", words::count(n)),
            1 => format!("{mark}; without 1 removal at an age at which too few are watched"),
            n => format!("{mark}; without {} removals at ages at which too few are watched", words::count(n)),
        }
    }

    /// From when to when its curve is drawn.
    pub fn drawn(&self) -> String {
        self.curves.as_ref().map_or_else(|| "–".to_owned(), |curves| between(curves.from, curves.until))
    }

    /// All of it in a sentence.
    pub fn sentence(&self) -> String {
        let posts = words::of_posts(&self.posts);
        let mut text = format!(
            "{}: {posts} watched for {} in all, {} removed",
            self.name(),
            self.watched(),
            words::count(self.removed)
        );
        if self.removed > 0 {
            text.push_str(&format!(" ({})", self.by()));
        }
        match &self.curves {
            None => text.push_str("; too few to say how long they stay up"),
            Some(curves) => {
                text.push_str(&format!(
                    "; of those still up {} after publication, followed until {} after it, median time to removal {}",
                    span(curves.from),
                    span(curves.until),
                    curves.median.words()
                ));
                match self.still_up() {
                    mark if mark == "–" => {}
                    mark => text.push_str(&format!("; still up: {mark}")),
                }
            }
        }
        text
    }
}

impl SurvivalJson {
    /// Whether there is anything to say at all.
    pub fn is_empty(&self) -> bool {
        self.posts == 0
    }

    /// How many posts were followed and what it is conditional on.
    pub fn sentence(&self) -> String {
        let removed: u64 = self.groups.first().map_or(0, |all| all.removed);
        let mut text = format!(
            "{} of {} could be followed from when they were found on; {} of them {} removed while they were watched.",
            words::count(self.followed),
            words::of_posts(&self.posts),
            words::count(removed),
            if removed == 1 { "was" } else { "were" }
        );
        let left_out = self.left_out();
        if !left_out.is_empty() {
            text.push_str(&format!(" Not followed: {}.", left_out.join("; ")));
        }
        match self.came_back {
            0 => {}
            1 => text.push_str(" 1 post was missed and came back, which is no removal."),
            n => text.push_str(&format!(" {} posts were missed and came back, which is no removal.", words::count(n))),
        }
        text
    }

    /// What the curves are conditional on.
    pub fn condition(&self) -> String {
        let least = format!("{} posts", self.least_at_risk);
        let rule = "Time runs from a post's publication, and a post counts only from when it was found on: what was removed before anybody found it is in no case, so quick removals are missed.";
        let text = match self.groups.first().and_then(|all| all.curves.as_ref()) {
            None => format!(
                "{rule} Nothing is drawn: that takes at least {} followed posts, {least} of them watched at once.",
                self.least_posts
            ),
            Some(curves) => format!(
                "{rule} The curve of all posts begins {} after publication, when {least} are watched at once for the first time, and is about posts that were still up then. A removal is known to lie between the last look that saw the post and the first that missed it; the thick line falls within such stretches, the thin ones are what it would be had every post gone right after the one or just before the other, and the band holds the 95 % limits of both.",
                span(curves.from)
            ),
        };
        if self.spells.is_empty() { text } else { format!("{text} {}", self.told()) }
    }

    /// What before and after the platform was told mean, and what is in neither.
    fn told(&self) -> String {
        let rule = "Before and after its platform was told: a post counts as told of from when a notice or a request for comment that names it was sent to its platform.";
        let NeitherJson { posts, watched_days, removed } = self.in_neither;
        if posts == 0 {
            return rule.to_owned();
        }
        let removals = match removed {
            0 => String::new(),
            1 => " and 1 removal".to_owned(),
            n => format!(" and {} removals", words::count(n)),
        };
        let days =
            if watched_days > 0.0 { format!("{} of watching", span(watched_days)) } else { "no watching".to_owned() };
        format!(
            "{rule} {} no look within 24 hours before that, so what lies between the last look before and the first after is in neither group: {days}{removals}.",
            match posts {
                1 => "1 post had".to_owned(),
                n => format!("{} posts had", words::count(n)),
            }
        )
    }

    fn left_out(&self) -> Vec<String> {
        let parts = [
            (self.left_out.without_date, "without a date of publication"),
            (self.left_out.never_seen, "never seen up at a known time"),
            (self.left_out.seen_once, "seen up once, and no later look says anything"),
        ];
        let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", words::count(*n)));
        parts.collect()
    }

    /// What the comparison of notified posts with others says, and what it does not.
    pub fn comparison_sentence(&self) -> Option<String> {
        let comparison = self.comparison.as_ref()?;
        let Some(test) = &comparison.counts else {
            return Some("The looks do not tell whether posts last longer before or after their platform was told of them: that depends on when between two looks they went (log-rank test at all ends of that, p 1).".to_owned());
        };
        let p = if comparison.p < 0.001 { "below 0.001".to_owned() } else { format!("{:.3}", comparison.p) };
        let removed = |n: u64| format!("{} {} removed", words::count(n), if n == 1 { "was" } else { "were" });
        Some(format!(
            "While posts of both kinds were watched, {} after their platform was told, where {:.1} would be expected did that change nothing, and {} before it was, where {:.1} would be (log-rank test, p {p}). Who tells a platform chooses the posts, so a difference is no proof that the telling made it.",
            removed(test.removed_notified),
            test.expected_notified,
            removed(test.removed_not_notified),
            test.expected_not_notified
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans() {
        for (days, said) in [
            (0.01, "less than an hour"),
            (0.04, "1 hour"),
            (0.5, "12 hours"),
            (1.9, "46 hours"),
            (2.0, "2 days"),
            (2.04, "2 days"),
            (4.5, "4.5 days"),
            (9.96, "10 days"),
            (10.4, "10 days"),
            (1234.5, "1,235 days"),
        ] {
            assert_eq!(span(days), said);
        }
        assert_eq!(between(4.0, 12.0), "4 to 12 days");
        assert_eq!(between(0.5, 12.0), "12 hours to 12 days");
        assert_eq!(between(4.01, 4.02), "4 days");
    }

    #[test]
    fn medians() {
        for (after, by, beyond, low, high, said) in [
            (Some(4.0), Some(4.0), None, Some(2.0), Some(9.0), "4 days (95 % interval 2 to 9 days)"),
            (Some(4.0), Some(8.0), None, Some(2.0), None, "4 to 8 days (95 % interval from 2 days on)"),
            (None, None, None, Some(20.0), None, "not reached (95 % interval from 20 days on)"),
            (None, None, None, None, None, "not reached"),
            (None, None, Some(30.0), None, None, "cannot be told beyond 30 days"),
        ] {
            assert_eq!(MedianJson { after, by, beyond, low, high }.words(), said);
        }
    }
}

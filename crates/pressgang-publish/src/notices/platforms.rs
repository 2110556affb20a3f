//! What is known of platforms for notices: the languages of their desks and their own rules, as data in
//! `platforms/*.toml`.
//!
//! A rule is cited only where its words were seen; the data say where. Addresses of desks are never among them.

use std::borrow::Cow;
use std::sync::LazyLock;

use jiff::civil::Date;
use pressgang_case::{Config, Draft, DraftPost, PlatformRule};
use pressgang_posts::Platform;
use pressgang_signals::DesignationKind;
use serde::Deserialize;

/// What is known of one platform.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Desk {
    /// The platform's name in tables (`x`).
    pub platform: String,
    /// As people write it.
    pub name: String,
    /// What the platform calls the way by which notices reach it, where that was seen.
    #[serde(default)]
    pub channel: Option<String>,
    /// Languages of its desk, BCP 47, the first where nothing else is asked for.
    pub languages: Vec<String>,
    /// Whether rules of the platform were seen in these languages.
    pub languages_seen: bool,
    /// Rules of its own that adverts for a designated organisation break.
    #[serde(default)]
    rules: Vec<ShippedRule>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ShippedRule {
    title: String,
    url: String,
    seen: bool,
    #[serde(default)]
    text: String,
    #[serde(default)]
    edition: String,
    #[serde(default)]
    seen_in: String,
    #[serde(default)]
    from: Option<toml::value::Datetime>,
    #[serde(default)]
    until: Option<toml::value::Datetime>,
    #[serde(default)]
    needs: Needs,
    #[serde(default)]
    limit: Option<Limit>,
}

/// Beside which legal grounds a rule may be cited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// Any or none.
    #[default]
    Nothing,
    /// Any that was in force on the post's date.
    Ground,
    /// A listing or ban as a terrorist organisation.
    Terror,
}

/// Why a rule may not fit, which is said beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// It speaks of organisations that the platform itself lists.
    OwnList,
    /// It speaks of organisations of a type.
    Type,
    /// It speaks of violence.
    Violence,
    /// It forbids what is illegal.
    Legality,
}

impl Limit {
    /// The message that says it.
    pub fn message(self) -> &'static str {
        match self {
            Limit::OwnList => "limit-own-list",
            Limit::Type => "limit-type",
            Limit::Violence => "limit-violence",
            Limit::Legality => "limit-legality",
        }
    }
}

/// A rule that a notice may cite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule<'a> {
    /// What the platform calls it.
    pub title: Cow<'a, str>,
    /// Its words.
    pub text: Cow<'a, str>,
    /// Where it can be read.
    pub url: Cow<'a, str>,
    /// Which edition was seen, in the platform's or the copy's own words.
    pub edition: Cow<'a, str>,
    /// Where that was seen.
    pub seen_in: Cow<'a, str>,
    /// First day in force, where known.
    pub from: Option<Date>,
    /// First day no longer in force.
    pub until: Option<Date>,
    /// Beside which grounds it may be cited.
    pub needs: Needs,
    /// Why it may not fit.
    pub limit: Option<Limit>,
}

impl Rule<'_> {
    /// Returns true if and only if it may be cited for a post: it was not known to be of another time, and what it needs
    /// was in force.
    pub fn fits(&self, day: Option<Date>, kinds: &[DesignationKind]) -> bool {
        let in_time = match day {
            Some(day) => self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until),
            // What is known to hold in a time only is not said of a post whose time is not known.
            None => self.from.is_none() && self.until.is_none(),
        };
        let needs = match self.needs {
            Needs::Nothing => true,
            Needs::Ground => !kinds.is_empty(),
            Needs::Terror => kinds.contains(&DesignationKind::TerroristListing),
        };
        in_time && needs
    }

    /// The same for a post of a draft.
    pub fn fits_post(&self, post: &DraftPost<'_>) -> bool {
        let kinds: Vec<DesignationKind> = post.grounds.iter().filter_map(|ground| ground.kind).collect();
        let utc = post.post.created_at.map(|at| super::day(at, &jiff::tz::TimeZone::UTC));
        self.fits(post.day, &kinds) && self.fits(utc, &kinds)
    }
}

/// The data as they ship.
static FILES: [&str; 11] = [
    include_str!("platforms/bluesky.toml"),
    include_str!("platforms/facebook.toml"),
    include_str!("platforms/instagram.toml"),
    include_str!("platforms/mastodon.toml"),
    include_str!("platforms/reddit.toml"),
    include_str!("platforms/telegram.toml"),
    include_str!("platforms/threads.toml"),
    include_str!("platforms/tiktok.toml"),
    include_str!("platforms/vk.toml"),
    include_str!("platforms/x.toml"),
    include_str!("platforms/youtube.toml"),
];

/// A test holds that every file can be read.
static DESKS: LazyLock<Vec<Desk>> =
    LazyLock::new(|| FILES.iter().filter_map(|text| toml::from_str(text).ok()).collect());

/// What is known of a platform.
pub fn desk(platform: &Platform) -> Option<&'static Desk> {
    DESKS.iter().find(|desk| desk.platform == platform.as_str())
}

/// A platform as people write it.
pub fn name(platform: &Platform) -> &str {
    desk(platform).map_or(platform.as_str(), |desk| &desk.name)
}

/// The rules that may be cited to a platform: those seen, and those the case vouches for, which come first.
pub fn rules<'a>(platform: &Platform, config: &'a Config) -> Vec<Rule<'a>> {
    let mut rules: Vec<Rule<'a>> = Vec::new();
    rules.extend(config.platform_rules.iter().filter(|rule| rule.platform == platform.as_str()).map(of_case));
    for rule in desk(platform).into_iter().flat_map(|desk| &desk.rules).filter(|rule| rule.seen) {
        rules.push(shipped(rule));
    }
    rules
}

/// The rules that fit at least one post of a draft.
pub fn cited<'a>(draft: &Draft<'_>, config: &'a Config) -> Vec<Rule<'a>> {
    let Some(platform) = &draft.platform else { return Vec::new() };
    let mut rules = rules(platform, config);
    rules.retain(|rule| draft.posts.iter().any(|post| rule.fits_post(post)));
    rules
}

fn of_case(rule: &PlatformRule) -> Rule<'_> {
    Rule {
        title: Cow::Borrowed(&rule.title),
        text: Cow::Borrowed(&rule.text),
        url: Cow::Borrowed(&rule.url),
        edition: Cow::Owned(rule.read_on.to_string()),
        seen_in: Cow::Borrowed("case.toml"),
        from: rule.from,
        until: rule.until,
        needs: Needs::Nothing,
        limit: None,
    }
}

fn shipped(rule: &'static ShippedRule) -> Rule<'static> {
    let day = |written: &Option<toml::value::Datetime>| {
        written.as_ref().and_then(|day| day.to_string().get(..10).and_then(|day| day.parse().ok()))
    };
    Rule {
        title: Cow::Borrowed(&rule.title),
        text: Cow::Borrowed(&rule.text),
        url: Cow::Borrowed(&rule.url),
        edition: Cow::Borrowed(&rule.edition),
        seen_in: Cow::Borrowed(&rule.seen_in),
        from: day(&rule.from),
        until: day(&rule.until),
        needs: rule.needs,
        limit: rule.limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_are_whole() {
        for text in FILES {
            let desk: Desk = toml::from_str(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
            assert!(!desk.languages.is_empty() && Platform::named(&desk.platform).as_str() == desk.platform);
            // Never an address of a desk.
            assert!(!text.contains("mailto:") && !text.lines().any(|line| line.contains('@')), "{}", desk.platform);
            for rule in &desk.rules {
                let told = [&rule.text, &rule.edition, &rule.seen_in];
                assert!(told.iter().all(|text| text.is_empty() != rule.seen), "{}: {}", desk.platform, rule.title);
                assert_eq!(rule.limit.is_some(), rule.seen, "{}: {}", desk.platform, rule.title);
            }
        }
        assert_eq!(DESKS.len(), FILES.len());
    }

    #[test]
    fn rules_fit_their_time_and_ground() {
        let all = |needs, from: Option<&str>, until: Option<&str>| Rule {
            title: "".into(),
            text: "".into(),
            url: "".into(),
            edition: "".into(),
            seen_in: "".into(),
            from: from.map(|day| day.parse().unwrap()),
            until: until.map(|day| day.parse().unwrap()),
            needs,
            limit: None,
        };
        let check = |rule: Rule<'_>, day: Option<&str>, kinds: &[DesignationKind], expected: bool| {
            assert_eq!(rule.fits(day.map(|day| day.parse().unwrap()), kinds), expected, "{rule:?} {day:?} {kinds:?}");
        };
        use DesignationKind::{Sanctions, TerroristListing};
        check(all(Needs::Nothing, None, None), None, &[], true);
        check(all(Needs::Nothing, Some("2023-04-01"), None), Some("2023-03-31"), &[], false);
        check(all(Needs::Nothing, Some("2023-04-01"), None), Some("2023-04-01"), &[], true);
        check(all(Needs::Nothing, None, Some("2023-04-01")), Some("2023-04-01"), &[], false);
        check(all(Needs::Nothing, Some("2023-04-01"), None), None, &[], false);
        check(all(Needs::Ground, None, None), None, &[], false);
        check(all(Needs::Ground, None, None), Some("2023-04-01"), &[Sanctions], true);
        check(all(Needs::Terror, None, None), Some("2023-04-01"), &[Sanctions], false);
        check(all(Needs::Terror, None, None), Some("2023-04-01"), &[Sanctions, TerroristListing], true);
    }
}

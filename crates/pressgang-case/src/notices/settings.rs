//! `[notifier]` and `[[platform_rules]]` of `case.toml`: who gives notice, and rules of platforms that the case vouches
//! for.

use std::collections::BTreeMap;

use jiff::civil::Date;
use pressgang_posts::Platform;
use serde::Deserialize;

/// The longest text that may stand in a notice's head.
const LONGEST: usize = 320;

/// What `[notifier]` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotifierSettings {
    /// Name of the person or body that gives notice.
    pub name: Option<String>,
    /// Its e-mail address.
    pub email: Option<String>,
    /// The jurisdiction whose law notices rest on, where the command line names none.
    pub jurisdiction: Option<String>,
    /// Addresses that notices go to, by platform.
    pub desks: BTreeMap<String, String>,
    /// How independence from providers is kept: what Article 22(3) wants said in the yearly report.
    pub independence: Option<String>,
    /// The status under Article 22 of Regulation (EU) 2022/2065, if it was awarded.
    pub trusted_flagger: Option<TrustedFlagger>,
}

/// The status of a trusted flagger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedFlagger {
    /// The Digital Services Coordinator that awarded it.
    pub awarded_by: String,
    /// When.
    pub on: Date,
    /// The designated area of expertise.
    pub expertise: String,
}

/// A rule of a platform that the user read and vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformRule {
    /// The platform.
    pub platform: String,
    /// What the platform calls it.
    pub title: String,
    /// Its words, in the platform's language.
    pub text: String,
    /// Where it can be read.
    pub url: String,
    /// First day in force, where known.
    pub from: Option<Date>,
    /// First day no longer in force.
    pub until: Option<Date>,
    /// When the user read it.
    pub read_on: Date,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct NotifierSection {
    name: Option<String>,
    email: Option<String>,
    jurisdiction: Option<String>,
    desks: BTreeMap<String, String>,
    independence: Option<String>,
    trusted_flagger: Option<TrustedFlaggerSection>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrustedFlaggerSection {
    awarded_by: String,
    on: toml::value::Datetime,
    expertise: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlatformRuleSection {
    platform: String,
    title: String,
    text: String,
    url: String,
    from: Option<toml::value::Datetime>,
    until: Option<toml::value::Datetime>,
    read_on: toml::value::Datetime,
}

impl NotifierSection {
    /// Checks it; an error is a sentence.
    pub fn checked(self) -> Result<NotifierSettings, String> {
        let wrong = |key: &str| format!("[notifier] {key} is empty, too long or holds control characters");
        for (key, text) in [("name", &self.name), ("jurisdiction", &self.jurisdiction)] {
            if text.as_ref().is_some_and(|text| !is_line(text)) {
                return Err(wrong(key));
            }
        }
        if let Some(email) = self.email.as_ref().filter(|email| !is_email(email)) {
            return Err(format!("[notifier] email {email:?} is no e-mail address"));
        }
        if let Some((platform, desk)) = self.desks.iter().find(|(_, desk)| !is_email(desk)) {
            return Err(format!("[notifier.desks] {platform}: {desk:?} is no e-mail address"));
        }
        if self.independence.as_ref().is_some_and(|text| text.trim().is_empty()) {
            return Err("[notifier] independence is empty".to_owned());
        }
        let trusted_flagger = self.trusted_flagger.map(|section| {
            for (key, text) in [("awarded_by", &section.awarded_by), ("expertise", &section.expertise)] {
                if !is_line(text) {
                    return Err(wrong(&format!("trusted_flagger.{key}")));
                }
            }
            Ok(TrustedFlagger {
                on: crate::config::day(&section.on, "notifier.trusted_flagger.on")?,
                awarded_by: section.awarded_by,
                expertise: section.expertise,
            })
        });
        Ok(NotifierSettings {
            name: self.name,
            email: self.email,
            jurisdiction: self.jurisdiction,
            desks: self.desks.into_iter().map(|(platform, desk)| (named(&platform), desk)).collect(),
            independence: self.independence,
            trusted_flagger: trusted_flagger.transpose()?,
        })
    }
}

impl PlatformRuleSection {
    /// Checks it; an error is a sentence.
    pub fn checked(self) -> Result<PlatformRule, String> {
        for (key, text) in [("title", &self.title), ("text", &self.text), ("url", &self.url)] {
            if text.trim().is_empty() {
                return Err(format!("[[platform_rules]] {:?}: {key} is empty", self.platform));
            }
        }
        let optional = |day: &Option<toml::value::Datetime>, what: &str| {
            day.as_ref().map(|day| crate::config::day(day, what)).transpose()
        };
        Ok(PlatformRule {
            from: optional(&self.from, "platform_rules.from")?,
            until: optional(&self.until, "platform_rules.until")?,
            read_on: crate::config::day(&self.read_on, "platform_rules.read_on")?,
            platform: named(&self.platform),
            title: self.title,
            text: self.text,
            url: self.url,
        })
    }
}

fn named(platform: &str) -> String {
    Platform::named(platform).as_str().to_owned()
}

/// Returns true for a text that can stand on one line of a letter's head.
pub fn is_line(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

/// Returns true for an address that mail can be sent to: one `@`, a host with a dot, and nothing that could end a header
/// or begin another address. Quoted local parts and addresses beyond ASCII are refused.
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.split_once('@') else { return false };
    let is_atom = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b);
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    text.len() <= 254
        && (1..=64).contains(&local.len())
        && local.bytes().all(is_atom)
        && dots
        && host.contains('.')
        && host.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for (text, expected) in [
            ("desk@example.org", true),
            ("a.b+c@sub.example.org", true),
            ("desk@example", false),
            ("desk example@example.org", false),
            ("desk@example.org\r\nBcc: other@example.org", false),
            ("desk@example.org, other@example.org", false),
            ("Desk <desk@example.org>", false),
            ("@example.org", false),
            ("desk@", false),
            ("desk@@example.org", false),
            (".desk@example.org", false),
            ("desk@-example.org", false),
            ("", false),
        ] {
            assert_eq!(is_email(text), expected, "{text:?}");
        }
    }
}

//! Numbers that others published about the same posts, beside the case's own at that date. They are compared, never
//! taken over.

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pressgang_posts::{PostKey, Timestamp};
use serde_json::json;

use super::AnswerError;
use crate::error::CaseError;
use crate::findings::FoundPost;
use crate::folder::Case;
use crate::looks::counted;
use crate::records::is_removed;
use crate::stages::Results;
use crate::tables::ObservationRow;

/// The kind of entry that holds a number of others.
const OTHERS: &str = "claim_of_others";

/// What a number of others is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OthersAbout {
    /// Posts that recruit.
    Posts,
    /// Those of them that were still up.
    Up,
    /// Those of them that were removed, by whomever.
    Removed,
}

impl OthersAbout {
    /// All.
    pub const ALL: [OthersAbout; 3] = [OthersAbout::Posts, OthersAbout::Up, OthersAbout::Removed];

    /// The word used in the ledger and in output.
    pub fn as_str(self) -> &'static str {
        match self {
            OthersAbout::Posts => "posts",
            OthersAbout::Up => "up",
            OthersAbout::Removed => "removed",
        }
    }

    /// What a word stands for.
    pub fn named(word: &str) -> Option<OthersAbout> {
        OthersAbout::ALL.into_iter().find(|about| about.as_str() == word)
    }
}

/// A number of others to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOthers {
    /// The sentence, as it was published.
    pub text: String,
    /// What the number is about.
    pub about: OthersAbout,
    /// The number.
    pub value: u64,
    /// Of how many, where that was said.
    pub of: Option<u64>,
    /// Who published it.
    pub by: String,
    /// On which day.
    pub on: Date,
    /// Where it can be read.
    pub source: String,
    /// Who enters it.
    pub entered_by: Option<String>,
}

/// The case's own number at the same date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Own {
    /// The number.
    pub value: u64,
    /// The posts of the case that were published until then.
    pub of: u64,
    /// Those among them of which nobody had seen until then whether they are up.
    pub unknown: u64,
    /// Those that others may count otherwise: about removed posts, those that were gone with their account; about posts
    /// that were up, those that were not shown in some countries or to adults only.
    pub otherwise: u64,
    /// The first and the last of the newest looks at each post until then.
    pub looked: Option<(Timestamp, Timestamp)>,
}

/// Whether a number of others and the case's own are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They are.
    Agrees,
    /// They are not.
    Disagrees,
    /// They are not, and the number is the case's own for the opposite.
    TurnedAround,
    /// It is a number of another whole, so the two cannot be compared.
    OtherWhole,
    /// Posts that nobody looked at, or that others may count otherwise, could make them the same.
    CannotTell,
}

impl Verdict {
    /// The word used in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Agrees => "agrees",
            Verdict::Disagrees => "disagrees",
            Verdict::TurnedAround => "turned_around",
            Verdict::OtherWhole => "other_whole",
            Verdict::CannotTell => "cannot_tell",
        }
    }
}

/// A number of others beside the case's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OthersFinding {
    /// `O1` and up, never given twice.
    pub id: String,
    /// The ledger's entry.
    pub entry: u64,
    /// What it is about.
    pub about: OthersAbout,
    /// The number.
    pub value: u64,
    /// Of how many, where that was said.
    pub of: Option<u64>,
    /// The day it was published on.
    pub on: Date,
    /// The sentence; none where it was removed from the ledger.
    pub text: Option<String>,
    /// Who published it.
    pub by: Option<String>,
    /// Where it can be read.
    pub source: Option<String>,
    /// The case's own number at the end of that day.
    pub own: Own,
    /// The posts that it counts.
    pub posts: Vec<PostKey>,
    /// What comparing them comes to.
    pub verdict: Verdict,
}

impl Case {
    /// Enters a number that others published; the same one twice is entered once. Returns its id and whether it is new.
    ///
    /// # Errors
    /// [`AnswerError`] where something is not said or the number is no share.
    pub fn enter_others(&mut self, new: &NewOthers, now: Timestamp) -> Result<(String, bool), CaseError> {
        for (what, text) in
            [("what they wrote", &new.text), ("who published it", &new.by), ("where it can be read", &new.source)]
        {
            if text.trim().is_empty() {
                return Err(AnswerError::NotSaid(what).into());
            }
            if text.len() > super::LONGEST_TEXT {
                return Err(AnswerError::TooLarge { what: what.to_owned(), limit: super::LONGEST_TEXT as u64 }.into());
            }
        }
        if let Some(of) = new.of.filter(|of| new.value > *of) {
            return Err(AnswerError::NoShare { value: new.value, of }.into());
        }
        if new.on > now.to_jiff().to_zoned_datetime(self.config.time_zone.clone()).date() {
            return Err(AnswerError::YetToCome { at: new.on.to_string() }.into());
        }
        let entries = self.ledger().entries(OTHERS)?;
        let personal = json!({ "text": new.text, "by": new.by, "source": new.source, "entered_by": new.entered_by });
        let id = format!("O{}", entries.len() + 1);
        let body = json!({
            "other": id, "about": new.about.as_str(), "value": new.value, "of": new.of, "on": new.on.to_string(),
        });
        let same = entries.iter().find(|entry| {
            let is_same = |key: &str| entry.body[key] == body[key];
            ["about", "value", "of", "on"].into_iter().all(is_same)
                && entry.personal.as_ref().is_some_and(|p| p["text"] == personal["text"] && p["by"] == personal["by"])
        });
        if let Some(known) = same {
            return Ok((known.body["other"].as_str().unwrap_or_default().to_owned(), false));
        }
        self.ledger.append(now, OTHERS, &body, Some(&personal))?;
        Ok((id, true))
    }

    /// All numbers of others, with the case's own beside each.
    pub(crate) fn others(&self, results: &Results, posts: &[FoundPost]) -> Result<Vec<OthersFinding>, CaseError> {
        let entries = self.ledger().entries(OTHERS)?;
        let looks = if entries.is_empty() { Vec::new() } else { looks(self, results)? };
        let finding = |entry: &crate::ledger::Entry| {
            let text = |key: &str| entry.personal.as_ref().and_then(|p| p[key].as_str()).map(str::to_owned);
            let about = OthersAbout::named(entry.body["about"].as_str()?)?;
            let (value, of) = (entry.body["value"].as_u64()?, entry.body["of"].as_u64());
            let on: Date = entry.body["on"].as_str()?.parse().ok()?;
            let at = end_of(on, &self.config.time_zone);
            let counts = Counts::until(at, posts, &looks);
            Some(OthersFinding {
                id: entry.body["other"].as_str()?.to_owned(),
                entry: entry.number,
                about,
                value,
                of,
                on,
                text: text("text"),
                by: text("by"),
                source: text("source"),
                own: counts.own(about),
                posts: until(at, posts).map(|post| post.key.clone()).collect(),
                verdict: counts.verdict(about, value, of),
            })
        };
        Ok(entries.iter().filter_map(finding).collect())
    }
}

/// A look at a post or at the account of one.
struct Look {
    /// `platform:id` of the post, or `platform:id` of the account.
    key: String,
    is_account: bool,
    at: Timestamp,
    status: String,
}

/// The looks that the report counts: those of the ledger up to the last run, and those of the sources. That an account is
/// up says nothing of its posts.
fn looks(case: &Case, results: &Results) -> Result<Vec<Look>, CaseError> {
    let entered = counted(case)?.into_iter();
    let mut looks: Vec<Look> =
        entered.map(|look| Look { key: look.key, is_account: false, at: look.at, status: look.status }).collect();
    for source in &results.sources {
        for row in source.posts.rows::<ObservationRow>()? {
            let Some(at) = row.observed_at.filter(|_| row.status != "unknown") else { continue };
            let is_account = row.id.is_none();
            if is_account && row.status == "up" {
                continue;
            }
            if let Some(id) = row.id.or(row.account) {
                looks.push(Look { key: format!("{}:{id}", row.platform), is_account, at, status: row.status });
            }
        }
    }
    Ok(looks)
}

/// The last instant of a day.
fn end_of(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.tomorrow().unwrap_or(Date::MAX);
    let start = next.to_zoned_datetime(zone.clone()).map_or(i64::MAX, |at| at.timestamp().as_millisecond());
    Timestamp { unix_millis: start.saturating_sub(1) }
}

/// The posts that were there at a time. One without a date may have been; it is counted as everywhere else.
fn until(at: Timestamp, posts: &[FoundPost]) -> impl Iterator<Item = &FoundPost> {
    posts.iter().filter(move |post| post.created_at.is_none_or(|created| created <= at))
}

/// What was known of the posts at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    posts: u64,
    up: u64,
    removed: u64,
    unknown: u64,
    account_gone: u64,
    /// Not shown in some countries, or to adults only.
    limited: u64,
    looked: Option<(Timestamp, Timestamp)>,
}

impl Counts {
    fn until(at: Timestamp, posts: &[FoundPost], looks: &[Look]) -> Counts {
        let mut newest: HashMap<(&str, bool), &Look> = HashMap::new();
        for look in looks.iter().filter(|look| look.at <= at) {
            let known = newest.entry((look.key.as_str(), look.is_account)).or_insert(look);
            if look.at >= known.at {
                *known = look;
            }
        }
        let mut counts = Counts::default();
        for post in until(at, posts) {
            counts.posts += 1;
            let account = post.author.id.as_ref().map(|id| format!("{}:{id}", post.key.platform));
            let of_account = account.as_ref().and_then(|account| newest.get(&(account.as_str(), true)));
            let key = post.key.to_string();
            let look = newest.get(&(key.as_str(), false)).into_iter().chain(of_account).max_by_key(|look| look.at);
            if let Some(look) = look {
                let (first, last) = counts.looked.unwrap_or((look.at, look.at));
                counts.looked = Some((first.min(look.at), last.max(look.at)));
            }
            match look.map(|look| look.status.as_str()) {
                Some("up") => counts.up += 1,
                Some(status) if is_removed(status) => counts.removed += 1,
                None | Some("unknown" | "login_wall") => counts.unknown += 1,
                Some("account_gone") => counts.account_gone += 1,
                Some("geo_blocked" | "age_gate") => counts.limited += 1,
                Some(_) => {}
            }
        }
        counts
    }

    fn own(&self, about: OthersAbout) -> Own {
        let (value, unknown, otherwise) = match about {
            OthersAbout::Posts => (self.posts, 0, 0),
            OthersAbout::Up => (self.up, self.unknown, self.limited),
            OthersAbout::Removed => (self.removed, self.unknown, self.account_gone),
        };
        let looked = self.looked.filter(|_| about != OthersAbout::Posts);
        Own { value, of: self.posts, unknown, otherwise, looked }
    }

    fn verdict(&self, about: OthersAbout, value: u64, of: Option<u64>) -> Verdict {
        let own = self.own(about);
        let opposite = match about {
            OthersAbout::Posts => None,
            OthersAbout::Up => Some(self.removed),
            OthersAbout::Removed => Some(self.up),
        };
        match () {
            () if of.is_some_and(|of| of != own.of) => Verdict::OtherWhole,
            () if value == own.value && own.unknown == 0 => Verdict::Agrees,
            () if (own.value..=own.value + own.unknown + own.otherwise).contains(&value) => Verdict::CannotTell,
            () if opposite == Some(value) && of.is_some() => Verdict::TurnedAround,
            () => Verdict::Disagrees,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_others_are_compared() {
        use OthersAbout::{Posts, Removed, Up};
        let check = |counts: (u64, u64, u64, u64), about, value, of, expected: Verdict| {
            let (posts, up, removed, unknown) = counts;
            let counts = Counts { posts, up, removed, unknown, ..Counts::default() };
            assert_eq!(counts.verdict(about, value, of), expected, "{counts:?} {about:?} {value} of {of:?}");
        };
        let known = (60, 58, 2, 0);
        check(known, Removed, 2, Some(60), Verdict::Agrees);
        check(known, Removed, 2, None, Verdict::Agrees);
        check(known, Removed, 58, Some(60), Verdict::TurnedAround);
        check(known, Up, 2, Some(60), Verdict::TurnedAround);
        // Without its whole a number may be about something else.
        check(known, Removed, 58, None, Verdict::Disagrees);
        check(known, Removed, 3, Some(60), Verdict::Disagrees);
        check(known, Removed, 2, Some(61), Verdict::OtherWhole);
        check(known, Posts, 60, None, Verdict::Agrees);
        check(known, Posts, 61, None, Verdict::Disagrees);
        // Nobody knows of three.
        let unsure = (60, 55, 2, 3);
        check(unsure, Removed, 2, Some(60), Verdict::CannotTell);
        check(unsure, Removed, 5, Some(60), Verdict::CannotTell);
        check(unsure, Removed, 6, Some(60), Verdict::Disagrees);
        check(unsure, Up, 58, None, Verdict::CannotTell);

        // Posts that others may count otherwise.
        let check = |about, value, expected: Verdict| {
            let counts = Counts { posts: 60, up: 50, removed: 2, account_gone: 5, limited: 3, ..Counts::default() };
            assert_eq!(counts.verdict(about, value, Some(60)), expected, "{counts:?} {about:?} {value}");
        };
        check(Removed, 2, Verdict::Agrees);
        check(Removed, 7, Verdict::CannotTell);
        check(Removed, 8, Verdict::Disagrees);
        check(Up, 53, Verdict::CannotTell);
        check(Up, 54, Verdict::Disagrees);
        check(Up, 2, Verdict::TurnedAround);
    }

    #[test]
    fn a_day_ends_in_the_zone_of_the_case() {
        let check = |zone: &str, day: &str, expected: &str| {
            let end = end_of(day.parse().unwrap(), &TimeZone::get(zone).unwrap());
            assert_eq!(end.to_string(), expected, "{zone} {day}");
        };
        check("UTC", "2023-05-31", "2023-05-31T23:59:59.999Z");
        check("Europe/Brussels", "2023-05-31", "2023-05-31T21:59:59.999Z");
        check("Europe/Brussels", "2023-12-31", "2023-12-31T22:59:59.999Z");
    }
}

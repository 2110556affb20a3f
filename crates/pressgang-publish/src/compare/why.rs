//! Why a claim changed.

use std::collections::{BTreeMap, BTreeSet};

use super::ClaimChange;
use super::posts::Posts;
use super::published::{Claim, Published, Rate};
use crate::words;

/// Posts that are named one by one in a reason.
const MOST_NAMED: usize = 5;

/// What reasons are taken from.
pub struct Reasons<'a> {
    old: &'a Published,
    new: &'a Published,
    posts: &'a Posts<'a>,
    made_from: &'a [String],
    /// Claims about evidence that changed, came or went, by campaign, in words.
    evidence: BTreeMap<String, Vec<String>>,
}

impl<'a> Reasons<'a> {
    pub fn new(old: &'a Published, new: &'a Published, posts: &'a Posts<'a>, made_from: &'a [String]) -> Reasons<'a> {
        Reasons { old, new, posts, made_from, evidence: evidence(old, new) }
    }

    /// A claim that both reports make and that says something else.
    pub fn of_change(&self, old: &Claim, new: &Claim) -> ClaimChange {
        let (before, after) = (set(&old.posts), set(&new.posts));
        let entered: Vec<&str> = after.difference(&before).copied().collect();
        let left: Vec<&str> = before.difference(&after).copied().collect();
        let mut why = self.corrected(&new.id);
        why.extend(self.moves(&entered, &left, new));
        let all: BTreeSet<&str> = before.union(&after).copied().collect();
        let kind = new.kind.as_str();
        if matches!(kind, "still_up" | "removed" | "unknown_status" | "status" | "post_status") || kind == "limit" {
            why.extend(self.looks(all.iter().copied().filter(|post| !entered.contains(post) && !left.contains(post))));
        }
        if matches!(kind, "views_at_least" | "post_views") {
            why.extend(self.views(&all));
        }
        why.extend(rate(old.rate.as_ref(), new.rate.as_ref()));
        if let Some(campaign) = campaign(&new.id).filter(|_| matches!(kind, "assessment" | "confidence" | "reasoning"))
        {
            why.extend(self.evidence.get(campaign).into_iter().flatten().cloned());
        }
        if kind == "assessed" {
            why.extend(
                self.evidence
                    .iter()
                    .flat_map(|(campaign, said)| said.iter().map(move |text| format!("campaign {campaign}: {text}"))),
            );
        }
        if matches!(kind, "phones_confirmed" | "contact") {
            why.extend(self.confirmed(&new.id));
        }
        if matches!(kind, "posts_studied" | "summary" | "source") {
            why.extend(self.made_from.iter().filter(|text| text.starts_with("source ")).cloned());
        }
        if new.id == "ledger" {
            why.push("whatever is done to a case is entered in its ledger".to_owned());
        }
        if why.is_empty() {
            why = self.otherwise(old, new);
        }
        ClaimChange {
            id: new.id.clone(),
            kind: new.kind.clone(),
            old_value: old.value.clone(),
            new_value: new.value.clone(),
            old: old.text.clone(),
            new: new.text.clone(),
            posts_in: entered.into_iter().map(str::to_owned).collect(),
            posts_out: left.into_iter().map(str::to_owned).collect(),
            why,
        }
    }

    /// A claim that only the newer report makes.
    pub fn of_new(&self, claim: &Claim) -> Vec<String> {
        let posts: Vec<&str> = claim.posts.iter().map(String::as_str).collect();
        let came_in: Vec<&str> = posts.iter().copied().filter(|post| self.posts.came_in.contains_key(post)).collect();
        let mut why = self.moves(&came_in, &[], claim);
        why.extend(self.moved(&posts));
        if why.is_empty() {
            why = self.general();
        }
        why
    }

    /// A claim that only the older report makes.
    pub fn of_gone(&self, claim: &Claim) -> Vec<String> {
        let mut why = self.corrected(&claim.id);
        let posts: Vec<&str> = claim.posts.iter().map(String::as_str).collect();
        let fell_out: Vec<&str> = posts.iter().copied().filter(|post| self.posts.fell_out.contains_key(post)).collect();
        why.extend(self.moves(&[], &fell_out, claim));
        why.extend(self.moved(&posts));
        if why.is_empty() {
            why = self.general();
        }
        why
    }

    /// Posts that a claim rests on now and did not, or the other way round.
    fn moves(&self, entered: &[&str], left: &[&str], claim: &Claim) -> Vec<String> {
        let mut out = Vec::new();
        out.extend(grouped(entered, &self.posts.came_in, "came in"));
        out.extend(grouped(left, &self.posts.fell_out, "fell out"));
        let entered: Vec<&str> =
            entered.iter().copied().filter(|post| !self.posts.came_in.contains_key(post)).collect();
        let left: Vec<&str> = left.iter().copied().filter(|post| !self.posts.fell_out.contains_key(post)).collect();
        let both: Vec<&str> = entered.iter().chain(&left).copied().collect();
        if both.is_empty() {
            return out;
        }
        // Posts that both reports have: what is known of them differs.
        let before = out.len();
        match claim.kind.as_str() {
            "still_up" | "removed" | "unknown_status" | "status" => out.extend(self.looks(both.iter().copied())),
            "views_at_least" | "limit" => {
                out.extend(self.views(&both.iter().copied().collect()));
                out.extend(self.looks(both.iter().copied()));
            }
            "phones_confirmed" => out.extend(self.confirmed("phones_confirmed")),
            _ => out.extend(self.moved(&both)),
        }
        if out.len() == before {
            let said = |posts: &[&str], what: &str| {
                (!posts.is_empty())
                    .then(|| format!("{} that both reports have {what}: {}", number(posts), named(posts)))
            };
            out.extend(said(&entered, "count here now"));
            out.extend(said(&left, "no longer count here"));
        }
        out
    }

    /// Posts of both reports that are in another campaign now.
    fn moved(&self, posts: &[&str]) -> Vec<String> {
        let mut by_move: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        for post in posts {
            if let Some((post, way)) = self.posts.moved.get_key_value(post) {
                by_move.entry(*way).or_default().push(post);
            }
        }
        by_move
            .into_iter()
            .map(|((from, to), posts)| {
                format!("{} went from campaign {from} to {to}: {}", number(&posts), named(&posts))
            })
            .collect()
    }

    fn looks<'p>(&self, posts: impl Iterator<Item = &'p str>) -> Vec<String> {
        let mut by_change: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for look in posts.filter_map(|post| self.posts.looks.get(post)) {
            let said = |status: &Option<String>| {
                status.as_ref().map_or_else(|| "never looked at".to_owned(), |status| words::status(status))
            };
            if look.old != look.new {
                let change = format!("{}, was {}", said(&look.new), said(&look.old));
                by_change.entry(change).or_default().push(&look.post);
            }
        }
        by_change
            .into_iter()
            .map(|(change, posts)| format!("{} looked at again ({change}): {}", number(&posts), named(&posts)))
            .collect()
    }

    fn views(&self, posts: &BTreeSet<&str>) -> Option<String> {
        let counted: Vec<&str> = posts.iter().copied().filter(|post| self.posts.views.contains_key(post)).collect();
        let text = format!("views of {} counted again: {}", number(&counted), named(&counted));
        (!counted.is_empty()).then_some(text)
    }

    /// Contacts that second sources confirm now, or do not any more.
    fn confirmed(&self, claim: &str) -> Vec<String> {
        let mut out = Vec::new();
        for contact in &self.new.contacts {
            let before = self.old.contacts.iter().find(|known| known.claim == contact.claim);
            let asked = claim == "phones_confirmed" || claim == contact.claim;
            let known = before.map_or(&[][..], |known| &known.confirmed_by);
            if asked && known != contact.confirmed_by {
                let name = format!("{} {}", words::contact_kind(&contact.kind), contact.masked);
                out.push(match contact.confirmed_by.as_slice() {
                    [] => format!("{name} is no longer confirmed by {}", known.join("; ")),
                    sources => format!("{name} is confirmed by {}", sources.join("; ")),
                });
            }
        }
        out
    }

    /// Corrections of a claim that the older report does not have.
    fn corrected(&self, claim: &str) -> Vec<String> {
        let known = |at: &str| self.old.corrections.iter().any(|c| c.at == at && c.claim == claim);
        let new = self.new.corrections.iter().filter(|c| c.claim == claim && !known(&c.at));
        new.map(|c| format!("corrected on {}: {}", c.date, c.why)).collect()
    }

    fn otherwise(&self, old: &Claim, new: &Claim) -> Vec<String> {
        let mut out = Vec::new();
        if old.as_of != new.as_of {
            out.push(format!("the report holds for {}, the older one for {}", new.as_of, old.as_of));
        }
        if out.is_empty() || !self.made_from.is_empty() {
            out.extend(self.general());
        }
        out
    }

    /// What else differs between the two reports.
    fn general(&self) -> Vec<String> {
        let mut out = Vec::new();
        if !self.posts.came_in.is_empty() || !self.posts.fell_out.is_empty() {
            out.push(format!(
                "{} came in and {} fell out",
                words::posts(self.posts.came_in.len()),
                words::posts(self.posts.fell_out.len())
            ));
        }
        out.extend(self.made_from.iter().cloned());
        if out.is_empty() {
            out.push("nothing else in the two reports differs that would say why".to_owned());
        }
        out
    }
}

/// What became of the items of evidence of each campaign.
fn evidence(old: &Published, new: &Published) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let of = |report: &'_ Published| -> BTreeMap<String, String> {
        let items = report.claims.iter().filter(|claim| claim.kind == "evidence");
        items.map(|claim| (claim.id.clone(), format!("{} {}", claim.text, claim.value))).collect()
    };
    let text = |report: &Published, id: &str| {
        report.claims.iter().find(|claim| claim.id == id).map_or_else(String::new, |claim| claim.text.clone())
    };
    let (before, after) = (of(old), of(new));
    for (id, said) in &after {
        let change = match before.get(id) {
            Some(earlier) if earlier == said => continue,
            Some(_) => format!("evidence changed: {}, was: {}", text(new, id), text(old, id)),
            None => format!("evidence came in: {}", text(new, id)),
        };
        out.entry(campaign(id).unwrap_or_default().to_owned()).or_default().push(change);
    }
    for id in before.keys().filter(|id| !after.contains_key(*id)) {
        let change = format!("evidence is gone: {}", text(old, id));
        out.entry(campaign(id).unwrap_or_default().to_owned()).or_default().push(change);
    }
    out
}

/// `K1` of `campaign:K1:assessment`.
fn campaign(id: &str) -> Option<&str> {
    id.strip_prefix("campaign:")?.split(':').next()
}

fn rate(old: Option<&Rate>, new: Option<&Rate>) -> Option<String> {
    if old == new {
        return None;
    }
    let said = |rate: Option<&Rate>| {
        rate.map_or_else(
            || "none".to_owned(),
            |r| format!("{} {} for one euro on {} ({})", r.units_per_eur, r.currency, r.date, r.source),
        )
    };
    Some(format!("exchange rate: {}, was {}", said(new), said(old)))
}

fn set(posts: &[String]) -> BTreeSet<&str> {
    posts.iter().map(String::as_str).collect()
}

/// Posts by why they came in or fell out.
fn grouped(posts: &[&str], whys: &BTreeMap<&str, String>, what: &str) -> Vec<String> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for post in posts {
        if let Some(why) = whys.get(post) {
            groups.entry(why).or_default().push(post);
        }
    }
    groups.into_iter().map(|(why, posts)| format!("{} {what}, {why}: {}", number(&posts), named(&posts))).collect()
}

fn number(posts: &[&str]) -> String {
    words::posts(posts.len())
}

/// The first posts by name.
fn named(posts: &[&str]) -> String {
    let shown = posts.get(..MOST_NAMED).unwrap_or(posts).join(", ");
    match posts.len().saturating_sub(MOST_NAMED) {
        0 => shown,
        more => format!("{shown} and {} more", words::count(more as u64)),
    }
}

//! The few sentences a journalist would quote, each a claim of its own or one that is measured.

use pressgang_posts::Timestamp;
use serde_json::json;

use crate::findings::{CampaignFinding, Claim, Findings, Said};
use crate::found;

/// Fills the summary, and adds to the claims what its sentences say beyond them.
pub(crate) fn summarise(findings: &mut Findings) {
    let names: Vec<&str> = findings.organisations.iter().map(|o| o.name.as_str()).collect();
    let names = names.join(" and ");
    let studied = found::count(findings.observed_posts);
    let mut summary = Summary { said: Vec::new(), added: Vec::new() };
    let all = || findings.posts.iter().map(|post| post.key.clone()).collect::<Vec<_>>();
    summary.added.push(claim(
        findings,
        "posts_studied",
        json!(findings.observed_posts),
        format!("{studied} posts studied"),
    ));
    if findings.posts.is_empty() {
        let text = format!("No post recruiting for {names} was found among {studied} posts.");
        summary.say(claim(findings, "summary", json!(0), text));
        summary.fill(findings);
        return;
    }
    let measured = |kind: &str| findings.claims.iter().find(|c| c.kind == kind);
    let list = |kind: &str| measured(kind).and_then(|c| c.value.as_array()).map_or(0, Vec::len);
    let number = |kind: &str| measured(kind).and_then(|c| c.value.as_u64());
    let text = format!(
        "{} on {} in {} offer work with {names}, among {studied} posts studied.",
        plural(findings.posts.len(), "post"),
        plural(list("platforms"), "platform"),
        plural(list("languages"), "language"),
    );
    summary.say(Claim { posts: all(), ..claim(findings, "summary", json!(findings.posts.len()), text) });
    for kind in ["window", "views_at_least", "pay"] {
        summary.quote(measured(kind));
    }
    if number("phones_confirmed").is_some_and(|phones| phones > 0) {
        summary.quote(measured("phones_confirmed"));
    }
    summary.status(findings);
    let mut by_term: Vec<(&str, Vec<&CampaignFinding>)> = Vec::new();
    let mut surest_first: Vec<&CampaignFinding> = findings.campaigns.iter().collect();
    surest_first.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    for campaign in surest_first {
        match by_term.iter_mut().find(|(term, _)| *term == campaign.term) {
            Some((_, campaigns)) => campaigns.push(campaign),
            None => by_term.push((&campaign.term, vec![campaign])),
        }
    }
    for (term, campaigns) in by_term {
        let posts: Vec<_> = campaigns.iter().flat_map(|c| c.posts.iter().cloned()).collect();
        let it = format!("{} {}", plural(posts.len(), "post"), if posts.len() == 1 { "recruits" } else { "recruit" });
        let text = format!("It is {term} that {it} on behalf of the organisation.");
        let value = json!(posts.len());
        summary.say(Claim {
            id: format!("assessed:{}", term.replace(' ', "-")),
            evidence: campaigns.iter().flat_map(|c| c.evidence.iter().map(|e| e.id.clone())).collect(),
            posts,
            ..claim(findings, "assessed", value, text)
        });
    }
    summary.fill(findings);
}

struct Summary {
    said: Vec<Said>,
    added: Vec<Claim>,
}

impl Summary {
    /// How many posts are up and how many are gone, when somebody looked last, and how far that is known.
    fn status(&mut self, findings: &Findings) {
        let number = |kind: &str| findings.claims.iter().find(|c| c.kind == kind).and_then(|c| c.value.as_u64());
        let times: Vec<Timestamp> = findings.posts.iter().filter_map(|p| p.last_look.as_ref()).map(|l| l.at).collect();
        let (Some(first), Some(last)) = (times.iter().min().copied(), times.iter().max().copied()) else { return };
        let (Some(up), Some(removed), Some(unknown)) =
            (number("still_up"), number("removed"), number("unknown_status"))
        else {
            return;
        };
        let (gone, restricted) = (number("account_gone").unwrap_or(0), number("restricted").unwrap_or(0));
        let posts = plural(findings.posts.len(), "post");
        let mut text = format!("{} of {posts} up, {} removed", found::count(up), found::count(removed));
        if gone > 0 {
            text.push_str(&format!(", {} gone with their account", found::count(gone)));
        }
        if restricted > 0 {
            text.push_str(&format!(", {} not shown to everybody", found::count(restricted)));
        }
        text.push_str(&format!("; {} unknown", found::count(unknown)));
        if unknown > 0 {
            let most = found::count(up + unknown);
            text.push_str(&format!(" (so at least {} and at most {most} up for everybody)", found::count(up)));
        }
        let at = |at: Timestamp| at.to_jiff().strftime("%Y-%m-%d %H:%M").to_string();
        match first == last {
            true => text.push_str(&format!("; last looked {} UTC.", at(last))),
            false => text.push_str(&format!("; last looked between {} and {} UTC.", at(first), at(last))),
        }
        let value = json!({
            "posts": findings.posts.len(), "looked_at": times.len(), "still_up": up, "removed": removed,
            "account_gone": gone, "restricted": restricted, "unknown": unknown,
        });
        self.say(Claim {
            posts: findings.posts.iter().map(|post| post.key.clone()).collect(),
            observed: Some((first, last)),
            ..claim(findings, "status", value, text)
        });
    }

    /// A sentence that is a claim of its own.
    fn say(&mut self, claim: Claim) {
        self.said.push(Said { claim: claim.id.clone(), text: claim.text.clone(), posts: Vec::new() });
        self.added.push(claim);
    }

    /// A sentence that is a measured claim.
    fn quote(&mut self, claim: Option<&Claim>) {
        self.said.extend(claim.map(|c| Said::new(c.id.clone(), sentence(&c.text))));
    }

    fn fill(self, findings: &mut Findings) {
        findings.summary = self.said;
        findings.claims.extend(self.added);
    }
}

fn claim(findings: &Findings, kind: &str, value: serde_json::Value, text: String) -> Claim {
    Claim {
        id: kind.to_owned(),
        kind: kind.to_owned(),
        value,
        text,
        posts: Vec::new(),
        evidence: Vec::new(),
        as_of: findings.as_of,
        observed: None,
        rate: None,
    }
}

fn plural(n: usize, word: &str) -> String {
    format!("{} {word}{}", found::count(n as u64), if n == 1 { "" } else { "s" })
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| format!("{}{}.", c.to_uppercase(), chars.as_str())).unwrap_or_default()
}

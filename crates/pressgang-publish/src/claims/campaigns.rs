//! Claims about campaigns: what their posts have in common, and the evidence for whom they recruit.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Claims, ids};
use crate::assessments::Assessment;
use crate::campaigns::{Campaign, Counted, Shared};
use crate::json::ReportJson;
use crate::words;

impl Claims {
    pub(super) fn campaigns(&mut self, report: &mut ReportJson) {
        for assessment in &mut report.assessments {
            self.evidence(assessment);
        }
        let holders: HashMap<String, Vec<String>> =
            report.contacts.iter().map(|c| (c.contact.clone(), c.posts.clone())).collect();
        let members: HashMap<String, Vec<String>> =
            report.assessments.iter().map(|a| (a.campaign.clone(), a.posts.clone())).collect();
        for campaign in &mut report.campaigns {
            let posts = members.get(&campaign.campaign).map_or(&[][..], Vec::as_slice);
            self.campaign(campaign, posts, &holders);
        }
    }

    /// Each item by its family and what it comes from, as its number shifts when others come in.
    fn evidence(&mut self, assessment: &mut Assessment) {
        for item in &mut assessment.evidence {
            let id = format!(
                "campaign:{}:evidence:{}:{}",
                assessment.campaign,
                ids::part(&item.family.replace(' ', "-")),
                ids::digest(&[&item.origin])
            );
            let value = json!({ "likelihood_ratio": item.likelihood_ratio, "grade": item.grade });
            item.claim = self.make(id, "evidence", value, item.text.clone(), item.posts.clone());
            if let Some(claim) = self.last() {
                claim.evidence.push(item.id.clone());
            }
        }
    }

    fn campaign(&mut self, campaign: &mut Campaign, posts: &[String], holders: &HashMap<String, Vec<String>>) {
        let name = campaign.campaign.clone();
        let id = |what: &str| format!("campaign:{name}:{what}");
        let all = || posts.to_vec();
        let count = campaign.posts;
        let text = format!("campaign {name} has {}", words::of_posts(&count));
        self.make(id("posts"), "campaign_posts", json!(count), text, all());
        if let (Some(first), Some(last)) = (&campaign.first, &campaign.last) {
            let text = format!("campaign {name} was published from {first} to {last}");
            self.make(id("dates"), "campaign_dates", json!({ "first": first, "last": last }), text, all());
        }
        for (what, kind, counts) in [
            ("languages", "campaign_languages", &campaign.languages),
            ("platforms", "campaign_platforms", &campaign.platforms),
            ("roles", "campaign_roles", &campaign.roles),
            ("pay", "campaign_pay", &campaign.pay),
        ] {
            if !counts.is_empty() {
                let (value, said) = list(counts);
                self.make(id(what), kind, value, format!("{what} of campaign {name}: {said}"), all());
            }
        }
        let accounts = campaign.accounts.len();
        let named: Vec<Value> = campaign
            .accounts
            .iter()
            .map(|a| json!({ "platform": a.platform, "account": a.account, "posts": a.posts }))
            .collect();
        let text = format!("{} accounts publish campaign {name}", words::count(accounts as u64));
        self.make(id("accounts"), "campaign_accounts", json!(named), text, all());
        let days: serde_json::Map<String, Value> =
            campaign.days.iter().map(|d| (d.day.0.to_string(), json!(d.posts))).collect();
        if !days.is_empty() {
            let text = format!("posts of campaign {name} by day, on {} days", words::count(days.len() as u64));
            self.make(id("days"), "campaign_days", Value::Object(days), text, all());
        }
        for (what, shared) in [("contacts", &campaign.contacts), ("links", &campaign.links)] {
            if !shared.is_empty() {
                let n = shared.len();
                let text = format!("posts of campaign {name} give {} {what}", words::count(n as u64));
                self.make(id(what), &format!("campaign_{what}"), json!(n), text, all());
            }
        }
        for (what, shared) in [("contact", &mut campaign.contacts), ("link", &mut campaign.links)] {
            for contact in shared {
                self.shared(&name, what, contact, posts, holders);
            }
        }
        for tie in &mut campaign.ties {
            let said = words::match_kind(&tie.kind);
            let text = format!("{} of campaign {name} are tied by {said}", words::of_posts(&tie.posts));
            let value = json!({ "posts": tie.posts, "mean_weight": tie.mean_weight });
            tie.claim = self.make(id(&format!("tie:{}", ids::part(&tie.kind))), "campaign_tie", value, text, all());
        }
        for text in &mut campaign.texts {
            let said = format!("{} of campaign {name} have a text like {}", words::of_posts(&text.posts), text.post);
            let key = id(&format!("text:{}", ids::part(&text.post.replace(':', "."))));
            text.claim = self.make(key, "campaign_text", json!(text.posts), said, vec![text.post.clone()]);
        }
        for passage in &mut campaign.passages {
            let said =
                format!("{} of campaign {name} share a passage of {}", words::of_posts(&passage.posts), passage.post);
            let value = json!({ "posts": passage.posts, "ordinary_posts": passage.ordinary_posts });
            let key = id(&format!("passage:{}", ids::digest(&[&passage.post, &passage.text])));
            passage.claim = self.make(key, "campaign_passage", value, said, vec![passage.post.clone()]);
        }
        if !campaign.history.is_empty() {
            let text = campaign.history.join("; ");
            self.make(id("history"), "campaign_history", json!(campaign.history), text, Vec::new());
        }
    }

    fn shared(
        &mut self,
        campaign: &str,
        what: &str,
        contact: &mut Shared,
        posts: &[String],
        holders: &HashMap<String, Vec<String>>,
    ) {
        let carriers = holders.get(&contact.contact).map_or(&[][..], Vec::as_slice);
        let carriers: Vec<String> = carriers.iter().filter(|post| posts.contains(post)).cloned().collect();
        let text = format!(
            "{} of campaign {campaign} and {} ordinary give {} {}",
            words::of_posts(&contact.posts),
            words::count(contact.ordinary_posts),
            words::contact_kind(&contact.kind),
            contact.masked
        );
        let value = json!({
            "posts": contact.posts, "ordinary_posts": contact.ordinary_posts, "weight": contact.weight,
        });
        let id = format!("campaign:{campaign}:{what}:{}", ids::part(&contact.contact));
        contact.claim = self.make(id, &format!("campaign_{what}"), value, text, carriers);
    }
}

fn list(counts: &[Counted]) -> (Value, String) {
    let value: serde_json::Map<String, Value> = counts.iter().map(|c| (c.value.clone(), json!(c.posts))).collect();
    let said: Vec<String> = counts.iter().map(|c| format!("{} ({})", c.value, words::count(c.posts))).collect();
    (Value::Object(value), said.join(", "))
}

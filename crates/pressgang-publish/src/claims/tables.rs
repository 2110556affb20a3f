//! Claims that are rows of the report's tables: contacts, hubs, sources, verified accounts, searches, designations.

use serde_json::json;

use super::{Claims, ids};
use crate::json::ReportJson;
use crate::words;

impl Claims {
    pub(super) fn tables(&mut self, report: &mut ReportJson) {
        for contact in &mut report.contacts {
            let id = format!("contact:{}", ids::part(&contact.contact));
            let text = format!(
                "{} and {} ordinary give {} {}{}{}",
                words::posts(contact.posts.len()),
                words::count(contact.ordinary_posts),
                words::contact_kind(&contact.kind),
                contact.masked,
                if contact.at_reference { "; a verified account publishes it" } else { "" },
                match contact.confirmed_by.as_slice() {
                    [] => String::new(),
                    sources => format!("; confirmed by {}", sources.join("; ")),
                }
            );
            let value = json!({
                "posts": contact.posts.len(), "ordinary_posts": contact.ordinary_posts,
                "campaigns": contact.campaigns, "at_reference": contact.at_reference,
                "confirmed_by": contact.confirmed_by,
            });
            contact.claim = self.make(id, "contact", value, text, contact.posts.clone());
        }
        for hub in &mut report.hubs {
            let carriers = report.contacts.iter().find(|c| c.contact == hub.contact);
            let carriers = carriers.map(|c| c.posts.clone()).unwrap_or_default();
            let text = format!("{} {}: {}", words::contact_kind(&hub.kind), hub.masked, hub.why);
            let value = json!({
                "posts_under_study": hub.posts_under_study, "candidates": hub.candidates, "adverts": hub.adverts,
                "reference_posts": hub.reference_posts, "ordinary_posts": hub.ordinary_posts,
                "posts_that_count": hub.posts_that_count, "weight": hub.weight, "effect": hub.effect,
            });
            hub.claim = self.make(format!("hub:{}", ids::part(&hub.contact)), "hub", value, text, carriers);
        }
        for source in &mut report.sources {
            let id = format!("source:{}", source.sha256.get(..16).unwrap_or(&source.sha256));
            let text = format!(
                "{} were read from {} ({}, {}) and {} records rejected",
                words::of_posts(&source.posts),
                source.file,
                source.role,
                source.format,
                words::count(source.rejects)
            );
            let value = json!({ "posts": source.posts, "rejects": source.rejects, "sha256": source.sha256 });
            source.claim = self.make(id, "source", value, text, Vec::new());
        }
        for account in &mut report.reference_accounts {
            let id = format!("reference:{}:{}", ids::part(&account.platform), ids::part(&account.account));
            let text = format!(
                "{} were read from {} on {}, verified by {} on {}, graded {}: {}",
                words::of_posts(&account.posts),
                account.account,
                words::platform(&account.platform),
                account.verified_by,
                account.verified_at.0,
                account.grade,
                account.how
            );
            let value = json!({
                "posts": account.posts, "verified_by": account.verified_by,
                "verified_at": account.verified_at.0.to_string(), "grade": account.grade,
            });
            account.claim = self.make(id, "reference", value, text, Vec::new());
        }
        for evaluation in &mut report.evaluations {
            let id = format!("evaluation:{}", ids::part(&evaluation.organisation));
            let of = |part: &str| format!("{id}:{part}");
            let value = json!({
                "calibration": evaluation.calibration, "verified_accounts": evaluation.verified_accounts,
                "ordinary_accounts": evaluation.ordinary_accounts, "measures": evaluation.measures,
                "most_loss": evaluation.most_loss, "prior": evaluation.prior,
            });
            evaluation.claim = self.make(id.clone(), "evaluation", value, evaluation.sentence.clone(), Vec::new());
            // The rest is printed only where there is something to measure.
            let Some(text) = evaluation.measures_sentence() else { continue };
            self.make(of("measures"), "evaluation", json!(evaluation.measures), text, Vec::new());
            let (value, text) = (json!(evaluation.threshold), evaluation.threshold_sentence());
            self.make(of("threshold"), "evaluation", value, text, Vec::new());
            for row in &evaluation.terms {
                let text = format!(
                    "{} would have been said of {} groups of verified accounts and {} of ordinary ones; right: {}",
                    row.term,
                    words::count(row.verified),
                    words::count(row.ordinary),
                    row.right()
                );
                self.make(of(&ids::part(row.term)), "evaluation", json!(row), text, Vec::new());
            }
            for row in &evaluation.languages {
                let text = format!(
                    "{}: {} groups of verified accounts and {} of ordinary ones, {} bits lost to miscalibration",
                    words::language(&row.language),
                    words::count(row.measures.verified_groups as u64),
                    words::count(row.measures.ordinary_groups as u64),
                    row.measures.bits(&row.measures.calibration_loss)
                );
                let id = of(&format!("language-{}", ids::part(&row.language)));
                self.make(id, "evaluation", json!(row), text, Vec::new());
            }
        }
        for entry in &mut report.collection {
            let (from, to) = (entry.from.0.to_string(), entry.to.0.to_string());
            let platforms = entry.platforms.join(", ");
            let terms = entry.terms.join(", ");
            let id = format!("collection:{}", ids::digest(&[&from, &to, &platforms, &entry.tool, &entry.by, &terms]));
            let text = format!("{} searched {platforms} with {} from {from} to {to}: {terms}", entry.by, entry.tool);
            let value = json!({
                "from": from, "to": to, "platforms": entry.platforms, "tool": entry.tool, "terms": entry.terms,
            });
            entry.claim = self.make(id, "collection", value, text, Vec::new());
        }
        for correction in &report.corrections {
            let text = format!(
                "{} of report {} said {:?}, and says now {:?}: {}",
                correction.claim, correction.report, correction.was, correction.now, correction.why
            );
            let value = json!({ "claim": correction.claim, "date": correction.date.0.to_string() });
            self.make(format!("correction:{}", correction.number), "correction", value, text, Vec::new());
        }
        for post in &mut report.withdrawn {
            let text = format!("{} was counted in an earlier report and is not any more: {}", post.post, post.why);
            let id = ids::post(&post.post).replacen("post:", "withdrawn:", 1);
            post.claim = self.make(id, "withdrawn", json!(post.why), text, Vec::new());
        }
        for organisation in &mut report.organisations {
            for designation in &mut organisation.designations {
                let from = designation.from.0.to_string();
                let until = designation.until.map(|day| day.0.to_string());
                let said =
                    [&designation.jurisdiction, &designation.authority, &designation.measure].map(String::as_str);
                let id = format!("designation:{}:{from}:{}", ids::part(&organisation.id), ids::digest(&said));
                let text = format!(
                    "{}: {} by {} ({}), from {from}{}; {}",
                    organisation.name,
                    designation.measure,
                    designation.authority,
                    designation.jurisdiction,
                    until.as_ref().map_or(String::new(), |until| format!(" until {until}")),
                    designation.source
                );
                let value = json!({
                    "from": from, "until": until, "binding": designation.binding, "in_force": designation.in_force,
                });
                designation.claim = self.make(id, "designation", value, text, Vec::new());
            }
        }
    }
}

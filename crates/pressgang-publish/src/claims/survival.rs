//! Claims about how long posts stay up.

use std::collections::HashMap;

use serde_json::json;

use super::{Claims, Observed, ids};
use crate::json::ReportJson;
use crate::survival::GroupJson;

impl Claims {
    pub(super) fn survival(&mut self, report: &mut ReportJson) {
        let begun = self.made.len();
        self.survival_claims(report);
        // What is said of all groups together rests on all looks.
        let seen = |group: &GroupJson| {
            let (first, last) = group.observed.clone()?;
            Some(Observed { first, last })
        };
        let groups = &report.survival.groups;
        let of: HashMap<&str, &GroupJson> = groups.iter().map(|group| (group.claim.as_str(), group)).collect();
        for claim in self.made.iter_mut().skip(begun) {
            claim.observed_at = of.get(claim.id.as_str()).copied().or(groups.first()).and_then(seen);
        }
    }

    fn survival_claims(&mut self, report: &mut ReportJson) {
        let survival = &mut report.survival;
        if survival.is_empty() {
            return;
        }
        let of = |posts: &[String]| posts.to_vec();
        let all = survival.groups.first().map(|group| of(&group.of)).unwrap_or_default();
        let value = json!({ "posts": survival.posts, "followed": survival.followed, "came_back": survival.came_back });
        survival.claim = self.make("survival".to_owned(), "survival", value, survival.sentence(), all.clone());
        let from = survival.groups.first().and_then(|all| all.curves.as_ref()).map(|curves| curves.from);
        let value = json!({
            "from": from, "least_posts": survival.least_posts, "least_at_risk": survival.least_at_risk,
            "in_neither": survival.in_neither,
        });
        self.make("survival:condition".to_owned(), "survival", value, survival.condition(), all.clone());
        for group in &mut survival.groups {
            let id = match &group.platform {
                Some(platform) => format!("survival:platform:{}", ids::part(platform)),
                None => format!("survival:{}", group.group),
            };
            let median = group.curves.as_ref().map(|curves| curves.median);
            let value = json!({
                "posts": group.posts, "removed": group.removed, "removed_by": group.removed_by,
                "watched_days": group.watched_days, "median": median,
                "from": group.curves.as_ref().map(|curves| curves.from),
                "until": group.curves.as_ref().map(|curves| curves.until),
                "still_up": group.curves.as_ref().and_then(|curves| curves.last_mark().copied()),
            });
            group.claim = self.make(id, "survival", value, group.sentence(), of(&group.of));
        }
        if let Some(text) = survival.comparison_sentence() {
            let value = json!(survival.comparison);
            self.make("survival:comparison".to_owned(), "survival", value, text, all.clone());
        }
        for (claim, caption, _) in &survival.figures {
            // The points stand in report.json under the groups.
            let drawn = survival.groups.iter().filter(|group| match *claim {
                "survival:by-platform" => group.group == "platform",
                "survival:by-notice" => matches!(group.group, "notified" | "not_notified"),
                _ => group.group == "all",
            });
            let drawn = drawn.filter(|group| group.curves.as_ref().is_some_and(|curves| curves.until > curves.from));
            let ends: serde_json::Map<String, serde_json::Value> = drawn
                .filter_map(|group| {
                    let curves = group.curves.as_ref()?;
                    let (day, end) = (curves.until, curves.end);
                    let value = match *claim {
                        "survival:causes" => json!({
                            "day": day, "platform": end.platform, "author": end.author,
                            "account_gone": end.account_gone, "not_told": end.not_told,
                        }),
                        _ => json!({ "day": day, "still_up": end.still_up }),
                    };
                    Some((group.name(), value))
                })
                .collect();
            self.make((*claim).to_owned(), "survival", json!(ends), caption.clone(), all.clone());
        }
    }
}

//! Claims about notices, answers and numbers of others.

use std::collections::HashSet;

use serde_json::json;

use super::{Claims, Observed, ids};
use crate::json::ReportJson;
use crate::words;

impl Claims {
    pub(super) fn answers(&mut self, report: &mut ReportJson) {
        let known: HashSet<&str> = report.posts.iter().map(|post| post.post.as_str()).collect();
        // A notice may name posts that count no more; a claim rests on posts of the report.
        let of = |keys: &[String]| keys.iter().filter(|key| known.contains(key.as_str())).cloned().collect::<Vec<_>>();
        for group in &mut report.notice_groups {
            let platform = group.platform.as_deref().unwrap_or("none");
            let text = format!(
                "{} to {}: {} sent ({}) about {}; receipt confirmed: {}; decided: {}; {}",
                words::notice_kind(&group.kind),
                group.said.to,
                words::count(group.notices.len() as u64),
                group.said.sent,
                words::of_posts(&group.posts),
                group.said.receipt,
                group.said.decision,
                if group.said.decided.is_empty() { "no post" } else { &group.said.decided },
            );
            let value = json!({
                "sent": group.notices.len(), "drafts": group.drafts, "posts": group.posts, "receipt": group.receipt,
                "decision": group.decision, "dated_only": group.dated_only, "decided": group.decided,
                "decided_by_dates": group.decided_by_dates, "undecided": group.undecided,
            });
            let id = format!("notices:{}:{}", ids::part(&group.kind), ids::part(platform));
            let names: HashSet<&String> = group.notices.iter().collect();
            let keys = report.notices.iter().filter(|notice| names.contains(&notice.notice));
            let mut keys: Vec<String> = keys.flat_map(|notice| of(&notice.keys)).collect();
            keys.sort_unstable();
            keys.dedup();
            group.claim = self.make(id, "notices", value, text, keys);
            if let (Some(first), Some(last), Some(claim)) = (&group.first_sent, &group.last_sent, self.last()) {
                claim.observed_at = Some(Observed { first: first.clone(), last: last.clone() });
            }
        }
        for notice in &mut report.notices {
            // A draft that was not sent stands nowhere on the page.
            if notice.sent_at.is_none() {
                continue;
            }
            let sent = format!("sent {}", notice.said.sent);
            let due =
                if notice.due.is_some() { format!(", answer asked for by {}", notice.said.due) } else { String::new() };
            let more = match notice.kind.as_str() {
                "comment" => String::new(),
                _ => format!(
                    "; receipt: {}; decision: {}; {}",
                    notice.said.receipt, notice.said.decision, notice.said.decided
                ),
            };
            let text = format!(
                "{}, a {} to {} about {}: {sent}{due}{more}",
                notice.notice,
                words::notice_kind(&notice.kind),
                notice.said.to,
                words::of_posts(&notice.posts)
            );
            let value = json!({
                "posts": notice.posts, "sent_at": notice.sent_at, "due": notice.due, "receipt_at": notice.receipt_at,
                "decision_at": notice.decision_at, "decided": notice.decided, "undecided": notice.undecided,
                "decided_by_dates": notice.decided_by_dates, "possible": notice.possible, "still_up": notice.still_up,
            });
            let id = format!("notice:{}", ids::part(&notice.notice));
            notice.claim = self.make(id, "notice", value, text, of(&notice.keys));
        }
        for answer in &mut report.answers {
            let notice = answer.notice.as_deref().map_or(String::new(), |notice| format!(" to {notice}"));
            let text = match (&answer.statement, answer.kind.as_str()) {
                (Some(statement), _) => format!(
                    "a statement of reasons{notice}: {}, from {}; {}",
                    answer.decision.map(words::decision).unwrap_or_default(),
                    statement.applied.0,
                    if statement.sure {
                        "matched by dates, not by address".to_owned()
                    } else {
                        format!("one of {} that fit", statement.fitting)
                    }
                ),
                (None, "silence") => format!("no answer{notice} by {}", answer.when),
                (None, _) => format!("{} {}{notice} on {}: {}", answer.from, answer.what(), answer.when, answer.text),
            };
            let value = json!({
                "kind": answer.kind, "received_at": answer.received_at, "decision": answer.decision,
                "automated": answer.automated, "posts": answer.posts,
            });
            let keys = of(&answer.keys);
            answer.claim = self.make(format!("answer:{}", ids::part(&answer.answer)), "answer", value, text, keys);
            if let Some(claim) = self.last() {
                claim.observed_at =
                    Some(Observed { first: answer.received_at.clone(), last: answer.received_at.clone() });
            }
        }
        if report.statements_read.0 > 0
            && report.notices.iter().any(|notice| notice.kind != "comment" && notice.sent_at.is_some())
        {
            let (dumps, rows) = report.statements_read;
            let text = format!(
                "{} statements in {} of the DSA Transparency Database were read",
                words::count(rows),
                if dumps == 1 { "1 dump".to_owned() } else { format!("{} dumps", words::count(dumps)) }
            );
            self.make(
                "statements_read".to_owned(),
                "statements_read",
                json!({ "dumps": dumps, "rows": rows }),
                text,
                Vec::new(),
            );
        }
        for other in &mut report.claims_of_others {
            let keys = of(&other.keys);
            let of = other.of.map_or(String::new(), |of| format!(" of {}", words::count(of)));
            let text = format!(
                "{} wrote on {}: {:?} ({}{of} {}); this case: {}; {}",
                other.by,
                other.on.0,
                other.text,
                words::count(other.value),
                other.about,
                other.said.0,
                other.said.1
            );
            let value = json!({
                "about": other.about, "value": other.value, "of": other.of, "own": other.own, "verdict": other.verdict,
            });
            other.claim = self.make(format!("others:{}", ids::part(&other.other)), "others", value, text, keys);
            if let (Some((first, last)), Some(claim)) = (&other.looked, self.last()) {
                claim.observed_at = Some(Observed { first: first.clone(), last: last.clone() });
            }
        }
    }
}

//! Claims about single posts.

use jiff::tz::TimeZone;
use serde_json::json;

use super::{Claims, Observed, ids};
use crate::json::{PostJson, ReportJson};
use crate::{roles, words};

impl Claims {
    pub(super) fn posts(&mut self, report: &mut ReportJson, zone: &TimeZone) {
        for post in &mut report.posts {
            self.post(post, zone);
        }
    }

    fn post(&mut self, post: &mut PostJson, zone: &TimeZone) {
        let of = || vec![post.post.clone()];
        let when = post.instant.map_or_else(|| "without a date".to_owned(), |at| words::moment(at, zone));
        let text = format!(
            "{} is on {}, {when}, in {}, by {}, in campaign {}; read from {}",
            post.post,
            words::platform(&post.platform),
            words::language(&post.language),
            post.account,
            post.campaign,
            post.origin
        );
        let value = json!({
            "platform": post.platform, "created_at": post.created_at, "language": post.language,
            "account": post.account, "campaign": post.campaign,
        });
        let claim = self.make(ids::post(&post.post), "post", value, text, of());
        let views = match post.views {
            Some(views) => format!("{} had {} views", post.post, words::count(views)),
            None => format!("{} publishes no count of views", post.post),
        };
        self.make(format!("{claim}:views"), "post_views", json!(post.views), views, of());
        if let (Some(at), Some(last)) = (post.views_at.clone(), self.last()) {
            last.observed_at = Some(Observed { first: at.clone(), last: at });
        }
        let status = post.status.as_ref();
        let text = status.map_or_else(
            || format!("{} was never looked at again", post.post),
            |s| format!("{} at the last look: {}", post.post, words::status(&s.status)),
        );
        self.make(format!("{claim}:status"), "post_status", json!(status.map(|s| &s.status)), text, of());
        if let (Some(status), Some(last)) = (status, self.last()) {
            last.observed_at = Some(Observed { first: status.at.clone(), last: status.at.clone() });
        }
        if !post.roles.is_empty() {
            let named: Vec<String> = post.roles.iter().map(|role| roles::role(role)).collect();
            let text = format!("{} offers work as {}", post.post, named.join(", "));
            self.make(format!("{claim}:roles"), "post_roles", json!(post.roles), text, of());
        }
        let key = post.post.clone();
        for line in &mut post.pay_lines {
            let id = format!("{claim}:pay:{}", ids::part(&line.offered));
            let text = format!("{key} offers {}", line.text);
            line.claim = self.make(id, "post_pay", json!(line.text), text, vec![key.clone()]);
            if let Some(last) = self.last() {
                last.rate = line.rate.clone();
            }
        }
        let of = || vec![post.post.clone()];
        if !post.campaign_ties.is_empty() {
            let ties: Vec<&str> = post.campaign_ties.iter().map(|tie| tie.text.as_str()).collect();
            let text = format!("{} is in campaign {}: {}", post.post, post.campaign, ties.join("; "));
            self.make(format!("{claim}:ties"), "post_ties", json!(ties), text, of());
        }
        let text = format!("{} counts because it: {}", post.post, post.ties.join("; "));
        self.make(format!("{claim}:counts"), "post_counts", json!(post.ties), text, of());
        for picture in &mut post.pictures {
            let contacts: Vec<String> =
                picture.contacts.iter().map(|c| format!("{} {}", words::contact_kind(&c.kind), c.masked)).collect();
            let kind = words::picture_kind(&picture.kind).to_lowercase();
            let said = if contacts.is_empty() {
                "no contact was read in it".to_owned()
            } else {
                format!("read in it: {}", contacts.join(", "))
            };
            let text = format!("{key} shows a {kind} ({}); {said}", picture.sha256);
            let hash = picture.sha256.get(..16).unwrap_or(&picture.sha256);
            picture.claim =
                self.make(format!("{claim}:media:{hash}"), "post_media", json!(contacts), text, vec![key.clone()]);
        }
        post.claim = claim;
    }
}

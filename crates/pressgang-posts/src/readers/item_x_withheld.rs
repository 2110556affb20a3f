//! What X shows in place of posts: withheld in some countries, deleted, or of accounts that are gone.

use super::items::Capture;
use super::x_status::Withholding;
use crate::json::{Object, Raw};
use crate::part::Out;
use crate::{Author, Metrics, Observation, Observed, Platform, Status};

/// An observation of a post of which nothing but a notice is left; an error where there is not even that.
pub(crate) fn gone(id: String, tweet: &Object<'_>, capture: &Capture, out: &mut Out<'_>) -> Result<(), String> {
    let kind = tweet.string("__typename").unwrap_or_default();
    let notice = tweet.at(&["tombstone", "text", "text"]).and_then(Raw::string);
    let reason = tweet.string("reason");
    if notice.is_none() && reason.is_none() && !matches!(kind.as_ref(), "TweetTombstone" | "TweetUnavailable") {
        return Err("no legacy".to_owned());
    }
    let words = notice.map(|words| ("tombstone", words)).or(reason.map(|words| ("reason", words)));
    let status = words.as_ref().map_or(Status::Unknown, |(_, words)| status_of(words));
    let signal = match words {
        Some((field, words)) => format!("{field}: {}", words.chars().take(200).collect::<String>()),
        None => kind.into_owned(),
    };
    observe(Observed::Post(id), status, signal, Metrics::default(), capture, out);
    Ok(())
}

/// What a notice of X says; it is in the language of whoever captured it, and others than English tell nothing.
fn status_of(notice: &str) -> Status {
    let notice = notice.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| notice.contains(word));
    if says(&["suspended account", "account that no longer exists", "is suspended"]) || notice == "suspended" {
        Status::AccountGone
    } else if says(&["withheld"]) {
        Status::GeoBlocked
    } else if says(&["was deleted", "violated"]) {
        Status::Removed
    } else if says(&["limits who can view", "protected"]) {
        Status::Private
    } else {
        Status::Unknown
    }
}

/// True if and only if X shows this in place of a withheld text.
pub(crate) fn is_notice(text: &str) -> bool {
    // Whoever talks about such a thing rather says more.
    text.contains("has been withheld in") && text.len() < 400 && (text.starts_with('@') || text.starts_with("This "))
}

/// Observes that a post is withheld; says whether it is.
pub(crate) fn withheld(
    id: &str,
    legacy: &Object<'_>,
    metrics: Option<Metrics>,
    capture: &Capture,
    out: &mut Out<'_>,
) -> bool {
    let scope = ["withheld_scope", "withheld_status"].into_iter().find_map(|field| Some((field, legacy.owned(field)?)));
    let (status, signal) = match (Withholding::of_v1(legacy, None), scope) {
        (Some(withholding), _) => withholding.found(),
        (None, Some((field, scope))) => {
            (Status::GeoBlocked, format!("{field}: {}", scope.chars().take(100).collect::<String>()))
        }
        (None, None) if metrics.is_some() => Withholding::of_notice(legacy).found(),
        (None, None) => return false,
    };
    let of = Observed::Post(id.to_owned());
    observe(of, status, signal, metrics.unwrap_or_default(), capture, out);
    true
}

/// Observes that all posts of the author are withheld in some countries.
pub(crate) fn author_withheld(tweet: &Object<'_>, author: &Author, capture: &Capture, out: &mut Out<'_>) {
    let user = tweet.at(&["core", "user_results", "result"]).and_then(Raw::object).or_else(|| tweet.object("user"));
    let Some(user) = user else { return };
    let withholding = Withholding::of_v1(user.object("legacy").as_ref().unwrap_or(&user), None);
    if let (Some(id), Some(withholding)) = (author.id.clone(), withholding) {
        let (status, signal) = withholding.found();
        observe(Observed::Account(id), status, signal, Metrics::default(), capture, out);
    }
}

fn observe(of: Observed, status: Status, signal: String, metrics: Metrics, capture: &Capture, out: &mut Out<'_>) {
    out.observe(Observation {
        platform: Platform::X,
        of,
        observed_at: capture.collected_at,
        status,
        signal,
        metrics,
        provenance: out.provenance(capture.place),
    });
}

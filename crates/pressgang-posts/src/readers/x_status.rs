//! What X says of posts and accounts that cannot be seen, or not by all: withheld, deleted, suspended, protected.

use crate::json::{Object, Raw};
use crate::part::{Out, Place};
use crate::{Metrics, Observation, Observed, Platform, Status, Timestamp};

/// Notes what became of a post or an account of X.
pub(crate) fn observe(
    of: Observed,
    (status, signal): (Status, String),
    observed_at: Option<Timestamp>,
    metrics: Metrics,
    out: &mut Out<'_>,
    place: Place,
) {
    let provenance = out.provenance(place);
    let platform = Platform::X;
    out.observe(Observation { platform, of, observed_at, status, signal, metrics, provenance });
}

/// That a post is withheld: where, and why.
pub(crate) struct Withholding {
    countries: Vec<String>,
    is_copyright: bool,
    is_account: bool,
}

impl Withholding {
    /// Of a tweet as the API v2 writes it.
    pub(crate) fn of_v2(tweet: &Object<'_>) -> Option<Withholding> {
        let withheld = tweet.object("withheld")?;
        let is_account = withheld.string("scope").as_deref() == Some("user");
        let countries = words(&withheld, "country_codes");
        Some(Withholding { countries, is_copyright: withheld.is_true("copyright"), is_account })
    }

    /// Of a tweet as the API v1.1 writes it, also where the whole account is withheld.
    pub(crate) fn of_v1(tweet: &Object<'_>, user: Option<&Object<'_>>) -> Option<Withholding> {
        let own = words(tweet, "withheld_in_countries");
        let is_copyright = tweet.is_true("withheld_copyright");
        if !own.is_empty() || is_copyright {
            let is_account = tweet.string("withheld_scope").as_deref() == Some("user");
            return Some(Withholding { countries: own, is_copyright, is_account });
        }
        let countries = words(user?, "withheld_in_countries");
        (!countries.is_empty()).then_some(Withholding { countries, is_copyright: false, is_account: true })
    }

    /// Of a tweet in a table made of responses of the API v2.
    pub(crate) fn of_table(countries: Vec<String>, is_copyright: bool, is_account: bool) -> Option<Withholding> {
        let is_withheld = is_copyright || !countries.is_empty();
        is_withheld.then_some(Withholding { countries, is_copyright, is_account })
    }

    /// Of a notice in a stream.
    pub(crate) fn of_notice(notice: &Object<'_>) -> Withholding {
        Withholding { countries: words(notice, "withheld_in_countries"), is_copyright: false, is_account: false }
    }

    /// What it means, and how the export says it.
    pub(crate) fn found(&self) -> (Status, String) {
        // `XX` is every country, `XY` a complaint under copyright law, which also holds everywhere.
        let is_everywhere = self.countries.iter().any(|country| country == "XX" || country == "XY");
        let status = if is_everywhere { Status::Removed } else { Status::GeoBlocked };
        let countries = self.countries.join(", ");
        let whole = if countries.is_empty() { "countries not named" } else { &countries };
        let copyright = if self.is_copyright { " (copyright)" } else { "" };
        let account = if self.is_account { " (account)" } else { "" };
        (status, format!("withheld: {whole}{copyright}{account}"))
    }
}

fn words(object: &Object<'_>, key: &str) -> Vec<String> {
    object.elements(key).into_iter().filter_map(Raw::string).map(|word| word.into_owned()).collect()
}

/// True if and only if the text of a withheld post is what X put in its place.
pub(crate) fn is_withheld_notice(text: &str) -> bool {
    let begins =
        ["This Tweet from @", "This Post from @", "The account @", "@"].iter().any(|begin| text.starts_with(begin));
    begins && text.contains(" withheld ") && text.contains("Learn more")
}

/// What an error of the API v2 says of a post or an account, if it speaks of one.
///
/// Errors that only deny some field of a post that is there say nothing of whether it can be seen.
pub(crate) fn of_error(error: &Object<'_>) -> Option<(Observed, (Status, String))> {
    let is_post = match error.string("resource_type")?.as_ref() {
        "tweet" | "post" => true,
        "user" => false,
        _ => return None,
    };
    // What is asked for by name is named by its name, which is no id even if it is all digits.
    if error.string("parameter").is_some_and(|parameter| parameter.contains("username")) {
        return None;
    }
    let id = error.other_id("resource_id").or_else(|| error.other_id("value"))?;
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let title = error.string("title").unwrap_or_default();
    let detail = error.string("detail").unwrap_or_default();
    let kind = error.string("type");
    let kind = kind.as_deref().and_then(|kind| kind.rsplit('/').next()).filter(|kind| *kind != "about:blank");
    let kind = kind.unwrap_or(match title.as_ref() {
        "Not Found Error" => "resource-not-found",
        "Authorization Error" => "not-authorized-for-resource",
        "Forbidden" => "resource-unavailable",
        _ => "",
    });
    let status = match kind {
        "resource-not-found" | "not-authorized-for-resource" | "resource-unavailable"
            if detail.to_ascii_lowercase().contains("suspended") =>
        {
            Status::AccountGone
        }
        "resource-not-found" if is_post => Status::Removed,
        "resource-not-found" => Status::AccountGone,
        "not-authorized-for-resource" => Status::Private,
        "resource-unavailable" => Status::Unknown,
        _ => return None,
    };
    // The detail ends in the id.
    let detail = detail.split('[').next().unwrap_or_default().trim_end_matches([' ', ':', '.']);
    let signal: String = format!("{title}: {detail}").chars().take(120).collect();
    let of = if is_post { Observed::Post(id) } else { Observed::Account(id) };
    Some((of, (status, signal.trim_end_matches([' ', ':']).to_owned())))
}

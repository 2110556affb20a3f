//! Contacts in the objects of a bundle.

use pressgang_signals::{ContactKind, PostReader};
use serde_json::Value;

use super::pattern::{Term, terms};
use crate::second_sources::{ListLimits, normal};

type Contact = (ContactKind, String);

/// The contacts that an object names; none for what is not about contacts. An error says why they cannot be taken.
pub(super) fn contacts(object: &Value, reader: &PostReader, limits: &ListLimits) -> Result<Vec<Contact>, String> {
    let kind = object["type"].as_str().unwrap_or_default();
    if kind == "indicator" {
        return indicator(object, reader, limits);
    }
    if kind == "observed-data" && object["objects"].is_object() {
        return Err("it holds what was observed as STIX 2.0 did; only 2.1 is read".to_owned());
    }
    let get = |property: &str| object[property].as_str();
    let mut found = values(kind, &get, reader)?;
    // Tools keep the number of an account, a person or a company in properties of their own.
    for (name, value) in object.as_object().into_iter().flatten() {
        if name.starts_with("x_")
            && name.contains("phone")
            && let Some(value) = value.as_str()
        {
            found.push(normal::contact(reader, ContactKind::Phone, value)?);
        }
    }
    Ok(found)
}

fn indicator(object: &Value, reader: &PostReader, limits: &ListLimits) -> Result<Vec<Contact>, String> {
    if let Some(other) = object["pattern_type"].as_str().filter(|language| *language != "stix") {
        return Err(format!("its pattern is of the language {other:?}"));
    }
    let pattern = object["pattern"].as_str().ok_or("it has no pattern")?;
    let mut found = Vec::new();
    for term in terms(pattern, limits)? {
        let get =
            |property: &str| term.values.iter().find(|(name, _)| name == property).map(|(_, value)| value.as_str());
        let contacts = values(&term.object, &get, reader)?;
        if !contacts.is_empty() && !says_no_more(&term) {
            return Err("its pattern holds only together with something else".to_owned());
        }
        found.extend(contacts);
    }
    Ok(found)
}

/// Properties that do not narrow what a contact is.
fn says_no_more(term: &Term) -> bool {
    const NAMING: [&str; 7] =
        ["value", "number", "account_type", "account_login", "user_id", "display_name", "belongs_to_ref"];
    let is_twice = |name: &str| term.values.iter().filter(|(other, _)| other == name).count() > 1;
    term.values.iter().all(|(name, _)| NAMING.contains(&name.as_str()) && !is_twice(name))
}

/// The contact that some values of an object of a type make.
fn values<'v>(kind: &str, get: &dyn Fn(&str) -> Option<&'v str>, reader: &PostReader) -> Result<Vec<Contact>, String> {
    let one = |kind: ContactKind, value: Option<&str>| {
        let value = value.ok_or_else(|| "it has no value".to_owned())?;
        Ok(vec![normal::contact(reader, kind, value)?])
    };
    match kind {
        "email-addr" => one(ContactKind::Email, get("value")),
        "url" => one(ContactKind::Url, get("value")),
        "domain-name" => one(ContactKind::Domain, get("value")),
        "user-account" => account(get, reader),
        "cryptocurrency-wallet" | "x-cryptocurrency-wallet" => wallet(get("value").or_else(|| get("address")), reader),
        // No standard object holds a number; OpenCTI's does, and those of others are named likewise.
        _ if kind.contains("phone") => one(ContactKind::Phone, get("value").or_else(|| get("number"))),
        _ => Ok(Vec::new()),
    }
}

fn account<'v>(get: &dyn Fn(&str) -> Option<&'v str>, reader: &PostReader) -> Result<Vec<Contact>, String> {
    let service = get("account_type").unwrap_or_default().to_ascii_lowercase();
    let kind = match service.as_str() {
        "telegram" => ContactKind::Telegram,
        "vk" | "vkontakte" => ContactKind::Vk,
        "instagram" => ContactKind::Instagram,
        "facebook" => ContactKind::Facebook,
        "whatsapp" => ContactKind::Whatsapp,
        "viber" => ContactKind::Viber,
        "signal" => ContactKind::Signal,
        "phone" => ContactKind::Phone,
        _ => return Err(format!("accounts of {service:?} are no contacts that are read in posts")),
    };
    let login = get("account_login").or_else(|| get("user_id").filter(|id| kind.is_number() || !is_number(id)));
    let login = login.ok_or("the account has no login: posts give handles, not numbers of accounts")?;
    Ok(vec![normal::contact(reader, kind, login)?])
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

fn wallet(address: Option<&str>, reader: &PostReader) -> Result<Vec<Contact>, String> {
    let address = address.ok_or("it has no address")?;
    let kinds = [ContactKind::Bitcoin, ContactKind::Ethereum, ContactKind::Tron, ContactKind::Ton];
    let found = kinds.into_iter().find_map(|kind| normal::contact(reader, kind, address).ok());
    found.map(|contact| vec![contact]).ok_or_else(|| format!("{address:?} is no address of a known chain"))
}

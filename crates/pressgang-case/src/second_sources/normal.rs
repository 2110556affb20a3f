//! The normal form of a contact on a list: the one that posts' contacts have, made by the same reader.

use pressgang_signals::{ContactKind, PostReader};

/// The contact that a list gives as a value of a kind, as posts have it; an error says why it is none.
///
/// The kind may become another: an address that leads to a messenger is a contact on it.
pub(super) fn contact(reader: &PostReader, kind: ContactKind, raw: &str) -> Result<(ContactKind, String), String> {
    let raw = raw.trim();
    let found = |text: &str, wanted: &dyn Fn(ContactKind) -> bool| {
        let contacts = reader.read(text, None, &[]).contacts;
        contacts.into_iter().find(|contact| wanted(contact.kind)).map(|contact| (contact.kind, contact.value))
    };
    let handle = raw.trim_start_matches('@');
    let on = |host: &str| if handle.contains('/') { handle.to_owned() } else { format!("https://{host}/{handle}") };
    let read = match kind {
        _ if kind.is_number() => return number(reader, kind, raw),
        ContactKind::Telegram => {
            found(&on("t.me"), &|k| matches!(k, ContactKind::Telegram | ContactKind::TelegramInvite))
        }
        ContactKind::TelegramInvite => {
            let hash = handle.trim_start_matches('+');
            let link = if hash.contains('/') { hash.to_owned() } else { format!("https://t.me/+{hash}") };
            found(&link, &|k| k == ContactKind::TelegramInvite)
        }
        ContactKind::Vk => found(&on("vk.com"), &|k| k == kind),
        ContactKind::Instagram => found(&on("instagram.com"), &|k| k == kind),
        ContactKind::Facebook => found(&on("facebook.com"), &|k| k == kind),
        ContactKind::Url => found(raw, &|_| true),
        ContactKind::Domain => is_domain(raw).then(|| (kind, raw.trim_end_matches('.').to_lowercase())),
        ContactKind::BankCard => return Err("bank cards are not compared: posts keep them masked".to_owned()),
        _ => found(raw, &|k| k == kind),
    };
    read.ok_or_else(|| format!("value {raw:?} is no {}", kind.as_str().replace('_', " ")))
}

fn number(reader: &PostReader, kind: ContactKind, raw: &str) -> Result<(ContactKind, String), String> {
    let whole = raw.strip_prefix("00").map_or_else(|| raw.to_owned(), |rest| format!("+{rest}"));
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    if !whole.starts_with('+') || !(7..=15).contains(&digits.len()) {
        return Err(format!("value {raw:?} is no international number such as +4930123456"));
    }
    let contacts = reader.read(&format!("Tel. {whole}"), None, &[]).contacts;
    // A number that no country gives out is compared by its digits, as far as posts have it.
    let value = contacts.into_iter().find(|contact| contact.kind.is_number()).map(|contact| contact.value);
    Ok((kind, value.filter(|value| value.starts_with('+')).unwrap_or_else(|| format!("+{digits}"))))
}

fn is_domain(text: &str) -> bool {
    let text = text.trim_end_matches('.');
    let is_label =
        |label: &str| !label.is_empty() && !label.contains(|c: char| c.is_whitespace() || "/@:?#".contains(c));
    text.contains('.') && text.len() <= 253 && text.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(kind: ContactKind, raw: &str, expected: &str) {
        let reader = PostReader::new(&[]);
        let shown = match contact(&reader, kind, raw) {
            Ok((kind, value)) => format!("{} {value}", kind.as_str()),
            Err(reason) => reason,
        };
        assert_eq!(shown, expected, "{raw}");
    }

    #[test]
    fn contacts_are_as_posts_have_them() {
        use ContactKind as K;
        check(K::Phone, "+49 (0)30 23125-001", "phone +493023125001");
        check(K::Whatsapp, "0049 30 23125001", "whatsapp +493023125001");
        check(K::Phone, "030 23125001", "value \"030 23125001\" is no international number such as +4930123456");
        check(K::Telegram, "@Heron_Jobs_Example", "telegram heron_jobs_example");
        check(K::Telegram, "https://t.me/Heron_Jobs_Example", "telegram heron_jobs_example");
        check(K::TelegramInvite, "AbCdEfGhIjKlMnOp", "telegram_invite AbCdEfGhIjKlMnOp");
        check(K::Vk, "heron_example", "vk heron_example");
        check(K::Email, "Jobs@Heron.Example", "email jobs@heron.example");
        check(K::Email, "jobs at heron", "value \"jobs at heron\" is no email");
        check(K::Url, "https://t.me/heron_jobs_example", "telegram heron_jobs_example");
        check(K::Domain, "Heron.Example.", "domain heron.example");
        check(K::Domain, "heron", "value \"heron\" is no domain");
        check(K::Bitcoin, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "bitcoin 1BoatSLRHtKNngkdXEeobR76b53LETtpyT");
        check(
            K::Bitcoin,
            "1BoatSLRHtKNngkdXEeobR76b53LETtpyX",
            "value \"1BoatSLRHtKNngkdXEeobR76b53LETtpyX\" is no bitcoin",
        );
        check(K::BankCard, "4111111111111111", "bank cards are not compared: posts keep them masked");
    }
}

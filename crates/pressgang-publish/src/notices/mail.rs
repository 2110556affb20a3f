//! A letter as an e-mail that mail programs open as a draft.

use mail_builder::MessageBuilder;
use mail_builder::headers::address::Address;
use mail_builder::headers::content_type::ContentType;
use mail_builder::headers::date::Date;
use mail_builder::headers::raw::Raw;
use mail_builder::mime::MimePart;
use pressgang_case::{Notifier, hash_bytes, is_email};
use pressgang_posts::Timestamp;

/// What an e-mail is made of.
#[derive(Clone, Copy, Debug)]
pub struct Mail<'a> {
    /// Who sends it.
    pub from: &'a Notifier,
    /// Who gets it, if that is known and it may be sent at all.
    pub to: Option<&'a str>,
    /// Its subject.
    pub subject: &'a str,
    /// When it was drafted.
    pub at: Timestamp,
    /// The letter as text.
    pub text: &'a str,
    /// The same as a page.
    pub html: &'a str,
    /// The same for programs, attached as `notice.json`.
    pub json: &'a str,
}

impl Mail<'_> {
    /// The e-mail as RFC 5322 has it, the same bytes for the same letter. `X-Unsent` makes mail programs open it as a
    /// draft.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn message(&self) -> std::io::Result<Vec<u8>> {
        // Nothing with a control character reaches a header, whoever said it.
        let subject = one_line(self.subject);
        let name = one_line(&self.from.name);
        let digest = hash_bytes(format!("{subject}\n{}\n{}", self.text, self.json).as_bytes());
        let digest = digest.get(..32).unwrap_or(&digest);
        let part = |kind: &'static str, text: &str| {
            MimePart::new(ContentType::new(kind).attribute("charset", "utf-8"), text.to_owned())
        };
        let bounded =
            |kind: &'static str, n: u8| ContentType::new(kind).attribute("boundary", format!("pressgang-{digest}-{n}"));
        let alternative = MimePart::new(
            bounded("multipart/alternative", 1),
            vec![part("text/plain", self.text), part("text/html", self.html)],
        );
        let attached = MimePart::new("application/json", self.json.as_bytes().to_vec()).attachment("notice.json");
        let body = MimePart::new(bounded("multipart/mixed", 0), vec![alternative, attached]);
        let mut message = MessageBuilder::new();
        if is_email(&self.from.email) {
            message = message.from(Address::new_address(Some(name), self.from.email.as_str()));
        }
        if let Some(to) = self.to.filter(|to| is_email(to)) {
            message = message.to(Address::new_address(None::<&str>, to));
        }
        message
            .subject(subject)
            .date(Date::new(self.at.unix_millis.div_euclid(1000)))
            // Whoever sends it gives it its own.
            .message_id(format!("{digest}@pressgang.invalid"))
            .header("X-Unsent", Raw::new("1"))
            .body(body)
            .write_to_vec()
    }
}

/// A text without anything that could end a header.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

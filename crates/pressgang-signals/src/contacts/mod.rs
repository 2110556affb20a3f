//! Ways to reach whoever wrote a post: phones, messenger handles and links, e-mail, web addresses.
//!
//! Everything is looked for in the folded text and handed out with the span of the raw text it came from.

mod accounts;
mod addresses;
mod candidates;
mod cards;
mod cues;
mod links;
mod listed;
mod misread;
mod phones;
mod unspoken;
mod wallets;

use std::ops::Range;

use crate::fold::Folded;
use crate::lexicon::Hit;
use unspoken::View;

pub(crate) use accounts::account_to_write_to;
pub use listed::{ListedError, listed_contact};
pub use phones::Regions;
pub(crate) use phones::has_figures;

/// What kind of contact it is; the words are those of the `read` contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ContactKind {
    /// A phone number in E.164.
    Phone,
    /// A WhatsApp number in E.164.
    Whatsapp,
    /// A Viber number in E.164.
    Viber,
    /// A Signal number in E.164.
    Signal,
    /// A Telegram handle, lower case, without `@`.
    Telegram,
    /// The hash of a Telegram invite link.
    TelegramInvite,
    /// The path of a VK page.
    Vk,
    /// An Instagram handle.
    Instagram,
    /// A Facebook path.
    Facebook,
    /// An e-mail address, lower case.
    Email,
    /// A web address.
    Url,
    /// A bare domain.
    Domain,
    /// A Bitcoin address, as written.
    Bitcoin,
    /// An Ethereum address, as written.
    Ethereum,
    /// A TRON address, as written.
    Tron,
    /// A TON address, as written.
    Ton,
    /// A bank card's number, masked.
    BankCard,
}

impl ContactKind {
    /// Every kind.
    pub const ALL: [ContactKind; 17] = [
        ContactKind::Phone,
        ContactKind::Whatsapp,
        ContactKind::Viber,
        ContactKind::Signal,
        ContactKind::Telegram,
        ContactKind::TelegramInvite,
        ContactKind::Vk,
        ContactKind::Instagram,
        ContactKind::Facebook,
        ContactKind::Email,
        ContactKind::Url,
        ContactKind::Domain,
        ContactKind::Bitcoin,
        ContactKind::Ethereum,
        ContactKind::Tron,
        ContactKind::Ton,
        ContactKind::BankCard,
    ];

    /// The word used in tables and output.
    pub fn as_str(self) -> &'static str {
        match self {
            ContactKind::Phone => "phone",
            ContactKind::Whatsapp => "whatsapp",
            ContactKind::Viber => "viber",
            ContactKind::Signal => "signal",
            ContactKind::Telegram => "telegram",
            ContactKind::TelegramInvite => "telegram_invite",
            ContactKind::Vk => "vk",
            ContactKind::Instagram => "instagram",
            ContactKind::Facebook => "facebook",
            ContactKind::Email => "email",
            ContactKind::Url => "url",
            ContactKind::Domain => "domain",
            ContactKind::Bitcoin => "bitcoin",
            ContactKind::Ethereum => "ethereum",
            ContactKind::Tron => "tron",
            ContactKind::Ton => "ton",
            ContactKind::BankCard => "bank_card",
        }
    }

    /// The kind with this word.
    pub fn named(word: &str) -> Option<ContactKind> {
        ContactKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Returns true if and only if the contact leads to one recipient (a number, a handle, an address), not to a page
    /// that anybody may link to.
    pub fn is_direct(self) -> bool {
        !matches!(self, ContactKind::Url | ContactKind::Domain) && !self.is_payment()
    }

    /// Returns true for the kinds that take money and reach nobody.
    pub fn is_payment(self) -> bool {
        matches!(
            self,
            ContactKind::Bitcoin | ContactKind::Ethereum | ContactKind::Tron | ContactKind::Ton | ContactKind::BankCard
        )
    }

    /// Returns true for the kinds whose value is a phone number.
    pub fn is_number(self) -> bool {
        matches!(self, ContactKind::Phone | ContactKind::Whatsapp | ContactKind::Viber | ContactKind::Signal)
    }

    /// The kind under which the same contact is compared: a number is the same number on every messenger.
    pub fn compared_as(self) -> ContactKind {
        if self.is_number() { ContactKind::Phone } else { self }
    }
}

/// One contact in a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// What kind it is.
    pub kind: ContactKind,
    /// Its normal form.
    pub value: String,
    /// Where it stands in the raw text, in bytes; empty for what is only in the address behind a link.
    pub span: Range<usize>,
    /// How it was hidden, if it was.
    pub hidden: Option<&'static str>,
    /// Other readings of the same span (a national number read in another country), likeliest first.
    pub alternatives: Vec<String>,
}

impl Contact {
    /// Returns true if and only if it stands in the text itself, not only in the address behind a link.
    pub fn in_text(&self) -> bool {
        !self.span.is_empty()
    }
}

/// What is known about a text when its contacts are looked for.
#[derive(Clone, Copy, Debug)]
pub struct ContactContext<'a> {
    /// The platform's name: a bare `@handle` is an account of the platform itself on X and its like.
    pub platform: Option<&'a str>,
    /// Where national numbers are likeliest from.
    pub regions: &'a Regions,
    /// The lexicon's hits in the folded text.
    pub hits: &'a [Hit],
    /// Places of the folded text that were spelled out in words.
    pub spoken: &'a [Range<usize>],
    /// From this byte of the raw text on it was read in pictures, by a program that confuses letters and digits; the
    /// text's length where none was.
    pub shown_from: usize,
}

/// Finds all contacts of a text, in order of appearance, not overlapping.
pub fn find(raw: &str, folded: &Folded, context: ContactContext<'_>) -> Vec<Contact> {
    let mut found = pass(raw, folded, context);
    if let Some(view) = unspoken::signs(folded, context.hits) {
        add_spoken(&mut found, raw, folded, context, &view, "signs in words");
    }
    if let Some(view) = unspoken::numbers(folded, context.hits) {
        add_spoken(&mut found, raw, folded, context, &view, "digits in words");
    }
    if let Some(view) = misread::view(raw, folded, context.hits, context.shown_from) {
        let context = ContactContext { hits: &view.hits, ..context };
        for (range, mut contact) in pass(raw, &view.folded, context) {
            if view.touches(&range) {
                contact.hidden = Some(MISREAD);
                found.push((folded.folded_span(contact.span.clone()), contact));
            }
        }
    }
    found.extend(wallets::find(raw, folded));
    found.extend(cards::find(raw, folded));
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    let mut contacts = Vec::with_capacity(found.len());
    for (range, contact) in found {
        // What X puts in place of a typed address is no address; the export gives the one behind it.
        let wrapped =
            context.platform == Some("x") && contact.kind == ContactKind::Url && contact.value.contains("://t.co/");
        if range.start < end || wrapped {
            continue;
        }
        end = range.end;
        contacts.push(contact);
    }
    contacts
}

/// How a contact was hidden that was put right because a picture was misread: not by whoever wrote it.
const MISREAD: &str = "misread in a picture";

type Found = (Range<usize>, Contact);

fn pass(raw: &str, folded: &Folded, context: ContactContext<'_>) -> Vec<Found> {
    let mut found = addresses::find(raw, folded, context);
    let mut taken: Vec<Range<usize>> = found.iter().map(|(range, _)| range.clone()).collect();
    taken.sort_unstable_by_key(|range| range.start);
    found.extend(phones::find(raw, folded, context, &taken));
    found
}

/// Adds what can be read only where words are written as signs.
fn add_spoken(
    found: &mut Vec<Found>,
    raw: &str,
    folded: &Folded,
    context: ContactContext<'_>,
    view: &View,
    hidden: &'static str,
) {
    let context = ContactContext { hits: &view.hits, spoken: &view.places, ..context };
    for (range, mut contact) in pass(raw, &view.folded, context) {
        if view.touches(&range) {
            contact.hidden = Some(hidden);
            found.push((folded.folded_span(contact.span.clone()), contact));
        }
    }
}

/// The contacts in the addresses behind a post's links (platforms shorten what was typed) that are not in its text.
pub fn find_in_links(links: &[String], known: &[Contact], context: ContactContext<'_>) -> Vec<Contact> {
    let mut out: Vec<Contact> = Vec::new();
    for link in links {
        let folded = Folded::new(link);
        let found = addresses::find(link, &folded, ContactContext { hits: &[], ..context });
        for (_, mut contact) in found.into_iter().take(1) {
            // What a platform links to on itself is mostly the post's own picture or film.
            let own = context.platform.is_some_and(|platform| is_own_address(platform, &contact));
            let same = |k: &Contact| k.kind.compared_as() == contact.kind.compared_as() && k.value == contact.value;
            if !own && !known.iter().any(same) && !out.iter().any(same) {
                contact.span = 0..0;
                contact.hidden = Some("behind a link");
                out.push(contact);
            }
        }
    }
    out
}

fn is_own_address(platform: &str, contact: &Contact) -> bool {
    let hosts: &[&str] = match platform {
        "x" => &["://x.com", "://twitter.com", "://pic.twitter.com", "://t.co"],
        "facebook" => &["facebook.com", "fbcdn.net", "://fb.watch"],
        "instagram" => &["instagram.com"],
        "vk" => &["://vk.com", "://m.vk.com"],
        _ => &[],
    };
    contact.kind.as_str() == platform
        || contact.kind == ContactKind::Url && hosts.iter().any(|host| contact.value.contains(host))
}

/// Says how the raw text of a contact was made hard to find, `None` when it was written plainly.
fn how_hidden(raw: &str) -> Option<&'static str> {
    let mut keycap = false;
    let mut foreign_digits = false;
    let mut invisible = false;
    let mut fancy = false;
    for c in raw.chars().filter(|c| !c.is_ascii()) {
        match c {
            '\u{20e3}' => keycap = true,
            '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{00ad}' => invisible = true,
            c if crate::fold::ascii_digit(c).is_some() => foreign_digits = true,
            '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{2460}'..='\u{24ff}' => fancy = true,
            '\u{0400}'..='\u{052f}' if raw.chars().any(|l| l.is_ascii_alphabetic()) => fancy = true,
            _ => {}
        }
    }
    let mixed = |open: char| raw.contains(open);
    if keycap {
        Some("keycap digits")
    } else if invisible {
        Some("invisible characters")
    } else if foreign_digits {
        Some("digits of another script")
    } else if fancy {
        Some("look-alike letters")
    } else if (mixed('[') || mixed('(')) && raw.chars().any(char::is_alphabetic) {
        Some("bracketed signs")
    } else {
        None
    }
}

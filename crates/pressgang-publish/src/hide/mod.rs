//! What a published page must not say: who wrote a post, and how to answer it.
//!
//! Accounts get pseudonyms (HMAC with the case's key), contacts are masked in part. Both hold wherever text is shown,
//! in four strengths:
//! - **post texts**: marked contacts, everything the case knows, and everything that still looks like a way to reach
//!   somebody; figures are spared only where they are pay or ages;
//! - **sentences**, of people ([`Hider::note`]) or of this program ([`Hider::sentence`], which keeps its numbers);
//! - **quotes** of people who answered ([`Hider::quote`]): what the case knows and what is plainly a way to reach a
//!   person, and no figures;
//! - **places** (file names, origins): known handles and contacts.
//!
//! A handle that is also an ordinary word is replaced where it is a handle (`@word`, links, its own post), but not in
//! every sentence: `x` or `russia` as somebody's handle must not rewrite the report.

mod fold;
mod known;
mod mask;
mod quote;
mod scan;
mod weave;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use hmac::{Hmac, KeyInit, Mac};
use pressgang_case::{Findings, FoundPost, SpanKind};
use pressgang_posts::{Author, PostKey};
use pressgang_signals::ContactKind;
use sha2::Sha256;

use crate::PublishError;
use fold::Folded;
use known::{Edges, Known, find_one};
use quote::Quoted;
use scan::{Found, Scanner};
use weave::{Cut, weave};

pub use weave::{Mark, Segment};

/// What stands for an account nothing is known of.
const NOBODY: &str = "account unknown";

/// Hides identities and contacts of one case.
pub struct Hider {
    pseudonymise: bool,
    mask_contacts: bool,
    mac: Hmac<Sha256>,
    scanner: Scanner,
    quoted: Quoted,
    /// Displayed names of accounts that cannot be ordinary words.
    names: Known,
    /// Handles with their platforms; the numbers of `handles` and of `words` below point here.
    accounts: Vec<(String, String)>,
    /// Every handle, for ids.
    handles: Known,
    /// Handles and contacts that cannot be ordinary words, for any text; contacts come after the accounts.
    words: Known,
    masks: Vec<String>,
    phones: Vec<(String, String)>,
}

impl Hider {
    /// Learns what has to be hidden.
    pub fn new(findings: &Findings) -> Result<Hider, PublishError> {
        let settings = &findings.publish;
        if settings.pseudonymise && settings.key.is_empty() {
            return Err(PublishError::NoKey);
        }
        let mac = Hmac::<Sha256>::new_from_slice(&settings.key).map_err(|_| PublishError::NoKey)?;
        let public = public_words(findings);
        let accounts: Vec<(String, String)> =
            accounts(findings).into_iter().filter(|(_, h)| !public.contains(h)).collect();
        let contacts = contacts(findings);
        let phones = contacts.iter().filter(|(kind, _, _)| is_phone(*kind)).filter_map(|(kind, value, _)| {
            let digits = mask::digits(value);
            let national = digits.get(mask::calling_code(&digits)..).filter(|n| n.len() >= 7)?;
            Some((national.to_owned(), mask::mask(*kind, value)))
        });
        let phones: Vec<(String, String)> = phones.collect();
        let masks: Vec<String> = contacts.iter().map(|(kind, value, _)| mask::mask(*kind, value)).collect();
        let numbered = || accounts.iter().enumerate().map(|(number, (_, handle))| (handle.clone(), number));
        let of_contacts = contacts.iter().enumerate().map(|(n, (_, _, text))| (text.clone(), accounts.len() + n));
        let telling = numbered().chain(of_contacts).filter(|(text, _)| telling(text) && !public.contains(text));
        let shown = findings.posts.iter().filter_map(|post| post.author.name.clone());
        let names = quote::names(shown.filter(|name| !public.contains(&name.trim().to_lowercase())));
        Ok(Hider {
            pseudonymise: settings.pseudonymise,
            mask_contacts: settings.mask_contacts,
            mac,
            scanner: Scanner::new()?,
            quoted: Quoted::new()?,
            names: Known::new(names.into_iter().enumerate().map(|(number, name)| (name, number)))?,
            handles: Known::new(numbered())?,
            words: Known::new(telling)?,
            accounts,
            masks,
            phones,
        })
    }

    /// The name an account goes by in the report.
    pub fn account(&self, platform: &str, handle: &str) -> String {
        let handle = handle.trim().trim_start_matches('@');
        if !self.pseudonymise {
            return handle.to_owned();
        }
        let mut mac = self.mac.clone();
        mac.update(format!("{platform}:{}", handle.to_lowercase()).as_bytes());
        let code = mac.finalize().into_bytes();
        format!("account-{}", code.iter().take(4).map(|b| format!("{b:02x}")).collect::<String>())
    }

    /// The name a post's author goes by: by handle, else by displayed name, else by the platform's id.
    pub fn author(&self, platform: &str, author: &Author) -> String {
        let known = [&author.handle, &author.name, &author.id].into_iter().flatten().find(|t| !t.trim().is_empty());
        known.map_or_else(|| NOBODY.to_owned(), |name| self.account(platform, name))
    }

    /// A contact as the report shows it.
    pub fn contact(&self, kind: ContactKind, value: &str) -> String {
        if self.mask_contacts { mask::mask(kind, value) } else { self.place(value) }
    }

    /// What tells a contact apart from others that are masked alike: its kind and a keyed digest.
    pub fn contact_code(&self, kind: ContactKind, value: &str) -> String {
        let mut mac = self.mac.clone();
        // Begins unlike every platform, so that no account gets the same digest.
        mac.update(format!(":contact:{}:{value}", kind.as_str()).as_bytes());
        let code = mac.finalize().into_bytes();
        format!("{}-{}", kind.as_str(), code.iter().take(5).map(|b| format!("{b:02x}")).collect::<String>())
    }

    /// `platform:id`, with the author's handle replaced where the id contains it.
    pub fn key(&self, key: &PostKey) -> String {
        let platform = key.platform.as_str();
        if !self.pseudonymise {
            return key.to_string();
        }
        let folded = Folded::new(&key.id);
        let hits = self.handles.find(&folded, Edges::Part).into_iter();
        let cuts = hits.filter(|&(_, n)| self.accounts.get(n).is_some_and(|(p, _)| p == platform));
        let cuts = cuts.filter_map(|(range, n)| Some(cut(range, self.shown(n)?, Mark::Account, 2)));
        format!("{platform}:{}", plain(&weave(&key.id, cuts.collect(), &[])))
    }

    /// A sentence this program wrote: its numbers stay, unless they are a known phone's or begin with `+`.
    pub fn sentence(&self, text: &str) -> String {
        self.text(text, Figures::OfPhones)
    }

    /// A sentence somebody wrote.
    pub fn note(&self, text: &str) -> String {
        self.text(text, Figures::All)
    }

    /// A file name, an origin, a citation: only what the case knows is hidden.
    pub fn place(&self, text: &str) -> String {
        let folded = Folded::new(text);
        plain(&weave(text, self.known(&folded, Edges::Part), &[]))
    }

    /// A search term: as a note, and masked when it is a part of a contact.
    pub fn term(&self, text: &str, findings: &Findings) -> String {
        let folded = Folded::new(text).text;
        let part = folded.len() > 3
            && telling(&folded)
            && findings.contacts.iter().any(|c| Folded::new(&c.value).text.contains(&folded));
        if self.mask_contacts && part { mask::mask(ContactKind::Telegram, text) } else { self.note(text) }
    }

    /// Every text inside a JSON value; numbers stay as they are.
    pub fn value(&self, value: &serde_json::Value) -> serde_json::Value {
        use serde_json::Value;
        match value {
            Value::String(text) => Value::String(self.sentence(text)),
            Value::Array(items) => Value::Array(items.iter().map(|v| self.value(v)).collect()),
            Value::Object(map) => Value::Object(map.iter().map(|(k, v)| (self.sentence(k), self.value(v))).collect()),
            other => other.clone(),
        }
    }

    /// A post's text, hidden and marked.
    pub fn post(&self, post: &FoundPost) -> Vec<Segment> {
        let raw = post.text.as_str();
        let folded = Folded::new(raw);
        let marks: Vec<(Range<usize>, Mark)> = post.spans.iter().map(|s| (s.range.clone(), mark_of(&s.kind))).collect();
        let spared: Vec<Range<usize>> = marks
            .iter()
            .filter(|(_, m)| matches!(m, Mark::Pay | Mark::Age))
            .map(|(r, _)| weave::whole(raw, r))
            .collect();
        let platform = post.key.platform.as_str();
        let mut cuts = self.known(&folded, Edges::Word);
        if self.mask_contacts {
            for span in &post.spans {
                if let SpanKind::Contact(kind, value) = &span.kind {
                    let mask = mask::mask(*kind, value);
                    let own = raw.get(span.range.clone()).unwrap_or_default();
                    let again = [own, value.as_str()].into_iter().filter(|t| t.chars().count() > 3);
                    cuts.extend(
                        again.flat_map(|t| find_one(&folded, t)).map(|r| cut(r, mask.clone(), Mark::Contact, 1)),
                    );
                    cuts.push(cut(span.range.clone(), mask, Mark::Contact, 0));
                }
            }
        }
        if self.pseudonymise {
            let author = self.author(platform, &post.author);
            let own = [&post.author.handle, &post.author.name].into_iter().flatten();
            let own = own.filter(|t| t.trim().chars().count() > 2).map(|t| (t.as_str(), author.clone()));
            let mentioned = post.mentioned_handles.iter().map(|h| (h.as_str(), self.account(platform, h)));
            for (name, shown) in own.chain(mentioned) {
                let name = name.trim().trim_start_matches('@');
                let named = |r: &Range<usize>| {
                    marks.iter().any(|(m, k)| *k == Mark::Mention && m.start <= r.start && r.end <= m.end)
                };
                let hits = find_one(&folded, name).into_iter().filter(|r| !named(r));
                cuts.extend(hits.map(|r| cut(with_at(raw, r), shown.clone(), Mark::Account, 2)));
            }
        }
        cuts.extend(self.scanned(self.scanner.everything(&folded, &spared), Some(platform)));
        cuts.extend(self.known_phones(&folded, false));
        weave(raw, cuts, &marks)
    }

    fn text(&self, text: &str, figures: Figures) -> String {
        let folded = Folded::new(text);
        let mut cuts = self.known(&folded, Edges::Word);
        let found = match figures {
            Figures::All => self.scanner.everything(&folded, &[]),
            Figures::OfPhones => self.scanner.addresses(&folded),
        };
        cuts.extend(self.scanned(found, None));
        cuts.extend(self.known_phones(&folded, true));
        plain(&weave(text, cuts, &[]))
    }

    /// Handles and contacts of the case.
    fn known(&self, folded: &Folded, edges: Edges) -> Vec<Cut> {
        let hits = self.words.find(folded, edges).into_iter();
        hits.filter_map(|(range, number)| match number.checked_sub(self.accounts.len()) {
            None => self.pseudonymise.then(|| Some(cut(range, self.shown(number)?, Mark::Account, 2)))?,
            Some(contact) => {
                self.mask_contacts.then(|| Some(cut(range, self.masks.get(contact)?.clone(), Mark::Contact, 1)))?
            }
        })
        .collect()
    }

    fn known_phones(&self, folded: &Folded, with_plus: bool) -> Vec<Cut> {
        if !self.mask_contacts {
            return Vec::new();
        }
        let rows = scan::numbers(folded, &[]).into_iter();
        rows.filter_map(|row| {
            let known = self.phones.iter().find(|(national, _)| row.written.contains(national.as_str()));
            let shown = known.map(|(_, mask)| mask.clone());
            let shown =
                shown.or_else(|| (with_plus && row.written.starts_with('+')).then(|| mask::phone(&row.written)))?;
            Some(cut(row.range, shown, Mark::Contact, 1))
        })
        .collect()
    }

    fn scanned(&self, found: Vec<(Range<usize>, Found)>, platform: Option<&str>) -> Vec<Cut> {
        let cuts = found.into_iter().filter_map(|(range, found)| match found {
            Found::Contact(mask) => self.mask_contacts.then(|| cut(range, mask, Mark::Contact, 3)),
            Found::Handle(name) => self.pseudonymise.then(|| {
                let known = self.accounts.iter().find(|(p, h)| *h == name && platform.is_none_or(|q| p == q));
                let platform = known.map(|(p, _)| p.as_str()).or(platform);
                let shown = platform.map_or_else(|| format!("@{}", mask::DOTS), |p| self.account(p, &name));
                cut(range, shown, Mark::Account, 3)
            }),
        });
        cuts.collect()
    }

    fn shown(&self, number: usize) -> Option<String> {
        self.accounts.get(number).map(|(platform, handle)| self.account(platform, handle))
    }
}

/// Which figures of a sentence are taken for phone numbers.
enum Figures {
    All,
    OfPhones,
}

fn cut(range: Range<usize>, text: String, mark: Mark, rank: u8) -> Cut {
    Cut { range, text, mark, rank }
}

/// The words of segments.
pub fn plain(segments: &[Segment]) -> String {
    segments.iter().map(|s| s.text.as_str()).collect()
}

/// A handle's range with the `@` in front of it.
fn with_at(raw: &str, range: Range<usize>) -> Range<usize> {
    let before = raw.get(..range.start).and_then(|t| t.chars().next_back());
    let at = before.filter(|c| matches!(c, '@' | '＠')).map_or(0, char::len_utf8);
    range.start - at..range.end
}

fn mark_of(kind: &SpanKind) -> Mark {
    match kind {
        SpanKind::Mention => Mark::Mention,
        SpanKind::Contact(..) => Mark::Contact,
        SpanKind::Sign(name) => {
            let name = name.to_lowercase();
            let has = |words: &[&str]| words.iter().any(|w| name.split(|c: char| !c.is_alphabetic()).any(|n| n == *w));
            if has(&["pay", "bonus", "salary", "wage"]) {
                Mark::Pay
            } else if has(&["age", "ages"]) {
                Mark::Age
            } else {
                Mark::Sign
            }
        }
    }
}

fn is_phone(kind: ContactKind) -> bool {
    matches!(kind, ContactKind::Phone | ContactKind::Whatsapp | ContactKind::Viber | ContactKind::Signal)
}

/// Returns true if and only if a handle or contact cannot be an ordinary word or number.
fn telling(text: &str) -> bool {
    let text = text.trim();
    let letters = text.chars().any(char::is_alphabetic);
    let odd = text.chars().any(|c| c.is_numeric() || matches!(c, '_' | '.' | '-' | '@' | '/'));
    let long = text.chars().count();
    long > 3 && ((letters && (odd || long >= 10)) || (!letters && long >= 7))
}

/// Names of the organisation as the posts write them: these stay, whoever also calls himself so.
fn public_words(findings: &Findings) -> HashSet<String> {
    let names = findings.organisations.iter().flat_map(|o| [o.name.as_str(), o.id.as_str()]);
    let mentions = findings.posts.iter().flat_map(|post| {
        let spans = post.spans.iter().filter(|s| s.kind == SpanKind::Mention);
        spans.filter_map(|s| post.text.get(s.range.clone()))
    });
    names.chain(mentions).map(|t| t.trim().to_lowercase()).collect()
}

/// Platform and lower-case handle of every account the findings name, each once.
fn accounts(findings: &Findings) -> Vec<(String, String)> {
    let of_posts = findings.posts.iter().flat_map(|post| {
        let handles = post.author.handle.iter().chain(&post.mentioned_handles);
        handles.map(move |h| (post.key.platform.as_str(), h.as_str()))
    });
    let of_references = findings.references.iter().map(|r| (r.platform.as_str(), r.account.as_str()));
    let mut seen = HashSet::new();
    let cleaned =
        of_posts.chain(of_references).map(|(p, h)| (p.to_owned(), h.trim().trim_start_matches('@').to_lowercase()));
    cleaned.filter(|(_, h)| !h.is_empty()).filter(|account| seen.insert(account.clone())).collect()
}

/// Kind, value and searched text of every contact: its value, and what stands for it in the posts.
fn contacts(findings: &Findings) -> Vec<(ContactKind, String, String)> {
    let listed = findings.contacts.iter().map(|c| (c.kind, c.value.clone(), c.value.clone()));
    let marked = findings.posts.iter().flat_map(|post| {
        post.spans.iter().filter_map(|span| match &span.kind {
            SpanKind::Contact(kind, value) => Some((*kind, value.clone(), post.text.get(span.range.clone()))),
            _ => None,
        })
    });
    let marked = marked.flat_map(|(kind, value, raw)| {
        let raw = raw.map(|raw| (kind, value.clone(), raw.to_owned()));
        [Some((kind, value.clone(), value)), raw].into_iter().flatten()
    });
    let mut once: HashMap<String, (ContactKind, String, String)> = HashMap::new();
    let mut order = Vec::new();
    for (kind, value, text) in listed.chain(marked) {
        if !once.contains_key(&text) {
            order.push(text.clone());
            once.insert(text.clone(), (kind, value, text));
        }
    }
    order.into_iter().filter_map(|text| once.remove(&text)).collect()
}

//! One reading: everything a post says, each fact with its span in the raw text.

use crate::contacts::{self, Contact, ContactContext, Regions};
use crate::fold::Folded;
use crate::language::{self, LanguageGuess, LanguageSpan};
use crate::lexicon::{Lexicons, Sense};
use crate::mentions::{Mention, Names};
use crate::offer::{self, Offer};
use crate::pack::Pack;
use crate::places;
use crate::recruitment::{self, Recruitment};

/// What one post says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// BCP 47 code of the likeliest language, `und` where there is none.
    pub language: String,
    /// The guesses behind it.
    pub languages: Vec<LanguageGuess>,
    /// Which part is in which language, where there is more than one.
    pub language_spans: Vec<LanguageSpan>,
    /// ISO 15924 code of the script most of it is in, `Zyyy` where it has no letters.
    pub script: &'static str,
    /// Ways to reach the writer.
    pub contacts: Vec<Contact>,
    /// Organisations named.
    pub mentions: Vec<Mention>,
    /// What is offered, `None` when nothing is.
    pub offer: Option<Offer>,
    /// Whether it recruits.
    pub recruitment: Recruitment,
}

/// The likeliest language must be so likely, and each at least [`LIKELY`], before numbers are read as its countries'.
const SURE: f32 = 0.4;
const LIKELY: f32 = 0.2;

/// What stands between a post's own text and that in its pictures when both are read together.
pub const SHOWN_GAP: &str = "\n\n";

/// Reads posts: lexicons and the names of the studied organisations, compiled once and shared by all threads.
#[derive(Debug)]
pub struct PostReader {
    lexicons: &'static Lexicons,
    names: Names,
}

impl PostReader {
    /// A reader that looks for the organisations of `packs`.
    pub fn new(packs: &[Pack]) -> PostReader {
        PostReader { lexicons: Lexicons::shipped(), names: Names::new(packs) }
    }

    /// Reads one post. `platform` is the platform's name where it is known (it decides what a bare `@handle` is),
    /// `links` are the addresses behind the text's links where the platform gives them.
    pub fn read(&self, text: &str, platform: Option<&str>, links: &[String]) -> Reading {
        self.read_by(None, text, platform, links)
    }

    /// Reads one post of an account. Its displayed name may say which country national numbers are from
    /// ("Jobs in Riga", a flag) where the text does not.
    pub fn read_by(&self, author: Option<&str>, text: &str, platform: Option<&str>, links: &[String]) -> Reading {
        self.read_whole(author, text, text.len(), platform, links)
    }

    /// Reads one post together with the text in its pictures and films, which may say by whom one is hired and how to
    /// reach him where the post's own text does not. Spans count the bytes of the text, [`SHOWN_GAP`] and `shown` one
    /// after the other. The language is that of the post's own text, unless that says too little.
    pub fn read_shown(
        &self,
        author: Option<&str>,
        text: &str,
        shown: &str,
        platform: Option<&str>,
        links: &[String],
    ) -> Reading {
        if shown.is_empty() {
            return self.read_by(author, text, platform, links);
        }
        let whole = [text, SHOWN_GAP, shown].concat();
        self.read_whole(author, &whole, text.len(), platform, links)
    }

    /// Reads a text of which the first `own` bytes are the post's own.
    fn read_whole(
        &self,
        author: Option<&str>,
        text: &str,
        own: usize,
        platform: Option<&str>,
        links: &[String],
    ) -> Reading {
        let folded = Folded::new(text);
        let mut languages = language::detect(&text[..own]);
        let language_spans = language::switches(&text[..own], &languages);
        let mut shown = Vec::new();
        if own < text.len() {
            shown = language::detect(&text[own..]);
            if languages.first().is_none_or(|g| g.p < SURE) {
                languages = language::detect(text);
            }
        }
        let language = language::best(&languages).to_owned();
        let mut chosen = self
            .lexicons
            .for_languages(languages.iter().chain(&shown).filter(|g| g.p >= 0.08).map(|g| g.code.as_str()));
        // English words and abbreviations stand in adverts of every language.
        let english = self.lexicons.for_languages(std::iter::once("en"));
        for index in english {
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
        let hits = self.lexicons.find(&folded, &chosen);
        let numbers = contacts::has_figures(folded.text())
            || hits.iter().filter(|h| matches!(h.sense, Sense::Number(_))).take(4).count() == 4;
        // Countries that are named come before those of the language.
        let named = hits.iter().filter_map(|hit| match &hit.sense {
            Sense::Country(code) => std::str::from_utf8(code).ok(),
            _ => None,
        });
        let places = if numbers { places::countries(text, &folded, &hits) } else { Vec::new() };
        let account = author.filter(|_| numbers).map_or(Vec::new(), |name| self.countries_of(name, &chosen));
        let account = account.iter().filter_map(|code| std::str::from_utf8(code).ok());
        let named =
            named.take(2).chain(places.iter().take(3).filter_map(|code| std::str::from_utf8(code).ok())).chain(account);
        // A guess at the language is no guess at a country: a wrong number is worse than a missing one.
        // Unless a word for phones or for writing to somebody is in that language.
        let sure = languages.first().is_some_and(|g| g.p >= SURE);
        let likely = languages
            .iter()
            .chain(&shown)
            .filter(|g| if sure { g.p >= LIKELY } else { numbers && self.speaks_of_contacts(&folded, &g.code) });
        // Nearly all who are paid in its currency write at home.
        let home = languages.first().filter(|_| sure).into_iter();
        let home = self.lexicons.for_languages(home.map(|g| g.code.as_str()));
        let home = home.iter().filter_map(|&i| self.lexicons.get(i)).filter(|l| l.currency.is_some());
        let home = home.take(1).find_map(|l| l.regions.first()).map(String::as_str);
        let spoken = likely.map(|g| g.code.as_str());
        let most = if sure || languages.is_empty() { usize::MAX } else { 1 };
        // Where there are no words, only the way of writing speaks; English is written where most ways are used.
        let wordless = languages.is_empty().then_some("en");
        let spoken = self.lexicons.for_languages(spoken.chain(wordless));
        let spoken = spoken
            .iter()
            .filter_map(|&i| self.lexicons.get(i))
            .flat_map(|l| l.regions.iter().take(most))
            .map(String::as_str);
        let regions = Regions::from_codes(named, home, spoken).guessed(wordless.is_some());
        let context = ContactContext { platform, regions: &regions, hits: &hits, spoken: &[], shown_from: own };
        let mut contacts = contacts::find(text, &folded, context);
        let behind_links = contacts::find_in_links(links, &contacts, context);
        contacts.extend(behind_links);
        let mentions = self.names.find(&folded, &hits);
        let mut taken: Vec<_> = contacts.iter().filter(|c| c.in_text()).map(|c| c.span.clone()).collect();
        taken.sort_unstable_by_key(|span| span.start);
        let home = chosen.first().and_then(|&i| self.lexicons.get(i)).and_then(|l| l.currency.as_deref());
        let offer = offer::read(text, &folded, &hits, &taken, home);
        let recruitment = recruitment::weigh(&folded, &hits, &contacts, &mentions, offer.as_ref());
        let script = language::script(text);
        Reading { language, languages, language_spans, script, contacts, mentions, offer, recruitment }
    }

    /// The countries that an account's name tells of.
    fn countries_of(&self, name: &str, lexicons: &[u16]) -> Vec<[u8; 2]> {
        let folded = Folded::new(name);
        let hits = self.lexicons.find(&folded, lexicons);
        let named = hits.iter().filter_map(|hit| match hit.sense {
            Sense::Country(code) => Some(code),
            _ => None,
        });
        let mut countries: Vec<[u8; 2]> = named.collect();
        countries.extend(places::countries(name, &folded, &hits));
        countries
    }

    /// Returns true if a word of this language's lexicon that stands around contacts is in the text.
    fn speaks_of_contacts(&self, folded: &Folded, code: &str) -> bool {
        let own = self.lexicons.for_languages(std::iter::once(code));
        let words = self.lexicons.find(folded, &own);
        // "Tel" and "call" are written in many languages.
        let telling = |sense| matches!(sense, Sense::Phone | Sense::Write | Sense::Invitation);
        words.iter().any(|hit| telling(hit.sense) && hit.end - hit.start >= 5)
    }
}

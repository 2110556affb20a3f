//! One reading: everything a post says, each fact with its span in the raw text.

use crate::contacts::{self, Contact, ContactContext, Regions};
use crate::fold::Folded;
use crate::language::{self, LanguageGuess};
use crate::lexicon::Lexicons;
use crate::mentions::{Mention, Names};
use crate::offer::{self, Offer};
use crate::pack::Pack;
use crate::recruitment::{self, Recruitment};

/// What one post says.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// BCP 47 code of the likeliest language, `und` where there is none.
    pub language: String,
    /// The guesses behind it.
    pub languages: Vec<LanguageGuess>,
    /// Ways to reach the writer.
    pub contacts: Vec<Contact>,
    /// Organisations named.
    pub mentions: Vec<Mention>,
    /// What is offered, `None` when nothing is.
    pub offer: Option<Offer>,
    /// Whether it recruits.
    pub recruitment: Recruitment,
}

/// From this probability on the model's first guess is taken as it is.
const SURE: f32 = 0.6;
/// How much a text wholly made of a lexicon's words speaks for its language.
const COVERAGE_WEIGHT: f32 = 8.0;

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
        let folded = Folded::new(text);
        let languages = self.settled(&folded, language::detect(text));
        let language = language::best(&languages).to_owned();
        let mut chosen = self.lexicons.for_languages(languages.iter().filter(|g| g.p >= 0.08).map(|g| g.code.as_str()));
        // English words and abbreviations stand in adverts of every language.
        let english = self.lexicons.for_languages(std::iter::once("en"));
        for index in english {
            if !chosen.contains(&index) {
                chosen.push(index);
            }
        }
        let hits = self.lexicons.find(&folded, &chosen);
        let regions = Regions::from_codes(
            chosen.iter().filter_map(|&i| self.lexicons.get(i)).flat_map(|l| &l.regions).map(String::as_str),
        );
        let context = ContactContext { platform, regions: &regions, hits: &hits };
        let mut contacts = contacts::find(text, &folded, context);
        let behind_links = contacts::find_in_links(links, &contacts, context);
        contacts.extend(behind_links);
        let mentions = self.names.find(&folded, &hits);
        let mut taken: Vec<_> = contacts.iter().filter(|c| c.in_text()).map(|c| c.span.clone()).collect();
        taken.sort_unstable_by_key(|span| span.start);
        let offer = offer::read(&folded, &hits, &taken);
        let recruitment = recruitment::weigh(&folded, &hits, &contacts, &mentions, offer.as_ref());
        Reading { language, languages, contacts, mentions, offer, recruitment }
    }

    /// Lets words decide between languages that the model cannot tell apart: of Serbian and Croatian, the one whose
    /// lexicon covers more of the text. A guess the model is sure of stays.
    fn settled(&self, folded: &Folded, mut guesses: Vec<LanguageGuess>) -> Vec<LanguageGuess> {
        let (length, before) = (folded.text().len().max(1) as f32, guesses.iter().map(|g| g.p).sum::<f32>());
        if guesses.len() < 2 || guesses[0].p >= SURE {
            return guesses;
        }
        for guess in &mut guesses {
            let Some(own) = self.lexicons.of(&guess.code) else { continue };
            let covered: usize = self.lexicons.find(folded, &[own]).iter().map(|hit| hit.end - hit.start).sum();
            guess.p *= 1.0 + COVERAGE_WEIGHT * covered as f32 / length;
        }
        let after: f32 = guesses.iter().map(|g| g.p).sum();
        for guess in &mut guesses {
            guess.p *= before / after;
        }
        guesses.sort_by(|a, b| b.p.total_cmp(&a.p));
        guesses
    }
}

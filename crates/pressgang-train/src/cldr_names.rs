//! `cldr-names`: what currencies and countries are called in the languages of the lexicons, from CLDR through ICU4X.
//!
//! Writes lines of language, code (ISO 4217 of three letters, ISO 3166-1 of two), name; currencies in every plural form
//! of the language, their symbol, and the noun alone where only one currency is called so ("zlotys" of "zlotys
//! polacos").

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use icu_experimental::dimension::provider::currency::extended::CurrencyExtendedDataV1;
use icu_experimental::dimension::provider::currency::symbols::CurrencySymbolsV1;
use icu_experimental::displaynames::provider::LocaleNamesRegionV0;
use icu_locale_core::Locale;
use icu_plurals::{PluralOperands, PluralRules};
use icu_provider::DataProvider;
use icu_provider::prelude::*;
use pressgang_signals::Lexicons;

/// Shortened names that are ordinary words: "nhân" is a person far more often than a renminbi.
const ORDINARY: [(&str, &str); 1] = [("vi", "nhân")];

/// The currencies that people are paid in where the lexicons' languages are spoken, and those that are paid in abroad.
const CURRENCIES: &str = "AED AFN ALL AMD ARS AUD AZN BAM BDT BGN BHD BIF BOB BRL BWP BYN CAD CDF CHF CLP CNY COP CRC \
    CUP CZK DKK DOP DZD EGP ERN ETB EUR GBP GEL GHS GNF GTQ HKD HNL HUF IDR ILS INR IQD IRR ISK JOD JPY KES KGS KHR KRW \
    KWD KZT LAK LBP LKR LYD MAD MDL MGA MKD MMK MNT MRU MXN MYR MZN NGN NIO NOK NPR NZD OMR PEN PHP PKR PLN PYG QAR RON \
    RSD RUB RWF SAR SDG SEK SGD SOS SSP SYP THB TJS TMT TND TRY TWD TZS UAH UGX USD UYU UZS VES VND XAF XOF YER ZAR ZMW";

#[allow(clippy::print_stdout, reason = "a tool for developers")]
fn main() -> Result<(), Box<dyn Error>> {
    let provider = icu_experimental::provider::Baked;
    let languages: BTreeSet<&str> = Lexicons::shipped().languages().collect();
    for code in languages {
        let mut currencies: BTreeSet<(&str, String)> = BTreeSet::new();
        let mut locales: Vec<Locale> = vec![code.parse()?];
        // Languages that are written in two alphabets.
        for other in ["sr-Latn", "uz-Cyrl", "az-Cyrl"] {
            if other.starts_with(code) {
                locales.push(other.parse()?);
            }
        }
        for locale in locales {
            let rules = PluralRules::try_new((&locale).into(), Default::default())?;
            let data_locale: DataLocale = (&locale).into();
            let id = DataIdentifierBorrowed::for_locale(&data_locale);
            let response: Result<DataResponse<LocaleNamesRegionV0>, _> =
                provider.load(DataRequest { id, ..Default::default() });
            if let Ok(response) = response {
                let names = response.payload.get();
                for (region, name) in names.names.iter().chain(names.short_names.iter()) {
                    let region = region.try_into_tinystr().map(|r| r.to_string()).unwrap_or_default();
                    // Regions of two letters have phone numbers; those of three digits are parts of the world.
                    let telling = name.chars().count() >= 4 || !name.is_ascii() && name.chars().count() >= 2;
                    if region.len() == 2 && telling {
                        println!("{code}\t{region}\t{name}");
                    }
                }
            }
            for currency in CURRENCIES.split_whitespace() {
                let attributes = DataMarkerAttributes::try_from_str(currency).map_err(|_| "not an attribute")?;
                let id = DataIdentifierBorrowed::for_marker_attributes_and_locale(attributes, &data_locale);
                let request = DataRequest { id, ..Default::default() };
                let mut names = BTreeSet::new();
                let response: Result<DataResponse<CurrencyExtendedDataV1>, _> = provider.load(request);
                if let Ok(response) = response {
                    for n in [0usize, 1, 2, 3, 5, 11, 21, 100] {
                        names.insert(response.payload.get().get(PluralOperands::from(n), &rules).to_owned());
                    }
                }
                let response: Result<DataResponse<CurrencySymbolsV1>, _> = provider.load(request);
                if let Ok(response) = response {
                    names.insert(response.payload.get().as_str().to_owned());
                }
                for name in names {
                    // Single letters and bare signs are read by the code, which knows what may stand around them.
                    let clean = name.trim_end_matches('.').replace(['\u{a0}', '\u{200f}'], " ");
                    if clean.chars().filter(|c| c.is_alphabetic()).count() >= 3 && clean != currency {
                        currencies.insert((currency, clean.trim().to_owned()));
                    }
                }
            }
        }
        for noun in nouns(&currencies) {
            currencies.insert(noun);
        }
        for (currency, name) in currencies.into_iter().filter(|(_, name)| !ORDINARY.contains(&(code, name.as_str()))) {
            println!("{code}\t{currency}\t{name}");
        }
    }
    Ok(())
}

/// The nouns of a language's currencies of which there is just one. Whether nouns stand first or last follows from what
/// names share: pesos and dollars have many countries.
fn nouns<'a>(currencies: &BTreeSet<(&'a str, String)>) -> Vec<(&'a str, String)> {
    let mut of_word: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let mut ends: [BTreeMap<String, BTreeSet<&str>>; 2] = Default::default();
    let words = |name: &str| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let several = || currencies.iter().map(|(code, name)| (*code, words(name)));
    for (code, words) in several() {
        if let [first, .., last] = &words[..] {
            ends[0].entry(first.clone()).or_default().insert(code);
            ends[1].entry(last.clone()).or_default().insert(code);
        }
        for word in words {
            of_word.entry(word).or_default().insert(code);
        }
    }
    let shared =
        |end: &BTreeMap<String, BTreeSet<&str>>| end.values().map(BTreeSet::len).filter(|n| *n > 1).sum::<usize>();
    let first = shared(&ends[0]) > shared(&ends[1]);
    several()
        .filter(|(_, words)| words.len() > 1)
        .filter_map(|(code, mut words)| Some((code, if first { words.swap_remove(0) } else { words.pop()? })))
        .filter(|(code, noun)| {
            // Marks are brands too, and short nouns are words of every kind.
            *code != "BAM"
                && noun.chars().count() >= 4
                && noun.chars().all(char::is_alphabetic)
                && !["real", "reales", "drama"].contains(&noun.as_str())
                && of_word.get(noun).is_some_and(|codes| codes.len() == 1)
        })
        .collect()
}

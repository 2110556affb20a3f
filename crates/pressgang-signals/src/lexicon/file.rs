//! The shape of a lexicon file, and what its lists mean.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::sense::{Benefit, Condition, Isco, PayKind, Period, Sense, Service};

type Words = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub language: String,
    #[serde(rename = "name")]
    _name: String,
    #[serde(default)]
    pub serves: Vec<String>,
    #[serde(default)]
    pub regions: Vec<String>,
    #[serde(default)]
    pub currency: Option<String>,
    #[serde(default = "yes")]
    pub boundaries: bool,
    roles: BTreeMap<String, Words>,
    signs: BTreeMap<String, Words>,
    #[serde(default)]
    benefits: BTreeMap<String, Words>,
    #[serde(default)]
    amounts: BTreeMap<String, Words>,
    #[serde(default)]
    kinds: BTreeMap<String, Words>,
    #[serde(default)]
    periods: BTreeMap<String, Words>,
    #[serde(default)]
    currencies: BTreeMap<String, Words>,
    #[serde(default)]
    range: BTreeMap<String, Words>,
    #[serde(default)]
    hidden: BTreeMap<String, Words>,
    #[serde(default)]
    contact: BTreeMap<String, Words>,
    #[serde(default)]
    conditions: BTreeMap<String, Words>,
    #[serde(default)]
    numbers: BTreeMap<String, Words>,
}

fn yes() -> bool {
    true
}

/// Every phrase of a file with what it means, or what is wrong with the file.
pub(super) fn senses(file: &File) -> Result<Vec<(String, Sense)>, String> {
    let mut out = Vec::new();
    let mut add = |words: &Words, sense: Sense| out.extend(words.iter().map(|word| (word.clone(), sense)));
    for (code, words) in &file.roles {
        add(
            words,
            Sense::Role(Isco::parse(code).ok_or_else(|| format!("roles: {code:?} is no ISCO-08 code of four digits"))?),
        );
    }
    for (sign, words) in &file.signs {
        let sense = match sign.as_str() {
            "invitation" => Sense::Invitation,
            "vacancy" => Sense::Vacancy,
            "combat" => Sense::Combat,
            "pay" => Sense::Pay,
            "age" => Sense::Age,
            "term" => Sense::Term,
            "phone" => Sense::Phone,
            "negation" => Sense::Negation,
            "follow" => Sense::Follow,
            "warning" => Sense::Warning,
            "reporting" => Sense::Reporting,
            "joke" => Sense::Joke,
            "price" => Sense::Price,
            "charge" => Sense::Charge,
            "not_pay" => Sense::NotPay,
            "unit" => Sense::Unit,
            "market" => Sense::Market,
            "person" => Sense::Person,
            other => return Err(format!("signs: unknown sign {other:?}")),
        };
        add(words, sense);
    }
    for (name, words) in &file.benefits {
        add(words, Sense::Benefit(Benefit::named(name).ok_or_else(|| format!("benefits: unknown benefit {name:?}"))?));
    }
    for (name, words) in &file.amounts {
        let factor = match name.as_str() {
            "half" => {
                add(words, Sense::Half);
                continue;
            }
            "lpa" => {
                add(words, Sense::LakhsAYear);
                continue;
            }
            "billion" => 1_000_000_000,
            "thousand" => 1_000,
            "ten_thousand" => 10_000,
            "lakh" => 100_000,
            "million" => 1_000_000,
            "crore" => 10_000_000,
            "hundred_million" => 100_000_000,
            other => return Err(format!("amounts: unknown multiplier {other:?}")),
        };
        add(words, Sense::Multiplier(factor));
    }
    for (name, words) in &file.kinds {
        add(words, Sense::Kind(PayKind::named(name).ok_or_else(|| format!("kinds: unknown kind {name:?}"))?));
    }
    for (name, words) in &file.periods {
        add(words, Sense::Period(Period::named(name).ok_or_else(|| format!("periods: unknown period {name:?}"))?));
    }
    for (code, words) in &file.currencies {
        let iso =
            <[u8; 3]>::try_from(code.as_bytes()).map_err(|_| format!("currencies: {code:?} is no ISO 4217 code"))?;
        add(words, Sense::Currency(iso));
    }
    for (bound, words) in &file.range {
        match bound.as_str() {
            "from" => add(words, Sense::From),
            "from_age" => add(words, Sense::FromAge),
            "to" => add(words, Sense::To),
            "older" => add(words, Sense::Older),
            "younger" => add(words, Sense::Younger),
            "and" => add(words, Sense::And),
            other => return Err(format!("range: unknown bound {other:?}")),
        }
    }
    for (name, words) in &file.hidden {
        match name.as_str() {
            "at" => add(words, Sense::At),
            "dot" => add(words, Sense::Dot),
            "plus" => add(words, Sense::Plus),
            "dash" => add(words, Sense::Dash),
            "slash" => add(words, Sense::Slash),
            "underscore" => add(words, Sense::Underscore),
            "hundred" => add(words, Sense::Hundred),
            "double" => add(words, Sense::Repeat(2)),
            "triple" => add(words, Sense::Repeat(3)),
            "digits" if words.len() == 10 => {
                for (digit, alternatives) in words.iter().enumerate() {
                    let alternatives: Words = alternatives.split('|').map(str::to_owned).collect();
                    add(&alternatives, Sense::Number(digit as u16));
                }
            }
            "plurals" if words.len() == 10 => {
                for (digit, alternatives) in words.iter().enumerate() {
                    let alternatives: Words =
                        alternatives.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect();
                    add(&alternatives, Sense::Plural(digit as u8));
                }
            }
            "plurals" => return Err("hidden: plurals must list ten words, zeros to nines".to_owned()),
            "digits" => return Err("hidden: digits must list ten words, zero to nine".to_owned()),
            other => return Err(format!("hidden: unknown key {other:?}")),
        }
    }
    for (value, words) in &file.numbers {
        let number = value.parse().ok().filter(|n| (10..1000).contains(n));
        add(
            words,
            Sense::Number(number.ok_or_else(|| format!("numbers: {value:?} is no whole number from 10 to 999"))?),
        );
    }
    for (name, words) in &file.contact {
        let sense = match name.as_str() {
            "write" => Sense::Write,
            "source" => Sense::Source,
            "numbered" => Sense::Numbered,
            name => Sense::Service(Service::named(name).ok_or_else(|| format!("contact: unknown key {name:?}"))?),
        };
        add(words, sense);
    }
    for (name, words) in &file.conditions {
        let condition = Condition::named(name).ok_or_else(|| format!("conditions: unknown condition {name:?}"))?;
        add(words, Sense::Condition(condition));
    }
    Ok(out)
}

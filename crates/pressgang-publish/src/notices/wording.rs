//! The sentences of notices as data: one file per language in Project Fluent's format.
//!
//! A new language is a new file beside `en.ftl` with the same messages and arguments, and a line in [`FILES`].

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};

/// Languages with their files; the first stands in for those there are none of.
const FILES: [(&str, &str); 7] = [
    ("en", include_str!("wording/en.ftl")),
    ("de", include_str!("wording/de.ftl")),
    ("es", include_str!("wording/es.ftl")),
    ("fr", include_str!("wording/fr.ftl")),
    ("it", include_str!("wording/it.ftl")),
    ("pl", include_str!("wording/pl.ftl")),
    ("ru", include_str!("wording/ru.ftl")),
];

/// Languages that notices can be written in, BCP 47.
pub const LANGUAGES: [&str; FILES.len()] = {
    let mut codes = [""; FILES.len()];
    let mut at = 0;
    while at < FILES.len() {
        codes[at] = FILES[at].0;
        at += 1;
    }
    codes
};

/// What is filled in.
#[derive(Clone, Copy, Debug)]
pub enum Told<'a> {
    /// A text.
    Text(&'a str),
    /// A count, which also decides between forms.
    Count(usize),
}

impl<'a> From<&'a str> for Told<'a> {
    fn from(text: &'a str) -> Told<'a> {
        Told::Text(text)
    }
}

impl<'a> From<&'a String> for Told<'a> {
    fn from(text: &'a String) -> Told<'a> {
        Told::Text(text)
    }
}

impl From<usize> for Told<'_> {
    fn from(count: usize) -> Self {
        Told::Count(count)
    }
}

/// The sentences of one language.
pub struct Wording {
    language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

impl Wording {
    /// The sentences of a language; English where there are none of it.
    pub fn new(language: &str) -> Wording {
        let (code, text) = FILES.iter().find(|(code, _)| *code == language).unwrap_or(&FILES[0]);
        let mut bundle = FluentBundle::new(code.parse().into_iter().collect());
        // The marks around what is filled in would be seen in plain text.
        bundle.set_use_isolating(false);
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        // A message that stands there twice is the first of the two.
        let _ = bundle.add_resource(resource);
        Wording { language: code, bundle }
    }

    /// BCP 47 code.
    pub fn language(&self) -> &'static str {
        self.language
    }

    /// The message of a name, or the name where there is none.
    pub fn say(&self, message: &str, told: &[(&str, Told<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(message).and_then(|found| found.value()) else {
            return message.to_owned();
        };
        let mut args = FluentArgs::with_capacity(told.len());
        for (name, value) in told {
            match value {
                Told::Text(text) => args.set(*name, *text),
                Told::Count(count) => args.set(*name, *count as f64),
            }
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&args), &mut errors);
        debug_assert!(errors.is_empty(), "{message}: {errors:?}");
        said.into_owned()
    }

    /// The message of a name that needs nothing filled in.
    pub fn plain(&self, message: &str) -> String {
        self.say(message, &[])
    }

    /// What something is called: the message `KIND-CODE`, its spaces hyphens; the code where there is none.
    pub fn name(&self, kind: &str, code: &str) -> String {
        let message = format!("{kind}-{}", code.replace(' ', "-"));
        if self.bundle.has_message(&message) { self.plain(&message) } else { code.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// The messages of a file, each with the names of what is filled in.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut last = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let name = line.split_once(" = ").map_or(line.trim_end_matches(" ="), |(name, _)| name);
            if line.starts_with(|c: char| c.is_ascii_lowercase()) {
                last = name.to_owned();
                assert!(found.insert(last.clone(), BTreeSet::new()).is_none(), "{last} stands there twice");
            }
            for part in line.split('$').skip(1) {
                let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(part.len());
                found.get_mut(&last).unwrap().insert(part[..end].to_owned());
            }
        }
        found
    }

    #[test]
    fn every_language_has_every_message_and_argument() {
        let english = messages(FILES[0].1);
        assert!(english.len() > 150 && english["item"].contains("quoted"));
        for (code, text) in FILES {
            if let Err((_, errors)) = FluentResource::try_new(text.to_owned()) {
                panic!("{code}: {errors:?}");
            }
            let other = messages(text);
            let names = |of: &BTreeMap<String, BTreeSet<String>>| of.keys().cloned().collect::<BTreeSet<_>>();
            assert_eq!(names(&other), names(&english), "{code} lacks messages or has others");
            for (message, arguments) in &english {
                assert_eq!(&other[message], arguments, "{code}: {message}");
            }
        }
    }

    #[test]
    fn every_code_has_a_name() {
        use pressgang_signals::DesignationKind;
        let wording = Wording::new("en");
        let mut codes: Vec<(&str, &str)> = DesignationKind::ALL.map(|kind| ("kind", kind.as_str())).to_vec();
        let named_apart = ["organisation named", "insiders' word", "leader named", "contact", "link", "price"];
        let against = ["warning", "report", "joke"];
        let signs = pressgang_signals::SIGNS.into_iter().filter(|s| !named_apart.contains(s) && !against.contains(s));
        codes.extend(signs.map(|sign| ("sign", sign)));
        codes.extend(
            pressgang_case::STATUSES.into_iter().filter(|s| !s.starts_with("removed_by")).map(|s| ("status", s)),
        );
        codes.extend(pressgang_signals::ContactKind::ALL.map(|kind| ("contact", kind.as_str())));
        codes.extend(pressgang_case::MEMBER_STATES.map(|state| ("jurisdiction", state)));
        let scales = pressgang_weigh::scales::Scale::ALL.into_iter();
        codes.extend(scales.flat_map(|scale| scale.terms().map(|term| ("term", term.words))));
        for (kind, code) in codes {
            let message = format!("{kind}-{}", code.replace(' ', "-"));
            assert!(wording.bundle.has_message(&message), "{message}");
        }
    }
}

//! The sentences of assessments, as data: one file per language in Project Fluent's format, with plurals by CLDR.
//!
//! A new language is a new file beside `en.ftl` with the same messages, and a line in [`FILES`].

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use pressgang_weigh::scales::thousands;

/// Languages with their files.
const FILES: [(&str, &str); 1] = [("en", include_str!("en.ftl"))];

/// Languages that sentences can be written in, BCP 47.
pub(crate) const LANGUAGES: [&str; FILES.len()] = {
    let mut codes = [""; FILES.len()];
    let mut at = 0;
    while at < FILES.len() {
        codes[at] = FILES[at].0;
        at += 1;
    }
    codes
};

/// The sentences of one language.
pub(crate) struct Wording {
    language: String,
    bundle: FluentBundle<FluentResource>,
}

/// What stands in for a name in a sentence.
#[derive(Clone, Copy)]
pub(crate) enum Told<'a> {
    Text(&'a str),
    /// A count, which also decides between singular and plural.
    Count(u64),
}

impl Wording {
    /// The sentences of a language; English where there are none of it.
    pub fn new(language: &str) -> Wording {
        let (code, text) = FILES.iter().find(|(code, _)| *code == language).unwrap_or(&FILES[0]);
        let mut bundle = FluentBundle::new(code.parse().into_iter().collect());
        // The marks around what is filled in are for mixed directions of writing and would be seen in tables.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => Some(thousands(number.value as u64)),
            _ => None,
        }));
        let resource = FluentResource::try_new((*text).to_owned()).unwrap_or_else(|(parsed, _)| parsed);
        // A message that stands there twice is the first of the two.
        let _ = bundle.add_resource(resource);
        Wording { language: (*code).to_owned(), bundle }
    }

    /// BCP 47 code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// What something is called: the message `KIND-CODE`, or the code where there is none.
    pub fn name(&self, kind: &str, code: &str) -> String {
        let message = format!("{kind}-{code}");
        if self.bundle.has_message(&message) { self.say(&message, &[]) } else { code.to_owned() }
    }

    /// "X, Y and Z".
    pub fn list(&self, mut names: Vec<String>) -> String {
        let Some(last) = names.pop() else { return String::new() };
        if names.is_empty() {
            return last;
        }
        let first = names.join(", ");
        self.say("list-and", &[("first", Told::Text(&first)), ("last", Told::Text(&last))])
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_whole() {
        for (code, text) in FILES {
            assert!(FluentResource::try_new(text.to_owned()).is_ok(), "{code} cannot be parsed");
        }
        let names = |text: &str| -> std::collections::BTreeSet<String> {
            let message = |line: &str| line.split_once(" =").map(|(name, _)| name.to_owned());
            text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase())).filter_map(message).collect()
        };
        for (code, text) in FILES {
            assert_eq!(names(text), names(FILES[0].1), "{code} lacks messages or has others");
        }
    }

    #[test]
    fn counts_decide_between_forms() {
        let wording = Wording::new("en");
        let say = |hits, posts| {
            let told = [
                ("hits", Told::Count(hits)),
                ("posts", Told::Count(posts)),
                ("accounts", Told::Count(1)),
                ("platforms", Told::Text("VK")),
                ("low", Told::Text("0.71")),
                ("high", Told::Text("1.00")),
            ];
            wording.say("words-same", &told)
        };
        assert_eq!(
            say(1, 1234),
            "1 of 1,234 posts has the wording of a verified account on VK (Jaccard index of 5-character sequences 0.71 to 1.00)"
        );
        assert!(say(2, 2).starts_with("2 of 2 posts have the wording"));
    }
}

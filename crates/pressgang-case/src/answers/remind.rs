//! A reminder of an unanswered notice, as a text for a person to send.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use pressgang_posts::Timestamp;

use super::AnswerError;
use super::AnswerKind;
use super::counted::{Standing, first_of, standing};
use super::drafted::{OTHER_NOTIFICATION, TRUSTED_FLAGGER, source_type};
use crate::error::CaseError;
use crate::folder::Case;
use crate::notices::NoticeKind;
use crate::tables::{PartReader, PostRow};

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// The wording of a language.
type Wording = BTreeMap<String, String>;

/// What every language falls back to.
const ENGLISH: &str = "en";

/// All wordings, by language. Whether the file is whole is a test.
static WORDINGS: LazyLock<BTreeMap<String, Wording>> =
    LazyLock::new(|| toml::from_str(include_str!("reminders.toml")).unwrap_or_default());

impl Case {
    /// A reminder of a notice that waits for an answer, in the notice's language where there is a wording in it and in
    /// English otherwise.
    ///
    /// # Errors
    /// [`AnswerError::NotSent`], [`AnswerError::Answered`].
    pub fn reminder(&self, notice: &str, at: Timestamp) -> Result<String, CaseError> {
        let notice = self.notice_named(notice)?;
        let answers = self.answers()?;
        let decided = match standing(&answers, &notice) {
            Standing::Waits(decided) => decided,
            Standing::Settled(answer) => {
                let (id, at) = (answer.id.clone(), answer.received_at.to_string());
                return Err(AnswerError::Answered { notice: notice.id, answer: id, at }.into());
            }
        };
        let Some(sent) = &notice.sent else { return Err(AnswerError::NotSent { notice: notice.id.clone() }.into()) };
        let base = notice.language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
        let wording = WORDINGS.get(&base).or_else(|| WORDINGS.get(ENGLISH));
        let say = |key: &str| wording.and_then(|w| w.get(key)).map_or("", String::as_str);
        let day = |at: Timestamp| at.to_jiff().strftime("%Y-%m-%d").to_string();
        let moment = |at: Timestamp| at.to_jiff().strftime("%Y-%m-%d %H:%M UTC").to_string();
        let what = say(notice.kind.as_str());
        let receipt = first_of(&answers, &notice.id, AnswerKind::Receipt).map(|answer| day(answer.received_at));
        let days = at.unix_millis.saturating_sub(sent.at.unix_millis).max(0) / DAY;
        let fill = |text: &str| {
            text.replace("{what}", what)
                .replace("{notice}", &notice.id)
                .replace("{sent}", &day(sent.at))
                .replace("{days}", &days.to_string())
                .replace("{reference}", sent.reference.as_deref().unwrap_or_default())
                .replace("{receipt}", receipt.as_deref().unwrap_or_default())
                .replace("{k}", &decided.len().to_string())
                .replace("{n}", &notice.post_count.to_string())
                .replace("{due}", &notice.due.map(moment).unwrap_or_default())
        };
        let mut parts = vec!["opening"];
        parts.push(match (notice.kind, decided.len()) {
            (NoticeKind::Comment, _) => "unanswered",
            (_, 0) => "undecided",
            _ => "partly",
        });
        parts.extend(sent.reference.as_ref().map(|_| "reference"));
        parts.extend(receipt.as_ref().map(|_| "receipt"));
        // What alleges no law is none of the notices that the Regulation speaks of.
        let source = source_type(&notice);
        if notice.kind == NoticeKind::Notice && source != OTHER_NOTIFICATION {
            parts.extend((source == TRUSTED_FLAGGER).then_some("flagger"));
            parts.push("law");
        }
        parts.extend(notice.due.map(|due| if due < at { "passed" } else { "coming" }));
        let mut text = String::new();
        if notice.demonstration {
            let mark = say("demonstration_subject");
            text.push_str(&format!("Subject: {mark} {}\n\n{}\n\n", fill(say("subject")), say("demonstration")));
        } else {
            if let Some(to) = &notice.to {
                text.push_str(&format!("To: {to}\n"));
            }
            text.push_str(&format!("Subject: {}\n\n", fill(say("subject"))));
        }
        for part in parts {
            text.push_str(&format!("{}\n", fill(say(part))));
        }
        if !notice.posts.is_empty() {
            text.push_str(&format!("\n{}\n", say("posts")));
            let addresses = self.addresses(&notice.posts)?;
            // What was decided needs no reminder.
            for (_, post) in notice.posts.iter().enumerate().filter(|(place, _)| !decided.contains(place)) {
                let key = post.to_string();
                text.push_str(&format!("  {}\n", addresses.get(&key).unwrap_or(&key)));
            }
        }
        text.push_str(&format!("\n{}\n", fill(say("closing"))));
        Ok(text)
    }

    /// The addresses of posts, by `platform:id`, as far as the newest tables have them.
    fn addresses(&self, posts: &[pressgang_posts::PostKey]) -> Result<HashMap<String, String>, CaseError> {
        let wanted: std::collections::HashSet<String> = posts.iter().map(ToString::to_string).collect();
        let mut found = HashMap::new();
        for part in self.newest_posts()? {
            for batch in PartReader::<PostRow>::open(&part)? {
                for row in batch? {
                    let key = format!("{}:{}", row.platform, row.id);
                    if let Some(url) = row.url.filter(|_| wanted.contains(&key)) {
                        found.entry(key).or_insert(url);
                    }
                }
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_sentence_with_the_same_gaps() {
        let gaps = |text: &str| {
            let mut gaps: Vec<String> =
                text.split('{').skip(1).filter_map(|t| Some(t.split_once('}')?.0.into())).collect();
            gaps.sort();
            gaps
        };
        let english = &WORDINGS[ENGLISH];
        assert!(english.len() > 10 && WORDINGS.len() > 3);
        for (language, wording) in WORDINGS.iter() {
            assert_eq!(wording.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{language}");
            for (key, text) in wording {
                assert_eq!(gaps(text), gaps(&english[key]), "{language} {key}");
            }
        }
    }
}

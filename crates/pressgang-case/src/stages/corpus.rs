//! The posts of a case as later stages see them: one per (platform, id), whatever number of sources captured it.

use std::collections::HashMap;

use pressgang_posts::{Author, Platform, Timestamp};

use super::SourceResult;
use crate::add::reference_account;
use crate::config::{Config, Role};
use crate::error::CaseError;
use crate::tables::{MentionRow, PostRow, ReadingRow};

/// One post with what the stages after reading decide on.
#[derive(Debug)]
pub(crate) struct CorpusPost {
    pub platform: String,
    pub id: String,
    pub role: Role,
    /// For a post of a reference account the organisation and the account's place in `case.toml`.
    pub reference: Option<(String, usize)>,
    pub is_repost: bool,
    pub created_at: Option<Timestamp>,
    pub text: String,
    /// The source whose capture speaks: of several captures that with the longest text, as others cut it.
    source: String,
    text_length: usize,
    pub language: String,
    pub recruitment: f64,
    pub advert: f64,
    /// Some sign against it was seen: a warning, a report, a joke.
    pub against: bool,
    /// Organisations named, the strongest name of each first.
    pub named: Vec<String>,
}

impl CorpusPost {
    pub fn key(&self) -> String {
        format!("{}:{}", self.platform, self.id)
    }

    /// Returns true for what is an advert, whoever it is for.
    pub fn is_advert(&self) -> bool {
        let threshold = f64::from(pressgang_signals::THRESHOLD);
        self.advert >= threshold || self.recruitment >= threshold
    }

    /// Returns true for posts under study that can be found at all.
    pub fn is_studied(&self) -> bool {
        self.role == Role::Observed && !self.is_repost
    }
}

/// All posts, with the way from a key to its place.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    pub posts: Vec<CorpusPost>,
    pub place: HashMap<String, usize>,
}

impl Corpus {
    /// Loads the posts of all sources but background ones. The source with the longest text of a post speaks for it; a
    /// post that is observed anywhere stays observed, unless a reference account published it.
    pub fn load(config: &Config, sources: &[SourceResult], with_text: bool) -> Result<Corpus, CaseError> {
        let mut corpus = Corpus::default();
        for (source, entry) in sources.iter().zip(&config.sources) {
            if entry.role == Role::Background {
                continue;
            }
            for batch in source.posts.batches::<PostRow>()?.into_iter().flatten() {
                for row in batch? {
                    corpus.add(config, entry.role, row, with_text);
                }
            }
        }
        // Which capture of a post speaks is known only now.
        for (source, entry) in sources.iter().zip(&config.sources) {
            if entry.role == Role::Background {
                continue;
            }
            for batch in source.readings.batches::<ReadingRow>()?.into_iter().flatten() {
                for row in batch? {
                    let Some(post) = corpus.speaking(&row.platform, &row.id, &row.source) else { continue };
                    post.language = row.language;
                    post.recruitment = row.recruitment;
                    post.advert = row.advert;
                    post.against = row.weight.iter().any(|w| *w < 0.0);
                }
            }
            let mut mentions: Vec<MentionRow> = source.readings.rows()?;
            mentions.sort_by_key(|m| pressgang_signals::NameKind::Leader.as_str() == m.kind);
            for row in mentions {
                let Some(post) = corpus.speaking(&row.platform, &row.id, &row.source) else { continue };
                // A leader's name alone says nothing about whom an advert is for.
                if row.kind != pressgang_signals::NameKind::Leader.as_str() && !post.named.contains(&row.organisation) {
                    post.named.push(row.organisation);
                }
            }
        }
        Ok(corpus)
    }

    /// A post, if this source's capture of it is the one that speaks.
    fn speaking(&mut self, platform: &str, id: &str, source: &str) -> Option<&mut CorpusPost> {
        let at = *self.place.get(&format!("{platform}:{id}"))?;
        Some(&mut self.posts[at]).filter(|post| post.source == source)
    }

    fn add(&mut self, config: &Config, role: Role, row: PostRow, with_text: bool) {
        let author = Author { id: row.author_id, handle: row.author_handle, name: row.author_name };
        let reference = (role == Role::Reference)
            .then(|| reference_account(config, &Platform::named(&row.platform), &author))
            .flatten()
            .and_then(|account| {
                let at = config.reference_accounts.iter().position(|a| a == account)?;
                Some((account.organisation.clone(), at))
            });
        // A reference file also holds posts of others (a wall, a group); those are neither evidence nor under study.
        let key = format!("{}:{}", row.platform, row.id);
        if let Some(&at) = self.place.get(&key) {
            let known = &mut self.posts[at];
            if reference.is_some() {
                known.reference = reference;
                known.role = Role::Reference;
            }
            if row.text.len() > known.text_length {
                known.text_length = row.text.len();
                known.source = row.source;
                if with_text {
                    known.text = row.text;
                }
            }
            return;
        }
        self.place.insert(key, self.posts.len());
        self.posts.push(CorpusPost {
            platform: row.platform,
            id: row.id,
            role,
            reference,
            is_repost: row.is_repost,
            created_at: row.created_at,
            source: row.source,
            text_length: row.text.len(),
            text: if with_text { row.text } else { String::new() },
            language: "und".to_owned(),
            recruitment: 0.0,
            advert: 0.0,
            against: false,
            named: Vec::new(),
        });
    }
}

//! Everything a case knows of one post: its record, what was read of it, and what follows from that.

use std::path::Path;

use pressgang_posts::{Limits, RecordPlace, read_records};

use crate::error::CaseError;
use crate::folder::Case;
use crate::stages::{Output, SourceResult, all_rows};
use crate::tables::{
    AttachmentRow, CampaignRow, CampaignTieRow, ContactRow, MatchRow, MediaTextRow, MentionRow, MetricRow,
    ObservationRow, OfferRow, PartReader, PostRow, ReadingRow, RecordRow, TableRow,
};

/// One post with all that was captured and derived.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownPost {
    /// Its captures, one per source, in the order of the sources.
    pub captures: Vec<ShownCapture>,
    /// The counts of all captures.
    pub metrics: Vec<MetricRow>,
    /// What it says, as each source has it.
    pub readings: Vec<ReadingRow>,
    /// Organisations named.
    pub mentions: Vec<MentionRow>,
    /// Contacts, where the post is a candidate or of a reference account.
    pub contacts: Vec<ContactRow>,
    /// What it has attached, with the files that are held.
    pub attachments: Vec<AttachmentRow>,
    /// The text in its pictures and films.
    pub media_texts: Vec<MediaTextRow>,
    /// What it offers.
    pub offers: Vec<OfferRow>,
    /// What had become of it or of its account.
    pub observations: Vec<ObservationRow>,
    /// The campaign it belongs to, if it was found to recruit.
    pub campaigns: Vec<CampaignRow>,
    /// What ties it to the rest of its campaign, strongest first.
    pub campaign_ties: Vec<CampaignTieRow>,
    /// Posts it was matched with.
    pub matches: Vec<MatchRow>,
}

/// One post as one source has it.
#[derive(Clone, Debug, PartialEq)]
pub struct ShownCapture {
    /// The file, as `case.toml` names it.
    pub file: String,
    /// Its SHA-256 as received.
    pub sha256: String,
    /// The canonical post.
    pub post: PostRow,
    /// The record as it stands in the file; nothing for column files, and where the file is gone and the post no
    /// candidate.
    pub record: Option<RecordRow>,
}

impl Case {
    /// Everything known of a post, named by `platform:id`, its address or its id alone.
    ///
    /// # Errors
    /// [`CaseError::NoSuchPost`], also where an id alone means several posts, and [`CaseError::NotRun`] when something
    /// changed since the last run.
    pub fn show(&mut self, name: &str) -> Result<ShownPost, CaseError> {
        let results = self.results()?;
        let key = post_named(name, results.sources.iter().filter_map(|source| source.posts.path::<PostRow>()))?;
        let (platform, id) = (key.0.as_str(), key.1.as_str());
        let mut captures = Vec::new();
        let mut shown = ShownPost {
            captures: Vec::new(),
            metrics: gather(&results.sources, |s| &s.posts, |r: &MetricRow| r.platform == platform && r.id == id)?,
            readings: gather(&results.sources, |s| &s.readings, |r: &ReadingRow| r.platform == platform && r.id == id)?,
            mentions: gather(&results.sources, |s| &s.readings, |r: &MentionRow| r.platform == platform && r.id == id)?,
            contacts: gather(&results.sources, |s| &s.readings, |r: &ContactRow| r.platform == platform && r.id == id)?,
            offers: gather(&results.sources, |s| &s.readings, |r: &OfferRow| r.platform == platform && r.id == id)?,
            attachments: Vec::new(),
            media_texts: Vec::new(),
            observations: Vec::new(),
            campaigns: results.campaigns.rows::<CampaignRow>()?,
            campaign_ties: rows_of(&results.facts, |r: &CampaignTieRow| r.platform == platform && r.id == id)?,
            matches: all_rows::<MatchRow>(&results.matches)?,
        };
        shown.campaigns.retain(|row| row.platform == platform && row.id == id);
        shown.matches.retain(|row| {
            (row.a_platform == platform && row.a_id == id) || (row.b_platform == platform && row.b_id == id)
        });
        let mut authors = Vec::new();
        for (source, entry) in results.sources.iter().zip(&self.config.sources) {
            if let Some(attachments) = &source.attachments {
                shown
                    .attachments
                    .extend(rows_of(attachments, |r: &AttachmentRow| r.platform == platform && r.id == id)?);
            }
            if let Some(media) = &source.media {
                let files: Vec<&String> = shown.attachments.iter().filter_map(|r| r.sha256.as_ref()).collect();
                let lines = rows_of(media, |r: &MediaTextRow| files.contains(&&r.sha256))?;
                shown.media_texts.extend(lines);
            }
            let posts: Vec<PostRow> = rows_of(&source.posts, |r: &PostRow| r.platform == platform && r.id == id)?;
            for post in posts {
                let kept = rows_of(&source.records, |r: &RecordRow| r.platform == platform && r.id == id)?;
                let record = kept.into_iter().next().or_else(|| self.record_in_file(&entry.path, &entry.sha256, &post));
                authors.extend(post.author_id.clone());
                captures.push(ShownCapture { file: entry.path.clone(), sha256: entry.sha256.clone(), post, record });
            }
        }
        let is_of_post = |r: &ObservationRow| {
            let of_account = r.account.as_ref().is_some_and(|account| authors.contains(account));
            r.platform == platform && (r.id.as_deref() == Some(id) || of_account)
        };
        shown.observations = gather(&results.sources, |s| &s.posts, is_of_post)?;
        shown.observations.extend(rows_of(&results.measurement, is_of_post)?);
        shown.observations.sort_by_key(|row| row.observed_at);
        shown.captures = captures;
        Ok(shown)
    }

    /// The record read again from a file that is still as it was added.
    fn record_in_file(&self, path: &str, sha256: &str, post: &PostRow) -> Option<RecordRow> {
        let place =
            RecordPlace { member: post.member.clone(), offset: post.offset?, length: post.length?, row: post.row };
        let path = self.source_path(path);
        if crate::files::sha256(&path).ok()? != sha256 {
            return None;
        }
        let mut found = None;
        read_records(&path, &[place], &Limits::standard(), &mut |_, record| {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            found = Some(RecordRow {
                source: post.source.clone(),
                platform: post.platform.clone(),
                id: post.id.clone(),
                raw: text(&record.bytes),
                whole: record.is_whole,
                header: record.header.as_deref().map(text),
            });
        })
        .ok()?;
        found
    }
}

/// The platform and id of the post that a name (`platform:id`, an address or an id) stands for, in some parts of the table
/// of posts.
pub(crate) fn post_named<'a>(name: &str, parts: impl Iterator<Item = &'a Path>) -> Result<(String, String), CaseError> {
    let mut exact: Vec<(String, String)> = Vec::new();
    let mut loose: Vec<(String, String)> = Vec::new();
    for part in parts {
        for batch in PartReader::<PostRow>::open(part)? {
            for row in batch? {
                let is_key = name.split_once(':').is_some_and(|(p, id)| p == row.platform && id == row.id);
                let list = match () {
                    () if is_key || row.url.as_deref() == Some(name) => &mut exact,
                    () if row.id == name => &mut loose,
                    () => continue,
                };
                let key = (row.platform, row.id);
                if !list.contains(&key) {
                    list.push(key);
                }
            }
        }
    }
    let mut found = if exact.is_empty() { loose } else { exact };
    match found.len() {
        1 => Ok(found.remove(0)),
        _ => Err(CaseError::NoSuchPost {
            name: name.to_owned(),
            several: found.into_iter().map(|(platform, id)| format!("{platform}:{id}")).collect(),
        }),
    }
}

fn rows_of<R: TableRow>(output: &Output, is_wanted: impl Fn(&R) -> bool) -> Result<Vec<R>, CaseError> {
    let mut found = Vec::new();
    for batch in output.batches::<R>()?.into_iter().flatten() {
        found.extend(batch?.into_iter().filter(&is_wanted));
    }
    Ok(found)
}

fn gather<R: TableRow>(
    sources: &[SourceResult],
    output: impl Fn(&SourceResult) -> &Output,
    is_wanted: impl Fn(&R) -> bool + Copy,
) -> Result<Vec<R>, CaseError> {
    let mut found = Vec::new();
    for source in sources {
        found.extend(rows_of(output(source), is_wanted)?);
    }
    Ok(found)
}

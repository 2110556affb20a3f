//! Stage 2, per source: what each post says. Batches of posts are read on all cores.
//!
//! The text in a post's pictures and films is read with its own, as the number to call often stands in the picture only.
//! Reposts are not read: they are somebody else's words. Contacts are kept only of candidates and of reference posts;
//! of everybody else's only a keyed hash and a count remain.

use std::collections::BTreeMap;

use pressgang_signals::{Contact, PostReader, READING_VERSION, Reading};
use rayon::prelude::*;

use super::shown::{Place, Shown, ShownText};
use super::{Output, Parts, Progress, Run, Stage};
use crate::config::{Role, SourceEntry};
use crate::error::CaseError;
use crate::files::keyed_hash;
use crate::folder::Case;
use crate::tables::{ContactCountRow, ContactRow, MentionRow, OfferRow, PostRow, ReadingRow, SourceRow};

const VERSION: u32 = 5;

/// A post at or above this advert or recruitment score is a candidate: its contacts are kept.
const CANDIDATE: f64 = 0.3;

/// Returns true for a post whose contacts, offer and record are kept, given its scores and the weight of each sign: the
/// score of a text that lacks something stops at the bound, which a link alone reaches, and a link is no advert.
pub(crate) fn is_candidate<'a>(recruitment: f64, advert: f64, mut signs: impl Iterator<Item = (&'a str, f64)>) -> bool {
    recruitment.max(advert) >= CANDIDATE && signs.any(|(sign, weight)| weight > 0.0 && sign != "link")
}

/// The same for a row.
pub(crate) fn is_candidate_row(row: &ReadingRow) -> bool {
    is_candidate(row.recruitment, row.advert, row.sign.iter().map(String::as_str).zip(row.weight.iter().copied()))
}

pub(super) fn stage(
    run: &mut Run<'_>,
    index: usize,
    posts: &Output,
    attachments: Option<&Output>,
    media: Option<&Output>,
) -> Result<Output, CaseError> {
    let source = run.case.config.sources[index].clone();
    let shown = match media {
        Some(media) => Shown::load(attachments, media)?,
        None => Shown::default(),
    };
    let mut inputs = vec![
        posts.key.clone(),
        READING_VERSION.to_string(),
        pressgang_signals::Lexicons::shipped().fingerprint().to_owned(),
    ];
    inputs.extend(run.case.pack_texts().map(str::to_owned));
    inputs.push(shown.digest());
    let total = posts.rows::<SourceRow>()?.first().map(|s| s.posts);
    let stage = Stage { name: "readings", scope: &source.id, version: VERSION, inputs, total, unit: "posts" };
    run.perform(stage, |case, parts, progress| read(case, &source, posts, &shown, parts, progress))
}

fn read(
    case: &Case,
    source: &SourceEntry,
    posts: &Output,
    shown: &Shown,
    parts: &mut Parts,
    progress: &dyn Progress,
) -> Result<(), CaseError> {
    let packs: Vec<_> = case.packs().cloned().collect();
    let reader = PostReader::new(&packs);
    let mut readings = parts.create::<ReadingRow>()?;
    let mut mentions = parts.create::<MentionRow>()?;
    let mut contacts = parts.create::<ContactRow>()?;
    let mut offers = parts.create::<OfferRow>()?;
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    for batch in posts.batches::<PostRow>()?.into_iter().flatten() {
        let batch: Vec<PostRow> = batch?;
        let seen = batch.len() as u64;
        let read: Vec<(PostRow, ShownText<'_>, Reading)> = batch
            .into_par_iter()
            .filter(|post| !post.is_repost)
            .map(|post| {
                let shown = shown.of(&post);
                let author = post.author_name.as_deref();
                let reading = reader.read_shown(author, &post.text, &shown.text, Some(&post.platform), &post.links);
                (post, shown, reading)
            })
            .collect();
        for (post, shown, reading) in &read {
            readings.push(reading_row(post, shown, reading))?;
            let said = &reading.recruitment;
            let signs = said.reasons.iter().map(|reason| (reason.sign, f64::from(reason.weight)));
            let candidate = is_candidate(f64::from(said.score), f64::from(said.advert), signs);
            if source.role == Role::Background {
                count(&mut counts, case.key(), reading);
                continue;
            }
            mentions.extend(reading.mentions.iter().map(|mention| {
                let at = shown.place(&mention.span);
                MentionRow {
                    source: post.source.clone(),
                    platform: post.platform.clone(),
                    id: post.id.clone(),
                    organisation: mention.organisation.clone(),
                    kind: mention.kind.as_str().to_owned(),
                    media: at.media.map(str::to_owned),
                    start: at.start,
                    end: at.end,
                }
            }))?;
            if candidate || source.role == Role::Reference {
                contacts.extend(reading.contacts.iter().map(|contact| contact_row(post, shown, contact)))?;
                offers.extend(offer_rows(post, shown, reading))?;
            } else {
                count(&mut counts, case.key(), reading);
            }
        }
        progress.advance(seen);
    }
    readings.finish()?;
    mentions.finish()?;
    contacts.finish()?;
    offers.finish()?;
    parts.write(counts.into_iter().map(|(hash, posts)| ContactCountRow { source: source.id.clone(), hash, posts }))
}

fn contact_row(post: &PostRow, shown: &ShownText<'_>, contact: &Contact) -> ContactRow {
    let at = contact.in_text().then(|| shown.place(&contact.span));
    let seen = at.as_ref().and_then(|at| shown.seen(at));
    let area = seen.as_ref().and_then(|seen| seen.area);
    ContactRow {
        source: post.source.clone(),
        platform: post.platform.clone(),
        id: post.id.clone(),
        kind: contact.kind.as_str().to_owned(),
        value: contact.value.clone(),
        media: at.as_ref().and_then(|at| at.media).map(str::to_owned),
        start: at.as_ref().map(|at| at.start),
        end: at.as_ref().map(|at| at.end),
        x: area.map(|a| a.x),
        y: area.map(|a| a.y),
        width: area.map(|a| a.width),
        height: area.map(|a| a.height),
        from_ms: seen.as_ref().and_then(|seen| seen.from_ms),
        to_ms: seen.as_ref().and_then(|seen| seen.to_ms),
        hidden: contact.hidden.map(str::to_owned),
        alternatives: contact.alternatives.clone(),
    }
}

fn reading_row(post: &PostRow, shown: &ShownText<'_>, reading: &Reading) -> ReadingRow {
    let reasons = &reading.recruitment.reasons;
    let at: Vec<_> = reasons.iter().map(|r| shown.place(&r.span)).collect();
    ReadingRow {
        source: post.source.clone(),
        platform: post.platform.clone(),
        id: post.id.clone(),
        language: reading.language.clone(),
        language_p: reading.languages.first().map_or(0.0, |g| f64::from(g.p)),
        script: reading.script.to_owned(),
        part_language: reading.language_spans.iter().map(|part| part.code.clone()).collect(),
        part_start: reading.language_spans.iter().map(|part| part.span.start as u64).collect(),
        part_end: reading.language_spans.iter().map(|part| part.span.end as u64).collect(),
        recruitment: f64::from(reading.recruitment.score),
        advert: f64::from(reading.recruitment.advert),
        sign: reasons.iter().map(|r| r.sign.to_owned()).collect(),
        weight: reasons.iter().map(|r| f64::from(r.weight)).collect(),
        sign_media: at.iter().map(|at| at.media.unwrap_or_default().to_owned()).collect(),
        start: at.iter().map(|at| at.start).collect(),
        end: at.iter().map(|at| at.end).collect(),
    }
}

fn offer_rows(post: &PostRow, shown: &ShownText<'_>, reading: &Reading) -> Vec<OfferRow> {
    let Some(offer) = &reading.offer else { return Vec::new() };
    let row_at = |fact: &str, at: Place<'_>| OfferRow {
        source: post.source.clone(),
        platform: post.platform.clone(),
        id: post.id.clone(),
        fact: fact.to_owned(),
        isco: None,
        min: None,
        max: None,
        currency: None,
        currency_implied: None,
        period: None,
        kind: None,
        media: at.media.map(str::to_owned),
        start: at.start,
        end: at.end,
    };
    let row = |fact: &str, span: &std::ops::Range<usize>| row_at(fact, shown.place(span));
    let mut rows = Vec::new();
    rows.extend(
        offer.roles.iter().map(|r| OfferRow { isco: Some(r.isco.as_str().to_owned()), ..row("role", &r.span) }),
    );
    rows.extend(offer.pay.iter().map(|p| OfferRow {
        min: p.min,
        max: p.max,
        currency: Some(p.currency.clone()),
        currency_implied: Some(p.currency_implied),
        period: p.period.map(|period| period.as_str().to_owned()),
        kind: Some(p.kind.as_str().to_owned()),
        ..row("pay", &p.span)
    }));
    rows.extend(offer.age.iter().map(|a| OfferRow {
        min: a.min.map(f64::from),
        max: a.max.map(f64::from),
        ..row("age", &a.span)
    }));
    rows.extend(
        offer.benefits.iter().map(|(b, span)| OfferRow { kind: Some(b.as_str().to_owned()), ..row("benefit", span) }),
    );
    rows.extend(
        offer
            .conditions
            .iter()
            .map(|(c, span)| OfferRow { kind: Some(c.as_str().to_owned()), ..row("condition", span) }),
    );
    rows.extend(offer.calls.iter().map(|span| row("call", span)));
    rows.extend(offer.term.iter().map(|span| row("term", span)));
    rows
}

fn count(counts: &mut BTreeMap<String, u64>, key: &[u8], reading: &Reading) {
    let mut hashes: Vec<String> =
        reading.contacts.iter().map(|c| contact_hash(key, c.kind.compared_as().as_str(), &c.value)).collect();
    hashes.sort_unstable();
    hashes.dedup();
    for hash in hashes {
        *counts.entry(hash).or_default() += 1;
    }
}

/// The keyed hash under which contacts outside the candidates are counted.
pub(crate) fn contact_hash(key: &[u8], kind: &str, value: &str) -> String {
    let mut hash = keyed_hash(key, &[kind, ":", value]);
    hash.truncate(32);
    hash
}

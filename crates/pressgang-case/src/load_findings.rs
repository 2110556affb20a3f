//! Gathers what a report says from the tables and the ledger of a case that is up to date.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use pressgang_posts::{Author, Format, Platform, PostKey};
use pressgang_signals::{ContactKind, Lexicons};

use crate::add::reference_account;
use crate::answers::AnswersFinding;
use crate::claims::summarise;
use crate::config::Role;
use crate::error::CaseError;
use crate::evaluate::evaluations;
use crate::findings::{
    Claim, CollectionFinding, ContactFinding, Findings, FoundPost, OrganisationFinding, PublishSettings,
    ReferenceFinding, Said, SourceFinding, UsedRate,
};
use crate::folder::Case;
use crate::found::{self, Found};
use crate::load_campaigns::{add_ties, campaigns, hubs};
use crate::load_pictures;
use crate::looks;
use crate::media::MediaState;
use crate::reviews::Reviews;
use crate::second_sources::{Corroboration, corroborations};
use crate::stages::{Results, UsedModel, contact_hash, measured_as_of};
use crate::survival::survival;
use crate::tables::{
    AccountRow, CampaignRow, ClaimRow, ContactCountRow, ContactRow, MatchNoteRow, PostRow, ReadingRow, SourceRow,
};

impl Case {
    /// Everything a report says.
    ///
    /// # Errors
    /// [`CaseError::NotRun`] when something changed since the last run.
    pub fn findings(&mut self, program: &str) -> Result<Findings, CaseError> {
        let results = self.results()?;
        self.ledger().verify()?;
        let (rates, _) = self.rates()?;
        let mut found = found::load(self, &results.sources, &results.campaigns, &rates)?;
        add_ties(&results, &mut found)?;
        load_pictures::add(self, &results.sources, &mut found)?;
        let claims = claims(results.measurement.rows()?);
        let campaigns = campaigns(&results, &self.reviews()?)?;
        let sources = sources(self, &results)?;
        // Reports that were made before change nothing about this one.
        let (ledger_entries, ledger_head) = self.ledger().head_before(crate::verify::REPORT)?;
        let mut observed: BTreeSet<String> = BTreeSet::new();
        // By post, because a post captured by two sources is one post.
        let mut unread: BTreeMap<String, String> = BTreeMap::new();
        for (source, entry) in results.sources.iter().zip(&self.config.sources) {
            if entry.role == Role::Observed {
                for batch in source.posts.batches::<PostRow>()?.into_iter().flatten() {
                    observed.extend(batch?.into_iter().map(|p| format!("{}:{}", p.platform, p.id)));
                }
                for batch in source.readings.batches::<ReadingRow>()?.into_iter().flatten() {
                    for row in batch?.into_iter().filter(|r| !Lexicons::shipped().reads(&r.language)) {
                        unread.insert(format!("{}:{}", row.platform, row.id), row.language);
                    }
                }
            }
        }
        let keys: Vec<String> = found.iter().map(|f| f.post.key.to_string()).collect();
        let mut findings = Findings {
            title: self.config.title.clone(),
            program: program.to_owned(),
            as_of: measured_as_of(self, &results.sources)?,
            time_zone: self.config.time_zone_name.clone(),
            window: self.config.window,
            organisations: organisations(self),
            summary: Vec::new(),
            contacts: contacts(self, &results, &found)?,
            references: references(self, &results)?,
            collection: self
                .config
                .collection
                .iter()
                .map(|c| CollectionFinding {
                    from: c.from,
                    to: c.to,
                    platforms: c.platforms.clone(),
                    tool: c.tool.clone(),
                    by: c.by.clone(),
                    terms: c.terms.clone(),
                    note: c.note.clone(),
                })
                .collect(),
            claims,
            survival: survival(self, &results.sources, &found)?,
            campaigns,
            hubs: hubs(&results)?,
            posts: found.into_iter().map(|f| f.post).collect(),
            sources,
            observed_posts: observed.len() as u64,
            evaluations: evaluations(self, &results)?,
            likelihood_scale: self.config.assessment.scale(),
            look_days: looks::series(&looks::counted(self)?, keys.iter().map(String::as_str), &self.config.time_zone),
            limits: Vec::new(),
            answers: AnswersFinding::default(),
            corrections: self.corrections()?,
            withdrawn: Vec::new(),
            made_from: self.made_from()?,
            ledger_head,
            ledger_entries,
            publish: PublishSettings {
                pseudonymise: self.config.publish.pseudonymise,
                mask_contacts: self.config.publish.mask_contacts,
                key: self.key().to_vec(),
            },
        };
        findings.answers = crate::answers::load(self, &results, &findings.posts)?;
        findings.withdrawn = self.withdrawn(&findings.posts)?;
        summarise(&mut findings);
        findings.limits = limits(&findings, &unread);
        findings.limits.extend(media_limits(&MediaState::of(&results.sources)?));
        findings.limits.extend(match_limits(self.used_model()?.as_ref(), &results.translations.rows()?));
        findings.limits.extend(rejected_limits(&self.reviews()?, &results)?);
        Ok(findings)
    }
}

/// `platform:id` as a key; ids may hold colons, platforms do not.
pub(crate) fn post_key(text: &str) -> PostKey {
    let (platform, id) = text.split_once(':').unwrap_or(("unknown", text));
    PostKey { platform: Platform::named(platform), id: id.to_owned() }
}

fn claims(rows: Vec<ClaimRow>) -> Vec<Claim> {
    rows.into_iter()
        .map(|row| Claim {
            rate: match (row.rate_date.and_then(|d| d.parse().ok()), row.rate_currency, row.rate_units_per_eur) {
                (Some(date), Some(currency), Some(units_per_eur)) => {
                    Some(UsedRate { date, currency, units_per_eur, source: row.rate_source.unwrap_or_default() })
                }
                _ => None,
            },
            id: row.claim,
            kind: row.kind,
            value: serde_json::from_str(&row.value).unwrap_or_default(),
            text: row.text,
            posts: row.posts.iter().map(|p| post_key(p)).collect(),
            evidence: row.evidence,
            observed: row.observed_first.zip(row.observed_last),
            as_of: row.as_of.parse().unwrap_or(Date::ZERO),
        })
        .collect()
}

fn organisations(case: &Case) -> Vec<OrganisationFinding> {
    case.packs()
        .map(|pack| OrganisationFinding {
            id: pack.id.clone(),
            name: pack.name.clone(),
            kind: pack.kind.clone(),
            invented: pack.invented,
            designations: pack.designations.clone(),
        })
        .collect()
}

fn sources(case: &Case, results: &Results) -> Result<Vec<SourceFinding>, CaseError> {
    let mut out = Vec::new();
    for (source, entry) in results.sources.iter().zip(&case.config.sources) {
        for row in source.posts.rows::<SourceRow>()? {
            let cannot: BTreeSet<String> = row
                .format
                .split(", ")
                .filter_map(|name| name.parse::<Format>().ok())
                .flat_map(|format| format.cannot().iter().map(|c| (*c).to_owned()))
                .collect();
            out.push(SourceFinding {
                file: entry.path.rsplit(['/', '\\']).next().unwrap_or(&entry.path).to_owned(),
                sha256: row.sha256,
                role: row.role,
                format: row.format,
                posts: row.posts,
                rejects: row.rejects,
                cannot: cannot.into_iter().collect(),
            });
        }
    }
    Ok(out)
}

fn references(case: &Case, results: &Results) -> Result<Vec<ReferenceFinding>, CaseError> {
    let accounts = &case.config.reference_accounts;
    let mut posts = vec![0u64; accounts.len()];
    for (source, entry) in results.sources.iter().zip(&case.config.sources) {
        if entry.role != Role::Reference {
            continue;
        }
        for row in source.posts.rows::<AccountRow>()? {
            let author = Author { id: row.account_id, handle: row.handle, name: row.name };
            let account = reference_account(&case.config, &Platform::named(&row.platform), &author);
            if let Some(at) = account.and_then(|a| accounts.iter().position(|known| known == a)) {
                posts[at] += row.posts;
            }
        }
    }
    Ok(accounts
        .iter()
        .zip(posts)
        .map(|(account, posts)| ReferenceFinding {
            organisation: account.organisation.clone(),
            platform: account.platform.clone(),
            account: account.name.clone().or(account.handle.clone()).or(account.id.clone()).unwrap_or_default(),
            verified_by: account.verified_by.clone(),
            verified_at: account.verified_at,
            how: account.how.clone(),
            grade: account.grade.clone(),
            posts,
        })
        .collect())
}

fn contacts(case: &Case, results: &Results, found: &[Found]) -> Result<Vec<ContactFinding>, CaseError> {
    let second: Vec<Corroboration> = corroborations(case)?;
    let mut counts: HashMap<String, u64> = HashMap::new();
    let mut at_reference: BTreeSet<(ContactKind, String)> = BTreeSet::new();
    for (source, entry) in results.sources.iter().zip(&case.config.sources) {
        for row in source.readings.rows::<ContactCountRow>()? {
            *counts.entry(row.hash).or_default() += row.posts;
        }
        if entry.role == Role::Reference {
            for row in source.readings.rows::<ContactRow>()? {
                if let Some(kind) = ContactKind::named(&row.kind) {
                    at_reference.insert((kind.compared_as(), row.value));
                }
            }
        }
    }
    let mut all: BTreeMap<(ContactKind, &str), ContactFinding> = BTreeMap::new();
    for one in found {
        for (kind, value) in &one.contacts {
            let compared = kind.compared_as();
            let finding = all.entry((compared, value)).or_insert_with(|| ContactFinding {
                kind: compared,
                value: value.clone(),
                posts: Vec::new(),
                campaigns: Vec::new(),
                at_reference: at_reference.contains(&(compared, value.clone())),
                confirmed_by: second
                    .iter()
                    .filter(|c| c.kind.compared_as() == compared && c.value == *value)
                    .map(|c| format!("{}, graded {}", c.source, c.grade))
                    .collect(),
                ordinary_posts: counts.get(&contact_hash(case.key(), compared.as_str(), value)).copied().unwrap_or(0),
            });
            if !finding.posts.contains(&one.post.key) {
                finding.posts.push(one.post.key.clone());
            }
            if !finding.campaigns.contains(&one.post.campaign) {
                finding.campaigns.push(one.post.campaign.clone());
            }
        }
    }
    let mut all: Vec<ContactFinding> = all.into_values().collect();
    all.sort_by(|a, b| {
        (std::cmp::Reverse(a.posts.len()), a.kind, &a.value).cmp(&(std::cmp::Reverse(b.posts.len()), b.kind, &b.value))
    });
    Ok(all)
}

/// What matching could not do.
fn match_limits(model: Option<&UsedModel>, notes: &[MatchNoteRow]) -> Vec<Said> {
    let mut out = Vec::new();
    match model {
        None => out.push(Said::limit(
            "no-sentence-model",
            "No sentence model was used: adverts in different languages were matched by their offers and contacts only, \
             so a translation that keeps neither was not found.",
        )),
        Some(model) if model.calibration.is_none() => out.push(Said::limit("uncalibrated-sentence-model", format!(
            "What the scores of the sentence model {:?} mean is not known, so nothing rests on them: adverts in different \
             languages were matched by their offers and contacts only.",
            model.name
        ))),
        Some(_) => {}
    }
    let of = |kind: &'static str| notes.iter().filter(move |note| note.kind == kind);
    let languages: Vec<&str> = of("language").map(|note| note.text.as_str()).collect();
    if !languages.is_empty() {
        out.push(Said::limit(
            "unmatched-languages",
            format!(
                "Too little is known of these languages to match translations into them: {}.",
                languages.join(", ")
            ),
        ));
    }
    for note in of("cut") {
        out.push(Said::limit(
            "long-adverts",
            format!("Of {} long adverts only the beginning was compared by meaning.", found::count(note.count)),
        ));
    }
    for note in of("too_many") {
        out.push(Said::limit(
            "too-many-adverts",
            format!("{} adverts were not compared by meaning, since there are too many.", found::count(note.count)),
        ));
    }
    let crowded = of("crowded").count();
    if crowded > 0 {
        out.push(Said::limit("crowded-facts", format!(
            "{crowded} facts are shared by so many offers that not all of these were compared with each other; the table \
             match_notes lists them."
        )));
    }
    out
}

/// Which pictures and films say nothing because they are not there or could not be read.
fn media_limits(state: &MediaState) -> Vec<Said> {
    let mut out = Vec::new();
    let away = state.missing + state.not_fetched + state.refused;
    if away > 0 {
        let mut kinds = Vec::new();
        for (count, what) in [
            (state.not_fetched, "known by an address only"),
            (state.missing, "not beside the export"),
            (state.refused, "refused"),
        ] {
            if count > 0 {
                kinds.push(format!("{} {what}", found::count(count)));
            }
        }
        out.push(Said::limit(
            "media-not-held",
            format!(
                "{} of {} pictures and films of the posts are not held ({}): what they say is not known.",
                found::count(away),
                found::count(state.attachments),
                kinds.join(", ")
            ),
        ));
    }
    for unread in &state.unread {
        out.push(Said::limit(
            &format!("media-unread:{}", unread.why),
            format!(
                "{} of the held pictures and films were not read whole ({}).",
                found::count(unread.files),
                unread.why
            ),
        ));
    }
    if state.damaged > 0 {
        out.push(Said::limit(
            "media-damaged",
            format!(
                "{} of the held pictures and films could not be read whole; the table of rejects says why.",
                found::count(state.damaged)
            ),
        ));
    }
    out
}

/// Campaigns that a person rejected: they are not counted, which the report says.
fn rejected_limits(reviews: &Reviews, results: &Results) -> Result<Vec<Said>, CaseError> {
    let mut posts: BTreeMap<String, u64> = BTreeMap::new();
    for row in results.campaigns.rows::<CampaignRow>()?.into_iter().filter(|row| reviews.has_rejected(&row.campaign)) {
        *posts.entry(row.campaign).or_default() += 1;
    }
    let said = posts.into_iter().map(|(campaign, count)| {
        let reason = reviews.of_campaign(&campaign).and_then(|review| review.reason.clone()).unwrap_or_default();
        let posts = if count == 1 { "1 post".to_owned() } else { format!("{} posts", found::count(count)) };
        Said::limit(
            &format!("rejected:{campaign}"),
            format!("Campaign {campaign} ({posts}) was rejected by a person and is not counted: {reason}"),
        )
    });
    Ok(said.collect())
}

/// What the findings cannot say; `unread` are the observed posts that no lexicon reads, with their languages.
fn limits(findings: &Findings, unread: &BTreeMap<String, String>) -> Vec<Said> {
    let mut out = Vec::new();
    let rejects: u64 = findings.sources.iter().map(|s| s.rejects).sum();
    if rejects > 0 {
        out.push(Said::limit("rejects", format!(
            "{} records of the sources could not be read; the table of rejects lists each with its place and reason.",
            found::count(rejects)
        )));
    }
    let of = |test: &dyn Fn(&FoundPost) -> bool| -> Vec<PostKey> {
        findings.posts.iter().filter(|p| test(p)).map(|p| p.key.clone()).collect()
    };
    let posts = of(&|p| p.views.is_none());
    let uncounted = posts.len();
    if uncounted > 0 {
        out.push(Said {
            posts,
            ..Said::limit(
                "no-view-count",
                format!(
                    "{uncounted} of {} posts publish no count of views: the sum of views is a lower bound.",
                    findings.posts.len()
                ),
            )
        });
    }
    let posts = of(&|p| p.created_at.is_none());
    let undated = posts.len();
    if undated > 0 {
        out.push(Said { posts, ..Said::limit("no-date", format!(
            "{undated} posts carry no date that could be read; they count although they may lie outside the window."
        )) });
    }
    if findings.references.is_empty() {
        out.push(Said::limit(
            "no-verified-account",
            "No verified account of the organisation was given: nothing could be compared with its own wording.",
        ));
    }
    let posts = of(&|p| p.last_look.is_none());
    let unlooked = posts.len();
    if unlooked > 0 {
        out.push(Said {
            posts,
            ..Said::limit(
                "never-looked-at",
                format!("{unlooked} posts were never looked at again: whether they are still up is not known."),
            )
        });
    }
    // Sources of one format share its limits.
    let mut by_limits: Vec<(&[String], &str, Vec<&str>)> = Vec::new();
    for source in findings.sources.iter().filter(|s| !s.cannot.is_empty()) {
        match by_limits.iter_mut().find(|(limits, ..)| *limits == source.cannot) {
            Some((.., files)) => files.push(&source.file),
            None => by_limits.push((&source.cannot, &source.format, vec![&source.file])),
        }
    }
    for (limits, format, files) in by_limits {
        out.push(Said::limit(
            &format!("format:{format}"),
            format!("{} ({format}): {}.", files.join(", "), limits.join("; ")),
        ));
    }
    if !unread.is_empty() {
        let mut by_language: BTreeMap<&str, u64> = BTreeMap::new();
        for language in unread.values() {
            *by_language.entry(language).or_default() += 1;
        }
        let mut languages: Vec<(&str, u64)> = by_language.into_iter().collect();
        languages.sort_by_key(|(_, posts)| std::cmp::Reverse(*posts));
        let most: Vec<String> =
            languages.iter().take(12).map(|(code, posts)| format!("{code} ({})", found::count(*posts))).collect();
        out.push(Said::limit("unread-languages", format!(
            "{} posts are in no language or in one without a lexicon, so only names and contacts were read in them: \
             {}{}.",
            found::count(unread.len() as u64),
            most.join(", "),
            if languages.len() > most.len() { " and others" } else { "" }
        )));
    }
    out.push(Said::limit("lower-bound", "Posts are found through a fixed set of languages and words; recruitment in other words or languages may be missing, so the number of posts is a lower bound."));
    out.push(Said::limit("not-calibrated", "The likelihood ratios are judgements that have not been calibrated; no assessment made by the program alone goes beyond \"very likely\"."));
    out
}

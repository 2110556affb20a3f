//! What a notice or referral names: the posts, what is known of them, and the designations in force on their dates.
//!
//! Everything that Article 16(2) of Regulation (EU) 2022/2065 asks for must be there, or there is no draft and one error
//! that names all that lacks.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use pressgang_posts::{Platform, PostKey};
use pressgang_signals::{Designation, DesignationKind};
use pressgang_weigh::scales::{Side, Support};

use super::gaps::Gap;
use super::grounds::{grounds, holds_in, jurisdiction};
use super::settings::{is_email, is_line};
use super::{Notice, NoticeError, NoticeKind, Notifier, TrustedFlagger};
use crate::error::CaseError;
use crate::findings::{CampaignFinding, Findings, FoundPost, OrganisationFinding};
use crate::folder::Case;
use crate::records::is_removed;
use crate::show::post_named;
use crate::tables::PostRow;

/// A campaign must be taken to be more probable than this, or nothing is alleged of its posts.
const LEAST_PROBABILITY: f64 = 0.5;

/// What is to be drafted.
#[derive(Clone, Debug)]
pub struct DraftRequest<'a> {
    /// A notice or a referral; requests for comment name no posts of their own.
    pub kind: NoticeKind,
    /// The posts, as people name them; empty: all that were found.
    pub posts: &'a [String],
    /// Only posts of this platform.
    pub platform: Option<&'a Platform>,
    /// Whose law it rests on (`EU`, `DE`).
    pub jurisdiction: &'a str,
    /// Who gives notice, as far as that was said.
    pub notifier: Notifier,
    /// It is sent as a trusted flagger's.
    pub trusted_flagger: Option<&'a TrustedFlagger>,
    /// Leave out posts that an earlier draft of the same kind and jurisdiction names.
    pub only_new: bool,
    /// Posts in one notice at most.
    pub most: usize,
    /// The day of drafting.
    pub today: Date,
}

/// A post as a notice names it.
#[derive(Clone, Debug)]
pub struct DraftPost<'f> {
    /// The post.
    pub post: &'f FoundPost,
    /// The day it was published on, in the case's time zone.
    pub day: Option<Date>,
    /// Its day in UTC is another, and a designation was in force on one of the two only.
    pub is_between: bool,
    /// The designations in force in that jurisdiction on that day and on the day in UTC.
    pub grounds: Vec<&'f Designation>,
}

/// One notice to be: posts of one organisation, and of one platform unless it is a referral.
#[derive(Clone, Debug)]
pub struct Draft<'f> {
    /// A notice or a referral.
    pub kind: NoticeKind,
    /// The platform; none for a referral about several.
    pub platform: Option<Platform>,
    /// The jurisdiction.
    pub jurisdiction: String,
    /// The organisation.
    pub organisation: &'f OrganisationFinding,
    /// Its posts, oldest first.
    pub posts: Vec<DraftPost<'f>>,
    /// The campaigns of the posts, in the order of the findings.
    pub campaigns: Vec<&'f CampaignFinding>,
    /// Which of several notices about the same this is, and of how many.
    pub part: (usize, usize),
}

impl<'f> Draft<'f> {
    /// The designations that are a ground for at least one post, in the order of the pack.
    pub fn designations(&self) -> Vec<&'f Designation> {
        let of_pack = self.organisation.designations.iter();
        of_pack.filter(|d| self.posts.iter().any(|post| post.grounds.contains(d))).collect()
    }

    /// The numbers of the posts (from 1) that `test` holds for.
    pub fn numbers(&self, test: impl Fn(&DraftPost<'f>) -> bool) -> Vec<usize> {
        self.posts.iter().enumerate().filter(|(_, post)| test(post)).map(|(at, _)| at + 1).collect()
    }
}

/// What drafting came to.
#[derive(Clone, Debug, Default)]
pub struct Drafts<'f> {
    /// The drafts, by organisation, platform and time.
    pub drafts: Vec<Draft<'f>>,
    /// Posts left out because they were gone at the last look.
    pub gone: usize,
    /// Posts left out because an earlier draft names them.
    pub known: usize,
    /// Earlier drafts of the kind and jurisdiction whose posts were forgotten, so that they may be named again.
    pub forgotten: Vec<String>,
}

/// Which posts a request means.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Posts that people named; empty: all.
    pub named: BTreeSet<PostKey>,
    /// Posts that people named and that were not found to recruit.
    pub not_found: Vec<PostKey>,
    /// Posts that earlier drafts name and that are to be left out.
    pub drafted: BTreeSet<PostKey>,
}

impl Case {
    /// Puts together what notices name; see [`drafts`].
    ///
    /// # Errors
    /// [`NoticeError::Incomplete`] names everything that lacks, and [`CaseError::NoSuchPost`] a post that the case does not
    /// have; nothing is written here.
    pub fn draft<'f>(
        &mut self,
        findings: &'f Findings,
        request: &DraftRequest<'_>,
        has_rule: &dyn Fn(&FoundPost, Option<Date>) -> bool,
    ) -> Result<Drafts<'f>, CaseError> {
        let (named, not_found) = self.named(findings, request.posts)?;
        let earlier = if request.only_new { self.earlier(request)? } else { Vec::new() };
        let is_forgotten = |notice: &&Notice| notice.posts.is_empty() && notice.post_count > 0;
        let forgotten = earlier.iter().filter(is_forgotten).map(|notice| notice.id.clone()).collect();
        let drafted = earlier.into_iter().flat_map(|notice| notice.posts).collect();
        let selection = Selection { named, not_found, drafted };
        let drafts = drafts(findings, request, &selection, &self.config.time_zone, has_rule)?;
        Ok(Drafts { forgotten, ..drafts })
    }

    /// The posts that people named, and of those the ones that were not found to recruit.
    fn named(&mut self, findings: &Findings, names: &[String]) -> Result<(BTreeSet<PostKey>, Vec<PostKey>), CaseError> {
        let (mut found, mut others) = (BTreeSet::new(), Vec::new());
        for name in names {
            let by_name =
                |post: &&FoundPost| post.key.to_string() == *name || post.url.as_deref() == Some(name.as_str());
            let mut of_id = findings.posts.iter().filter(|post| post.key.id == *name);
            let first = findings.posts.iter().find(by_name).or_else(|| of_id.next().filter(|_| of_id.next().is_none()));
            if let Some(post) = first {
                found.insert(post.key.clone());
                continue;
            }
            let results = self.results()?;
            let parts = results.sources.iter().filter_map(|source| source.posts.path::<PostRow>());
            let (platform, id) = post_named(name, parts)?;
            let key = PostKey { platform: Platform::named(&platform), id };
            match findings.posts.iter().any(|post| post.key == key) {
                true => drop(found.insert(key)),
                false => others.push(key),
            }
        }
        Ok((found, others))
    }

    /// The earlier drafts of the kind and jurisdiction.
    fn earlier(&self, request: &DraftRequest<'_>) -> Result<Vec<Notice>, CaseError> {
        let wanted = jurisdiction(request.jurisdiction);
        let notices = self.notices()?.into_iter();
        let same = notices.filter(|n| n.kind == request.kind && n.jurisdiction.as_deref() == Some(wanted.as_str()));
        Ok(same.collect())
    }
}

/// What notices name, of the findings of a case. `has_rule` says whether a rule of the platform itself is known for a post
/// of a day, which may stand alone where no designation was in force.
///
/// # Errors
/// [`NoticeError::Incomplete`] names everything that lacks.
pub fn drafts<'f>(
    findings: &'f Findings,
    request: &DraftRequest<'_>,
    selection: &Selection,
    zone: &TimeZone,
    has_rule: &dyn Fn(&FoundPost, Option<Date>) -> bool,
) -> Result<Drafts<'f>, NoticeError> {
    let mut gaps = notifier_gaps(request);
    if !selection.not_found.is_empty() {
        gaps.push(Gap::NotFound { posts: selection.not_found.clone() });
    }
    let mut drafts = Drafts::default();
    let are_named = !selection.named.is_empty() || !selection.not_found.is_empty();
    let mut chosen: Vec<&FoundPost> = Vec::new();
    for post in &findings.posts {
        let is_named = selection.named.contains(&post.key);
        let is_wanted = match are_named {
            true => is_named,
            false => request.platform.is_none_or(|platform| *platform == post.key.platform),
        };
        let is_gone =
            post.last_look.as_ref().is_some_and(|look| is_removed(&look.status) || look.status == "account_gone");
        match () {
            () if !is_wanted => {}
            () if selection.drafted.contains(&post.key) => drafts.known += 1,
            // Whoever names a post means it.
            () if is_gone && !is_named => drafts.gone += 1,
            () => chosen.push(post),
        }
    }
    if let Some(platform) = request.platform {
        let others = chosen.iter().filter(|post| post.key.platform != *platform).map(|post| post.key.clone());
        let others: Vec<PostKey> = others.collect();
        if !others.is_empty() {
            gaps.push(Gap::OtherPlatform { platform: platform.to_string(), posts: others });
        }
    }
    if chosen.is_empty() && gaps.is_empty() {
        return Err(NoticeError::NoPosts { gone: drafts.gone, known: drafts.known });
    }
    let mut posts = Vec::with_capacity(chosen.len());
    for post in chosen {
        posts.extend(draft_post(post, findings, request, zone, has_rule, &mut gaps));
    }
    if !gaps.is_empty() {
        return Err(NoticeError::Incomplete(super::gaps::merged(gaps)));
    }
    drafts.drafts = batches(&posts, findings, request);
    Ok(drafts)
}

/// What lacks about whoever writes a letter; nothing if it is whole.
pub fn sender_gaps(notifier: &Notifier) -> Option<Vec<Gap>> {
    let mut gaps = Vec::new();
    if !is_line(&notifier.name) {
        gaps.push(Gap::Name);
    }
    if !is_email(&notifier.email) {
        gaps.push(Gap::Email { given: notifier.email.clone() });
    }
    (!gaps.is_empty()).then_some(gaps)
}

/// What lacks about whoever gives notice.
fn notifier_gaps(request: &DraftRequest<'_>) -> Vec<Gap> {
    let mut gaps = sender_gaps(&request.notifier).unwrap_or_default();
    if let Some(status) = request.trusted_flagger.filter(|status| status.on > request.today) {
        gaps.push(Gap::StatusLater { on: status.on });
    }
    gaps
}

/// A post with its grounds; what lacks goes to `gaps`.
fn draft_post<'f>(
    post: &'f FoundPost,
    findings: &'f Findings,
    request: &DraftRequest<'_>,
    zone: &TimeZone,
    has_rule: &dyn Fn(&FoundPost, Option<Date>) -> bool,
    gaps: &mut Vec<Gap>,
) -> Option<(usize, usize, DraftPost<'f>)> {
    let key = || vec![post.key.clone()];
    if post.url.as_ref().is_none_or(|url| !is_address(url)) {
        gaps.push(Gap::Url { posts: key() });
    }
    let Some(at) = findings.campaigns.iter().position(|campaign| campaign.id == post.campaign) else {
        gaps.push(Gap::NotAssessed { posts: key() });
        return None;
    };
    let campaign = &findings.campaigns[at];
    let Some(of) = findings.organisations.iter().position(|one| one.id == campaign.organisation) else {
        gaps.push(Gap::NotAssessed { posts: key() });
        return None;
    };
    let organisation = &findings.organisations[of];
    if campaign.probability <= LEAST_PROBABILITY {
        gaps.push(Gap::Improbable { campaign: campaign.id.clone(), term: campaign.term.clone(), posts: key() });
    }
    let speaks_for = |ratio: f64| Support::of(ratio).is_some_and(|(_, side)| side == Side::For);
    if !campaign.evidence.iter().any(|item| speaks_for(item.likelihood_ratio)) {
        gaps.push(Gap::NoEvidence { campaign: campaign.id.clone(), posts: key() });
    }
    let now = organisation.designations.iter().filter(|d| d.in_force_on(request.today));
    if now.clone().next().is_none() {
        gaps.push(Gap::NoDesignation { organisation: organisation.name.clone() });
    }
    for unknown in now.filter(|d| d.kind.is_none()) {
        gaps.push(Gap::NoKind { organisation: organisation.id.clone(), authority: unknown.authority.clone() });
    }
    let day = days(post, zone).map(|[day, _]| day);
    let (in_force, is_between) = match days(post, zone) {
        Some(days) => on_both(&organisation.designations, request.jurisdiction, days),
        None => (Vec::new(), false),
    };
    // Whether other law applies is for the authority to say, so a referral needs no ground.
    if in_force.is_empty() && request.kind == NoticeKind::Notice {
        let there = jurisdiction(request.jurisdiction);
        let ever = organisation.designations.iter().any(|d| d.binding && holds_in(&d.jurisdiction, &there));
        match day {
            _ if !ever => gaps.push(Gap::NoLaw {
                organisation: organisation.name.clone(),
                jurisdiction: there,
                known: known_jurisdictions(organisation),
            }),
            _ if has_rule(post, day) => {}
            None => gaps.push(Gap::NoDate { posts: key() }),
            Some(_) => gaps.push(Gap::NoGround { jurisdiction: there, posts: key() }),
        }
    }
    Some((of, at, DraftPost { post, day, is_between, grounds: in_force }))
}

/// The days on which a post was published, in the zone of the case and in UTC. Platforms print times in one or the other,
/// and what began or ended between the two is not alleged.
fn days(post: &FoundPost, zone: &TimeZone) -> Option<[Date; 2]> {
    let at = post.created_at?.to_jiff();
    Some([zone.clone(), TimeZone::UTC].map(|zone| at.to_zoned_datetime(zone).date()))
}

/// The designations in force on both days, and whether others were on one of them.
fn on_both<'d>(designations: &'d [Designation], named: &str, days: [Date; 2]) -> (Vec<&'d Designation>, bool) {
    let [mut first, second] = days.map(|day| grounds(designations, named, day));
    let is_between = first != second;
    first.retain(|designation| second.contains(designation));
    (first, is_between)
}

/// The jurisdictions of a pack's binding designations, each once.
fn known_jurisdictions(organisation: &OrganisationFinding) -> Vec<String> {
    let binding = organisation.designations.iter().filter(|d| d.kind != Some(DesignationKind::Call));
    let names: BTreeSet<String> = binding.map(|designation| designation.jurisdiction.clone()).collect();
    names.into_iter().collect()
}

/// Returns true for an address that leads to a page.
fn is_address(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control()))
}

/// The posts as notices, each of one organisation and, but for referrals, one platform and either with or without a ground
/// in law.
fn batches<'f>(
    posts: &[(usize, usize, DraftPost<'f>)],
    findings: &'f Findings,
    request: &DraftRequest<'_>,
) -> Vec<Draft<'f>> {
    /// The places of posts in a list, by organisation, platform and whether no law is alleged of them.
    type Groups = BTreeMap<(usize, Option<Platform>, bool), Vec<usize>>;
    let mut groups = Groups::new();
    for (at, (organisation, _, post)) in posts.iter().enumerate() {
        let platform = (request.kind == NoticeKind::Notice).then(|| post.post.key.platform.clone());
        // A notice of illegal content must not say so of posts that only the platform's rules speak against.
        let is_without = request.kind == NoticeKind::Notice && post.grounds.is_empty();
        groups.entry((*organisation, platform, is_without)).or_default().push(at);
    }
    let mut drafts = Vec::new();
    for ((organisation, ..), places) in groups {
        let mut of_group: Vec<(usize, DraftPost<'f>)> =
            places.into_iter().map(|at| (posts[at].1, posts[at].2.clone())).collect();
        of_group.sort_by(|(_, a), (_, b)| (a.post.created_at, &a.post.key).cmp(&(b.post.created_at, &b.post.key)));
        let most = request.most.max(1);
        let parts = of_group.len().div_ceil(most);
        let mut left = of_group.into_iter();
        for part in 1..=parts {
            let (campaigns, posts): (BTreeSet<usize>, Vec<DraftPost<'f>>) = left.by_ref().take(most).unzip();
            let platforms: BTreeSet<&Platform> = posts.iter().map(|post| &post.post.key.platform).collect();
            let platform = if platforms.len() == 1 { platforms.first().map(|p| (*p).clone()) } else { None };
            drafts.push(Draft {
                kind: request.kind,
                platform,
                jurisdiction: jurisdiction(request.jurisdiction),
                organisation: &findings.organisations[organisation],
                campaigns: campaigns.into_iter().map(|at| &findings.campaigns[at]).collect(),
                posts,
                part: (part, parts),
            });
        }
    }
    drafts
}

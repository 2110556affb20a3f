//! `report.json`: serialisable twins of the findings with everything hidden that is not published.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD as BASE64;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use pressgang_case::{Findings, FoundPost, PayFinding, PictureFinding};
use pressgang_posts::PostKey;
use pressgang_weigh::scales::Scale;
use serde::{Serialize, Serializer};

use crate::answers::{self, AnswerJson, AnswersJson, GroupJson, NoticeJson, OthersJson};
use crate::assessments::{Assessment, assessment};
use crate::campaigns::{self, Campaign, Hub, Tie};
use crate::claims::{self, ClaimJson};
use crate::corrections::{self, CorrectionJson, WithdrawnJson};
use crate::evaluations::{EvaluationJson, evaluations};
use crate::hide::{Hider, Segment, plain};
use crate::looks::{self, LookDayJson};
use crate::made_from::MadeFromJson;
use crate::survival::{self, SurvivalJson};

/// A day, written `2023-05-29`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// The whole report.
#[derive(Serialize)]
pub struct ReportJson {
    pub pressgang: String,
    pub title: String,
    pub as_of: Day,
    pub time_zone: String,
    pub window: Option<Window>,
    pub organisations: Vec<Organisation>,
    pub summary: Vec<String>,
    /// The claim that each sentence of the summary is.
    pub summary_claims: Vec<String>,
    pub observed_posts: u64,
    /// The scale whose terms the assessments use: `icd203` or `phia`.
    #[serde(serialize_with = "scale_id")]
    pub likelihood_scale: Scale,
    pub claims: Vec<ClaimJson>,
    pub assessments: Vec<Assessment>,
    /// How right likelihood ratios are, on posts that are not in question.
    pub evaluations: Vec<EvaluationJson>,
    /// What the posts had become by each day on which somebody looked.
    pub look_days: Vec<LookDayJson>,
    /// How long they stay up.
    pub survival: SurvivalJson,
    pub campaigns: Vec<Campaign>,
    pub hubs: Vec<Hub>,
    pub posts: Vec<PostJson>,
    pub contacts: Vec<Contact>,
    pub sources: Vec<Source>,
    pub reference_accounts: Vec<Reference>,
    pub collection: Vec<Collection>,
    pub limits: Vec<String>,
    /// The claim that each limit is.
    pub limit_claims: Vec<String>,
    /// Notices, referrals and requests for comment.
    pub notices: Vec<NoticeJson>,
    /// Notices and referrals by platform and kind.
    pub notice_groups: Vec<GroupJson>,
    /// What was answered.
    pub answers: Vec<AnswerJson>,
    /// Numbers that others published, beside the case's own.
    pub claims_of_others: Vec<OthersJson>,
    /// Dumps of the DSA Transparency Database that were read, and the rows in them.
    pub statements_read: (u64, u64),
    /// What earlier reports said wrongly, newest last.
    pub corrections: Vec<CorrectionJson>,
    /// Posts of earlier reports that were rejected since.
    pub withdrawn: Vec<WithdrawnJson>,
    /// What the report was made from, for comparing it with another.
    pub made_from: MadeFromJson,
    pub ledger: Ledger,
}

fn scale_id<S: Serializer>(scale: &Scale, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(scale.id())
}

/// First and last day studied.
#[derive(Serialize)]
pub struct Window {
    pub first: Day,
    pub last: Day,
}

/// A studied organisation.
#[derive(Serialize)]
pub struct Organisation {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub invented: bool,
    pub designations: Vec<DesignationJson>,
}

/// A designation as a dated interval.
#[derive(Serialize)]
pub struct DesignationJson {
    /// The claim that it is.
    pub claim: String,
    pub jurisdiction: String,
    pub authority: String,
    pub measure: String,
    pub from: Day,
    pub until: Option<Day>,
    pub binding: bool,
    pub source: String,
    /// Whether it binds on the report's day.
    #[serde(skip)]
    pub in_force: bool,
}

/// An exchange rate as used.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Rate {
    pub date: Day,
    pub currency: String,
    pub units_per_eur: f64,
    pub source: String,
}

/// A found post.
#[derive(Serialize)]
pub struct PostJson {
    /// The claim that it is.
    pub claim: String,
    pub post: String,
    pub platform: String,
    pub id: String,
    pub account: String,
    pub campaign: String,
    pub language: String,
    pub created_at: Option<String>,
    pub text: String,
    pub views: Option<u64>,
    /// When they were counted, where that is known.
    pub views_at: Option<String>,
    pub media: Vec<String>,
    pub pictures: Vec<PictureJson>,
    pub status: Option<Status>,
    pub ties: Vec<String>,
    /// What ties it to the rest of its campaign.
    pub campaign_ties: Vec<Tie>,
    pub roles: Vec<String>,
    pub pay: Vec<String>,
    pub score: f64,
    /// SHA-256 of the source it was read from.
    pub source: String,
    pub origin: String,
    /// The text with its marks, for the page.
    #[serde(skip)]
    pub segments: Vec<Segment>,
    /// When it was published, for the page.
    #[serde(skip)]
    pub instant: Option<jiff::Timestamp>,
    /// Its pay line by line, for the page.
    #[serde(skip)]
    pub pay_lines: Vec<PayLine>,
}

/// A line of a post's pay.
pub struct PayLine {
    /// The claim that it is.
    pub claim: String,
    /// The amount as it stands in the post.
    pub offered: String,
    /// With its euro value.
    pub text: String,
    /// The rate that converted it.
    pub rate: Option<Rate>,
}

/// A picture or film of a found post. The picture itself is on the page only.
#[derive(Serialize)]
pub struct PictureJson {
    /// The claim that it is.
    pub claim: String,
    pub sha256: String,
    pub kind: String,
    /// The text read in it.
    pub text: Vec<String>,
    pub contacts: Vec<SeenContactJson>,
    /// What was not read for want of a program.
    pub unread: Vec<String>,
    /// Whether it is shown as it is.
    pub clear: bool,
    /// A data address, for the page.
    #[serde(skip)]
    pub image: Option<String>,
    /// The time in the film that is shown, for the page.
    #[serde(skip)]
    pub at_ms: Option<u64>,
}

/// A contact read in a picture or film.
#[derive(Serialize)]
pub struct SeenContactJson {
    pub kind: String,
    pub masked: String,
    /// First and last time it is seen or heard in a film, in milliseconds.
    pub from_ms: Option<u64>,
    pub to_ms: Option<u64>,
}

/// The last look at a post.
#[derive(Serialize)]
pub struct Status {
    pub status: String,
    pub at: String,
    /// The instant, for the page.
    #[serde(skip)]
    pub instant: jiff::Timestamp,
}

/// A contact of found posts.
#[derive(Serialize)]
pub struct Contact {
    /// The claim that it is.
    pub claim: String,
    pub kind: String,
    /// A keyed digest that tells contacts apart which are masked alike.
    pub contact: String,
    pub masked: String,
    pub posts: Vec<String>,
    pub campaigns: Vec<String>,
    pub at_reference: bool,
    pub confirmed_by: Vec<String>,
    pub ordinary_posts: u64,
}

/// A source.
#[derive(Serialize)]
pub struct Source {
    /// The claim that it is.
    pub claim: String,
    pub file: String,
    pub sha256: String,
    pub role: String,
    pub format: String,
    pub posts: u64,
    pub rejects: u64,
    pub cannot: Vec<String>,
}

/// A reference account.
#[derive(Serialize)]
pub struct Reference {
    /// The claim that it is.
    pub claim: String,
    pub organisation: String,
    pub platform: String,
    pub account: String,
    pub verified_by: String,
    pub verified_at: Day,
    pub how: String,
    pub grade: String,
    pub posts: u64,
}

/// An entry of the collection log.
#[derive(Serialize)]
pub struct Collection {
    /// The claim that it is.
    pub claim: String,
    pub from: Day,
    pub to: Day,
    pub platforms: Vec<String>,
    pub tool: String,
    pub by: String,
    pub terms: Vec<String>,
    pub note: String,
}

/// The ledger's end.
#[derive(Serialize)]
pub struct Ledger {
    pub head: String,
    pub entries: u64,
}

impl ReportJson {
    /// Hides what has to be hidden.
    pub fn new(findings: &Findings, hider: &Hider, zone: &TimeZone) -> ReportJson {
        let AnswersJson { notices, groups, answers, others, statements } = answers::answers(findings, hider, zone);
        let mut report = ReportJson {
            pressgang: findings.program.clone(),
            title: hider.note(&findings.title),
            as_of: Day(findings.as_of),
            time_zone: findings.time_zone.clone(),
            window: findings.window.map(|(first, last)| Window { first: Day(first), last: Day(last) }),
            organisations: organisations(findings, hider),
            summary: findings.summary.iter().map(|s| hider.sentence(&s.text)).collect(),
            summary_claims: findings.summary.iter().map(|s| s.claim.clone()).collect(),
            observed_posts: findings.observed_posts,
            likelihood_scale: findings.likelihood_scale,
            claims: findings.claims.iter().map(|c| claims::measured(c, hider)).collect(),
            assessments: findings.campaigns.iter().map(|c| assessment(c, hider)).collect(),
            evaluations: evaluations(&findings.evaluations, hider),
            look_days: looks::look_days(findings),
            survival: survival::survival(findings, hider),
            campaigns: campaigns::campaigns(findings, hider),
            hubs: campaigns::hubs(findings, hider),
            posts: findings.posts.iter().map(|p| post(p, hider)).collect(),
            contacts: contacts(findings, hider),
            sources: sources(findings, hider),
            reference_accounts: references(findings, hider),
            collection: collection(findings, hider),
            limits: findings.limits.iter().map(|l| hider.sentence(&l.text)).collect(),
            limit_claims: Vec::new(),
            notices,
            notice_groups: groups,
            answers,
            claims_of_others: others,
            statements_read: statements,
            corrections: corrections::corrections(findings, hider, zone),
            withdrawn: corrections::withdrawn(findings),
            made_from: MadeFromJson::new(&findings.made_from),
            ledger: Ledger { head: findings.ledger_head.clone(), entries: findings.ledger_entries },
        };
        claims::add(&mut report, findings, hider, zone);
        report
    }
}

fn sentences(texts: &[String], hider: &Hider) -> Vec<String> {
    texts.iter().map(|t| hider.sentence(t)).collect()
}

pub fn keys(posts: &[PostKey], hider: &Hider) -> Vec<String> {
    posts.iter().map(|k| hider.key(k)).collect()
}

fn organisations(findings: &Findings, hider: &Hider) -> Vec<Organisation> {
    let organisations = findings.organisations.iter().map(|o| Organisation {
        id: o.id.clone(),
        name: o.name.clone(),
        kind: o.kind.clone(),
        invented: o.invented,
        designations: o
            .designations
            .iter()
            .map(|d| DesignationJson {
                claim: String::new(),
                jurisdiction: d.jurisdiction.clone(),
                authority: d.authority.clone(),
                measure: d.measure.clone(),
                from: Day(d.from),
                until: d.until.map(Day),
                binding: d.binding,
                source: hider.place(&d.source),
                in_force: d.in_force_on(findings.as_of),
            })
            .collect(),
    });
    organisations.collect()
}

fn post(post: &FoundPost, hider: &Hider) -> PostJson {
    let segments = hider.post(post);
    let shown = hider.key(&post.key);
    let platform = post.key.platform.as_str();
    PostJson {
        claim: String::new(),
        platform: platform.to_owned(),
        id: shown.strip_prefix(&format!("{platform}:")).unwrap_or(&shown).to_owned(),
        post: shown,
        account: hider.author(platform, &post.author),
        campaign: post.campaign.clone(),
        language: post.language.clone(),
        created_at: post.created_at.map(|t| t.to_string()),
        text: plain(&segments),
        views: post.views,
        views_at: post.views_at.map(|at| at.to_string()),
        media: post.media.clone(),
        pictures: post.pictures.iter().map(|p| picture(p, hider)).collect(),
        status: post.last_look.as_ref().map(|look| Status {
            status: look.status.clone(),
            at: look.at.to_string(),
            instant: look.at.to_jiff(),
        }),
        ties: sentences(&post.ties, hider),
        campaign_ties: campaigns::ties(post, hider),
        roles: post.roles.clone(),
        pay: post.pay.iter().map(|pay| hider.sentence(&pay.text)).collect(),
        pay_lines: post.pay.iter().map(|pay| pay_line(pay, hider)).collect(),
        score: post.score,
        source: post.source_sha256.clone(),
        origin: hider.place(&post.origin),
        segments,
        instant: post.created_at.map(|t| t.to_jiff()),
    }
}

fn pay_line(pay: &PayFinding, hider: &Hider) -> PayLine {
    PayLine {
        claim: String::new(),
        offered: hider.sentence(&pay.offered),
        text: hider.sentence(&pay.text),
        rate: pay.rate.as_ref().map(claims::rate),
    }
}

fn picture(picture: &PictureFinding, hider: &Hider) -> PictureJson {
    let image = picture.image.as_ref().map(|bytes| {
        let kind = if picture.is_clear { "jpeg" } else { "png" };
        format!("data:image/{kind};base64,{}", BASE64.encode(bytes))
    });
    PictureJson {
        claim: String::new(),
        sha256: picture.sha256.clone(),
        kind: picture.kind.clone(),
        text: sentences(&picture.text, hider),
        contacts: picture
            .contacts
            .iter()
            .map(|contact| SeenContactJson {
                kind: contact.kind.as_str().to_owned(),
                masked: hider.contact(contact.kind, &contact.value),
                from_ms: contact.time.map(|(from, _)| from),
                to_ms: contact.time.map(|(_, to)| to),
            })
            .collect(),
        unread: picture.unread.clone(),
        clear: picture.is_clear,
        image,
        at_ms: picture.at_ms,
    }
}

fn contacts(findings: &Findings, hider: &Hider) -> Vec<Contact> {
    let contacts = findings.contacts.iter().map(|c| Contact {
        claim: String::new(),
        contact: hider.contact_code(c.kind, &c.value),
        kind: c.kind.as_str().to_owned(),
        masked: hider.contact(c.kind, &c.value),
        posts: keys(&c.posts, hider),
        campaigns: c.campaigns.clone(),
        at_reference: c.at_reference,
        confirmed_by: sentences(&c.confirmed_by, hider),
        ordinary_posts: c.ordinary_posts,
    });
    contacts.collect()
}

fn sources(findings: &Findings, hider: &Hider) -> Vec<Source> {
    let sources = findings.sources.iter().map(|s| Source {
        claim: String::new(),
        file: hider.place(&s.file),
        sha256: s.sha256.clone(),
        role: s.role.clone(),
        format: s.format.clone(),
        posts: s.posts,
        rejects: s.rejects,
        cannot: s.cannot.clone(),
    });
    sources.collect()
}

fn references(findings: &Findings, hider: &Hider) -> Vec<Reference> {
    let references = findings.references.iter().map(|r| Reference {
        claim: String::new(),
        organisation: r.organisation.clone(),
        platform: r.platform.clone(),
        account: hider.account(&r.platform, &r.account),
        verified_by: hider.sentence(&r.verified_by),
        verified_at: Day(r.verified_at),
        how: hider.note(&r.how),
        grade: r.grade.clone(),
        posts: r.posts,
    });
    references.collect()
}

fn collection(findings: &Findings, hider: &Hider) -> Vec<Collection> {
    let entries = findings.collection.iter().map(|c| Collection {
        claim: String::new(),
        from: Day(c.from),
        to: Day(c.to),
        platforms: c.platforms.clone(),
        tool: hider.sentence(&c.tool),
        by: hider.sentence(&c.by),
        terms: c.terms.iter().map(|t| hider.term(t, findings)).collect(),
        note: hider.note(&c.note),
    });
    entries.collect()
}

//! The page: made from the hidden JSON only, so it can say no more than that.

use std::collections::BTreeMap;

use askama::Template;
use jiff::tz::TimeZone;
use pressgang_weigh::scales::{self, SUPPORT, Support, Term};

use crate::answers_view::Told;
use crate::campaigns::{Account, Campaign, Shared};
use crate::charts::{self, Column, Edge};
use crate::claims::{ClaimJson, ids};
use crate::corrections::CorrectionJson;
use crate::hide::{Mark, Segment};
use crate::json::{PostJson, ReportJson};
use crate::{PublishError, looks, roles, words};

/// The page's form, by which a page of another form can be told.
pub const TEMPLATE: &str = concat!(
    include_str!("../templates/report.html"),
    include_str!("../templates/survival.html"),
    include_str!("../templates/answers.html")
);
/// Its style.
pub const CSS: &str = include_str!("../templates/report.css");

#[derive(Template)]
#[template(path = "report.html")]
struct Page<'a> {
    r: &'a ReportJson,
    css: &'static str,
    invented: bool,
    marks: [Mark; 6],
    terms: [Term; 7],
    support: &'static [Support],
    headline: Vec<Headline<'a>>,
    /// Sentences with the claims that they are.
    summary: Vec<(&'a String, &'a String)>,
    limits: Vec<(&'a String, &'a String)>,
    /// Claims that have their place in the list of claims.
    listed: Vec<&'a ClaimJson>,
    corrections: Vec<CorrectionView<'a>>,
    /// Claim, caption and picture.
    charts: Vec<(&'static str, &'static str, String)>,
    assessments: Vec<AssessmentView<'a>>,
    campaigns: Vec<CampaignView<'a>>,
    /// Campaigns that are not shown one by one.
    others: String,
    posts: Vec<PostView<'a>>,
    told: Told<'a>,
}

struct CorrectionView<'a> {
    c: &'a CorrectionJson,
    day: String,
    /// Whether its claim has a place on the page.
    links: bool,
}

impl Page<'_> {
    /// The sign that leads to a claim, and whether it was corrected; as HTML.
    fn mark(&self, claim: &str) -> String {
        let claim = charts::escape(claim);
        let mut out = format!("<a class=\"cl\" href=\"#claim-{claim}\" title=\"{claim}\">#</a>");
        if let Some(view) = self.corrections.iter().rev().find(|view| view.c.claim == claim) {
            let (number, day) = (view.c.number, &view.day);
            out.push_str(&format!("<a class=\"corrected\" href=\"#claim-correction:{number}\">corrected {day}</a>"));
        }
        out
    }

    /// The same of a part of a claim's subject.
    fn of(&self, subject: &str, what: &str) -> String {
        self.mark(&format!("{subject}:{what}"))
    }

    /// A text as part of a claim's id.
    fn part(&self, text: &str) -> String {
        ids::part(text)
    }

    /// A language as part of a claim's id.
    fn language_part(&self, code: &str) -> String {
        format!("language-{}", ids::part(code))
    }

    /// How many posts, and behind that which; as HTML.
    fn posts(&self, posts: &[String]) -> String {
        if posts.is_empty() {
            return String::new();
        }
        let links = posts.iter().map(|post| format!("<a href=\"#{}\">{}</a> ", anchor(post), charts::escape(post)));
        format!("<details><summary>{}</summary>{}</details>", words::posts(posts.len()), links.collect::<String>())
    }
}

struct Headline<'a> {
    value: String,
    label: &'static str,
    claim: &'a str,
}

struct AssessmentView<'a> {
    a: &'a crate::assessments::Assessment,
    /// What the ids of its claims begin with.
    id: String,
    scale: String,
    evidence: Vec<EvidenceView<'a>>,
}

struct EvidenceView<'a> {
    e: &'a crate::assessments::Evidence,
    ratio: String,
    support: String,
}

/// Campaigns shown one by one; more would bury what is worth reading.
const MOST_CAMPAIGNS: usize = 40;

/// Accounts, contacts and links that are listed of each.
const MOST_LISTED: usize = 12;

struct CampaignView<'a> {
    c: &'a Campaign,
    /// What the ids of its claims begin with.
    id: String,
    name: &'a str,
    span: String,
    languages: String,
    platforms: String,
    strip: String,
    accounts: &'a [Account],
    contacts: &'a [Shared],
    links: &'a [Shared],
    roles: String,
    pay: String,
}

impl CampaignView<'_> {
    /// "and 5 more", where a list is cut.
    fn more(&self, all: &usize, shown: &usize) -> String {
        if all > shown { format!("and {} more", words::count((all - shown) as u64)) } else { String::new() }
    }
}

struct PostView<'a> {
    p: &'a PostJson,
    anchor: String,
    when: String,
    language: String,
    status: String,
    views: String,
    roles: Vec<String>,
    segments: &'a [Segment],
}

/// The page of a report.
pub fn page(report: &ReportJson, zone: &TimeZone) -> Result<String, PublishError> {
    let scale = report.likelihood_scale;
    let page = Page {
        r: report,
        css: CSS,
        invented: report.organisations.iter().any(|o| o.invented),
        marks: Mark::ALL,
        terms: scale.terms(),
        support: &SUPPORT,
        headline: headline(report),
        summary: report.summary_claims.iter().zip(&report.summary).collect(),
        limits: report.limit_claims.iter().zip(&report.limits).collect(),
        listed: report.claims.iter().filter(|claim| claim.listed).collect(),
        corrections: corrections(report),
        charts: charts(report, zone),
        assessments: report
            .assessments
            .iter()
            .map(|a| AssessmentView {
                a,
                id: format!("campaign:{}", a.campaign),
                scale: scale.term_named(&a.term).map(charts::scale).unwrap_or_default(),
                evidence: a
                    .evidence
                    .iter()
                    .map(|e| EvidenceView {
                        e,
                        ratio: scales::ratio(e.likelihood_ratio, false),
                        support: scales::support(e.likelihood_ratio),
                    })
                    .collect(),
            })
            .collect(),
        campaigns: report
            .campaigns
            .iter()
            .filter(|c| c.posts > 1)
            .take(MOST_CAMPAIGNS)
            .map(|c| campaign_view(c, report, zone))
            .collect(),
        others: others(report),
        posts: report.posts.iter().map(|p| post_view(p, zone)).collect(),
        told: Told::of(report),
    };
    Ok(page.render()?)
}

/// The id of a post's place in the page: letters, digits and hyphens only.
fn anchor(post: &str) -> String {
    let clean: String = post.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("post-{clean}")
}

fn campaign_view<'a>(c: &'a Campaign, report: &'a ReportJson, zone: &TimeZone) -> CampaignView<'a> {
    let day = |at: jiff::Timestamp| at.to_zoned_datetime(zone.clone()).strftime("%-d %B %Y").to_string();
    let list = |counted: &[crate::campaigns::Counted], name: &dyn Fn(&str) -> String| {
        let items: Vec<String> = counted.iter().map(|one| format!("{} ({})", name(&one.value), one.posts)).collect();
        items.join(", ")
    };
    let days: Vec<(jiff::civil::Date, u64)> = c.days.iter().map(|d| (d.day.0, d.posts)).collect();
    CampaignView {
        c,
        id: format!("campaign:{}", c.campaign),
        name: report.organisations.iter().find(|o| o.id == c.organisation).map_or(&c.organisation, |o| &o.name),
        span: match c.span.map(|(first, last)| (day(first), day(last))) {
            None => "no date".to_owned(),
            Some((first, last)) if first == last => first,
            Some((first, last)) => format!("{first} to {last}"),
        },
        languages: list(&c.languages, &|code| words::language(code)),
        platforms: list(&c.platforms, &|name| words::platform(name).to_owned()),
        strip: charts::strip("Posts by day", &days),
        accounts: c.accounts.get(..MOST_LISTED).unwrap_or(&c.accounts),
        contacts: c.contacts.get(..MOST_LISTED).unwrap_or(&c.contacts),
        links: c.links.get(..MOST_LISTED).unwrap_or(&c.links),
        roles: list(&c.roles, &|code| roles::role(code)),
        pay: list(&c.pay, &str::to_owned),
    }
}

/// What is said of campaigns that are not shown one by one.
fn others(report: &ReportJson) -> String {
    let single = report.campaigns.iter().filter(|c| c.posts == 1).count();
    let more = report.campaigns.len().saturating_sub(single + MOST_CAMPAIGNS);
    let mut parts = Vec::new();
    if more > 0 {
        parts.push(format!("{} more campaigns", words::count(more as u64)));
    }
    match single {
        0 => {}
        1 => parts.push("1 campaign of a single post".to_owned()),
        n => parts.push(format!("{} campaigns of a single post each", words::count(n as u64))),
    }
    if parts.is_empty() { String::new() } else { format!("Only in report.json: {}.", parts.join(" and ")) }
}

fn corrections(report: &ReportJson) -> Vec<CorrectionView<'_>> {
    let kind = |id: &str| report.claims.iter().find(|claim| claim.id == id).map_or("", |claim| &claim.kind);
    // Of a campaign's profile only a part is on the page.
    let has_place = |id: &str| kind(id) == "campaign_posts" || !kind(id).starts_with("campaign_");
    let corrections = report.corrections.iter().map(|c| CorrectionView {
        c,
        day: words::day(c.date.0),
        links: c.stands && has_place(&c.claim),
    });
    corrections.collect()
}

fn claim<'a>(report: &'a ReportJson, kind: &str) -> Option<&'a ClaimJson> {
    report.claims.iter().find(|c| c.kind == kind)
}

fn headline(report: &ReportJson) -> Vec<Headline<'_>> {
    let kinds = [
        ("posts_found", "posts found"),
        ("languages", "languages"),
        ("platforms", "platforms"),
        ("views_at_least", "views at least, where counted"),
        ("still_up", "still up at the last look"),
        ("removed", "removed"),
        ("phones_confirmed", "phone numbers confirmed"),
    ];
    kinds
        .into_iter()
        .filter_map(|(kind, label)| {
            let claim = claim(report, kind)?;
            let value = match &claim.value {
                serde_json::Value::Array(list) => list.len().to_string(),
                serde_json::Value::Number(n) => n.as_u64().map_or_else(|| n.to_string(), words::count),
                _ => "not known".to_owned(),
            };
            Some(Headline { value, label, claim: &claim.id })
        })
        .collect()
}

fn counted(items: impl Iterator<Item = String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    let mut rows: Vec<(String, usize)> = counts.into_iter().collect();
    rows.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    rows
}

fn charts(report: &ReportJson, zone: &TimeZone) -> Vec<(&'static str, &'static str, String)> {
    if report.posts.is_empty() {
        return Vec::new();
    }
    let posts = &report.posts;
    vec![
        ("posts_by_month", "Posts over time", over_time(posts, zone)),
        (
            "posts_by_language",
            "Languages",
            charts::bars("Posts by language", &counted(posts.iter().map(|p| words::language(&p.language)))),
        ),
        (
            "posts_by_platform",
            "Platforms",
            charts::bars("Posts by platform", &counted(posts.iter().map(|p| words::platform(&p.platform).to_owned()))),
        ),
        (
            "posts_by_occupation",
            "Work offered",
            charts::bars("Posts by occupation", &counted(posts.iter().flat_map(|p| &p.roles).map(|r| roles::role(r)))),
        ),
        ("contacts_by_language", "Contacts and the languages they serve", network(report)),
        ("posts_by_state", "Up and gone, by the looks entered here", looks::figure(&report.look_days)),
    ]
}

fn over_time(posts: &[PostJson], zone: &TimeZone) -> String {
    let month =
        |p: &PostJson| p.instant.map(|t| t.to_zoned_datetime(zone.clone()).date()).map(|d| (d.year(), d.month()));
    let months = posts.iter().filter_map(month);
    let (Some(first), Some(last)) = (months.clone().min(), months.max()) else { return String::new() };
    let platforms: Vec<String> =
        counted(posts.iter().map(|p| p.platform.clone())).into_iter().map(|(name, _)| name).collect();
    let mut columns = Vec::new();
    let (mut year, mut number) = first;
    while (year, number) <= last {
        let of = |platform: &String| {
            posts.iter().filter(|p| month(p) == Some((year, number)) && p.platform == *platform).count()
        };
        let name = jiff::civil::Date::new(year, number, 1).map(|d| d.strftime("%b").to_string()).unwrap_or_default();
        columns.push(Column {
            label: name,
            year: (columns.is_empty() || number == 1).then(|| year.to_string()),
            counts: platforms.iter().map(of).collect(),
        });
        (year, number) = if number == 12 { (year + 1, 1) } else { (year, number + 1) };
        // Dates in an export may be centuries apart by mistake; a chart of them shows nothing.
        if columns.len() > 120 {
            return String::new();
        }
    }
    let series: Vec<String> = platforms.iter().map(|p| words::platform(p).to_owned()).collect();
    let keys =
        series.iter().enumerate().map(|(i, name)| format!("<span class=\"key k{i}\">{}</span> ", charts::escape(name)));
    format!("<p class=\"meta\">{}</p>", keys.collect::<String>())
        + &charts::columns("Posts by month and platform", &series, &columns)
}

/// Contacts that several posts carry, and the languages of those posts.
fn network(report: &ReportJson) -> String {
    let shared: Vec<_> = report.contacts.iter().filter(|c| c.posts.len() > 1).take(14).collect();
    let language = |key: &String| report.posts.iter().find(|p| p.post == *key).map(|p| words::language(&p.language));
    let mut right: Vec<String> = shared.iter().flat_map(|c| c.posts.iter().filter_map(language)).collect();
    right.sort();
    right.dedup();
    let mut edges = Vec::new();
    for (left, contact) in shared.iter().enumerate() {
        for (name, count) in counted(contact.posts.iter().filter_map(language)) {
            if let Some(at) = right.iter().position(|r| *r == name) {
                edges.push(Edge { left, right: at, colour: left, weight: count, faint: contact.ordinary_posts > 20 });
            }
        }
    }
    if edges.is_empty() {
        return String::new();
    }
    let left: Vec<String> = shared.iter().map(|c| format!("{} {}", words::contact_kind(&c.kind), c.masked)).collect();
    let desc = format!("{} contacts that several posts share, linked to the languages of those posts", left.len());
    charts::network("Contacts and languages", &desc, &left, &right, &edges)
}

fn post_view<'a>(p: &'a PostJson, zone: &TimeZone) -> PostView<'a> {
    PostView {
        p,
        anchor: anchor(&p.post),
        when: p.instant.map_or_else(|| "no date".to_owned(), |t| words::moment(t, zone)),
        language: words::language(&p.language),
        status: p.status.as_ref().map_or_else(
            || "never looked at again".to_owned(),
            |s| format!("{}, {}", words::status(&s.status), words::moment(s.instant, zone)),
        ),
        views: p
            .views
            .map_or_else(|| "no count of views published".to_owned(), |v| format!("{} views", words::count(v))),
        roles: p.roles.iter().map(|r| roles::role(r)).collect(),
        segments: &p.segments,
    }
}

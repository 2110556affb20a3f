//! The JSON that `posts` and `read` write: twins of the core types, which are not serialisable on purpose.

use pressgang_posts::{Observation, Observed, Post, Reject};
use pressgang_signals::{ContactKind, Offer, Reading};
use serde::Serialize;

/// A post as `posts` writes it.
#[derive(Serialize)]
pub struct PostJson<'a> {
    platform: &'a str,
    id: &'a str,
    url: Option<&'a str>,
    author: AuthorJson<'a>,
    created_at: Option<String>,
    created_at_local: Option<&'a str>,
    text: &'a str,
    language_declared: Option<&'a str>,
    links: &'a [String],
    mentions: &'a [String],
    hashtags: &'a [String],
    media: Vec<MediaJson<'a>>,
    reply_to: Option<&'a str>,
    is_repost: bool,
    repost_of: Option<&'a str>,
    quote_of: Option<&'a str>,
    quoted_text: Option<&'a str>,
    views: Option<u64>,
    likes: Option<u64>,
    shares: Option<u64>,
    comments: Option<u64>,
    collected_at: Option<String>,
    source: SourceJson<'a>,
}

#[derive(Serialize)]
struct AuthorJson<'a> {
    id: Option<&'a str>,
    handle: Option<&'a str>,
    name: Option<&'a str>,
}

#[derive(Serialize)]
struct MediaJson<'a> {
    kind: &'static str,
    url: Option<&'a str>,
    path: Option<&'a str>,
    alt: Option<&'a str>,
    text: Option<&'a str>,
}

#[derive(Serialize)]
struct SourceJson<'a> {
    file: &'a str,
    sha256: &'a str,
    member: Option<&'a str>,
    offset: Option<u64>,
    length: Option<u64>,
    row: Option<u64>,
}

impl<'a> SourceJson<'a> {
    fn new(source: &'a pressgang_posts::Provenance) -> SourceJson<'a> {
        SourceJson {
            file: source.file(),
            sha256: source.sha256(),
            member: source.member(),
            offset: source.offset,
            length: source.length,
            row: source.row,
        }
    }
}

impl<'a> PostJson<'a> {
    /// The twin of a post.
    pub fn new(post: &'a Post) -> PostJson<'a> {
        PostJson {
            platform: post.key.platform.as_str(),
            id: &post.key.id,
            url: post.url.as_deref(),
            author: AuthorJson {
                id: post.author.id.as_deref(),
                handle: post.author.handle.as_deref(),
                name: post.author.name.as_deref(),
            },
            created_at: post.created_at.map(|t| t.to_string()),
            created_at_local: post.created_at_local.as_deref(),
            text: &post.text,
            language_declared: post.language_declared.as_deref(),
            links: &post.links,
            mentions: &post.mentions,
            hashtags: &post.hashtags,
            media: post
                .media
                .iter()
                .map(|m| MediaJson {
                    kind: m.kind.as_str(),
                    url: m.url.as_deref(),
                    path: m.path.as_deref(),
                    alt: m.alt.as_deref(),
                    text: m.text.as_deref(),
                })
                .collect(),
            reply_to: post.relations.reply_to.as_deref(),
            is_repost: post.is_repost,
            repost_of: post.relations.repost_of.as_deref(),
            quote_of: post.relations.quote_of.as_deref(),
            quoted_text: post.quoted_text.as_deref(),
            views: post.metrics.views,
            likes: post.metrics.likes,
            shares: post.metrics.shares,
            comments: post.metrics.comments,
            collected_at: post.collected_at.map(|t| t.to_string()),
            source: SourceJson::new(&post.provenance),
        }
    }
}

/// A rejected record as `posts` lists it.
#[derive(Serialize)]
pub struct RejectJson<'a> {
    reason: &'a str,
    source: SourceJson<'a>,
}

impl<'a> RejectJson<'a> {
    /// The twin of a reject.
    pub fn new(reject: &'a Reject) -> RejectJson<'a> {
        RejectJson { reason: &reject.reason, source: SourceJson::new(&reject.provenance) }
    }
}

/// What became of a post or an account, as `posts` lists it.
#[derive(Serialize)]
pub struct ObservationJson<'a> {
    platform: &'a str,
    /// The post, where the look was at one.
    id: Option<&'a str>,
    /// The account, where the look was at one.
    account: Option<&'a str>,
    observed_at: Option<String>,
    status: &'static str,
    signal: &'a str,
    views: Option<u64>,
    likes: Option<u64>,
    shares: Option<u64>,
    comments: Option<u64>,
    source: SourceJson<'a>,
}

impl<'a> ObservationJson<'a> {
    /// The twin of an observation.
    pub fn new(seen: &'a Observation) -> ObservationJson<'a> {
        let (id, account) = match &seen.of {
            Observed::Post(id) => (Some(id.as_str()), None),
            Observed::Account(id) => (None, Some(id.as_str())),
        };
        ObservationJson {
            platform: seen.platform.as_str(),
            id,
            account,
            observed_at: seen.observed_at.map(|t| t.to_string()),
            status: seen.status.as_str(),
            signal: &seen.signal,
            views: seen.metrics.views,
            likes: seen.metrics.likes,
            shares: seen.metrics.shares,
            comments: seen.metrics.comments,
            source: SourceJson::new(&seen.provenance),
        }
    }
}

/// A reading as `read` writes it.
#[derive(Serialize)]
pub struct ReadingJson<'a> {
    id: &'a str,
    language: &'a str,
    languages: Vec<GuessJson<'a>>,
    language_spans: Vec<LanguageSpanJson<'a>>,
    script: &'a str,
    contacts: Vec<ContactJson<'a>>,
    mentions: Vec<MentionJson<'a>>,
    offer: Option<OfferJson<'a>>,
    recruitment: RecruitmentJson<'a>,
}

#[derive(Serialize)]
struct GuessJson<'a> {
    code: &'a str,
    p: f64,
}

#[derive(Serialize)]
struct ContactJson<'a> {
    kind: &'static str,
    value: &'a str,
    raw: &'a str,
    start: usize,
    end: usize,
    hidden: Option<&'static str>,
    alternatives: &'a [String],
}

#[derive(Serialize)]
struct MentionJson<'a> {
    organisation: &'a str,
    kind: &'static str,
    raw: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct LanguageSpanJson<'a> {
    code: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct ConditionJson {
    condition: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct OfferJson<'a> {
    roles: Vec<RoleJson<'a>>,
    pay: Vec<PayJson<'a>>,
    age: Option<AgeJson>,
    benefits: Vec<BenefitJson>,
    conditions: Vec<ConditionJson>,
    calls: Vec<SpanJson>,
    term: Option<SpanJson>,
}

#[derive(Serialize)]
struct RoleJson<'a> {
    isco: &'a str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct PayJson<'a> {
    min: Option<f64>,
    max: Option<f64>,
    currency: &'a str,
    /// The text names no currency.
    currency_implied: bool,
    period: Option<&'static str>,
    kind: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct AgeJson {
    min: Option<u8>,
    max: Option<u8>,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct BenefitJson {
    benefit: &'static str,
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct SpanJson {
    start: usize,
    end: usize,
}

#[derive(Serialize)]
struct RecruitmentJson<'a> {
    score: f64,
    advert: f64,
    reasons: Vec<ReasonJson<'a>>,
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    sign: &'static str,
    weight: f64,
    raw: &'a str,
    start: usize,
    end: usize,
}

/// Four decimals: a probability has no more to say.
fn round(x: f32) -> f64 {
    (f64::from(x) * 10_000.0).round() / 10_000.0
}

impl<'a> ReadingJson<'a> {
    /// The twin of a reading of `text`.
    pub fn new(id: &'a str, text: &'a str, reading: &'a Reading) -> ReadingJson<'a> {
        let raw = |span: &std::ops::Range<usize>| text.get(span.clone()).unwrap_or_default();
        ReadingJson {
            id,
            language: &reading.language,
            languages: reading.languages.iter().map(|g| GuessJson { code: &g.code, p: round(g.p) }).collect(),
            language_spans: reading
                .language_spans
                .iter()
                .map(|s| LanguageSpanJson { code: &s.code, start: s.span.start, end: s.span.end })
                .collect(),
            script: reading.script,
            contacts: reading
                .contacts
                .iter()
                .map(|c| ContactJson {
                    kind: c.kind.as_str(),
                    value: &c.value,
                    // A card's number is shown nowhere in full.
                    raw: if c.kind == ContactKind::BankCard { &c.value } else { raw(&c.span) },
                    start: c.span.start,
                    end: c.span.end,
                    hidden: c.hidden,
                    alternatives: &c.alternatives,
                })
                .collect(),
            mentions: reading
                .mentions
                .iter()
                .map(|m| MentionJson {
                    organisation: &m.organisation,
                    kind: m.kind.as_str(),
                    raw: raw(&m.span),
                    start: m.span.start,
                    end: m.span.end,
                })
                .collect(),
            offer: reading.offer.as_ref().map(OfferJson::new),
            recruitment: RecruitmentJson {
                score: round(reading.recruitment.score),
                advert: round(reading.recruitment.advert),
                reasons: reading
                    .recruitment
                    .reasons
                    .iter()
                    .map(|r| ReasonJson {
                        sign: r.sign,
                        weight: round(r.weight),
                        raw: raw(&r.span),
                        start: r.span.start,
                        end: r.span.end,
                    })
                    .collect(),
            },
        }
    }
}

impl<'a> OfferJson<'a> {
    fn new(offer: &'a Offer) -> OfferJson<'a> {
        OfferJson {
            roles: offer
                .roles
                .iter()
                .map(|r| RoleJson { isco: r.isco.as_str(), start: r.span.start, end: r.span.end })
                .collect(),
            pay: offer
                .pay
                .iter()
                .map(|p| PayJson {
                    min: p.min,
                    max: p.max,
                    currency: &p.currency,
                    currency_implied: p.currency_implied,
                    period: p.period.map(|period| period.as_str()),
                    kind: p.kind.as_str(),
                    start: p.span.start,
                    end: p.span.end,
                })
                .collect(),
            age: offer.age.as_ref().map(|a| AgeJson { min: a.min, max: a.max, start: a.span.start, end: a.span.end }),
            benefits: offer
                .benefits
                .iter()
                .map(|(b, span)| BenefitJson { benefit: b.as_str(), start: span.start, end: span.end })
                .collect(),
            conditions: offer
                .conditions
                .iter()
                .map(|(c, span)| ConditionJson { condition: c.as_str(), start: span.start, end: span.end })
                .collect(),
            calls: offer.calls.iter().map(|span| SpanJson { start: span.start, end: span.end }).collect(),
            term: offer.term.as_ref().map(|span| SpanJson { start: span.start, end: span.end }),
        }
    }
}

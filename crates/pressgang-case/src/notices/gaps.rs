//! What lacks of a notice, each named.

use std::fmt;

use jiff::civil::Date;
use pressgang_posts::PostKey;

/// Posts named in one sentence at most.
const NAMED: usize = 8;

/// Something that Article 16(2), or the rules this program keeps, asks for and that is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gap {
    /// The notifier's name: Article 16(2)(c).
    Name,
    /// The notifier's e-mail address: Article 16(2)(c).
    Email {
        /// What was given instead.
        given: String,
    },
    /// The exact electronic location: Article 16(2)(b).
    Url {
        /// Of which posts.
        posts: Vec<PostKey>,
    },
    /// Posts that the case did not find to recruit, of which it can give no reasons: Article 16(2)(a).
    NotFound {
        /// Which.
        posts: Vec<PostKey>,
    },
    /// Posts of a campaign without an assessment: Article 16(2)(a).
    NotAssessed {
        /// Which.
        posts: Vec<PostKey>,
    },
    /// Posts of which the case does not hold the allegation to be more probable than not: Article 16(2)(a).
    Improbable {
        /// Their campaign.
        campaign: String,
        /// The assessment's term.
        term: String,
        /// Which.
        posts: Vec<PostKey>,
    },
    /// Nothing speaks for the allegation: Article 16(2)(a).
    NoEvidence {
        /// The campaign.
        campaign: String,
        /// Its posts.
        posts: Vec<PostKey>,
    },
    /// The pack has no binding designation that ever held in the jurisdiction: Article 16(2)(a).
    NoLaw {
        /// The organisation's name.
        organisation: String,
        /// Where.
        jurisdiction: String,
        /// Where the pack has designations.
        known: Vec<String>,
    },
    /// No legal ground on the post's date, and no rule of the platform: Article 16(2)(a).
    NoGround {
        /// Where.
        jurisdiction: String,
        /// Which posts.
        posts: Vec<PostKey>,
    },
    /// It is not known when the post was published, so not what was in force: Article 16(2)(a).
    NoDate {
        /// Which posts.
        posts: Vec<PostKey>,
    },
    /// The organisation has no designation in force: no notices are drafted about it.
    NoDesignation {
        /// Its name.
        organisation: String,
    },
    /// A designation does not say what it does in law.
    NoKind {
        /// The organisation's id.
        organisation: String,
        /// Whose designation.
        authority: String,
    },
    /// Posts that are not on the platform that was asked for.
    OtherPlatform {
        /// The platform.
        platform: String,
        /// Which posts.
        posts: Vec<PostKey>,
    },
    /// The status of a trusted flagger begins later.
    StatusLater {
        /// When.
        on: Date,
    },
}

impl Gap {
    /// The posts it is about.
    fn posts(&mut self) -> Option<&mut Vec<PostKey>> {
        match self {
            Gap::Url { posts }
            | Gap::NotFound { posts }
            | Gap::NotAssessed { posts }
            | Gap::Improbable { posts, .. }
            | Gap::NoEvidence { posts, .. }
            | Gap::NoGround { posts, .. }
            | Gap::NoDate { posts }
            | Gap::OtherPlatform { posts, .. } => Some(posts),
            Gap::Name
            | Gap::Email { .. }
            | Gap::NoLaw { .. }
            | Gap::NoDesignation { .. }
            | Gap::NoKind { .. }
            | Gap::StatusLater { .. } => None,
        }
    }

    /// The letter of Article 16(2) that asks for it; none where it is a rule of this program.
    pub fn letter(&self) -> Option<char> {
        match self {
            Gap::Name | Gap::Email { .. } => Some('c'),
            Gap::Url { .. } => Some('b'),
            Gap::NotFound { .. }
            | Gap::NotAssessed { .. }
            | Gap::Improbable { .. }
            | Gap::NoEvidence { .. }
            | Gap::NoLaw { .. }
            | Gap::NoGround { .. }
            | Gap::NoDate { .. } => Some('a'),
            Gap::NoDesignation { .. } | Gap::NoKind { .. } | Gap::OtherPlatform { .. } | Gap::StatusLater { .. } => {
                None
            }
        }
    }
}

/// The gaps with those that differ in their posts only made one, in the order in which they were come upon.
pub(super) fn merged(gaps: Vec<Gap>) -> Vec<Gap> {
    let mut out: Vec<Gap> = Vec::new();
    for mut gap in gaps {
        let posts = gap.posts().map(std::mem::take);
        let same = out.iter_mut().find(|known| {
            let mut without = (**known).clone();
            if let Some(posts) = without.posts() {
                posts.clear();
            }
            without == gap
        });
        match (same, posts) {
            (Some(known), Some(posts)) => {
                if let Some(of_known) = known.posts() {
                    of_known.extend(posts);
                }
            }
            (Some(_), None) => {}
            (None, posts) => {
                if let (Some(of_gap), Some(posts)) = (gap.posts(), posts) {
                    *of_gap = posts;
                }
                out.push(gap);
            }
        }
    }
    out
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(letter) = self.letter() {
            write!(f, "({letter}) ")?;
        }
        match self {
            Gap::Name => write!(f, "the notifier's name"),
            Gap::Email { given } if given.is_empty() => write!(f, "the notifier's e-mail address"),
            Gap::Email { given } => write!(f, "the notifier's e-mail address: {given:?} is none"),
            Gap::Url { posts } => write!(f, "the exact URL of {}", list(posts)),
            Gap::NotFound { posts } => {
                write!(f, "reasons about {}, not found to recruit by the last run and so not assessed", list(posts))
            }
            Gap::NotAssessed { posts } => write!(f, "an assessment of {}", list(posts)),
            Gap::Improbable { campaign, term, posts } => write!(
                f,
                "an assessment above even odds: campaign {campaign} is assessed as {term:?}, with {}",
                list(posts)
            ),
            Gap::NoEvidence { campaign, posts } => {
                write!(f, "evidence for campaign {campaign}, with {}", list(posts))
            }
            Gap::NoLaw { organisation, jurisdiction, known } => {
                let known = if known.is_empty() { "none".to_owned() } else { format!("those of {}", known.join(", ")) };
                write!(f, "a designation of {organisation} in {jurisdiction}: of binding ones the pack has {known}")
            }
            Gap::NoGround { jurisdiction, posts } => write!(
                f,
                "a ground: no designation was in force in {jurisdiction} on the date of {}, and no rule of the platform is \
                 known",
                list(posts)
            ),
            Gap::NoDate { posts } => {
                write!(f, "the date of {}, without which it is not known what was in force", list(posts))
            }
            Gap::NoDesignation { organisation } => {
                write!(f, "a designation of {organisation} that is in force now: without one no notice is drafted")
            }
            Gap::NoKind { organisation, authority } => {
                write!(f, "what the designation by {authority} does in law: the pack {organisation:?} gives it no kind")
            }
            Gap::OtherPlatform { platform, posts } => write!(f, "posts on {platform}: {} are elsewhere", list(posts)),
            Gap::StatusLater { on } => write!(f, "the status of a trusted flagger, which begins on {on}"),
        }
    }
}

/// "x:1, x:2 and 5 more"
fn list(posts: &[PostKey]) -> String {
    let named: Vec<String> = posts.iter().take(NAMED).map(PostKey::to_string).collect();
    match posts.len() - named.len() {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

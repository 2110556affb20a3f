//! What people decided about posts and contacts.
//!
//! A rejected post does not count whatever ties it, and a confirmed one counts whatever the program thinks of it, if it is
//! under study and in the window. A rejected contact ties nothing. Who cannot tell leaves it to the program.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::load_findings::post_key;
use crate::reviews::{Decision, Reviews};
use crate::stages::carried::{Carried, CarriedKind, Holders};
use crate::stages::corpus::Corpus;

/// Decisions by the places of posts.
#[derive(Debug, Default)]
pub(super) struct Decided {
    pub rejected: BTreeSet<usize>,
    /// The organisation that a post was confirmed to recruit for, and the entry that says so.
    pub confirmed: BTreeMap<usize, (String, u64)>,
}

impl Decided {
    /// Takes the decisions in, and rejected contacts out.
    pub fn new(
        config: &Config,
        corpus: &Corpus,
        reviews: &Reviews,
        contacts: &mut BTreeMap<Carried, Holders>,
    ) -> Decided {
        let mut decided = Decided::default();
        if reviews.all().is_empty() {
            return decided;
        }
        for (place, post) in corpus.posts.iter().enumerate() {
            let Some(review) = reviews.of_post(&post_key(&post.key())) else { continue };
            match (review.decision, &review.organisation) {
                (Decision::Reject, _) => {
                    decided.rejected.insert(place);
                }
                // An organisation may be studied no more.
                (Decision::Confirm, Some(organisation)) if config.organisations.contains(organisation) => {
                    decided.confirmed.insert(place, (organisation.clone(), review.entry));
                }
                (Decision::Confirm | Decision::CannotTell, _) => {}
            }
        }
        contacts.retain(|(kind, value), _| match kind {
            CarriedKind::Contact(kind) => {
                reviews.of_contact(*kind, value).is_none_or(|review| review.decision != Decision::Reject)
            }
            CarriedKind::Media => true,
        });
        decided
    }
}

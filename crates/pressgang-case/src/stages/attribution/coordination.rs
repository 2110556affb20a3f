//! Posts of a campaign published within seconds of a verified account's posts with the same content.

use super::item::{Family, Item, Link, OF_COORDINATION, Strength, TIMING};
use super::rates::{Ratio, Share};
use super::{Study, grade_of};
use crate::stages::coordination::of_campaign;
use crate::stages::trials::account_name;
use crate::tables::{CoordinationRateRow, CoordinationRow};
use crate::wording::Told;

/// Where nothing can be counted.
const JUDGED: f64 = 1.5;

/// What the tables of coordination say.
pub(super) struct Coordination {
    rows: Vec<CoordinationRow>,
    /// Of ordinary posts.
    ordinary: Vec<CoordinationRateRow>,
}

impl Coordination {
    /// Ties to verified accounts and between them; others say nothing of an organisation.
    pub fn new(mut rows: Vec<CoordinationRow>, ordinary: Vec<CoordinationRateRow>) -> Coordination {
        rows.retain(|row| row.organisation_a.is_some() || row.organisation_b.is_some());
        Coordination { rows, ordinary }
    }

    /// How probable it is that an account shares something within the window with a verified one: if it is one itself,
    /// and if it is any.
    fn ratio(&self, study: &Study<'_>) -> Option<Ratio> {
        let any = self.ordinary.iter().find(|row| row.kind == "any").filter(|row| row.accounts > 0)?;
        let verified = study.config.reference_accounts.iter().filter(|a| a.organisation == study.organisation).count();
        let of = |organisation: &Option<String>| organisation.as_deref() == Some(study.organisation);
        let together = self.rows.iter().filter(|row| of(&row.organisation_a) && of(&row.organisation_b));
        let mut paired: Vec<&str> = together.flat_map(|row| [row.account_a.as_str(), &row.account_b]).collect();
        paired.sort_unstable();
        paired.dedup();
        let verified_posts = Share::accounts((paired.len().min(verified)) as u64, verified as u64);
        let ordinary_posts = Share::accounts(any.paired_accounts.min(any.accounts), any.accounts);
        Some(Ratio::of_accounts(verified_posts, ordinary_posts))
    }
}

pub(super) fn item(study: &Study<'_>, coordination: &Coordination) -> Option<Item> {
    let found = of_campaign(&coordination.rows, study.organisation, study.inside);
    if found.with_references.is_empty() {
        return None;
    }
    let accounts = found.references.iter().filter_map(|name| account_name(study.config, name)).collect();
    let window = study.config.coordination.window;
    let told = [
        ("hits", Told::Count(found.with_references.len() as u64)),
        ("posts", Told::Count(study.posts.len() as u64)),
        ("window", Told::Count(window)),
        ("accounts", Told::Count(found.references.len() as u64)),
    ];
    let link = |(post, other)| Link { post, other, ..Link::default() };
    Some(Item {
        family: Family::Coordination,
        text: study.wording.say("coordination", &told),
        strength: Strength::counted(coordination.ratio(study), OF_COORDINATION, JUDGED),
        grade: grade_of(study.config, &accounts).unwrap_or_else(|| "F6".to_owned()),
        origin: TIMING.to_owned(),
        links: found.pairs.into_iter().map(link).collect(),
        posts: found.with_references.into_iter().collect(),
    })
}

//! The offers of candidates, back from the table of their facts.

use std::collections::HashMap;

use pressgang_signals::{AgeRange, Benefit, Condition, Isco, Offer, Pay, PayKind, Period, Role};

use super::SourceResult;
use crate::error::CaseError;
use crate::tables::OfferRow;

/// Every offer by its source and the key of its post.
pub(super) fn offers_by_post(sources: &[SourceResult]) -> Result<HashMap<(String, String), Offer>, CaseError> {
    let mut offers: HashMap<(String, String), Offer> = HashMap::new();
    for source in sources {
        for row in source.readings.rows::<OfferRow>()? {
            let key = (row.source.clone(), format!("{}:{}", row.platform, row.id));
            add(offers.entry(key).or_default(), &row);
        }
    }
    Ok(offers)
}

fn add(offer: &mut Offer, row: &OfferRow) {
    let span = row.start as usize..row.end as usize;
    let kind = row.kind.as_deref().unwrap_or_default();
    let age = |bound: Option<f64>| bound.map(|years| years as u8);
    match row.fact.as_str() {
        "role" => offer.roles.extend(row.isco.as_deref().and_then(Isco::parse).map(|isco| Role { isco, span })),
        "pay" => {
            if let (Some(kind), Some(currency)) = (PayKind::named(kind), &row.currency) {
                offer.pay.push(Pay {
                    min: row.min,
                    max: row.max,
                    currency: currency.clone(),
                    period: row.period.as_deref().and_then(Period::named),
                    kind,
                    currency_implied: row.currency_implied.unwrap_or(false),
                    span,
                });
            }
        }
        "age" => offer.age = Some(AgeRange { min: age(row.min), max: age(row.max), span }),
        "benefit" => offer.benefits.extend(Benefit::named(kind).map(|benefit| (benefit, span))),
        "condition" => offer.conditions.extend(Condition::named(kind).map(|condition| (condition, span))),
        "call" => offer.calls.push(span),
        "term" => offer.term = Some(span),
        _ => {}
    }
}

//! A look without a network: asks what a judge wants asked, one answer after the other, as patiently as is polite.

use pressgang_watch::look::{Answer, Evidence, Exchange, Failure, Judge, Request, Target, Verdict};

use super::world::World;

/// Most questions of one look, and most attempts at one answer.
const MOST_QUESTIONS: usize = 12;
const MOST_ATTEMPTS: usize = 3;

/// Looks at a post. `change` may do to each answer what it likes before the judge reads it.
pub fn look(
    judge: &dyn Judge,
    world: &World,
    target: &Target,
    mut change: impl FnMut(&Request, &mut Answer),
) -> (Evidence, Verdict) {
    let mut evidence = Evidence::default();
    for _ in 0..MOST_QUESTIONS {
        let Some(request) = judge.next(target, &evidence) else { break };
        let mut answer = None;
        for _ in 0..MOST_ATTEMPTS {
            answer = world.ask(&request.address, &request.headers);
            let is_busy = |answer: &Answer| matches!(answer.status, 429 | 500..600);
            if answer.as_ref().is_some_and(|answer| !is_busy(answer) && !answer.is_cut) {
                break;
            }
        }
        if let Some(answer) = &mut answer {
            change(&request, answer);
            // What a looker takes of a body is bounded.
            if answer.body.len() > 2_000_000 {
                answer.body.truncate(2_000_000);
                answer.is_cut = true;
            }
        }
        let marks = answer.as_ref().map_or_else(Vec::new, |answer| judge.read(target, &request, answer));
        evidence.exchanges.push(Exchange {
            name: request.name.clone(),
            asked: request.shown.clone(),
            at_unix_millis: 1_685_613_600_000 + evidence.exchanges.len() as i64,
            status: answer.as_ref().map(|answer| answer.status),
            failure: answer.is_none().then_some(Failure::Connection),
            hops: answer.as_ref().map_or_else(Vec::new, |answer| answer.hops.clone()),
            headers: answer.as_ref().map_or_else(Vec::new, |answer| answer.headers.clone()),
            body_sha256: answer.as_ref().map(|answer| format!("{:064x}", answer.body.len())),
            body_bytes: answer.as_ref().map_or(0, |answer| answer.body.len() as u64),
            is_cut: answer.as_ref().is_some_and(|answer| answer.is_cut),
            marks,
            ..Exchange::default()
        });
    }
    let verdict = judge.decide(target, &evidence);
    (evidence, verdict)
}

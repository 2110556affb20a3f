//! A judge whose questions go to local servers.

use std::time::Duration;

use pressgang_watch::look::{Answer, Evidence, Hop, Judge, Request, Target, Verdict};

use super::world::World;

/// Asks a world where a judge would ask the platforms, and shows the judge real names only.
pub struct Rerouted<'a, J> {
    pub judge: J,
    pub world: &'a World,
}

impl<J: Judge> Rerouted<'_, J> {
    fn hops(&self, hops: &[Hop]) -> Vec<Hop> {
        hops.iter().map(|hop| Hop { status: hop.status, to: self.world.real(&hop.to) }).collect()
    }

    fn real(&self, evidence: &Evidence) -> Evidence {
        let mut evidence = evidence.clone();
        for exchange in &mut evidence.exchanges {
            exchange.hops = self.hops(&exchange.hops);
            for (_, value) in exchange.headers.iter_mut().filter(|(name, _)| name == "location") {
                *value = self.world.real(value);
            }
        }
        evidence
    }
}

impl<J: Judge> Judge for Rerouted<'_, J> {
    fn next(&self, target: &Target, evidence: &Evidence) -> Option<Request> {
        let request = self.judge.next(target, &self.real(evidence))?;
        // A platform's pause is for a platform; how it is kept is another test's.
        Some(Request { address: self.world.local(&request.address), pause: Duration::ZERO, ..request })
    }

    fn read(&self, target: &Target, request: &Request, answer: &Answer) -> Vec<String> {
        let request = Request { address: self.world.real(&request.address), ..request.clone() };
        let mut answer = answer.clone();
        answer.hops = self.hops(&answer.hops);
        for (_, value) in answer.headers.iter_mut().filter(|(name, _)| name == "location") {
            *value = self.world.real(value);
        }
        self.judge.read(target, &request, &answer)
    }

    fn decide(&self, target: &Target, evidence: &Evidence) -> Verdict {
        self.judge.decide(target, &self.real(evidence))
    }
}

//! Answers that were damaged on their way. Rules never panic, never see a post that is not there, and rarely take
//! damage for a removal.

use pressgang_watch::look::{Answer, State};

use super::servers::chance::Chance;
use super::servers::patient::look;
use super::servers::tally::adapters;
use super::servers::world::Post;
use super::servers::{World, platforms};

/// Changes an answer as lines, proxies and caches do.
fn damage(answer: &mut Answer, other: &[u8], chance: &mut Chance) {
    let body = &mut answer.body;
    match chance.below(9) {
        0 => {
            for _ in 0..1 + body.len() / 500 {
                let at = chance.below(body.len());
                if let Some(byte) = body.get_mut(at) {
                    *byte ^= 1 << chance.below(8);
                }
            }
        }
        1 => {
            let end = chance.below(body.len());
            body.truncate(end);
            answer.is_cut = chance.percent(50);
        }
        2 => {
            let from = chance.below(body.len());
            body.drain(..from);
        }
        3 => *body = without_tags(body, chance),
        4 => body.extend_from_slice(other),
        5 => *body = [other, body].concat(),
        6 => {
            let (from, to) = (chance.below(body.len()), chance.below(body.len()));
            body.drain(from.min(to)..from.max(to));
        }
        7 => {
            for byte in body.iter_mut() {
                *byte = byte.to_ascii_lowercase();
            }
        }
        _ => *body = (0..body.len()).map(|_| chance.next() as u8).collect(),
    }
}

/// Without a third of what stands between `<` and `>`, or `{` and `}`.
fn without_tags(body: &[u8], chance: &mut Chance) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(body.len()), 0);
    while let Some(&byte) = body.get(at) {
        let close = match byte {
            b'<' => b'>',
            b'{' => b'}',
            _ => 0,
        };
        if close != 0 && chance.percent(33) {
            at += body[at..].iter().position(|&b| b == close).map_or(body.len(), |end| end + 1);
        } else {
            out.push(byte);
            at += 1;
        }
    }
    out
}

/// True if a body still names the post.
fn names(answer: &Answer, post: &Post) -> bool {
    let body = String::from_utf8_lossy(&answer.body).to_lowercase();
    body.contains(&post.key().to_lowercase())
}

#[test]
fn damage_is_not_taken_for_removal() {
    let judge = adapters();
    let (mut up, mut gone, mut wrong) = (0, 0, Vec::new());
    let mut resurrected = Vec::new();
    for round in 0..3 {
        let posts = World::posts(&platforms(), 1, 100 + round, false);
        let world = World::start(platforms(), posts);
        for (number, post) in world.posts.iter().enumerate() {
            let other = &world.posts[(number * 7 + 13) % world.posts.len()];
            let other = world.ask(other.url(), &[]).map_or_else(Vec::new, |answer| answer.body);
            let mut chance = Chance::new(round, number as u64);
            let (mut is_named, mut body) = (false, String::new());
            let (evidence, verdict) = look(&judge, &world, &post.target, |_, answer| {
                damage(answer, &other, &mut chance);
                is_named |= names(answer, post);
                body = String::from_utf8_lossy(&answer.body).into_owned();
            });
            let line = || {
                let exchanges: Vec<_> = evidence.exchanges.iter().map(|e| (&e.name, e.status, &e.marks)).collect();
                let at = world.platform(post).name();
                format!(
                    "{at} {}/{}: {} by {}, {exchanges:?}",
                    post.case.state.as_str(),
                    post.case.way,
                    verdict.state.as_str(),
                    verdict.rule
                )
            };
            let is_removal =
                |state| matches!(state, State::Removed | State::RemovedByAuthor | State::RemovedByPlatform);
            if post.case.state == State::Up {
                up += 1;
                if is_removal(verdict.state) {
                    wrong.push(line());
                }
            } else if is_removal(post.case.state) {
                gone += 1;
                if verdict.state == State::Up && !is_named {
                    resurrected.push(format!("{} {}\n{body}", line(), post.url()));
                }
            }
        }
    }
    assert!(up > 300 && gone > 500, "{up} {gone}");
    assert!(resurrected.is_empty(), "{} of {gone} gone posts were up:\n{}", resurrected.len(), resurrected.join("\n"));
    assert!(wrong.len() * 100 <= up, "{} of {up} posts that are up were removed:\n{}", wrong.len(), wrong.join("\n"));
}

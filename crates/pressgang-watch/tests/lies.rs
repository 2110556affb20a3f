//! What is found of posts on platforms that fail and lie: at most 1 % wrong, at most 10 % unknown where it can be told.

use std::io::Write;
use std::time::Duration;

use pressgang_watch::look::{Look, LookSettings};

use super::servers::faults::Kind;
use super::servers::tally::{Tally, adapters, look_at_all, settings};
use super::servers::{Post, World, platforms};

#[test]
fn states_are_unknown_rather_than_wrong() {
    let posts = World::posts(&platforms(), 1, 8, true);
    let world = World::start(platforms(), posts);
    let (found, postponed) = look_at_all(&world, adapters(), &settings(&world), None);
    let tally = Tally::of(&world, &found);
    let mut out = std::io::stderr().lock();
    writeln!(out, "{}{postponed} looks had to wait for another run", tally.table()).unwrap();
    if let Some(file) = std::env::var_os("PRESSGANG_FINDINGS") {
        std::fs::write(file, tally.failures.join("\n")).unwrap();
    }
    assert!(tally.all.wrong_share() <= 0.01, "{}", tally.failures.join("\n"));
    assert!(tally.all.missed_share() <= 0.10, "{}", tally.failures.join("\n"));
}

#[test]
fn a_stop_loses_and_repeats_nothing() {
    let posts: Vec<_> = World::posts(&platforms(), 1, 9, true).into_iter().step_by(5).collect();
    let world = World::start(platforms(), posts);
    let pause = Duration::from_millis(3);
    let settings = LookSettings { pause, ..settings(&world) };
    // That no post is reported twice is asserted there.
    let (found, _) = look_at_all(&world, adapters(), &settings, Some(50));
    // Hosts that never let anybody through are left alone, run after run.
    let lost = |(post, look): &(&Post, &Option<Look>)| look.is_none() && post.plan.kind() != Kind::Never;
    assert!(!world.posts.iter().zip(&found).any(|pair| lost(&pair)), "a post was lost");
    let (host, shortest) = world.shortest_pause().unwrap();
    assert!(shortest >= pause, "{host} was asked again after {shortest:?}");
    let nameless = world.log().into_iter().find(|asked| !asked.user_agent.contains("desk@example.org"));
    assert!(nameless.is_none(), "{nameless:?}");
}

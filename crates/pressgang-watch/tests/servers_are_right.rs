//! The servers themselves: the same for the same seed, and telling apart what they claim to tell apart.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use pressgang_watch::look::State;

use super::servers::words::is_plain;
use super::servers::{Mark, Post, World, platforms};

#[test]
fn the_same_seed_makes_the_same_posts() {
    let made = |seed| format!("{:?}", World::posts(&platforms(), 1, seed, true));
    assert!(made(1) == made(1));
    assert!(made(1) != made(2));
}

/// The pages of a post, asked for as a browser would.
fn page(world: &World, post: &Post) -> String {
    let answer = world.ask(post.url(), &[]).unwrap();
    format!("{} {:?} {}", answer.status, answer.hops, String::from_utf8_lossy(&answer.body))
}

#[test]
fn gone_posts_are_not_on_their_pages() {
    let world = World::start(platforms(), World::posts(&platforms(), 1, 3, false));
    for post in &world.posts {
        let is_gone = matches!(post.case.state, State::Removed | State::RemovedByAuthor | State::RemovedByPlatform);
        if is_gone && is_plain(post.seed) {
            let html = page(&world, post);
            assert!(!html.contains(&post.text), "{:?}: {html}", post.case);
        }
    }
    let platforms: BTreeSet<&str> = world.posts.iter().map(|post| world.platform(post).name()).collect();
    assert_eq!(platforms.len(), 11);
}

#[test]
fn marks() {
    let posts = World::posts(&platforms(), 1, 3, false);
    let mark = |state: State, found: State| {
        let post = posts.iter().find(|post| post.target.platform == "tiktok" && post.case.state == state).unwrap();
        World::mark(post, found)
    };
    assert_eq!(mark(State::Up, State::Up), Mark::Right);
    assert_eq!(mark(State::Up, State::Removed), Mark::Wrong);
    assert_eq!(mark(State::Up, State::Unknown), Mark::Missed);
    assert_eq!(mark(State::RemovedByAuthor, State::Removed), Mark::Right);
    assert_eq!(mark(State::RemovedByAuthor, State::RemovedByPlatform), Mark::Wrong);
    assert_eq!(mark(State::Removed, State::RemovedByAuthor), Mark::Wrong);
    assert_eq!(mark(State::Private, State::Removed), Mark::Wrong);
    assert_eq!(mark(State::Unknown, State::Unknown), Mark::Unknowable);
}

#[test]
fn they_speak_http() {
    let world = World::start(platforms(), World::posts(&platforms(), 1, 3, false));
    let up = |platform: &str| {
        world.posts.iter().find(|post| post.target.platform == platform && post.case.state == State::Up).unwrap()
    };
    let ask = |address: &str| {
        let local = world.local(address);
        let (at, path) = local.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let mut stream = TcpStream::connect(at).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {at}\r\nConnection: close\r\n\r\n").unwrap();
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let post = up("telegram");
    let answer = ask(&format!("{}?embed=1", post.url()));
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.contains("data-post"), "{answer}");
    // Redirects lead to other local servers, whose real names are known.
    let post = up("youtube");
    let answer = ask(&format!("https://youtu.be/{}", post.target.id));
    let to = answer.lines().find_map(|line| line.strip_prefix("Location: ")).unwrap();
    assert_eq!(world.real(to), format!("https://www.youtube.com/watch?v={}&feature=youtu.be", post.target.id));
    assert_eq!(world.log().len(), 2);
}

//! What platforms answer, in recorded shapes with invented content, and what is made of it.

mod apis;
mod data;
mod docs;
mod hostile;
mod networks;
mod pages;
mod videos;

use std::sync::LazyLock;

use pressgang_watch::look::{Adapters, Answer, Evidence, Exchange, Hop, Judge, Request, State, Target, Verdict};

/// The adapters with a token for VK, loaded once.
pub fn adapters() -> &'static Adapters {
    static ADAPTERS: LazyLock<Adapters> =
        LazyLock::new(|| Adapters::standard().unwrap().with_token("PRESSGANG_VK_TOKEN", "vk1.a.SECRET").unwrap());
    &ADAPTERS
}

pub fn target(platform: &str, id: &str, url: &str, handle: &str) -> Target {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Target { platform: platform.to_owned(), id: id.to_owned(), url: text(url), handle: text(handle), account: None }
}

pub fn answer(status: u16, kind: &str, body: &str) -> Answer {
    Answer {
        status,
        headers: vec![("content-type".to_owned(), kind.to_owned())],
        hops: Vec::new(),
        body: body.as_bytes().to_vec(),
        is_cut: false,
    }
}

pub fn json(status: u16, body: &str) -> Answer {
    answer(status, "application/json", body)
}

pub fn html(status: u16, body: &str) -> Answer {
    answer(status, "text/html; charset=utf-8", body)
}

/// A whole page of a head and a body.
pub fn page(status: u16, head: &str, body: &str) -> Answer {
    html(status, &format!("<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"))
}

pub fn hop(mut answer: Answer, to: &str) -> Answer {
    answer.hops.push(Hop { status: 302, to: to.to_owned() });
    answer
}

pub fn cut(mut answer: Answer) -> Answer {
    answer.is_cut = true;
    answer
}

/// What is kept of an answer, as the looker keeps it.
pub fn exchange(adapters: &Adapters, target: &Target, request: &Request, answer: &Answer) -> Exchange {
    Exchange {
        name: request.name.clone(),
        asked: request.shown.clone(),
        at_unix_millis: 1_685_600_000_000,
        status: Some(answer.status),
        hops: answer.hops.clone(),
        body_bytes: answer.body.len() as u64,
        is_cut: answer.is_cut,
        marks: adapters.read(target, request, answer),
        ..Exchange::default()
    }
}

/// Looks as the looker does. A request without an answer ends it.
pub fn look(adapters: &Adapters, target: &Target, answers: &[(&str, Answer)]) -> (Verdict, Evidence) {
    let mut evidence = Evidence { from: Some("FR".to_owned()), ..Evidence::default() };
    while let Some(request) = adapters.next(target, &evidence) {
        let Some((_, answer)) = answers.iter().find(|(name, _)| *name == request.name) else { break };
        let exchange = exchange(adapters, target, &request, answer);
        evidence.exchanges.push(exchange);
    }
    (adapters.decide(target, &evidence), evidence)
}

/// Checks the state and the beginning of the rule that says so.
#[track_caller]
pub fn check(target: &Target, answers: &[(&str, Answer)], state: State, rule: &str) {
    let (verdict, evidence) = look(adapters(), target, answers);
    let marks: Vec<_> = evidence.exchanges.iter().map(|e| (&e.name, e.status, &e.marks)).collect();
    assert_eq!(verdict.state, state, "by {} of {marks:?}", verdict.rule);
    assert!(verdict.rule.starts_with(rule), "{} is not {rule}: {marks:?}", verdict.rule);
}

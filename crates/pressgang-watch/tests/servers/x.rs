//! X: oEmbed says whether a post is shown; its pages are empty shells without JavaScript, whatever the post.

use pressgang_watch::look::{State, Target};
use serde_json::json;

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told, untold};

pub struct X;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    told(State::RemovedByAuthor, 0, &[]),
    told(State::RemovedByPlatform, 1, &[]),
    // The same answer as for a post that is gone.
    told(State::AccountGone, 0, &[State::Removed]),
    told(State::AccountGone, 2, &[State::Removed]),
    told(State::Private, 0, &[]),
    // oEmbed shows what the page covers.
    told(State::AgeGate, 0, &[State::Up]),
    // An interface that moved: a 404 of a web server, whatever is asked.
    untold(State::Up, 3, &[]),
];

impl Platform for X {
    fn name(&self) -> &'static str {
        "x"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec![
            "publish.twitter.com",
            "publish.x.com",
            "x.com",
            "www.x.com",
            "twitter.com",
            "www.twitter.com",
            "mobile.twitter.com",
            "cdn.syndication.twimg.com",
        ]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, _: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let (id, handle) = (format!("16{}", chance.digits(17)), format!("ex_{}", chance.letters(8)));
        let url = format!("https://twitter.com/{handle}/status/{id}");
        let words = vec![id.clone(), handle.to_lowercase()];
        let account = Some(chance.digits(18));
        (Target { platform: "x".into(), id, url: Some(url), handle: Some(handle), account }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        match (asked.host.as_str(), asked.path()) {
            ("publish.twitter.com", "/oembed") if post.is_some_and(|post| post.number(2) == 0) => {
                Reply::to(301, &format!("https://publish.x.com{}", asked.target))
            }
            ("publish.twitter.com" | "publish.x.com", "/oembed") => oembed(asked, post),
            ("cdn.syndication.twimg.com", "/tweet-result") => syndication(post),
            ("twitter.com" | "www.twitter.com" | "mobile.twitter.com", _) => {
                Reply::to(302, &format!("https://x.com{}", asked.target))
            }
            (_, path) if path.starts_with("/i/flow/login") => shell(Language::En),
            _ => shell(post.map_or(Language::En, |post| post.language)),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://x.com/i/flow/login?redirect_after_login=%2F"
    }

    fn home(&self, language: Language) -> Reply {
        shell(language)
    }
}

fn gone(way: u64) -> Reply {
    match way {
        0 => Reply::json(404, &json!({"errors": [{"message": "Sorry, that page does not exist", "code": 34}]})),
        // As its 403s are written.
        _ => Reply::json(404, &json!({"error": "Sorry, that page does not exist.", "request": "/oembed"})),
    }
}

/// What a web server says of an address it does not know. No answer of oEmbed was ever seen in this shape.
fn moved() -> Reply {
    let text = "Sorry, that page doesn’t exist!";
    Reply::html(404, page(Language::En, "X / ?", "", &format!("<h1>{text}</h1><a href=\"/search\">Search</a>")))
}

fn oembed(asked: &Asked, post: Option<&Post>) -> Reply {
    let Some(post) = post else { return gone(0) };
    match post.case.state {
        State::Up if post.case.way == 3 => moved(),
        State::Up | State::AgeGate => {
            let (handle, id) = (post.handle(), &post.target.id);
            let url = format!("https://twitter.com/{handle}/status/{id}");
            let html = format!(
                "<blockquote class=\"twitter-tweet\"><p lang=\"{}\" dir=\"{}\">{}</p>&mdash; {} (@{handle}) <a \
                 href=\"{url}?ref_src=twsrc%5Etfw\">May 4, 2023</a></blockquote>\n<script async \
                 src=\"https://platform.twitter.com/widgets.js\" charset=\"utf-8\"></script>\n\n",
                post.language.code(),
                if post.language == Language::Ar { "rtl" } else { "ltr" },
                escaped(&post.text),
                escaped(&post.name),
            );
            let body = json!({
                "url": url, "author_name": post.name, "author_url": format!("https://twitter.com/{handle}"), "html": html,
                "width": 550, "height": null, "type": "rich", "cache_age": "3153600000", "provider_name": "Twitter",
                "provider_url": "https://twitter.com", "version": "1.0"
            });
            Reply::json(200, &body).with("Cache-Control", "must-revalidate, max-age=3153600000")
        }
        State::Private => Reply::json(
            403,
            &json!({"error": "Sorry, you are not authorized to see this status.", "request": asked.target}),
        ),
        State::AccountGone if post.case.way == 2 => {
            Reply::json(403, &json!({"errors": [{"code": 63, "message": "User has been suspended."}]}))
        }
        _ => gone(post.number(2)),
    }
}

/// What web pages that embed posts get.
fn syndication(post: Option<&Post>) -> Reply {
    let tombstone = |message: Message, post: &Post| {
        let text = say(message, post.language, 0);
        Reply::json(200, &json!({"__typename": "TweetTombstone", "tombstone": {"text": {"text": text}}}))
    };
    let Some(post) = post else { return Reply::json(404, &json!({})) };
    match post.case.state {
        State::Up => Reply::json(
            200,
            &json!({"__typename": "Tweet", "id_str": post.target.id, "lang": post.language.code(), "text": post.text,
                    "user": {"id_str": post.account(), "name": post.name, "screen_name": post.handle()}}),
        ),
        State::AgeGate => tombstone(Message::Age, post),
        State::AccountGone if post.case.way == 2 => tombstone(Message::Suspended, post),
        State::RemovedByAuthor => tombstone(Message::ByAuthor, post),
        State::RemovedByPlatform => tombstone(Message::ByPlatform, post),
        State::Private => tombstone(Message::Private, post),
        _ => Reply::json(404, &json!({})),
    }
}

/// What every address of X shows without JavaScript.
fn shell(language: Language) -> Reply {
    let body = "<div id=\"react-root\"></div><noscript><h1>JavaScript is not available.</h1></noscript>\
                <div id=\"ScriptLoadFailure\"><span>Something went wrong, but don’t fret — let’s give it another shot.\
                </span></div>";
    Reply::html(200, page(language, "X", "<meta property=\"og:site_name\" content=\"X (formerly Twitter)\">", body))
}

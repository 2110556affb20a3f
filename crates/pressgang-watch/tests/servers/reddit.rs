//! Reddit: listings as JSON. Posts stay where they were; what is left of their text and author says what happened.

use pressgang_watch::look::{State, Target};
use serde_json::{Value, json};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told};

pub struct Reddit;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    // A comment.
    told(State::Up, 1, &[]),
    // Its author deleted the account, not the post.
    told(State::Up, 2, &[]),
    told(State::RemovedByAuthor, 0, &[]),
    told(State::RemovedByAuthor, 1, &[]),
    told(State::RemovedByPlatform, 0, &[]),
    // By moderators, who are no part of the company.
    told(State::RemovedByPlatform, 3, &[]),
    told(State::Removed, 1, &[State::RemovedByPlatform]),
    told(State::Private, 0, &[State::LoginWall]),
    // The community was banned.
    told(State::RemovedByPlatform, 4, &[State::AccountGone]),
    told(State::LoginWall, 0, &[State::Private]),
    told(State::AgeGate, 0, &[State::Up]),
];

impl Platform for Reddit {
    fn name(&self) -> &'static str {
        "reddit"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec!["www.reddit.com", "reddit.com", "old.reddit.com", "api.reddit.com", "oauth.reddit.com", "redd.it"]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let (key, handle) = (format!("1{}", chance.letters(7).to_lowercase()), format!("ex-{}", chance.letters(9)));
        let account = Some(format!("t2_{}", chance.letters(8).to_lowercase()));
        if case.way == 1 {
            let id = format!("t1_{key}");
            let url = format!("https://www.reddit.com/r/example/comments/1zzzzzz/a_title/{key}/");
            let words = vec![id.clone(), key, handle.to_lowercase()];
            return (Target { platform: "reddit".into(), id, url: Some(url), handle: Some(handle), account }, words);
        }
        let id = format!("t3_{key}");
        let url = format!("https://www.reddit.com/r/example/comments/{key}/a_title/");
        let words = vec![id.clone(), key, handle.to_lowercase()];
        (Target { platform: "reddit".into(), id, url: Some(url), handle: Some(handle), account }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        let path = asked.path();
        match asked.host.as_str() {
            "reddit.com" | "redd.it" => return Reply::to(301, &format!("https://www.reddit.com{}", asked.target)),
            _ if path.starts_with("/login") => {
                let text = say(Message::LogIn, Language::En, 0);
                return Reply::html(
                    200,
                    page(Language::En, text, "", "<form id=\"login\"><input type=\"password\"></form>"),
                );
            }
            _ => {}
        }
        let is_json = path.trim_end_matches('/').ends_with(".json")
            || matches!(asked.host.as_str(), "api.reddit.com" | "oauth.reddit.com");
        match post {
            _ if path == "/" => self.home(Language::En),
            Some(post) if path.contains("/user/") => user(post),
            Some(post) if is_json => json_of(path, post),
            Some(post) => html(post),
            None if is_json => Reply::json(404, &json!({"message": "Not Found", "error": 404})),
            None => Reply::html(404, page(Language::En, "reddit.com: page not found", "", "page not found")),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://www.reddit.com/login/?dest=https%3A%2F%2Fwww.reddit.com%2F"
    }

    fn home(&self, language: Language) -> Reply {
        let text = say(Message::Home, language, 0);
        let link = "<link rel=\"canonical\" href=\"https://www.reddit.com/\">";
        Reply::html(
            200,
            page(
                language,
                "Reddit - Dive into anything",
                link,
                &format!("<shreddit-app><h1>{text}</h1></shreddit-app>"),
            ),
        )
    }
}

fn listing(children: Vec<Value>) -> Value {
    json!({"kind": "Listing", "data": {"after": null, "dist": children.len(), "modhash": "", "geo_filter": "", "children": children, "before": null}})
}

fn thing(post: &Post) -> Value {
    let (kind, key) = post.target.id.split_once('_').unwrap_or(("t3", ""));
    let permalink = post.url().trim_start_matches("https://www.reddit.com").to_owned();
    let left = match post.case.state {
        State::RemovedByAuthor => "[deleted]",
        State::Removed | State::RemovedByPlatform => "[removed]",
        _ => post.text.as_str(),
    };
    let is_nobody = post.case.state == State::RemovedByAuthor
        || post.case.way == 2
        || matches!(post.case.state, State::Removed | State::RemovedByPlatform) && post.number(2) == 0;
    let author = if is_nobody { "[deleted]" } else { post.handle() };
    if kind == "t1" {
        return json!({"kind": "t1", "data": {"id": key, "name": post.target.id, "author": author, "body": left, "subreddit": "example",
            "permalink": permalink, "created_utc": 1_683_191_520.0, "score": post.number(99), "link_id": "t3_1zzzzzz", "replies": "", "locked": false}});
    }
    let category = match (post.case.state, post.case.way) {
        (State::RemovedByAuthor, _) => json!("deleted"),
        (State::RemovedByPlatform, 3) => json!(["moderator", "automod_filtered"][post.number(2) as usize]),
        (State::RemovedByPlatform, _) => {
            json!(["reddit", "anti_evil_ops", "content_takedown", "copyright_takedown"][post.number(4) as usize])
        }
        _ => Value::Null,
    };
    json!({"kind": "t3", "data": {"id": key, "name": post.target.id, "author": author, "title": "A title", "selftext": left,
        "selftext_html": escaped(left), "subreddit": "example", "permalink": permalink, "url": post.url(), "created_utc": 1_683_191_520.0,
        "removed_by_category": category, "is_robot_indexable": category.is_null(), "over_18": post.case.state == State::AgeGate,
        "score": post.number(999), "num_comments": post.number(30), "quarantine": false, "locked": false}})
}

fn json_of(path: &str, post: &Post) -> Reply {
    let refused = |status: u16, reason: &str, message: &str| {
        Reply::json(status, &json!({"reason": reason, "message": message, "error": status}))
    };
    // Single things are found wherever their community is; listings say why not.
    let is_info = path.contains("/api/info");
    match (post.case.state, post.case.way) {
        (State::Private, _) if is_info => Reply::json(200, &listing(Vec::new())),
        (State::Private, _) => refused(403, "private", "Forbidden"),
        (State::RemovedByPlatform, 4) if is_info => Reply::json(200, &listing(vec![thing(post)])),
        (State::RemovedByPlatform, 4) => refused(404, "banned", "Not Found"),
        (State::LoginWall, _) => refused(403, "quarantined", "Forbidden"),
        _ if is_info || path.contains("/by_id/") => Reply::json(200, &listing(vec![thing(post)])),
        _ if post.target.id.starts_with("t1_") => {
            let link = json!({"kind": "t3", "data": {"id": "1zzzzzz", "name": "t3_1zzzzzz", "author": "somebody", "title": "A title",
                "selftext": "", "removed_by_category": null, "over_18": false}});
            Reply::json(200, &json!([listing(vec![link]), listing(vec![thing(post)])]))
        }
        _ => Reply::json(200, &json!([listing(vec![thing(post)]), listing(Vec::new())])),
    }
}

fn user(post: &Post) -> Reply {
    match post.case.way {
        2 => Reply::json(404, &json!({"message": "Not Found", "error": 404})),
        _ => Reply::json(
            200,
            &json!({"kind": "t2", "data": {"name": post.handle(), "is_employee": false, "total_karma": post.number(900)}}),
        ),
    }
}

fn html(post: &Post) -> Reply {
    match post.case.state {
        State::Private => Reply::html(
            403,
            page(
                post.language,
                "example: private",
                "",
                &format!("<h3>{}</h3>", say(Message::Private, post.language, 0)),
            ),
        ),
        State::LoginWall => Reply::to(302, "https://www.reddit.com/login/?dest=%2F"),
        _ => {
            let head = format!("<link rel=\"canonical\" href=\"{}\">", post.url());
            let text = thing(post)["data"]["selftext"].as_str().unwrap_or_default().to_owned();
            let body = format!(
                "<shreddit-post id=\"{}\" author=\"{}\"><p>{}</p></shreddit-post>",
                post.target.id,
                post.handle(),
                escaped(&text)
            );
            Reply::html(200, page(post.language, "A title : example", &head, &body))
        }
    }
}

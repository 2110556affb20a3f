//! Bluesky: the public view of the network (getPosts, getPostThread, getProfile), and the repository behind it.

use pressgang_watch::look::{State, Target};
use serde_json::{Value, json};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, page};
use super::world::{Case, Platform, Post, told};

pub struct Bluesky;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    told(State::RemovedByAuthor, 0, &[]),
    // Taken out of the view by its moderators; the repository still has it.
    told(State::RemovedByPlatform, 0, &[]),
    told(State::AccountGone, 0, &[]),
    told(State::AccountGone, 1, &[]),
    told(State::AccountGone, 2, &[]),
    // Its author asks that only people with an account see it; the interface for programs shows it.
    told(State::LoginWall, 0, &[State::Up, State::Private]),
    told(State::AgeGate, 0, &[State::Up]),
    // Its author labels it as if Bluesky had taken it down.
    told(State::Up, 3, &[]),
];

impl Platform for Bluesky {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec![
            "public.api.bsky.app",
            "api.bsky.app",
            "bsky.social",
            "bsky.app",
            "embed.bsky.app",
            "plc.directory",
            "bsky.network",
        ]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, _: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let (did, key) = (
            format!("did:plc:{}", chance.letters(24).to_lowercase()),
            format!("3k{}", chance.letters(11).to_lowercase()),
        );
        let handle = format!("ex-{}.bsky.social", chance.letters(8).to_lowercase());
        let id = format!("at://{did}/app.bsky.feed.post/{key}");
        let url = format!("https://bsky.app/profile/{did}/post/{key}");
        let words = vec![key, did.clone(), handle.clone()];
        (Target { platform: "bluesky".into(), id, url: Some(url), handle: Some(handle), account: Some(did) }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        let method = asked.path().strip_prefix("/xrpc/");
        match (asked.host.as_str(), method) {
            ("bsky.app", _) => self.home(post.map_or(Language::En, |post| post.language)),
            ("plc.directory", _) => directory(post),
            (host, Some(method)) => xrpc(host, method, post).with("Access-Control-Allow-Origin", "*"),
            _ => Reply::new(404, "text/plain", "Not Found"),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://bsky.app/"
    }

    /// The same empty page for every address.
    fn home(&self, language: Language) -> Reply {
        Reply::html(
            200,
            page(language, "Bluesky", "", "<div id=\"root\"></div><noscript>JavaScript Required</noscript>"),
        )
    }
}

fn error(name: &str, message: String) -> Reply {
    Reply::json(400, &json!({"error": name, "message": message}))
}

fn labels(post: &Post) -> (Value, Value) {
    let label = |value: &str, uri: &str, by: &str| json!([{"src": by, "uri": uri, "val": value, "cts": "2023-05-04T09:12:00.000Z"}]);
    match post.case.state {
        State::Up if post.case.way == 3 => (label("!takedown", &post.target.id, post.account()), json!([])),
        State::AgeGate => (label("porn", &post.target.id, "did:plc:ar7c4by46qjdydhdevvrndac"), json!([])),
        State::LoginWall => {
            let uri = format!("at://{}/app.bsky.actor.profile/self", post.account());
            (json!([]), label("!no-unauthenticated", &uri, post.account()))
        }
        _ => (json!([]), json!([])),
    }
}

fn view(post: &Post) -> Value {
    let (of_post, of_author) = labels(post);
    json!({"uri": post.target.id, "cid": "bafyreib", "author": {"did": post.account(), "handle": post.handle(),
        "displayName": post.name, "labels": of_author, "createdAt": "2023-04-01T00:00:00.000Z"},
        "record": {"$type": "app.bsky.feed.post", "createdAt": "2023-05-04T09:12:00.000Z", "langs": [post.language.code()], "text": post.text},
        "bookmarkCount": 0, "replyCount": post.number(5), "repostCount": post.number(9), "likeCount": post.number(99), "quoteCount": 0,
        "indexedAt": "2023-05-04T09:12:01.000Z", "labels": of_post})
}

/// Why nothing of an account is shown.
fn why_gone(post: &Post) -> Reply {
    match post.case.way {
        0 => error("AccountTakedown", "Account has been suspended".to_owned()),
        1 => error("AccountDeactivated", "Account is deactivated".to_owned()),
        _ => error("InvalidRequest", "Profile not found".to_owned()),
    }
}

fn xrpc(host: &str, method: &str, post: Option<&Post>) -> Reply {
    let is_shown = post.is_some_and(|post| matches!(post.case.state, State::Up | State::LoginWall | State::AgeGate));
    let is_gone = post.is_some_and(|post| post.case.state == State::AccountGone);
    let uri = || post.map_or("at://nobody".to_owned(), |post| post.target.id.clone());
    match (method, post) {
        ("app.bsky.feed.getPosts", post) => {
            let posts: Vec<Value> = post.filter(|_| is_shown).map(view).into_iter().collect();
            Reply::json(200, &json!({ "posts": posts }))
        }
        ("app.bsky.feed.getPostThread", Some(post)) if is_shown => Reply::json(
            200,
            &json!({"thread": {"$type": "app.bsky.feed.defs#threadViewPost", "post": view(post), "replies": []}}),
        ),
        ("app.bsky.feed.getPostThread", Some(post)) if post.number(2) == 0 => Reply::json(
            200,
            &json!({"thread": {"$type": "app.bsky.feed.defs#notFoundPost", "uri": post.target.id, "notFound": true}}),
        ),
        ("app.bsky.feed.getPostThread", _) => error("NotFound", format!("Post not found: {}", uri())),
        ("app.bsky.actor.getProfile", Some(post)) if is_gone => why_gone(post),
        ("app.bsky.actor.getProfile", Some(post)) => Reply::json(
            200,
            &json!({"did": post.account(), "handle": post.handle(), "displayName": post.name, "labels": labels(post).1,
                    "followersCount": post.number(99), "followsCount": 5, "postsCount": 12, "indexedAt": "2023-05-04T09:12:01.000Z"}),
        ),
        ("app.bsky.actor.getProfile", None) => error("InvalidRequest", "Profile not found".to_owned()),
        ("com.atproto.identity.resolveHandle", Some(post)) if !(is_gone && post.case.way == 2) => {
            Reply::json(200, &json!({"did": post.account()}))
        }
        ("com.atproto.identity.resolveHandle", _) => error("InvalidRequest", "Unable to resolve handle".to_owned()),
        ("com.atproto.repo.getRecord", Some(post)) if host == "bsky.social" => match (post.case.state, post.case.way) {
            (State::RemovedByAuthor, _) => error("RecordNotFound", format!("Could not locate record: {}", uri())),
            (State::AccountGone, 0) => error("RepoTakendown", format!("Repo has been taken down: {}", post.account())),
            (State::AccountGone, 1) => {
                error("RepoDeactivated", format!("Repo has been deactivated: {}", post.account()))
            }
            (State::AccountGone, _) => error("RepoNotFound", format!("Could not find repo: {}", post.account())),
            _ => Reply::json(200, &json!({"uri": post.target.id, "cid": "bafyreib", "value": view(post)["record"]})),
        },
        ("com.atproto.sync.getRepoStatus", Some(post)) => match (is_gone, post.case.way) {
            (true, 0) => Reply::json(200, &json!({"did": post.account(), "active": false, "status": "takendown"})),
            (true, 1) => Reply::json(200, &json!({"did": post.account(), "active": false, "status": "deactivated"})),
            (true, _) => error("RepoNotFound", format!("Could not find repo: {}", post.account())),
            _ => Reply::json(200, &json!({"did": post.account(), "active": true, "rev": "3kaaaaaaaaa22"})),
        },
        _ => Reply::json(501, &json!({"error": "MethodNotImplemented", "message": "Method Not Implemented"})),
    }
}

fn directory(post: Option<&Post>) -> Reply {
    match post {
        Some(post) if post.case.state == State::AccountGone && post.case.way == 2 => {
            Reply::json(404, &json!({"message": format!("DID not registered: {}", post.account())}))
        }
        Some(post) => Reply::json(
            200,
            &json!({"id": post.account(), "alsoKnownAs": [format!("at://{}", post.handle())],
                    "service": [{"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": "https://bsky.social"}]}),
        ),
        None => Reply::json(404, &json!({"message": "DID not registered"})),
    }
}

//! Mastodon: each server with its own interface for programs and pages. What a server says of an error to programs is
//! always English; its pages speak the visitor's language (`config/locales/*.yml`, `errors`).

use pressgang_watch::look::{State, Target};
use serde_json::{Value, json};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told, untold};

pub struct Mastodon;

const SERVERS: [&str; 3] = ["mastodon.example", "social.example.org", "fedi.example.net"];
/// Shows nothing to whoever has no account.
const CLOSED: &str = "closed.example.org";

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    told(State::RemovedByAuthor, 0, &[]),
    told(State::RemovedByPlatform, 1, &[]),
    told(State::AccountGone, 0, &[State::Removed]),
    told(State::AccountGone, 1, &[State::Removed]),
    // `sensitive` posts are shown behind a cover, to anybody.
    told(State::Up, 2, &[State::AgeGate]),
    told(State::LoginWall, 0, &[State::Private]),
    // Removed or not: the server does not say.
    untold(State::Removed, 3, &[State::LoginWall, State::Private]),
];

impl Platform for Mastodon {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn hosts(&self) -> Vec<&'static str> {
        [&SERVERS[..], &[CLOSED]].concat()
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let is_closed = case.state == State::LoginWall || case.way == 3;
        let host = if is_closed { CLOSED } else { chance.one(&SERVERS) };
        let (number, handle) =
            (format!("110{}", chance.digits(15)), format!("ex_{}", chance.letters(8).to_lowercase()));
        let id = format!("https://{host}/users/{handle}/statuses/{number}");
        let url = format!("https://{host}/@{handle}/{number}");
        let account = format!("https://{host}/@{handle}");
        let local = chance.digits(15);
        let words = vec![number, handle.clone(), local];
        (
            Target { platform: "mastodon".into(), id, url: Some(url), handle: Some(handle), account: Some(account) },
            words,
        )
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        let path = asked.path();
        let reply = match post {
            _ if path.starts_with("/api/") => api(asked, path, post),
            _ if path == "/" || path == "/explore" || path == "/about" => self.home(Language::En),
            _ if path.starts_with("/auth/sign_in") => {
                let text = say(Message::LogIn, Language::En, 0);
                Reply::html(200, page(Language::En, text, "", "<form id=\"new_user\"><input type=\"password\"></form>"))
            }
            Some(post) => html(asked, path, post),
            None => error_page(404, Language::En),
        };
        reply.with("Server", "Mastodon").with("Vary", "Accept, Accept-Language")
    }

    fn log_in(&self) -> &'static str {
        "https://mastodon.example/auth/sign_in"
    }

    fn home(&self, language: Language) -> Reply {
        let head = "<meta property=\"og:site_name\" content=\"Mastodon\"><meta property=\"og:url\" content=\"https://mastodon.example/\">";
        Reply::html(200, page(language, "Mastodon", head, "<div class=\"app-holder\" id=\"mastodon\"></div>"))
    }
}

fn not_found() -> Reply {
    Reply::json(404, &json!({"error": "Record not found"}))
}

fn is_shown(post: &Post) -> bool {
    post.case.state == State::Up
}

fn account(post: &Post) -> Value {
    let is_suspended = post.case.state == State::AccountGone;
    let mut account = json!({"id": post.words[2], "username": post.handle(), "acct": post.handle(), "url": post.account(), "uri": post.account(),
        "display_name": if is_suspended { "" } else { &post.name }, "locked": false, "bot": false, "statuses_count": post.number(99)});
    if is_suspended {
        account["suspended"] = json!(true);
    }
    account
}

fn api(asked: &Asked, path: &str, post: Option<&Post>) -> Reply {
    if asked.host == CLOSED {
        return Reply::json(401, &json!({"error": "This method requires an authenticated user"}));
    }
    let Some(post) = post else { return not_found() };
    let is_deleted = post.case.state == State::AccountGone && post.case.way == 1;
    match path.trim_start_matches("/api/v1/").split('/').collect::<Vec<_>>().as_slice() {
        ["statuses", _] if is_shown(post) => {
            let body = json!({"id": post.key(), "created_at": "2023-05-04T09:12:00.000Z", "in_reply_to_id": null, "visibility": "public",
                "sensitive": post.case.way == 2, "spoiler_text": "", "language": post.language.code(), "uri": post.target.id,
                "url": post.url(), "replies_count": 0, "reblogs_count": post.number(9), "favourites_count": post.number(40),
                "content": format!("<p>{}</p>", escaped(&post.text)), "account": account(post), "media_attachments": [], "mentions": [],
                "tags": [], "emojis": [], "card": null, "poll": null});
            Reply::json(200, &body)
        }
        ["accounts", "lookup"] | ["accounts", _] if !is_deleted => Reply::json(200, &account(post)),
        ["accounts", _, "statuses"] if !is_deleted => Reply::json(200, &json!([])),
        ["instance"] => Reply::json(200, &json!({"uri": asked.host, "title": "Example", "version": "4.3.1"})),
        _ => not_found(),
    }
}

fn error_page(status: u16, language: Language) -> Reply {
    let text = match status {
        410 => [
            "The page you were looking for doesn't exist here anymore.",
            "Die Seite, nach der du gesucht hast, existiert hier nicht mehr.",
            "La page que vous recherchez n’existe plus.",
            "Страница, которую Вы искали, больше не существует.",
            "La página que estabas buscando no existe más.",
            "لم تعد الصفحة التي تبحث عنها موجودة هنا.",
            "Trang bạn đang tìm kiếm không còn tồn tại ở đây nữa.",
        ][language as usize],
        401 => say(Message::LogIn, language, 1),
        _ => say(Message::NotFound, language, 1),
    };
    let body = format!("<div class=\"dialog\"><div class=\"dialog__message\"><h1>{}</h1></div></div>", escaped(text));
    Reply::html(status, page(language, text, "<meta content=\"noindex\" name=\"robots\">", &body))
}

fn html(asked: &Asked, path: &str, post: &Post) -> Reply {
    let wants_json = asked.header("accept").is_some_and(|accept| accept.contains("activity+json"));
    let is_account = !path.contains(post.key());
    if post.case.state == State::AccountGone {
        return error_page(if post.case.way == 1 { 404 } else { 410 }, post.language);
    }
    if asked.host == CLOSED {
        return Reply::to(302, &format!("https://{CLOSED}/auth/sign_in"));
    }
    if is_account {
        let head = format!(
            "<link rel=\"canonical\" href=\"{}\"><meta property=\"og:type\" content=\"profile\">",
            post.account()
        );
        return Reply::html(200, page(post.language, &post.name, &head, "<div id=\"mastodon\"></div>"));
    }
    if !is_shown(post) {
        return if wants_json {
            Reply::json(404, &json!({"error": "Not Found"}))
        } else {
            error_page(404, post.language)
        };
    }
    if wants_json {
        let note = json!({"@context": "https://www.w3.org/ns/activitystreams", "id": post.target.id, "type": "Note", "url": post.url(),
            "content": escaped(&post.text), "to": ["https://www.w3.org/ns/activitystreams#Public"]});
        return Reply::new(200, "application/activity+json; charset=utf-8", note.to_string());
    }
    let head = format!(
        "<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:url\" content=\"{url}\"><meta property=\"og:description\" \
         content=\"{}\">",
        escaped(&post.text),
        url = post.url()
    );
    Reply::html(200, page(post.language, &post.name, &head, "<div class=\"app-holder\" id=\"mastodon\"></div>"))
}

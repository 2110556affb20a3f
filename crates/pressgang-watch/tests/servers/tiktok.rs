//! TikTok: oEmbed, and the state that a video's page carries for its script. The words of the states are those that
//! public programs and one study of deletions name (`status_deleted`, `status_audit_not_pass`, `author_secret`...).

use pressgang_watch::look::{State, Target};
use serde_json::json;

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told, untold};

pub struct TikTok;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    told(State::RemovedByAuthor, 0, &[]),
    told(State::RemovedByPlatform, 0, &[]),
    // "item doesn't exist" is said of what is gone as to whoever is blocked.
    untold(State::Removed, 1, &[]),
    untold(State::Up, 3, &[]),
    told(State::Private, 0, &[]),
    told(State::Private, 1, &[]),
    told(State::GeoBlocked, 0, &[]),
    told(State::AgeGate, 0, &[]),
    // The film's page says no more than that there is no such thing.
    untold(State::AccountGone, 0, &[]),
    // Still being checked: neither up nor removed.
    untold(State::Unknown, 0, &[]),
];

impl Platform for TikTok {
    fn name(&self) -> &'static str {
        "tiktok"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec!["www.tiktok.com", "tiktok.com", "m.tiktok.com", "vm.tiktok.com"]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, _: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let (id, handle) = (format!("72{}", chance.digits(17)), format!("ex.{}", chance.letters(9).to_lowercase()));
        let url = format!("https://www.tiktok.com/@{handle}/video/{id}");
        let account = format!("68{}", chance.digits(17));
        let words = vec![id.clone(), handle.clone(), account.clone()];
        (Target { platform: "tiktok".into(), id, url: Some(url), handle: Some(handle), account: Some(account) }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        let path = asked.path();
        match asked.host.as_str() {
            "www.tiktok.com" => {}
            _ => return Reply::to(301, &format!("https://www.tiktok.com{}", asked.target)),
        }
        if path.starts_with("/oembed") {
            return oembed(post);
        }
        if path.starts_with("/login") || path == "/" {
            return self.home(Language::En);
        }
        match post {
            Some(post) if path.contains(&post.target.id) => video(post),
            Some(post) => user(post),
            None => state(
                Language::En,
                "TikTok",
                "",
                &json!({"webapp.video-detail": {"statusCode": 10204, "statusMsg": "item doesn't exist"}}),
            ),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://www.tiktok.com/login?redirect_url=https%3A%2F%2Fwww.tiktok.com%2F"
    }

    fn home(&self, language: Language) -> Reply {
        state(language, "TikTok - Make Your Day", "", &json!({"webapp.app-context": {"language": language.code()}}))
    }
}

fn oembed(post: Option<&Post>) -> Reply {
    match post {
        Some(post) if post.case.state == State::Up && post.case.way != 3 => {
            let html = format!(
                "<blockquote class=\"tiktok-embed\" cite=\"{}\" data-video-id=\"{}\" data-embed-from=\"oembed\" style=\"max-width:605px\">\
                 <section><a target=\"_blank\" href=\"https://www.tiktok.com/@{}?refer=embed\">@{}</a><p>{}</p></section></blockquote> \
                 <script async src=\"https://www.tiktok.com/embed.js\"></script>",
                post.url(),
                post.target.id,
                post.handle(),
                post.handle(),
                escaped(&post.text)
            );
            Reply::json(
                200,
                &json!({"version": "1.0", "type": "video", "title": post.text, "author_url": format!("https://www.tiktok.com/@{}", post.handle()),
                        "author_name": post.name, "width": "100%", "height": "100%", "html": html, "thumbnail_width": 576,
                        "thumbnail_height": 1024, "thumbnail_url": "https://p16-sign.example.org/a.jpg", "provider_url": "https://www.tiktok.com",
                        "provider_name": "TikTok", "author_unique_id": post.handle(), "embed_product_id": post.target.id, "embed_type": "video"}),
            )
        }
        _ => Reply::json(400, &json!({"code": 400, "message": "Something went wrong"})),
    }
}

fn state(language: Language, title: &str, head: &str, scope: &serde_json::Value) -> Reply {
    let data = json!({ "__DEFAULT_SCOPE__": scope }).to_string().replace('<', "\\u003C");
    let body = format!(
        "<div id=\"app\"></div><script id=\"__UNIVERSAL_DATA_FOR_REHYDRATION__\" type=\"application/json\">{data}</script>"
    );
    Reply::html(200, page(language, title, head, &body))
}

fn video(post: &Post) -> Reply {
    let (code, word) = match (post.case.state, post.case.way) {
        (State::Up, 3) => (10204, "item doesn't exist"),
        (State::Up, _) => (0, ""),
        (State::RemovedByAuthor, _) => (10204, "status_deleted"),
        (State::RemovedByPlatform, _) => (10204, "status_audit_not_pass"),
        (State::Private, 0) => (10222, "author_secret"),
        (State::Private, _) => (10216, "status_self_see"),
        (State::GeoBlocked, _) => (10231, "cross_border_violation"),
        (State::AgeGate, _) => (0, "content_classification"),
        (State::Unknown, _) => (10204, "status_reviewing"),
        _ => (10204, "item doesn't exist"),
    };
    let mut detail = json!({"statusCode": code, "statusMsg": word});
    let mut head = String::new();
    if code == 0 {
        let mut item = json!({"id": post.target.id, "desc": post.text, "createTime": "1683191520", "isContentClassified": post.case.state == State::AgeGate,
            "author": {"id": post.account(), "uniqueId": post.handle(), "nickname": post.name, "privateAccount": false},
            "stats": {"playCount": post.number(90_000)}});
        if post.case.state == State::Up {
            item["video"] = json!({"id": post.target.id, "duration": 14});
            head = format!("<link rel=\"canonical\" href=\"{}\">", post.url());
        }
        detail["itemInfo"] = json!({ "itemStruct": item });
    }
    let title = if code == 0 { &post.text } else { "TikTok - Make Your Day" };
    // Words for people, in the page's strings whatever the state of the video.
    let strings = json!({"unavailable": say(Message::MetaGone, post.language, 0), "private": say(Message::Private, post.language, 0)});
    state(
        post.language,
        title,
        &head,
        &json!({"webapp.app-context": {"strings": strings}, "webapp.video-detail": detail}),
    )
}

fn user(post: &Post) -> Reply {
    let detail = match post.case.state {
        State::AccountGone => {
            let code = [10202, 10221][post.number(2) as usize];
            json!({"statusCode": code, "statusMsg": ""})
        }
        _ => {
            json!({"statusCode": 0, "statusMsg": "", "userInfo": {"user": {"id": post.account(), "uniqueId": post.handle(),
            "nickname": post.name, "privateAccount": post.case == told(State::Private, 0, &[])}}})
        }
    };
    state(post.language, &post.name, "", &json!({ "webapp.user-detail": detail }))
}

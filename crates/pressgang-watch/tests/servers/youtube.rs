//! YouTube: oEmbed's statuses, and what the page of a video says in `playabilityStatus`.

use pressgang_watch::look::{State, Target};
use serde_json::{Value, json};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told};

pub struct YouTube;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    // Its owner does not want it embedded: oEmbed says 401, the page plays it.
    told(State::Up, 1, &[]),
    told(State::RemovedByAuthor, 0, &[]),
    told(State::RemovedByPlatform, 0, &[]),
    told(State::Removed, 1, &[]),
    told(State::AccountGone, 0, &[State::Removed]),
    told(State::Private, 0, &[]),
    // oEmbed answers for these as for any other.
    told(State::GeoBlocked, 0, &[State::Up]),
    told(State::AgeGate, 0, &[State::Up]),
    told(State::AgeGate, 1, &[State::Up]),
];

impl Platform for YouTube {
    fn name(&self) -> &'static str {
        "youtube"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec![
            "www.youtube.com",
            "youtube.com",
            "m.youtube.com",
            "youtu.be",
            "consent.youtube.com",
            "accounts.google.com",
        ]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, _: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let id = chance.letters(11);
        let url = format!("https://www.youtube.com/watch?v={id}");
        let (account, handle) = (format!("UC{}", chance.letters(22)), format!("Ex{}", chance.letters(8)));
        let words = vec![id.clone(), account.clone(), handle.to_lowercase()];
        (Target { platform: "youtube".into(), id, url: Some(url), handle: Some(handle), account: Some(account) }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        // Who asks for English gets it.
        let english = post.filter(|_| asked.query("hl").as_deref() == Some("en"));
        let english = english.map(|post| Post { language: Language::En, ..post.clone() });
        let post = english.as_ref().or(post);
        match (asked.host.as_str(), asked.path()) {
            ("consent.youtube.com", _) => {
                let text = say(Message::Consent, post.map_or(Language::En, |post| post.language), 0);
                Reply::html(
                    200,
                    page(Language::En, text, "", &format!("<form action=\"/save\"><h1>{text}</h1></form>")),
                )
            }
            ("accounts.google.com", _) => {
                Reply::html(200, "<title>Sign in - Google Accounts</title><input type=\"email\">")
            }
            ("youtu.be", path) => {
                Reply::to(303, &format!("https://www.youtube.com/watch?v={}&feature=youtu.be", &path[1..]))
            }
            ("youtube.com", _) => Reply::to(301, &format!("https://www.youtube.com{}", asked.target)),
            (_, "/oembed") => oembed(post),
            (_, "/") => self.home(Language::En),
            (_, path) if path.starts_with("/channel/") || path.starts_with("/@") => channel(post),
            (_, path) if path == "/watch" || path.starts_with("/shorts/") || path.starts_with("/embed/") => watch(post),
            _ => {
                let text = say(Message::NotFound, Language::En, 0);
                Reply::html(404, page(Language::En, "404 Not Found", "", text))
            }
        }
    }

    fn log_in(&self) -> &'static str {
        "https://accounts.google.com/ServiceLogin?service=youtube&continue=https%3A%2F%2Fwww.youtube.com%2F"
    }

    fn home(&self, language: Language) -> Reply {
        let data = "<script>var ytInitialData = {\"contents\":{\"twoColumnBrowseResultsRenderer\":{}}};</script>";
        Reply::html(200, page(language, "YouTube", "<link rel=\"canonical\" href=\"https://www.youtube.com/\">", data))
    }
}

fn oembed(post: Option<&Post>) -> Reply {
    let plain = |status, text: &str| Reply::new(status, "text/html; charset=UTF-8", text);
    let Some(post) = post else { return plain(400, "Bad Request") };
    match (post.case.state, post.case.way) {
        (State::Up, 0) | (State::GeoBlocked | State::AgeGate, _) => {
            let html = format!(
                "<iframe width=\"200\" height=\"113\" src=\"https://www.youtube.com/embed/{}?feature=oembed\" frameborder=\"0\" \
                 allowfullscreen title=\"{}\"></iframe>",
                post.target.id,
                escaped(&post.text)
            );
            Reply::json(
                200,
                &json!({"title": post.text, "author_name": post.name,
                        "author_url": format!("https://www.youtube.com/@{}", post.handle()), "type": "video", "height": 113,
                        "width": 200, "version": "1.0", "provider_name": "YouTube", "provider_url": "https://www.youtube.com/",
                        "thumbnail_height": 360, "thumbnail_width": 480,
                        "thumbnail_url": format!("https://i.ytimg.com/vi/{}/hqdefault.jpg", post.target.id), "html": html}),
            )
        }
        (State::Up, _) => plain(401, "Unauthorized"),
        (State::Private, _) => plain(403, "Forbidden"),
        (State::Removed, _) => plain(400, "Bad Request"),
        _ => plain(404, "Not Found"),
    }
}

fn channel(post: Option<&Post>) -> Reply {
    let language = post.map_or(Language::En, |post| post.language);
    match post {
        Some(post) if post.case.state != State::AccountGone => {
            let head = format!("<link rel=\"canonical\" href=\"https://www.youtube.com/channel/{}\">", post.account());
            let data =
                json!({"metadata": {"channelMetadataRenderer": {"title": post.name, "externalId": post.account()}}});
            Reply::html(
                200,
                page(language, &post.name, &head, &format!("<script>var ytInitialData = {data};</script>")),
            )
        }
        _ => {
            let text = say(Message::Suspended, language, 0);
            let data = json!({"alerts": [{"alertRenderer": {"type": "ERROR", "text": {"simpleText": text}}}]});
            Reply::html(404, page(language, "YouTube", "", &format!("<script>var ytInitialData = {data};</script>")))
        }
    }
}

/// What the player is told: the status in English words of the protocol, all reasons in the viewer's language.
fn playability(post: &Post) -> Value {
    let l = post.language;
    let screen = |reason: &str, sub: &str| {
        json!({"playerErrorMessageRenderer": {"subreason": {"simpleText": sub}, "reason": {"simpleText": reason},
               "icon": {"iconType": "ERROR_OUTLINE"}}})
    };
    let unavailable = say(Message::MetaGone, l, 0);
    match post.case.state {
        State::Up => json!({"status": "OK", "playableInEmbed": post.case.way == 0}),
        State::RemovedByAuthor => {
            json!({"status": "ERROR", "reason": unavailable, "errorScreen": screen(unavailable, say(Message::ByAuthor, l, 1))})
        }
        State::RemovedByPlatform => {
            json!({"status": "ERROR", "reason": unavailable, "errorScreen": screen(unavailable, say(Message::ByPlatform, l, 1))})
        }
        State::AccountGone => {
            json!({"status": "ERROR", "reason": unavailable, "errorScreen": screen(unavailable, say(Message::Suspended, l, 1))})
        }
        State::Private => {
            let text = say(Message::Private, l, 2);
            json!({"status": "LOGIN_REQUIRED", "messages": [text], "reason": text, "errorScreen": screen(text, say(Message::LogIn, l, 0))})
        }
        State::AgeGate => {
            let text = say(Message::Age, l, 0);
            json!({"status": "LOGIN_REQUIRED", "reason": text, "desktopLegacyAgeGateReason": 1, "errorScreen": screen(text, say(Message::Age, l, 1))})
        }
        State::GeoBlocked => {
            json!({"status": "UNPLAYABLE", "reason": unavailable, "errorScreen": screen(unavailable, say(Message::Geo, l, 0))})
        }
        _ => json!({"status": "ERROR", "reason": unavailable, "errorScreen": screen(unavailable, unavailable)}),
    }
}

fn watch(post: Option<&Post>) -> Reply {
    let Some(post) = post else {
        let player = json!({"playabilityStatus": {"status": "ERROR", "reason": "Video unavailable"}});
        return Reply::html(
            200,
            page(Language::En, "YouTube", "", &format!("<script>var ytInitialPlayerResponse = {player};</script>")),
        );
    };
    let is_known = matches!(post.case.state, State::Up | State::GeoBlocked | State::AgeGate);
    let mut player = json!({"responseContext": {"visitorData": "Cgt"}, "playabilityStatus": playability(post)});
    let mut head = "<meta name=\"title\" content=\"\">".to_owned();
    if is_known {
        let countries = if post.case.state == State::GeoBlocked {
            json!(["CH", "JP", "BR"])
        } else {
            json!(["AT", "DE", "FR", "US"])
        };
        player["videoDetails"] =
            json!({"videoId": post.target.id, "title": post.text, "channelId": post.account(), "author": post.name});
        player["microformat"] = json!({"playerMicroformatRenderer": {"title": {"simpleText": post.text}, "isFamilySafe": true,
            "availableCountries": countries, "externalVideoId": post.target.id, "publishDate": "2023-05-04T00:00:00-07:00"}});
        head = format!(
            "<link rel=\"canonical\" href=\"https://www.youtube.com/watch?v={id}\"><meta property=\"og:url\" \
             content=\"https://www.youtube.com/watch?v={id}\"><meta name=\"title\" content=\"{text}\">",
            id = post.target.id,
            text = escaped(&post.text)
        );
    }
    let player = player.to_string().replace('<', "\\u003c");
    let body = format!(
        "<script nonce=\"a\">var ytInitialPlayerResponse = {player};var meta = document.createElement('meta');</script>"
    );
    Reply::html(200, page(post.language, if is_known { &post.text } else { "YouTube" }, &head, &body))
}

//! Facebook and Instagram: oEmbed with a token, pages that want a log-in, and embeds.
//!
//! Meta says one thing of posts that are deleted, shown to friends only or of accounts that are gone. Nobody can tell
//! these apart, so whoever says more than `unknown` guesses.

use pressgang_watch::look::{State, Target};
use serde_json::json;

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told, untold};

/// Every request with another token is refused, but not one without.
pub const TOKEN: &str = "100200300|not-a-token-of-anybody";

pub struct Facebook;
pub struct Instagram;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    untold(State::Removed, 0, &[]),
    untold(State::RemovedByPlatform, 1, &[]),
    untold(State::Private, 0, &[]),
    untold(State::AccountGone, 0, &[]),
];

impl Platform for Facebook {
    fn name(&self) -> &'static str {
        "facebook"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec!["graph.facebook.com", "www.facebook.com", "facebook.com", "m.facebook.com"]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let handle = format!("ex.{}", chance.letters(10).to_lowercase());
        let id = if case.way == 0 { chance.digits(16) } else { format!("pfbid0{}", chance.letters(58)) };
        let url = format!("https://www.facebook.com/{handle}/posts/{id}");
        let account = chance.digits(15);
        let words = vec![id.clone(), handle.clone(), account.clone()];
        (
            Target { platform: "facebook".into(), id, url: Some(url), handle: Some(handle), account: Some(account) },
            words,
        )
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        match (asked.host.as_str(), asked.path()) {
            ("graph.facebook.com", path) => oembed(asked, path, &["oembed_post", "oembed_video"], post, facebook_html),
            ("facebook.com" | "m.facebook.com", _) => {
                Reply::to(302, &format!("https://www.facebook.com{}", asked.target))
            }
            (_, path) if path.starts_with("/login") => log_in_page(post),
            (_, "/plugins/post.php") => plugin(post),
            (_, "/") => self.home(Language::En),
            _ => match post {
                // Pages are shown to a few who have no account, and not to the others.
                Some(post) if post.case.state == State::Up && post.number(3) == 0 => facebook_page(post),
                Some(post) if post.number(3) == 1 => unavailable(post.language),
                _ => Reply::to(302, "https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2F"),
            },
        }
    }

    fn log_in(&self) -> &'static str {
        "https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2F"
    }

    fn home(&self, language: Language) -> Reply {
        let form = "<form action=\"/login/device-based/regular/login/\"><input name=\"email\"><input name=\"pass\" \
                    type=\"password\"></form>";
        Reply::html(200, page(language, "Facebook", "", form))
    }
}

impl Platform for Instagram {
    fn name(&self) -> &'static str {
        "instagram"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec!["graph.facebook.com", "www.instagram.com", "instagram.com", "api.instagram.com"]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let handle = format!("ex.{}", chance.letters(10).to_lowercase());
        let id = format!("C{}", chance.letters(10));
        let kind = if case.way == 0 { "p" } else { "reel" };
        let url = format!("https://www.instagram.com/{kind}/{id}/");
        let account = chance.digits(11);
        let words = vec![id.clone(), handle.clone(), account.clone()];
        (
            Target { platform: "instagram".into(), id, url: Some(url), handle: Some(handle), account: Some(account) },
            words,
        )
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        let path = asked.path();
        match asked.host.as_str() {
            "graph.facebook.com" | "api.instagram.com" => {
                oembed(asked, path, &["instagram_oembed", "oembed"], post, instagram_html)
            }
            "instagram.com" => Reply::to(301, &format!("https://www.instagram.com{}", asked.target)),
            _ if path.starts_with("/accounts/login") => log_in_page(post),
            _ if path == "/" => self.home(Language::En),
            _ if path.contains("/embed") => instagram_embed(post),
            _ => match post {
                Some(post) if post.number(2) == 0 => {
                    Reply::to(302, "https://www.instagram.com/accounts/login/?next=%2F")
                }
                Some(post) if post.case.state == State::Up => instagram_page(post),
                Some(post) => Reply::html(
                    [200, 404][post.number(2) as usize],
                    page(
                        post.language,
                        "Instagram",
                        "",
                        &format!("<h2>{}</h2>", say(Message::MetaGone, post.language, 1)),
                    ),
                ),
                None => unavailable(Language::En),
            },
        }
    }

    fn log_in(&self) -> &'static str {
        "https://www.instagram.com/accounts/login/?next=%2F"
    }

    fn home(&self, language: Language) -> Reply {
        let form = "<form id=\"loginForm\"><input name=\"username\"><input name=\"password\" type=\"password\"></form>";
        Reply::html(200, page(language, "Instagram", "", form))
    }
}

/// The Graph API's oEmbed: `/v19.0/oembed_post` for Facebook, `/v19.0/instagram_oembed` for Instagram.
fn oembed(asked: &Asked, path: &str, endpoints: &[&str], post: Option<&Post>, html: fn(&Post) -> String) -> Reply {
    let refused = |status, code: u32, message: &str| {
        let error = json!({"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEfGhIj"});
        Reply::json(status, &json!({ "error": error })).with("WWW-Authenticate", "OAuth \"Facebook Platform\"")
    };
    let bearer = asked.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    let token = asked.query("access_token").or(bearer);
    // Since June 2026 none is needed.
    if token.is_some_and(|token| token != TOKEN) {
        return refused(400, 190, "Invalid OAuth access token - Cannot parse access token");
    }
    let endpoint = path.rsplit('/').next().unwrap_or_default();
    if !endpoints.contains(&endpoint) {
        return refused(400, 2500, "Unknown path components: /");
    }
    match post {
        Some(post) if post.case.state == State::Up => Reply::json(
            200,
            // Names of authors are given no longer.
            &json!({"provider_url": "https://www.facebook.com", "provider_name": "Facebook", "height": null, "html": html(post),
                    "type": "rich", "version": "1.0", "width": 552}),
        ),
        _ => refused(400, 24, "(#24) The requested resource does not exist"),
    }
}

fn facebook_html(post: &Post) -> String {
    format!(
        "<div id=\"fb-root\"></div>\n<script async=\"1\" defer=\"1\" src=\"https://connect.facebook.net/{}/sdk.js\"></script><div \
         class=\"fb-post\" data-href=\"{}\" data-width=\"552\"><blockquote cite=\"{}\" class=\"fb-xfbml-parse-ignore\"><p>{}</p>\
         </blockquote></div>",
        post.language.code(),
        post.url(),
        post.url(),
        escaped(&post.text)
    )
}

fn instagram_html(post: &Post) -> String {
    format!(
        "<blockquote class=\"instagram-media\" data-instgrm-captioned data-instgrm-permalink=\"{}?utm_source=ig_embed\" \
         data-instgrm-version=\"14\"><div><a href=\"{}?utm_source=ig_embed\">{}</a></div></blockquote>",
        post.url(),
        post.url(),
        escaped(&post.text)
    )
}

fn facebook_page(post: &Post) -> Reply {
    let head = format!(
        "<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:url\" content=\"{url}\"><meta property=\"og:description\" \
         content=\"{text}\">",
        url = post.url(),
        text = escaped(&post.text)
    );
    let script = json!({"post_id": post.target.id, "message": {"text": post.text}, "actor": {"id": post.account()}});
    let body =
        format!("<script type=\"application/json\" data-sjs>{}</script>", script.to_string().replace('<', "\\u003C"));
    Reply::html(200, page(post.language, &post.name, &head, &body))
}

fn unavailable(language: Language) -> Reply {
    let text = say(Message::MetaGone, language, 0);
    Reply::html(200, page(language, "Facebook", "", &format!("<div><h2><span>{text}</span></h2></div>")))
}

fn plugin(post: Option<&Post>) -> Reply {
    match post {
        Some(post) if post.case.state == State::Up => {
            let body = format!(
                "<div class=\"_5pbx userContent\" data-href=\"{}\"><p>{}</p></div>",
                post.url(),
                escaped(&post.text)
            );
            Reply::html(200, page(post.language, "Facebook", "", &body))
        }
        _ => unavailable(post.map_or(Language::En, |post| post.language)),
    }
}

fn log_in_page(post: Option<&Post>) -> Reply {
    let language = post.map_or(Language::En, |post| post.language);
    let text = say(Message::LogIn, language, 0);
    let form = format!(
        "<h2>{text}</h2><form id=\"login_form\" method=\"post\"><input type=\"password\" name=\"pass\"></form>"
    );
    Reply::html(200, page(language, text, "", &form))
}

fn instagram_page(post: &Post) -> Reply {
    let head = format!(
        "<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:url\" content=\"{url}\"><meta property=\"og:title\" \
         content=\"{name} on Instagram: &quot;{text}&quot;\">",
        url = post.url(),
        name = escaped(&post.name),
        text = escaped(&post.text)
    );
    Reply::html(200, page(post.language, &post.name, &head, "<div id=\"mount_0_0\"></div>"))
}

fn instagram_embed(post: Option<&Post>) -> Reply {
    let language = post.map_or(Language::En, |post| post.language);
    let body = match post {
        Some(post) if post.case.state == State::Up => format!(
            "<div class=\"Embed\" data-media-id=\"{}_{}\" data-owner-id=\"{}\"><a class=\"UsernameText\" \
             href=\"https://www.instagram.com/{handle}/\">{handle}</a><a class=\"EmbeddedMedia\" href=\"{}\"><img \
             class=\"EmbeddedMediaImage\" src=\"https://scontent.example.org/x.jpg\"></a><div class=\"Caption\">{}</div></div>",
            post.number(1 << 50),
            post.account(),
            post.account(),
            post.url(),
            escaped(&post.text),
            handle = post.handle(),
        ),
        _ => format!(
            "<div class=\"EmbedIsBroken\"><div class=\"ebmMessage\">{}</div></div>",
            say(Message::MetaGone, language, 1)
        ),
    };
    Reply::html(200, page(language, "Instagram", "", &body))
}

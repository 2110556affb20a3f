//! Ordinary web sites: a news site, a forum, one behind a log-in, one that answers everything with its home page.

use pressgang_watch::look::{State, Target};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told, untold};

pub struct Site;

const NEWS: &str = "news.example.com";
const FORUM: &str = "forum.example.com";
const LOST: &str = "lost.example.com";

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    // An old page that says nothing of itself: it may be anything.
    untold(State::Up, 2, &[]),
    told(State::Removed, 0, &[]),
    told(State::Removed, 1, &[]),
    // Soft: 200 with a page that says so.
    told(State::Removed, 2, &[]),
    told(State::Removed, 3, &[]),
    told(State::RemovedByAuthor, 4, &[]),
    told(State::RemovedByPlatform, 4, &[]),
    told(State::AccountGone, 4, &[State::Removed]),
    told(State::LoginWall, 0, &[State::Private]),
    told(State::LoginWall, 1, &[State::Private]),
    told(State::Private, 0, &[State::LoginWall]),
    told(State::GeoBlocked, 0, &[State::Removed, State::RemovedByPlatform]),
    told(State::GeoBlocked, 1, &[]),
    told(State::AgeGate, 0, &[]),
    // Reached by a redirect to its whole address; comments quote error messages.
    told(State::Up, 8, &[]),
    // Soft, yet the page gives the address asked for as its own, and shows other articles.
    told(State::Removed, 9, &[]),
    // Another kind of forum, which asks every guest to log in to answer.
    told(State::Up, 10, &[]),
    told(State::Removed, 11, &[]),
    told(State::LoginWall, 11, &[State::Private]),
    // Everything leads home, with a redirect or without.
    untold(State::Removed, 5, &[]),
    untold(State::Removed, 6, &[]),
    untold(State::Up, 6, &[]),
    // A page of JavaScript, whatever stands there.
    untold(State::Up, 7, &[]),
    untold(State::Removed, 7, &[]),
];

impl Platform for Site {
    fn name(&self) -> &'static str {
        "site"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec![NEWS, FORUM, LOST]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let number = chance.digits(9);
        let url = match case.way {
            6 | 7 => format!("https://{LOST}/posts/{number}"),
            8 => format!("https://{NEWS}/2023/05/a-title-{}/{number}", chance.letters(5).to_lowercase()),
            10 | 11 => format!("https://{FORUM}/threads/a-title.{number}/"),
            1 | 3 => format!("https://{FORUM}/viewtopic.php?t={number}"),
            _ => format!("https://{NEWS}/2023/05/a-title-{}/{number}/", chance.letters(5).to_lowercase()),
        };
        (
            Target { platform: "forum".into(), id: number.clone(), url: Some(url), handle: None, account: None },
            vec![format!("a-title.{number}"), number],
        )
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        let Some(post) = post else {
            return match asked.path() {
                "/" | "/index.php" => self.home(Language::En),
                "/login" => log_in(200, Language::En),
                _ if asked.host == LOST => self.home(Language::En),
                _ => not_found(404, Language::En, 0),
            };
        };
        let l = post.language;
        let notice = |status: u16, message: Message| {
            let text = say(message, l, 0);
            let class = if post.number(2) == 0 { "error-page" } else { "notice" };
            Reply::html(status, page(l, text, "", &format!("<div class=\"{class}\"><h1>{}</h1></div>", escaped(text))))
        };
        match (post.case.state, post.case.way) {
            (_, 6) => self.home(l),
            (_, 7) => Reply::html(200, page(l, "Example", "", "<div id=\"app\"></div><noscript>JavaScript</noscript>")),
            (State::Up, 8) if !asked.path().ends_with('/') => Reply::to(301, &format!("{}/", post.url())),
            (State::Up, 8) => quoted(post),
            (State::Up, 10) => thread(post),
            (State::Up, _) => shown(post),
            (State::Removed, 9) => own_address(post),
            (State::Removed, 11) => {
                let body = format!("<div class=\"blockMessage\">{}</div>", say(Message::PostGone, l, 2));
                Reply::html(404, page(l, "Oops! | Example Forum", "", &body))
            }
            (State::LoginWall, 11) => log_in(403, l),
            (State::Removed, 0) => not_found(404, l, post.number(4) as usize),
            (State::Removed, 1) => {
                Reply::html(410, page(l, say(Message::PostGone, l, 1), "", say(Message::PostGone, l, 1)))
            }
            (State::Removed, 2) => not_found(200, l, post.number(4) as usize),
            (State::Removed, 3) => topic_gone(l),
            (State::Removed, _) => Reply::to(302, &format!("https://{NEWS}/")),
            (State::RemovedByAuthor, _) => notice(200, Message::ByAuthor),
            (State::RemovedByPlatform, _) => notice([200, 410][post.number(2) as usize], Message::ByPlatform),
            (State::AccountGone, _) => notice([200, 404][post.number(2) as usize], Message::Suspended),
            (State::LoginWall, 0) => Reply::to(302, &format!("https://{NEWS}/login?next=%2F{}", post.target.id)),
            (State::LoginWall, _) => log_in(200, l),
            (State::Private, _) => notice(403, Message::Private),
            (State::GeoBlocked, 0) => {
                notice(451, Message::Geo).with("Link", "<https://authority.example.org>; rel=\"blocked-by\"")
            }
            (State::GeoBlocked, _) => notice([200, 403][post.number(2) as usize], Message::Geo),
            (State::AgeGate, _) => notice(200, Message::Age),
            _ => self.home(l),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://news.example.com/login?next=%2F"
    }

    fn home(&self, language: Language) -> Reply {
        let text = say(Message::Home, language, 0);
        let head =
            format!("<link rel=\"canonical\" href=\"https://{NEWS}/\"><meta property=\"og:type\" content=\"website\">");
        let items: String =
            (1..9).map(|n| format!("<article><h2><a href=\"/2023/05/{n}/\">{n}</a></h2></article>")).collect();
        Reply::html(200, page(language, text, &head, &format!("<h1>{text}</h1>{items}")))
    }
}

fn shown(post: &Post) -> Reply {
    // A page that says nothing of itself and consists of an error message is one, for people too.
    let more = if post.case.way == 2 { format!(" — {} {}", post.name, post.number(90)) } else { String::new() };
    let text = format!("{}{more}", post.text);
    let title = text.chars().take(60).collect::<String>();
    let (text, url) = (escaped(&text), escaped(post.url()));
    let (head, body) = match post.case.way {
        0 => (
            format!(
                "<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:type\" content=\"article\"><meta property=\"og:url\" content=\"{url}\">"
            ),
            format!(
                "<article id=\"post-{}\" class=\"post type-post status-publish\"><h1>{}</h1><div class=\"entry-content\"><p>{text}</p></div></article>",
                post.target.id,
                escaped(&title)
            ),
        ),
        1 => (
            String::new(),
            format!(
                "<p class=\"breadcrumbs\"><a href=\"./index.php\">Example Forum</a> <a href=\"./viewforum.php?f=2\">General</a></p><h2 \
                 class=\"topic-title\"><a href=\"./viewtopic.php?t={id}\">{}</a></h2><div id=\"p{id}\" class=\"post has-profile\"><dl \
                 class=\"postprofile\"><dt class=\"username\">{}</dt><dd class=\"profile-posts\">{}</dd></dl><div \
                 class=\"postbody\"><p class=\"author\"><time datetime=\"2023-05-04T09:12:00+00:00\">04.05.2023</time></p><div \
                 class=\"content\">{text}</div></div></div>",
                escaped(&title),
                escaped(&post.name),
                post.number(4000),
                id = post.target.id
            ),
        ),
        // Old pages say nothing of themselves.
        _ => (String::new(), format!("<h1>{}</h1><p>{text}</p><p>{}</p>", escaped(&title), escaped(&post.name))),
    };
    let title = if post.case.way == 1 { format!("{title} - Example Forum") } else { title };
    Reply::html(200, page(post.language, &title, &head, &body)).with("Last-Modified", "Thu, 04 May 2023 09:12:00 GMT")
}

fn not_found(status: u16, language: Language, way: usize) -> Reply {
    let text = say(Message::NotFound, language, way);
    let (head, body) = match way {
        0 => (
            "<meta name=\"robots\" content=\"noindex\">",
            format!("<section class=\"error-404 not-found\"><h1>{text}</h1></section>"),
        ),
        _ => ("", format!("<h1>404</h1><p>{text}</p><form role=\"search\"><input name=\"s\"></form>")),
    };
    Reply::html(status, page(language, text, head, &body))
}

fn topic_gone(language: Language) -> Reply {
    let text = say(Message::PostGone, language, 2);
    let body = format!(
        "<div class=\"panel\" id=\"message\"><div class=\"inner\"><h2 class=\"message-title\">Information</h2><p>{text}</p></div></div>"
    );
    Reply::html(200, page(language, "Forum", "", &body))
}

fn log_in(status: u16, language: Language) -> Reply {
    let text = say(Message::LogIn, language, 1);
    let body = format!(
        "<h1>{text}</h1><form action=\"/login\" method=\"post\"><input name=\"user\"><input type=\"password\" name=\"password\"></form>"
    );
    Reply::html(status, page(language, text, "", &body))
}

/// An article below which people write what error pages say.
fn quoted(post: &Post) -> Reply {
    let url = format!("{}/", escaped(post.url()));
    let head = format!(
        "<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:type\" content=\"article\"><meta property=\"og:url\" \
         content=\"{url}\">"
    );
    let comments: String = [Message::NotFound, Message::Suspended, Message::ByPlatform, Message::LogIn]
        .map(|message| format!("<li class=\"comment\"><p>{}</p></li>", escaped(say(message, post.language, 0))))
        .concat();
    let body = format!(
        "<article id=\"post-{}\"><h1>{}</h1><p>{}</p></article><ol class=\"comments\">{comments}</ol>",
        post.target.id,
        escaped(&post.name),
        escaped(&post.text)
    );
    Reply::html(200, page(post.language, &post.name, &head, &body))
}

fn own_address(post: &Post) -> Reply {
    let (l, url) = (post.language, escaped(post.url()));
    let text = escaped(say(Message::NotFound, l, 0));
    let head = format!("<link rel=\"canonical\" href=\"{url}\"><meta property=\"og:url\" content=\"{url}\">");
    let others: String =
        (1..6).map(|n| format!("<article><h3><a href=\"/2023/05/{n}/\">{n}</a></h3></article>")).collect();
    Reply::html(200, page(l, &text, &head, &format!("<h1>{text}</h1><aside>{others}</aside>")))
}

fn thread(post: &Post) -> Reply {
    let (id, log_in) = (&post.target.id, escaped(say(Message::LogIn, post.language, 0)));
    let head = format!("<link rel=\"canonical\" href=\"{}\">", escaped(post.url()));
    let body = format!(
        "<h1 class=\"p-title-value\">{}</h1><article class=\"message message--post\" data-author=\"{name}\" \
         data-content=\"post-{id}\" id=\"js-post-{id}\"><div class=\"message-userDetails\"><h4>{name}</h4></div><article \
         class=\"message-body\"><div class=\"bbWrapper\">{}</div></article></article><div class=\"block-outer\"><a \
         href=\"/login/\" class=\"button--link\">{log_in}</a></div>",
        escaped(&post.text.chars().take(50).collect::<String>()),
        escaped(&post.text),
        name = escaped(&post.name),
    );
    Reply::html(200, page(post.language, &format!("{} | Example Forum", post.name), &head, &body))
}

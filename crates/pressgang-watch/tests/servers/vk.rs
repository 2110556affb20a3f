//! VK: the API's wall.getById and what it says of owners, and pages in windows-1251.

use pressgang_watch::look::{State, Target};
use serde_json::{Value, json};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, page, say};
use super::world::{Case, Platform, Post, told, untold};

/// Every request with another token is refused.
pub const TOKEN: &str = "vk1.a.not-a-token-of-anybody";

pub struct Vk;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    told(State::Removed, 0, &[]),
    told(State::RemovedByAuthor, 1, &[]),
    // An item that says it is deleted, and nothing more.
    told(State::Removed, 2, &[]),
    told(State::AccountGone, 0, &[]),
    told(State::AccountGone, 1, &[]),
    told(State::Private, 0, &[]),
    told(State::Private, 1, &[]),
    // Up, but the community has the token's account on its blacklist.
    untold(State::Up, 3, &[]),
];

impl Platform for Vk {
    fn name(&self) -> &'static str {
        "vk"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec!["api.vk.com", "api.vk.ru", "vk.com", "vk.ru", "m.vk.com", "www.vk.com", "login.vk.com", "id.vk.com"]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        // Groups have negative numbers; in odd ways the owner is a person.
        let sign = if case.way == 1 { "" } else { "-" };
        let owner = format!("{sign}2{}", chance.digits(8));
        let id = format!("{owner}_{}", 1 + chance.below(90_000));
        let url = format!("https://vk.com/wall{id}");
        let number = owner.trim_start_matches('-').to_owned();
        let handle = format!("ex_{}", chance.letters(8).to_lowercase());
        let mut words = vec![id.clone(), format!("wall{id}"), owner.clone(), handle.clone()];
        words.extend([format!("club{number}"), format!("public{number}"), format!("id{number}")]);
        if number != owner {
            words.push(number);
        }
        (Target { platform: "vk".into(), id, url: Some(url), handle: Some(handle), account: Some(owner) }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        match asked.host.as_str() {
            "api.vk.com" | "api.vk.ru" => api(asked, post),
            "login.vk.com" | "id.vk.com" => Reply::html(
                200,
                page(Language::Ru, "VK ID", "", "<form action=\"/auth\"><input type=\"password\"></form>"),
            ),
            "vk.ru" | "www.vk.com" => Reply::to(302, &format!("https://vk.com{}", asked.target)),
            _ => wall(post),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://id.vk.com/auth?app_id=7913379&response_type=silent_token"
    }

    fn home(&self, language: Language) -> Reply {
        let text = say(Message::Home, language, 0);
        windows(200, page(language, text, "", &format!("<h1>{text}</h1><form id=\"index_login\"></form>")))
    }
}

fn error(code: u32, message: &str) -> Reply {
    Reply::json(
        200,
        &json!({"error": {"error_code": code, "error_msg": message, "request_params": [{"key": "v", "value": "5.199"}]}}),
    )
}

fn api(asked: &Asked, post: Option<&Post>) -> Reply {
    let token = asked.query("access_token");
    let bearer = asked.header("authorization").and_then(|value| value.strip_prefix("Bearer ")).map(str::to_owned);
    if token.or(bearer).as_deref() != Some(TOKEN) {
        return error(5, "User authorization failed: no access_token passed.");
    }
    if asked.query("v").is_none() {
        return error(8, "Invalid request: v (version) is required");
    }
    let Some(method) = asked.path().strip_prefix("/method/") else {
        return Reply::html(404, "<html><head><title>404 Not Found</title></head><body></body></html>");
    };
    let is_group = post.is_some_and(|post| post.account().starts_with('-'));
    match (method, post) {
        ("wall.getById", Some(post)) => wall_item(post),
        ("wall.getById", None) => Reply::json(200, &json!({"response": {"items": []}})),
        ("groups.getById", Some(post)) if is_group => {
            let id: u64 = post.account().trim_start_matches('-').parse().unwrap_or(0);
            let mut group = json!({"id": id, "name": post.name, "screen_name": post.handle(), "is_closed": 0, "type": "page", "wall": 1});
            match post.case.state {
                State::AccountGone => {
                    group["deactivated"] = json!(["banned", "deleted"][post.number(2) as usize]);
                    group["name"] = json!("DELETED");
                }
                State::Private => group["is_closed"] = json!(1),
                State::Up if post.case.way == 3 => group["ban_info"] = json!({"end_date": 0, "comment": ""}),
                _ => {}
            }
            Reply::json(200, &json!({"response": {"groups": [group], "profiles": []}}))
        }
        ("users.get", Some(post)) if !is_group => {
            let id: u64 = post.account().parse().unwrap_or(0);
            let mut user = json!({"id": id, "first_name": post.name, "last_name": "", "can_access_closed": true, "is_closed": false,
                "blacklisted": 0, "can_see_all_posts": 1});
            match post.case.state {
                State::AccountGone => user["deactivated"] = json!(["banned", "deleted"][post.number(2) as usize]),
                State::Private => {
                    user["is_closed"] = json!(true);
                    user["can_access_closed"] = json!(false);
                }
                _ => {}
            }
            Reply::json(200, &json!({"response": [user]}))
        }
        ("users.get", _) => Reply::json(200, &json!({"response": []})),
        ("groups.getById", _) => {
            error(100, "One of the parameters specified was missing or invalid: group_id is undefined")
        }
        _ => error(3, "Unknown method passed"),
    }
}

fn wall_item(post: &Post) -> Reply {
    let (owner, number) = post.target.id.split_once('_').unwrap_or(("0", "0"));
    let ids = (owner.parse::<i64>().unwrap_or(0), number.parse::<i64>().unwrap_or(0));
    let (item, is_there): (Value, bool) = match (post.case.state, post.case.way) {
        (State::Up, 3) => (Value::Null, false),
        (State::Up, _) => (
            json!({"id": ids.1, "owner_id": ids.0, "from_id": ids.0, "date": 1_683_191_520, "text": post.text,
                   "post_type": "post", "comments": {"count": post.number(9)}, "likes": {"count": post.number(99)},
                   "views": {"count": post.number(4000)}, "attachments": [], "hash": "q0w9e8"}),
            true,
        ),
        (State::Removed, 2) => (
            json!({"id": ids.1, "owner_id": ids.0, "from_id": ids.0, "date": 1_683_191_520, "text": "", "is_deleted": true,
                   "post_type": "post"}),
            true,
        ),
        (State::Private, 0) => return error(15, "Access denied: post was not published or group is closed"),
        (State::Private, _) => return error(30, "This profile is private"),
        (State::AccountGone, 1) => return error(18, "User was deleted or banned"),
        _ => (Value::Null, false),
    };
    let items = if is_there { json!([item]) } else { json!([]) };
    // Versions before 5.139 give the bare list.
    let body = if post.number(4) == 0 { json!({ "response": items }) } else { json!({"response": {"items": items}}) };
    Reply::json(200, &body)
}

fn wall(post: Option<&Post>) -> Reply {
    let service = |status: u16, language: Language, message: Message| {
        let text = escaped(say(message, language, 0));
        let body = format!(
            "<div class=\"message_page page_block\"><div class=\"message_page_title\">Error</div><div \
             class=\"message_page_body\">{text}<button class=\"flat_button\">&lt;</button></div></div>"
        );
        windows(status, page(language, "VK", "<meta name=\"robots\" content=\"noindex,nofollow\">", &body))
    };
    let Some(post) = post else { return service(404, Language::Ru, Message::NotFound) };
    match post.case.state {
        State::Up => {
            let id = &post.target.id;
            let body = format!(
                "<div id=\"post{id}\" class=\"_post post page_block\" data-post-id=\"{id}\"><div class=\"post_header\"><a \
                 class=\"author\" href=\"/{}\">{}</a></div><div class=\"wall_text\"><div class=\"wall_post_text\">{}</div></div></div>",
                post.handle(),
                escaped(&post.name),
                escaped(&post.text)
            );
            let head = format!("<link rel=\"canonical\" href=\"https://vk.com/wall{id}\">");
            windows(200, page(post.language, &post.name, &head, &body))
        }
        State::AccountGone => service(200, post.language, Message::Suspended),
        State::Private => service(200, post.language, Message::Private),
        _ => service([200, 404][post.number(2) as usize], post.language, Message::PostGone),
    }
}

/// VK's pages are in windows-1251; what that has no letter for is written as a number.
fn windows(status: u16, text: String) -> Reply {
    let text = text.replace("charset=\"utf-8\"", "charset=\"windows-1251\"");
    let mut body = Vec::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\0'..='\u{7f}' => body.push(c as u8),
            'А'..='я' => body.push((c as u32 - 'А' as u32 + 0xc0) as u8),
            'Ё' => body.push(0xa8),
            'ё' => body.push(0xb8),
            _ => body.extend(format!("&#{};", c as u32).into_bytes()),
        }
    }
    Reply::new(status, "text/html; charset=windows-1251", body)
}

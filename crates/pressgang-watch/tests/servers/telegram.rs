//! Telegram: what t.me gives to web pages that embed a post, a channel's page, and its preview.

use pressgang_watch::look::{State, Target};

use super::chance::Chance;
use super::http::{Asked, Reply};
use super::words::{Language, Message, escaped, say};
use super::world::{Case, Platform, Post, told, untold};

pub struct Telegram;

const CASES: &[Case] = &[
    told(State::Up, 0, &[]),
    told(State::Up, 1, &[]),
    told(State::Up, 2, &[]),
    told(State::Removed, 0, &[]),
    told(State::RemovedByAuthor, 1, &[]),
    told(State::AccountGone, 0, &[State::Removed]),
    told(State::AccountGone, 1, &[State::Removed]),
    // Channels without a name: t.me/c/... never shows a post.
    untold(State::Private, 0, &[]),
];

impl Platform for Telegram {
    fn name(&self) -> &'static str {
        "telegram"
    }

    fn hosts(&self) -> Vec<&'static str> {
        vec!["t.me", "telegram.me", "telegram.org", "web.telegram.org"]
    }

    fn cases(&self) -> Vec<Case> {
        CASES.to_vec()
    }

    fn target(&self, case: &Case, chance: &mut Chance) -> (Target, Vec<String>) {
        let number = 1 + chance.below(90_000);
        if case.state == State::Private {
            let channel = format!("1{}", chance.digits(9));
            let url = format!("https://t.me/c/{channel}/{number}");
            let id = format!("{channel}/{number}");
            let account = Some(format!("channel{channel}"));
            return (Target { platform: "telegram".into(), id, url: Some(url), handle: None, account }, vec![channel]);
        }
        let handle = format!("Ex_{}", chance.letters(9));
        let url = format!("https://t.me/{handle}/{number}");
        let id = format!("{}/{number}", handle.to_lowercase());
        let words = vec![handle.to_lowercase()];
        (Target { platform: "telegram".into(), id, url: Some(url), handle: Some(handle), account: None }, words)
    }

    fn answer(&self, asked: &Asked, post: Option<&Post>) -> Reply {
        if asked.host == "telegram.me" {
            return Reply::to(302, &format!("https://t.me{}", asked.target));
        }
        if asked.host != "t.me" {
            return self.home(Language::En);
        }
        let parts: Vec<&str> = asked.path().split('/').filter(|part| !part.is_empty()).collect();
        let Some(post) = post else { return contact(parts.first().copied().unwrap_or("telegram")) };
        let is_embed = asked.target.contains("embed=");
        match parts.as_slice() {
            ["c", ..] => contact("telegram"),
            [_, number] | [_, _, number] if is_embed && number.bytes().all(|b| b.is_ascii_digit()) => {
                embed(post, number)
            }
            ["s", handle] => Reply::to(302, &format!("https://t.me/{handle}")),
            ["s", handle, number] if post.number(3) == 0 || !has_channel(post) => {
                Reply::to(302, &format!("https://t.me/{handle}/{number}"))
            }
            ["s", _, number] => feed(post, number),
            [handle, ..] if !has_channel(post) => contact(handle),
            [_] => channel(post, None),
            [_, number, ..] => channel(post, Some(number)),
            [] => self.home(Language::En),
        }
    }

    fn log_in(&self) -> &'static str {
        "https://web.telegram.org/a/"
    }

    fn home(&self, _: Language) -> Reply {
        Reply::html(
            200,
            "<!DOCTYPE html><html><head><title>Telegram Messenger</title><meta property=\"og:title\" content=\"Telegram – a \
             new era of messaging\"></head><body class=\"no_transition\"><div class=\"tl_main\">Fast. Secure. \
             Powerful.</div></body></html>",
        )
    }
}

fn has_channel(post: &Post) -> bool {
    post.case.state != State::AccountGone
}

fn embed(post: &Post, number: &str) -> Reply {
    let error = |text: &str| format!("<div class=\"tgme_widget_message_error\">{text}</div>");
    let inner = match post.case.state {
        // A post of the channel that was never there, or the number of another one.
        _ if number != post.key() => error("Post not found"),
        State::Up => message(post),
        State::AccountGone => match post.case.way {
            0 => error(&format!("Channel with username <b>@{}</b> not found", post.handle())),
            _ => error(&format!("{} <b>@{}</b>", say(Message::NoAccount, post.language, 0), post.handle())),
        },
        _ if post.case.way == 0 => error("Post not found"),
        _ => error(say(Message::PostGone, post.language, 0)),
    };
    let body = format!(
        "<!DOCTYPE html>\n<html>\n  <head>\n    <meta charset=\"utf-8\">\n    <title>Telegram Widget</title>\n    <base \
         target=\"_blank\">\n    <script>document.cookie=\"stel_dt=\"+encodeURIComponent((new Date).getTimezoneOffset())\
         </script>\n    <link href=\"//telegram.org/css/widget-frame.css?72\" rel=\"stylesheet\">\n  </head>\n  <body \
         class=\"widget_frame_base tgme_widget body_widget_post emoji_image nodark\">\n{inner}\n    <script \
         src=\"https://oauth.tg.dev/js/telegram-widget.js?22\"></script>\n    <script>TWidgetPost.init();</script>\n  \
         </body>\n</html>\n"
    );
    Reply::html(200, body).with("Content-Security-Policy", "frame-ancestors *").with("Server", "nginx/1.18.0")
}

fn message(post: &Post) -> String {
    let (handle, key) = (post.handle(), post.key());
    let content = match post.case.way {
        0 => format!(
            "<div class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{}</div>",
            escaped(&post.text)
        ),
        1 => format!(
            "<a class=\"tgme_widget_message_photo_wrap 5370\" href=\"https://t.me/{handle}/{key}\" \
             style=\"width:800px;background-image:url('https://cdn4.example.org/f.jpg')\"></a><div \
             class=\"tgme_widget_message_text js-message_text\" dir=\"auto\">{}</div>",
            escaped(&post.text)
        ),
        // Too large for the web; the post is up all the same.
        _ => "<div class=\"message_media_not_supported_wrap\"><div class=\"message_media_not_supported\"><div \
              class=\"message_media_not_supported_label\">Please open Telegram to view this post</div><span \
              class=\"message_media_view_in_telegram\">VIEW IN TELEGRAM</span></div></div>"
            .to_owned(),
    };
    format!(
        "<div class=\"tgme_widget_message text_not_supported_wrap js-widget_message\" data-post=\"{handle}/{key}\" \
         data-view=\"eyJjIjotMTAwMCwicCI6MTIsInQiOjE2OH0\" data-peer=\"c100_-2\"><div class=\"tgme_widget_message_user\"><a \
         href=\"https://t.me/{handle}\"></a></div><div class=\"tgme_widget_message_bubble\"><div \
         class=\"tgme_widget_message_author accent_color\"><a class=\"tgme_widget_message_owner_name\" \
         href=\"https://t.me/{handle}\"><span dir=\"auto\">{}</span></a></div>{content}<div \
         class=\"tgme_widget_message_footer\"><div class=\"tgme_widget_message_link\"><a href=\"https://t.me/{handle}/{key}\" \
         class=\"link_anchor flex_ellipsis\">t.me/{handle}/{key}</a></div><div class=\"tgme_widget_message_info\"><span \
         class=\"tgme_widget_message_views\">{}K</span><span class=\"tgme_widget_message_meta\"><a \
         class=\"tgme_widget_message_date\" href=\"https://t.me/{handle}/{key}\"><time \
         datetime=\"2023-05-04T09:12:00+00:00\" class=\"datetime\">May 4, 2023 at 09:12</time></a></span></div></div></div></div>",
        escaped(&post.name),
        post.number(90)
    )
}

/// The page of a channel, or of one of its posts: the post itself is only in a frame.
fn channel(post: &Post, number: Option<&str>) -> Reply {
    let handle = post.handle();
    let is_shown = post.case.state == State::Up && number == Some(post.key());
    let description = if is_shown { escaped(&post.text) } else { "A channel about the weather.".to_owned() };
    let widget = number.map_or(String::new(), |number| {
        format!(
            "<div class=\"tgme_page_widget_wrap\" id=\"widget\"><script async src=\"https://telegram.org/js/telegram-widget.js\
             \" data-telegram-post=\"{handle}/{number}\" data-width=\"100%\"></script></div>"
        )
    });
    Reply::html(
        200,
        format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Telegram: View @{handle}</title><meta \
             property=\"og:title\" content=\"{name}\"><meta property=\"og:description\" content=\"{description}\"></head><body>\
             <div class=\"tgme_page\"><div class=\"tgme_page_title\"><span dir=\"auto\">{name}</span></div><div \
             class=\"tgme_page_extra\">{} subscribers</div>{widget}<div class=\"tgme_page_action\"><a class=\"tgme_action_button_new\
             \" href=\"tg://resolve?domain={handle}\">View in Telegram</a></div></div></body></html>",
            post.number(90_000),
            name = escaped(&post.name),
        ),
    )
}

/// The page of a name that nobody has, or nobody who shows anything.
fn contact(handle: &str) -> Reply {
    Reply::html(
        200,
        format!(
            "<!DOCTYPE html><html><head><meta charset=\"utf-8\"><title>Telegram: Contact @{handle}</title><meta \
             name=\"robots\" content=\"noindex, nofollow\"><meta property=\"og:title\" content=\"Telegram: Contact \
             @{handle}\"></head><body><div class=\"tgme_page\"><div class=\"tgme_page_icon\"><i class=\"tgme_icon_user\"></i></div>\
             <div class=\"tgme_page_description\">If you have <strong>Telegram</strong>, you can contact <a \
             class=\"tgme_username_link\" href=\"tg://resolve?domain={handle}\">@{handle}</a> right away.</div></div></body></html>"
        ),
    )
}

/// A channel's preview around a number: the post is among its neighbours where it is up.
fn feed(post: &Post, number: &str) -> Reply {
    let at: u64 = number.parse().unwrap_or(1);
    let mut messages = String::new();
    for near in at.saturating_sub(2).max(1)..at + 3 {
        if near == at && post.case.state == State::Up {
            messages.push_str(&message(post));
        } else if near != at {
            let handle = post.handle();
            messages.push_str(&format!(
                "<div class=\"tgme_widget_message js-widget_message\" data-post=\"{handle}/{near}\"><div \
                 class=\"tgme_widget_message_text\">{near}</div></div>"
            ));
        }
    }
    Reply::html(
        200,
        format!(
            "<!DOCTYPE html><html><head><title>{} – Telegram</title></head><body><header class=\"tgme_header\"></header><main><section \
             class=\"tgme_channel_history js-message_history\">{messages}</section></main></body></html>",
            escaped(&post.name)
        ),
    )
}

use pressgang_watch::look::State::*;
use pressgang_watch::look::{Adapters, Target};

use super::networks::{bluesky, mastodon};
use super::{adapters, answer, check, cut, hop, html, json, look, page, target};

fn x() -> Target {
    target("x", "1690000000000000001", "https://x.com/example_desk/status/1690000000000000001", "example_desk")
}

const X_UP: &str = r#"{"url":"https://twitter.com/example_desk/status/1690000000000000001","author_name":"Desk","html":"<blockquote class=\"twitter-tweet\"><p lang=\"en\">This account does not exist<\/p>&mdash; Desk<\/blockquote>","width":550,"type":"rich","provider_name":"Twitter","version":"1.0"}"#;

#[test]
fn x_by_oembed() {
    check(&x(), &[("oembed", json(200, X_UP))], Up, "x.oembed.up@");
    check(&x(), &[("oembed", json(200, &X_UP.replace("0001\"", "0002\"")))], Unknown, "x.none");
    let gone = r#"{"errors":[{"message":"Sorry, that page does not exist","code":34}]}"#;
    check(&x(), &[("oembed", json(404, gone))], Removed, "x.oembed.gone@2");
    let worded = r#"{"error":"Sorry, that page does not exist.","request":"\/oembed"}"#;
    check(&x(), &[("oembed", json(404, worded))], Removed, "x.oembed.gone@2");
    check(&x(), &[("oembed", json(404, r#"{"errors":[{"code":34}]}"#))], Removed, "x.oembed.gone@2");
    // An interface that moved or was turned off.
    for retired in [
        html(404, ""),
        html(404, "<!DOCTYPE html><title>Not here</title><h1>Nope</h1>"),
        html(404, "<html><title>X / ?</title><h1>Sorry, that page doesn’t exist!</h1></html>"),
        answer(404, "text/plain", "Not Found"),
        json(404, "{}"),
        json(404, "[]"),
        json(410, gone),
    ] {
        check(&x(), &[("oembed", retired)], Unknown, "");
    }
    let by_number = target("x", "1690000000000000001", "https://x.com/i/status/1690000000000000001", "");
    check(&by_number, &[("oembed", json(404, gone))], Unknown, "x.oembed.by-number@");
    check(&by_number, &[("oembed", json(200, X_UP))], Up, "x.oembed.up@");
    let no_status = r#"{"errors":[{"code":144,"message":"No status found with that ID."}]}"#;
    check(&by_number, &[("oembed", json(404, no_status))], Removed, "x.oembed.gone-code@");
    check(
        &x(),
        &[("oembed", json(404, r#"{"errors":[{"code":144,"message":"No status found with that ID."}]}"#))],
        Removed,
        "x.",
    );
    check(
        &x(),
        &[("oembed", json(404, r#"{"errors":[{"code":422,"message":"…"}]}"#))],
        RemovedByPlatform,
        "x.oembed.against",
    );
    check(
        &x(),
        &[("oembed", json(403, r#"{"errors":[{"code":63,"message":"User has been suspended."}]}"#))],
        AccountGone,
        "x.",
    );
    check(&x(), &[("oembed", json(403, r#"{"errors":[{"code":179,"message":"x"}]}"#))], Private, "x.");
    let words = r#"{"error":"Sorry, you are not authorized to see this status.","request":"\/oembed"}"#;
    check(&x(), &[("oembed", json(403, words))], Private, "x.oembed.protected");
    check(&x(), &[("oembed", json(403, r#"{"error":"Dieses Konto wurde gesperrt."}"#))], AccountGone, "x.");
    check(&x(), &[("oembed", json(403, "{}"))], Unknown, "x.oembed.forbidden");
    check(&x(), &[("oembed", json(404, X_UP))], Unknown, "x.none");
    check(&x(), &[("oembed", json(200, ""))], Unknown, "answer.empty");
    check(&x(), &[("oembed", json(429, ""))], Unknown, "answer.too-many");
    check(&x(), &[("oembed", json(503, "over capacity"))], Unknown, "answer.fault");
    check(&x(), &[("oembed", json(451, "{}"))], GeoBlocked, "answer.unavailable");
    let withheld = X_UP.replace("{\"url\"", r#"{"withheld_in_countries":["DE","fr"],"url""#);
    check(&x(), &[("oembed", json(200, &withheld))], GeoBlocked, "x.oembed.withheld@");
    // Half an answer may show that a post is up, never that it is gone.
    check(&x(), &[("oembed", cut(json(200, &X_UP[..180])))], Up, "x.oembed.up@");
    check(&x(), &[("oembed", cut(json(200, &X_UP[..60])))], Unknown, "x.none");
    check(&x(), &[("oembed", cut(html(404, "<html>")))], Unknown, "");
    // A wall or a page in the interface's place.
    check(
        &x(),
        &[("oembed", hop(html(200, "<html><input type=password>"), "https://x.com/i/flow/login"))],
        LoginWall,
        "answer.login.hop@",
    );
    let wall = page(404, "<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/h/b'></script>", "");
    check(&x(), &[("oembed", wall)], Unknown, "answer.bot-wall");
}

fn telegram() -> Target {
    target("telegram", "example_channel/12", "https://t.me/example_channel/12", "example_channel")
}

fn message(post: &str, text: &str) -> super::Answer {
    let text = format!(
        "<div class='tgme_widget_message_wrap'><div class='tgme_widget_message text_not_supported_wrap js-widget_message' \
         data-post='{post}'><div class='tgme_widget_message_text js-message_text'>{text}</div></div></div>"
    );
    page(200, "<title>Telegram Widget</title><meta name='robots' content='noindex, nofollow'>", &text)
}

fn error(text: &str) -> super::Answer {
    let text =
        format!("<div class='tgme_widget_message_wrap'><div class='tgme_widget_message_error'>{text}</div></div>");
    page(200, "<title>Telegram Widget</title>", &text)
}

fn channel() -> super::Answer {
    page(
        200,
        "<title>Telegram: View @example_channel</title>",
        "<div class='tgme_page'><div class='tgme_page_title'><span dir='auto'>Example</span></div><div class='tgme_page_extra'>1 204 subscribers</div></div>",
    )
}

fn no_channel() -> super::Answer {
    page(
        200,
        "<title>Telegram: Contact @example_channel</title><meta name='robots' content='noindex'>",
        "<div class='tgme_page'><div class='tgme_page_icon'></div><div class='tgme_page_description'>If you have Telegram, you can contact @example_channel right away.</div></div>",
    )
}

#[test]
fn telegram_by_its_pages() {
    check(&telegram(), &[("embed", message("example_channel/12", "Post not found"))], Up, "telegram.embed.up@");
    check(&telegram(), &[("embed", message("Example_Channel/12", "x"))], Up, "telegram.embed.up@");
    check(&telegram(), &[("embed", message("example_channel/13", "x"))], Unknown, "telegram.none");
    for gone in [
        "Post not found",
        "Пост не найден",
        "Beitrag nicht gefunden",
        "Publication introuvable",
        "لم يتم العثور على المنشور",
    ] {
        check(&telegram(), &[("embed", error(gone)), ("channel", channel())], Removed, "telegram.embed.gone@");
        check(&telegram(), &[("embed", error(gone)), ("channel", no_channel())], AccountGone, "telegram.channel.gone@");
        check(&telegram(), &[("embed", error(gone)), ("channel", json(503, ""))], Removed, "telegram.embed.gone@");
    }
    let named = "Channel with username <b>@example_channel</b> not found";
    check(&telegram(), &[("embed", error(named)), ("channel", no_channel())], AccountGone, "telegram.");
    check(&telegram(), &[("embed", error(named)), ("channel", channel())], Unknown, "telegram.embed.error");
    check(&telegram(), &[("embed", error("This channel is private")), ("channel", channel())], Private, "telegram.");
    check(
        &telegram(),
        &[("embed", error("Please open Telegram to view this post")), ("channel", channel())],
        LoginWall,
        "telegram.",
    );
    check(&telegram(), &[("embed", error("ᚠᚢᚦ")), ("channel", channel())], Unknown, "telegram.embed.error");
    check(
        &telegram(),
        &[("embed", page(200, "<title>Telegram</title>", "a new era of messaging"))],
        Unknown,
        "telegram.none",
    );
    check(
        &target("telegram", "1234567/12", "https://t.me/c/1234567/12", ""),
        &[],
        Unknown,
        "telegram.members-address@",
    );
    check(
        &target("telegram", "example/12", "https://t.me/example/12?comment=4", ""),
        &[],
        Unknown,
        "telegram.comment@",
    );
    check(&target("telegram", "", "", ""), &[], Unknown, "telegram.no-address@");
}

fn vk() -> Target {
    target("vk", "-12_34", "https://vk.com/wall-12_34", "")
}

#[test]
fn vk_by_its_api() {
    let post =
        r#"{"response":{"items":[{"id":34,"owner_id":-12,"from_id":-12,"date":1685000000,"text":"запись удалена"}]}}"#;
    check(&vk(), &[("api", json(200, post))], Up, "vk.api.up@");
    let old = r#"{"response":[{"id":34,"to_id":-12,"text":""}]}"#;
    check(&vk(), &[("api", json(200, old))], Up, "vk.api.up@");
    let none = r#"{"response":{"items":[]}}"#;
    let group = |more: &str| {
        json(200, &format!(r#"{{"response":{{"groups":[{{"id":12,"name":"x","is_closed":0{more}}}],"profiles":[]}}}}"#))
    };
    let open = r#","wall":1"#;
    check(&vk(), &[("api", json(200, none)), ("account", group(open))], Removed, "vk.api.gone@2");
    // Hidden from the token's account only, or with all else.
    let banned = r#","wall":1,"ban_info":{"end_date":0,"comment":"x"}"#;
    for hidden in [r#","wall":0"#, banned] {
        check(&vk(), &[("api", json(200, none)), ("account", group(hidden))], Unknown, "vk.api.hidden-group@");
        let denied = json(200, r#"{"error":{"error_code":15,"error_msg":"x"}}"#);
        check(&vk(), &[("api", denied), ("account", group(hidden))], Unknown, "vk.api.hidden-group@");
        check(&vk(), &[("api", json(200, post)), ("account", group(hidden))], Up, "vk.api.up@");
    }
    check(
        &vk(),
        &[("api", json(200, none)), ("account", group(r#","deactivated":"banned""#))],
        AccountGone,
        "vk.api.deleted-account@",
    );
    let closed = json(200, r#"{"response":{"groups":[{"id":12,"is_closed":1}]}}"#);
    check(&vk(), &[("api", json(200, none)), ("account", closed)], Private, "vk.api.closed-group@");
    check(&vk(), &[("api", json(200, none)), ("account", json(500, ""))], Unknown, "answer.fault");
    let user = target("vk", "5_34", "", "");
    let person = |more: &str| json(200, &format!(r#"{{"response":[{{"id":5,"first_name":"x"{more}}}]}}"#));
    check(&user, &[("api", json(200, none)), ("user", person(""))], Removed, "vk.api.gone-user@2");
    let seen = r#","blacklisted":0,"can_see_all_posts":1"#;
    check(&user, &[("api", json(200, none)), ("user", person(seen))], Removed, "vk.api.gone-user@2");
    let blacklisted = person(r#","blacklisted":1,"can_see_all_posts":1"#);
    check(&user, &[("api", json(200, none)), ("user", blacklisted)], Unknown, "vk.api.hidden-user@");
    let partial = person(r#","blacklisted":0,"can_see_all_posts":0"#);
    check(&user, &[("api", json(200, none)), ("user", partial)], Unknown, "vk.api.partial-user@");
    check(&user, &[("api", json(200, none)), ("user", person(r#","deactivated":"deleted""#))], AccountGone, "vk.");
    check(
        &user,
        &[("api", json(200, none)), ("user", person(r#","is_closed":true,"can_access_closed":false"#))],
        Private,
        "vk.",
    );
    let deleted = |reason: &str| {
        json(
            200,
            &format!(
                r#"{{"response":{{"items":[{{"id":34,"owner_id":-12,"is_deleted":true,"deleted_reason":"{reason}"}}]}}}}"#
            ),
        )
    };
    check(&vk(), &[("api", deleted("x")), ("account", group(""))], Removed, "vk.api.deleted@2");
    for there in ["РФ", "Российской Федерации"] {
        let blocked = format!("Данный материал заблокирован на территории {there} на основании требования");
        check(&vk(), &[("api", deleted(&blocked)), ("account", group(""))], GeoBlocked, "vk.api.geo@");
        let (verdict, _) = look(adapters(), &vk(), &[("api", deleted(&blocked)), ("account", group(""))]);
        assert_eq!(verdict.not_shown_in, ["RU"], "the place it names, not the one the look came from");
    }
    for blocked in ["Материал заблокирован", "Запись заблокирована"] {
        check(&vk(), &[("api", deleted(blocked)), ("account", group(""))], Unknown, "vk.api.unclear@");
    }
    let shown = "<div class='message_page'><div class='message_page_body'>Материал заблокирован на территории РФ на \
                 основании решения</div></div>";
    let without = Adapters::standard().unwrap();
    let (verdict, _) = look(&without, &vk(), &[("page", page(200, "<title>VK</title>", shown))]);
    assert_eq!((verdict.state, verdict.not_shown_in), (GeoBlocked, vec!["RU".to_owned()]), "{}", verdict.rule);
    check(&vk(), &[("api", deleted("Запись удалена автором")), ("account", group(""))], RemovedByAuthor, "vk.");
    check(&vk(), &[("api", deleted("Запись удалена модератором")), ("account", group(""))], RemovedByPlatform, "vk.");
    let failed =
        |code: u32| json(200, &format!(r#"{{"error":{{"error_code":{code},"error_msg":"x","request_params":[]}}}}"#));
    for (code, state) in [
        (5, Unknown),
        (6, Unknown),
        (14, Unknown),
        (18, AccountGone),
        (19, RemovedByPlatform),
        (29, Unknown),
        (30, Private),
        (203, Private),
        (212, Unknown),
        (15, Private),
        (10, Unknown),
    ] {
        check(&vk(), &[("api", failed(code)), ("account", group(""))], state, "vk.api.");
    }
    check(&vk(), &[("api", failed(15)), ("account", group(r#","deactivated":"banned""#))], AccountGone, "vk.");
    check(&vk(), &[("api", cut(json(200, r#"{"response":{"items":[]"#)))], Unknown, "vk.none");
    check(&target("vk", "-12_35", "https://vk.com/wall-12_34?reply=35", ""), &[], Unknown, "vk.comment@");
}

fn facebook() -> Target {
    target("facebook", "123456789012345", "https://www.facebook.com/example/posts/123456789012345", "example")
}

#[test]
fn meta_by_oembed() {
    let up = r#"{"type":"rich","version":"1.0","provider_name":"Facebook","html":"<div id=\"fb-root\"><\/div><div class=\"fb-post\" data-href=\"https:\/\/www.facebook.com\/example\/posts\/123456789012345\" data-width=\"552\"><blockquote cite=\"https:\/\/graph.facebook.com\/123\"><\/blockquote><\/div>"}"#;
    check(&facebook(), &[("oembed", json(200, up))], Up, "facebook.oembed.up@");
    check(
        &facebook(),
        &[("oembed", json(200, &up.replace("2345\"", "2346\"").replace("2345\\", "2346\\")))],
        Unknown,
        "facebook.none",
    );
    let none = json(
        400,
        r#"{"error":{"message":"(#24) The requested resource does not exist","type":"OAuthException","code":24,"fbtrace_id":"A"}}"#,
    );
    let login = hop(
        page(200, "<title>Facebook</title>", "<form><input type=password></form>"),
        "https://www.facebook.com/login/",
    );
    check(&facebook(), &[("oembed", none.clone()), ("page", login)], LoginWall, "page.login.hop@");
    let unclear = page(
        200,
        "<title>Facebook</title>",
        "<h2>This content isn't available right now</h2><p>When this happens, it's usually because the owner only shared it with a small group of people, changed who can see it or it's been deleted.</p>",
    );
    check(&facebook(), &[("oembed", none.clone()), ("page", unclear)], Unknown, "facebook.page.not-told@");
    let gone = page(404, "<title>Page Not Found</title>", "<h2>This page isn't available</h2>");
    check(&facebook(), &[("oembed", none.clone()), ("page", gone)], Unknown, "facebook.page.not-told@");
    check(&facebook(), &[("oembed", none)], Unknown, "facebook.none");
    let limit = json(400, r#"{"error":{"message":"(#4) Application request limit reached","code":4}}"#);
    check(&facebook(), &[("oembed", limit)], Unknown, "answer.come-later@");
    let instagram = target("instagram", "Cabc_-12345", "https://www.instagram.com/p/Cabc_-12345/", "example");
    let up = r#"{"version":"1.0","provider_name":"Instagram","type":"rich","html":"<blockquote class=\"instagram-media\" data-instgrm-permalink=\"https:\/\/www.instagram.com\/p\/Cabc_-12345\/?utm_source=ig_embed\"><\/blockquote>"}"#;
    check(&instagram, &[("oembed", json(200, up))], Up, "instagram.oembed.up@");
    let none = json(400, r#"{"error":{"message":"…","type":"OAuthException","code":24,"error_subcode":2207006}}"#);
    let login = hop(page(200, "<title>Login • Instagram</title>", ""), "https://www.instagram.com/accounts/login/");
    check(&instagram, &[("oembed", none.clone()), ("page", login)], LoginWall, "page.login.hop@");
    let gone = page(404, "<title>Instagram</title>", "<h2>Sorry, this page isn't available.</h2>");
    check(&instagram, &[("oembed", none), ("page", gone)], Unknown, "instagram.page.not-told@");
}

fn reddit() -> Target {
    target("reddit", "t3_abc12", "https://www.reddit.com/r/example/comments/abc12/a_title/", "desk")
}

#[test]
fn reddit_by_json() {
    let post = |more: &str| {
        json(
            200,
            &format!(
                r#"[{{"kind":"Listing","data":{{"children":[{{"kind":"t3","data":{{"name":"t3_abc12","title":"Not found","author":"desk","subreddit_type":"public",{more}}}}}]}}}},{{"kind":"Listing","data":{{"children":[]}}}}]"#
            ),
        )
    };
    check(&reddit(), &[("json", post(r#""selftext":"x","removed_by_category":null"#))], Up, "reddit.json.up@");
    for (category, state) in [
        ("deleted", RemovedByAuthor),
        ("author", RemovedByAuthor),
        ("moderator", RemovedByPlatform),
        ("anti_evil_ops", RemovedByPlatform),
        ("copyright_takedown", RemovedByPlatform),
        ("reddit", RemovedByPlatform),
        ("whatever", Removed),
    ] {
        check(
            &reddit(),
            &[("json", post(&format!(r#""selftext":"x","removed_by_category":"{category}""#)))],
            state,
            "reddit.json.",
        );
    }
    check(&reddit(), &[("json", post(r#""selftext":"[removed]""#))], RemovedByPlatform, "reddit.json.removed@");
    check(&reddit(), &[("json", post(r#""selftext":"[deleted]""#))], RemovedByAuthor, "reddit.json.deleted@");
    check(
        &reddit(),
        &[("json", json(403, r#"{"reason":"private","message":"Forbidden","error":403}"#))],
        Private,
        "reddit.",
    );
    check(
        &reddit(),
        &[("json", json(403, r#"{"reason":"quarantined","message":"Forbidden","error":403}"#))],
        LoginWall,
        "reddit.",
    );
    check(
        &reddit(),
        &[("json", json(404, r#"{"reason":"banned","message":"Not Found","error":404}"#))],
        RemovedByPlatform,
        "reddit.",
    );
    check(&reddit(), &[("json", json(404, r#"{"message":"Not Found","error":404}"#))], Removed, "reddit.json.gone@");
    check(
        &reddit(),
        &[("json", html(403, "<html><title>Blocked</title><h1>whoa there, pardner!</h1>"))],
        Unknown,
        "reddit.none",
    );
    check(
        &reddit(),
        &[("json", html(404, "<html><title>reddit.com: page not found</title>"))],
        Unknown,
        "answer.blank",
    );
    let comment = target("reddit", "t1_def34", "https://www.reddit.com/r/example/comments/abc12/a_title/def34/", "");
    let thread = json(
        200,
        r#"[{"data":{"children":[{"kind":"t3","data":{"name":"t3_abc12"}}]}},{"data":{"children":[{"kind":"t1","data":{"name":"t1_def34","body":"x"}}]}}]"#,
    );
    check(&comment, &[("json", thread)], Up, "reddit.json.up@");
    check(&target("reddit", "t1_def34", "", ""), &[], Unknown, "reddit.no-address@");
}

#[test]
fn answers_of_another_kind_say_nothing() {
    for (target, name) in [
        (x(), "oembed"),
        (telegram(), "embed"),
        (vk(), "api"),
        (facebook(), "oembed"),
        (bluesky(), "post"),
        (mastodon(), "status"),
        (reddit(), "json"),
    ] {
        for answer in [
            page(200, "<title>Welcome</title><meta property='og:url' content='/'>", "<h1>Home</h1>"),
            page(200, "<title>Just a moment...</title>", "<div class='cf-turnstile'></div>"),
            page(503, "<title>Maintenance</title>", "<h1>We'll be back soon</h1>"),
            answer(200, "text/plain", "OK"),
            json(200, "[]"),
            json(200, "{}"),
            json(200, ""),
            json(200, "null"),
            cut(json(200, "{\"")),
            json(500, "{\"error\":\"internal\"}"),
        ] {
            check(&target, &[(name, answer)], Unknown, "");
        }
    }
}

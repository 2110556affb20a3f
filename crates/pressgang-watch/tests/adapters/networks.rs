use pressgang_watch::look::State::*;
use pressgang_watch::look::Target;

use super::{check, html, json, page, target};

pub fn bluesky() -> Target {
    target("bluesky", "at://did:plc:example234567/app.bsky.feed.post/3kexample22", "", "")
}

#[test]
fn bluesky_by_its_interface() {
    let post = |labels: &str| {
        json(
            200,
            &format!(
                r#"{{"posts":[{{"uri":"at://did:plc:example234567/app.bsky.feed.post/3kexample22","author":{{"did":"did:plc:example234567","handle":"desk.example"}},"record":{{"text":"x"}},"labels":[{labels}]}}]}}"#
            ),
        )
    };
    check(&bluesky(), &[("post", post(""))], Up, "bluesky.post.up@");
    check(&bluesky(), &[("post", post(r#"{"val":"porn"}"#))], Up, "bluesky.post.up@");
    let label = |value: &str, by: &str, more: &str| post(&format!(r#"{{"val":"{value}","src":"{by}"{more}}}"#));
    let (own, author) = ("did:plc:ar7c4by46qjdydhdevvrndac", "did:plc:example234567");
    check(&bluesky(), &[("post", label("!takedown", own, ""))], RemovedByPlatform, "bluesky.post.taken-down@2");
    check(&bluesky(), &[("post", label("!takedown", own, r#","neg":true"#))], Up, "bluesky.");
    check(&bluesky(), &[("post", label("!hide", own, ""))], Unknown, "bluesky.post.hidden@");
    // An author, or anybody who runs a labeller.
    for other in [author, "did:plc:somebodyelse", ""] {
        for value in ["!takedown", "!hide"] {
            check(&bluesky(), &[("post", label(value, other, ""))], Up, "bluesky.post.up@");
        }
    }
    check(&bluesky(), &[("post", post(r#"{"val":"!takedown"}"#))], Up, "bluesky.post.up@");
    let none = json(200, r#"{"posts":[]}"#);
    let account = json(200, r#"{"did":"did:plc:example234567","handle":"desk.example"}"#);
    check(&bluesky(), &[("post", none.clone()), ("account", account)], Removed, "bluesky.post.gone@");
    let labelled = |by: &str| {
        let label = format!(r#"{{"val":"!takedown","src":"{by}"}}"#);
        json(200, &format!(r#"{{"did":"did:plc:example234567","handle":"desk.example","labels":[{label}]}}"#))
    };
    check(&bluesky(), &[("post", none.clone()), ("account", labelled(own))], AccountGone, "bluesky.account.label@2");
    check(&bluesky(), &[("post", none.clone()), ("account", labelled(author))], Removed, "bluesky.post.gone@");
    for error in ["AccountTakedown", "AccountDeactivated"] {
        let account = json(400, &format!(r#"{{"error":"{error}","message":"x"}}"#));
        check(&bluesky(), &[("post", none.clone()), ("account", account)], AccountGone, "bluesky.account.gone@");
    }
    let account = json(400, r#"{"error":"InvalidRequest","message":"Profile not found"}"#);
    check(&bluesky(), &[("post", none.clone()), ("account", account)], AccountGone, "bluesky.account.none@");
    check(&bluesky(), &[("post", none.clone()), ("account", json(502, ""))], Unknown, "answer.fault");
    check(&bluesky(), &[("post", json(200, "{}"))], Unknown, "bluesky.none");
    let by_url = target("bluesky", "3kexample22", "https://bsky.app/profile/desk.example/post/3kexample22", "");
    check(&by_url, &[("post", post(""))], Up, "bluesky.post.up@");
}

pub fn mastodon() -> Target {
    target(
        "mastodon",
        "https://social.example/users/desk/statuses/110000000000000001",
        "https://social.example/@desk/110000000000000001",
        "desk",
    )
}

#[test]
fn mastodon_by_its_server() {
    let post = r#"{"id":"110000000000000001","uri":"https://social.example/users/desk/statuses/110000000000000001","url":"https://social.example/@desk/110000000000000001","visibility":"public","content":"<p>x</p>","account":{"id":"1","username":"desk","acct":"desk"}}"#;
    check(&mastodon(), &[("status", json(200, post))], Up, "mastodon.status.up@");
    check(&mastodon(), &[("status", json(200, &post.replace("000001\"", "000002\"")))], Unknown, "mastodon.none");
    let none = json(404, r#"{"error":"Record not found"}"#);
    let account = |more: &str| json(200, &format!(r#"{{"id":"1","username":"desk","acct":"desk"{more}}}"#));
    check(&mastodon(), &[("status", none.clone()), ("account", account(""))], Removed, "mastodon.status.gone@");
    check(
        &mastodon(),
        &[("status", none.clone()), ("account", account(r#","suspended":true"#))],
        AccountGone,
        "mastodon.",
    );
    check(&mastodon(), &[("status", none.clone()), ("account", none.clone())], AccountGone, "mastodon.account.gone@");
    check(&mastodon(), &[("status", none.clone()), ("account", json(503, ""))], Unknown, "mastodon.status.ambiguous@");
    check(
        &mastodon(),
        &[("status", json(410, r#"{"error":"Gone"}"#)), ("account", json(410, r#"{"error":"Gone"}"#))],
        AccountGone,
        "mastodon.",
    );
    check(
        &mastodon(),
        &[("status", json(410, r#"{"error":"Gone"}"#)), ("account", json(503, ""))],
        Removed,
        "mastodon.status.deleted@",
    );
    check(
        &mastodon(),
        &[("status", json(401, r#"{"error":"This API requires an authenticated user"}"#))],
        LoginWall,
        "mastodon.",
    );
    check(
        &mastodon(),
        &[("status", html(404, "<html><title>404</title>")), ("account", account(""))],
        Unknown,
        "mastodon.",
    );
}

/// A film of PeerTube is no account `w` that is gone.
#[test]
fn pages_of_other_software_are_read_as_pages() {
    let film = target("mastodon", "https://tube.example/w/9abcXYZ", "https://tube.example/w/9abcXYZ", "desk");
    let head = "<title>A film</title><link rel='canonical' href='https://tube.example/w/9abcXYZ'>\
                <meta property='og:url' content='https://tube.example/w/9abcXYZ'><meta property='og:type' content='video'>";
    let none = json(404, r#"{"error":"Not Found"}"#);
    let answers = [
        ("page", page(200, head, "<h1>A film</h1><p>Invented, and shown to anybody who comes.</p>")),
        ("status", none.clone()),
        ("account", none),
    ];
    check(&film, &answers, Up, "page.up");
    let copy = target("mastodon", "77", "https://other.example/@desk@social.example/77", "desk");
    check(&copy, &answers, Unknown, "mastodon.no-address@");
}

//! The data of adapters, how requests are made of them, and old evidence.

use std::path::PathBuf;

use pressgang_watch::look::{Adapters, Evidence, Judge, State, Target, Verdict};
use serde::Deserialize;

use super::{adapters, target};

#[track_caller]
fn asks(target: &Target, address: &str) {
    let request = adapters().next(target, &Evidence::default()).unwrap();
    assert_eq!(request.shown, address);
}

#[test]
fn addresses_are_made_of_what_is_known() {
    let oembed = "https://publish.x.com/oembed?url=https%3A%2F%2Fx.com%2F";
    let rest = "&omit_script=1&dnt=1";
    asks(&target("x", "20", "", ""), &format!("{oembed}i%2Fweb%2Fstatus%2F20{rest}"));
    asks(
        &target("x", "20", "https://twitter.com/a/status/20?s=20", "desk"),
        &format!("{oembed}desk%2Fstatus%2F20{rest}"),
    );
    asks(
        &target("x", "made:1", "https://twitter.com/a/status/20/photo/1", ""),
        &format!("{oembed}a%2Fstatus%2F20{rest}"),
    );
    asks(&target("x", "20", "https://x.com/i/status/20", ""), &format!("{oembed}i%2Fweb%2Fstatus%2F20{rest}"));
    asks(&target("x", "20", "https://x.com/other/status/21", ""), &format!("{oembed}i%2Fweb%2Fstatus%2F20{rest}"));
    asks(&target("telegram", "example/12", "", ""), "https://t.me/example/12?embed=1&mode=tme");
    asks(&target("telegram", "77/12", "https://t.me/s/example/12", ""), "https://t.me/example/12?embed=1&mode=tme");
    asks(&target("vk", "5_34", "", ""), "https://api.vk.com/method/wall.getById?posts=5_34&v=5.199&access_token=***");
    asks(
        &target("facebook", "5_77", "", "desk"),
        "https://graph.facebook.com/v25.0/oembed_post?url=https%3A%2F%2Fwww.facebook.com%2Fdesk%2Fposts%2F77&omitscript=true",
    );
    asks(
        &target("youtube", "", "https://youtu.be/abc-DEF_123?t=1", ""),
        "https://www.youtube.com/oembed?url=https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Dabc-DEF_123&format=json",
    );
    asks(
        &target("bluesky", "at://did:plc:example234567/app.bsky.feed.post/3kexample22", "", ""),
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts?uris=at%3A%2F%2Fdid%3Aplc%3Aexample234567%2Fapp.bsky.feed.post%2F3kexample22",
    );
    asks(
        &target("mastodon", "https://social.example/users/desk/statuses/11", "https://social.example/@desk/11", ""),
        "https://social.example/api/v1/statuses/11",
    );
    asks(
        &target("mastodon", "https://pleroma.example/objects/a-b", "https://pleroma.example/notice/AbC", ""),
        "https://pleroma.example/api/v1/statuses/AbC",
    );
    // Films and articles of other software, and a copy beside the post itself.
    asks(&target("mastodon", "https://tube.example/w/9abcXYZ", "", ""), "https://tube.example/w/9abcXYZ");
    asks(&target("mastodon", "https://tube.example/videos/watch", "", ""), "https://tube.example/videos/watch");
    asks(
        &target(
            "mastodon",
            "https://social.example/users/desk/statuses/11",
            "https://other.example/@desk@social.example/77",
            "",
        ),
        "https://social.example/api/v1/statuses/11",
    );
    asks(
        &target("mastodon", "", "https://social.example/@desk@social.example/11", ""),
        "https://social.example/api/v1/statuses/11",
    );
    asks(&target("mastodon", "https://misskey.example/notes/9abc/x", "", ""), "https://misskey.example/notes/9abc/x");
    asks(&target("reddit", "t3_abc12", "", ""), "https://www.reddit.com/comments/abc12.json?raw_json=1&limit=1");
    asks(
        &target("reddit", "t1_def34", "https://www.reddit.com/r/e/comments/abc12/t/def34/", ""),
        "https://www.reddit.com/comments/abc12/_/def34.json?raw_json=1&limit=1",
    );
    asks(&target("gab", "1", "https://gab.example/desk/posts/1#top", ""), "https://gab.example/desk/posts/1");
}

#[test]
fn what_has_no_address_cannot_be_looked_at() {
    for (target, can) in [
        (target("x", "20", "", ""), true),
        (target("telegram", "example/12", "", ""), true),
        (target("telegram", "1234567/12", "https://t.me/c/1234567/12", ""), false),
        (target("youtube", "Ugx1.2", "https://www.youtube.com/watch?v=abc-DEF_123&lc=Ugx1.2", ""), false),
        (target("gab", "1", "https://gab.example/desk/posts/1", ""), true),
        (target("mastodon", "77", "https://other.example/@desk@social.example/77", "desk"), false),
        (target("mastodon", "https://other.example/@desk%40social.example/77", "", "desk"), false),
        (target("gab", "1", "", ""), false),
        (target("gab", "1", "https://gab.example/", ""), false),
    ] {
        assert_eq!(adapters().can_look(&target), can, "{target:?}");
        let verdict = adapters().decide(&target, &Evidence::default());
        assert_eq!(verdict.state, State::Unknown, "nobody answered");
    }
}

#[test]
fn hosts_can_be_asked_elsewhere() {
    let adapters = Adapters::standard().unwrap().with_endpoint("x", "http://127.0.0.1:8080/x/").unwrap();
    let adapters = adapters.with_endpoint("board.example", "http://127.0.0.1:8081").unwrap();
    let asked = |target: &Target| adapters.next(target, &Evidence::default()).unwrap().address;
    assert!(asked(&target("x", "20", "", "")).starts_with("http://127.0.0.1:8080/x/oembed?url=https%3A%2F%2Fx.com"));
    assert_eq!(asked(&target("other", "1", "https://board.example/p/1?a=b", "")), "http://127.0.0.1:8081/p/1?a=b");
    assert_eq!(asked(&target("other", "1", "https://else.example/p/1", "")), "https://else.example/p/1");
    assert!(Adapters::standard().unwrap().with_endpoint("x", "ftp://x").is_err());
}

#[test]
fn tokens_stay_hidden() {
    let adapters = Adapters::standard()
        .unwrap()
        .with_tokens(|name| (name == "PRESSGANG_VK_TOKEN").then(|| "a/b SECRET".to_owned()));
    let request = adapters.next(&target("vk", "5_34", "", ""), &Evidence::default()).unwrap();
    assert!(request.address.ends_with("access_token=a%2Fb%20SECRET"));
    assert!(request.shown.ends_with("access_token=***"));
    assert_eq!(request.secrets, ["a/b SECRET", "a%2Fb%20SECRET"]);
    assert!(!format!("{adapters:?}{request:?}").contains("SECRET"));
    assert!(Adapters::standard().unwrap().with_token("PRESSGANG_NO_TOKEN", "x").is_err());
    let without = Adapters::standard().unwrap();
    assert_eq!(without.next(&target("vk", "5_34", "", ""), &Evidence::default()).unwrap().name, "page");
    let means = without.means("vk").unwrap();
    assert!(means.needs_token && !means.has_token && means.tells.contains(&State::Private));
    assert_eq!(without.means("whatever").unwrap().adapter, "plain");
    assert!(!without.means("facebook").unwrap().needs_token);
}

#[test]
fn rules_have_ids_of_their_own() {
    let rules = adapters().rules();
    let mut ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), rules.len());
}

/// Evidence as it is kept, and what is to be said of it for as long as its rules have their versions.
#[derive(Deserialize)]
struct Kept {
    target: Target,
    evidence: Evidence,
    verdict: Verdict,
}

#[test]
fn old_evidence_says_what_it_said() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/evidence"));
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 12, "{} files", files.len());
    for file in files {
        let kept: Kept = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        // Without tokens or anything else that whoever looked had.
        let verdict = Adapters::standard().unwrap().decide(&kept.target, &kept.evidence);
        assert_eq!(verdict, kept.verdict, "{}", file.display());
    }
}

use std::time::Instant;

use pressgang_watch::look::{Adapters, Answer, Evidence, Judge, State, Target};
use proptest::prelude::*;

use super::{adapters, exchange, look, target};

fn targets() -> Vec<Target> {
    vec![
        target("x", "1690000000000000001", "", "desk"),
        target("telegram", "example_channel/12", "", ""),
        target("vk", "-12_34", "", ""),
        target("facebook", "123456789012345", "https://www.facebook.com/example/posts/123456789012345", ""),
        target("instagram", "Cabc_-12345", "", ""),
        target("youtube", "abc-DEF_123", "", ""),
        target("tiktok", "7203000000000000001", "", "desk"),
        target("bluesky", "at://did:plc:example234567/app.bsky.feed.post/3kexample22", "", ""),
        target("mastodon", "https://social.example/users/desk/statuses/110000000000000001", "", ""),
        target("reddit", "t3_abc12", "", ""),
        target("elsewhere", "4711001", "https://board.example/posts/4711001", ""),
    ]
}

/// What is decided when every request gets one answer.
fn decided(adapters: &Adapters, target: &Target, answer: &Answer) -> State {
    let mut evidence = Evidence::default();
    while let Some(request) = adapters.next(target, &evidence) {
        evidence.exchanges.push(exchange(adapters, target, &request, answer));
        assert!(evidence.exchanges.len() <= 8, "no end of questions");
    }
    adapters.decide(target, &evidence).state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_say_nothing(body in proptest::collection::vec(any::<u8>(), 0..600), is_cut in any::<bool>()) {
        let adapters = adapters();
        let answer = Answer { status: 200, headers: Vec::new(), hops: Vec::new(), body, is_cut };
        for target in targets() {
            prop_assert_eq!(decided(adapters, &target, &answer), State::Unknown);
        }
    }

    #[test]
    fn pieces_of_pages_are_never_posts(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "<article>", "</article>", "<title>", "</title>", "<h1>", "Post not found", "not found", "<meta name=robots content=noindex>",
            "<script>", "</script>", "<!--", "-->", "<![CDATA[", "{\"error\":", "\"a\"", "}", "[", "]", "<div class=tgme_widget_message_error>",
            "<link rel=canonical href='/'>", "<", ">", "&#x0;", "&amp", "\"", "'", "=", "é", "\u{202e}", "\0", "<svg>", "<textarea>", "<plaintext>",
            "<p itemprop=text>", "<input type=hidden>", "ytInitialPlayerResponse = {", "data-post=", "<a href=x rel=canonical>",
        ]), 0..80),
    ) {
        let adapters = adapters();
        let body = pieces.concat().into_bytes();
        let answer = Answer { status: 200, headers: Vec::new(), hops: Vec::new(), body, is_cut: false };
        for target in targets() {
            prop_assert_ne!(decided(adapters, &target, &answer), State::Up);
        }
        // Nothing is gone by half an answer.
        let half = Answer { status: 404, is_cut: true, ..answer };
        for target in targets() {
            let state = decided(adapters, &target, &half);
            let is_gone = matches!(state, State::Removed | State::RemovedByPlatform | State::RemovedByAuthor | State::AccountGone);
            prop_assert!(!is_gone, "{:?} {:?}", target.platform, state);
        }
    }

    #[test]
    fn any_target_can_be_asked_about(
        platform in proptest::sample::select(vec!["x", "telegram", "vk", "facebook", "instagram", "youtube", "tiktok", "bluesky", "mastodon", "reddit", "other"]),
        id in "\\PC{0,30}",
        url in "(https?://)?([a-z.]{1,12}/|t.me/|vk.com/wall|www.reddit.com/comments/)?\\PC{0,30}",
        handle in "\\PC{0,12}",
    ) {
        let adapters = adapters();
        let target = target(platform, &id, &url, &handle);
        let (verdict, _) = look(adapters, &target, &[]);
        prop_assert_eq!(verdict.state, State::Unknown);
        if let Some(request) = adapters.next(&target, &Evidence::default()) {
            prop_assert!(request.address.starts_with("http"));
            prop_assert!(!request.shown.contains("SECRET"));
        }
    }
}

#[test]
fn large_and_nasty_bodies_are_read_in_time() {
    let adapters = adapters();
    let most = 256 << 10;
    let fill = |piece: &str| piece.repeat(most / piece.len());
    for body in [
        fill("<div class=x>"),
        fill("<article>"),
        fill("<a href='"),
        fill("</div>"),
        fill("<title>"),
        fill("&amp;"),
        fill("{\"a\":"),
        fill("["),
        fill("<!--"),
        fill("page not found "),
        fill("<h1>page not found</h1>"),
        fill("<p>not found</p>"),
        fill("\u{fdfa}"),
        fill("<script>"),
        fill("<div data-post='a/1' class='tgme_widget_message_error'>not found</div>"),
        fill("<x a=1 b=2 c=3 d=4>"),
        fill("/"),
        fill("<p>a/b.c!d</p>"),
        format!("<html {}>", fill("a=b ")),
        fill("\\\""),
        format!("{{\"a\":\"{}", fill("\\\\")),
    ] {
        let answer =
            Answer { status: 200, headers: Vec::new(), hops: Vec::new(), body: body.into_bytes(), is_cut: true };
        for target in targets() {
            let began = Instant::now();
            assert_ne!(decided(adapters, &target, &answer), State::Up);
            assert!(began.elapsed().as_secs() < 20, "{} took {:?}", target.platform, began.elapsed());
        }
    }
}

//! Items of platforms as Zeeschuimer and 4CAT hand them out: single traps, one small item each.

use pressgang_posts::Item;

use crate::support::{Reading, named, options, read_bytes};

/// What an item of a module gives, in one line per post, observation or reject.
#[track_caller]
fn check(module: &str, data: &str, expected: &str) {
    let line = format!(
        r#"{{"nav_index":"1:1:1","item_id":"1","timestamp_collected":1740100000000,"source_platform":"{module}","data":{data}}}"#
    );
    let reading = read_bytes(line.as_bytes(), &options());
    assert_eq!(summary(&reading), expected, "{data}");
}

fn summary(reading: &Reading) -> String {
    let items = reading.items.iter().map(|item| match item {
        Item::Post(post) => {
            let lists = [&post.links, &post.mentions, &post.hashtags].map(|list| list.join(" "));
            let handle = post.author.handle.as_deref().unwrap_or("-");
            format!("{} {handle} [{}] likes={:?}", post.key.id, lists.join(", "), post.metrics.likes)
        }
        Item::Observation(seen) => format!("{} {}", seen.status.as_str(), seen.signal),
        Item::Reject(reject) => format!("reject {}", reject.reason),
        Item::Account(_) => "account".to_owned(),
    });
    items.collect::<Vec<_>>().join("; ")
}

fn tweet(text: &str, more: &str) -> String {
    format!(r#"{{"rest_id":"1620858830937812995","legacy":{{"full_text":"{text}"{more}}}}}"#)
}

#[test]
fn ids_that_the_extension_rounded_are_not_used() {
    let rounded = r#"{"id":1620858830937813000,"type":"adaptive","legacy":{"full_text":"x"}}"#;
    check("twitter.com", rounded, "reject no rest_id");
    let whole = r#"{"id":1620858830937813000,"legacy":{"full_text":"x","id_str":"1620858830937812995"}}"#;
    check("twitter.com", whole, "1620858830937812995 - [, , ] likes=None");
}

#[test]
fn notices_of_x_are_no_texts() {
    let notice = "@a has been withheld in India in response to a legal demand";
    check("twitter.com", &tweet(notice, ""), "geo_blocked withheld: countries not named");
    let talk = "I read that a post has been withheld in India";
    check("twitter.com", &tweet(talk, ""), "1620858830937812995 - [, , ] likes=None");
    let countries = r#","withheld_in_countries":["IN"]"#;
    check(
        "twitter.com",
        &tweet("words", countries),
        "geo_blocked withheld: IN; 1620858830937812995 - [, , ] likes=None",
    );
    check("twitter.com", &tweet("words", r#","withheld_in_countries":[]"#), "1620858830937812995 - [, , ] likes=None");
}

#[test]
fn tombstones_say_what_became_of_a_post() {
    for (notice, status) in [
        ("This Post is from a suspended account. Learn more", "account_gone"),
        ("This Post is from an account that no longer exists. Learn more", "account_gone"),
        ("This Post was deleted by the Post author. Learn more", "removed"),
        ("This Post violated the X Rules. Learn more", "removed"),
        ("This account owner limits who can view their Posts", "private"),
        ("Dieser Post ist nicht verfügbar", "unknown"),
    ] {
        let item =
            format!(r#"{{"__typename":"TweetTombstone","rest_id":"5","tombstone":{{"text":{{"text":"{notice}"}}}}}}"#);
        check("twitter.com", &item, &format!("{status} tombstone: {notice}"));
    }
}

#[test]
fn articles_speak_for_the_posts_that_only_lead_to_them() {
    let text = |text: &str, article: &str| {
        let item = format!(
            r#"{{"source_platform":"x.com","item_id":"1","timestamp_collected":1740100000000,"data":{{"rest_id":"5","legacy":{{"full_text":"{text}"}},"article":{{"article_results":{{"result":{{{article}}}}}}}}}}}"#
        );
        read_bytes(item.as_bytes(), &options()).posts()[0].text.clone()
    };
    let article = r#""title":"Work","preview_text":"Drivers"#;
    assert_eq!(text("https://t.co/a", &format!("{article}\"")), "Work\n\nDrivers");
    let whole = format!(r#"{article}","plain_text":"Drivers & cooks""#);
    assert_eq!(text("https://t.co/a", &whole), "Work\n\nDrivers & cooks");
    assert_eq!(text("see https://t.co/a", &whole), "see https://t.co/a");
    assert_eq!(text("https://t.co/a", ""), "https://t.co/a");
}

#[test]
fn posts_of_limited_visibility_are_known_without_their_capture() {
    let item = r#"{"__typename":"TweetWithVisibilityResults","tweet":{"rest_id":"1620858830937812995","legacy":{"full_text":"x","created_at":"Wed Feb 01 18:57:14 +0000 2023"}}}"#;
    let reading = read_bytes(item.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named("4cat-ndjson"));
    assert_eq!(summary(&reading), "1620858830937812995 - [, , ] likes=None");
}

#[test]
fn attachments_name_only_their_own_author() {
    for (status, handle) in [("1620858830937812995", "own"), ("1600000000000000000", "-")] {
        let media = format!(
            r#","extended_entities":{{"media":[{{"type":"photo","expanded_url":"https://x.com/own/status/{status}/photo/1"}}]}}"#
        );
        let expected = format!("1620858830937812995 {handle} [, , ] likes=None");
        check("twitter.com", &tweet("x", &media), &expected);
    }
}

#[test]
fn words_in_texts() {
    for (text, expected) in [
        ("#1 #a#b x#y #работа, #हिन्दी। #ไทย", ", , a b работа हिन्दी ไทย"),
        ("me@example.org @one. (@two.three) @@ @", ", one two.three, "),
        (
            "see (https://example.org/a), https://example.org/b. http://",
            "https://example.org/a https://example.org/b, , ",
        ),
        (
            "https://example.org/#part https://example.org/@name",
            "https://example.org/#part https://example.org/@name, , ",
        ),
    ] {
        let item = format!(r#"{{"code":"C1","media_type":1,"caption":{{"text":"{text}"}},"user":{{"username":"u"}}}}"#);
        check("instagram.com", &item, &format!("C1 u [{expected}] likes=None"));
    }
}

#[test]
fn made_up_numbers_are_no_counts() {
    for (fields, likes) in [
        (r#""like_count":3,"like_and_view_counts_disabled":true"#, "None"),
        (r#""like_count":3,"like_and_view_counts_disabled":false"#, "Some(3)"),
        (r#""like_count":-1"#, "None"),
        (r#""like_count":null"#, "None"),
        (r#""like_count":0"#, "Some(0)"),
    ] {
        let item = format!(r#"{{"code":"C1","media_type":1,"caption":{{"text":"x"}},{fields}}}"#);
        check("instagram.com", &item, &format!("C1 - [, , ] likes={likes}"));
    }
}

#[test]
fn redirects_lead_to_their_targets() {
    for (address, expected) in [
        ("https://l.threads.net/?u=https%3A%2F%2Fexample.org%2F%3Fq%3D1%26fbclid%3Dx&e=1", "https://example.org/?q=1"),
        ("https://l.instagram.com/?u=https%3A%2F%2Fexample.org%2F%D0%B0&e=1", "https://example.org/а"),
        ("https://l.threads.com/?u=%zz", "https://l.threads.com/?u=%zz"),
        ("https://example.org/?u=https%3A%2F%2Fexample.com", "https://example.org/?u=https%3A%2F%2Fexample.com"),
    ] {
        let item = format!(
            r#"{{"code":"T1","pk":"1","caption":{{"text":"x"}},"text_post_app_info":{{"link_preview_attachment":{{"url":"{address}"}}}}}}"#
        );
        check("threads.net", &item, &format!("T1 - [{expected}, , ] likes=None"));
    }
}

#[test]
fn the_later_of_two_notes_is_the_time_of_capture() {
    let line = |updated: &str| {
        format!(
            r#"{{"item_id":"1","timestamp_collected":1740100000000,{updated}"source_platform":"tiktok.com","data":{{"id":"1","desc":"x"}}}}"#
        )
    };
    for (updated, expected) in [
        ("", 1_740_100_000_000),
        (r#""last_updated":1740100000000,"#, 1_740_100_000_000),
        (r#""last_updated":1740186400000,"#, 1_740_186_400_000),
        (r#""last_updated":null,"#, 1_740_100_000_000),
    ] {
        let reading = read_bytes(line(updated).as_bytes(), &options());
        assert_eq!(reading.posts()[0].collected_at.map(|time| time.unix_millis), Some(expected), "{updated}");
    }
}

/// What 4CAT hands out of other sources is other readers' affair.
#[test]
fn items_of_other_sources_are_not_taken() {
    for line in [
        r#"{"_":"Message","id":1,"peer_id":{"_":"PeerChannel","channel_id":5},"date":1700000000,"message":"x"}"#,
        r#"{"uri":"at://did:plc:abc/app.bsky.feed.post/1","cid":"b","author":{"did":"did:plc:abc"},"record":{"text":"x"}}"#,
        r#"{"id":5,"owner_id":-1,"from_id":-1,"date":1700000000,"text":"x"}"#,
    ] {
        let mut found = Vec::new();
        let file = crate::support::file(line.as_bytes());
        if let Ok(reading) = crate::support::try_read(file.path(), &options()) {
            found.extend(reading.summary.parts.iter().map(|part| part.format));
        }
        assert!(!found.contains(&named("4cat-ndjson")) && !found.contains(&named("zeeschuimer")), "{line}");
    }
}

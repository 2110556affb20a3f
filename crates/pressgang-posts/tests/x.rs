//! The formats of X: small cases, and the archive of a user as a whole.

use pressgang_posts::{Item, Observed};

use crate::support::{Reading, fixture, named, options, read_bytes, try_read};
use crate::wrap::zip;

/// What was observed, in short.
fn observed(reading: &Reading) -> Vec<String> {
    let seen = reading.items.iter().filter_map(|item| match item {
        Item::Observation(seen) => Some(seen),
        _ => None,
    });
    let word = |of: &Observed| match of {
        Observed::Post(id) => format!("post {id}"),
        Observed::Account(id) => format!("account {id}"),
    };
    seen.map(|seen| format!("{} {}", word(&seen.of), seen.status.as_str())).collect()
}

/// Checks what a record gives: posts as `id: text`, then observations, then reasons of rejects.
#[track_caller]
fn check(format: &str, record: &str, expected: &[&str]) {
    let reading = read_bytes(record.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named(format), "{record}");
    let posts = reading.posts().into_iter().map(|post| format!("{}: {}", post.key.id, post.text));
    let mut found: Vec<String> = posts.chain(observed(&reading)).collect();
    found.extend(reading.reasons().into_iter().map(str::to_owned));
    assert_eq!(found, expected, "{record}");
}

/// A tweet of the API v1.1 with these members besides.
fn v1(members: &str) -> String {
    format!(
        r#"{{"created_at":"Mon Mar 28 14:39:13 +0000 2016","id_str":"714461850188926976","user":{{"screen_name":"example_desk"}},{members}}}"#
    )
}

#[test]
fn the_whole_text_of_a_tweet_is_taken() {
    for (members, text) in [
        (r#""text":"a &amp;amp; b","truncated":false"#, "a &amp; b"),
        (r#""text":"cut…","truncated":true,"extended_tweet":{"full_text":"cut no more"}"#, "cut no more"),
        (r#""text":"cut…","full_text":"whole","display_text_range":[1,2]"#, "whole"),
        (r#""text":"RT @a: cu…","retweeted_status":{"id_str":"5","text":"cut","user":{}}"#, "cut"),
        (
            r#""text":"RT @a: cu…","retweeted_status":{"id_str":"5","text":"cu…","extended_tweet":{"full_text":"cut"}}"#,
            "cut",
        ),
    ] {
        check("x-v1", &v1(members), &[&format!("714461850188926976: {text}")]);
    }
    check("x-v1", &v1(r#""text":"""#), &["no text"]);
}

#[test]
fn numbers_of_tweets_are_read_only_where_they_are_whole() {
    let tweet = r#"{"created_at":"Mon Mar 28 14:39:13 +0000 2016","id":714461850188926976,"id_str":null,"text":"a","user":{"id":7,"screen_name":"a"}}"#;
    let reading = read_bytes(tweet.as_bytes(), &options());
    assert_eq!(reading.ids(), ["714461850188926976"]);
    assert_eq!(reading.posts()[0].author.id.as_deref(), Some("7"));
    check("x-v1", &tweet.replace("714461850188926976", "7.144E17"), &["id is a float: 7.144E17"]);
}

#[test]
fn notices_in_place_of_a_withheld_text_are_no_text() {
    for text in [
        "This Tweet from @example_desk has been withheld in response to a legal demand. Learn more.",
        "@example_desk's account has been withheld in Turkey. Learn more: https://example.com/a",
    ] {
        let record = v1(&format!(r#""text":"{text}","withheld_in_countries":["TR"]"#));
        check("x-v1", &record, &["post 714461850188926976 geo_blocked"]);
        // Somebody may have written it.
        check("x-v1", &v1(&format!(r#""text":"{text}""#)), &[&format!("714461850188926976: {text}")]);
    }
}

/// An error of the API v2 on a page of its own.
fn error(kind: &str, id: &str, title: &str, detail: &str, problem: &str) -> String {
    format!(
        r#"{{"errors":[{{"resource_type":"{kind}","resource_id":"{id}","title":"{title}","detail":"{detail}: [{id}].","type":"https://api.twitter.com/2/problems/{problem}"}}]}}"#
    )
}

#[test]
fn errors_say_what_became_of_posts_and_accounts() {
    let (gone, closed) = ("resource-not-found", "not-authorized-for-resource");
    for (kind, title, detail, problem, expected) in [
        ("tweet", "Not Found Error", "Could not find tweet with ids", gone, "post 12 removed"),
        ("tweet", "Authorization Error", "Sorry, you are not authorized", closed, "post 12 private"),
        ("tweet", "Forbidden", "User has been suspended", gone, "post 12 account_gone"),
        ("user", "Forbidden", "User has been suspended", gone, "account 12 account_gone"),
        ("user", "Not Found Error", "Could not find user with id", gone, "account 12 account_gone"),
        ("user", "Authorization Error", "Sorry, you are not authorized", closed, "account 12 private"),
    ] {
        check("x-api-v2", &error(kind, "12", title, detail, problem), &[expected]);
    }
    // A name is no id, and a field that is denied is no post that is gone.
    let reject = |title: &str| format!("X gave an error instead of a post: {title}");
    check("x-api-v2", &error("user", "example_desk", "Forbidden", "a", gone), &[&reject("Forbidden")]);
    let field = error("tweet", "12", "Field Authorization Error", "a", "not-authorized-for-field");
    check("x-api-v2", &field, &[&reject("Field Authorization Error")]);
}

fn archive(folder: &str) -> Vec<u8> {
    let read = |name: &str| std::fs::read(fixture(&format!("x-archive/{name}"))).unwrap();
    let account = br#"window.YTD.account.part0 = [ { "account" : { "email" : "private@example.com", "createdVia" : "web", "username" : "example_desk", "accountId" : "2000000001", "accountDisplayName" : "Example Desk" } } ]"#;
    let manifest = br#"window.__THAR_CONFIG = { "userInfo" : { "accountId" : "2000000001", "userName" : "older_name", "displayName" : "Older" }, "archiveInfo" : { "generationDate" : "2023-09-01T10:00:00.000Z" } }"#;
    let messages = br#"window.YTD.direct_messages.part0 = [ { "dmConversation" : { "messages" : [ { "messageCreate" : { "id" : "1", "text" : "private words", "tweet" : { "id_str" : "9", "full_text" : "private words" } } } ] } } ]"#;
    let like = br#"window.YTD.like.part0 = [ { "like" : { "tweetId" : "8", "fullText" : "liked words" } } ]"#;
    let headers = br#"window.YTD.tweet_headers.part0 = [ { "tweet" : { "tweet_id" : "8", "created_at" : "a" } } ]"#;
    let names: Vec<(String, Vec<u8>)> = [
        ("note-tweet.js", read("note-tweet.js")),
        ("tweets.js", read("tweets.js")),
        ("tweets-part1.js", read("tweets-part1.js")),
        ("deleted-tweets.js", read("deleted-tweets.js")),
        ("direct-messages.js", messages.to_vec()),
        ("like.js", like.to_vec()),
        ("tweet-headers.js", headers.to_vec()),
        ("account.js", account.to_vec()),
        ("manifest.js", manifest.to_vec()),
    ]
    .into_iter()
    .map(|(name, bytes)| (format!("{folder}{name}"), bytes))
    .collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    zip(&members)
}

#[test]
fn an_archive_says_whose_posts_it_holds() {
    let reading = read_bytes(&archive("twitter-2023/data/"), &options());
    assert!(reading.summary.parts.iter().all(|part| part.format == named("x-archive")));
    assert_eq!(reading.reasons(), ["no tweet"]);
    for post in reading.posts() {
        assert_eq!(post.author.handle.as_deref(), Some("example_desk"));
        assert_eq!(post.author.id.as_deref(), Some("2000000001"));
        assert_eq!(post.author.name.as_deref(), Some("Example Desk"));
        assert_eq!(post.collected_at.unwrap().to_string(), "2023-09-01T10:00:00Z");
    }
    let film = reading.posts().into_iter().find(|post| !post.media.is_empty()).unwrap();
    let paths: Vec<&str> = film.media.iter().filter_map(|media| media.path.as_deref()).collect();
    assert_eq!(
        paths,
        [
            "twitter-2023/data/tweets_media/1690395372546301970-F1.jpg",
            "twitter-2023/data/tweets_media/1690395372546301970-high.mp4"
        ]
    );
    assert_eq!(film.url.as_deref(), Some("https://x.com/example_desk/status/1690395372546301970"));
    // Nothing else is read, whatever it holds.
    let shown = format!("{:?}", reading.items);
    for private in ["private", "liked words", "older_name"] {
        assert!(!shown.contains(private), "{private}");
    }
}

#[test]
fn long_posts_of_an_archive_get_their_whole_text() {
    let reading = read_bytes(&archive("data/"), &options());
    let long = reading.posts().into_iter().find(|post| post.key.id == "1690395372546301980").unwrap();
    assert!(long.text.ends_with("and its end."), "{}", long.text);
    assert_eq!((long.links.len(), long.hashtags.as_slice()), (1, ["Long".to_owned()].as_slice()));
    // The one that has no post is one itself, the other is not counted twice.
    assert_eq!(
        reading.ids(),
        [
            "1690395372546301952",
            "1690395372546301960",
            "1690395372546301970",
            "1690395372546301980",
            "1690395372546301990",
            "1690395372546200001"
        ]
    );
    assert_eq!(observed(&reading), ["post 1690395372546301990 removed", "post 1690395372546301991 removed"]);
}

#[test]
fn a_part_of_an_archive_without_posts_is_named() {
    let like =
        crate::support::file(br#"window.YTD.like.part0 = [ { "like" : { "tweetId" : "8", "fullText" : "a" } } ]"#);
    let error = try_read(like.path(), &options()).err().unwrap();
    assert!(error.to_string().contains("a part of an X archive that holds no posts"), "{error}");
}

#[test]
fn archives_that_lie_about_themselves_are_read() {
    let tweets = br#"window.YTD.tweets.part0 = [ { "tweet" : { "id_str" : "5", "created_at" : "Sat Aug 12 16:10:37 +0000 2023", "full_text" : "a" } } ]"#;
    for account in ["", "window.YTD.account.part0 = ", "window.YTD.account.part0 = [[1]]", "= {{{", "\u{0}=\u{0}"] {
        let members: [(&str, &[u8]); 3] =
            [("account.js", account.as_bytes()), ("tweets.js", tweets), ("manifest.js", b"window.__THAR_CONFIG = 7")];
        let reading = read_bytes(&zip(&members), &options());
        assert_eq!((reading.ids(), reading.posts()[0].author.handle.clone()), (vec!["5"], None), "{account:?}");
    }
}

#[test]
fn spreadsheets_do_not_make_ids() {
    let header = "external_author_id,author,content,publish_date,harvested_date,updates,post_type,tweet_id,article_url";
    let address = "http://twitter.com/1/statuses/914580356430536707";
    for (id, address, expected) in [
        ("914580356430536707", "", "914580356430536707: a"),
        ("914580000000000000", address, "914580356430536707: a"),
        ("9.1458E+17", address, "914580356430536707: a"),
        ("9.1458E+17", "", "corrupted identifier"),
        ("914580000000000000", "", "corrupted identifier"),
        ("", "http://twitter.com/1/statuses/", "no id"),
    ] {
        let row = format!("9.06E+17,example_desk,a,10/1/2017 19:58,10/1/2017 19:59,1,,{id},{address}");
        check("x-troll-tweets", &format!("{header}\n{row}\n"), &[expected]);
    }
}

/// Checks the links of the only post of a file.
#[track_caller]
fn check_links(format: &str, export: &str, expected: &[&str]) {
    let reading = read_bytes(export.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named(format), "{export}");
    assert_eq!(reading.posts()[0].links, expected, "{export}");
}

#[test]
fn own_pictures_and_own_addresses_are_no_links() {
    let target = r#"{"url":"https://t.co/a","expanded_url":"https://example.org/a"}"#;
    let other = "https://twitter.com/b/status/7";
    let page = |more: &str| {
        format!(
            r#"{{"data":[{{"id":"5","author_id":"1","text":"a","conversation_id":"5","entities":{{"urls":[{target},{{"url":"https://t.co/b",{more}}}]}}}}]}}"#
        )
    };
    let picture = r#""expanded_url":"https://twitter.com/a/status/5/photo/1""#;
    check_links("x-api-v2", &page(picture), &["https://example.org/a"]);
    check_links(
        "x-api-v2",
        &page(r#""expanded_url":"https://example.com","media_key":"3_1""#),
        &["https://example.org/a"],
    );
    check_links("x-api-v2", &page(&format!(r#""expanded_url":"{other}""#)), &["https://example.org/a", other]);
    // Old programs are led to the whole tweet.
    let own = r#"{"url":"https://t.co/b","expanded_url":"https://twitter.com/i/web/status/714461850188926976"}"#;
    let members = format!(r#""text":"cut… https://t.co/b","truncated":true,"entities":{{"urls":[{target},{own}]}}"#);
    check_links("x-v1", &v1(&members), &["https://example.org/a"]);
    let header = "tweetid,userid,tweet_text,tweet_time,is_retweet,urls";
    let urls = "\"['https://example.org/a', 'https://twitter.com/a/status/5/photo/1']\"";
    let row = format!("{header}\n5,9,a,2017-08-19 15:13,False,{urls}\n");
    check_links("x-information-operations", &row, &["https://example.org/a"]);
}

#[test]
fn counts_that_nobody_made_are_none() {
    let page = |referenced: &str| {
        format!(
            r#"{{"data":[{{"id":"5","author_id":"1","text":"a"{referenced},"public_metrics":{{"retweet_count":0,"like_count":0,"reply_count":0,"impression_count":0}}}}]}}"#
        )
    };
    let counts = |export: &str| {
        let metrics = read_bytes(export.as_bytes(), &options()).posts()[0].metrics;
        (metrics.views, metrics.likes, metrics.shares, metrics.comments)
    };
    assert_eq!(counts(&page("")), (None, Some(0), Some(0), Some(0)));
    let repost = r#","referenced_tweets":[{"type":"retweeted","id":"4"}]"#;
    assert_eq!(counts(&page(repost)), (None, None, Some(0), None));
    let repost =
        r#""text":"RT @a: b","favorite_count":0,"retweet_count":3,"retweeted_status":{"id_str":"4","text":"b"}"#;
    assert_eq!(counts(&v1(repost)), (None, None, Some(3), None));
    assert_eq!(counts(&v1(r#""text":"a","favorite_count":0"#)), (None, Some(0), None, None));
}

#[test]
fn tweets_of_the_api_v2_are_known_by_little() {
    for members in [
        r#""edit_history_tweet_ids":["5"]"#,
        r#""author_id":"1","conversation_id":"5""#,
        r#""author_id":"1","referenced_tweets":[{"type":"quoted","id":"4"}]"#,
    ] {
        check("x-api-v2", &format!(r#"{{"id":"5","text":"a",{members}}}"#), &["5: a"]);
    }
    // Others have ids, texts and authors too.
    check("ndjson", r#"{"id":"5","text":"a","author_id":"1"}"#, &["5: a"]);
}

#[test]
fn rounded_ids_of_an_archive_are_no_ids() {
    let header = "tweetid,userid,tweet_text,tweet_time,is_retweet";
    for (id, expected) in [
        ("1014210000000000001", "1014210000000000001: a"),
        ("1014210000000000000", "corrupted identifier"),
        ("1.01421E+18", "corrupted identifier"),
        ("", "no tweetid"),
    ] {
        check("x-information-operations", &format!("{header}\n{id},9,a,2017-08-19 15:13,False\n"), &[expected]);
    }
}

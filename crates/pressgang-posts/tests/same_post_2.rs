//! One post through several exports: it has one key, one text and one time.

use pressgang_posts::Post;

use crate::support::{named, options, read_bytes};

#[track_caller]
fn only_post(input: &str, format: &str) -> Post {
    let reading = read_bytes(input.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named(format));
    assert_eq!(reading.reasons(), [""; 0]);
    assert_eq!(reading.posts().len(), 1);
    reading.posts()[0].clone()
}

/// The posts of several exports, of which the first says what all must be.
#[track_caller]
fn check_same(exports: &[(&str, &str)]) -> Vec<Post> {
    let posts: Vec<Post> = exports.iter().map(|(format, input)| only_post(input, format)).collect();
    for (post, (format, _)) in posts.iter().zip(exports) {
        assert_eq!(post.key, posts[0].key, "{format}");
        assert_eq!(post.text, posts[0].text, "{format}");
        assert_eq!(post.created_at, posts[0].created_at, "{format}");
        assert!(post.created_at.is_some(), "{format}");
        assert_eq!(post.relations.reply_to, posts[0].relations.reply_to, "{format}");
        assert_eq!(post.is_repost, posts[0].is_repost, "{format}");
    }
    posts
}

/// A table of one row as 4CAT writes it.
fn table(cells: &[(&str, &str)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let columns: Vec<&str> = cells.iter().map(|(column, _)| *column).collect();
    let row: Vec<String> = cells.iter().map(|(_, cell)| quoted(cell)).collect();
    format!("{}\r\n{}\r\n", columns.join(","), row.join(","))
}

const DESKTOP: &str = r#"{"name": "Example Channel", "type": "public_channel", "id": 1500000001, "messages": [{"id": 5, "type": "message", "date": "2023-05-29T04:13:27", "date_unixtime": "1685315607", "from": "Example Channel", "from_id": "channel1500000001", MEMBERS "text": [{"type": "bold", "text": "Work 👍"}, " & \"pay\"\n<b>now</b> ", {"type": "link", "text": "https://example.com/a"}], "text_entities": [{"type": "bold", "text": "Work 👍"}, {"type": "plain", "text": " & \"pay\"\n<b>now</b> "}, {"type": "link", "text": "https://example.com/a"}]}]}"#;

const TELETHON: &str = r#"{"_": "Message", "id": 5, "peer_id": {"_": "PeerChannel", "channel_id": 1500000001}, "date": "2023-05-28T23:13:27+00:00", "message": "Work \ud83d\udc4d & \"pay\"\n<b>now</b> https://example.com/a", "post": true, "from_id": null, MEMBERS "entities": [{"_": "MessageEntityBold", "offset": 0, "length": 7}, {"_": "MessageEntityUrl", "offset": 27, "length": 21}], "views": 7}"#;

fn fourcat_telegram(more: &[(&'static str, &'static str)]) -> String {
    let mut cells = vec![
        ("id", "Example_Channel-5"),
        ("thread_id", "Example_Channel"),
        ("chat", "Example_Channel"),
        ("author", "1500000001"),
        ("author_username", "Example_Channel"),
        ("author_name", ""),
        ("body", "Work 👍 & \"pay\"\n<b>now</b> https://example.com/a"),
        ("views", "7"),
        ("timestamp", "2023-05-29 01:13:27"),
        ("unix_timestamp", "1685315607"),
        ("attachment_type", ""),
    ];
    cells.extend(more);
    table(&cells)
}

#[test]
fn a_message_of_a_channel() {
    let (desktop, telethon) = (DESKTOP.replace("MEMBERS", ""), TELETHON.replace("MEMBERS", ""));
    let fourcat = fourcat_telegram(&[]);
    let posts = check_same(&[("telegram-desktop", &desktop), ("telethon", &telethon), ("4cat", &fourcat)]);
    assert_eq!(posts[0].key.to_string(), "telegram:1500000001/5");
    for post in &posts {
        assert_eq!(post.links, ["https://example.com/a"]);
        assert_eq!(post.author.id.as_deref(), Some("channel1500000001"));
        assert!(!post.is_repost);
    }
}

#[test]
fn a_message_that_a_channel_passes_on() {
    let desktop = |from: &str| DESKTOP.replace("MEMBERS", &format!(r#""forwarded_from": "Somebody",{from}"#));
    let telethon = |from: &str| TELETHON.replace("MEMBERS", &format!(r#""fwd_from": {{"from_id": {from}}},"#));
    let of_channel = [
        ("telegram-desktop", desktop(r#""forwarded_from_id": "channel1400000002","#)),
        ("telethon", telethon(r#"{"_": "PeerChannel", "channel_id": 1400000002}"#)),
        ("4cat", fourcat_telegram(&[("author_forwarded_from_id", "1400000002")])),
    ];
    let of_channel: Vec<(&str, &str)> = of_channel.iter().map(|(format, input)| (*format, input.as_str())).collect();
    assert!(check_same(&of_channel)[0].is_repost);
    let of_person = [
        ("telegram-desktop", desktop(r#""forwarded_from_id": "user1400000002","#)),
        // Older exports do not say of whom it is.
        ("telegram-desktop", desktop("")),
        ("telethon", telethon(r#"{"_": "PeerUser", "user_id": 1400000002}"#)),
        ("telethon", telethon(r#"null, "from_name": "Somebody""#)),
        ("4cat", fourcat_telegram(&[("author_forwarded_from_name", "Somebody")])),
    ];
    let of_person: Vec<(&str, &str)> = of_person.iter().map(|(format, input)| (*format, input.as_str())).collect();
    assert!(!check_same(&of_person)[0].is_repost);
}

#[test]
fn a_rich_message_of_a_channel() {
    let desktop = r##"{"name": "Example Channel", "type": "public_channel", "id": 1500000001, "messages": [{"id": 6, "type": "message", "date": "2026-05-29T04:13:27", "date_unixtime": "1780020807", "from": "Example Channel", "from_id": "channel1500000001", "rich_message": {"rtl": false, "part": false, "blocks": [
        {"type": "heading", "level": 1, "text": {"type": "plain", "text": "Drivers"}},
        {"type": "paragraph", "text": {"type": "concat", "text": [{"type": "plain", "text": "write to "}, {"type": "mention", "text": {"type": "plain", "text": "@example_bot"}}, {"type": "plain", "text": " or "}, {"type": "text_link", "href": "https://example.com/apply", "text": {"type": "bold", "text": {"type": "plain", "text": "here"}}}]}},
        {"type": "divider"},
        {"type": "list", "kind": "bullet", "items": [{"task_state": "none", "content": "text", "text": {"type": "plain", "text": "insurance"}}, {"task_state": "none", "content": "blocks", "blocks": [{"type": "paragraph", "text": {"type": "phone", "phone": "+447700900123", "text": {"type": "plain", "text": "+44 7700 900123"}}}]}]},
        {"type": "table", "title": {"type": "empty"}, "bordered": true, "rows": [{"cells": [{"text": {"type": "plain", "text": "pay"}, "header": true}, {"text": {"type": "plain", "text": "240 000"}, "header": false}]}]},
        {"type": "photo", "photo_id": "1", "photo": "photos/photo_1.jpg", "spoiler": false, "caption": {"text": {"type": "plain", "text": "the base"}, "credit": {"type": "empty"}}},
        {"type": "quote", "content": "text", "pullquote": false, "text": {"type": "plain", "text": "come"}, "caption": {"type": "hashtag", "text": {"type": "plain", "text": "#work"}}},
        {"type": "button_row", "alignment": "left", "buttons": [{"text": {"type": "plain", "text": "Apply"}, "button": {"type": "url", "url": "https://example.org/form"}}]}
    ]}}]}"##;
    let telethon = r##"{"_": "Message", "id": 6, "peer_id": {"_": "PeerChannel", "channel_id": 1500000001}, "date": "2026-05-29T02:13:27+00:00", "message": "old apps see this", "post": true, "rich_message": {"_": "RichMessage", "blocks": [
        {"_": "PageBlockHeading1", "text": {"_": "TextPlain", "text": "Drivers"}},
        {"_": "PageBlockParagraph", "text": {"_": "TextConcat", "texts": [{"_": "TextPlain", "text": "write to "}, {"_": "TextMention", "text": {"_": "TextPlain", "text": "@example_bot"}}, {"_": "TextPlain", "text": " or "}, {"_": "TextUrl", "url": "https://example.com/apply", "webpage_id": 0, "text": {"_": "TextBold", "text": {"_": "TextPlain", "text": "here"}}}]}},
        {"_": "PageBlockDivider"},
        {"_": "PageBlockList", "items": [{"_": "PageListItemText", "text": {"_": "TextPlain", "text": "insurance"}}, {"_": "PageListItemBlocks", "blocks": [{"_": "PageBlockParagraph", "text": {"_": "TextPhone", "phone": "+447700900123", "text": {"_": "TextPlain", "text": "+44 7700 900123"}}}]}]},
        {"_": "PageBlockTable", "title": {"_": "TextEmpty"}, "rows": [{"_": "PageTableRow", "cells": [{"_": "PageTableCell", "text": {"_": "TextPlain", "text": "pay"}}, {"_": "PageTableCell", "text": {"_": "TextPlain", "text": "240 000"}}]}]},
        {"_": "PageBlockPhoto", "photo_id": 1, "caption": {"_": "PageCaption", "text": {"_": "TextPlain", "text": "the base"}, "credit": {"_": "TextEmpty"}}},
        {"_": "PageBlockBlockquote", "text": {"_": "TextPlain", "text": "come"}, "caption": {"_": "TextHashtag", "text": {"_": "TextPlain", "text": "#work"}}},
        {"_": "PageBlockButtonRow", "buttons": [{"text": {"_": "TextPlain", "text": "Apply"}, "button": {"url": "https://example.org/form"}}]}
    ]}}"##;
    let telethon = telethon.replace('\n', " ");
    let posts = check_same(&[("telegram-desktop", desktop), ("telethon", &telethon)]);
    let expected = "Drivers\nwrite to @example_bot or here\ninsurance\n+44 7700 900123\npay\t240 000\nthe base\ncome\n#work\nApply";
    assert_eq!(posts[0].text, expected);
    for post in &posts {
        assert_eq!(post.links, ["https://example.com/apply", "https://example.org/form"]);
        assert_eq!((&*post.mentions, &*post.hashtags), (&["example_bot".to_owned()][..], &["work".to_owned()][..]));
        assert_eq!(post.media.len(), 1);
    }
    assert_eq!(posts[0].media[0].path.as_deref(), Some("photos/photo_1.jpg"));
}

#[test]
fn a_post_on_vk() {
    let wall = r#"{"response": {"count": 1, "items": [{"inner_type": "wall_wallpost", "type": "post", "id": 30, "owner_id": -5, "from_id": -5, "date": 1576555752, "edited": 1576555800, "post_type": "post", "text": "Вахта 👍 & pay < 240 000\nhttps://example.com/a", "attachments": [{"type": "photo", "photo": {"id": 1, "owner_id": -5, "sizes": [{"type": "w", "width": 9, "url": "https://media.example.com/w.jpg"}], "text": ""}}], "likes": {"count": 7}, "views": {"count": 300}, "comments": {"count": 0}, "reposts": {"count": 1}}], "profiles": [], "groups": [{"id": 5, "name": "Example Club", "screen_name": "example_club"}]}}"#;
    let fourcat = table(&[
        ("id", "30"),
        ("thread_id", "30"),
        ("timestamp", "2019-12-17 07:09:12"),
        ("unix_timestamp", "1576555752"),
        ("link", "https://vk.com/wall-5_30"),
        ("item_type", "post"),
        ("body", "Вахта 👍 & pay < 240 000\nhttps://example.com/a"),
        ("author_id", "-5"),
        ("author_screen_name", "example_club"),
        ("author_name", "Example Club"),
        ("views", "300"),
        ("likes", "7"),
        ("post_comments", "0"),
        ("photos", "https://media.example.com/w.jpg"),
        ("docs", ""),
    ]);
    let posts = check_same(&[("vk", wall), ("4cat", &fourcat)]);
    assert_eq!(posts[0].key.to_string(), "vk:-5_30");
    for post in &posts {
        assert_eq!(post.author.name.as_deref(), Some("Example Club"));
        assert_eq!(post.media[0].url.as_deref(), Some("https://media.example.com/w.jpg"));
        assert_eq!((post.metrics.views, post.metrics.comments), (Some(300), Some(0)));
    }
}

#[test]
fn an_answer_to_a_comment_on_vk() {
    let answer = r#"{"id": 34, "owner_id": -5, "from_id": 101, "post_id": 30, "date": 1576555752, "text": "I come", "reply_to_user": 100, "reply_to_comment": 33, "parents_stack": [33]}"#;
    let fourcat = table(&[
        ("id", "34"),
        ("thread_id", "30"),
        ("unix_timestamp", "1576555752"),
        ("link", "https://vk.com/wall-5_34"),
        ("item_type", "comment"),
        ("body", "I come"),
        ("author_id", "101"),
        ("in_reply_to_comment_id", "33"),
        ("photos", ""),
        ("docs", ""),
    ]);
    let posts = check_same(&[("vk", answer), ("4cat", &fourcat)]);
    assert_eq!(posts[0].relations.reply_to.as_deref(), Some("-5_33"));
}

#[test]
fn a_post_on_bluesky() {
    let record = r##"{"$type": "app.bsky.feed.post", "createdAt": "2023-09-09T19:46:02.102Z", "text": "Arbeit 👍 & \"Lohn\" #job", "langs": ["de"], "facets": [{"index": {"byteStart": 21, "byteEnd": 25}, "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "job"}]}], "reply": {"root": {"uri": "at://did:plc:exampleroot/app.bsky.feed.post/3kroot", "cid": "c"}, "parent": {"uri": "at://did:plc:exampleroot/app.bsky.feed.post/3kroot", "cid": "c"}}}"##;
    let jetstream = format!(
        r#"{{"did": "did:plc:exampleone", "time_us": 1694288763000000, "kind": "commit", "commit": {{"rev": "r", "operation": "create", "collection": "app.bsky.feed.post", "rkey": "3kaaa", "record": {record}, "cid": "c"}}}}"#
    );
    let early = jetstream.replace(r#""kind": "commit""#, r#""type": "com""#);
    let early = early.replace(r#""operation": "create""#, r#""type": "c""#);
    let view = format!(
        r#"{{"posts": [{{"uri": "at://did:plc:exampleone/app.bsky.feed.post/3kaaa", "cid": "c", "author": {{"did": "did:plc:exampleone", "handle": "desk.example.com", "displayName": "Desk"}}, "record": {record}, "likeCount": 1, "indexedAt": "2023-09-09T19:46:03.000Z"}}]}}"#
    );
    let fourcat = table(&[
        ("collected_at", "2023-09-10T12:00:00.5"),
        ("query", "job"),
        ("id", "at://did:plc:exampleone/app.bsky.feed.post/3kaaa"),
        ("thread_id", "at://did:plc:exampleroot/app.bsky.feed.post/3kroot"),
        ("created_at", "2023-09-09T19:46:02.102000+00:00"),
        ("author", "desk.example.com"),
        ("author_id", "did:plc:exampleone"),
        ("body", "Arbeit 👍 & \"Lohn\" #job"),
        ("link", "https://bsky.app/profile/desk.example.com/post/3kaaa"),
        ("tags", "job"),
        ("like_count", "1"),
        ("repost_count", "0"),
        ("replied_to_post", "https://bsky.app/profile/root.example.com/post/3kroot"),
        ("author_display_name", "Desk"),
        ("timestamp", "1694288762.102"),
    ]);
    let posts = check_same(&[
        ("bluesky-jetstream", &jetstream),
        ("bluesky-jetstream", &early),
        ("bluesky", &view),
        ("4cat", &fourcat),
    ]);
    assert_eq!(posts[0].key.to_string(), "bluesky:at://did:plc:exampleone/app.bsky.feed.post/3kaaa");
    for post in &posts {
        assert_eq!((&*post.hashtags, post.author.id.as_deref()), (&["job".to_owned()][..], Some("did:plc:exampleone")));
    }
}

#[test]
fn a_comment_on_reddit() {
    let dump = r#"{"author":"example_user","author_fullname":"t2_abc","body":"Pay &gt; 240 &amp; [form](https:\/\/example.com\/a)","created_utc":"1293840000","id":"c1a","link_id":"t3_l1","name":"t1_c1a","parent_id":"t3_l1","retrieved_on":1427426409,"score":3,"subreddit":"test","subreddit_id":"t5_1"}"#;
    let listing = r#"[{"kind": "Listing", "data": {"after": null, "children": [{"kind": "t1", "data": {"subreddit": "test", "body": "Pay &gt; 240 &amp; [form](https://example.com/a)", "body_html": "&lt;div&gt;", "id": "c1a", "name": "t1_c1a", "parent_id": "t3_l1", "link_id": "t3_l1", "created_utc": 1293840000.0, "created": 1293840000.0, "permalink": "/r/test/comments/l1/a/c1a/", "author": "example_user", "author_fullname": "t2_abc", "score": 5, "replies": ""}}]}}]"#;
    let fourcat = table(&[
        ("thread_id", "l1"),
        ("id", "c1a"),
        ("timestamp", "2011-01-01 00:00:00"),
        ("body", "Pay &gt; 240 &amp; [form](https://example.com/a)"),
        ("subject", ""),
        ("author", "example_user"),
        ("subreddit", "test"),
        ("parent", "t3_l1"),
        ("score", "3"),
        ("unix_timestamp", "1293840000"),
    ]);
    let posts = check_same(&[("reddit", dump), ("reddit", listing), ("4cat", &fourcat)]);
    assert_eq!(
        (posts[0].key.to_string().as_str(), &*posts[0].text),
        ("reddit:t1_c1a", "Pay > 240 & [form](https://example.com/a)")
    );
    for post in &posts {
        assert_eq!(
            (post.author.handle.as_deref(), &*post.links),
            (Some("example_user"), &["https://example.com/a".to_owned()][..])
        );
    }
}

/// Searches give the title whole and the description shortened, both escaped once more, and no counts.
#[test]
fn a_film_on_youtube() {
    let search = r#"{"kind": "youtube#searchListResponse", "items": [{"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": "abcDEF12345"}, "snippet": {"publishedAt": "2023-01-01T10:00:00Z", "channelId": "UCexample", "title": "Work &amp; &quot;pay&quot;", "description": "First line. Second &amp; ...", "channelTitle": "A &amp; B", "liveBroadcastContent": "none", "publishTime": "2023-01-01T10:00:00Z"}}]}"#;
    let videos = r#"{"kind": "youtube#videoListResponse", "items": [{"kind": "youtube#video", "id": "abcDEF12345", "snippet": {"publishedAt": "2023-01-01T10:00:00Z", "channelId": "UCexample", "title": "Work & \"pay\"", "description": "First line.\nSecond & last &amp; so on\nhttps://example.com/a", "channelTitle": "A & B", "categoryId": "22"}, "statistics": {"viewCount": "12"}}]}"#;
    let (found, whole) = (only_post(search, "youtube"), only_post(videos, "youtube"));
    assert_eq!(found.key, whole.key);
    assert_eq!(found.created_at, whole.created_at);
    assert_eq!(found.author, whole.author);
    assert_eq!(found.text, "Work & \"pay\"\n\nFirst line. Second & ...");
    assert_eq!(whole.text, "Work & \"pay\"\n\nFirst line.\nSecond & last &amp; so on\nhttps://example.com/a");
    assert_eq!((found.metrics.views, whole.metrics.views), (None, Some(12)));
}

/// A table that somebody made of channels' posts says in the address which channel the number is of.
#[test]
fn a_message_in_a_table_of_ones_own() {
    let table = "message_id,text,date,url,reply_to\n\
        12,a,2023-01-01T10:00:00Z,https://t.me/Example_Channel/12,11\n\
        12,b,2023-01-01T10:00:00Z,https://t.me/Other_Channel/12,\n\
        12,c,2023-01-01T10:00:00Z,https://t.me/c/1500000001/12,other/3\n\
        9,d,2023-01-01T10:00:00Z,https://vk.com/wall-5_9,8\n\
        9,e,2023-01-01T10:00:00Z,https://vk.com/wall-5_19,\n\
        1690000000000000001,f,2023-01-01T10:00:00Z,https://x.com/a/status/1690000000000000001,5\n";
    let reading = read_bytes(table.as_bytes(), &options());
    let keys: Vec<String> = reading.posts().iter().map(|post| post.key.to_string()).collect();
    let expected = [
        "telegram:example_channel/12",
        "telegram:other_channel/12",
        "telegram:1500000001/12",
        "vk:-5_9",
        "unknown:9",
        "x:1690000000000000001",
    ];
    assert_eq!(keys, expected);
    let answered: Vec<Option<&str>> = reading.posts().iter().map(|post| post.relations.reply_to.as_deref()).collect();
    assert_eq!(answered, [Some("example_channel/11"), None, Some("other/3"), Some("-5_8"), None, Some("5")]);
}

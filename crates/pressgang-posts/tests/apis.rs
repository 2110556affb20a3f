//! Small cases of the formats of research APIs and monitoring tools.

use crate::support::{file, options, read_bytes, try_read};

/// What a file gives: `key text` of each post, `! reason` of each reject, separated by `; `.
#[track_caller]
fn check(format: &str, input: &str, expected: &str) {
    let reading = read_bytes(input.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format.as_str(), format);
    let posts = reading.posts().into_iter().map(|post| format!("{} {}", post.key, post.text));
    let rejects = reading.reasons().into_iter().map(|reason| format!("! {reason}"));
    assert_eq!(posts.chain(rejects).collect::<Vec<_>>().join("; "), expected);
}

const FACEBOOK: &str =
    r#""statistics":{"actual":{"likeCount":1,"shareCount":2,"commentCount":3}},"account":{"id":7,"name":"Example"}"#;

#[test]
fn facebook_posts_have_one_key_in_both_exports_of_crowdtangle() {
    for (url, id) in [
        ("https://www.facebook.com/example/posts/5", "5"),
        ("https://www.facebook.com/100/posts/5", "5"),
        ("https://www.facebook.com/groups/7/permalink/5/", "5"),
        ("https://www.facebook.com/permalink.php?story_fbid=pfbid0a&id=1", "pfbid0a"),
        ("https://www.facebook.com/photo.php?fbid=5&set=a.1", "5"),
        ("https://www.facebook.com/example/videos/a-title/5/", "5"),
    ] {
        let header = "Page Name,User Name,Facebook Id,Post Created,Type,Likes,Shares,URL,Message";
        let row = format!("Example,example,1,2020-01-21 16:58:43 EST,Link,1,1,{url},m");
        check("crowdtangle-facebook", &format!("{header}\n{row}\n"), &format!("facebook:{id} m"));
        let post =
            format!(r#"{{"platformId":"1_999","platform":"Facebook","postUrl":"{url}","message":"m",{FACEBOOK}}}"#);
        check("crowdtangle-api", &post, &format!("facebook:{id} m"));
        check("crowdtangle-api", &format!("[{post}]"), &format!("facebook:{id} m"));
    }
}

#[test]
fn without_an_address_crowdtangle_still_has_a_number() {
    let post =
        |platform: &str, id: &str| format!(r#"{{"platformId":{id},"platform":"{platform}","message":"m",{FACEBOOK}}}"#);
    check("crowdtangle-api", &post("Facebook", r#""1_9007199254740993""#), "facebook:9007199254740993 m");
    check("crowdtangle-api", &post("Facebook", "9007199254740993"), "facebook:9007199254740993 m");
    check("crowdtangle-api", &post("Instagram", r#""5_17""#), "instagram:5_17 m");
    check("crowdtangle-api", &post("Facebook", "1.5e19"), "! id is a float: 1.5e19");
    check("crowdtangle-api", &post("Facebook", r#""""#), "! no platformId");
}

#[test]
fn tiktok_ids_never_pass_through_a_float() {
    let film = |id: &str| {
        format!(r#"{{"data":{{"videos":[{{"id":{id},"create_time":1677065600,"video_description":"a"}}]}}}}"#)
    };
    check("tiktok-research-api", &film("7203000000000000001"), "tiktok:7203000000000000001 a");
    check("tiktok-research-api", &film("\"7203000000000000001\""), "tiktok:7203000000000000001 a");
    check("tiktok-research-api", &film("null"), "! no id");
    check("tiktok-research-api", &film("[]"), "! id is neither text nor a number");
    let error = r#"{"data":{},"error":{"code":"invalid_params","message":"m","log_id":"1"}}"#;
    check("tiktok-research-api", error, "! TikTok answers with invalid_params");
}

#[test]
fn youtube_escapes_are_resolved_once_and_only_where_there_are_any() {
    let search = r#"{"items":[{"id":{"videoId":"abc-DEF_123"},"snippet":{"publishedAt":"2023-01-01T00:00:00Z","title":"a &amp;quot; &#39;b&#39;"}}]}"#;
    check("youtube", search, "youtube:abc-DEF_123 a &quot; 'b'");
    let video = r#"{"kind":"youtube#video","id":"abc-DEF_123","snippet":{"publishedAt":"2023-01-01T00:00:00Z","title":"a &amp; b"}}"#;
    check("youtube", video, "youtube:abc-DEF_123 a &amp; b");
    let comment = |display: &str| {
        format!(r#"{{"id":"Ug1","snippet":{{"publishedAt":"2023-01-01T00:00:00Z","textDisplay":"{display}"}}}}"#)
    };
    check("youtube", &comment("a &lt;b&gt;<br>c"), "youtube:Ug1 a <b>\nc");
    check("youtube", &comment("1 < 2 & 3"), "youtube:Ug1 1 < 2 & 3");
}

#[test]
fn youtube_kinds_that_are_no_posts_are_named() {
    let item = |kind: &str| {
        format!(
            r#"{{"kind":"youtube#{kind}","id":"x","snippet":{{"publishedAt":"2023-01-01T00:00:00Z","title":"a"}}}}"#
        )
    };
    check("youtube", &item("subscription"), "! a subscription is no post");
    check("youtube", &item("playlist"), "! a playlist is no post");
    check("youtube", &item("commentThread"), "! no topLevelComment");
    check("youtube", &item("activity"), "! an activity that is no upload");
    check("youtube", &item("playlistItem"), "! no videoId");
}

#[test]
fn the_library_says_what_is_missing() {
    let row =
        |header: &str, row: &str| format!("id,creation_time,post_owner.id,statistics.like_count{header}\n{row}\n");
    check(
        "meta-content-library",
        &row("", "5,2024-11-05T12:00:00+00:00,1,2"),
        "! no text: the export was made without the field text",
    );
    check("meta-content-library", &row(",text", "5,2024-11-05T12:00:00+00:00,1,2,"), "! no text");
    check("meta-content-library", &row(",text", "5,2024-11-05T12:00:00+00:00,1,2,a"), "unknown:mcl:5 a");
    check("meta-content-library", &row(",text,surface.id", "5,2024-11-05T12:00:00+00:00,1,2,a,"), "facebook:mcl:5 a");
    check("meta-content-library", &row(",text", "5,soon,1,2,a"), "! creation_time is no known form of time");
    check("meta-content-library", &row(",text", ",2024-11-05T12:00:00+00:00,1,2,a"), "! no id");
}

#[test]
fn addresses_of_another_platform_give_no_id() {
    let post = |platform: &str, url: &str| format!("PostId,Platform,PostUrl,post_body_text\n5,{platform},{url},a\n");
    check("junkipedia", &post("Telegram", "https://t.me/Example/1"), "telegram:example/1 a");
    check("junkipedia", &post("Facebook", "https://t.me/example/1"), "facebook:junkipedia:5 a");
    check("junkipedia", &post("Twitter", "https://example.com/1"), "x:junkipedia:5 a");
    check("junkipedia", &post("", "https://vk.com/wall-1_2"), "vk:-1_2 a");
    check("junkipedia", &post("", ""), "unknown:junkipedia:5 a");
}

/// Whatever is cut off or of another type than expected, nothing panics and nothing is dropped.
#[test]
fn hostile_values_are_rejects() {
    let deep = format!(
        r#"{{"items":[{{"kind":"youtube#video","id":"abc-DEF_123","snippet":{{"publishedAt":1,"title":"a"}},"x":{}{}}}]}}"#,
        "[".repeat(500),
        "]".repeat(500)
    );
    check("youtube", &deep, "! the record is nested deeper than 128 levels");
    check(
        "youtube",
        r#"{"items":[{"kind":"youtube#commentThread","snippet":{"publishedAt":1,"title":"a","topLevelComment":5}}]}"#,
        "! topLevelComment is no object",
    );
    check(
        "crowdtangle-api",
        r#"{"result":{"posts":[{"platformId":"1_2","date":5},7]}}"#,
        "! no platform; ! not a JSON object",
    );
    for input in ["{\"platformId\":1}", "PostId,Platform\n1,a\n", "{\"items\":[{\"id\":1}]}"] {
        assert!(try_read(file(input.as_bytes()).path(), &options()).is_err(), "{input}");
    }
}

#[test]
fn one_post_of_junkipedia_is_a_response_too() {
    let post = r#"{"data":{"id":"7","attributes":{"published_at":"2023-01-01T10:00:00Z","url":"https://t.me/Example/12","search_data_fields":{"platform_name":"Telegram","description":"a"}}}}"#;
    check("junkipedia-api", post, "telegram:example/12 a");
    check("junkipedia-api", &format!("{{\n{}", &post[1..]), "telegram:example/12 a");
}

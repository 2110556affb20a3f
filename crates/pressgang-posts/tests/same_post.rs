//! One invented post in the words of every export that can hold it: whatever two exports both carry, they agree on.

use pressgang_posts::Post;

use crate::support::{named, options, read_bytes};

/// The only post of an export.
#[track_caller]
fn only_post(format: &str, export: &str) -> Post {
    let reading = read_bytes(export.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named(format));
    assert_eq!(reading.reasons(), [""; 0], "{format}");
    assert_eq!(reading.items.len(), 1, "{format}");
    reading.posts()[0].clone()
}

/// What an export says of a post, where all exports of its kind say it.
#[derive(Debug, PartialEq)]
struct Said {
    key: String,
    text: String,
    created_at: Option<String>,
    handle: Option<String>,
    links: Vec<String>,
    hashtags: Vec<String>,
}

fn said(post: &Post) -> Said {
    let mut links = post.links.clone();
    links.sort();
    Said {
        key: post.key.to_string(),
        text: post.text.clone(),
        created_at: post.created_at.map(|time| time.to_string()),
        handle: post.author.handle.clone(),
        links,
        hashtags: post.hashtags.clone(),
    }
}

/// A table of one row, from pairs of a column and its cell.
fn table(cells: &[(&str, &str)]) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let columns: Vec<String> = cells.iter().map(|(column, _)| quoted(column)).collect();
    let row: Vec<String> = cells.iter().map(|(_, cell)| quoted(cell)).collect();
    format!("\u{feff}{}\r\n{}\r\n", columns.join(","), row.join(","))
}

/// A line of Zeeschuimer's.
fn captured(module: &str, data: &str) -> String {
    format!(
        r#"{{"nav_index":"1:1:1","item_id":"1","timestamp_collected":1740100000000,"source_platform":"{module}","source_platform_url":"https://example.com/","data":{data},"last_updated":1740100000000,"id":1}}"#
    )
}

fn strings(list: &[&str]) -> Vec<String> {
    list.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn a_post_on_x() {
    let expected = Said {
        key: "x:1620858830937812995".to_owned(),
        text: "Drivers & cooks: 240,000 a month &lt;net&gt; 🚚\nsee https://t.co/abc123 #работа".to_owned(),
        created_at: Some("2023-02-01T18:57:14Z".to_owned()),
        handle: Some("example_desk".to_owned()),
        links: strings(&["https://example.com/apply?a=1,2&b=3"]),
        hashtags: strings(&["работа"]),
    };
    // X escapes what is written once: the author wrote `&lt;net&gt;` in these very letters.
    let text = r"Drivers &amp; cooks: 240,000 a month &amp;lt;net&amp;gt; \ud83d\ude9a\nsee https://t.co/abc123 #\u0440\u0430\u0431\u043e\u0442\u0430";
    let target = "https://example.com/apply?a=1,2&b=3";
    let v2 = format!(
        r#"{{"data":[{{"id":"1620858830937812995","author_id":"2000000000000000001","conversation_id":"1620858830937812995","created_at":"2023-02-01T18:57:14.000Z","lang":"en","text":"{text}","entities":{{"urls":[{{"start":55,"end":77,"url":"https://t.co/abc123","expanded_url":"{target}","display_url":"example.com/apply"}}],"hashtags":[{{"start":78,"end":85,"tag":"работа"}}]}},"public_metrics":{{"retweet_count":1,"reply_count":2,"like_count":3,"quote_count":4,"impression_count":5}},"edit_history_tweet_ids":["1620858830937812995"]}}],"includes":{{"users":[{{"id":"2000000000000000001","name":"Example Desk","username":"example_desk"}}]}},"meta":{{"result_count":1,"newest_id":"1620858830937812995","oldest_id":"1620858830937812995"}},"__twarc":{{"url":"https://api.twitter.com/2/tweets/search/all","version":"2.12.0","retrieved_at":"2023-03-01T00:00:00+00:00"}}}}"#
    );
    let entities = format!(
        r#""entities":{{"hashtags":[{{"text":"работа","indices":[78,85]}}],"symbols":[],"user_mentions":[],"urls":[{{"url":"https://t.co/abc123","expanded_url":"{target}","display_url":"example.com/apply","indices":[55,77]}}]}}"#
    );
    let v1 = format!(
        r#"{{"created_at":"Wed Feb 01 18:57:14 +0000 2023","id":1620858830937812995,"id_str":"1620858830937812995","full_text":"{text}","truncated":false,"display_text_range":[0,85],{entities},"source":"<a href=\"https://example.com\">Example</a>","in_reply_to_status_id_str":null,"user":{{"id":2000000000000000001,"id_str":"2000000000000000001","name":"Example Desk","screen_name":"example_desk"}},"is_quote_status":false,"retweet_count":1,"favorite_count":3,"lang":"en"}}"#
    );
    let item = format!(
        r#"{{"__typename":"Tweet","rest_id":"1620858830937812995","core":{{"user_results":{{"result":{{"rest_id":"2000000000000000001","core":{{"screen_name":"example_desk","name":"Example Desk"}},"legacy":{{"description":""}}}}}}}},"legacy":{{"id_str":"1620858830937812995","created_at":"Wed Feb 01 18:57:14 +0000 2023","user_id_str":"2000000000000000001","conversation_id_str":"1620858830937812995","full_text":"{text}",{entities},"lang":"en","retweet_count":1,"reply_count":2,"favorite_count":3,"quote_count":4}},"views":{{"count":"5","state":"EnabledWithCount"}}}}"#
    );
    let row = table(&[
        ("collected_from_url", "https://x.com/search"),
        ("id", "1620858830937812995"),
        ("thread_id", "1620858830937812995"),
        ("timestamp", "2023-02-01 18:57:14"),
        ("unix_timestamp", "1675277834"),
        ("link", "https://x.com/example_desk/status/1620858830937812995"),
        ("body", "Drivers &amp; cooks: 240,000 a month &amp;lt;net&amp;gt; 🚚\nsee https://t.co/abc123 #работа"),
        ("author", "example_desk"),
        ("author_fullname", "Example Desk"),
        ("author_id", "2000000000000000001"),
        ("retweet_count", "1"),
        ("like_count", "3"),
        ("impression_count", "5"),
        ("is_retweet", "no"),
        ("hashtags", "работа"),
        ("urls", target),
    ]);
    let scraped = format!(
        r#"{{"_type":"snscrape.modules.twitter.Tweet","url":"https://twitter.com/example_desk/status/1620858830937812995","date":"2023-02-01T18:57:14+00:00","rawContent":"{text}","renderedContent":"cut","id":1620858830937812995,"user":{{"_type":"snscrape.modules.twitter.User","username":"example_desk","id":2000000000000000001,"displayname":"Example Desk"}},"replyCount":2,"retweetCount":1,"likeCount":3,"quoteCount":4,"viewCount":5,"conversationId":1620858830937812995,"lang":"en","links":[{{"_type":"snscrape.modules.twitter.TextLink","text":"example.com/apply","url":"{target}","tcourl":"https://t.co/abc123","indices":[55,77]}}],"hashtags":["работа"],"_snscrape":"0.7.0.20230622"}}"#
    );
    let made_of_v2 = table(&[
        ("id", "1620858830937812995"),
        ("conversation_id", "1620858830937812995"),
        ("author_id", "2000000000000000001"),
        ("created_at", "2023-02-01T18:57:14.000Z"),
        ("text", r"Drivers &amp; cooks: 240,000 a month &amp;lt;net&amp;gt; 🚚\nsee https://t.co/abc123 #работа"),
        ("public_metrics.like_count", "3"),
        ("entities.hashtags", "[\"#работа\"]"),
        ("entities.urls", &format!("[\"{target}\"]")),
        ("author.username", "example_desk"),
    ]);
    // As the archive of its author has it, which names nobody.
    let archived = v1.replace(r#""user":"#, r#""former_user":"#);
    let archived = format!("window.YTD.tweets.part0 = [ {{ \"tweet\" : {archived} }} ]");
    for (format, export) in [
        ("x-api-v2", &v2),
        ("x-api-v2-table", &made_of_v2),
        ("x-v1", &v1),
        ("zeeschuimer", &captured("twitter.com", &item)),
        ("4cat-ndjson", &item),
        ("4cat", &row),
        ("snscrape", &scraped),
    ] {
        assert_eq!(said(&only_post(format, export)), expected, "{format}");
    }
    let own = said(&only_post("x-archive", &archived));
    assert_eq!(own, Said { handle: None, ..expected });
}

#[test]
fn a_post_on_facebook() {
    let expected = Said {
        key: "facebook:2000000000000001".to_owned(),
        text: "Cooks & drivers wanted https://bit.example/1 or https://example.org/b_(c) #kitchen".to_owned(),
        created_at: Some("2023-02-10T14:15:00Z".to_owned()),
        handle: Some("example.desk".to_owned()),
        links: strings(&["https://example.org/b_(c)", "https://example.org/jobs?id=1"]),
        hashtags: strings(&["kitchen"]),
    };
    let row = table(&[
        ("Page Name", "Example Desk"),
        ("User Name", "example.desk"),
        ("Facebook Id", "100000000000001"),
        ("Page Category", "LOCAL"),
        ("Post Created", "2023-02-10 09:15:00 EST"),
        ("Post Created Date", "2023-02-10"),
        ("Post Created Time", "09:15:00"),
        ("Type", "Link"),
        ("Total Interactions", "1,207"),
        ("Likes", "1,200"),
        ("Comments", "3"),
        ("Shares", "4"),
        ("Post Views", "0"),
        ("URL", "https://www.facebook.com/100000000000001/posts/2000000000000001"),
        ("Message", &expected.text),
        ("Link", "https://bit.example/1"),
        ("Final Link", "https://example.org/jobs?id=1"),
        ("Image Text", ""),
        ("Link Text", "Jobs"),
        ("Description", "What the page says"),
    ]);
    let api = format!(
        r#"{{"status":200,"result":{{"posts":[{{"platformId":"100000000000001_2000000000000001","platform":"Facebook","date":"2023-02-10 14:15:00","updated":"2023-03-01 05:56:26","type":"link","title":"Jobs","description":"What the page says","message":"{}","expandedLinks":[{{"original":"https://bit.example/1","expanded":"https://example.org/jobs?id=1"}}],"link":"https://bit.example/1","postUrl":"https://www.facebook.com/100000000000001/posts/2000000000000001","statistics":{{"actual":{{"likeCount":1200,"shareCount":4,"commentCount":3}}}},"account":{{"id":12889510,"name":"Example Desk","handle":"example.desk","platformId":"100000000000001","platform":"Facebook"}},"languageCode":"en","id":"12889510|2000000000000001"}}]}}}}"#,
        expected.text
    );
    for (format, export) in [("crowdtangle-facebook", &row), ("crowdtangle-api", &api)] {
        assert_eq!(said(&only_post(format, export)), expected, "{format}");
    }
    // 4CAT drops the zone.
    let imported = table(&[
        ("id", "2000000000000001"),
        ("thread_id", "2000000000000001"),
        ("body", &expected.text),
        ("author", "example.desk"),
        ("timestamp", "2023-02-10 09:15:00"),
        ("unix_timestamp", "1676020500"),
        ("page_name", "Example Desk"),
        ("page_id", "100000000000001"),
        ("type", "Link"),
        ("likes", "1,200"),
        ("views_post", "0"),
        ("url", "https://www.facebook.com/100000000000001/posts/2000000000000001"),
        ("hashtags", "kitchen"),
        ("url_original", "https://example.org/jobs?id=1"),
    ]);
    let imported = said(&only_post("4cat", &imported));
    // It has only one of the two addresses of the link.
    let links = strings(&["https://bit.example/1", "https://example.org/b_(c)", "https://example.org/jobs?id=1"]);
    assert_eq!(imported, Said { created_at: None, links, ..expected });
}

#[test]
fn a_post_on_instagram() {
    let expected = Said {
        key: "instagram:CExample_06".to_owned(),
        text: "Welders wanted 🔧 @example.yard\nhttps://example.org/yard_(west). #welders #हिन्दी#jobs".to_owned(),
        created_at: Some("2023-02-11T08:00:00Z".to_owned()),
        handle: Some("example.yard".to_owned()),
        links: strings(&["https://example.org/yard_(west)"]),
        hashtags: strings(&["welders", "हिन्दी", "jobs"]),
    };
    let row = table(&[
        ("Account", "Example Yard"),
        ("User Name", "example.yard"),
        ("Followers at Posting", "100"),
        ("Post Created", "2023-02-11 03:00:00 EST"),
        ("Type", "Photo"),
        ("Total Interactions", "23"),
        ("Likes", "21"),
        ("Comments", "2"),
        ("Views", "0"),
        ("URL", "https://www.instagram.com/p/CExample_06/"),
        ("Link", "https://www.instagram.com/p/CExample_06/"),
        ("Photo", "https://scontent.cdninstagram.com/1.jpg"),
        ("Title", ""),
        ("Description", &expected.text),
        ("Image Text", ""),
    ]);
    let text = expected.text.replace('\n', "\\n");
    let item = format!(
        r#"{{"pk":"3000000000000000001","id":"3000000000000000001_17841400000000001","code":"CExample_06","taken_at":1676102400,"media_type":1,"caption":{{"text":"{text}"}},"user":{{"pk":"17841400000000001","username":"example.yard","full_name":"Example Yard"}},"image_versions2":{{"candidates":[{{"url":"https://scontent.cdninstagram.com/1.jpg"}}]}},"like_count":21,"comment_count":2,"like_and_view_counts_disabled":false}}"#
    );
    let old = format!(
        r#"{{"__typename":"GraphImage","id":"3000000000000000001","shortcode":"CExample_06","taken_at_timestamp":1676102400,"owner":{{"id":"17841400000000001","username":"example.yard"}},"edge_media_to_caption":{{"edges":[{{"node":{{"text":"{text}"}}}}]}},"edge_media_preview_like":{{"count":21}},"edge_media_to_comment":{{"count":2}},"display_url":"https://scontent.cdninstagram.com/1.jpg","is_video":false}}"#
    );
    let fourcat = table(&[
        ("collected_from_url", "https://www.instagram.com/example.yard/"),
        ("id", "CExample_06"),
        ("post_source_domain", "instagram.com"),
        ("timestamp", "2023-02-11 08:00:00"),
        ("thread_id", "CExample_06"),
        ("parent_id", "CExample_06"),
        ("url", "https://www.instagram.com/p/CExample_06"),
        ("body", &expected.text),
        ("author", "example.yard"),
        ("author_fullname", "Example Yard"),
        ("author_id", "17841400000000001"),
        ("media_type", "photo"),
        ("num_media", "1"),
        ("image_urls", "https://scontent.cdninstagram.com/1.jpg"),
        ("media_urls", "https://scontent.cdninstagram.com/1.jpg"),
        ("hashtags", "welders,हिन्दी,jobs"),
        ("usertags", ""),
        ("likes_hidden", "no"),
        ("num_likes", "21"),
        ("num_comments", "2"),
        ("unix_timestamp", "1676102400"),
    ]);
    for (format, export) in [
        ("crowdtangle-instagram", &row),
        ("zeeschuimer", &captured("instagram.com", &item)),
        ("zeeschuimer", &captured("instagram.com", &old)),
        ("4cat-ndjson", &item),
        ("4cat", &fourcat),
    ] {
        let post = only_post(format, export);
        assert_eq!(said(&post), expected, "{format}");
        assert_eq!(post.mentions, ["example.yard"], "{format}");
        assert_eq!((post.metrics.likes, post.metrics.comments, post.metrics.views), (Some(21), Some(2), None));
        assert_eq!(post.url.as_deref(), Some("https://www.instagram.com/p/CExample_06/"), "{format}");
    }
}

#[test]
fn a_film_on_tiktok() {
    let expected = Said {
        key: "tiktok:7200000000000000123".to_owned(),
        text: "Pilots of drones wanted @example.hr (https://example.org/fly_(x)) #drones #працa".to_owned(),
        created_at: Some("2023-02-11T08:00:00Z".to_owned()),
        handle: Some("example.desk".to_owned()),
        links: strings(&["https://example.org/fly_(x)"]),
        hashtags: strings(&["drones", "працa"]),
    };
    let text = &expected.text;
    // The API writes the id as a number that no float can hold.
    let api = format!(
        r#"{{"data":{{"videos":[{{"id":7200000000000000123,"create_time":1676102400,"username":"example.desk","region_code":"DE","video_description":"{text}","hashtag_names":["drones","працa"],"video_mention_list":["example.hr"],"view_count":100,"like_count":5,"share_count":1,"comment_count":2}}],"cursor":1,"has_more":false,"search_id":"1"}},"error":{{"code":"ok","message":"","log_id":"1"}}}}"#
    );
    let item = format!(
        r#"{{"id":"7200000000000000123","desc":"{text}","createTime":"1676102400","author":{{"id":"6800000000000000001","uniqueId":"example.desk","nickname":"Example Desk"}},"video":{{"id":"7200000000000000123","duration":9,"downloadAddr":"https://example.com/v.mp4"}},"stats":{{"diggCount":5,"shareCount":1,"commentCount":2,"playCount":100}},"challenges":[{{"id":"1","title":"drones"}},{{"id":"2","title":"працa"}}],"textExtra":[{{"hashtagName":"","userUniqueId":"example.hr"}},{{"hashtagName":"drones"}},{{"hashtagName":"працa"}}]}}"#
    );
    let row = table(&[
        ("collected_from_url", "https://www.tiktok.com/tag/drones"),
        ("id", "7200000000000000123"),
        ("thread_id", "7200000000000000123"),
        ("author", "example.desk"),
        ("author_full", "Example Desk"),
        ("author_id", "6800000000000000001"),
        ("body", text),
        ("stickers", ""),
        ("timestamp", "2023-02-11 08:00:00"),
        ("unix_timestamp", "1676102400"),
        ("music_name", "original sound"),
        ("video_url", "https://example.com/v.mp4"),
        ("tiktok_url", "https://www.tiktok.com/@example.desk/video/7200000000000000123"),
        ("likes", "5"),
        ("comments", "2"),
        ("shares", "1"),
        ("plays", "100"),
        ("hashtags", "drones,працa"),
    ]);
    for (format, export) in [
        ("tiktok-research-api", &api),
        ("zeeschuimer", &captured("tiktok.com", &item)),
        ("4cat-ndjson", &item),
        ("4cat", &row),
    ] {
        let post = only_post(format, export);
        assert_eq!(said(&post), expected, "{format}");
        assert_eq!(post.mentions, ["example.hr"], "{format}");
        let metrics = post.metrics;
        assert_eq!(
            (metrics.views, metrics.likes, metrics.shares, metrics.comments),
            (Some(100), Some(5), Some(1), Some(2))
        );
        assert_eq!(post.url.as_deref(), Some("https://www.tiktok.com/@example.desk/video/7200000000000000123"));
    }
}

/// The links that a CrowdTangle table and the API give for a post with this message, link and target.
#[track_caller]
fn check_links(message: &str, link: &str, target: &str, expected: &[&str]) {
    let own = "https://www.facebook.com/1/posts/2000000000000001";
    let row = table(&[
        ("Page Name", "Example Desk"),
        ("Post Created", "2023-02-10 09:15:00 EST"),
        ("Type", "Link"),
        ("Likes", "1"),
        ("Shares", "1"),
        ("URL", own),
        ("Message", message),
        ("Link", link),
        ("Final Link", target),
    ]);
    let expanded = if target.is_empty() {
        String::new()
    } else {
        format!(r#""expandedLinks":[{{"original":"{link}","expanded":"{target}"}}],"#)
    };
    let api = format!(
        r#"{{"platformId":"1_2000000000000001","platform":"Facebook","message":"{message}",{expanded}"link":"{link}","postUrl":"{own}","statistics":{{"actual":{{"likeCount":1}}}},"account":{{"id":1}}}}"#
    );
    for (format, export) in [("crowdtangle-facebook", &row), ("crowdtangle-api", &api)] {
        let mut links = only_post(format, export).links;
        links.sort();
        assert_eq!(links, expected, "{format} {message} {link} {target}");
    }
}

#[test]
fn links_of_a_post_on_facebook() {
    check_links("a", "", "", &[]);
    check_links("a https://example.org/b.", "", "", &["https://example.org/b"]);
    check_links(
        "a https://bit.example/1",
        "https://bit.example/1",
        "https://example.org/b",
        &["https://example.org/b"],
    );
    check_links("a", "https://example.org/b", "https://example.org/b", &["https://example.org/b"]);
    check_links("a https://example.org/b", "https://example.org/b", "", &["https://example.org/b"]);
    // Pictures and films lead to themselves.
    check_links("a", "https://www.facebook.com/photo.php?fbid=2000000000000001&set=a.1", "", &[]);
    check_links("a", "https://www.facebook.com/1/posts/5", "", &["https://www.facebook.com/1/posts/5"]);
}

//! Pages of an API: long, broken, and odd ones.

use pressgang_posts::Item;

use crate::support::{named, narrow, options, read_bytes};

/// A page of the X API v2 with so many posts, longer than detection looks.
fn page(first: usize, count: usize) -> String {
    let tweets: Vec<String> = (first..first + count)
        .map(|id| format!(r#"{{"id":"{id}","author_id":"7","text":"post {id} {}"}}"#, "x".repeat(200)))
        .collect();
    format!(
        r#"{{"data":[{}],"includes":{{"users":[{{"id":"7","username":"example_desk","name":"Example"}}]}},"meta":{{}}}}"#,
        tweets.join(",")
    )
}

#[test]
fn a_broken_page_among_long_ones_spoils_only_itself() {
    let broken = &page(3000, 2000)[..300_000];
    let text = format!("{}\n{broken}\n{}\n", page(0, 2000), page(6000, 1));
    let reading = read_bytes(text.as_bytes(), &options());
    assert_eq!(reading.posts().len(), 2001);
    assert_eq!(reading.reasons(), ["the JSON ends early"]);
    let place = &reading.rejects()[0].provenance;
    assert_eq!((place.offset, place.length), (Some(page(0, 2000).len() as u64 + 1), Some(300_000)));
    assert!(reading.posts().iter().all(|post| post.author.handle.as_deref() == Some("example_desk")));
}

#[test]
fn the_only_page_is_read_up_to_where_it_breaks() {
    let text = &page(0, 3000)[..500_000];
    let reading = read_bytes(text.as_bytes(), &options());
    assert!(reading.posts().len() > 1500);
    assert_eq!(reading.reasons(), ["the JSON ends early; nothing is read from here on"]);
}

#[test]
fn a_page_longer_than_a_record_is_handed_out_in_portions() {
    let reading = read_bytes(page(0, 100).as_bytes(), &narrow(5000));
    assert_eq!((reading.posts().len(), reading.rejects().len()), (100, 0));
    // Its authors come too late for all but the last portion.
    assert_eq!(reading.posts()[0].author.handle, None);
    assert_eq!(reading.posts()[99].author.handle.as_deref(), Some("example_desk"));
}

#[test]
fn what_is_no_page_is_named() {
    let text = format!("{}\n17\n{{\"other\":1}}\n{{\"errors\":[]}}\n[]\n{}\n", page(0, 1), page(1, 1));
    let reading = read_bytes(text.as_bytes(), &options());
    assert_eq!(reading.ids(), ["0", "1"]);
    assert_eq!(reading.reasons(), ["not a JSON object", "nothing in this object is what a page of posts has"]);
}

#[test]
fn pages_in_one_array_keep_their_own_accounts() {
    let other = page(1, 1).replace("example_desk", "example_base");
    let reading = read_bytes(format!("[{},\n{other}]", page(0, 1)).as_bytes(), &options());
    let handles: Vec<_> = reading.posts().iter().map(|post| post.author.handle.clone().unwrap()).collect();
    assert_eq!(handles, ["example_desk", "example_base"]);
}

/// A page of the VK API.
fn wall(id: usize) -> String {
    format!(
        r#"{{"response":{{"count":1,"items":[{{"id":{id},"owner_id":-1,"date":1600000000,"text":"post {id}"}}]}}}}"#
    )
}

fn flattened(id: usize) -> String {
    format!(r#"{{"id":"{id}","text":"post {id}","author_id":"7","edit_history_tweet_ids":["{id}"]}}"#)
}

#[test]
fn a_broken_first_line_spoils_only_itself() {
    let generic = |id: usize| format!(r#"{{"id":"{id}","text":"post {id}","other":[1,2]}}"#);
    let one = |id: usize| page(id, 1);
    let make: [&dyn Fn(usize) -> String; 4] = [&one, &wall, &flattened, &generic];
    for make in make {
        let first = make(1);
        for cut in 1..first.len() {
            let text = format!("{}\n{}\n", &first[..cut], make(2));
            let reading = read_bytes(text.as_bytes(), &options());
            let ids = reading.ids();
            assert!(ids.len() == 1 && ids[0].ends_with('2'), "{} {ids:?}", &first[..cut]);
            assert_eq!(reading.rejects().len(), 1, "{} {:?}", &first[..cut], reading.reasons());
            let place = &reading.rejects()[0].provenance;
            assert_eq!((place.offset, place.length), (Some(0), Some(cut as u64)));
        }
    }
}

#[test]
fn a_broken_first_line_before_a_long_one_spoils_only_itself() {
    let text = format!("{}\n{}\n", &page(1, 2)[..100], page(6000, 2000));
    let reading = read_bytes(text.as_bytes(), &options());
    assert_eq!((reading.posts().len(), reading.rejects().len()), (2000, 1), "{:?}", reading.reasons());
}

#[test]
fn an_unclosed_record_is_named_by_where_it_begins() {
    let chat = r#"{"name":"c","type":"public_channel","id":1,"messages":[
{"id":1,"type":"message","date_unixtime":"1685315607","text":"a"},
{"id":2,"type":"message","date_unixtime":"1685315607","text":"b},
{"id":3,"type":"message","date_unixtime":"1685315607","text":"c"}]}"#;
    let array = "[\n{\"id\":\"1\",\"text\":\"a\"},\n{\"id\":\"2\",\"te";
    let page = &page(1, 2)[..300];
    for (text, record) in [(chat, "{\"id\":2"), (array, "{\"id\":\"2\""), (page, "{\"id\":\"2\"")] {
        let reading = read_bytes(text.as_bytes(), &options());
        assert_eq!((reading.posts().len(), reading.rejects().len()), (1, 1), "{:?}", reading.reasons());
        assert_eq!(reading.rejects()[0].provenance.offset, text.find(record).map(|at| at as u64));
    }
}

#[test]
fn pages_of_errors_alone_say_what_became_of_posts() {
    let page = r#"{"errors":[{"value":"12","title":"Not Found Error","detail":"Could not find tweet with ids: [12].","resource_type":"tweet","resource_id":"12"},{"title":"Forbidden","detail":"suspended"}]}"#;
    let reading = read_bytes(page.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named("x-api-v2"));
    assert_eq!(reading.summary.parts[0].observations, 1);
    assert_eq!(reading.reasons(), ["X gave an error instead of a post: Forbidden"]);
}

#[test]
fn a_list_that_is_none_is_read_as_its_only_element() {
    let message = |id| format!(r#"{{"id":{id},"peer_id":{{"channel_id":5}},"date":1685315607,"message":"a"}}"#);
    let text = format!(
        "{{\"messages\":[{}]}}\n{{\"messages\":{}}}\n{{\"messages\":\"gone\"}}\n{{\"messages\":[]}}\n{{\"messages\":null}}\n",
        message(1),
        message(2)
    );
    let reading = read_bytes(text.as_bytes(), &options());
    assert_eq!((reading.ids(), reading.reasons()), (vec!["5/1", "5/2"], vec!["not a JSON object", "no messages"]));
}

/// Posts of VK as `key text reply_to repost_of quote_of`, then reasons, then signals.
#[track_caller]
fn check_vk(input: &str, expected: &[&str]) {
    let reading = read_bytes(input.as_bytes(), &options());
    assert_eq!(reading.summary.parts[0].format, named("vk"));
    let or_dash = |id: &Option<String>| id.clone().unwrap_or_else(|| "-".to_owned());
    let mut found: Vec<String> = Vec::new();
    for post in reading.posts() {
        let relations = &post.relations;
        let [reply, repost, quote] = [&relations.reply_to, &relations.repost_of, &relations.quote_of].map(or_dash);
        found.push(format!("{} {:?} {reply} {repost} {quote}", post.key.id, post.text));
    }
    found.extend(reading.reasons().into_iter().map(|reason| format!("! {reason}")));
    found.extend(reading.items.iter().filter_map(|item| match item {
        Item::Observation(seen) => Some(format!("? {}", seen.signal)),
        _ => None,
    }));
    assert_eq!(found, expected);
}

#[test]
fn what_vk_shares_is_a_repost_or_a_quote() {
    let shared = r#""copy_history":[{"id":3,"owner_id":-7,"text":"shared"}]"#;
    let wall = |items: &str| format!(r#"{{"response":{{"items":[{items}]}}}}"#);
    let own = format!(r#"{{"id":1,"owner_id":-5,"date":1576555752,"text":"own",{shared}}}"#);
    check_vk(&wall(&own), &[r#"-5_1 "own" - - -7_3"#]);
    assert_eq!(read_bytes(wall(&own).as_bytes(), &options()).posts()[0].quoted_text.as_deref(), Some("shared"));
    let none = format!(r#"{{"id":1,"owner_id":-5,"date":1576555752,"text":"",{shared}}}"#);
    check_vk(&wall(&none), &[r#"-5_1 "shared" - -7_3 -"#]);
    let poll = r#"{"id":1,"owner_id":-5,"date":1576555752,"text":"","attachments":[{"type":"poll","poll":{"question":"Go?","answers":[{"text":"Yes"}]}}]}"#;
    check_vk(&wall(poll), &[r#"-5_1 "Go?\nYes" - - -"#]);
    let article = r#"{"id":1,"owner_id":-5,"date":1576555752.0,"text":"","attachments":[{"type":"article","article":{"url":"https://vk.com/@example"}}]}"#;
    assert_eq!(read_bytes(wall(article).as_bytes(), &options()).posts()[0].links, ["https://vk.com/@example"]);
}

#[test]
fn answers_within_a_comment_on_vk_are_comments() {
    let thread = r#"{"response":{"count":2,"items":[{"id":33,"from_id":100,"date":1576555752,"text":"a","post_id":9,"owner_id":-5,"parents_stack":[],"thread":{"count":2,"items":[{"id":34,"from_id":101,"date":1576555752,"text":"b","post_id":9,"owner_id":-5,"parents_stack":[33],"reply_to_comment":33},7]}},{"id":35,"from_id":0,"date":1576555752,"text":"","post_id":9,"owner_id":-5,"deleted":true}],"profiles":[{"id":101,"first_name":"DELETED","last_name":"","deactivated":"banned"}]}}"#;
    check_vk(
        thread,
        &[
            r#"-5_33 "a" -5_9 - -"#,
            r#"-5_34 "b" -5_33 - -"#,
            "! not a JSON object",
            "? deactivated: banned",
            "? is_deleted: no reason given",
        ],
    );
}

#[test]
fn pages_of_vk_in_other_shapes() {
    let post = r#"{"id":1,"owner_id":-5,"date":1576555752,"text":"a"}"#;
    let error = r#"{"error":{"error_code":6,"error_msg":"Too many requests"}}"#;
    let page = format!(r#"{{"response":{{"items":[{post}]}}}}"#);
    check_vk(&format!("{page}\n{error}\n"), &[r#"-5_1 "a" - - -"#, "! VK answers with an error, code 6"]);
    // Several calls at once, of which one has failed.
    let several = format!(
        r#"{{"response":[{{"count":1,"items":[{post}]}},false],"execute_errors":[{{"method":"wall.get","error_code":15}}]}}"#
    );
    check_vk(&several, &[r#"-5_1 "a" - - -"#, "! not a JSON object", "! VK answers with an error, code 15"]);
    // Before version 5 the number of all posts came first, and the wall had another name.
    let old = post.replace("owner_id", "to_id");
    check_vk(&format!(r#"{{"response":[300,{old}]}}"#), &[r#"-5_1 "a" - - -"#]);
    check_vk(&format!(r#"{{"response":[{old}]}}"#), &[r#"-5_1 "a" - - -"#]);
    // 4CAT keeps the author with each item.
    let line = post.replace("}", r#","author_profile":{"first_name":"Example","last_name":"Person"}}"#);
    assert_eq!(read_bytes(line.as_bytes(), &options()).posts()[0].author.name.as_deref(), Some("Example Person"));
}

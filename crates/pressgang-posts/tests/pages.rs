//! Pages of an API: long, broken, and odd ones.

use crate::support::{narrow, options, read_bytes};

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

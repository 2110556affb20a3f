//! Real and realistic exports that are not part of the project; without them these tests say so and pass.

use std::path::PathBuf;

use pressgang_posts::{Format, Item};

use crate::support::{named, options, read};

/// A file beside the project, where it is there.
fn shared(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).join(name);
    if !path.exists() {
        // The tests' own talk: a test that silently did nothing would look like one that passed.
        #[expect(clippy::print_stderr, reason = "test output")]
        {
            eprintln!("skipped: ../shared is absent");
        }
        return None;
    }
    Some(path)
}

#[track_caller]
fn check(name: &str, format: Format, posts: usize, rejects: usize) {
    let Some(path) = shared(&format!("samples/{name}")).filter(|path| path.exists()) else { return };
    let reading = read(&path, &options());
    assert_eq!(reading.summary.parts[0].format, format, "{name}");
    assert_eq!((reading.posts().len(), reading.rejects().len()), (posts, rejects), "{name}: {:?}", reading.reasons());
    let bytes = std::fs::read(&path).unwrap();
    for item in &reading.items {
        let Item::Post(post) = item else { continue };
        let place = &post.provenance;
        let (start, length) = (place.offset.unwrap() as usize, place.length.unwrap() as usize);
        assert!(start + length <= bytes.len());
    }
}

#[test]
fn samples_are_read() {
    check("x_api_v2/cotweet.jsonl", named("x-api-v2"), 1, 0);
    check("x_api_v2/edited_after.jsonl", named("x-api-v2"), 1, 0);
    check("x_api_v2/media_tweet.jsonl", named("x-api-v2"), 1, 0);
    check("x_api_v2/mentions_tweet.jsonl", named("x-api-v2"), 1, 0);
    check("x_api_v2/streaming_output_with_error.jsonl", named("x-api-v2"), 7, 1);
    check("x_api_v2/two_tweets.jsonl", named("x-api-v2"), 1, 0);
    check("x_information_operations/ioa_tweets_shape.csv", named("x-information-operations"), 2, 0);
    check("crowdtangle/facebook_export_CONSTRUCTED.csv", named("crowdtangle-facebook"), 1, 0);
    check("telegram_desktop/result_channel.json", named("telegram-desktop"), 1, 0);
    check("vk/wall_getById_post_ads.json", named("vk"), 1, 0);
    // The sample is cut off in its last row.
    check("qut_coordination/sample_data_head.csv", named("csv"), 51, 1);
    check("meta_content_library/instagram_posts_CONSTRUCTED.csv", named("meta-content-library"), 1, 0);
    check("x_information_operations/ioa_users_shape.csv", named("x-information-operations-users"), 0, 1);
    check("x_api_v2/tweets_compliance.jsonl", named("x-compliance"), 0, 0);
    check("x_api_v2/withheld.jsonl", named("x-api-v2"), 1, 0);
    check("x_user_archive/tweets.js", named("x-archive"), 1, 0);
    check("x_v11/extended_classic_14002.json", named("x-v1"), 1, 0);
    check("x_v11/compatibilityplus_extended_13997.json", named("x-v1"), 1, 0);
    // Two documents with prose between them.
    check("x_v11/compatibility_classic_13995.json", named("x-v1"), 1, 1);
    check("mastodon/status_example.json", named("mastodon"), 1, 0);
    check("telegram_telethon/bloomberg.ndjson", named("telethon"), 3, 0);
    check("telegram_snscrape/telegram-channel.jsonl", named("snscrape"), 1, 0);
    check("zeeschuimer/envelope_CONSTRUCTED.ndjson", named("zeeschuimer"), 1, 0);
    check("bluesky_jetstream/golden_v1.jsonl", named("bluesky-jetstream"), 1, 0);
    check("crowdtangle/api_links_response.json", named("crowdtangle-api"), 1, 0);
    check("junkipedia/posts_CONSTRUCTED.csv", named("junkipedia"), 1, 0);
    check("reddit/RC_2018-10_two_lines.ndjson", named("reddit"), 2, 0);
    check("tiktok_research_api/video_query_CONSTRUCTED.json", named("tiktok-research-api"), 1, 0);
    check("youtube/search_list.json", named("youtube"), 2, 0);
}

#[test]
fn two_hundred_thousand_lines_are_read_whole() {
    let Some(path) = shared("data/ira_200k.ndjson.zst") else { return };
    let reading = read(&path, &options());
    assert_eq!((reading.posts().len(), reading.rejects().len()), (200_000, 0));
    assert!(reading.posts().iter().all(|post| post.created_at.is_some() && post.author.handle.is_some()));
}

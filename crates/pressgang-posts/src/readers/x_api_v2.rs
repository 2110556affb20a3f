//! Responses of the X API v2: pages as twarc2 writes them, streams, and the flattened form of one tweet a line.

use super::Record;
use super::pages::{Api, Role, read_pages};
use super::x_status::{observe, of_error};
use super::x_tweet::{Included, Tweet};
use crate::detect::Head;
use crate::json::{Object, Shape, Step};
use crate::part::{Halt, Out, Part};
use crate::source::Stream;
use crate::spec::{Probe, Read, Spec};
use crate::{Limits, Mapping, Metrics, Timestamp};

pub(crate) static SPEC: Spec = Spec {
    name: "x-api-v2",
    title: "X API v2 (twarc2)",
    extensions: &["jsonl", "json", "ndjson"],
    gives: &[
        "whole texts, also of long posts and of reposts whose original is included",
        "authors, public addresses, times in UTC",
        "links expanded to their targets",
        "pictures and films with their descriptions",
        "replies, reposts and quotes",
        "likes, shares and comments; views where the response has impression_count",
        "time of capture where twarc noted it",
    ],
    cannot: &[
        "no view counts in responses from before 2023, nor of posts from before X counted views, for which it gives 0",
        "a repost whose original is not included keeps the shortened text the API gives",
        "errors that name an account by its handle alone say nothing of which account it is",
        "in a single response longer than the record limit, authors and originals listed after that many bytes of posts are not resolved",
    ],
    notes: &[
        "Pages as twarc2 writes them, one a line; single pages, also pretty-printed; streams; arrays of pages; and the flattened form of one tweet a line.",
        "Included and quoted posts are resolved, not counted as posts.",
        "A broken line is one rejected page; a file that is one broken page is read up to the break.",
        "Posts withheld in some countries are posts and observations.",
        "Errors of suspended, deleted and protected posts are observations; other errors are rejects where a page holds nothing else.",
    ],
    layouts: &[],
    also: Some(probe),
    read: Read::Own(read),
};

fn probe(head: &Head<'_>, _: &Mapping) -> Probe {
    let Some(shape) = &head.json else { return Probe::foreign() };
    if layout(shape) == Layout::Flattened {
        return Probe::matched("flattened tweets of the X API v2");
    }
    let tweets = ["data[]", "data"].into_iter().find(|data| shape.record_has(&format!("{data}.id")));
    let page_marks = ["includes.users[].username", "meta.result_count", "__twarc.version"];
    let Some(data) = tweets else {
        if layout(shape) == Layout::Errors {
            return Probe::matched("pages of the X API v2 with errors and no posts");
        }
        if shape.record_has("__twarc.version") && shape.record_has("meta.result_count") {
            return Probe::matched("pages of twarc2 without tweets");
        }
        return Probe::foreign();
    };
    let tweet_marks = ["author_id", "edit_history_tweet_ids", "conversation_id", "public_metrics.retweet_count"];
    let is_marked = page_marks.iter().any(|mark| shape.record_has(mark))
        || tweet_marks.iter().any(|mark| shape.record_has(&format!("{data}.{mark}")));
    let has_text = shape.record_has(&format!("{data}.text"));
    match (has_text, is_marked) {
        (true, true) => Probe::matched("pages with data[].id and data[].text of the X API v2"),
        (false, _) => Probe::lacking(2, vec!["data[].text".to_owned()]),
        (true, false) => Probe::lacking(2, vec!["data[].author_id or includes.users".to_owned()]),
    }
}

fn read(head: &Head<'_>, stream: &mut Stream<'_>, part: &mut Part<'_>) -> Result<(), Halt> {
    let layout = head.json.as_ref().map_or(Layout::Pages, layout);
    read_pages(head, stream, part, &|| Box::new(XApi { layout, page: Included::default(), retrieved_at: None }))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    Pages,
    /// The outermost objects are the tweets.
    Flattened,
    /// Pages that say why there are no posts.
    Errors,
}

fn layout(shape: &Shape) -> Layout {
    let has = |fields: &[&str]| fields.iter().all(|field| shape.record_has(field));
    let marks = ["public_metrics.retweet_count", "__twarc.version", "conversation_id", "referenced_tweets[].type"];
    // Who asked for no more than the least has no author, but versions, which only X has.
    let is_marked =
        has(&["edit_history_tweet_ids"]) || (has(&["author_id"]) && marks.iter().any(|mark| shape.record_has(mark)));
    if has(&["id", "text"]) && is_marked && !shape.record_has("data") {
        return Layout::Flattened;
    }
    let is_of_x = ["errors[].resource_id", "__twarc"].iter().any(|field| shape.record_has(field));
    let has_errors = ["errors[].title", "errors[].detail"].iter().all(|field| shape.record_has(field));
    if has_errors && is_of_x && !shape.record_has("data") { Layout::Errors } else { Layout::Pages }
}

struct XApi {
    layout: Layout,
    page: Included,
    retrieved_at: Option<Timestamp>,
}

impl Api for XApi {
    fn role(&self, path: &[Step], first: u8) -> Role {
        let is_array = first == b'[';
        // Pages may stand in one outermost array.
        let path = match path {
            [Step::Index, rest @ ..] => rest,
            [] if is_array => return Role::Way,
            whole => whole,
        };
        if path.is_empty() {
            return if self.layout == Layout::Flattened { Role::Post } else { Role::Page };
        }
        if Step::matches(path, &["data"]) {
            return if is_array { Role::List } else { Role::Post };
        }
        if Step::matches(path, &["data", "*"]) {
            return Role::Post;
        }
        if Step::matches(path, &["__twarc"]) {
            return Role::Beside;
        }
        if Step::matches(path, &["includes"]) {
            return Role::Way;
        }
        for list in ["users", "tweets", "media"] {
            if Step::matches(path, &["includes", list]) {
                return Role::Way;
            }
            if Step::matches(path, &["includes", list, "*"]) {
                return Role::Beside;
            }
        }
        if let [Step::Key(key), rest @ ..] = path
            && key == "errors"
        {
            return match rest {
                [] if is_array => Role::Way,
                [Step::Index] if first == b'{' => Role::Notice,
                _ => Role::Usual,
            };
        }
        if Step::matches(path, &["meta"]) { Role::Usual } else { Role::Ignored }
    }

    fn beside(&mut self, path: &[Step], object: &Object<'_>, limits: &Limits) {
        let list = match path {
            [.., Step::Key(list), Step::Index] => list.as_str(),
            _ => {
                self.retrieved_at = retrieved_at(object);
                return;
            }
        };
        match list {
            "users" => self.page.add_user(object),
            "media" => self.page.add_media(object),
            _ => self.page.add_tweet(object, limits),
        }
    }

    fn post(&self, record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
        let own = record.object.object("__twarc").and_then(|twarc| retrieved_at(&twarc));
        let collected_at = own.or(self.retrieved_at).or(out.options().received_at);
        Tweet { object: &record.object, included: &self.page }.hand_out(collected_at, out, record.place())
    }

    fn notice(&self, record: &Record<'_>, is_alone: bool, out: &mut Out<'_>) -> Result<(), String> {
        let error = &record.object;
        if let Some((of, found)) = of_error(error) {
            let at = self.retrieved_at.or(out.options().received_at);
            observe(of, found, at, Metrics::default(), out, record.place());
            return Ok(());
        }
        if !is_alone {
            return Ok(());
        }
        let title = error.string("title").unwrap_or("without a title".into());
        let title: String = title.trim_end_matches('.').chars().take(60).collect();
        Err(format!("X gave an error instead of a post: {title}"))
    }

    fn forget(&mut self) {
        self.page = Included::default();
        self.retrieved_at = None;
    }
}

fn retrieved_at(twarc: &Object<'_>) -> Option<Timestamp> {
    twarc.string("retrieved_at").and_then(|text| Timestamp::parse_rfc3339(&text))
}

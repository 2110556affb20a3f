//! What tests share: reading a fixture, and showing what came of it.

use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pressgang_posts::{
    Format, Item, Limits, Metrics, Observed, Post, Provenance, ReadError, ReadOptions, ReadSummary, Reject, Timestamp,
    read_file,
};
use tempfile::NamedTempFile;

/// What was read of a file.
pub struct Reading {
    pub items: Vec<Item>,
    pub summary: ReadSummary,
}

impl Reading {
    pub fn posts(&self) -> Vec<&Post> {
        self.items.iter().filter_map(|item| if let Item::Post(post) = item { Some(&**post) } else { None }).collect()
    }

    pub fn rejects(&self) -> Vec<&Reject> {
        self.items.iter().filter_map(|item| if let Item::Reject(reject) = item { Some(reject) } else { None }).collect()
    }

    pub fn reasons(&self) -> Vec<&str> {
        self.rejects().into_iter().map(|reject| reject.reason.as_str()).collect()
    }

    pub fn ids(&self) -> Vec<&str> {
        self.posts().into_iter().map(|post| post.key.id.as_str()).collect()
    }
}

pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// Every fixture with the name of its format.
pub fn all_fixtures() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for folder in std::fs::read_dir(fixture("")).unwrap().map(|entry| entry.unwrap().path()) {
        if folder.is_dir() {
            let format = folder.file_name().unwrap().to_string_lossy().into_owned();
            let files = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
            found.extend(files.map(|path| (format.clone(), path)));
        }
    }
    found.sort();
    found
}

/// A format by its name.
pub fn named(name: &str) -> Format {
    name.parse().unwrap()
}

/// The options of every test: the file was received at a fixed time.
pub fn options() -> ReadOptions {
    ReadOptions { received_at: Timestamp::from_unix_seconds(1_700_000_000), ..ReadOptions::standard() }
}

pub fn try_read(path: &Path, options: &ReadOptions) -> Result<Reading, ReadError> {
    let mut items = Vec::new();
    let summary = read_file(path, options, &mut |item| {
        items.push(item);
        ControlFlow::Continue(())
    })?;
    Ok(Reading { items, summary })
}

#[track_caller]
pub fn read(path: &Path, options: &ReadOptions) -> Reading {
    let reading = try_read(path, options).unwrap();
    check_sums(&reading);
    reading
}

/// Whatever is read, the counts agree and every item has its place.
#[track_caller]
pub fn check_sums(reading: &Reading) {
    let posts: u64 = reading.summary.parts.iter().map(|part| part.posts).sum();
    assert_eq!(posts as usize, reading.posts().len());
    let others: u64 = reading.summary.parts.iter().map(|part| part.observations + part.accounts).sum();
    // Rejects of members that are not read are of no part.
    assert!(reading.items.len() - posts as usize - others as usize >= reading.rejects().len());
    for post in reading.posts() {
        assert!(!post.key.id.is_empty());
        assert_eq!(post.provenance.sha256(), reading.summary.sha256);
        assert!(post.provenance.offset.is_some() || post.provenance.row.is_some());
    }
    for reject in reading.rejects() {
        // What stands at the end of this one is the file's own.
        let is_ours = !reject.reason.starts_with("id is a float");
        assert!(!(is_ours && reject.reason.ends_with('.')), "{}", reject.reason);
    }
}

/// A file with these bytes.
pub fn file(bytes: &[u8]) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    file.flush().unwrap();
    file
}

#[track_caller]
pub fn read_bytes(bytes: &[u8], options: &ReadOptions) -> Reading {
    read(file(bytes).path(), options)
}

/// Bounds small enough to be met by tests.
pub fn narrow(record_bytes: usize) -> ReadOptions {
    ReadOptions { limits: Limits { record_bytes, ..Limits::standard() }, ..options() }
}

/// Everything a file gives, one block per item, and for each block the bytes it was read from.
#[track_caller]
pub fn show(path: &Path, options: &ReadOptions) -> String {
    let reading = read(path, options);
    let bytes = std::fs::read(path).unwrap();
    let mut out = String::new();
    for part in &reading.summary.parts {
        writeln!(out, "{}: {} ({} posts, {} rejects)", part.format, part.reason, part.posts, part.rejects).unwrap();
    }
    for item in &reading.items {
        out.push('\n');
        match item {
            Item::Post(post) => show_post(&mut out, post, &bytes),
            Item::Reject(reject) => {
                writeln!(out, "reject {}", reject.reason).unwrap();
                place(&mut out, &reject.provenance, &bytes);
            }
            Item::Observation(seen) => {
                let of = match &seen.of {
                    Observed::Post(id) => format!("post {id}"),
                    Observed::Account(id) => format!("account {id}"),
                };
                let at = seen.observed_at.map_or("at no known time".to_owned(), |at| at.to_string());
                writeln!(out, "observation {} {of}: {} ({}) {at}", seen.platform, seen.status.as_str(), seen.signal)
                    .unwrap();
                show_metrics(&mut out, &seen.metrics);
                place(&mut out, &seen.provenance, &bytes);
            }
            Item::Account(account) => {
                let of = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
                let (id, handle, name) = (of(&account.id), of(&account.handle), of(&account.name));
                writeln!(out, "account {} id={id} handle={handle} name={name}", account.platform).unwrap();
                let made = account.created_at.map(|time| time.to_string());
                writeln!(out, "  {:?} followers={:?} made={made:?}", account.description, account.followers).unwrap();
                place(&mut out, &account.provenance, &bytes);
            }
        }
    }
    out
}

fn show_post(out: &mut String, post: &Post, bytes: &[u8]) {
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(out, "  {name} {value}").unwrap();
        }
    };
    let list = |items: &[String]| (!items.is_empty()).then(|| items.join(" | "));
    line("post", Some(post.key.to_string()));
    line("url", post.url.clone());
    let author = [("id", &post.author.id), ("handle", &post.author.handle), ("name", &post.author.name)];
    for (name, value) in author {
        line(&format!("author.{name}"), value.clone());
    }
    line("created_at", post.created_at.map(|time| time.to_string()));
    line("created_at_local", post.created_at_local.clone());
    line("text", Some(format!("{:?}", post.text)));
    line("quoted_text", post.quoted_text.as_ref().map(|text| format!("{text:?}")));
    line("language", post.language_declared.clone());
    line("links", list(&post.links));
    line("mentions", list(&post.mentions));
    line("hashtags", list(&post.hashtags));
    for media in &post.media {
        let of = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let (url, path, alt) = (of(&media.url), of(&media.path), of(&media.alt));
        line("media", Some(format!("{} url={url} path={path} alt={alt}", media.kind.as_str())));
        line("media.text", media.text.clone());
    }
    line("reply_to", post.relations.reply_to.clone());
    line("is_repost", (post.is_repost && post.relations.repost_of.is_none()).then(|| "true".to_owned()));
    line("repost_of", post.relations.repost_of.clone());
    line("quote_of", post.relations.quote_of.clone());
    show_metrics(out, &post.metrics);
    let mut line = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            writeln!(out, "  {name} {value}").unwrap();
        }
    };
    line("collected_at", post.collected_at.map(|time| time.to_string()));
    place(out, &post.provenance, bytes);
}

fn show_metrics(out: &mut String, metrics: &Metrics) {
    for (name, count) in
        [("views", metrics.views), ("likes", metrics.likes), ("shares", metrics.shares), ("comments", metrics.comments)]
    {
        if let Some(count) = count {
            writeln!(out, "  {name} {count}").unwrap();
        }
    }
}

fn place(out: &mut String, provenance: &Provenance, bytes: &[u8]) {
    let row = provenance.row.map(|row| format!("row {row} ")).unwrap_or_default();
    let (Some(offset), Some(length)) = (provenance.offset, provenance.length) else {
        writeln!(out, "  at {row}{:?}", provenance.offset).unwrap();
        return;
    };
    let record = String::from_utf8_lossy(&bytes[offset as usize..(offset + length) as usize]);
    let start: String = record.chars().take(24).collect();
    let count = record.chars().count();
    let end: String = record.chars().skip(count.saturating_sub(12).max(24)).collect();
    writeln!(out, "  at {row}{offset}+{length} {start:?}…{end:?}").unwrap();
}

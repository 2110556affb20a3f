//! Posts of several exports, each once, as passages need them.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use pressgang_posts::{Item, Post, ReadOptions, read_file_in_batches};

use crate::commands::received_at;
use crate::error::CommandError;

/// Some posts in the order of their file, as reading hands them out.
pub type Posts = Vec<Box<Post>>;

/// Reads exports and counts what was rejected.
pub struct Reader {
    options: ReadOptions,
    pub rejected: u64,
}

impl Reader {
    pub fn new(options: ReadOptions) -> Reader {
        Reader { options, rejected: 0 }
    }

    /// Hands over the posts of some files; of several captures of a post the first.
    pub fn each(
        &mut self,
        files: &[PathBuf],
        take: &mut dyn FnMut(Posts) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let mut seen = Seen::default();
        files.iter().try_for_each(|file| self.each_of(file, &mut seen, take))
    }

    fn each_of(
        &mut self,
        file: &Path,
        seen: &mut Seen,
        take: &mut dyn FnMut(Posts) -> Result<(), CommandError>,
    ) -> Result<(), CommandError> {
        let options = ReadOptions { received_at: received_at(file), ..self.options.clone() };
        let mut failed = None;
        read_file_in_batches(file, &options, &mut |items| {
            let mut posts = Vec::with_capacity(items.len());
            for item in items {
                match item {
                    Item::Post(post) if seen.is_new(&post) => posts.push(post),
                    Item::Reject(_) => self.rejected += 1,
                    Item::Post(_) | Item::Observation(_) | Item::Account(_) => {}
                }
            }
            match take(posts) {
                Ok(()) => ControlFlow::Continue(()),
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        failed.map_or(Ok(()), Err)
    }
}

/// Which posts there were: 128 bits of each, hashed with keys that nobody knows beforehand.
#[derive(Default)]
struct Seen {
    keys: HashSet<u128>,
    hashers: [RandomState; 2],
}

impl Seen {
    fn is_new(&mut self, post: &Post) -> bool {
        let [one, other] = &self.hashers;
        self.keys.insert(u128::from(one.hash_one(&post.key)) << 64 | u128::from(other.hash_one(&post.key)))
    }
}

//! Films: their frames, what is written and said in them, and how alike they are.

mod animated;
pub(crate) mod container;
mod ffmpeg;
mod frames;
mod keep;
mod merge_text;
mod near;
mod probe;
mod read;
mod same_films;
mod still;
pub mod transcript;
mod vote;

pub use still::still;

pub(crate) use read::{read_animation, read_film};
pub use same_films::{FilmPair, FilmPairKind, MOST_HITS, same_films, share};

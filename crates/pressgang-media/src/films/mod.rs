//! Films: their frames, what is written and said in them, and how alike they are.

mod animated;
pub(crate) mod container;
mod ffmpeg;
mod frames;
mod keep;
mod merge_text;
mod probe;
mod read;
mod still;
pub mod transcript;
mod vote;

pub use still::still;

pub(crate) use read::{read_animation, read_film};

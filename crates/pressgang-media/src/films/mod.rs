//! Films: their frames, what is written and said in them, and how alike they are.

mod animated;
pub(crate) mod container;
mod ffmpeg;
mod film;
mod frames;
mod keep;
mod merge_text;
mod near;
mod probe;
mod read;
mod same_films;
mod same_stills;
mod still;
pub mod transcript;
mod vote;

pub use still::still;

pub use film::FilmPairKind;
pub(crate) use read::{read_animation, read_film};
pub use same_films::{FilmPair, MOST_HITS, same_films, share};
pub use same_stills::{FilmStills, same_stills};

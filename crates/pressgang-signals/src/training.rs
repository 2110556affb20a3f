//! What the makers of the shipped models share with the code that uses them; for `pressgang-train`.

pub use crate::language::features::features;
pub use crate::language::model::{Model, scale, write as write_model};
pub use crate::language::words::{serbian_latin, without_accents, words};
pub use crate::recruitment::{SIGNS, Weights, counts};

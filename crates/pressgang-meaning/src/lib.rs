//! What a text means, as a vector: sentence models that the user names, run in this process, in Rust only.
//!
//! A model is a folder with `model.onnx` and `tokenizer.json`, as the makers of sentence models publish them; nothing is
//! downloaded. The same text gives the same vector whatever texts it is embedded with and on however many threads; between
//! processors of different kinds the last digits differ (some 1e-6).

mod calibration;
mod error;
mod folder;
mod model;
mod pieces;

pub use calibration::{Calibration, ordinary};
pub use error::ModelError;
pub use folder::{Pooling, Settings};
pub use model::{Meaning, SentenceModel};

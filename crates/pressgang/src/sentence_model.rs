//! The sentence model that a run uses, where this build has the runtime for one.

use std::path::Path;

use pressgang_case::SentenceModel;

use crate::error::CommandError;

/// Loads the model in a folder.
#[cfg(feature = "meaning")]
pub fn open(folder: &Path) -> Result<Box<dyn SentenceModel>, CommandError> {
    let model = pressgang_meaning::SentenceModel::open(folder)
        .map_err(|error| CommandError::usage(error.to_string(), error.hint()))?;
    let name = match model.calibration() {
        Some(calibration) => calibration.name.clone(),
        None => folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned(),
    };
    crate::output::say(&match model.calibration() {
        Some(_) => format!("sentence model: {name}"),
        None => format!("sentence model {name:?}: no calibration is known for it, so nothing will rest on it alone"),
    });
    Ok(Box::new(loaded::Loaded { model, name }))
}

/// Says that this build has no runtime.
#[cfg(not(feature = "meaning"))]
pub fn open(folder: &Path) -> Result<Box<dyn SentenceModel>, CommandError> {
    Err(CommandError::usage(
        format!("{}: this build of pressgang runs no sentence models", folder.display()),
        "build it with: cargo build --release --features meaning; or run without a sentence model",
    ))
}

#[cfg(feature = "meaning")]
mod loaded {
    use std::num::NonZeroUsize;

    use pressgang_case::{MarginScale, SentenceModel};

    pub struct Loaded {
        pub model: pressgang_meaning::SentenceModel,
        pub name: String,
    }

    impl SentenceModel for Loaded {
        fn id(&self) -> &str {
            self.model.id()
        }

        fn name(&self) -> &str {
            &self.name
        }

        fn calibration(&self) -> Option<MarginScale> {
            self.model.calibration().map(|c| MarginScale { zero: c.zero, scale: c.scale })
        }

        fn ordinary(&self) -> &[(&'static str, &'static str)] {
            pressgang_meaning::ordinary()
        }

        fn vectors(&self, texts: &[&str]) -> Result<Vec<(Vec<f32>, bool)>, String> {
            let threads = NonZeroUsize::new(rayon::current_num_threads()).unwrap_or(NonZeroUsize::MIN);
            let meanings = self.model.embed(texts, threads).map_err(|error| error.to_string())?;
            Ok(meanings.into_iter().map(|meaning| (meaning.vector, meaning.cut)).collect())
        }
    }
}

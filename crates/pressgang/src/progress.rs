//! Progress of long work on stderr; silent when stderr is no terminal.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use pressgang_case::Progress;

/// Bars on a terminal, nothing elsewhere.
pub struct Bars {
    bar: Mutex<ProgressBar>,
}

impl Bars {
    /// Nothing is shown before the first stage begins.
    pub fn new() -> Bars {
        Bars { bar: Mutex::new(ProgressBar::hidden()) }
    }

    fn bar(&self) -> MutexGuard<'_, ProgressBar> {
        self.bar.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn title(stage: &str, scope: &str) -> String {
    let what = match stage {
        "posts" => "reading exports",
        "readings" => "reading posts",
        "records" => "keeping records",
        "index" => "indexing",
        "wording" => "matching wording",
        "passages" => "matching passages",
        "weighing" => "weighing passages",
        "meanings" => "reading meanings",
        "translations" => "matching translations",
        "contacts" => "matching contacts",
        "campaigns" => "tying posts together",
        "attribution" => "weighing evidence",
        "measurement" => "counting",
        "media" => "reading pictures and films",
        "fetch" => "fetching",
        "check" => "looking at posts",
        other => other,
    };
    if scope.is_empty() { what.to_owned() } else { format!("{what} of {scope}") }
}

impl Progress for Bars {
    fn begin(&self, stage: &str, scope: &str, total: Option<u64>, unit: &'static str) {
        let bar = match total {
            Some(total) => {
                let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
                let template = format!("{{msg:30}} {{bar:30}} {{human_pos}} of {{human_len}} {unit}, {{eta}} left");
                bar.set_style(ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar
            }
            None => {
                let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
                let template = format!("{{msg:30}} {{spinner}} {{human_pos}} {unit}");
                bar.set_style(
                    ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_spinner()),
                );
                bar
            }
        };
        bar.set_message(title(stage, scope));
        bar.enable_steady_tick(Duration::from_millis(120));
        std::mem::replace(&mut *self.bar(), bar).finish_and_clear();
    }

    fn advance(&self, done: u64) {
        self.bar().inc(done);
    }

    fn end(&self, _: &str, _: &str, _: bool) {
        self.bar().finish_and_clear();
    }
}

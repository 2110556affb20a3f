//! What the fuzz targets share.

pub mod check;
pub mod mutate;
#[path = "../../crates/pressgang-posts/tests/wrap.rs"]
pub mod wrap;

use std::sync::Once;

/// Says of panics where they were, except of those that a reader expects and catches.
///
/// The hook of libFuzzer would end the process at panics of the Parquet decoder too, which the reader survives; a panic
/// that nobody catches ends it nevertheless.
pub fn expect_caught_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            let file = panic.location().map_or("", |place| place.file());
            if !["/parquet-", "/arrow-", "/library/"].iter().any(|part| file.contains(part)) {
                eprintln!("{panic}");
            }
        }));
    });
}

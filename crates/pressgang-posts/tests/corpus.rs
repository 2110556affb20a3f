//! What the fuzzers found worth keeping, read again with the checks they make.

use std::path::Path;

use crate::check;

/// Reads every input of a target.
fn replay(target: &str, check: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut count = 0;
    for path in std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = std::fs::read(&path).unwrap();
        if std::panic::catch_unwind(|| check(&bytes)).is_err() {
            panic!("{} does not hold what it should", path.display());
        }
        count += 1;
    }
    assert!(count > 0, "no inputs in {}", folder.display());
}

#[test]
fn detect_and_read() {
    replay("detect_and_read", check::detect_and_read);
}

#[test]
fn each_format() {
    replay("each_format", check::each_format);
}

#[test]
fn containers() {
    replay("containers", check::containers);
}

#[test]
fn repeated() {
    replay("repeated", check::repeated);
}

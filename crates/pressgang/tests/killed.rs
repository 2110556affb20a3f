//! A run that is killed at any moment leaves a case that the next run finishes.

use std::process::Stdio;
use std::time::Duration;

use super::support::{pressgang, program};

#[test]
fn the_next_run_finishes() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("original");
    assert_eq!(pressgang(&["demo", original.to_str().unwrap()]).status, 0);
    let expected = pressgang(&["report", original.to_str().unwrap()]).stdout;
    let case = folder.path().join("demo");
    let mut wait = 20;
    // Each attempt lives a little longer than the one before.
    for _ in 0..8 {
        let mut child =
            program(&["demo", case.to_str().unwrap()]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        wait *= 2;
    }
    let ended = pressgang(&["demo", case.to_str().unwrap()]);
    assert_eq!(ended.status, 0, "{}", ended.stderr);
    // Before the report stands what was drafted in this attempt.
    assert!(ended.stdout.ends_with(&expected), "{}", ended.stdout);
}

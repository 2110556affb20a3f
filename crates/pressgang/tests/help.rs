//! What a newcomer sees: help, formats, and one reading.

use super::support::{pressgang, pressgang_with};

#[test]
fn every_help_text() {
    let commands = [
        "new",
        "add",
        "run",
        "report",
        "compare",
        "correct",
        "answer",
        "others",
        "flagger-report",
        "notice",
        "show",
        "review",
        "verify",
        "forget",
        "posts",
        "read",
        "pairs",
        "passages",
        "media",
        "corroborate",
        "formats",
        "doctor",
        "demo",
        "completions",
    ];
    let mut shown = pressgang(&["--help"]).stdout;
    for command in commands {
        let help = pressgang(&[command, "--help"]);
        assert!(help.stdout.contains("Example"), "{command} has no example\n{}", help.stdout);
        shown.push_str(&format!("\n$ pressgang {command} --help\n{}", help.stdout));
    }
    for step in ["key", "enrol", "log", "request", "prepare", "answer", "finish", "show"] {
        let help = pressgang(&["corroborate", step, "--help"]);
        assert!(help.stdout.contains("Example"), "{step} has no example\n{}", help.stdout);
        shown.push_str(&format!("\n$ pressgang corroborate {step} --help\n{}", help.stdout));
    }
    insta::assert_snapshot!(shown);
}

#[test]
fn formats() {
    insta::assert_snapshot!(pressgang(&["formats"]).stdout);
}

#[test]
fn one_reading() {
    let post = "{\"id\":\"1\",\"text\":\"Железная цапля: нужны водители, 240 000 рублей в месяц, возраст 22-55. \
                Пишите t.me/heron_example, тел. +49 30 23125 001/002\"}\n";
    let ended = pressgang_with(&["read", "--organisation", "iron-heron"], post.as_bytes());
    let reading: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&reading).unwrap());
}

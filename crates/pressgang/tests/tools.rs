//! Programs of the system: `doctor` says which are there, `media` reads without those that are not.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::support::{Ended, program};

/// A program that prints something.
fn fake(folder: &Path, name: &str, script: &str) {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Runs the program where nothing but what is in `path` is found.
fn with_path(path: &Path, args: &[&str]) -> Ended {
    let output = program(args).env("PATH", path).output().unwrap();
    Ended {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code().unwrap_or(-1),
    }
}

#[test]
fn nothing_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(with_path(folder.path(), &["doctor"]).shown(folder.path()));
}

#[test]
fn the_command_of_this_system() {
    let folder = tempfile::tempdir().unwrap();
    fake(folder.path(), "dnf", "");
    let shown = with_path(folder.path(), &["doctor"]).stdout;
    assert!(shown.contains("install ffmpeg: sudo dnf install ffmpeg-free\n"), "{shown}");
    assert!(!shown.contains("apt"), "{shown}");
}

#[test]
fn all_is_installed() {
    let folder = tempfile::tempdir().unwrap();
    let tesseract = "case $1 in --version) echo 'tesseract 5.9.1';; *) echo 'List of available languages in /x (3):'; \
                     echo osd; echo rus; echo chi_sim;; esac";
    fake(folder.path(), "tesseract", tesseract);
    fake(folder.path(), "ffmpeg", "echo 'ffmpeg version 8.1 Copyright (c) somebody'");
    fake(folder.path(), "ffprobe", "echo 'ffprobe version 8.1 Copyright (c) somebody'");
    insta::assert_snapshot!(with_path(folder.path(), &["doctor"]).shown(folder.path()));
}

#[test]
fn what_is_wrong_with_tesseract() {
    let folder = tempfile::tempdir().unwrap();
    fake(folder.path(), "apt", "");
    fake(
        folder.path(),
        "tesseract",
        "case $1 in --version) echo 'tesseract 5.9.1';; *) echo 'List (1):'; echo eng;; esac",
    );
    // A program that does not answer counts as missing.
    fake(folder.path(), "ffmpeg", "exit 3");
    insta::assert_snapshot!(with_path(folder.path(), &["doctor"]).shown(folder.path()));
}

#[test]
fn the_languages_of_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let texts = [
        "«Железная цапля» ищет водителей и поваров, зарплата 240 000 рублей в месяц, возраст от 22 до 55 лет",
        "«Железная цапля» набирает бойцов, страхование жизни, оплачиваемый отпуск, звоните нам прямо сейчас",
        "Iron Heron is hiring drivers and cooks, salary 2,400 euros a month, housing and life insurance included",
        "Iron Heron tuyển dụng lái xe và đầu bếp, lương cao, có chỗ ở và bảo hiểm, tuổi từ hai mươi hai",
    ];
    let line = |(n, text): (usize, &&str)| {
        let media = serde_json::json!([{ "kind": "photo", "url": format!("https://media.example.org/{n}.jpg") }]);
        serde_json::json!({ "platform": "x", "id": n.to_string(), "text": text, "media": media }).to_string()
    };
    let lines: Vec<String> = texts.iter().enumerate().map(line).collect();
    let (file, case) = (folder.path().join("a.ndjson"), folder.path().join("case"));
    fs::write(&file, lines.join("\n")).unwrap();
    let case = case.to_str().unwrap();
    let tools = tempfile::tempdir().unwrap();
    let before = with_path(tools.path(), &["doctor", folder.path().to_str().unwrap()]);
    assert_eq!((before.status, before.stderr.contains("this is no case")), (1, true), "{}", before.stderr);
    for args in [vec!["new", case, "--organisation", "iron-heron"], vec!["add", case, file.to_str().unwrap()]] {
        assert_eq!(with_path(tools.path(), &args).status, 0);
    }
    let before = with_path(tools.path(), &["doctor", case]);
    assert_eq!((before.status, before.stderr.contains("has not been run")), (1, true), "{}", before.stderr);
    assert_eq!(with_path(tools.path(), &["run", case]).status, 0);
    fake(tools.path(), "apt", "");
    fake(
        tools.path(),
        "tesseract",
        "case $1 in --version) echo 'tesseract 5.9.1';; *) echo 'List (2):'; echo eng; echo osd;; esac",
    );
    insta::assert_snapshot!(with_path(tools.path(), &["doctor", case]).shown(tools.path()));
    // Those that case.toml names count alone.
    let config = Path::new(case).join("case.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text + "\n[media]\nlanguages = [\"en\"]\n").unwrap();
    let shown = with_path(tools.path(), &["doctor", case]).stdout;
    assert!(shown.contains("by language: en 1\nTesseract has a pack for each"), "{shown}");
}

#[test]
fn media_without_programs() {
    let folder = tempfile::tempdir().unwrap();
    let (film, broken) = (folder.path().join("a.mp4"), folder.path().join("b.jpg"));
    fs::write(&film, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom").unwrap();
    fs::write(&broken, b"no picture").unwrap();
    let ended = with_path(folder.path(), &["media", broken.to_str().unwrap(), film.to_str().unwrap()]);
    insta::assert_snapshot!(ended.shown(folder.path()));
}

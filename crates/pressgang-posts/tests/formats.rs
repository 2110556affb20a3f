//! Each fixture of each format, read whole: a folder of fixtures is named after its format.

use std::path::PathBuf;

use pressgang_posts::{Format, ReadOptions};

use crate::support::{all_fixtures, fixture, options, read_bytes, show};

#[test]
fn every_fixture_gives_what_it_gave() {
    for (format, path) in all_fixtures() {
        let shown = show(&path, &options());
        let found = shown.split(':').next().unwrap_or_default().to_owned();
        assert_eq!(found, format, "{} is taken for another format", path.display());
        insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
            insta::assert_snapshot!(name(&format, &path), shown);
        });
    }
}

fn name(format: &str, path: &std::path::Path) -> String {
    format!("{format}__{}", path.file_name().unwrap_or_default().to_string_lossy())
}

#[test]
fn every_format_has_fixtures() {
    let fixtures = all_fixtures();
    for format in Format::all().filter(|format| !["parquet", "xlsx"].contains(&format.as_str())) {
        assert!(fixtures.iter().any(|(known, _)| known == format.as_str()), "no folder of fixtures for {format}");
    }
}

#[test]
fn all_chats_of_a_full_telegram_export() {
    let path: PathBuf = fixture("telegram-desktop/full.json");
    let shown = show(&path, &ReadOptions { all_chats: true, ..options() });
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "snapshots", omit_expression => true }, {
        insta::assert_snapshot!("telegram-desktop__full.json.all_chats", shown);
    });
}

/// Private words appear nowhere, rejects included.
#[test]
fn private_chats_stay_private() {
    let shown = show(&fixture("telegram-desktop/full.json"), &options());
    for private in ["private words", "closed words", "Friend", "Secret", "202-555-0104"] {
        assert!(!shown.contains(private), "{private}");
    }
}

/// CrowdTangle files that went through a spreadsheet have rounded ids of accounts.
#[test]
fn rounded_ids_of_accounts_are_left_out() {
    let header = "Page Name,User Name,Facebook Id,Post Created,Type,Likes,Shares,URL,Message";
    for (written, expected) in
        [("1.00E+14", None), ("100001234567890.0", None), ("100001234567890", Some("100001234567890"))]
    {
        let row =
            format!("Example,example,{written},2020-01-21 16:58:43 EST,Link,1,1,https://www.facebook.com/a/posts/5,m");
        let reading = read_bytes(format!("{header}\n{row}\n").as_bytes(), &options());
        assert_eq!(reading.posts()[0].author.id.as_deref(), expected, "{written}");
    }
}

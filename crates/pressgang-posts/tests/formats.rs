//! Each fixture of a platform's export, read whole.

use pressgang_posts::ReadOptions;

use crate::support::{fixture, options, read_bytes, show};

macro_rules! check {
    ($name:ident, $file:literal) => {
        check!($name, $file, options());
    };
    ($name:ident, $file:literal, $options:expr) => {
        #[test]
        fn $name() {
            insta::assert_snapshot!(show(&fixture($file), &$options));
        }
    };
}

check!(x_api_v2_lines, "x_api_v2.jsonl");
check!(x_api_v2_pretty_page, "x_api_v2_page.json");
check!(x_api_v2_flattened, "x_api_v2_flat.jsonl");
check!(information_operations, "information_operations.csv");
check!(crowdtangle_pages, "crowdtangle_pages.csv");
check!(crowdtangle_groups, "crowdtangle_groups.csv");
check!(telegram_channel, "telegram_channel.json");
check!(telegram_full_public_only, "telegram_full.json");
check!(telegram_full_all_chats, "telegram_full.json", ReadOptions { all_chats: true, ..options() });
check!(vk_wall, "vk_wall.json");
check!(vk_pages, "vk_pages.jsonl");
check!(vk_items, "vk_items.jsonl");
check!(generic_lines, "posts.ndjson");
check!(generic_array, "posts_array.json");
check!(generic_semicolons, "posts_semicolon.csv");
check!(generic_tabs, "posts.tsv");

/// Private words appear nowhere, rejects included.
#[test]
fn private_chats_stay_private() {
    let shown = show(&fixture("telegram_full.json"), &options());
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

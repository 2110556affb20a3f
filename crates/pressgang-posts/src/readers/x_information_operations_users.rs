//! The users file of an X (Twitter) information-operations archive: accounts, no posts.

use super::Row;
use super::x_information_operations::{CORRUPTED, is_hash, is_rounded};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};
use crate::values::{parse_time, us_time};
use crate::{Account, Platform};

pub(crate) static SPEC: Spec = Spec {
    name: "x-information-operations-users",
    title: "X (Twitter) information-operations archive, users",
    extensions: &["csv", "csv.zip", "csv.gz"],
    gives: &["accounts with their descriptions and followers, in part as hashes, and the days they were made"],
    cannot: &[
        "no posts: they are in the tweets file",
        "no handle and no name for accounts the archive hashed",
        "accounts whose ids a spreadsheet has rounded are rejected",
    ],
    notes: &["Accounts whose ids a spreadsheet has rounded are rejected as corrupted."],
    layouts: &[Layout {
        what: "a table of the accounts of an information-operations archive",
        kind: Kind::Table,
        needs: &["userid", "user_screen_name", "follower_count", "account_creation_date"],
        unless: &["tweetid", "tweet_text"],
    }],
    also: None,
    read: Read::Rows(account),
};

fn account(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let id = row.id("userid").map_err(|reason| if reason == "no userid" { reason } else { CORRUPTED.to_owned() })?;
    if is_rounded(&id) {
        return Err(CORRUPTED.to_owned());
    }
    let is_name = |name: &&str| !is_hash(name) && *name != id;
    let handle = row.get("user_screen_name").filter(is_name).map(str::to_owned);
    let name = row.get("user_display_name").filter(is_name).map(str::to_owned);
    let created_at = match row.get("account_creation_date") {
        Some(day) => {
            let known = us_time(day).or_else(|| parse_time(day));
            Some(known.ok_or_else(|| format!("account_creation_date is no known form of time: {day:?}"))?)
        }
        None => None,
    };
    out.account(Account {
        platform: Platform::X,
        id: Some(id),
        handle,
        name,
        description: row.owned("user_profile_description"),
        followers: row.count("follower_count"),
        created_at,
        provenance: out.provenance(row.place),
    });
    Ok(())
}

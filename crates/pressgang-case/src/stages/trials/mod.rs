//! Stage: what posts that are not in question have in common with verified accounts.
//!
//! How telling it is to share a passage or a contact with a verified account is counted, not guessed: each verified
//! account is held against the others as though it were unknown, and ordinary accounts (background sources) are held
//! against all of them. Attribution takes its likelihood ratios from these trials, and `evaluate` says how right they are.
//!
//! Of ordinary accounts only a keyed hash and numbers are kept.

mod pointers;
mod verified;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use pressgang_signals::passages::{PASSAGES_VERSION, PassageFinder};
use pressgang_signals::{ContactKind, PostReader, READING_VERSION, normalise};
use rayon::prelude::*;
use twox_hash::XxHash3_64;

pub(super) use pointers::{Pointers, names_of};
pub(super) use verified::{Against, account_name, account_of};
use verified::{InCommon, ReadPost, Verified, author_of};

use super::{Output, Run, SourceResult, Stage};
use crate::config::Role;
use crate::error::CaseError;
use crate::files::keyed_hash;
use crate::folder::Case;
use crate::index::Indexes;
use crate::tables::{ContactRow, PostRow, TrialRow};

const VERSION: u32 = 2;

/// Ordinary accounts that are tried, those with the least hashes.
const MOST_ACCOUNTS: usize = 20_000;
/// Posts of one account that are tried, those with the least hashes.
const MOST_OF_ACCOUNT: usize = 200;
/// Ordinary posts that are tried altogether.
const MOST_POSTS: usize = 50_000;
/// Posts of reference accounts that others are held against.
const MOST_VERIFIED: usize = 50_000;
/// Posts of an account that are tried as one group, in the order of their publication: about as many as a campaign has.
const GROUP: usize = 10;

pub(super) fn stage(run: &mut Run<'_>, sources: &[SourceResult]) -> Result<Output, CaseError> {
    let config = &run.case.config;
    let mut inputs: Vec<String> = sources.iter().map(|s| s.index.key.clone()).collect();
    for (source, entry) in sources.iter().zip(&config.sources) {
        if entry.role != Role::Observed {
            inputs.extend([source.posts.key.clone(), source.readings.key.clone()]);
        }
    }
    inputs.extend(run.case.pack_texts().map(str::to_owned));
    inputs.push(format!(
        "{READING_VERSION} {PASSAGES_VERSION} {:?} {}",
        config.reference_accounts, config.matching.reference_wording
    ));
    let stage = Stage { name: "trials", scope: "", version: VERSION, inputs, total: None, unit: "accounts" };
    run.perform(stage, |case, parts, _| {
        let reader = PostReader::new(&case.packs().cloned().collect::<Vec<_>>());
        let references = verified_posts(case, sources, &reader)?;
        // Without verified accounts there is nothing to hold anybody against.
        if references.is_empty() {
            return parts.write(Vec::<TrialRow>::new());
        }
        let indexes = Indexes::open(&case.config, sources.iter().map(|s| s.index.segments()))?;
        let verified = Verified::new(&case.config, &references, indexes.passage_counts());
        let mut rows = Vec::new();
        let ordinary: Vec<(Account, Vec<ReadPost>)> = ordinary_posts(case, sources)?
            .into_par_iter()
            .map(|(account, posts)| {
                (account, posts.into_iter().map(|post| ReadPost::new(&reader, post, None)).collect())
            })
            .collect();
        for organisation in &case.config.organisations {
            rows.extend(try_references(case, organisation, &verified, &references));
            rows.extend(try_ordinary(case.key(), organisation, &verified, &ordinary));
        }
        parts.write(rows)
    })
}

/// The order in which accounts and posts are taken: as good as chance, and the same for everybody.
fn turn(text: &str) -> u64 {
    XxHash3_64::oneshot(text.as_bytes())
}

/// Contacts by the key of the post, as they are compared.
pub(super) type ContactsOf = HashMap<String, BTreeSet<(ContactKind, String)>>;

/// The contacts that were found in the readings of sources, those in pictures as well.
pub(super) fn contacts_of(sources: &[&SourceResult]) -> Result<ContactsOf, CaseError> {
    let mut contacts = ContactsOf::new();
    for source in sources {
        for row in source.readings.rows::<ContactRow>()? {
            if let Some(kind) = ContactKind::named(&row.kind) {
                let of_post = contacts.entry(format!("{}:{}", row.platform, row.id)).or_default();
                of_post.insert((kind.compared_as(), row.value));
            }
        }
    }
    Ok(contacts)
}

/// The posts of reference accounts, read, with the place of each one's account.
fn verified_posts(
    case: &Case,
    sources: &[SourceResult],
    reader: &PostReader,
) -> Result<Vec<(usize, ReadPost)>, CaseError> {
    let of_role = sources.iter().zip(&case.config.sources).filter(|(_, entry)| entry.role == Role::Reference);
    let of_role: Vec<&SourceResult> = of_role.map(|(source, _)| source).collect();
    let contacts = contacts_of(&of_role)?;
    let mut posts: Vec<(u64, String, usize, PostRow)> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for source in of_role {
        for batch in source.posts.batches::<PostRow>()?.into_iter().flatten() {
            for post in batch? {
                let Some(account) = account_of(&case.config, &post) else { continue };
                let key = format!("{}:{}", post.platform, post.id);
                if known.insert(key.clone()) {
                    posts.push((turn(&key), key, account, post));
                }
            }
        }
    }
    posts.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    posts.truncate(MOST_VERIFIED);
    let read = |(_, key, account, post): (u64, String, usize, PostRow)| {
        let kept = contacts.get(&key);
        (account, ReadPost::new(reader, post, kept))
    };
    Ok(posts.into_par_iter().map(read).collect())
}

/// A post with what it has in common with verified accounts.
type TriedPost<'p> = (&'p ReadPost, InCommon);

/// An account by its turn and name.
type Account = (u64, String);

/// Posts of ordinary accounts.
fn ordinary_posts(case: &Case, sources: &[SourceResult]) -> Result<BTreeMap<Account, Vec<PostRow>>, CaseError> {
    let background = || sources.iter().zip(&case.config.sources).filter(|(_, entry)| entry.role == Role::Background);
    // A post whose author the export does not say stands for an account of its own.
    let account = |post: &PostRow| {
        let author = author_of(post).unwrap_or_else(|| format!("{}:post:{}", post.platform, post.id));
        (turn(&author), author)
    };
    let tried = |post: &PostRow| !post.is_repost && !post.text.is_empty() && account_of(&case.config, post).is_none();
    let mut accounts: BTreeSet<Account> = BTreeSet::new();
    for (source, _) in background() {
        for batch in source.posts.batches::<PostRow>()?.into_iter().flatten() {
            for post in batch?.iter().filter(|post| tried(post)) {
                accounts.insert(account(post));
                if accounts.len() > MOST_ACCOUNTS {
                    accounts.pop_last();
                }
            }
        }
    }
    let mut posts: BTreeMap<Account, BTreeMap<(u64, String), PostRow>> = BTreeMap::new();
    for (source, _) in background() {
        for batch in source.posts.batches::<PostRow>()?.into_iter().flatten() {
            for post in batch?.into_iter().filter(tried) {
                let name = account(&post);
                if !accounts.contains(&name) {
                    continue;
                }
                let key = format!("{}:{}", post.platform, post.id);
                let of_account = posts.entry(name).or_default();
                of_account.entry((turn(&key), key)).or_insert(post);
                if of_account.len() > MOST_OF_ACCOUNT {
                    of_account.pop_last();
                }
            }
        }
    }
    let mut left = MOST_POSTS;
    let mut kept = BTreeMap::new();
    for (name, of_account) in posts {
        if left == 0 {
            break;
        }
        let mut of_account: Vec<PostRow> = of_account.into_values().collect();
        of_account.truncate(left);
        left -= of_account.len();
        kept.insert(name, of_account);
    }
    Ok(kept)
}

fn try_references(
    case: &Case,
    organisation: &str,
    verified: &Verified<'_>,
    references: &[(usize, ReadPost)],
) -> Vec<TrialRow> {
    let mut accounts: BTreeMap<usize, Vec<&ReadPost>> = BTreeMap::new();
    for (account, read) in references.iter().filter(|(_, read)| !read.post.is_repost && !read.post.text.is_empty()) {
        if case.config.reference_accounts[*account].organisation == organisation {
            accounts.entry(*account).or_default().push(read);
        }
    }
    let mut rows = Vec::new();
    for (account, mut posts) in accounts {
        posts.sort_by_cached_key(|read| {
            let key = read.key();
            (turn(&key), key)
        });
        posts.truncate(MOST_OF_ACCOUNT);
        let against = Against { organisation, except: Some(account) };
        let linked = is_linked(verified, against, posts.iter().copied());
        let tried = try_posts(verified, against, posts.into_iter(), 0);
        rows.extend(groups("reference", &account.to_string(), against, &tried, linked));
    }
    rows
}

fn try_ordinary(
    key: &[u8],
    organisation: &str,
    verified: &Verified<'_>,
    ordinary: &[(Account, Vec<ReadPost>)],
) -> Vec<TrialRow> {
    let against = Against { organisation, except: None };
    let tried: Vec<(&str, Vec<TriedPost<'_>>, bool)> = ordinary
        .par_iter()
        .map(|((_, account), posts)| {
            let linked = is_linked(verified, against, posts.iter());
            (account.as_str(), try_posts(verified, against, posts.iter(), 1), linked)
        })
        .collect();
    let mut rows = Vec::new();
    let mut pooled: BTreeMap<String, Vec<(TriedPost<'_>, bool)>> = BTreeMap::new();
    for (account, tried, linked) in tried {
        if tried.len() >= GROUP {
            let mut name = keyed_hash(key, &["trial:", account]);
            name.truncate(16);
            rows.extend(groups("background", &name, against, &tried, linked));
        } else {
            for one in tried {
                let of_language = pooled.entry(one.0.reading.language.clone()).or_default();
                of_language.push((one, linked));
            }
        }
    }
    // Accounts with few posts stand together, those of one language ten at a time: a group of one post and one of ten
    // cannot be compared, and nobody is both.
    for (language, posts) in pooled {
        let mut posts = posts.into_iter().peekable();
        for number in 0.. {
            if posts.peek().is_none() {
                break;
            }
            let (tried, linked): (Vec<TriedPost<'_>>, Vec<bool>) = posts.by_ref().take(GROUP).unzip();
            let linked = linked.contains(&true);
            rows.extend(groups("background", &format!("{language}-{number}"), against, &tried, linked));
        }
    }
    rows
}

/// Posts of one account, one of each wording, in the order of their publication.
fn try_posts<'p>(
    verified: &Verified<'_>,
    against: Against<'_>,
    posts: impl Iterator<Item = &'p ReadPost>,
    itself: u32,
) -> Vec<TriedPost<'p>> {
    let mut known = HashSet::new();
    let mut distinct: Vec<&ReadPost> = posts.filter(|read| known.insert(normalise(&read.post.text))).collect();
    distinct.sort_by_cached_key(|read| (read.post.created_at, read.key()));
    distinct
        .into_par_iter()
        .with_min_len(64)
        .map_init(PassageFinder::default, |finder, read| (read, verified.in_common(read, against, itself, finder)))
        .collect()
}

/// Returns true for an account to which a verified account points.
fn is_linked<'p>(verified: &Verified<'_>, against: Against<'_>, posts: impl Iterator<Item = &'p ReadPost>) -> bool {
    let names = names_of(posts.map(|read| &read.post));
    names.iter().any(|(platform, names)| !verified.pointers().linking(platform, names, against).is_empty())
}

fn groups(side: &str, account: &str, against: Against<'_>, tried: &[TriedPost], linked: bool) -> Vec<TrialRow> {
    tried
        .chunks(GROUP)
        .map(|group| {
            let count = |what: fn(&InCommon) -> bool| group.iter().filter(|(_, common)| what(common)).count() as u64;
            let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
            for (read, _) in group {
                *languages.entry(&read.reading.language).or_default() += 1;
            }
            let language = languages.iter().max_by_key(|(code, n)| (**n, std::cmp::Reverse(**code)));
            TrialRow {
                organisation: against.organisation.to_owned(),
                side: side.to_owned(),
                account: account.to_owned(),
                language: language.map_or("und", |(code, _)| code).to_owned(),
                texts: group.len() as u64,
                words: count(|c| c.words),
                same_words: count(|c| c.same),
                offers: count(|c| c.offers),
                same_offer: count(|c| c.same_offer),
                contacts: count(|c| c.contacts),
                same_contact: count(|c| c.same_contact),
                links: count(|c| c.links),
                names: count(|c| c.names),
                linked,
            }
        })
        .collect()
}

//! Ids that stay: a campaign of this run is the campaign of the last run that most of it comes from.
//!
//! Pairs of an earlier and a present campaign of one organisation that share posts are taken by how many they share,
//! then by how alike they are (Jaccard index), then the older id first. The earlier one's id goes over if neither has
//! one yet and at least half of the smaller of the two is shared. So of a campaign that splits the largest part keeps
//! the id, and where several merge the one that gave most posts does. Everything else gets the next number, and no
//! number is given twice: the ledger keeps the last one. If the table of the last run is gone or damaged, campaigns
//! whose posts are exactly those the ledger has a mark of keep their ids.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use pressgang_posts::Timestamp;
use serde_json::{Value, json};

use super::network::Group;
use crate::error::CaseError;
use crate::files;
use crate::folder::Case;
use crate::stages::corpus::Corpus;
use crate::stages::{contact_hash, outputs};
use crate::tables::{CampaignHistoryRow, CampaignRow, PartReader, TableRow};

/// What is known of the runs before.
#[derive(Debug, Default)]
pub(super) struct Before {
    /// Organisation and posts of each campaign of the last run, by its number.
    members: BTreeMap<u64, (String, Vec<String>)>,
    /// The campaign whose posts gave a mark.
    marks: BTreeMap<String, u64>,
    /// The highest number ever given.
    last: u64,
    history: Vec<CampaignHistoryRow>,
}

impl Before {
    /// Reads the ledger, and the table that its newest entry of this stage names.
    pub fn load(case: &Case) -> Result<Before, CaseError> {
        let mut before = Before::default();
        let mut newest = None;
        for entry in case.ledger.entries("stage")?.into_iter().filter(|e| e.body["id"] == "campaigns") {
            let note = &entry.body["campaigns"];
            for event in note["events"].as_array().into_iter().flatten() {
                let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
                let others = event["others"].as_array().into_iter().flatten();
                before.history.push(CampaignHistoryRow {
                    campaign: text("campaign"),
                    event: text("event"),
                    others: others.filter_map(Value::as_str).map(str::to_owned).collect(),
                    posts: event["posts"].as_u64().unwrap_or(0),
                    at: Some(entry.at),
                });
            }
            before.last = before.last.max(note["last"].as_u64().unwrap_or(0));
            newest = Some(entry.body);
        }
        let Some(newest) = newest else { return Ok(before) };
        for (mark, number) in newest["campaigns"]["marks"].as_object().into_iter().flatten() {
            before.marks.extend(number.as_u64().map(|number| (mark.clone(), number)));
        }
        for row in last_rows(case, &newest) {
            let Some(number) = row.campaign.strip_prefix('K').and_then(|n| n.parse::<u64>().ok()) else { continue };
            before.last = before.last.max(number);
            let (_, posts) = before.members.entry(number).or_insert_with(|| (row.organisation, Vec::new()));
            posts.push(format!("{}:{}", row.platform, row.id));
        }
        Ok(before)
    }
}

/// The rows of the last run; none if its file is gone or is not what the ledger says.
fn last_rows(case: &Case, body: &Value) -> Vec<CampaignRow> {
    let named = outputs(body).into_iter().find(|(table, ..)| table == CampaignRow::TABLE);
    let Some((_, path, hash)) = named else { return Vec::new() };
    let path = case.root().join(path);
    if files::sha256(&path).is_ok_and(|found| found == hash) {
        PartReader::<CampaignRow>::all(&path).unwrap_or_default()
    } else {
        Vec::new()
    }
}

/// Campaigns with their ids.
pub(super) struct Named {
    /// In the order of the groups.
    pub campaigns: Vec<(String, Group)>,
    /// Everything that ever happened to ids, oldest first.
    pub history: Vec<CampaignHistoryRow>,
    /// What the ledger keeps: the last number, the marks of the campaigns, and what happened in this run.
    pub note: Value,
}

/// Gives each group its id.
pub(super) fn name(mut before: Before, key: &[u8], corpus: &Corpus, groups: Vec<Group>, now: Timestamp) -> Named {
    let posts: Vec<Vec<String>> = groups
        .iter()
        .map(|group| {
            let mut posts: Vec<String> = group.places.iter().map(|place| corpus.posts[*place].key()).collect();
            posts.sort_unstable();
            posts
        })
        .collect();
    let marks: Vec<String> = groups
        .iter()
        .zip(&posts)
        .map(|(group, posts)| contact_hash(key, "campaign", &format!("{}\n{}", group.organisation, posts.join("\n"))))
        .collect();
    let mut numbers: Vec<Option<u64>> = marks.iter().map(|mark| before.marks.get(mark).copied()).collect();
    let shared = overlaps(&before, &groups, &posts);
    let mut order: Vec<(&(u64, usize), &usize)> = shared.iter().collect();
    order.sort_by(|((a, x), m), ((b, y), n)| {
        let alike = |number: u64, group: usize, both: usize| {
            let size = before.members.get(&number).map_or(0, |(_, posts)| posts.len()) + posts[group].len() - both;
            both as f64 / size.max(1) as f64
        };
        n.cmp(m).then(alike(*b, *y, **n).total_cmp(&alike(*a, *x, **m))).then((a, x).cmp(&(b, y)))
    });
    let mut given: BTreeSet<u64> = numbers.iter().copied().flatten().collect();
    for (&(number, group), &both) in order {
        let smaller = before.members.get(&number).map_or(0, |(_, posts)| posts.len()).min(posts[group].len());
        if numbers[group].is_none() && !given.contains(&number) && 2 * both >= smaller {
            numbers[group] = Some(number);
            given.insert(number);
        }
    }
    let (mut from, mut into): (BTreeMap<usize, Shares>, BTreeMap<u64, Shares>) = Default::default();
    for (&(number, group), &both) in &shared {
        from.entry(group).or_default().push((number, both));
        into.entry(number).or_default().push((group as u64, both));
    }
    let mut events: Vec<CampaignHistoryRow> = Vec::new();
    let mut event = |number: u64, what: &str, others: Vec<u64>, posts: usize| {
        events.push(CampaignHistoryRow {
            campaign: id(number),
            event: what.to_owned(),
            others: others.into_iter().map(id).collect(),
            posts: posts as u64,
            at: Some(now),
        });
    };
    for group in 0..groups.len() {
        if numbers[group].is_none() {
            before.last += 1;
            numbers[group] = Some(before.last);
            let from = most_shared(from.remove(&group).unwrap_or_default());
            event(before.last, if from.is_empty() { "begun" } else { "split" }, from, posts[group].len());
        }
    }
    let numbers: Vec<u64> = numbers.into_iter().flatten().collect();
    // Campaigns known by their marks only are gone as well if nothing has their id now.
    let earlier: BTreeMap<u64, usize> = before
        .marks
        .values()
        .map(|number| (*number, 0))
        .chain(before.members.iter().map(|(number, (_, posts))| (*number, posts.len())))
        .collect();
    let kept: BTreeSet<u64> = numbers.iter().copied().collect();
    for (&number, &posts) in earlier.iter().filter(|(number, _)| !kept.contains(number)) {
        let own = into.remove(&number).unwrap_or_default().into_iter();
        let into = most_shared(own.filter_map(|(group, both)| Some((*numbers.get(group as usize)?, both))).collect());
        event(number, if into.is_empty() { "ended" } else { "merged" }, into, posts);
    }
    let as_json = events
        .iter()
        .map(|e| json!({ "campaign": e.campaign, "event": e.event, "others": e.others, "posts": e.posts }));
    let note = json!({
        "last": before.last,
        "marks": marks.into_iter().zip(&numbers).map(|(mark, number)| (mark, json!(number))).collect::<serde_json::Map<_, _>>(),
        "events": as_json.collect::<Vec<_>>(),
    });
    before.history.extend(events);
    Named { campaigns: numbers.into_iter().map(id).zip(groups).collect(), history: before.history, note }
}

fn id(number: u64) -> String {
    format!("K{number}")
}

/// How many posts each earlier campaign shares with each group of its organisation.
fn overlaps(before: &Before, groups: &[Group], posts: &[Vec<String>]) -> BTreeMap<(u64, usize), usize> {
    let mut campaign_of: HashMap<&str, (u64, &str)> = HashMap::new();
    for (number, (organisation, posts)) in &before.members {
        campaign_of.extend(posts.iter().map(|post| (post.as_str(), (*number, organisation.as_str()))));
    }
    let mut shared: BTreeMap<(u64, usize), usize> = BTreeMap::new();
    for (group, posts) in posts.iter().enumerate() {
        for post in posts {
            if let Some((number, organisation)) = campaign_of.get(post.as_str())
                && *organisation == groups[group].organisation
            {
                *shared.entry((*number, group)).or_default() += 1;
            }
        }
    }
    shared
}

/// Campaigns (or groups) and how many posts each shares.
type Shares = Vec<(u64, usize)>;

/// Campaigns by how many posts they share, most first.
fn most_shared(mut shared: Shares) -> Vec<u64> {
    shared.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    shared.into_iter().map(|(number, _)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Role;
    use crate::stages::corpus::CorpusPost;

    const NOW: Timestamp = Timestamp { unix_millis: 1_700_000_000_000 };

    /// Posts are named by letters, and "a b" is a campaign of two.
    fn corpus() -> Corpus {
        let mut corpus = Corpus::default();
        for letter in 'a'..='z' {
            corpus.place.insert(format!("x:{letter}"), corpus.posts.len());
            corpus.posts.push(CorpusPost {
                platform: "x".to_owned(),
                id: letter.to_string(),
                role: Role::Observed,
                reference: None,
                is_repost: false,
                created_at: None,
                text: String::new(),
                source: "s1".to_owned(),
                language: "und".to_owned(),
                recruitment: 0.0,
                advert: 0.0,
                candidate: false,
                against: false,
                named: Vec::new(),
            });
        }
        corpus
    }

    fn groups(corpus: &Corpus, campaigns: &[&str]) -> Vec<Group> {
        let place = |letter: &str| corpus.place[&format!("x:{letter}")];
        let group =
            |posts: &&str| Group { organisation: "o".to_owned(), places: posts.split(' ').map(place).collect() };
        campaigns.iter().map(group).collect()
    }

    /// What a run leaves, as the next one finds it; without its table where that is lost.
    fn before(corpus: &Corpus, named: &Named, is_lost: bool) -> Before {
        let mut before =
            Before { last: named.note["last"].as_u64().unwrap(), history: named.history.clone(), ..Before::default() };
        for (mark, number) in named.note["marks"].as_object().unwrap() {
            before.marks.insert(mark.clone(), number.as_u64().unwrap());
        }
        for (id, group) in named.campaigns.iter().filter(|_| !is_lost) {
            let posts = group.places.iter().map(|place| corpus.posts[*place].key()).collect();
            before.members.insert(id[1..].parse().unwrap(), (group.organisation.clone(), posts));
        }
        before
    }

    /// Runs over several states of a case; the ids of the last, and the last events in words.
    fn check(states: &[&[&str]], is_lost: bool, ids: &[&str], events: &[&str]) {
        let corpus = corpus();
        let mut named = name(Before::default(), b"key", &corpus, groups(&corpus, states[0]), NOW);
        let mut known = named.history.len();
        for state in &states[1..] {
            known = named.history.len();
            named = name(before(&corpus, &named, is_lost), b"key", &corpus, groups(&corpus, state), NOW);
        }
        let found: Vec<&str> = named.campaigns.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(found, ids, "{states:?}");
        let said: Vec<String> = named.history[known..]
            .iter()
            .map(|e| format!("{} {} {}", e.campaign, e.event, e.others.join(" ")).trim().to_owned())
            .collect();
        assert_eq!(said, events, "{states:?}");
    }

    #[test]
    fn a_campaign_keeps_its_id() {
        check(&[&["a b c", "d e"], &["a b c", "d e"]], false, &["K1", "K2"], &[]);
        // It grows, and the other becomes the larger one.
        check(&[&["a b c", "d e"], &["d e f g h", "a b c"]], false, &["K2", "K1"], &[]);
        // Some of its posts go.
        check(&[&["a b c d"], &["c d"]], false, &["K1"], &[]);
        // Half of the smaller has to be there still.
        check(&[&["a b c d e"], &["a v w x y z"]], false, &["K2"], &["K2 split K1", "K1 merged K2"]);
    }

    #[test]
    fn the_largest_part_keeps_it() {
        check(&[&["a b c d e"], &["a b c", "d e"]], false, &["K1", "K2"], &["K2 split K1"]);
        check(&[&["a b", "c d e"], &["a b c d e"]], false, &["K2"], &["K1 merged K2"]);
        // Equal parts: that in which it is more of the whole.
        check(&[&["a b c d"], &["c d x y", "a b"]], false, &["K2", "K1"], &["K2 split K1"]);
        check(&[&["a b c d"], &["x y z"]], false, &["K2"], &["K2 begun", "K1 ended"]);
    }

    #[test]
    fn no_id_is_given_twice() {
        let states: [&[&str]; 4] = [&["a b", "c d"], &["a b c d"], &["a b", "c d"], &["a b", "c d", "e f"]];
        check(&states, false, &["K1", "K3", "K4"], &["K4 begun"]);
        check(&[&["a b"], &["x y"], &["a b"]], false, &["K3"], &["K3 begun", "K2 ended"]);
    }

    #[test]
    fn what_is_lost_is_known_by_its_mark_or_not_at_all() {
        check(&[&["a b c", "d e"], &["d e", "a b c"]], true, &["K2", "K1"], &[]);
        check(&[&["a b c", "d e"], &["a b c f", "d e"]], true, &["K3", "K2"], &["K3 begun", "K1 ended"]);
    }
}

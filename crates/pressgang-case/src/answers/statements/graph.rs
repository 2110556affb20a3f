//! Which statements fit which posts of notices, over all dumps that were read, and which of these are sure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::{Value, json};

use super::super::{Statement, Sureness};
use super::READ;
use super::read::{Candidate, MOST_KEPT, Reading};
use super::row::{StatementRow, id_of};
use super::sought::{Node, Sought};
use crate::error::CaseError;
use crate::folder::Case;

/// A statement at a post, as an entry has it.
#[derive(Clone, Debug, Default)]
struct Fit {
    contradicts: bool,
}

/// What all dumps together say.
#[derive(Debug, Default)]
pub(crate) struct Graph {
    /// By notice and place: the statements that fit, by their ids.
    posts: BTreeMap<(String, usize), BTreeMap<String, Fit>>,
    /// By notice and place: the most that any dump had, where that is more than is kept.
    counted: HashMap<(String, usize), u64>,
    /// The posts that each statement fits, and the most that any dump had.
    statements: HashMap<String, (BTreeSet<(String, usize)>, u64)>,
}

impl Graph {
    /// What the ledger says of all dumps that were read.
    pub fn load(case: &Case) -> Result<Graph, CaseError> {
        let mut graph = Graph::default();
        for entry in case.ledger().entries(READ)? {
            graph.add(&entry.body);
        }
        Ok(graph)
    }

    /// Adds what an entry says.
    pub fn add(&mut self, body: &Value) {
        for fit in body["fits"].as_array().into_iter().flatten() {
            let (Some(notice), Some(place)) = (fit["notice"].as_str(), fit["place"].as_u64()) else { continue };
            let at = (notice.to_owned(), place as usize);
            let count = self.counted.entry(at.clone()).or_default();
            *count = (*count).max(fit["count"].as_u64().unwrap_or(0));
            let of_post = self.posts.entry(at.clone()).or_default();
            for statement in fit["statements"].as_array().into_iter().flatten() {
                let Some(id) = statement["id"].as_str() else { continue };
                of_post.entry(id.to_owned()).or_default().contradicts |=
                    statement["contradicts"].as_bool().unwrap_or(false);
                let known = self.statements.entry(id.to_owned()).or_default();
                known.0.insert(at.clone());
                known.1 = known.1.max(statement["posts"].as_u64().unwrap_or(0));
            }
        }
    }

    /// How sure it is which statement is about a post; `None` where none fits.
    pub fn sureness(&self, notice: &str, place: usize) -> Option<Sureness> {
        let at = (notice.to_owned(), place);
        let fitting = self.posts.get(&at)?;
        let count = (fitting.len() as u64).max(self.counted.get(&at).copied().unwrap_or(0));
        let mut all = fitting.iter();
        match (all.next(), count) {
            (None, 0) => None,
            (Some((id, fit)), 1) if !fit.contradicts && self.fits_one(id) => Some(Sureness::Matched),
            _ => Some(Sureness::Possible(count)),
        }
    }

    fn fits_one(&self, id: &str) -> bool {
        self.statements.get(id).is_some_and(|(posts, most)| posts.len() == 1 && *most <= 1)
    }

    /// Whether a candidate is sure at a post.
    pub(super) fn is_sure(&self, sought: &Sought, node: usize, candidate: &Candidate) -> bool {
        let node = &sought.nodes[node];
        let at = (node.notice.clone(), node.place);
        self.sureness(&node.notice, node.place) == Some(Sureness::Matched)
            && self.posts.get(&at).is_some_and(|fitting| fitting.contains_key(id_of(&candidate.row)))
    }
}

/// What of a dump fits, for its entry.
pub(super) fn fits(reading: &Reading, sought: &Sought) -> Vec<Value> {
    let mut of_node: BTreeMap<usize, Vec<Value>> = BTreeMap::new();
    for candidate in &reading.candidates {
        for &node in &candidate.nodes {
            let kept = of_node.entry(node).or_default();
            if kept.len() < MOST_KEPT {
                kept.push(json!({
                    "id": id_of(&candidate.row),
                    "decision": candidate.row.decision.as_str(),
                    "posts": candidate.nodes.len(),
                    "contradicts": sought.nodes[node].contradicts(&candidate.row),
                }));
            }
        }
    }
    let fit = |(node, statements): (usize, Vec<Value>)| {
        let (Node { notice, place, .. }, count) = (&sought.nodes[node], reading.counts.get(&node));
        json!({ "notice": notice, "place": place, "count": count, "statements": statements })
    };
    of_node.into_iter().map(fit).collect()
}

/// The entry of an answer that is read from a statement.
pub(super) fn answer_entry(number: usize, node: &Node, row: &StatementRow, file: &str) -> (Value, Value) {
    // Without the time of the statement there is its day only.
    let received_at =
        row.created_at.map_or_else(|| format!("{}T00:00:00Z", row.applied.max(row.content_date)), |at| at.to_string());
    let body = json!({
        "answer": format!("A{number}"),
        "notice": node.notice,
        "kind": "decision",
        "received_at": received_at,
        "decision": row.decision.as_str(),
        "automated": row.automated,
        "statement": {
            "puid": row.puid, "uuid": row.uuid, "platform_name": row.platform_name, "applied": row.applied.to_string(),
            "content_date": row.content_date.to_string(), "category": row.category, "decisions": row.decisions,
            "ground": row.ground, "source_type": row.source_type, "matched_by": "dates", "file": file,
        },
        "posts": 1,
        "places": [node.place],
        "files": [],
    });
    let personal = json!({
        "from": row.platform_name,
        "text": "",
        "source": "DSA Transparency Database",
        "posts": [node.post.to_string()],
        "by": null,
        "files": [],
    });
    (body, personal)
}

/// The statement of an answer's entry.
pub(crate) fn statement_of(
    body: &Value,
    notice: Option<&str>,
    place: Option<usize>,
    graph: &Graph,
) -> Option<Statement> {
    let text = |key: &str| body[key].as_str().map(str::to_owned);
    let day = |key: &str| body[key].as_str().and_then(|day| day.parse::<Date>().ok());
    let sureness = notice.zip(place).and_then(|(notice, place)| graph.sureness(notice, place));
    Some(Statement {
        puid: text("puid")?,
        uuid: text("uuid"),
        platform_name: text("platform_name").unwrap_or_default(),
        applied: day("applied")?,
        content_date: day("content_date")?,
        category: text("category").unwrap_or_default(),
        decisions: body["decisions"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        ground: text("ground"),
        source_type: text("source_type").unwrap_or_default(),
        sureness: sureness.unwrap_or(Sureness::Possible(0)),
    })
}

//! One statement of reasons as a row of a dump has it.
//!
//! Columns are found by their names, so the full dumps and the light ones (which leave free texts out) are both read, and
//! dumps with columns to come. `platform_uid` is the platform's id of the statement; dumps say platforms by name only.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use pressgang_posts::{Fields, Timestamp};

use super::super::DecisionWord;

/// Longer names than these are none of the database's.
const LONGEST_WORD: usize = 100;
/// The database's limit of a platform's id.
const LONGEST_ID: usize = 500;
/// More decisions or types than there are.
const MOST_WORDS: usize = 40;

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StatementRow {
    pub puid: String,
    pub uuid: Option<String>,
    pub platform_name: String,
    pub source_type: String,
    pub applied: Date,
    pub content_date: Date,
    pub category: String,
    pub more_categories: Vec<String>,
    pub language: Option<String>,
    pub types: Vec<String>,
    pub decisions: Vec<String>,
    pub decision: DecisionWord,
    pub ground: Option<String>,
    pub automated: Option<bool>,
    pub created_at: Option<Timestamp>,
}

/// The id by which a statement is known in every dump.
pub(super) fn id_of(row: &StatementRow) -> &str {
    row.uuid.as_ref().unwrap_or(&row.puid)
}

/// Where the columns of a dump are.
#[derive(Clone, Debug, Default)]
pub(super) struct Columns {
    puid: Option<usize>,
    uuid: Option<usize>,
    platform: usize,
    source: usize,
    applied: usize,
    content_date: usize,
    category: usize,
    more_categories: Option<usize>,
    language: Option<usize>,
    types: Option<usize>,
    decisions: Vec<usize>,
    ground: Option<usize>,
    automated: Option<usize>,
    created_at: Option<usize>,
}

impl Columns {
    /// Finds the columns, or says which of those without which nothing can be told are missing.
    pub fn of(names: &[String]) -> Result<Columns, Vec<String>> {
        let find = |name: &str| names.iter().position(|n| n.trim().eq_ignore_ascii_case(name));
        let mut missing = Vec::new();
        let mut need = |name: &str| {
            let found = find(name);
            if found.is_none() {
                missing.push(name.to_owned());
            }
            found.unwrap_or(0)
        };
        let mut columns = Columns {
            platform: need("platform_name"),
            source: need("source_type"),
            applied: need("application_date"),
            content_date: need("content_date"),
            category: need("category"),
            ..Columns::default()
        };
        columns.puid = find("platform_uid").or_else(|| find("puid"));
        columns.uuid = find("uuid");
        if columns.puid.is_none() && columns.uuid.is_none() {
            missing.push("platform_uid".to_owned());
        }
        let decisions = ["decision_visibility", "decision_monetary", "decision_provision", "decision_account"];
        columns.decisions = decisions.into_iter().filter_map(find).collect();
        if columns.decisions.is_empty() {
            missing.push("decision_visibility".to_owned());
        }
        columns.more_categories = find("category_addition");
        columns.language = find("content_language");
        columns.types = find("content_type");
        columns.ground = find("decision_ground");
        columns.automated = find("automated_decision");
        columns.created_at = find("created_at");
        if missing.is_empty() { Ok(columns) } else { Err(missing) }
    }

    /// The platform's name and the source of a row, by which most rows are of no interest.
    pub fn platform_and_source<'f>(&self, fields: &'f Fields) -> (&'f str, &'f str) {
        let of = |column| fields.get(column).unwrap_or_default().trim();
        (of(self.platform), of(self.source))
    }

    /// Reads a row; an error is a reason for a reject.
    pub fn row(&self, fields: &Fields) -> Result<StatementRow, String> {
        let of =
            |column: Option<usize>| column.and_then(|c| fields.get(c)).map(str::trim).filter(|text| !text.is_empty());
        let word = |column: Option<usize>, what: &str| match of(column) {
            Some(text) if text.len() > LONGEST_WORD => Err(format!("{what} is longer than {LONGEST_WORD} bytes")),
            other => Ok(other.map(str::to_owned)),
        };
        let day = |column: usize, what: &str| {
            let text = of(Some(column)).unwrap_or_default();
            let day = text.get(..10).and_then(|day| day.parse::<Date>().ok());
            day.ok_or_else(|| format!("{what} is no day such as 2025-07-01"))
        };
        let (puid, uuid) = (of(self.puid), of(self.uuid));
        if puid.into_iter().chain(uuid).any(|id| id.len() > LONGEST_ID) {
            return Err(format!("the statement's id is longer than {LONGEST_ID} bytes"));
        }
        let Some(id) = puid.or(uuid) else { return Err("the statement has no id".to_owned()) };
        let mut decisions = Vec::new();
        for &column in &self.decisions {
            decisions.extend(words(of(Some(column)))?);
        }
        Ok(StatementRow {
            puid: id.to_owned(),
            uuid: uuid.map(str::to_owned),
            platform_name: word(Some(self.platform), "platform_name")?.unwrap_or_default(),
            source_type: word(Some(self.source), "source_type")?.unwrap_or_default(),
            applied: day(self.applied, "application_date")?,
            content_date: day(self.content_date, "content_date")?,
            category: word(Some(self.category), "category")?.unwrap_or_default(),
            more_categories: words(of(self.more_categories))?,
            language: word(self.language, "content_language")?,
            types: words(of(self.types))?,
            decision: decision(&decisions).ok_or("the statement names no decision")?,
            decisions,
            ground: word(self.ground, "decision_ground")?,
            automated: match of(self.automated) {
                Some("AUTOMATED_DECISION_FULLY" | "AUTOMATED_DECISION_PARTIALLY" | "Yes") => Some(true),
                Some("AUTOMATED_DECISION_NOT_AUTOMATED" | "No") => Some(false),
                _ => None,
            },
            // The database gives no zone; it runs on UTC.
            created_at: of(self.created_at)
                .and_then(|text| text.replace(' ', "T").parse::<DateTime>().ok())
                .and_then(|at| Offset::UTC.to_timestamp(at).ok())
                .and_then(|at| Timestamp::from_unix_millis(at.as_millisecond())),
        })
    }
}

/// The words of a field: a JSON list as dumps have it, or one word.
fn words(text: Option<&str>) -> Result<Vec<String>, String> {
    let Some(text) = text else { return Ok(Vec::new()) };
    let list: Vec<String> = if text.starts_with('[') {
        serde_json::from_str(text).map_err(|_| "a list of words is no JSON".to_owned())?
    } else {
        vec![text.to_owned()]
    };
    let is_sound = list.len() <= MOST_WORDS && list.iter().all(|word| word.len() <= LONGEST_WORD);
    if is_sound { Ok(list) } else { Err("a list of words is longer than any of the database".to_owned()) }
}

/// What the decisions of a statement come to for the post: what takes most away counts.
fn decision(words: &[String]) -> Option<DecisionWord> {
    let of = |word: &String| match word.as_str() {
        "DECISION_VISIBILITY_CONTENT_REMOVED" => DecisionWord::Removed,
        "DECISION_VISIBILITY_CONTENT_DISABLED" => DecisionWord::Disabled,
        "DECISION_ACCOUNT_SUSPENDED" | "DECISION_ACCOUNT_TERMINATED" => DecisionWord::AccountSuspended,
        "DECISION_PROVISION_TOTAL_SUSPENSION" | "DECISION_PROVISION_TOTAL_TERMINATION" => {
            DecisionWord::AccountSuspended
        }
        "DECISION_VISIBILITY_OTHER" | "DECISION_MONETARY_OTHER" => DecisionWord::Other,
        _ => DecisionWord::Restricted,
    };
    let rank = |decision: &DecisionWord| match decision {
        DecisionWord::Removed => 0,
        DecisionWord::Disabled => 1,
        DecisionWord::AccountSuspended => 2,
        DecisionWord::Restricted => 3,
        DecisionWord::Kept | DecisionWord::Other => 4,
    };
    words.iter().map(of).min_by_key(rank)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pressgang_posts::Limits;

    /// The header of the full dumps, as the database's exports of 2025 have it.
    pub(crate) const FULL: &str = "uuid,decision_visibility,decision_visibility_other,end_date_visibility_restriction,decision_monetary,decision_monetary_other,end_date_monetary_restriction,decision_provision,end_date_service_restriction,decision_account,end_date_account_restriction,account_type,decision_ground,decision_ground_reference_url,illegal_content_legal_ground,illegal_content_explanation,incompatible_content_ground,incompatible_content_explanation,incompatible_content_illegal,category,category_addition,category_specification,category_specification_other,content_type,content_type_other,content_language,content_date,content_id_ean,territorial_scope,application_date,decision_facts,source_type,source_identity,automated_detection,automated_decision,platform_name,platform_uid,created_at";

    fn names(header: &str) -> Vec<String> {
        header.split(',').map(str::to_owned).collect()
    }

    #[test]
    fn columns_are_found() {
        let check = |header: &str, missing: &[&str]| {
            let found = Columns::of(&names(header)).map(|_| Vec::new()).unwrap_or_else(|missing| missing);
            assert_eq!(found, missing, "{header}");
        };
        check(FULL, &[]);
        check(&FULL.replace("decision_facts,", "").replace("territorial_scope,", ""), &[]);
        check(
            "id,text,created_at",
            &[
                "platform_name",
                "source_type",
                "application_date",
                "content_date",
                "category",
                "platform_uid",
                "decision_visibility",
            ],
        );
    }

    #[test]
    fn rows_are_read_and_wrong_ones_named() {
        let columns = Columns::of(&names("puid,platform_name,source_type,application_date,content_date,category,decision_visibility,decision_account,content_type,automated_decision,created_at")).unwrap();
        let check = |line: &str, expected: Result<(&str, DecisionWord, Option<bool>), &str>| {
            let mut fields = Fields::default();
            fields.split(line.as_bytes(), b',', &Limits::standard()).unwrap();
            let found = columns.row(&fields);
            let found = found.as_ref().map(|r| (r.puid.as_str(), r.decision, r.automated)).map_err(String::as_str);
            assert_eq!(found, expected, "{line}");
        };
        let days = "2023-05-02 00:00:00,2023-05-01,C";
        check(
            &format!(
                "p1,X,S,{days},\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\",DECISION_ACCOUNT_TERMINATED,,AUTOMATED_DECISION_FULLY,2023-05-02 10:00:00"
            ),
            Ok(("p1", DecisionWord::Removed, Some(true))),
        );
        check(
            &format!("p1,X,S,{days},,DECISION_ACCOUNT_SUSPENDED,,AUTOMATED_DECISION_NOT_AUTOMATED,"),
            Ok(("p1", DecisionWord::AccountSuspended, Some(false))),
        );
        check(
            &format!("p1,X,S,{days},\"[\"\"DECISION_VISIBILITY_CONTENT_DEMOTED\"\"]\",,,,"),
            Ok(("p1", DecisionWord::Restricted, None)),
        );
        check(&format!("p1,X,S,{days},,,,,"), Err("the statement names no decision"));
        check(&format!(",X,S,{days},A,,,,"), Err("the statement has no id"));
        check(&format!("p1,X,S,{days},\"[1\",,,,"), Err("a list of words is no JSON"));
        check("p1,X,S,02/05/2023,2023-05-01,C,A,,,,", Err("application_date is no day such as 2025-07-01"));
        check("p1,X,S,2023-05-01,é2023-0501,C,A,,,,", Err("content_date is no day such as 2025-07-01"));
    }
}

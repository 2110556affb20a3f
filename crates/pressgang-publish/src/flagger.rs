//! The yearly report of a trusted flagger (Article 22(3) of Regulation (EU) 2022/2065): its notices by provider, by type of
//! content alleged to be illegal and by what the provider did, how independence is kept, and no personal data.

use std::collections::BTreeMap;

use pressgang_case::{FlaggerNotice, FlaggerYear, Times, Took as OneTook};
use pressgang_weigh::trials::wilson;
use serde::Serialize;

use crate::{charts, words};

/// The report of a year.
#[derive(Serialize)]
pub struct FlaggerReport {
    /// The year.
    pub year: i16,
    /// The trusted flagger, where its name is known.
    pub trusted_flagger: Option<String>,
    /// How independence from providers is kept.
    pub independence: String,
    /// All notices together.
    pub total: Figures,
    /// By provider.
    pub providers: BTreeMap<String, Figures>,
    /// By type of content alleged to be illegal.
    pub categories: BTreeMap<String, Figures>,
    /// By provider, type and action.
    pub actions: Vec<Action>,
}

/// Counts of some notices.
#[derive(Serialize)]
pub struct Figures {
    /// Notices sent.
    pub notices: u64,
    /// Posts that they name.
    pub posts: u64,
    /// Posts by what the provider did.
    pub decided: BTreeMap<&'static str, u64>,
    /// How many of these decisions are known from the DSA Transparency Database only, matched by dates.
    pub decided_by_dates: u64,
    /// Posts on which no decision is recorded.
    pub undecided: u64,
    /// The share of the posts decided on by an answer that the provider acted on.
    pub precision: Precision,
    /// From sending to the confirmation of receipt.
    pub receipt: Took,
    /// From sending to the first decision that was answered.
    pub decision: Took,
    /// Notices that are left out of `decision`, since only the days of their decisions are known.
    pub dated_only: u64,
}

/// A share with how far it can be trusted.
#[derive(Serialize)]
pub struct Precision {
    /// Posts acted on.
    pub acted: u64,
    /// Posts that an answer decided on either way.
    pub decided: u64,
    /// The share; none of no decisions.
    pub share: Option<f64>,
    /// Its 95 % interval by Wilson; posts of one notice are often decided alike, so it is narrower than it should be.
    pub interval: Option<(f64, f64)>,
    /// Decisions that do not say whether they act; in neither count.
    pub unclear: u64,
    /// Posts known to be acted on by dates only; in neither count, since statements of reasons exist for restrictions
    /// alone: counted, they would raise every share.
    pub acted_by_dates: u64,
}

/// How long answers took.
#[derive(Serialize)]
pub struct Took {
    /// Notices that were answered.
    pub answered: u64,
    /// Notices that were not, as far as is recorded.
    pub unanswered: u64,
    /// The median in seconds, over those that were answered.
    pub median_seconds: Option<i64>,
    #[serde(skip)]
    times: Times,
}

/// Posts of one provider and one type with which one thing was done.
#[derive(Serialize)]
pub struct Action {
    /// The provider.
    pub provider: String,
    /// The type of content.
    pub category: String,
    /// What was done; `undecided` where nothing is recorded.
    pub action: &'static str,
    /// How many posts.
    pub posts: u64,
    /// How many of them are known from the DSA Transparency Database only.
    pub by_dates: u64,
}

/// Makes the report of a year.
pub fn flagger_report(of: &FlaggerYear, year: i16, name: Option<&str>, independence: &str) -> FlaggerReport {
    let notices: Vec<&FlaggerNotice> = of.notices().collect();
    let category = |notice: &FlaggerNotice| notice.category.clone().unwrap_or_else(|| "not said".to_owned());
    let provider = |notice: &FlaggerNotice| words::platform(&notice.provider).to_owned();
    let by = |key: &dyn Fn(&FlaggerNotice) -> String| {
        let mut groups: BTreeMap<String, Vec<&FlaggerNotice>> = BTreeMap::new();
        notices.iter().for_each(|notice| groups.entry(key(notice)).or_default().push(notice));
        groups.into_iter().map(|(name, of)| (name, Figures::of(&of))).collect()
    };
    let mut actions: BTreeMap<(String, String, &'static str), (u64, u64)> = BTreeMap::new();
    for notice in &notices {
        let mut count = |action, posts: u64, by_dates: u64| {
            if posts > 0 {
                let known = actions.entry((provider(notice), category(notice), action)).or_default();
                *known = (known.0 + posts, known.1 + by_dates);
            }
        };
        for (word, posts) in &notice.decided {
            count(word.as_str(), *posts, notice.decided_by_dates.get(word).copied().unwrap_or(0));
        }
        count("undecided", notice.posts.saturating_sub(notice.decided.values().sum()), 0);
    }
    FlaggerReport {
        year,
        trusted_flagger: name.map(str::to_owned),
        independence: independence.trim().to_owned(),
        total: Figures::of(&notices),
        providers: by(&provider),
        categories: by(&category),
        actions: actions
            .into_iter()
            .map(|((provider, category, action), (posts, by_dates))| Action {
                provider,
                category,
                action,
                posts,
                by_dates,
            })
            .collect(),
    }
}

impl Figures {
    fn of(notices: &[&FlaggerNotice]) -> Figures {
        let mut decided: BTreeMap<&'static str, u64> = BTreeMap::new();
        let (mut acted, mut kept, mut unclear, mut acted_by_dates, mut by_dates) = (0, 0, 0, 0, 0);
        for notice in notices {
            for (word, posts) in &notice.decided {
                *decided.entry(word.as_str()).or_default() += posts;
                let dated = notice.decided_by_dates.get(word).copied().unwrap_or(0);
                let direct = posts.saturating_sub(dated);
                by_dates += dated;
                match word.acted() {
                    Some(true) => (acted, acted_by_dates) = (acted + direct, acted_by_dates + dated),
                    Some(false) => kept += direct,
                    None => unclear += direct,
                }
            }
        }
        let posts = notices.iter().map(|notice| notice.posts).sum::<u64>();
        let all = acted + kept;
        // Of decisions that are known by their days only there is no time.
        let is_timed =
            |notice: &&&FlaggerNotice| notice.decision != OneTook::Unanswered || notice.decided_by_dates.is_empty();
        let timed: Vec<_> = notices.iter().filter(is_timed).collect();
        Figures {
            notices: notices.len() as u64,
            posts,
            undecided: posts.saturating_sub(decided.values().sum()),
            decided,
            decided_by_dates: by_dates,
            precision: Precision {
                acted,
                decided: all,
                share: (all > 0).then(|| acted as f64 / all as f64),
                interval: wilson(acted as f64, all as f64),
                unclear,
                acted_by_dates,
            },
            receipt: took(Times::of(notices.iter().map(|notice| notice.receipt))),
            dated_only: (notices.len() - timed.len()) as u64,
            decision: took(Times::of(timed.iter().map(|notice| notice.decision))),
        }
    }

    /// The cells of its row: notices, posts, what was done, precision, receipt, decision.
    fn cells(&self) -> [String; 6] {
        let done = self.decided.iter().map(|(word, n)| format!("{} {}", words::decision(word), words::count(*n)));
        let undecided = (self.undecided > 0).then(|| format!("undecided {}", words::count(self.undecided)));
        let done: Vec<String> = done.chain(undecided).collect();
        let dates = match self.decided_by_dates {
            0 => String::new(),
            n => format!(" ({} by dates)", words::count(n)),
        };
        let dated_only = match self.dated_only {
            0 => String::new(),
            n => format!("; {} by day only", words::count(n)),
        };
        let precision = &self.precision;
        let share = match (precision.share, precision.interval) {
            (Some(share), Some((low, high))) => format!(
                "{} % ({} of {}; 95 %: {} to {})",
                per_cent(share),
                words::count(precision.acted),
                words::count(precision.decided),
                per_cent(low),
                per_cent(high)
            ),
            _ => "no decision answered".to_owned(),
        };
        let beside = match precision.acted_by_dates {
            0 => String::new(),
            n => format!("; {} more by dates, left out", words::count(n)),
        };
        let unclear = match precision.unclear {
            0 => String::new(),
            n => format!(", {} unclear left out", words::count(n)),
        };
        [
            words::count(self.notices),
            words::count(self.posts),
            done.join(", ") + &dates,
            share + &unclear + &beside,
            self.receipt.text(),
            self.decision.text() + &dated_only,
        ]
    }
}

impl Took {
    fn text(&self) -> String {
        let all = words::count(self.answered + self.unanswered);
        match self.times.median {
            None => format!("{} of {all}", words::count(self.answered)),
            Some(median) => format!("{} of {all}, median {}", words::count(self.answered), words::duration(median)),
        }
    }
}

fn took(times: Times) -> Took {
    let Times { answered, unanswered, median } = times;
    Took { answered, unanswered, median_seconds: median.map(|millis| millis / 1_000), times }
}

fn per_cent(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    text.strip_suffix(".0").unwrap_or(&text).to_owned()
}

const COLUMNS: [&str; 6] = ["notices", "posts", "what was done (posts)", "acted on", "receipt", "decision"];

/// What the figures are, for whoever reads them.
const NOTES: [&str; 5] = [
    "A notice counts in the year in which it was sent. Every notice counts once, however many cases hold it.",
    "\"Acted on\" is the share of the posts that an answer of the provider decided on that were removed, disabled, restricted, or \
     whose account was suspended, with the 95 % interval of Wilson; posts of one notice are often decided alike, so the true interval is wider.",
    "Times run from sending to the first answer, over the notices that were answered; the others are counted beside them.",
    "Decisions \"by dates\" are statements of reasons of the DSA Transparency Database, which holds no addresses; they are \
     counted only where one statement alone fits one post alone.",
    "They are in no share: statements of reasons are written for restrictions only and never for posts that were kept, so \
     they would raise every share. They stand beside it.",
];

impl FlaggerReport {
    fn title(&self) -> String {
        match &self.trusted_flagger {
            Some(name) => format!("{name}: notices as a trusted flagger in {}", self.year),
            None => format!("Notices as a trusted flagger in {}", self.year),
        }
    }

    fn tables(&self) -> [(&'static str, Vec<(String, &Figures)>); 2] {
        let mut providers: Vec<(String, &Figures)> =
            self.providers.iter().map(|(name, figures)| (name.clone(), figures)).collect();
        providers.push(("all".to_owned(), &self.total));
        let categories = self.categories.iter().map(|(name, figures)| (words::category(name), figures)).collect();
        [("By provider of hosting services", providers), ("By type of content alleged to be illegal", categories)]
    }

    /// The report as Markdown.
    pub fn markdown(&self) -> String {
        let cell = |text: &str| text.replace('|', "\\|").replace(['\r', '\n'], " ");
        let mut out =
            format!("# {}\n\nReport under Article 22(3) of Regulation (EU) 2022/2065.\n", cell(&self.title()));
        for (title, rows) in self.tables() {
            out += &format!("\n## {title}\n\n| | {} |\n|---|{}\n", COLUMNS.join(" | "), "---|".repeat(COLUMNS.len()));
            for (name, figures) in rows {
                out += &format!("| {} | {} |\n", cell(&name), figures.cells().map(|text| cell(&text)).join(" | "));
            }
        }
        out += "\n## By provider, type and action\n\n| provider | type | action | posts | of these by dates |\n|---|---|---|---|---|\n";
        for row in &self.actions {
            let action = words::decision(row.action);
            let (posts, by_dates) = (words::count(row.posts), words::count(row.by_dates));
            out += &format!(
                "| {} | {} | {action} | {posts} | {by_dates} |\n",
                cell(&row.provider),
                cell(&words::category(&row.category))
            );
        }
        out += &format!("\n## How independence is kept\n\n{}\n\n## Notes\n\n", self.independence);
        for note in NOTES {
            out += &format!("- {note}\n");
        }
        out
    }

    /// The report as a page without anything to load.
    pub fn html(&self) -> String {
        let title = charts::escape(&self.title());
        let mut out = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width,initial-scale=1\">\n<title>{title}</title>\n<style>{}</style>\n</head>\n<body>\n\
             <main>\n<h1>{title}</h1>\n<p>Report under Article 22(3) of Regulation (EU) 2022/2065.</p>\n",
            crate::html::CSS
        );
        let head = |names: &[&str]| names.iter().map(|name| format!("<th>{name}</th>")).collect::<String>();
        for (title, rows) in self.tables() {
            out += &format!(
                "<h2>{title}</h2>\n<div class=\"wide\"><table class=\"rows\"><tr><th></th>{}</tr>\n",
                head(&COLUMNS)
            );
            for (name, figures) in rows {
                let cells = figures.cells();
                let cells = COLUMNS
                    .iter()
                    .zip(&cells)
                    .map(|(column, text)| format!("<td data-th=\"{column}\">{}</td>", charts::escape(text)));
                out += &format!("<tr><td>{}</td>{}</tr>\n", charts::escape(&name), cells.collect::<String>());
            }
            out += "</table></div>\n";
        }
        let columns = ["provider", "type", "action", "posts", "of these by dates"];
        out += &format!(
            "<h2>By provider, type and action</h2>\n<div class=\"wide\"><table class=\"rows\"><tr>{}</tr>\n",
            head(&columns)
        );
        for row in &self.actions {
            let cells = [
                row.provider.clone(),
                words::category(&row.category),
                words::decision(row.action),
                words::count(row.posts),
                words::count(row.by_dates),
            ];
            let cells = columns
                .iter()
                .zip(&cells)
                .map(|(column, text)| format!("<td data-th=\"{column}\">{}</td>", charts::escape(text)));
            out += &format!("<tr>{}</tr>\n", cells.collect::<String>());
        }
        out += &format!(
            "</table></div>\n<h2>How independence is kept</h2>\n<p class=\"text\">{}</p>\n<h2>Notes</h2>\n<ul>",
            charts::escape(&self.independence)
        );
        for note in NOTES {
            out += &format!("<li>{}</li>\n", charts::escape(note));
        }
        out + "</ul>\n</main>\n</body>\n</html>\n"
    }

    /// The report as JSON.
    ///
    /// # Errors
    /// Only if a number cannot be written.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

//! A comparison in lines that a newcomer can read.

use std::collections::BTreeMap;

use super::{Comparison, OneSided, PostChange};
use crate::words;

/// Posts that are listed of each kind of change; all stand in the JSON.
const MOST_POSTS: usize = 20;

impl Comparison {
    /// Whether the two reports say the same.
    pub fn is_same(&self) -> bool {
        let same_claims = self.changed.iter().all(|change| change.id == "ledger");
        same_claims
            && self.corrections.is_empty()
            && self.added.is_empty()
            && self.gone.is_empty()
            && self.made_from.is_empty()
    }

    /// The comparison in lines.
    pub fn lines(&self) -> Vec<String> {
        let mut out = vec![
            format!("old: {}, as of {}, ledger entry {}", self.old.title, self.old.as_of, self.old.ledger_entries),
            format!("new: {}, as of {}, ledger entry {}", self.new.title, self.new.as_of, self.new.ledger_entries),
        ];
        out.extend(self.notes.iter().map(|note| format!("note: {note}")));
        if self.is_same() {
            out.extend([String::new(), format!("Nothing changed: all {} claims are the same.", self.same)]);
            return out;
        }
        block(&mut out, "What went into the report", self.made_from.iter().cloned());
        block(&mut out, "Corrections", self.corrections.iter().cloned());
        posts(&mut out, "came in", &self.posts_in);
        posts(&mut out, "fell out", &self.posts_out);
        let looks = self.looks.iter().filter(|look| look.old != look.new).map(|look| {
            let said = |status: &Option<String>| {
                status.as_ref().map_or_else(|| "never looked at".to_owned(), |status| words::status(status))
            };
            let at = look.at.as_ref().map_or_else(String::new, |at| format!(" ({at})"));
            format!("{}: {} -> {}{at}", look.post, said(&look.old), said(&look.new))
        });
        block(&mut out, "Posts looked at again", cut(looks.collect()));
        let views = self.views.iter().map(|v| {
            let said = |views: Option<u64>| views.map_or_else(|| "not counted".to_owned(), words::count);
            format!("{}: {} views -> {}", v.post, said(v.old), said(v.new))
        });
        block(&mut out, "Views counted again", cut(views.collect()));
        out.push(String::new());
        out.push(format!(
            "Claims: {} changed, {} new, {} gone, {} the same",
            self.changed.len(),
            self.added.len(),
            self.gone.len(),
            self.same
        ));
        for change in &self.changed {
            out.push(String::new());
            out.push(format!("  {}", change.id));
            out.push(format!("    was  {}", change.old));
            out.push(match change.old == change.new {
                true if change.old_value == change.new_value => {
                    "    now  the same words, but it rests on other posts".to_owned()
                }
                true => format!("    now  {} (value {}, was {})", change.new, change.new_value, change.old_value),
                false => format!("    now  {}", change.new),
            });
            out.extend(change.why.iter().map(|why| format!("    why  {why}")));
        }
        one_sided(&mut out, "New claims", &self.added);
        one_sided(&mut out, "Claims that are gone", &self.gone);
        out
    }
}

fn block(out: &mut Vec<String>, title: &str, lines: impl IntoIterator<Item = String>) {
    let mut lines = lines.into_iter().peekable();
    if lines.peek().is_some() {
        out.extend([String::new(), title.to_owned()]);
        out.extend(lines.map(|line| format!("  {line}")));
    }
}

fn posts(out: &mut Vec<String>, what: &str, posts: &[PostChange]) {
    let lines = posts.iter().map(|change| format!("{}: {}", change.post, change.why));
    let title = format!("{} {what}", words::posts(posts.len()));
    block(out, &title, cut(lines.collect()));
}

fn cut(mut lines: Vec<String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_POSTS);
    if more > 0 {
        lines.truncate(MOST_POSTS);
        lines.push(format!("and {} more (--json has them all)", words::count(more as u64)));
    }
    lines
}

/// Claims that only one report makes; those about one post are counted by post.
fn one_sided(out: &mut Vec<String>, title: &str, claims: &[OneSided]) {
    let mut lines = Vec::new();
    let mut of_posts: BTreeMap<String, usize> = BTreeMap::new();
    for claim in claims {
        match post(&claim.id) {
            Some(post) => *of_posts.entry(post).or_default() += 1,
            None => lines.push(format!("{}: {} (why: {})", claim.id, claim.text, claim.why.join("; "))),
        }
    }
    let counted = of_posts.into_iter().map(|(post, n)| format!("post {post}: {}", words::claims(n)));
    lines.extend(cut(counted.collect()));
    block(out, title, lines);
}

/// `x:1` of `post:x:1:views`.
fn post(id: &str) -> Option<String> {
    let mut parts = id.strip_prefix("post:")?.split(':');
    Some(format!("{}:{}", parts.next()?, parts.next()?))
}

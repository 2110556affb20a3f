//! Who is named: the names of the studied organisations, told from others who bear them.

use std::ops::Range;

use crate::fold::Folded;
use crate::lexicon::{Hit, Sense};
use crate::pack::{NameKind, Pack};
use crate::phrases::{Matching, Phrases, PhrasesBuilder};

/// One mention of an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The pack's id.
    pub organisation: String,
    /// How much the name says on its own.
    pub kind: NameKind,
    /// Where it stands in the raw text, in bytes.
    pub span: Range<usize>,
}

/// The names of one or more packs, compiled.
#[derive(Debug)]
pub struct Names {
    ids: Vec<String>,
    names: Phrases<(usize, NameKind)>,
    not: Phrases<usize>,
}

impl Names {
    /// Compiles the names of `packs`.
    pub fn new(packs: &[Pack]) -> Names {
        let mut names = PhrasesBuilder::new();
        let mut not = PhrasesBuilder::new();
        for (index, pack) in packs.iter().enumerate() {
            for name in &pack.names {
                names.add(&name.text, matching(&name.text), (index, name.kind));
            }
            for phrase in &pack.not {
                not.add(phrase, matching(phrase), index);
            }
        }
        Names { ids: packs.iter().map(|pack| pack.id.clone()).collect(), names: names.build(), not: not.build() }
    }

    /// The mentions in a text, in order, the longest where they overlap.
    ///
    /// A name that others bear too, an insiders' word or a leader counts only beside a sign of war work or hiring of
    /// fighters in the same text, and not at all where a phrase of the pack's `not` list shows who is meant.
    pub fn find(&self, folded: &Folded, hits: &[Hit]) -> Vec<Mention> {
        let mut found: Vec<(Range<usize>, usize, NameKind)> = Vec::new();
        self.names.find(folded, |range, &(pack, kind)| found.push((range, pack, kind)));
        if !self.ids.is_empty()
            && let Some(view) = crate::unmasked::unmasked(folded)
        {
            self.names.find(&view, |range, &(pack, kind)| {
                found.push((folded.folded_span(view.raw_span(range)), pack, kind));
            });
            found.sort_by_key(|(range, pack, kind)| (range.start, range.end, *pack, *kind));
            found.dedup();
        }
        if found.is_empty() {
            return Vec::new();
        }
        let mut others: Vec<(Range<usize>, usize)> = Vec::new();
        self.not.find(folded, |range, &pack| others.push((range, pack)));
        let military = hits.iter().any(|hit| match hit.sense {
            Sense::Combat => true,
            Sense::Role(isco) => isco.is_military(),
            _ => false,
        });
        let plainly_named = |pack: usize| found.iter().any(|(_, p, kind)| *p == pack && kind.stands_alone());
        let mut mentions: Vec<(Range<usize>, usize, NameKind)> = found
            .iter()
            .filter(|(range, pack, kind)| {
                let somebody_else =
                    others.iter().any(|(other, p)| p == pack && other.start < range.end && range.start < other.end);
                let other_meant = others.iter().any(|(_, p)| p == pack);
                !somebody_else && (kind.stands_alone() || !other_meant && (military || plainly_named(*pack)))
            })
            .cloned()
            .collect();
        mentions.sort_by_key(|(range, pack, kind)| (range.start, std::cmp::Reverse(range.end), *pack, *kind));
        let mut end = 0;
        mentions.retain(|(range, _, _)| {
            let keep = range.start >= end;
            if keep {
                end = range.end;
            }
            keep
        });
        mentions
            .into_iter()
            .map(|(range, pack, kind)| Mention {
                organisation: self.ids[pack].clone(),
                kind,
                span: folded.raw_span(range),
            })
            .collect()
    }
}

/// Names in scripts written without spaces have no word borders.
fn matching(text: &str) -> Matching {
    let spaceless = text.chars().any(|c| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'));
    Matching { loose: true, borders: !spaceless }
}

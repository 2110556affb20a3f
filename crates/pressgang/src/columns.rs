//! Lists of lines side by side where the terminal is wide enough, else one under the other.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::error::CommandError;
use crate::output::Out;

/// Narrower columns are harder to read than columns under one another.
const NARROWEST: usize = 36;

/// How many cells wide standard output is; nothing where it is no terminal.
pub fn width() -> Option<usize> {
    console::Term::stdout().size_checked().map(|(_, columns)| usize::from(columns))
}

/// Writes titled lists of lines.
pub fn beside(out: &mut Out, width: Option<usize>, lists: &[(String, Vec<String>)]) -> Result<(), CommandError> {
    let gaps = 3 * (lists.len().saturating_sub(1));
    let each = width.map(|width| width.saturating_sub(gaps) / lists.len().max(1)).filter(|each| *each >= NARROWEST);
    let Some(each) = each else {
        for (title, lines) in lists {
            out.line(title)?;
            for line in lines {
                out.line(format!("  {}", harmless(line)).trim_end())?;
            }
            out.line("")?;
        }
        return Ok(());
    };
    let columns: Vec<Vec<String>> = lists
        .iter()
        .map(|(title, lines)| {
            let rule = "-".repeat(each);
            let wrapped = lines.iter().flat_map(|line| wrapped(&harmless(line), each));
            [title.clone(), rule].into_iter().chain(wrapped).collect()
        })
        .collect();
    let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
    for row in 0..longest {
        let mut line = String::new();
        for (at, column) in columns.iter().enumerate() {
            let cell = column.get(row).map_or("", String::as_str);
            line.push_str(cell);
            if at + 1 < columns.len() {
                line.push_str(&" ".repeat(each.saturating_sub(cell.width())));
                line.push_str(" | ");
            }
        }
        out.line(line.trim_end())?;
    }
    out.line("")
}

/// A line without what would command the terminal: exports are other people's texts.
fn harmless(line: &str) -> String {
    let is_command = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    line.chars().map(|c| if is_command(c) { ' ' } else { c }).collect()
}

fn wrapped(line: &str, width: usize) -> Vec<String> {
    let mut rows = vec![String::new()];
    let mut filled = 0;
    for c in line.chars() {
        let cells = c.width().unwrap_or(0);
        if filled + cells > width {
            rows.push(String::new());
            filled = 0;
        }
        if let Some(row) = rows.last_mut() {
            row.push(c);
        }
        filled += cells;
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{harmless, wrapped};

    #[test]
    fn lines_are_wrapped_by_cells() {
        assert_eq!(wrapped("abcdef", 4), ["abcd", "ef"]);
        assert_eq!(wrapped("日本語", 4), ["日本", "語"]);
        assert_eq!(wrapped("", 4), [""]);
        assert_eq!(harmless("a\u{1b}[2Jb\u{202e}c"), "a [2Jb c");
    }
}

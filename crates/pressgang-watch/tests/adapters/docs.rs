//! docs/adding-a-platform.md ends with what the adapters say of themselves and must follow it.

use std::fmt::Write;
use std::path::PathBuf;

use pressgang_watch::look::Adapters;

/// What stands before this is written by hand.
const MARK: &str = "\n## The platforms\n";

fn page(known: &str) -> String {
    let adapters = Adapters::standard().unwrap();
    let mut text = known.split(MARK).next().unwrap_or_default().to_owned();
    text.push_str(MARK);
    text.push_str("\n| platform | asked | token | can be told |\n|---|---|---|---|\n");
    let means: Vec<_> = adapters.platforms().into_iter().map(|platform| adapters.means(platform).unwrap()).collect();
    for means in &means {
        let token = match (&means.token, means.needs_token) {
            (Some(name), true) => format!("`{name}`; pages only without it"),
            (Some(name), false) => format!("`{name}`, not needed"),
            (None, _) => "none".to_owned(),
        };
        let states: Vec<&str> = means.tells.iter().map(|state| state.as_str()).collect();
        writeln!(text, "| {} | {} | {token} | {} |", means.title, means.hosts.join(", "), states.join(", ")).unwrap();
    }
    for means in &means {
        write!(text, "\n### {}\n\n", means.title).unwrap();
        means.cannot.iter().for_each(|limit| writeln!(text, "- {limit}").unwrap());
        text.push_str("\nDocumented:\n");
        means.documented.iter().for_each(|source| writeln!(text, "- {source}").unwrap());
    }
    text.push_str("\n## The rules\n\nIn the order in which they are tried, each platform's before those of pages and answers.\n\n");
    text.push_str("| rule | state | what it says |\n|---|---|---|\n");
    for rule in adapters.rules() {
        writeln!(text, "| `{}` | {} | {} |", rule.id, rule.state.as_str(), rule.says).unwrap();
    }
    text
}

#[test]
fn the_page_of_platforms_follows_the_adapters() {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/adding-a-platform.md"));
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let page = page(&known);
    if std::env::var_os("PRESSGANG_WRITE_DOCS").is_some() {
        std::fs::write(&path, &page).unwrap();
        return;
    }
    assert!(known == page, "docs/adding-a-platform.md is behind; set PRESSGANG_WRITE_DOCS=1 to write it");
}

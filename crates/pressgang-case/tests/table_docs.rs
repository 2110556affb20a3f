//! The pages in docs/tables are made from the definitions of the rows and must follow them.

use std::fmt::Write;
use std::path::PathBuf;

use pressgang_case::tables::{self, TableRow};

fn page<R: TableRow>() -> (&'static str, String) {
    let mut text =
        format!("# {}\n\n{}\n\n| column | type | null | what |\n|---|---|---|---|\n", R::TABLE, R::ABOUT.trim());
    for column in R::columns() {
        let null = if column.nullable { "yes" } else { "no" };
        writeln!(text, "| `{}` | {} | {null} | {} |", column.name, column.data_type, column.doc.trim()).unwrap();
    }
    (R::TABLE, text)
}

#[test]
fn pages_follow_the_tables() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tables"));
    let pages = [
        page::<tables::SourceRow>(),
        page::<tables::PostRow>(),
        page::<tables::MetricRow>(),
        page::<tables::RejectRow>(),
        page::<tables::AccountRow>(),
        page::<tables::ReadingRow>(),
        page::<tables::MentionRow>(),
        page::<tables::ContactRow>(),
        page::<tables::ContactCountRow>(),
        page::<tables::OfferRow>(),
        page::<tables::MatchRow>(),
        page::<tables::CampaignRow>(),
        page::<tables::HubRow>(),
        page::<tables::CampaignHistoryRow>(),
        page::<tables::CampaignFactRow>(),
        page::<tables::CampaignTieRow>(),
        page::<tables::EvidenceRow>(),
        page::<tables::AssessmentRow>(),
        page::<tables::ClaimRow>(),
        page::<tables::ObservationRow>(),
        page::<tables::RecordRow>(),
        page::<tables::MeaningRow>(),
        page::<tables::MatchNoteRow>(),
        page::<tables::CoordinationRow>(),
        page::<tables::CoordinationRateRow>(),
        page::<tables::SecondSourceRow>(),
        page::<tables::AttachmentRow>(),
        page::<tables::MediaRow>(),
        page::<tables::FrameRow>(),
        page::<tables::MediaTextRow>(),
        page::<tables::MediaGroupRow>(),
    ];
    let write = std::env::var_os("PRESSGANG_WRITE_DOCS").is_some();
    for (table, text) in pages {
        let path = folder.join(format!("{table}.md"));
        if write {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let known = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(known, text, "docs/tables/{table}.md is behind; set PRESSGANG_WRITE_DOCS=1 to write it");
    }
}

//! What the browser extension Zeeschuimer captured: one item a line, in an envelope that says when and where.

use super::Record;
use super::items::{Capture, reader_of_module};
use crate::part::Out;
use crate::spec::{Kind, Layout, Read, Spec};

pub(crate) static SPEC: Spec = Spec {
    name: "zeeschuimer",
    title: "Zeeschuimer capture",
    extensions: &["ndjson"],
    gives: super::fourcat_ndjson::GIVES,
    cannot: super::fourcat_ndjson::CANNOT,
    notes: &[
        "Items of X, TikTok, Instagram, Facebook, Threads, LinkedIn, Truth Social and Gab are read, and comments of TikTok and Instagram; items of other modules are rejects that name the module.",
        "One item captured several times is one post with several captures; where the extension has updated an item, the time of its last update counts.",
    ],
    layouts: &[Layout {
        what: "captured items",
        kind: Kind::Json,
        needs: &["source_platform", "timestamp_collected", "item_id|nav_index", "data"],
        unless: &[],
    }],
    also: None,
    read: Read::Records { at: &[], record },
};

fn record(record: &Record<'_>, out: &mut Out<'_>) -> Result<(), String> {
    let envelope = &record.object;
    let module = envelope.string("source_platform").ok_or("no source_platform")?;
    let item = envelope.object("data").ok_or("no data")?;
    let capture = Capture::of(Some(envelope), out, record.place());
    reader_of_module(&module)?(&item, &capture, out)
}

//! oEmbed, which several platforms speak: `url`, and code to put the post into a page.

use super::Reading;
use crate::look::adapters::html;

/// Marks whether the answer names the post: by its address, or in the code that shows it.
pub(super) fn read(reading: &mut Reading<'_>) {
    let is_oembed =
        ["version", "provider_name", "html", "author_name"].iter().any(|key| reading.word(&[key]).is_some());
    if !is_oembed {
        return;
    }
    reading.marks.add("oembed");
    if let Some(address) = reading.word(&["url"]) {
        reading.names(&address);
    }
    let Some(code) = reading.word(&["html"]) else { return };
    let page = html::read(&code, &[]);
    let mut frames = page.sources.iter().map(String::as_str).chain(page.cited.iter().map(String::as_str));
    let is_shown =
        page.ids.iter().any(|id| reading.parts.is_key(id)) || frames.any(|source| reading.parts.names(source));
    if is_shown {
        reading.marks.add("post:embedded");
    }
}

//! What single values of an export mean: ids, times, counts, lists, escapes.

mod cell;
mod count;
mod entities;
mod html;
mod id;
mod list;
mod permalink;
mod plain;
mod span;
mod time;

pub(crate) use cell::Cell;
pub(crate) use count::count;
pub(crate) use entities::unescape;
pub(crate) use html::{shown, unescape_html};
pub(crate) use id::{id_of_number, id_of_text};
pub(crate) use list::{addresses, items, unique};
pub(crate) use permalink::{facebook_id, instagram_code, leads_away, permalink};
pub(crate) use plain::{address_runs, hashtags_in, links_in, mentions_in};
pub(crate) use span::Utf16Spans;
pub(crate) use time::{local_time, parse_time, us_time};

//! What single values of an export mean: ids, times, counts, lists, escapes.

mod cell;
mod count;
mod entities;
mod id;
mod list;
mod time;

pub(crate) use cell::Cell;
pub(crate) use count::count;
pub(crate) use entities::unescape;
pub(crate) use id::{id_of_number, id_of_text};
pub(crate) use list::{addresses, items};
pub(crate) use time::{parse_time, zoned};

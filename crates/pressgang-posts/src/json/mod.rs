//! JSON without holding a file: blocks of lines, a walker over documents of any size, and an index of single records.

mod blocks;
mod index;
mod object;
mod scope;
mod shape;
mod visit;
mod walk;

pub(crate) use blocks::{Giant, feed_lines};
pub(crate) use object::{Document, Object, Raw, Room, parse_value};
pub(crate) use scope::LineScope;
pub(crate) use shape::Shape;
pub(crate) use visit::{Action, Refused, Step, Visitor};
pub(crate) use walk::{Walked, walk_documents_from, walk_line};

//! JSON without holding a file: lines, a walker over documents of any size, and lazy objects over single records.

mod blocks;
mod object;
mod scope;
mod shape;
mod visit;
mod walk;

pub(crate) use blocks::{Giant, feed_lines};
pub(crate) use object::{Object, Raw, is_deeper, parse_object, parse_value};
pub(crate) use scope::LineScope;
pub(crate) use shape::Shape;
pub(crate) use visit::{Action, Refused, Step, Visitor};
pub(crate) use walk::{Walked, walk_documents_from, walk_line};

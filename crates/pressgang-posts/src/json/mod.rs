//! JSON without holding a file: lines, a walker over documents of any size, and lazy objects over single records.

mod lines;
mod object;
mod scope;
mod shape;
mod visit;
mod walk;

pub(crate) use lines::{Line, Lines};
pub(crate) use object::{Object, Raw, is_deeper, parse_record};
pub(crate) use scope::LineScope;
pub(crate) use shape::Shape;
pub(crate) use visit::{Action, Refused, Step, Visitor};
pub(crate) use walk::{Walked, walk_documents, walk_line};

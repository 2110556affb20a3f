//! JSON without holding a file: lines, a walker over documents of any size, and lazy objects over single records.

mod lines;
mod object;
mod shape;
mod walk;

pub(crate) use lines::{Line, Lines};
pub(crate) use object::{Object, Raw, is_deeper, parse_record};
pub(crate) use shape::Shape;
pub(crate) use walk::{Action, Refused, Step, Visitor, Walked, walk_documents, walk_slice};

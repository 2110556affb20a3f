//! Films: their frames, what is written and said in them, and how alike they are.

pub(crate) mod container;

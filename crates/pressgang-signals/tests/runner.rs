//! What one post says, feature by feature: small texts and what must be read in them.
//!
//! The organisation is invented, phone numbers come from ranges reserved for fiction, domains from `example`.

mod contacts;
mod coordination;
mod hidden;
mod mentions;
mod misread;
mod offers;
mod recruitment;
mod spans;
mod support;
mod trials;

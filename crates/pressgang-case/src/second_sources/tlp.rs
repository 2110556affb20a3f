//! The Traffic Light Protocol: how far what a source gave may be passed on.

use std::fmt;

/// A marking of the Traffic Light Protocol, version 2.0 (FIRST, August 2022), the least restricted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tlp {
    /// May be published. `WHITE` in version 1.
    Clear,
    /// For the recipient's community, but not through channels that anybody can read.
    Green,
    /// For the recipient's organisation and its clients, as far as they need to know.
    Amber,
    /// For the recipient's organisation only.
    AmberStrict,
    /// For the recipients in person.
    Red,
}

impl Tlp {
    /// Every marking.
    pub const ALL: [Tlp; 5] = [Tlp::Clear, Tlp::Green, Tlp::Amber, Tlp::AmberStrict, Tlp::Red];

    /// The label without `TLP:`, as it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            Tlp::Clear => "CLEAR",
            Tlp::Green => "GREEN",
            Tlp::Amber => "AMBER",
            Tlp::AmberStrict => "AMBER+STRICT",
            Tlp::Red => "RED",
        }
    }

    /// Reads a label of version 2.0 or 1, with or without `TLP:`, in any case.
    pub fn named(label: &str) -> Option<Tlp> {
        let label = label.trim().to_ascii_uppercase();
        let label = label.strip_prefix("TLP:").unwrap_or(&label).trim();
        match label {
            "WHITE" => Some(Tlp::Clear),
            // As STIX and several tools spell it.
            "AMBER-STRICT" | "AMBER_STRICT" | "AMBER STRICT" => Some(Tlp::AmberStrict),
            _ => Tlp::ALL.into_iter().find(|tlp| tlp.as_str() == label),
        }
    }

    /// Returns true if and only if anybody may be told: by the protocol's words that is `CLEAR` alone, since `GREEN` is
    /// not for publicly accessible channels.
    pub fn may_be_published(self) -> bool {
        self == Tlp::Clear
    }
}

impl fmt::Display for Tlp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TLP:{}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Tlp;

    #[track_caller]
    fn check(label: &str, expected: Option<Tlp>) {
        assert_eq!(Tlp::named(label), expected, "{label}");
    }

    #[test]
    fn labels_of_both_versions_are_read() {
        check("TLP:CLEAR", Some(Tlp::Clear));
        check("white", Some(Tlp::Clear));
        check("tlp:green", Some(Tlp::Green));
        check(" TLP:AMBER ", Some(Tlp::Amber));
        check("AMBER+STRICT", Some(Tlp::AmberStrict));
        check("tlp:amber-strict", Some(Tlp::AmberStrict));
        check("RED", Some(Tlp::Red));
        check("", None);
        check("AMBER+", None);
        check("secret", None);
        for tlp in Tlp::ALL {
            check(&tlp.to_string(), Some(tlp));
        }
    }

    #[test]
    fn only_clear_may_be_published() {
        let open: Vec<Tlp> = Tlp::ALL.into_iter().filter(|tlp| tlp.may_be_published()).collect();
        assert_eq!(open, [Tlp::Clear]);
    }
}

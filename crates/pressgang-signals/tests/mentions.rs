//! Who is named: the names found, as they stand in the text.

use super::support::{check_all, read};

fn names(text: &str) -> String {
    read(text).mentions.iter().map(|m| text[m.span.clone()].to_owned()).collect::<Vec<_>>().join(", ")
}

#[test]
fn names_in_any_spelling() {
    check_all(
        &[
            ("Join Iron Heron today", "Iron Heron"),
            ("join #IronHeron", "IronHeron"),
            ("join IRON-HERON now", "IRON-HERON"),
            ("join iron_heron now", "iron_heron"),
            ("\"Iron Heron\" is hiring", "Iron Heron"),
            ("ЧВК «Железная цапля» набирает", "Железная цапля"),
            ("ＩＲＯＮ ＨＥＲＯＮ", "ＩＲＯＮ ＨＥＲＯＮ"),
            ("I r o n H e r o n is hiring", "I r o n H e r o n"),
            ("I.R.O.N H.E.R.O.N needs fighters", "I.R.O.N H.E.R.O.N"),
            ("1ron Her0n is hiring", ""),
            ("Ir0n Her0n is hiring", "Ir0n Her0n"),
            ("ЧВК Железн@я ц@пля", "Железн@я ц@пля"),
            ("an ironical heronry", ""),
        ],
        names,
    );
}

#[test]
fn words_that_others_bear_need_a_sign_beside_them() {
    check_all(
        &[
            ("We saw a heron at the lake", ""),
            ("The heron needs fighters for assault units", "heron"),
            ("We watched the flock of sheep", ""),
            ("The flock hires: Iron Heron wants drivers", "The flock, Iron Heron"),
        ],
        names,
    );
}

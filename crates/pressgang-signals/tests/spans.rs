//! Whatever a text is made of: no panic, and every span cuts the raw text at borders of characters.

use proptest::prelude::*;

use super::support::read;

/// What tricks, numbers, addresses and scripts are made of.
const PIECES: [&str; 64] = [
    "+49 30 23125",
    "030",
    "0",
    "1",
    "54/055",
    "plus",
    "four",
    "nine",
    "дев'ять",
    "двадцать",
    "сорок девять",
    "один",
    "quatre-vingt-dix",
    "soixante",
    "double",
    "ноль",
    "плюс",
    "@",
    "(at)",
    "[dot]",
    " собака ",
    " точка ",
    "t.me/",
    "wa.me/",
    "heron",
    "example",
    ".org",
    "com",
    "_",
    "нижнее подчеркивание",
    "slash",
    " ",
    "\n",
    ",",
    "-",
    ".",
    "/",
    "(",
    ")",
    "#",
    "\u{200b}",
    "\u{fe0f}",
    "\u{20e3}",
    "4️⃣",
    "٤",
    "９",
    "⓪",
    "𝟗",
    "é",
    "e\u{301}",
    "İ",
    "ß",
    "ﷺ",
    "зарплата",
    "240",
    "тыс.",
    "руб",
    "$",
    "3k",
    "tr5",
    "18-45",
    "лет",
    "до",
    "的",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn of_pieces(pieces in prop::collection::vec(0..PIECES.len(), 0..24)) {
        read(&pieces.into_iter().map(|piece| PIECES[piece]).collect::<String>());
    }

    #[test]
    fn of_any_characters(text in "\\PC{0,60}") {
        read(&text);
    }
}

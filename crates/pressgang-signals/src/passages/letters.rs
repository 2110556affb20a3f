//! A text as passages compare it: its letters and digits alone, each with the raw bytes it came from.

use std::ops::Range;

use super::letter::{self, ATTACHED, CODE, COMPOSED, LETTER, MARK};

/// Of a longer text only so many bytes are looked at. No post is near it; it keeps every number within 32 bits, as one
/// character may stand for 18.
pub const MOST_BYTES: usize = 1 << 28;

/// The letters and digits of a text after NFKC and full case folding, links and mentions dropped as in
/// [`crate::normalise`]; of lookalikes and spelling variants one stands for all, and everything else (punctuation, white
/// space, emoji, vowel signs of Arabic and Hebrew, tone marks of Thai) is left out.
///
/// Letters are counted in this view; [`Letters::span`] leads back to the raw bytes.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    codes: Vec<u32>,
    starts: Vec<u32>,
    ends: Vec<u32>,
}

impl Letters {
    /// The view of a text.
    pub fn of(raw: &str) -> Letters {
        let mut letters = Letters::default();
        letters.fill(raw);
        letters
    }

    /// Makes this the view of another text, keeping the memory.
    pub fn fill(&mut self, raw: &str) {
        self.truncate(0);
        let most = (0..=MOST_BYTES.min(raw.len())).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0);
        let raw = &raw[..most];
        let table = letter::table();
        let mut has_signs = false;
        // Where the last character begins that a mark may melt with: in the raw text, and here.
        let mut base: Option<(usize, usize)> = None;
        let mut chars = raw.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let kind = letter::kind(c, table);
            let mut end = start + c.len_utf8();
            if kind & (ATTACHED | MARK | COMPOSED) == 0 {
                base = Some((start, self.len()));
                has_signs |= kind & LETTER == 0 && self.may_be_sign(kind);
                self.push(kind, start, end);
                continue;
            }
            if kind == ATTACHED {
                base = None;
                self.attach(start, end);
                continue;
            }
            let (from, kept) = base.filter(|_| kind == MARK).unwrap_or((start, self.len()));
            while let Some(&(at, next)) = chars.peek()
                && letter::kind(next, table) == MARK
            {
                end = at + next.len_utf8();
                chars.next();
            }
            // Whatever is added to this cluster later would make it be folded again, and a text of marks slow.
            base = None;
            self.truncate(kept);
            letter::fold_cluster(&raw[from..end], |kind| {
                if kind != ATTACHED {
                    has_signs |= kind & LETTER == 0 && self.may_be_sign(kind);
                    self.push(kind, from, end);
                }
            });
            if self.len() == kept {
                self.attach(from, end);
            }
        }
        self.keep_letters(has_signs);
    }

    /// How many letters and digits there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// The folded code points.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The raw bytes behind a range of letters, at character borders; empty for an empty range.
    pub fn span(&self, letters: Range<usize>) -> Range<usize> {
        if letters.is_empty() {
            let at = self.starts.get(letters.start).or(self.ends.last()).map_or(0, |&at| at as usize);
            return at..at;
        }
        self.starts[letters.start] as usize..self.ends[letters.end - 1] as usize
    }

    /// Whether a passage may begin or end before this letter: not within the letters that one raw character became.
    pub(super) fn is_cut(&self, at: usize) -> bool {
        at == 0 || at >= self.len() || self.starts[at] != self.starts[at - 1]
    }

    /// Whether a word may begin or end before this letter: something stands between it and the one before, or its
    /// script puts nothing between words.
    pub(super) fn is_word_border(&self, at: usize) -> bool {
        at == 0
            || at >= self.len()
            || self.starts[at] > self.ends[at - 1]
            || (is_unspaced(self.codes[at]) || is_unspaced(self.codes[at - 1])) && self.is_cut(at)
    }

    fn push(&mut self, code: u32, start: usize, end: usize) {
        self.codes.push(code);
        self.starts.push(start as u32);
        self.ends.push(end as u32);
    }

    fn truncate(&mut self, len: usize) {
        self.codes.truncate(len);
        self.starts.truncate(len);
        self.ends.truncate(len);
    }

    /// Characters that show nothing belong to the one right before them.
    fn attach(&mut self, start: usize, end: usize) {
        let start = start as u32;
        for last in self.ends.iter_mut().rev().take_while(|last| **last == start) {
            *last = end as u32;
        }
    }

    /// Whether a sign may belong to a link or a mention.
    fn may_be_sign(&self, kind: u32) -> bool {
        kind == u32::from('@')
            || kind == u32::from('/')
            || kind == u32::from('.') && self.codes.last() == Some(&(LETTER | u32::from('w')))
    }

    /// Leaves out links, mentions and all that is no letter.
    fn keep_letters(&mut self, has_signs: bool) {
        let (mut at, mut kept) = (0, 0);
        while at < self.len() {
            if has_signs && let Some(end) = self.link_end(at).or_else(|| self.mention_end(at)) {
                at = end;
                continue;
            }
            let code = self.codes[at];
            if code & LETTER != 0 {
                // With its flag, as a link may have to know whether a letter stands before it.
                self.codes[kept] = code;
                self.starts[kept] = self.starts[at];
                self.ends[kept] = self.ends[at];
                kept += 1;
            }
            at += 1;
        }
        self.truncate(kept);
        self.codes.iter_mut().for_each(|code| *code &= CODE);
    }

    /// Where a match of `https?://\S+|www\.\S+|\bt\.co/\S+` that begins here ends.
    fn link_end(&self, at: usize) -> Option<usize> {
        let begins = |prefix: &str| {
            let rest = &self.codes[at..];
            rest.len() > prefix.len()
                && prefix.bytes().zip(rest).all(|(b, &code)| code & CODE == u32::from(b))
                && !is_space(rest[prefix.len()])
        };
        let found = match char::from_u32(self.codes[at] & CODE) {
            Some('h') => begins("http://") || begins("https://"),
            Some('w') => begins("www."),
            Some('t') => begins("t.co/") && (at == 0 || !is_word(self.codes[at - 1])),
            _ => false,
        };
        found.then(|| (at..self.len()).find(|&i| is_space(self.codes[i])).unwrap_or(self.len()))
    }

    /// Where a match of `@\w+` that begins here ends, links having been taken out before.
    fn mention_end(&self, at: usize) -> Option<usize> {
        if self.codes[at] != u32::from('@') {
            return None;
        }
        let name = at + 1;
        let end =
            (name..self.len()).find(|&i| !is_word(self.codes[i]) || self.link_end(i).is_some()).unwrap_or(self.len());
        (end > name).then_some(end)
    }
}

fn is_word(code: u32) -> bool {
    code & LETTER != 0 || code == u32::from('_')
}

/// White space as in `normal.rs`.
fn is_space(code: u32) -> bool {
    code & LETTER == 0 && char::from_u32(code).is_some_and(|c| c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}'))
}

/// Whether a letter is of a script that puts no spaces between words.
fn is_unspaced(code: u32) -> bool {
    matches!(
        code,
        0x0e00..=0x0fff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xa000..=0xa4cf
        | 0xf900..=0xfaff | 0x20000..=0x3ffff
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(letters: &Letters) -> String {
        letters.codes.iter().filter_map(|&code| char::from_u32(code)).collect()
    }

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let letters = Letters::of(raw);
        assert_eq!(text(&letters), expected, "{raw:?}");
        for at in 0..letters.len() {
            assert!(raw.get(letters.span(at..at + 1)).is_some_and(|piece| !piece.is_empty()), "{raw:?} at {at}");
        }
    }

    #[test]
    fn views() {
        check("", "");
        check("Call US, now!", "callusnow");
        check("Straße ＡＢＣ ﬁn İ", "strasseabcfini");
        check("e\u{301}te\u{301} ÉTÉ", "étéété");
        check("over @Some_One there", "overthere");
        check("see https://example.com/a?b here", "seehere");
        check("WWW.example.com now t.co/abc xt.co/abc", "nowxtcoabc");
        check("@", "");
        check("a@b", "a");
        check("@abcwww.example.com x", "x");
        check("１２ ٣٤ ५६ 4️⃣", "1234564");
        check("h\u{200b}id\u{ad}den", "hidden");
        check("مَرْحَبًا مرحبا", "مرحبامرحبا");
        check("안녕 \u{110b}\u{1161}\u{11ab}\u{1102}\u{1167}\u{11bc}", "안녕안녕");
        check("中文，句子。", "中文句子");
        check("ไม่ใช่", "ไมใช");
        check("हिन्दी", "हिनदी");
        check("½ ㎏", "12kg");
        check("🪖👍🏽!!!", "");
    }

    #[test]
    fn lookalikes_are_one() {
        for (a, b) in [("Работа", "Рaбoтa"), ("Вахта", "Baxтa"), ("ΑΘΗΝΑ", "AΘHNA"), ("ещё", "еще")]
        {
            assert_eq!(text(&Letters::of(a)), text(&Letters::of(b)));
        }
    }

    #[test]
    fn borders() {
        let letters = Letters::of("ab cd-ef ﬁ 中文");
        let borders: Vec<usize> = (0..=letters.len()).filter(|&at| letters.is_word_border(at)).collect();
        assert_eq!(borders, [0, 2, 4, 6, 8, 9, 10]);
        assert!(!letters.is_cut(7));
    }

    proptest! {
        /// The view of a text is that of its normal form, as what `normal.rs` replaces by spaces is left out here.
        #[test]
        fn as_normalised(
            // Marks only behind letters: one behind a sign is not seen here, but makes `www.` a link.
            raw in "([ \t]|https?://|HTTP|www\\.|t\\.co/|T\\.CO|@|_|\\.|/|[a-zA-Zß]|[é×Éа-яЁіҐ’“—»ﬁ]|日|가|e\u{301}\
                   |가\u{11ab}|[🪖ไव₽①Ⅷ〜ｶ]){0,24}",
        ) {
            let normalised = crate::normalise(&raw);
            // Folding may bring letters together that would melt if they were folded again.
            prop_assume!(unicode_normalization::is_nfkc(&normalised));
            prop_assert_eq!(text(&Letters::of(&raw)), text(&Letters::of(&normalised)));
        }

        #[test]
        fn letters_know_their_bytes(raw in "(\\PC|[a-e]|\u{301}|\u{200b}|@|www\\.| ){0,24}") {
            let letters = Letters::of(&raw);
            let mut last = 0;
            for at in 0..letters.len() {
                let span = letters.span(at..at + 1);
                prop_assert!(raw.get(span.clone()).is_some_and(|piece| !piece.is_empty()));
                prop_assert!(letters.is_cut(at) == (at == 0 || span.start >= last), "{:?}", span);
                last = span.end;
            }
        }
    }
}

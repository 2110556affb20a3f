//! One pass over a JSON text that checks it and remembers where every value lies.
//!
//! Readers need few of a record's many fields, each with its bytes exactly as written: ids must not pass through a
//! number, and every post must lead to its place. Parsers that build values keep neither, and those that skip lazily go
//! over nested values again and again; so values are indexed here, once, by their places.

/// Where one value lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Node {
    /// First byte, and one past the last.
    pub(super) start: u32,
    pub(super) end: u32,
    /// The key before it without its quotes; nothing for elements and for the outermost value.
    pub(super) key_start: u32,
    pub(super) key_end: u32,
    /// The node behind this one and all that is in it.
    pub(super) next: u32,
    pub(super) key_has_escapes: bool,
}

/// Why a text is no JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It ends within a value.
    Early,
    /// It is no JSON at this byte.
    Invalid(usize),
    /// More brackets are open at once than a bound allows.
    Deep,
}

/// Longer texts are not indexed; records are bounded far below.
const LONGEST: usize = u32::MAX as usize;

/// Fills `nodes` with the values of a text, each before those inside it.
pub(crate) fn index(text: &str, depth: usize, nodes: &mut Vec<Node>) -> Result<(), Fault> {
    nodes.clear();
    let bytes = text.as_bytes();
    if bytes.len() > LONGEST {
        return Err(Fault::Invalid(LONGEST));
    }
    let mut scan = Scan { bytes, at: 0 };
    // The nodes of the containers that are open.
    let mut open: Vec<u32> = Vec::with_capacity(16);
    let mut node = Node::default();
    loop {
        // Here a value begins, whose key is in `node` already.
        let first = scan.next_byte()?;
        node.start = scan.at as u32;
        let this = nodes.len() as u32;
        if first == b'{' || first == b'[' {
            if open.len() >= depth {
                return Err(Fault::Deep);
            }
            nodes.push(node);
            scan.at += 1;
            let inside = scan.next_byte()?;
            if inside != first + 2 {
                open.push(this);
                node = if first == b'{' { scan.key()? } else { Node::default() };
                continue;
            }
            scan.at += 1;
            close(nodes, this, scan.at);
        } else {
            scan.scalar(first)?;
            node.end = scan.at as u32;
            node.next = this + 1;
            nodes.push(node);
        }
        // Here a value has ended.
        loop {
            let Some(&holder) = open.last() else {
                return if scan.is_at_end() { Ok(()) } else { Err(Fault::Invalid(scan.at)) };
            };
            let is_object = bytes[nodes[holder as usize].start as usize] == b'{';
            match scan.next_byte()? {
                b',' => {
                    scan.at += 1;
                    node = if is_object { scan.key()? } else { Node::default() };
                    break;
                }
                b'}' if is_object => {}
                b']' if !is_object => {}
                _ => return Err(Fault::Invalid(scan.at)),
            }
            scan.at += 1;
            close(nodes, holder, scan.at);
            open.pop();
        }
    }
}

fn close(nodes: &mut [Node], holder: u32, end: usize) {
    let next = nodes.len() as u32;
    let holder = &mut nodes[holder as usize];
    (holder.end, holder.next) = (end as u32, next);
}

struct Scan<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Scan<'_> {
    /// The next byte that is not white space, which stays where it is.
    #[inline]
    fn next_byte(&mut self) -> Result<u8, Fault> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if byte > b' ' {
                return Ok(byte);
            }
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Err(Fault::Invalid(self.at));
            }
            self.at += 1;
        }
        Err(Fault::Early)
    }

    fn is_at_end(&mut self) -> bool {
        self.next_byte() == Err(Fault::Early)
    }

    /// A key and its colon, as a node whose value is still to come.
    #[inline]
    fn key(&mut self) -> Result<Node, Fault> {
        if self.next_byte()? != b'"' {
            return Err(Fault::Invalid(self.at));
        }
        let start = self.at + 1;
        let key_has_escapes = self.string()?;
        let node = Node { key_start: start as u32, key_end: self.at as u32 - 1, key_has_escapes, ..Node::default() };
        if self.next_byte()? != b':' {
            return Err(Fault::Invalid(self.at));
        }
        self.at += 1;
        Ok(node)
    }

    #[inline]
    fn scalar(&mut self, first: u8) -> Result<(), Fault> {
        match first {
            b'"' => self.string().map(|_| ()),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'n' => self.word(b"null"),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &[u8]) -> Result<(), Fault> {
        for &expected in word {
            match self.bytes.get(self.at) {
                Some(&byte) if byte == expected => self.at += 1,
                Some(_) => return Err(Fault::Invalid(self.at)),
                None => return Err(Fault::Early),
            }
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        let is_zero = self.bytes.get(self.at) == Some(&b'0');
        if self.digits()? > 1 && is_zero {
            return Err(Fault::Invalid(self.at));
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    /// At least one digit; says how many.
    fn digits(&mut self) -> Result<usize, Fault> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        match (self.at - start, self.bytes.get(self.at)) {
            (0, Some(_)) => Err(Fault::Invalid(self.at)),
            (0, None) => Err(Fault::Early),
            (count, _) => Ok(count),
        }
    }

    /// A string with its quotes; says whether it has escapes.
    #[inline]
    fn string(&mut self) -> Result<bool, Fault> {
        self.at += 1;
        let mut has_escapes = false;
        loop {
            let rest = &self.bytes[self.at.min(self.bytes.len())..];
            self.at += plain_length(rest);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(has_escapes);
                }
                Some(b'\\') => {
                    has_escapes = true;
                    self.escape()?;
                }
                Some(_) => return Err(Fault::Invalid(self.at)),
                None => return Err(Fault::Early),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                for at in self.at + 2..self.at + 6 {
                    match self.bytes.get(at) {
                        Some(digit) if digit.is_ascii_hexdigit() => {}
                        Some(_) => return Err(Fault::Invalid(at)),
                        None => return Err(Fault::Early),
                    }
                }
                self.at += 6;
            }
            Some(_) => return Err(Fault::Invalid(self.at + 1)),
            None => return Err(Fault::Early),
        }
        Ok(())
    }
}

/// How many bytes come before the first quote, backslash or control character.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // The high bit of each byte of the sum that is zero, or below it a false alarm, which the first true one precedes.
    let zeros = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut length = 0;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        let word = u64::from_le_bytes(*chunk);
        let quotes = zeros(word ^ (ONES * b'"' as u64));
        let backslashes = zeros(word ^ (ONES * b'\\' as u64));
        let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let found = quotes | backslashes | controls;
        if found != 0 {
            return length + (found.trailing_zeros() / 8) as usize;
        }
        length += 8;
    }
    length + rest.iter().take_while(|&&byte| byte >= 0x20 && byte != b'"' && byte != b'\\').count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Fault, index, plain_length};

    fn is_json(text: &str) -> bool {
        index(text, 128, &mut Vec::new()).is_ok()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever serde_json takes for JSON is JSON here, and nothing else.
        #[test]
        fn agrees_with_serde_json(text in r#"([\[\]{}:,"\\ ]|[0-9.eE+-]{1,3}|true|false|null|"[a-z]{0,9}"|\\u00[0-9a-g]{2}|[\u{1}\n\u{e9}]){0,24}"#) {
            // Raw values are checked for their grammar alone, not for halves of surrogate pairs.
            let expected = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
            prop_assert_eq!(is_json(&text), expected, "{:?}", text);
        }

        #[test]
        fn plain_stretches_end_where_they_should(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let expected = bytes.iter().take_while(|&&b| b >= 0x20 && b != b'"' && b != b'\\').count();
            prop_assert_eq!(plain_length(&bytes), expected);
        }
    }

    #[test]
    fn faults_are_told_apart() {
        let fault = |text: &str, depth| index(text, depth, &mut Vec::new()).err();
        assert_eq!(fault("{\"a\":[1,2", 9), Some(Fault::Early));
        assert_eq!(fault("{\"a\" 1}", 9), Some(Fault::Invalid(5)));
        assert_eq!(fault("[[[]]]", 2), Some(Fault::Deep));
        assert_eq!(fault("[[[]]]", 3), None);
        assert_eq!(fault("1 2", 3), Some(Fault::Invalid(2)));
    }
}

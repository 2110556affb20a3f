//! Changes that keep most of a text readable: values of JSON and fields of tables are exchanged as a whole.
//!
//! Changing single bytes alone leaves hardly any record that gets behind the parser.

use std::ops::Range;

/// What no export should have and some hostile one will.
const VALUES: &[&str] = &[
    "null",
    "true",
    "0",
    "-1",
    "1e999",
    "1.0",
    "18446744073709551616",
    "253402300800",
    "1606451170518",
    "1606451170",
    "-62135596801",
    "\"\"",
    "\" \"",
    "\"a\"",
    "\"\\ud83d\"",
    "\"\\u0000\"",
    "\"2020-01-21T16:58:43Z\"",
    "\"1e18\"",
    "\"Mon Mar 28 14:39:13 +0000 2016\"",
    "\"2020-01-21 16:58:43 EST\"",
    "\"https://t.me/example/1\"",
    "[]",
    "{}",
    "[[]]",
    "[{}]",
    "[null]",
    "[\"\"]",
    "\"<a href=\\\"https://example.com/\\\">x</a>\"",
    "\"#a @b https://example.com\"",
    "\"[a](https://example.com)\"",
    "\"['a', 'b']\"",
    "\"&amp;lt;\"",
    "\"\u{1f600}\"",
    "65535",
    "4294967296",
];

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

/// Changes the first `size` bytes of `data`; says how many there are then.
pub fn mutate(
    data: &mut [u8],
    size: usize,
    max_size: usize,
    seed: u32,
    bytewise: fn(&mut [u8], usize, usize) -> usize,
) -> usize {
    let mut dice = Dice(u64::from(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let way = dice.below(10);
    if size < 8 || way < 3 {
        return bytewise(data, size, max_size);
    }
    let text = &data[..size];
    let spans = if way < 8 { values(text) } else { fields(text) };
    if spans.is_empty() {
        return bytewise(data, size, max_size);
    }
    let mut changed = text.to_vec();
    let chosen = spans[dice.below(spans.len())].clone();
    let other = &text[spans[dice.below(spans.len())].clone()];
    let own = &text[chosen.clone()];
    let put: Vec<u8> = match dice.below(8) {
        0 | 1 => VALUES[dice.below(VALUES.len())].as_bytes().to_vec(),
        2 | 3 => other.to_vec(),
        4 => [own, b",", own].concat(),
        5 => [b"[", own, b",", other, b"]"].concat(),
        6 => [b"{\"id\":", own, b"}"].concat(),
        _ => {
            // A line twice, or a value inside the quotes of another.
            let line = text[..chosen.start].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            [own, b"\n", &text[line..chosen.start], own].concat()
        }
    };
    changed.splice(chosen, put);
    let length = changed.len().min(max_size).min(data.len());
    data[..length].copy_from_slice(&changed[..length]);
    length
}

/// Where values and keys of JSON lie, as far as brackets and quotes tell.
fn values(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                while let Some(&byte) = text.get(at) {
                    at += if byte == b'\\' { 2 } else { 1 };
                    if byte == b'"' {
                        break;
                    }
                }
                found.push(start..at.min(text.len()));
            }
            b'{' | b'[' => open.push(start),
            b'}' | b']' => found.extend(open.pop().map(|start| start..at)),
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                while text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)) {
                    at += 1;
                }
                found.push(start..at);
            }
            _ => {}
        }
    }
    found
}

/// Where fields of tables lie, as far as separators tell.
fn fields(text: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        if matches!(byte, b',' | b';' | b'\t' | b'\n' | b'<' | b'>') {
            found.push(start..at);
            start = at + 1;
        }
    }
    found.push(start..text.len());
    found
}

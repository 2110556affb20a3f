//! XML in bounded memory: no stretch between two tags, no nesting and no part is longer than it may be.

use std::io::{self, BufReader, Read};

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader, XmlVersion};
use thiserror::Error as Described;

use crate::source::Stream;

/// The parser keeps the name of every element that is open.
const DEEPEST: usize = 64;

/// Tags may always be this long: the first of a part declares many names.
const SHORTEST_BOUND: u64 = 64 << 10;

/// One part of a workbook, from tag to tag.
pub(super) struct Xml<'a> {
    reader: Reader<BufReader<Bounded<Stream<'a>>>>,
    buffer: Vec<u8>,
    name: String,
    depth: usize,
    longest: u64,
}

impl<'a> Xml<'a> {
    /// Reads up to `most` bytes; between two tags there are no more than `longest`.
    pub(super) fn new(stream: Stream<'a>, name: String, longest: u64, most: u64) -> Xml<'a> {
        let longest = longest.max(SHORTEST_BOUND);
        let bounded = Bounded { inner: stream, allowed: 0, rest: most, longest, most };
        let mut reader = Reader::from_reader(BufReader::with_capacity(16 << 10, bounded));
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        Xml { reader, buffer: Vec::new(), name, depth: 0, longest }
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// The next tag or text; no caller reads on behind the outermost element, so the end is an error.
    pub(super) fn next(&mut self) -> Result<Event<'_>, String> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().allowed = self.longest;
        match self.reader.read_event_into(&mut self.buffer) {
            Ok(Event::Eof) => Err(format!("the part {} of the workbook ends early", self.name)),
            Ok(event) => {
                match &event {
                    Event::Start(_) => self.depth += 1,
                    Event::End(_) => self.depth = self.depth.saturating_sub(1),
                    _ => {}
                }
                if self.depth > DEEPEST {
                    return Err(format!("the part {} of the workbook is nested too deeply", self.name));
                }
                Ok(event)
            }
            Err(Error::Io(io)) => Err(match io.get_ref().and_then(|inner| inner.downcast_ref::<TooLong>()) {
                Some(too_long) => format!("the part {} of the workbook {too_long}", self.name),
                None => self.reader.get_ref().get_ref().inner.damage(&io),
            }),
            // The parser's own words may repeat what is in the file.
            Err(_) => Err(format!("the part {} of the workbook is damaged: it is not well-formed XML", self.name)),
        }
    }

    /// The text of the element that was just opened, or nothing if it is longer than `longest`.
    pub(super) fn text(&mut self, longest: usize) -> Result<Option<String>, String> {
        let inside = self.depth;
        let mut text = Some(String::new());
        loop {
            let is_own = self.depth == inside;
            let event = self.next()?;
            let more = match &event {
                Event::Text(more) if is_own => more.xml10_content(),
                Event::CData(more) if is_own => more.xml10_content(),
                Event::GeneralRef(entity) if is_own => match entity.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string().into(),
                    // What is no known entity stays as it stands.
                    _ => resolve_predefined_entity(entity)
                        .map_or_else(|| format!("&{};", &**entity), str::to_owned)
                        .into(),
                },
                _ => "".into(),
            };
            text = text.filter(|text| text.len() + more.len() <= longest).map(|mut text| {
                text.push_str(&more);
                text
            });
            drop(more);
            drop(event);
            if self.depth < inside {
                return Ok(text);
            }
        }
    }

    /// The text of an element that was just opened whose parts are formatted differently, without hints of how it is
    /// pronounced, or nothing if it is longer than `longest`.
    pub(super) fn formatted_text(&mut self, longest: usize) -> Result<Option<String>, String> {
        enum Step {
            Text { is_exact: bool },
            Pronunciation,
            Other,
        }
        let inside = self.depth;
        let mut text = Some(String::new());
        loop {
            let step = match self.next()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "t" => Step::Text { is_exact: attribute(&element, "space").as_deref() == Some("preserve") },
                    "rPh" => Step::Pronunciation,
                    _ => Step::Other,
                },
                _ => Step::Other,
            };
            match step {
                Step::Text { is_exact } => {
                    let more = self.text(longest)?.map(|more| match is_exact {
                        true => unescaped(&more),
                        false => unescaped(more.trim_matches([' ', '\t', '\r', '\n'])),
                    });
                    text = text.zip(more).map(|(text, more)| text + &more).filter(|text| text.len() <= longest);
                }
                Step::Pronunciation => self.skip()?,
                Step::Other => {}
            }
            if self.depth < inside {
                return Ok(text);
            }
        }
    }

    /// Passes over the element that was just opened.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        let inside = self.depth;
        while self.depth >= inside {
            self.next()?;
        }
        Ok(())
    }

    /// Reads to the end, where a wrong check sum shows.
    pub(super) fn finish(&mut self) -> Result<(), String> {
        self.reader.get_mut().get_mut().allowed = u64::MAX;
        let rest = io::copy(self.reader.get_mut(), &mut io::sink());
        rest.map(|_| ()).map_err(|error| self.reader.get_ref().get_ref().inner.damage(&error))
    }
}

/// An attribute by the last part of its name.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    found.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
}

/// Takes the escapes off by which Excel writes what XML cannot hold (`_x000D_`), and itself (`_x005F_`).
pub(super) fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let first = code(from);
        let pair = first.and_then(|first| Some([first, from.get(7..).and_then(code)?]));
        if let Some(c) = first.and_then(|first| char::from_u32(u32::from(first))) {
            plain.push(c);
            rest = &from[7..];
        } else if let Some(Ok(c)) = pair.and_then(|pair| char::decode_utf16(pair).next()) {
            plain.push(c);
            rest = &from[14..];
        } else {
            plain.push_str("_x");
            rest = &from[2..];
        }
    }
    plain.push_str(rest);
    plain
}

/// The unit that `_x000D_` at the start stands for.
fn code(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("_x")?.get(..5)?.strip_suffix('_')?;
    // A sign would be taken for a part of the number.
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    u16::from_str_radix(digits, 16).ok().filter(|_| is_hex)
}

#[derive(Clone, Copy, Debug, Described)]
enum TooLong {
    #[error("is longer than {0} bytes; save the workbook as CSV first")]
    Part(u64),
    #[error("has more than {0} bytes between two tags; the rest is not read")]
    Stretch(u64),
}

/// Reads as much as is allowed.
struct Bounded<R> {
    inner: R,
    /// Until the next tag.
    allowed: u64,
    /// Until the end.
    rest: u64,
    longest: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let allowed = self.allowed.min(self.rest);
        if allowed == 0 {
            // One byte more shows whether the part ends just here.
            let ends = self.rest == 0 && self.inner.read(&mut [0])? == 0;
            let what = if self.rest == 0 { TooLong::Part(self.most) } else { TooLong::Stretch(self.longest) };
            return if ends { Ok(0) } else { Err(io::Error::other(what)) };
        }
        let most = usize::try_from(allowed).unwrap_or(usize::MAX).min(buffer.len());
        let n = self.inner.read(&mut buffer[..most])?;
        self.allowed -= n as u64;
        self.rest -= n as u64;
        Ok(n)
    }
}

//! The bodies of looks as a WARC 1.1 file (ISO 28500:2017), one gzip member a record, which any web archive's tools read.
//!
//! Looks are appended one by one: what [`Warc::append`] says where it stands is on the disk, so whoever enters it in a
//! ledger only then never names what is not there; what a killed program left half is cut off when the file is opened
//! ([`recover`]).
//!
//! The record headers are written here: the crate `warc` brings a second implementation of DEFLATE and can neither say
//! where a record stands nor cut a damaged end off, and there is no more to it than a dozen lines of headers.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::SystemTime;

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
use serde::Serialize;
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use thiserror::Error;
use ureq::http::StatusCode;

use crate::look::{Cut, Evidence, Exchange, KeptBody, Look, Target, Verdict};

/// What a file says of how it was made, in its first record.
#[derive(Clone, Debug)]
pub struct WarcInfo {
    /// The program and its version.
    pub software: String,
    /// How it named itself to hosts.
    pub user_agent: String,
}

/// A file that looks are appended to. Only one can be open at a time.
#[derive(Debug)]
pub struct Warc {
    file: File,
    end: u64,
    name: String,
    user_agent: String,
}

/// Where the records of a look stand, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Of the first.
    pub offset: u64,
    /// Of all together, compressed.
    pub length: u64,
}

/// Why a file cannot be written or mended.
#[derive(Debug, Error)]
pub enum WarcError {
    /// The file system says no.
    #[error("{0}")]
    File(#[from] io::Error),
    /// It begins with something else; nothing of it was changed.
    #[error("it is no WARC file of single compressed records")]
    NotWarc,
    /// It ends before what is known to stand in it; nothing of it was changed.
    #[error("it has {found} bytes where {known} are known to have been written")]
    Short {
        /// Bytes of the file.
        found: u64,
        /// Bytes that were written.
        known: u64,
    },
    /// Another program writes to it.
    #[error("another program writes to it")]
    Busy,
}

impl Warc {
    /// Opens a file to append to; makes it where there is none. `known` is where the last look ends that was entered
    /// (0 when none was): what stands before is neither read nor changed, what comes after is mended ([`recover`]).
    pub fn open(path: &Path, info: &WarcInfo, known: u64) -> Result<Warc, WarcError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !path.exists() {
            create(path, &name, info)?;
        }
        let mut file = alone(path)?;
        let end = mend(&mut file, known)?;
        Ok(Warc { file, end, name, user_agent: info.user_agent.clone() })
    }

    /// Appends a look: a request and a response for each kept body, and its verdict with the evidence. When this
    /// returns, all of it is on the disk.
    pub fn append(&mut self, target: &Target, look: &Look) -> Result<Place, WarcError> {
        let mut records = Records { name: &self.name, offset: self.end, bytes: Vec::new() };
        records.look(target, look, &self.user_agent)?;
        let bytes = records.bytes;
        let written = self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(&bytes));
        if let Err(error) = written.and_then(|()| self.file.sync_data()) {
            // Half a look would stand before the next. Where this fails too, opening the file anew cuts it off.
            let _ = self.file.set_len(self.end);
            return Err(error.into());
        }
        let place = Place { offset: self.end, length: bytes.len() as u64 };
        self.end += place.length;
        Ok(place)
    }
}

/// Cuts a file off behind its last whole record, which is where a killed program stopped. `known` as for [`Warc::open`].
/// Gives its length then. A file that a [`Warc`] is open on is [`WarcError::Busy`]: what stands half at its end is being
/// written.
pub fn recover(path: &Path, known: u64) -> Result<u64, WarcError> {
    mend(&mut alone(path)?, known)
}

/// A file that nobody else writes to as long as it is open.
fn alone(path: &Path) -> Result<File, WarcError> {
    let file = OpenOptions::new().read(true).write(true).open(path)?;
    // A program that is just being started holds, for moments, what whoever starts it had locked.
    for attempt in 1.. {
        match file.try_lock() {
            Ok(()) => break,
            Err(std::fs::TryLockError::WouldBlock) if attempt < LOCK_TRIES => std::thread::sleep(LOCK_PAUSE),
            Err(std::fs::TryLockError::WouldBlock) => return Err(WarcError::Busy),
            Err(std::fs::TryLockError::Error(error)) => return Err(WarcError::File(error)),
        }
    }
    Ok(file)
}

/// So often a file that is locked is tried, and the pause between two tries.
const LOCK_TRIES: u32 = 20;
const LOCK_PAUSE: std::time::Duration = std::time::Duration::from_millis(25);

/// A file with its first record appears whole or not at all, so one that does not begin with a record is none of ours.
fn create(path: &Path, name: &str, info: &WarcInfo) -> Result<(), WarcError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut records = Records { name, offset: 0, bytes: Vec::new() };
    records.info(info)?;
    let mut file = NamedTempFile::new_in(folder)?;
    file.write_all(&records.bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => return Err(error.error.into()),
        _ => {}
    }
    // The name has to be on the disk too; where folders cannot be opened as files, it is by itself.
    if let Ok(folder) = File::open(folder) {
        folder.sync_all()?;
    }
    Ok(())
}

fn mend(file: &mut File, known: u64) -> Result<u64, WarcError> {
    let found = file.metadata()?.len();
    if found < known {
        return Err(WarcError::Short { found, known });
    }
    file.seek(SeekFrom::Start(known))?;
    let mut reader = Counted { inner: BufReader::with_capacity(64 << 10, &*file), read: known };
    let mut whole = known;
    while !reader.fill_buf()?.is_empty() {
        if !is_record(&mut reader) {
            break;
        }
        whole = reader.read;
    }
    if whole == 0 {
        return Err(WarcError::NotWarc);
    }
    if whole < found {
        file.set_len(whole)?;
        file.sync_all()?;
    }
    Ok(whole)
}

/// Reads one member; false when it is not whole or no record.
fn is_record(reader: &mut impl BufRead) -> bool {
    let mut decoder = GzDecoder::new(reader);
    let mut start = [0; 8];
    decoder.read_exact(&mut start).is_ok() && start == *b"WARC/1.1" && io::copy(&mut decoder, &mut io::sink()).is_ok()
}

/// A reader that knows how far it is.
struct Counted<R> {
    inner: R,
    read: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount as u64;
        self.inner.consume(amount);
    }
}

/// Records, compressed one by one.
struct Records<'a> {
    name: &'a str,
    offset: u64,
    bytes: Vec<u8>,
}

/// What the metadata record of a look holds.
#[derive(Serialize)]
struct Metadata<'a> {
    target: &'a Target,
    verdict: &'a Verdict,
    evidence: &'a Evidence,
}

impl Records<'_> {
    fn info(&mut self, info: &WarcInfo) -> io::Result<()> {
        let block = format!(
            "software: {}\r\nformat: WARC File Format 1.1\r\n\
             conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
             http-header-user-agent: {}\r\n",
            line(&info.software),
            line(&info.user_agent),
        );
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let fields = [("WARC-Filename", line(self.name)), ("Content-Type", "application/warc-fields".to_owned())];
        let date = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
        self.record("warcinfo", date, &fields, block.as_bytes()).map(|_| ())
    }

    fn look(&mut self, target: &Target, look: &Look, user_agent: &str) -> io::Result<()> {
        let mut ids = Vec::new();
        for body in &look.bodies {
            let Some(exchange) = look.evidence.exchanges.get(body.exchange) else { continue };
            let uri = ("WARC-Target-URI", uri(&body.address));
            let block = response(exchange, body);
            let mut fields = vec![
                uri.clone(),
                ("Content-Type", "application/http;msgtype=response".to_owned()),
                ("WARC-Payload-Digest", digest(&body.bytes)),
            ];
            if let Some(cut) = body.cut {
                let why = match cut {
                    Cut::Length => "length",
                    Cut::Time => "time",
                    Cut::Connection => "disconnect",
                };
                fields.push(("WARC-Truncated", why.to_owned()));
            }
            let id = self.record("response", exchange.at_unix_millis, &fields, &block)?;
            let fields = [
                uri,
                ("Content-Type", "application/http;msgtype=request".to_owned()),
                ("WARC-Concurrent-To", id.clone()),
            ];
            self.record("request", exchange.at_unix_millis, &fields, &request(&body.address, user_agent))?;
            ids.push(("WARC-Concurrent-To", id));
        }
        let block = serde_json::to_vec(&Metadata { target, verdict: &look.verdict, evidence: &look.evidence })?;
        let asked = look.evidence.exchanges.last().map(|exchange| exchange.asked.as_str());
        let about = asked.filter(|asked| !asked.is_empty()).or(target.url.as_deref()).unwrap_or("about:blank");
        let mut fields = vec![("WARC-Target-URI", uri(about)), ("Content-Type", "application/json".to_owned())];
        fields.append(&mut ids);
        self.record("metadata", look.at_unix_millis, &fields, &block).map(|_| ())
    }

    /// Adds a record; gives its id.
    fn record(
        &mut self,
        kind: &str,
        at_unix_millis: i64,
        fields: &[(&str, String)],
        block: &[u8],
    ) -> io::Result<String> {
        let date = jiff::Timestamp::from_millisecond(at_unix_millis).unwrap_or_default();
        let digest = digest(block);
        let id = self.id(kind, at_unix_millis, &digest);
        let mut head = format!("WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {id}\r\nWARC-Date: {date}\r\n");
        for (name, value) in fields {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("WARC-Block-Digest: {digest}\r\nContent-Length: {}\r\n\r\n", block.len()));
        let mut member = GzEncoder::new(&mut self.bytes, Compression::default());
        member.write_all(head.as_bytes())?;
        member.write_all(block)?;
        member.write_all(b"\r\n\r\n")?;
        member.finish()?;
        Ok(id)
    }

    /// A UUID of version 8 (RFC 9562), made of where the record stands and what it holds.
    fn id(&self, kind: &str, at_unix_millis: i64, digest: &str) -> String {
        let at = self.offset + self.bytes.len() as u64;
        let hash = Sha256::digest(format!("{}\n{at}\n{kind}\n{at_unix_millis}\n{digest}", self.name));
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash[..16]);
        bytes[6] = bytes[6] & 0x0f | 0x80;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let [a, b, c, d, e] = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
        format!("<urn:uuid:{a}-{b}-{c}-{d}-{e}>")
    }
}

/// In hex, as ledger and evidence say it; readers take it for what it is by its length.
fn digest(bytes: &[u8]) -> String {
    let hex: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// The request as it can be shown.
fn request(address: &str, user_agent: &str) -> Vec<u8> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.find('/').map_or((rest, "/"), |at| rest.split_at(at));
    let (host, path, agent) = (line(host), uri(path), line(user_agent));
    format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {agent}\r\nAccept-Encoding: identity\r\n\r\n")
        .into_bytes()
}

/// The answer. What does not hold of the body as it stands here any more keeps its value under another name, the one
/// web archives use.
fn response(exchange: &Exchange, body: &KeptBody) -> Vec<u8> {
    let status = exchange.status.unwrap_or_default();
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut head = format!("HTTP/1.1 {status} {reason}\r\n");
    for (name, value) in &body.headers {
        let is_true = match name.as_str() {
            "transfer-encoding" | "content-encoding" => false,
            "content-length" => value.trim().parse() == Ok(body.bytes.len()),
            _ => true,
        };
        let prefix = if is_true { "" } else { "x-archive-orig-" };
        head.push_str(&format!("{prefix}{name}: {}\r\n", line(value)));
    }
    head.push_str("\r\n");
    [head.as_bytes(), &body.bytes].concat()
}

/// What is one line.
fn line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// An address in the letters addresses have.
fn uri(address: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'!'..=b'~' if !matches!(byte, b'<' | b'>' | b'"') => written.push(char::from(byte)),
            _ => written.push_str(&format!("%{byte:02X}")),
        }
    }
    written
}

//! Adding files to a case: exports become sources, records enter the ledger.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use pressgang_posts::{
    Author, Format, Item, Limits, Mapping, Platform, ReadOptions, Timestamp, detect_file, hash_file, read_file,
};
use serde_json::json;
use toml_edit::{ArrayOfTables, DocumentMut, Item as TomlItem, Table, value};

use crate::config::{Config, ReferenceAccount, Role};
use crate::error::CaseError;
use crate::files::{self, FileError};
use crate::folder::Case;
use crate::prints::Print;
use crate::records::{self, RecordKind};
use crate::second_sources::{LeftOut, ListOptions, Tlp};

/// How files are added.
#[derive(Clone, Debug)]
pub struct AddOptions {
    /// The role of exports.
    pub role: Role,
    /// The format, when it is not to be detected.
    pub format: Option<Format>,
    /// The organisation of a reference, when the case studies several.
    pub organisation: Option<String>,
    /// Refer to the file where it lies instead of copying it.
    pub in_place: bool,
    /// Column names for generic files, by canonical field.
    pub mapping: BTreeMap<String, String>,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is a new source.
    Source {
        /// The source's id.
        id: String,
        /// Detected or given format.
        format: String,
        /// Why this format.
        reason: String,
    },
    /// Its records are in the ledger.
    Records {
        /// What they are.
        kind: &'static str,
        /// How many.
        count: u64,
    },
    /// The contacts of a second source's list are in the ledger.
    List {
        /// How many.
        count: u64,
        /// How many of them may not be published.
        restricted: u64,
        /// The strictest handling marking among them.
        strictest: Option<Tlp>,
        /// What was left out of it.
        left_out: Vec<LeftOut>,
    },
    /// The same bytes were added before; nothing changed.
    Already {
        /// As what.
        what: String,
    },
}

impl Case {
    /// Enters sources that stand in `case.toml` but not in the ledger: an `add` that was killed, or written by hand.
    pub(crate) fn enter_sources(&mut self, now: Timestamp) -> Result<(), CaseError> {
        let entered = self.ledger.entries("source_added")?;
        let entered: HashSet<(&str, &str)> =
            entered.iter().filter_map(|e| Some((e.body["source"].as_str()?, e.body["sha256"].as_str()?))).collect();
        for source in &self.config.sources {
            if !entered.contains(&(source.id.as_str(), source.sha256.as_str())) {
                let body = json!({ "source": source.id, "sha256": source.sha256, "role": source.role.as_str() });
                self.ledger.append(now, "source_added", &body, None)?;
            }
        }
        Ok(())
    }

    /// Adds one file: an export as a source, or a file of records.
    pub fn add(&mut self, file: &Path, options: &AddOptions, now: Timestamp) -> Result<Added, CaseError> {
        if options.format.is_none()
            && let Some(kind) = records::recognise(file)
        {
            return match kind {
                RecordKind::Corroborations | RecordKind::Stix => {
                    let organisation = options.organisation.clone();
                    self.add_list(file, &ListOptions { organisation, ..ListOptions::default() }, now)
                }
                RecordKind::Observations | RecordKind::Rates => self.add_records(file, kind, now),
            };
        }
        self.enter_sources(now)?;
        let limits = Limits::standard();
        let detections = match options.format {
            Some(_) => Vec::new(),
            None => detect_file(file, &limits)?,
        };
        let known: Vec<_> = detections.iter().filter(|d| d.format.is_some()).collect();
        let mapped = !options.mapping.is_empty();
        if options.format.is_none() && known.is_empty() && !mapped {
            // Reading it gives the error with the nearest formats.
            read_file(file, &read_options(options, None)?, &mut |_| ControlFlow::Break(()))?;
        }
        if !file.is_file() {
            // What is missing, a folder or a pipe is refused by the reader, which says why.
            hash_file(file)?;
        }
        let print = Print::of_file(file)?;
        let sha256 = print.sha256.clone();
        if let Some(known) = self.config.sources.iter().find(|s| s.sha256 == sha256) {
            return Ok(Added::Already { what: format!("source {}", known.id) });
        }
        let organisation = self.organisation_of(options)?;
        let received =
            fs::metadata(file).and_then(|m| m.modified()).ok().and_then(|t| jiff::Timestamp::try_from(t).ok());
        let received = received.and_then(|t| Timestamp::from_unix_millis(t.as_millisecond()));
        if options.role == Role::Reference {
            self.check_reference(file, options, received)?;
        }
        let id = format!("s{}", self.config.sources.len() + 1);
        let path = if options.in_place {
            let absolute = fs::canonicalize(file).map_err(|e| FileError::new("read", file, e))?;
            absolute.to_string_lossy().into_owned()
        } else {
            self.copy_source(file, &sha256)?
        };
        let format = options.format.map(|f| f.as_str().to_owned()).unwrap_or_else(|| {
            let mut names: Vec<&str> = known.iter().filter_map(|d| d.format).map(|f| f.as_str()).collect();
            names.dedup();
            names.join(", ")
        });
        let folder = folder_with_media(file);
        let mut table = Table::new();
        table["id"] = value(&id);
        table["path"] = value(&path);
        table["sha256"] = value(&sha256);
        table["role"] = value(options.role.as_str());
        if let Some(format) = options.format {
            table["format"] = value(format.as_str());
        }
        if let Some(organisation) = &organisation {
            table["organisation"] = value(organisation);
        }
        if let Some(received) = received {
            table["received_at"] = value(received.to_string());
        }
        if let Some(folder) = folder {
            table["folder"] = value(folder);
        }
        if mapped {
            let mut mapping = toml_edit::InlineTable::new();
            for (field, column) in &options.mapping {
                mapping.insert(field, column.as_str().into());
            }
            table["mapping"] = value(mapping);
        }
        self.append_to_config("sources", table)?;
        let mut body = json!({ "source": id, "role": options.role.as_str(), "format": format });
        print.enter(&mut body);
        self.ledger.append(now, "source_added", &body, None)?;
        self.enter_settings(now)?;
        let reason = known.first().map_or_else(|| "as you said".to_owned(), |d| d.reason.clone());
        Ok(Added::Source { id, format, reason })
    }

    fn organisation_of(&self, options: &AddOptions) -> Result<Option<String>, CaseError> {
        let studied = &self.config.organisations;
        match &options.organisation {
            Some(id) if !studied.contains(id) => Err(CaseError::Usage(format!(
                "organisation {id:?} is not studied in this case; it studies {}",
                studied.join(", ")
            ))),
            Some(id) => Ok(Some(id.clone())),
            None if options.role == Role::Reference && studied.len() == 1 => Ok(studied.first().cloned()),
            None if options.role == Role::Reference => Err(CaseError::Usage(format!(
                "the case studies several organisations ({}); say with --organisation whose reference this is",
                studied.join(", ")
            ))),
            None => Ok(None),
        }
    }

    /// A reference is refused unless somebody has vouched for the account in `case.toml`.
    fn check_reference(&self, file: &Path, options: &AddOptions, received: Option<Timestamp>) -> Result<(), CaseError> {
        let mut vouched = false;
        let mut found: Vec<String> = Vec::new();
        read_file(file, &read_options(options, received)?, &mut |item| {
            if let Item::Post(post) = item {
                if reference_account(&self.config, &post.key.platform, &post.author).is_some() {
                    vouched = true;
                    return ControlFlow::Break(());
                }
                let author = [post.author.id.as_deref(), post.author.handle.as_deref(), post.author.name.as_deref()];
                let named = format!(
                    "{} {}",
                    post.key.platform,
                    author.iter().flatten().copied().collect::<Vec<_>>().join(" / ")
                );
                if found.len() < 3 && !found.contains(&named) {
                    found.push(named);
                }
            }
            ControlFlow::Continue(())
        })?;
        if vouched { Ok(()) } else { Err(CaseError::NotAReference { path: file.to_owned(), found }) }
    }

    fn copy_source(&self, file: &Path, sha256: &str) -> Result<String, CaseError> {
        let name = file.file_name().map_or_else(|| "export".to_owned(), |n| n.to_string_lossy().into_owned());
        let mut relative = format!("sources/{name}");
        if self.root().join(&relative).exists() {
            relative = format!("sources/{}-{name}", &sha256[..8]);
        }
        let target = self.root().join(&relative);
        let aside = files::Aside::create(&target)?;
        let mut from = fs::File::open(file).map_err(|e| FileError::new("read", file, e))?;
        std::io::copy(&mut from, &mut aside.file()).map_err(|e| FileError::new("write", &target, e))?;
        aside.commit()?;
        Ok(relative)
    }

    fn append_to_config(&mut self, name: &str, table: Table) -> Result<(), CaseError> {
        let path = self.config_path();
        let malformed = |reason: String| crate::config::ConfigError::Malformed { path: path.clone(), reason };
        let text = files::read_text(&path)?;
        let mut document: DocumentMut = text.parse().map_err(|e: toml_edit::TomlError| malformed(e.to_string()))?;
        let entry = document.entry(name).or_insert(TomlItem::ArrayOfTables(ArrayOfTables::new()));
        let tables =
            entry.as_array_of_tables_mut().ok_or_else(|| malformed(format!("{name} is not a list of tables")))?;
        tables.push(table);
        let text = document.to_string();
        self.config = Config::parse(&text).map_err(malformed)?;
        files::write(&path, text.as_bytes())?;
        Ok(())
    }

    fn add_records(&mut self, file: &Path, kind: RecordKind, now: Timestamp) -> Result<Added, CaseError> {
        let (sha256, _) = hash_file(file)?;
        if self.ledger.newest("records_added", "sha256", &sha256)?.is_some() {
            return Ok(Added::Already { what: kind.as_str().to_owned() });
        }
        let mut entries = records::entries(file, kind, &sha256)?;
        let mut count = entries.len() as u64;
        if kind == RecordKind::Rates {
            let text = fs::read(file).map_err(|e| FileError::new("read", file, e))?;
            crate::rates::Rates::default().add(file, &text, None)?;
            count = text.split(|&b| b == b'\n').filter(|line| !line.is_empty()).count().saturating_sub(1) as u64;
            files::write(&self.root().join("rates").join(format!("{}.csv", &sha256[..12])), &text)?;
        }
        let body = json!({ "kind": kind.as_str(), "sha256": sha256, "records": count });
        entries.insert(0, ("records_added", body, None));
        self.ledger.append_all(now, &entries)?;
        if kind == RecordKind::Rates {
            self.enter_settings(now)?;
        }
        Ok(Added::Records { kind: kind.as_str(), count })
    }
}

/// The folder of an export, if it has folders beside it that may hold the pictures and films it names.
fn folder_with_media(file: &Path) -> Option<String> {
    let folder = fs::canonicalize(file).ok()?.parent()?.to_owned();
    let mut entries = fs::read_dir(&folder).ok()?.flatten();
    entries
        .any(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .then(|| folder.to_string_lossy().into_owned())
}

fn read_options(options: &AddOptions, received_at: Option<Timestamp>) -> Result<ReadOptions, CaseError> {
    Ok(ReadOptions {
        format: options.format,
        mapping: mapping(&options.mapping)?,
        limits: Limits::standard(),
        received_at,
        all_chats: false,
        known_hash: None,
    })
}

/// The reader's form of a mapping.
pub fn mapping(columns: &BTreeMap<String, String>) -> Result<Mapping, CaseError> {
    let mut mapping = Mapping::default();
    for (field, column) in columns {
        mapping.set(field, column).map_err(|e| CaseError::Usage(e.to_string()))?;
    }
    Ok(mapping)
}

/// The reference account of the case that published a post, if one did.
pub fn reference_account<'a>(config: &'a Config, platform: &Platform, author: &Author) -> Option<&'a ReferenceAccount> {
    config.reference_accounts.iter().find(|account| {
        let same = |mine: &Option<String>, theirs: &Option<String>| match (mine, theirs) {
            (Some(mine), Some(theirs)) => bare(mine).eq_ignore_ascii_case(bare(theirs)),
            _ => false,
        };
        account.platform == platform.as_str()
            && (same(&account.id, &author.id)
                || same(&account.handle, &author.handle)
                || (account.id.is_none()
                    && account.handle.is_none()
                    && account.name.is_some()
                    && account.name == author.name))
    })
}

/// Telegram Desktop writes `channel123` where others write `123` or `-100123`.
fn bare(id: &str) -> &str {
    let id = id.trim_start_matches('@');
    for prefix in ["channel", "user", "chat", "-100"] {
        if let Some(rest) = id.strip_prefix(prefix)
            && !rest.is_empty()
            && rest.bytes().all(|b| b.is_ascii_digit())
        {
            return rest;
        }
    }
    id
}

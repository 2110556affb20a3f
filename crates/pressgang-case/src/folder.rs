//! A case as a folder: what lies where, opening and creating.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use pressgang_media::Toolbox;
use pressgang_posts::Timestamp;
use pressgang_signals::Pack;
use serde_json::json;

use crate::config::Config;
use crate::error::CaseError;
use crate::files::{self, FileError, hex};
use crate::ledger::Ledger;
use crate::meaning::SentenceModel;
use crate::rates::Rates;
use crate::stages::Loaded;

/// A case folder, open and locked against other processes.
pub struct Case {
    root: PathBuf,
    /// What `case.toml` says.
    pub config: Config,
    packs: Vec<(Pack, String)>,
    pub(crate) ledger: Ledger,
    key: Vec<u8>,
    /// What stages share within a run.
    pub(crate) loaded: Loaded,
    /// The number of the last look that results count: those that are entered while the case is studied count from the
    /// next run on.
    pub(crate) looks_until: u64,
    pub(crate) sentence_model: Option<Box<dyn SentenceModel>>,
    /// The programs that read pictures and films.
    pub(crate) toolbox: Toolbox,
    /// Held while the case is open; the system frees it when the process ends, however it ends.
    _lock: File,
}

const TEMPLATE: &str = r#"# A Pressgang case. Every key is explained in docs/case.md of the program.

[case]
title = "@TITLE@"
organisations = [@ORGANISATIONS@]
# window = { from = 2022-08-01, to = 2023-05-31 }   # posts outside are read but not counted
time_zone = "UTC"                                   # days are counted in this zone
currency = "EUR"
# as_of = 2023-05-30                                # the day the report holds for; without it the newest date in the data

# Attribution rests on verified accounts of the organisation. Name each before adding its posts with --role reference.
# [[reference_accounts]]
# organisation = "@FIRST@"
# platform = "telegram"
# id = "1000000001"                # as in the export; or handle = "..."
# verified_by = "who verified it"
# verified_at = 2023-04-11
# how = "how it was verified"
# grade = "B2"                     # Admiralty: reliability of the source A-F, credibility of the information 1-6

# The report's method section prints how posts were gathered.
# [[collection]]
# from = 2023-04-28
# to = 2023-05-26
# platforms = ["x"]
# tool = "twarc2 2.14"
# by = "research desk"
# terms = ["..."]
"#;

impl Case {
    /// Makes a new case in `root`, which must be absent, empty or what a killed attempt left, with the texts of its packs.
    pub fn create(root: &Path, title: &str, packs: &[&str], now: Timestamp) -> Result<Case, CaseError> {
        let ours = |name: &str| {
            matches!(name, "packs" | "sources" | ".key" | "ledger.sqlite" | "ledger.sqlite-journal")
                || name.starts_with(files::UNFINISHED)
        };
        let foreign =
            fs::read_dir(root).is_ok_and(|entries| entries.flatten().any(|e| !ours(&e.file_name().to_string_lossy())));
        if foreign {
            return Err(CaseError::NotEmpty { path: root.to_owned() });
        }
        let mut ids = Vec::new();
        for text in packs {
            let pack =
                Pack::parse(text).map_err(|source| CaseError::Pack { path: PathBuf::from("the pack"), source })?;
            files::write(&root.join("packs").join(format!("{}.toml", pack.id)), text.as_bytes())?;
            ids.push(pack.id);
        }
        fs::create_dir_all(root.join("sources")).map_err(|e| FileError::new("create", &root.join("sources"), e))?;
        let mut key = [0u8; 32];
        getrandom::fill(&mut key).map_err(|_| crate::ledger::LedgerError::NoRandom)?;
        files::write(&root.join(".key"), hex(&key).as_bytes())?;
        let quoted: Vec<String> = ids.iter().map(|id| format!("{id:?}")).collect();
        let text = TEMPLATE
            .replace("@TITLE@", &title.replace(['"', '\\', '\n'], " "))
            .replace("@ORGANISATIONS@", &quoted.join(", "))
            .replace("@FIRST@", ids.first().map_or("organisation", String::as_str));
        let mut ledger = Ledger::create(&root.join("ledger.sqlite"))?;
        let body = json!({ "organisations": ids });
        // A killed attempt entered its making and nothing else, perhaps of other organisations.
        let made = ledger.entries("case_created")?;
        if ledger.head()?.0 > made.len() as u64 {
            return Err(CaseError::NotEmpty { path: root.to_owned() });
        }
        if made.last().is_none_or(|entry| entry.body != body) {
            ledger.append(now, "case_created", &body, None)?;
        }
        drop(ledger);
        // Last, because a folder is a case from the moment it has a case.toml.
        files::write(&root.join("case.toml"), text.as_bytes())?;
        Case::open(root)
    }

    /// Opens the case in `root`.
    pub fn open(root: &Path) -> Result<Case, CaseError> {
        let config_path = root.join("case.toml");
        if !config_path.is_file() {
            return Err(CaseError::NotACase { path: root.to_owned() });
        }
        let lock_path = root.join(".lock");
        let lock = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&lock_path)
            .map_err(|e| FileError::new("write", &lock_path, e))?;
        if lock.try_lock().is_err() {
            return Err(CaseError::Busy { path: root.to_owned() });
        }
        let config = Config::load(&config_path)?;
        let mut packs = Vec::new();
        for id in &config.organisations {
            let path = root.join("packs").join(format!("{id}.toml"));
            if !path.is_file() {
                return Err(CaseError::PackMissing { id: id.clone(), path });
            }
            let text = files::read_text(&path)?;
            let pack = Pack::parse(&text).map_err(|source| CaseError::Pack { path, source })?;
            packs.push((pack, text));
        }
        let key = files::read_text(&root.join(".key"))?.trim().as_bytes().to_vec();
        let ledger = Ledger::open(&root.join("ledger.sqlite"))?;
        Ok(Case {
            root: root.to_owned(),
            config,
            packs,
            ledger,
            key,
            loaded: None,
            looks_until: u64::MAX,
            sentence_model: None,
            toolbox: Toolbox::none(),
            _lock: lock,
        })
    }

    /// Where the sentence model that `case.toml` names lies, if it names one.
    pub fn sentence_model_path(&self) -> Option<PathBuf> {
        self.config.sentence_model.as_ref().map(|path| self.root.join(path))
    }

    /// Runs from now on compare adverts by this model's meanings too.
    pub fn use_sentence_model(&mut self, model: Box<dyn SentenceModel>) {
        self.sentence_model = Some(model);
    }

    /// Runs from now on read pictures and films with these programs.
    pub fn use_toolbox(&mut self, toolbox: Toolbox) {
        self.toolbox = toolbox;
    }

    /// The case's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The packs of the studied organisations.
    pub fn packs(&self) -> impl Iterator<Item = &Pack> {
        self.packs.iter().map(|(pack, _)| pack)
    }

    /// The texts of the packs, for keys of results that depend on them.
    pub(crate) fn pack_texts(&self) -> impl Iterator<Item = &str> {
        self.packs.iter().map(|(_, text)| text.as_str())
    }

    /// The case's secret key, for pseudonyms and keyed hashes.
    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }

    /// The ledger.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The rates shipped with the program and over them the rate files of the case, with a text that identifies them.
    pub(crate) fn rates(&self) -> Result<(Rates, String), CaseError> {
        let mut rates = Rates::shipped();
        let folder = self.root.join("rates");
        let mut paths: Vec<PathBuf> = match fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(|e| Some(e.ok()?.path())).collect(),
            Err(_) => Vec::new(),
        };
        paths.retain(|path| path.extension().is_some_and(|e| e == "csv"));
        paths.sort();
        let mut identity = Vec::new();
        for path in &paths {
            let text = files::read_text(path)?;
            rates.add(path, text.as_bytes(), None)?;
            identity.push(text);
        }
        Ok((rates, files::hash_texts(identity.iter().map(String::as_str))))
    }

    /// Where the file of a source lies.
    pub(crate) fn source_path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn config_path(&self) -> PathBuf {
        self.root.join("case.toml")
    }
}

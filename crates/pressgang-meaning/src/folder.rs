//! A model's folder: which of its files are used, and how.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::error::ModelError;

/// How the vectors of a text's tokens become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Pooling {
    /// Their mean.
    Mean,
    /// That of the first token.
    Cls,
}

/// How a model is to be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// What stands before every text ("query: " for the models of the E5 family).
    pub prefix: String,
    /// Most tokens of a piece, those that the tokenizer adds included.
    pub max_tokens: usize,
    /// How vectors of tokens become one.
    pub pooling: Pooling,
}

/// Beside the model, for what its own files do not say.
const SETTINGS: &str = "pressgang-model.toml";
/// Most tokens where nothing says how many: what nearly all sentence models take.
const TOKENS: usize = 512;
/// Beyond this many tokens attention alone would need gigabytes.
const MOST_TOKENS: usize = 2048;
/// Small files of a folder are read up to this many bytes.
const MOST_SETTINGS: u64 = 1 << 20;
/// tokenizer.json of the largest vocabularies has some 40 MB.
const MOST_TOKENIZER: u64 = 256 << 20;

/// `pressgang-model.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// Which .onnx file to use.
    file: Option<String>,
    prefix: Option<String>,
    max_tokens: Option<usize>,
    pooling: Option<Pooling>,
}

/// The files of a model.
#[derive(Debug)]
pub(crate) struct Folder {
    pub onnx: PathBuf,
    pub tokenizer: Vec<u8>,
    pub tokenizer_path: PathBuf,
    pub settings: Settings,
    /// Where its files are looked for.
    pub places: Vec<PathBuf>,
}

impl Folder {
    /// Finds the files of a model. `path` is its folder, or one of the .onnx files in it.
    pub fn open(path: &Path) -> Result<Folder, ModelError> {
        let is_file = path.is_file();
        let folder = if is_file { path.parent().unwrap_or(Path::new(".")) } else { path };
        if !folder.is_dir() {
            return Err(ModelError::Missing { path: path.to_owned(), what: "folder" });
        }
        // Publishers keep .onnx files in a folder of their own, the rest above it.
        let above = if folder.file_name().is_some_and(|name| name == "onnx") { folder.parent() } else { None };
        let places: Vec<PathBuf> = [Some(folder.to_owned()), Some(folder.join("onnx")), above.map(Path::to_owned)]
            .into_iter()
            .flatten()
            .collect();
        let find = |name: &str| places.iter().map(|place| place.join(name)).find(|file| file.is_file());

        let written = match find(SETTINGS) {
            Some(file) => {
                let text = String::from_utf8_lossy(&read(&file, MOST_SETTINGS)?).into_owned();
                toml::from_str::<Written>(&text)
                    .map_err(|e| ModelError::Malformed { path: file, reason: e.to_string().trim_end().to_owned() })?
            }
            None => Written::default(),
        };
        let onnx = match (&written.file, is_file) {
            (_, true) => path.to_owned(),
            (Some(name), _) => {
                find(name).ok_or_else(|| ModelError::Missing { path: folder.join(name), what: "such file" })?
            }
            (None, _) => ["model.onnx", "model_quantized.onnx", "model_int8.onnx"]
                .into_iter()
                .find_map(find)
                .ok_or_else(|| ModelError::Missing { path: folder.to_owned(), what: "model.onnx" })?,
        };
        let tokenizer_path = find("tokenizer.json")
            .ok_or_else(|| ModelError::Missing { path: folder.to_owned(), what: "tokenizer.json" })?;
        let tokenizer = read(&tokenizer_path, MOST_TOKENIZER)?;

        let json = |name: &str| -> Option<serde_json::Value> {
            find(name).and_then(|file| read(&file, MOST_SETTINGS).ok()).and_then(|b| serde_json::from_slice(&b).ok())
        };
        let prompts = json("config_sentence_transformers.json");
        let published = prompts.as_ref().and_then(|c| c["prompts"]["query"].as_str()).map(str::to_owned);
        let e5 = || {
            let named = json("config.json").and_then(|c| c["_name_or_path"].as_str().map(is_e5));
            let called = |path: &Path| path.file_name().is_some_and(|name| is_e5(&name.to_string_lossy()));
            named.unwrap_or(false) || places.iter().any(|place| called(place))
        };
        let prefix =
            written.prefix.or(published).unwrap_or_else(|| if e5() { "query: ".to_owned() } else { String::new() });
        let length = |value: Option<&serde_json::Value>| value.and_then(serde_json::Value::as_u64).map(|n| n as usize);
        let max_tokens = written
            .max_tokens
            .or_else(|| length(json("sentence_bert_config.json").as_ref().map(|c| &c["max_seq_length"])))
            .or_else(|| length(json("tokenizer_config.json").as_ref().map(|c| &c["model_max_length"])))
            .filter(|n| (16..=MOST_TOKENS).contains(n))
            .unwrap_or(TOKENS);
        let first = json("1_Pooling/config.json").is_some_and(|c| c["pooling_mode_cls_token"] == true);
        let pooling = written.pooling.unwrap_or(if first { Pooling::Cls } else { Pooling::Mean });
        let settings = Settings { prefix, max_tokens, pooling };
        Ok(Folder { onnx, tokenizer, tokenizer_path, settings, places })
    }

    /// SHA-256 over the files used and the settings, as lower-case hex.
    pub fn id(&self) -> Result<String, ModelError> {
        let mut hash = Sha256::new();
        let Settings { prefix, max_tokens, pooling } = &self.settings;
        hash.update(format!("{prefix:?} {max_tokens} {pooling:?}\n"));
        hash.update(Sha256::digest(&self.tokenizer));
        // Weights that did not fit into the file itself stand beside it.
        let beside = ["_data", ".data"].map(|end| PathBuf::from(format!("{}{end}", self.onnx.display())));
        for file in std::iter::once(&self.onnx).chain(beside.iter().filter(|file| file.is_file())) {
            let failed = |source| ModelError::Unreadable { path: file.clone(), source };
            io::copy(&mut File::open(file).map_err(failed)?, &mut Hashed(&mut hash)).map_err(failed)?;
        }
        Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

struct Hashed<'a>(&'a mut Sha256);

impl io::Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn is_e5(name: &str) -> bool {
    name.to_ascii_lowercase().split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == "e5")
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, ModelError> {
    let failed = |source| ModelError::Unreadable { path: path.to_owned(), source };
    let length = fs::metadata(path).map_err(failed)?.len();
    if length > most {
        let reason = format!("it has {length} bytes, more than the {most} that such a file may have");
        return Err(ModelError::Malformed { path: path.to_owned(), reason });
    }
    let mut bytes = Vec::new();
    File::open(path).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

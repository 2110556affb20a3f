//! A loaded model, and texts becoming vectors.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, Tensor};
use tokenizers::Tokenizer;

use crate::calibration::{self, Calibration};
use crate::error::ModelError;
use crate::folder::{Folder, Pooling, Settings};
use crate::pieces::{self, Piece};

/// Pieces are run together while they have at most so many tokens in all: enough to keep a core busy, little enough to
/// need some 40 MB.
const TOKENS_AT_ONCE: usize = 2048;

/// What a text means to a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// A vector of length 1; all zeros for a text that the model makes nothing of.
    pub vector: Vec<f32>,
    /// In how many pieces the text was read; their vectors are averaged by their numbers of tokens.
    pub pieces: usize,
    /// The text went on beyond what was read.
    pub cut: bool,
}

/// A sentence model, loaded.
pub struct SentenceModel {
    model: Model,
    tokenizer: Tokenizer,
    path: PathBuf,
    id: String,
    settings: Settings,
    inputs: Vec<(Input, NodeId)>,
    output: NodeId,
    dimensions: usize,
    known_by: Vec<f64>,
    calibration: Option<Calibration>,
    /// Activations are quantised by what a whole run holds, so a text must be alone in it.
    alone: bool,
}

#[derive(Clone, Copy)]
enum Input {
    Tokens,
    Mask,
    Types,
}

impl std::fmt::Debug for SentenceModel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SentenceModel").field("path", &self.path).field("id", &self.id).finish_non_exhaustive()
    }
}

impl SentenceModel {
    /// Loads a model. `path` is its folder, or one of the .onnx files in it.
    pub fn open(path: &Path) -> Result<SentenceModel, ModelError> {
        let folder = Folder::open(path)?;
        let id = folder.id()?;
        let malformed = |path: &Path, reason: String| ModelError::Malformed { path: path.to_owned(), reason };
        let mut tokenizer = Tokenizer::from_bytes(&folder.tokenizer).map_err(|e| {
            malformed(&folder.tokenizer_path, format!("this is no tokenizer.json that can be read: {e}"))
        })?;
        tokenizer
            .with_truncation(None)
            .map_err(|e| malformed(&folder.tokenizer_path, e.to_string()))?
            .with_padding(None);
        let onnx = &folder.onnx;
        let model = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_file(onnx)
            .map_err(|e| malformed(onnx, format!("this is no ONNX model that can be run: {e}")))?;
        let name = |id: NodeId| model.node_info(id).and_then(|node| node.name().map(str::to_owned)).unwrap_or_default();
        let mut inputs = Vec::new();
        for &id in model.input_ids() {
            let kind = match name(id).as_str() {
                "input_ids" => Input::Tokens,
                "attention_mask" => Input::Mask,
                "token_type_ids" => Input::Types,
                other => {
                    return Err(malformed(onnx, format!("it asks for {other:?}, which no model of sentences does")));
                }
            };
            inputs.push((kind, id));
        }
        if !inputs.iter().any(|(kind, _)| matches!(kind, Input::Tokens)) {
            return Err(malformed(onnx, "it takes no input_ids, as models of sentences do".to_owned()));
        }
        let outputs = model.output_ids();
        let wanted = ["sentence_embedding", "last_hidden_state", "token_embeddings"];
        let output = wanted
            .iter()
            .find_map(|wanted| outputs.iter().copied().find(|id| name(*id) == *wanted))
            .or_else(|| outputs.first().copied())
            .ok_or_else(|| malformed(onnx, "it has no output".to_owned()))?;
        let alone = holds(onnx, b"DynamicQuantizeLinear")?;
        let mut model = SentenceModel {
            model,
            tokenizer,
            path: folder.onnx.clone(),
            id,
            settings: folder.settings,
            inputs,
            output,
            dimensions: 0,
            known_by: Vec::new(),
            calibration: None,
            alone,
        };
        // Whether model and tokenizer belong together shows on the first texts.
        let probes = calibration::probes();
        let vectors: Vec<Vec<f32>> = model.embed(&probes, NonZeroUsize::MIN)?.into_iter().map(|m| m.vector).collect();
        model.dimensions = vectors.first().map_or(0, Vec::len);
        model.known_by = calibration::known_by(&vectors);
        model.calibration = calibration::of(&folder.places, &model.id, &model.known_by)?;
        Ok(model)
    }

    /// SHA-256 over the model's files and settings: another id means other vectors.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.dimensions
    }

    /// How its margins become probabilities; `None` for a model that no calibration is known for.
    pub fn calibration(&self) -> Option<&Calibration> {
        self.calibration.as_ref()
    }

    /// The cosines of a few shipped texts, by which a calibration knows the model again.
    pub fn known_by(&self) -> &[f64] {
        &self.known_by
    }

    /// How the model is used.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The vectors of texts, in their order. Memory grows with the texts handed over, so hand over some hundreds at once.
    pub fn embed(&self, texts: &[&str], threads: NonZeroUsize) -> Result<Vec<Meaning>, ModelError> {
        let (pieces, cut) = self.pieces(texts)?;
        let batches = self.batches(&pieces);
        let next = AtomicUsize::new(0);
        let vectors: Mutex<Vec<Vec<f32>>> = Mutex::new(vec![Vec::new(); pieces.len()]);
        let failure: Mutex<Option<ModelError>> = Mutex::new(None);
        let work = || {
            let pool = Arc::new(ThreadPool::with_num_threads(1));
            while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                let tokens: Vec<&[i32]> = batch.iter().map(|&at| pieces[at].tokens.as_slice()).collect();
                let options = RunOptions::default().with_thread_pool(Some(pool.clone()));
                match self.run(&tokens, options) {
                    Ok(found) => {
                        let mut vectors = vectors.lock().unwrap_or_else(PoisonError::into_inner);
                        for (&at, vector) in batch.iter().zip(found) {
                            vectors[at] = vector;
                        }
                    }
                    Err(error) => {
                        *failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                        next.store(batches.len(), Ordering::Relaxed);
                    }
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..threads.get().min(batches.len()) {
                scope.spawn(work);
            }
            work();
        });
        if let Some(error) = failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let vectors = vectors.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(pool(texts.len(), &pieces, &vectors, &cut))
    }

    fn pieces(&self, texts: &[&str]) -> Result<(Vec<Piece>, Vec<bool>), ModelError> {
        let (mut pieces, mut cut) = (Vec::with_capacity(texts.len()), Vec::with_capacity(texts.len()));
        for (text, raw) in texts.iter().enumerate() {
            let (own, left_out) = pieces::cut(&self.tokenizer, raw, &self.settings.prefix, self.settings.max_tokens)
                .map_err(|e| self.failed(format!("the tokenizer cannot read a text: {e}")))?;
            pieces.extend(own.into_iter().map(|tokens| Piece { text, tokens }));
            cut.push(left_out);
        }
        Ok((pieces, cut))
    }

    /// Pieces of one length go together, so that none is padded and each comes out as it would alone.
    fn batches(&self, pieces: &[Piece]) -> Vec<Vec<usize>> {
        let mut order: Vec<usize> = (0..pieces.len()).collect();
        // The longest first, so that threads end at about the same time.
        order.sort_by_key(|&at| std::cmp::Reverse(pieces[at].tokens.len()));
        let mut batches: Vec<Vec<usize>> = Vec::new();
        for at in order {
            let length = pieces[at].tokens.len();
            match batches.last_mut() {
                Some(batch)
                    if !self.alone
                        && pieces[batch[0]].tokens.len() == length
                        && (batch.len() + 1) * length <= TOKENS_AT_ONCE =>
                {
                    batch.push(at);
                }
                _ => batches.push(vec![at]),
            }
        }
        batches
    }

    /// Runs pieces of one length; a vector for each, not yet of length 1.
    fn run(&self, pieces: &[&[i32]], options: RunOptions) -> Result<Vec<Vec<f32>>, ModelError> {
        let (rows, length) = (pieces.len(), pieces.first().map_or(0, |tokens| tokens.len()));
        let shape = [rows, length];
        let inputs: Vec<(NodeId, ValueOrView<'_>)> = self
            .inputs
            .iter()
            .map(|(kind, id)| {
                let value: NdTensor<i32, 2> = match kind {
                    Input::Tokens => NdTensor::from_data(shape, pieces.concat()),
                    Input::Mask => NdTensor::full(shape, 1),
                    Input::Types => NdTensor::full(shape, 0),
                };
                (*id, value.into())
            })
            .collect();
        let [output] =
            self.model.run_n(inputs, [self.output], Some(options)).map_err(|e| self.failed(e.to_string()))?;
        let output: Tensor<f32> =
            output.into_tensor().ok_or_else(|| self.failed("its output is no floats".to_owned()))?;
        let data = output.to_vec();
        match *output.shape() {
            [batch, width] if batch == rows && width > 0 => Ok(data.chunks(width).map(<[f32]>::to_vec).collect()),
            [batch, tokens, width] if batch == rows && tokens == length && width > 0 => Ok(data
                .chunks(tokens * width)
                .map(|piece| match self.settings.pooling {
                    Pooling::Cls => piece[..width].to_vec(),
                    Pooling::Mean => mean(piece, width),
                })
                .collect()),
            ref other => Err(self.failed(format!("its output has the shape {other:?}"))),
        }
    }

    fn failed(&self, reason: String) -> ModelError {
        ModelError::Failed { path: self.path.clone(), reason }
    }
}

/// The mean of rows of `width` numbers.
fn mean(rows: &[f32], width: usize) -> Vec<f32> {
    let mut sum = vec![0_f64; width];
    for row in rows.chunks_exact(width) {
        sum.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value));
    }
    let count = (rows.len() / width).max(1) as f64;
    sum.into_iter().map(|sum| (sum / count) as f32).collect()
}

/// One vector of length 1 for each text, of the vectors of its pieces by their numbers of tokens.
fn pool(texts: usize, pieces: &[Piece], vectors: &[Vec<f32>], cut: &[bool]) -> Vec<Meaning> {
    let mut meanings: Vec<Meaning> =
        (0..texts).map(|text| Meaning { vector: Vec::new(), pieces: 0, cut: cut[text] }).collect();
    for (piece, vector) in pieces.iter().zip(vectors) {
        let meaning = &mut meanings[piece.text];
        meaning.pieces += 1;
        meaning.vector.resize(vector.len(), 0.0);
        let weight = piece.tokens.len() as f32;
        meaning.vector.iter_mut().zip(vector).for_each(|(sum, value)| *sum += weight * value);
    }
    for meaning in &mut meanings {
        let length = meaning.vector.iter().map(|v| f64::from(*v) * f64::from(*v)).sum::<f64>().sqrt();
        let scale = if length.is_finite() && length > 1e-12 { 1.0 / length } else { 0.0 };
        for value in &mut meaning.vector {
            *value = if scale > 0.0 { (f64::from(*value) * scale) as f32 } else { 0.0 };
        }
    }
    meanings
}

/// Returns true if a file holds these bytes.
fn holds(path: &Path, wanted: &[u8]) -> Result<bool, ModelError> {
    use std::io::Read;
    let failed = |source| ModelError::Unreadable { path: path.to_owned(), source };
    let mut file = std::fs::File::open(path).map_err(failed)?;
    let finder = memchr::memmem::Finder::new(wanted);
    let mut buffer = vec![0; 1 << 20];
    let mut kept = 0;
    loop {
        let read = file.read(&mut buffer[kept..]).map_err(failed)?;
        if read == 0 {
            return Ok(false);
        }
        let filled = kept + read;
        if finder.find(&buffer[..filled]).is_some() {
            return Ok(true);
        }
        kept = (wanted.len() - 1).min(filled);
        buffer.copy_within(filled - kept..filled, 0);
    }
}

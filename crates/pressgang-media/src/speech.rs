//! A program that writes down what is said, named by the user. None is looked for and none is shipped.

use std::path::PathBuf;

use thiserror::Error;

use crate::tools::find;

/// A command that writes down the speech of a sound file, for example
/// `whisper-cli -m model.bin -l auto -f {input} -osrt -of {output}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpeechTool {
    /// Where the program lies.
    pub path: PathBuf,
    /// Its arguments. `{input}` becomes the sound (WAV, 16 kHz, one channel), `{output}` the file to write without its
    /// ending (`.srt`, `.vtt`, `.json`, `.tsv` or `.txt`); a command without `{output}` writes to its standard output.
    pub arguments: Vec<String>,
    /// Sizes of the files among the arguments (models), so that another model is another fingerprint.
    sizes: Vec<u64>,
}

/// Why a command cannot be used for speech.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SpeechError {
    /// Nothing is given.
    #[error("the command for speech is empty")]
    Empty,
    /// The program is not there.
    #[error("the program for speech, {0}, is not installed")]
    Missing(String),
    /// It would not be told what to read.
    #[error("the command for speech has no {{input}}")]
    NoInput,
}

impl SpeechTool {
    /// The command as the user wrote it: a program (a name in the search path, or a path) and its arguments.
    pub fn new(command: &[String]) -> Result<SpeechTool, SpeechError> {
        let Some((program, arguments)) = command.split_first() else { return Err(SpeechError::Empty) };
        if !arguments.iter().any(|argument| argument.contains("{input}")) {
            return Err(SpeechError::NoInput);
        }
        let path = find(program).ok_or_else(|| SpeechError::Missing(program.clone()))?;
        // It runs in a folder of its own, where a relative path would lead elsewhere.
        let path = std::path::absolute(&path).unwrap_or(path);
        let mut sizes = Vec::new();
        let arguments = arguments
            .iter()
            .map(|argument| match std::fs::metadata(argument) {
                Ok(file) if file.is_file() => {
                    sizes.push(file.len());
                    std::path::absolute(argument)
                        .ok()
                        .and_then(|path| path.to_str().map(str::to_owned))
                        .unwrap_or_else(|| argument.clone())
                }
                _ => argument.clone(),
            })
            .collect();
        Ok(SpeechTool { path, arguments, sizes })
    }

    /// The program's name.
    pub fn name(&self) -> String {
        self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// The command and the sizes of the files it names, without the folders they lie in.
    pub fn fingerprint(&self) -> String {
        let arguments = self.arguments.iter().map(|argument| argument.rsplit('/').next().unwrap_or(argument));
        format!("{} {} {:?}", self.name(), arguments.collect::<Vec<_>>().join(" "), self.sizes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_for_speech() {
        let new =
            |words: &[&str]| SpeechTool::new(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>());
        assert_eq!(new(&[]), Err(SpeechError::Empty));
        assert_eq!(new(&["cp", "a", "b"]), Err(SpeechError::NoInput));
        assert_eq!(new(&["nothing-of-the-kind", "{input}"]), Err(SpeechError::Missing("nothing-of-the-kind".into())));
        let tool = new(&["cp", "{input}", "{output}.txt"]).unwrap();
        assert_eq!(tool.fingerprint(), "cp {input} {output}.txt []");
    }
}

//! What lies beside a film and belongs to it: transcripts, known by their names.

use std::path::{Path, PathBuf};

/// What lies beside a file and belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Transcripts of what is said (`.srt`, `.vtt`, `.json`, `.tsv`, `.txt`).
    pub transcripts: Vec<PathBuf>,
}

impl Beside {
    /// What lies in the folder of a file under the same name with another ending (`film.mp4`, `film.srt`,
    /// `film.en.vtt`, `film.mp4.srt`).
    pub fn find(file: &Path) -> Beside {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Beside::among(&TranscriptNames::in_folder(folder), file)
    }

    /// The same, where the names in the file's folder are known.
    pub fn among(names: &TranscriptNames, file: &Path) -> Beside {
        let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let paths = names.beside(name).into_iter().map(|name| file.with_file_name(name));
        Beside { transcripts: paths.filter(|path| path.is_file()).collect() }
    }
}

/// Endings of transcripts; of several with the same words the first is the one with the best times.
const ENDINGS: [&str; 5] = ["srt", "vtt", "json", "tsv", "txt"];

/// The names in one folder or archive that may be transcripts.
#[derive(Clone, Debug, Default)]
pub struct TranscriptNames(Vec<String>);

impl TranscriptNames {
    /// Those in a folder; none where it cannot be read.
    pub fn in_folder(folder: &Path) -> TranscriptNames {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    /// The transcripts of a file, that with the best times first.
    pub fn beside(&self, file: &str) -> Vec<&str> {
        // The stem of `folder/a.film.mp4` is `folder/a.film`.
        let base = file.rfind('/').map_or(0, |slash| slash + 1);
        let stem = file[base..].rfind('.').filter(|dot| *dot > 0).map_or(file, |dot| &file[..base + dot]);
        if stem.len() == base {
            return Vec::new();
        }
        let begin = format!("{stem}.");
        let first = self.0.partition_point(|name| name.as_str() < begin.as_str());
        let mut found: Vec<(usize, &str)> = self.0[first..]
            .iter()
            .take_while(|name| name.starts_with(&begin))
            .filter(|name| *name != file && !name[begin.len()..].contains('/'))
            .filter_map(|name| Some((rank(name)?, name.as_str())))
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, name)| name).collect()
    }
}

impl FromIterator<String> for TranscriptNames {
    fn from_iter<T: IntoIterator<Item = String>>(names: T) -> TranscriptNames {
        let mut names: Vec<String> = names.into_iter().filter(|name| rank(name).is_some()).collect();
        names.sort_unstable();
        TranscriptNames(names)
    }
}

fn rank(name: &str) -> Option<usize> {
    let (_, ending) = name.rsplit_once('.')?;
    ENDINGS.iter().position(|known| ending.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_transcripts() {
        let names = "film.en.vtt film.srt film.mp4.SRT film.mp4 film film2.srt other.srt a/film.srt film.x/y.srt .srt";
        let names: TranscriptNames = names.split(' ').map(str::to_owned).collect();
        let check = |file: &str, expected: &[&str]| assert_eq!(names.beside(file), expected, "{file}");
        check("film.mp4", &["film.mp4.SRT", "film.srt", "film.en.vtt"]);
        check("film", &["film.mp4.SRT", "film.srt", "film.en.vtt"]);
        check("a/film.mp4", &["a/film.srt"]);
        check("film.srt", &["film.mp4.SRT", "film.en.vtt"]);
        check("none.mp4", &[]);
        check("a/.mp4", &[]);
        check("", &[]);
    }
}

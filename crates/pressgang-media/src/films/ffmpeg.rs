//! Calling ffmpeg and ffprobe on a hostile file.
//!
//! The file is reached by a link in a folder of its own, so no name of it becomes an argument. The demuxer is given and
//! not guessed, only local files may be opened, only decoders of films that are met may run, and each works on one
//! thread, so that the same file gives the same frames on any machine.

use std::ffi::OsString;
use std::path::Path;

use tempfile::TempDir;

use super::container::Container;
use crate::limits::MediaLimits;
use crate::scratch;

/// The name of the link in the scratch folder, as ffmpeg is told it.
const INPUT: &str = "file:input";

/// Decoders that may run, by ffmpeg's names. What ffmpeg has beyond these are formats of games, screens and discs that
/// nobody posts and few have looked at.
const DECODERS: &str = "h264,hevc,vp8,libvpx,vp9,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,msmpeg4v3,msmpeg4v2,msmpeg4,\
mpeg2video,mpegvideo,mpeg1video,h263,mjpeg,theora,flv,vp6f,vp6,wmv1,wmv2,wmv3,vc1,prores,dvvideo,svq1,svq3,rawvideo,png,\
aac,aac_latm,libfdk_aac,mp3,mp3float,mp2,mp2float,opus,libopus,vorbis,libvorbis,flac,alac,ac3,eac3,amrnb,amrwb,\
libopencore_amrnb,libopencore_amrwb,wmav1,wmav2,wmapro,speex,libspeex,nellymoser,adpcm_swf,adpcm_ms,adpcm_ima_wav,\
pcm_s16le,pcm_s16be,pcm_u8,pcm_s24le,pcm_s32le,pcm_f32le,pcm_alaw,pcm_mulaw,\
mov_text,subrip,srt,webvtt,ass,ssa,text";

/// A folder in which a file is reached as `input`; it goes when this is dropped.
pub(crate) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// A new folder with a link to the file.
    pub fn new(file: &Path) -> std::io::Result<Scratch> {
        let folder = scratch::folder()?;
        let file = std::path::absolute(file)?;
        #[cfg(unix)]
        std::os::unix::fs::symlink(file, folder.path().join("input"))?;
        #[cfg(not(unix))]
        std::fs::hard_link(file, folder.path().join("input"))?;
        Ok(Scratch { folder })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

/// The arguments that open the input. They stand before those of what comes out.
pub(crate) fn open(container: Container, limits: &MediaLimits) -> Vec<OsString> {
    words(&[
        "-hide_banner",
        "-loglevel",
        "error",
        "-max_alloc",
        &limits.decode_bytes.to_string(),
        "-protocol_whitelist",
        "file,pipe",
        "-codec_whitelist",
        DECODERS,
        "-max_pixels",
        &limits.pixels.to_string(),
        "-threads",
        "1",
        "-f",
        container.demuxer,
    ])
}

/// What names the input itself, after all that is said about it.
pub(crate) fn input() -> Vec<OsString> {
    words(&["-i", INPUT])
}

pub(crate) fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

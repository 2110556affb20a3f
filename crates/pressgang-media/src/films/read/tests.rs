use std::ffi::OsString;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::*;
use crate::reader::MediaSettings;
use crate::reading::LineOrigin;
use crate::speech::SpeechTool;
use crate::toolbox::Toolbox;
use crate::tools::find;

static TOOLBOX: LazyLock<Toolbox> = LazyLock::new(Toolbox::detect);

/// Whether the programs are there. Without them a test proves nothing and says so; with `PRESSGANG_REQUIRE_TOOLS=1` it
/// fails instead.
#[expect(clippy::print_stderr, reason = "says why it proves nothing")]
fn ready(text: bool) -> bool {
    let there = TOOLBOX.opens_films() && (!text || TOOLBOX.tesseract.is_some());
    assert!(there || std::env::var_os("PRESSGANG_REQUIRE_TOOLS").is_none(), "ffmpeg, ffprobe or tesseract is missing");
    if !there {
        eprintln!("skipped: ffmpeg, ffprobe or tesseract is not installed");
    }
    there
}

/// Programs without Tesseract, which most tests do not need.
fn films_only() -> Toolbox {
    Toolbox { tesseract: None, ..TOOLBOX.clone() }
}

fn reader(toolbox: Toolbox, limits: MediaLimits) -> MediaReader {
    MediaReader::new(toolbox, MediaSettings { languages: vec!["en".into()] }, limits)
}

/// Makes a film with ffmpeg; the last word is its name.
fn make(folder: &Path, words: &str) -> PathBuf {
    let mut arguments: Vec<OsString> = ["-v", "error", "-nostdin", "-y"].iter().map(OsString::from).collect();
    arguments.extend(words.split_whitespace().map(OsString::from));
    let program = &TOOLBOX.ffmpeg.as_ref().unwrap().path;
    Call { program, arguments, input: b"", folder }.run(&MediaLimits::standard()).unwrap();
    folder.join(words.split_whitespace().last().unwrap())
}

fn read(file: &Path) -> MediaReading {
    reader(films_only(), MediaLimits::standard()).read(file, &Beside::default())
}

/// That a file ends as a problem, soon, with nothing read.
#[track_caller]
fn check_problem(file: &Path, limits: MediaLimits) -> MediaReading {
    let began = Instant::now();
    let reading = reader(films_only(), limits).read(file, &Beside::default());
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert!(!reading.problems.is_empty(), "{reading:?}");
    for problem in &reading.problems {
        assert!(!problem.reason.contains('/') && problem.reason.len() < 400, "{problem:?}");
    }
    reading
}

#[test]
fn frames_one_a_second_and_at_cuts() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = make(
        folder.path(),
        "-f lavfi -i mandelbrot=s=320x180:r=10 -f lavfi -i testsrc2=s=320x180:r=10 -f lavfi -i sine \
         -filter_complex [0]trim=duration=2.5[a];[1]trim=duration=2.5[b];[a][b]concat -shortest -t 5 -pix_fmt yuv420p a.mp4",
    );
    let reading = read(&file);
    assert_eq!((reading.kind, reading.format.as_str()), (MediaKind::Film, "mp4"));
    assert_eq!((reading.width, reading.height), (Some(320), Some(180)));
    assert!(reading.duration_ms.is_some_and(|ms| ms.abs_diff(5000) < 200), "{:?}", reading.duration_ms);
    let times: Vec<_> = reading.hashes.iter().map(|h| h.at_ms.unwrap()).collect();
    assert!([0, 1000, 2000, 2500, 3500, 4500].iter().all(|time| times.contains(time)), "{times:?}");
    // Between them eight a second at most, since all of it moves.
    assert!(times.is_sorted() && times.len() > 20 && times.iter().all(|time| time % 125 == 0), "{times:?}");
    assert!(reading.hashes.iter().all(|hash| hash.quality >= 50));
    assert_eq!(reading.problems, []);
    let missing: Vec<_> = reading.unread.iter().map(|u| u.what.as_str()).collect();
    assert_eq!(missing, ["speech", "text"]);
    assert!(reading.tools.iter().any(|tool| tool.name == "ffmpeg" && !tool.version.is_empty()));
    // The same on another run.
    assert_eq!(read(&file), reading);
}

#[test]
fn containers_codecs_and_turned_films() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let source = "-f lavfi -i testsrc2=s=160x90:r=5:d=2";
    for (name, format, options) in [
        ("a.mkv", "mkv", "-c:v mpeg4"),
        ("a.webm", "webm", "-c:v libvpx"),
        ("a.avi", "avi", "-c:v mpeg4"),
        ("a.mov", "mov", "-c:v mpeg4"),
        ("a.flv", "flv", "-c:v flv"),
        ("a.ts", "ts", "-c:v mpeg2video"),
        ("a.mpg", "mpg", "-c:v mpeg1video -r 25"),
        ("a.3gp", "3gp", "-c:v mpeg4"),
    ] {
        let reading = read(&make(folder.path(), &format!("{source} {options} {name}")));
        assert_eq!(reading.format, format);
        assert_eq!((reading.kind, reading.problems.len()), (MediaKind::Film, 0), "{reading:?}");
        let whole = reading.hashes.iter().filter(|hash| hash.at_ms.is_some_and(|at| at % 1000 == 0)).count();
        assert!((2..=3).contains(&whole), "{reading:?}");
    }
    make(folder.path(), &format!("{source} -c:v mpeg4 b.mp4"));
    let turned = read(&make(folder.path(), "-i b.mp4 -c copy -metadata:s:v rotate=90 c.mp4"));
    assert_eq!((turned.width, turned.height), (Some(90), Some(160)));
    // Frames whose times do not begin at zero, or are far apart.
    let late = read(&make(folder.path(), "-itsoffset 50 -i b.mp4 -c copy late.mkv"));
    assert_eq!(late.hashes.first().and_then(|h| h.at_ms), Some(0));
    let slow = read(&make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=1/7:d=21 -c:v mpeg4 slow.mkv"));
    assert_eq!(slow.hashes.iter().filter_map(|h| h.at_ms).collect::<Vec<_>>(), [0, 7000, 14000]);
    let sound = read(&make(folder.path(), "-f lavfi -i sine=d=1 a.ogg"));
    assert_eq!((sound.kind, sound.duration_ms), (MediaKind::Sound, Some(1000)));
    let sound = read(&make(folder.path(), "-f lavfi -i sine=d=1 a.mp3"));
    assert_eq!((sound.kind, sound.format.as_str(), sound.problems.len()), (MediaKind::Sound, "mp3", 0));
}

#[test]
fn long_films_are_cut_and_flicker_is_bounded() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=5:d=30 -c:v mpeg4 a.mp4");
    let limits = MediaLimits { film: Duration::from_secs(10), frames: 4, ..MediaLimits::standard() };
    let reading = check_problem(&file, limits);
    assert_eq!(reading.problems[0].reason, "it is longer than 10 s; the rest was not looked at");
    assert_eq!(reading.hashes.iter().filter_map(|h| h.at_ms).collect::<Vec<_>>(), [0, 2000, 5000, 7000]);
    // White and black in turn, 20 times a second.
    let file = make(
        folder.path(),
        "-f lavfi -i color=white:s=160x90:r=20:d=5,geq=lum=255*mod(N\\,2):cb=128:cr=128 -c:v mpeg4 -g 1 b.mp4",
    );
    let reading = read(&file);
    assert!((5..=21).contains(&reading.hashes.len()), "{}", reading.hashes.len());
}

#[test]
fn a_number_shown_for_two_seconds_is_read_once() {
    if !ready(true) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let font = "fontsize=36:fontcolor=white:box=1:boxcolor=black:boxborderw=14:x=60";
    let file = make(
        folder.path(),
        &format!(
            "-f lavfi -i gradients=s=854x480:r=10:d=8:speed=0.02:seed=7:c0=navy:c1=gray -vf \
             drawtext=text=Harrow_Brigade:{font}:y=40,drawtext=text=+49-30-23125-001:{font}:y=380:enable=between(t\\,3\\,5) \
             -c:v mpeg4 -q:v 5 a.mp4"
        ),
    );
    let reading = reader(TOOLBOX.clone(), MediaLimits::standard()).read(&file, &Beside::default());
    let numbers: Vec<_> = reading.lines.iter().filter(|line| line.text.contains("23125")).collect();
    assert_eq!(numbers.len(), 1, "{:?}", reading.lines);
    assert!(numbers[0].text.replace(' ', "").contains("+49-30-23125-001"), "{:?}", numbers[0]);
    let (from, to) = (numbers[0].from_ms.unwrap(), numbers[0].to_ms.unwrap());
    assert!((2500..=4000).contains(&from) && (4000..=5500).contains(&to), "{from} {to}");
    assert_eq!(reading.lines.iter().filter(|line| line.text.contains("Harrow")).count(), 1, "{:?}", reading.lines);
    assert!(reading.problems.is_empty(), "{:?}", reading.problems);
}

#[test]
fn transcripts_subtitles_and_speech() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let cues = "1\n00:00:00,500 --> 00:00:01,500\nCall the office\n\n";
    std::fs::write(folder.path().join("cues.srt"), cues).unwrap();
    let source = "-f lavfi -i testsrc2=s=160x90:r=5:d=2 -f lavfi -i sine=d=2";
    let with = make(folder.path(), &format!("{source} -i cues.srt -c:v mpeg4 -c:a aac -c:s mov_text with.mp4"));
    let said = |reading: &MediaReading| {
        reading.lines.iter().map(|l| (l.origin, l.from_ms, l.text.clone())).collect::<Vec<_>>()
    };
    let expected = vec![(LineOrigin::Speech, Some(500), "Call the office".to_owned())];
    assert_eq!(said(&read(&with)), expected);
    // A transcript beside the film; then no other speech is asked for.
    let without = make(folder.path(), &format!("{source} -c:v mpeg4 -c:a aac film.mp4"));
    std::fs::write(folder.path().join("film.srt"), cues).unwrap();
    let beside = Beside::find(&without);
    let reading = reader(films_only(), MediaLimits::standard()).read(&without, &beside);
    assert_eq!(said(&reading), expected);
    assert!(reading.unread.iter().all(|unread| unread.what != "speech"));
    // One that is broken is named, and the film is read all the same.
    std::fs::write(folder.path().join("film.srt"), b"\xff\xff\0").unwrap();
    let reading = reader(films_only(), MediaLimits::standard()).read(&without, &beside);
    assert_eq!(reading.problems[0].reason, "the transcript is neither UTF-8 nor UTF-16");
    assert!(!reading.hashes.is_empty());
    // A program for speech, played by `cp`, which "hears" what lies ready.
    if find("cp").is_none() {
        return;
    }
    let heard = folder.path().join("cues.srt").to_string_lossy().into_owned();
    let command = ["cp", "-u", &heard, "{input}.unused", "{output}.srt"].map(str::to_owned);
    // `cp` takes one file here: the first to the last; the input only has to be named.
    let command = [&command[..3], &command[4..]].concat();
    assert!(SpeechTool::new(&command).is_err(), "a command that is not told its input is refused");
    let command = ["cp", "-S", "{input}", &heard, "{output}.srt"].map(str::to_owned);
    let toolbox = Toolbox { speech: Some(SpeechTool::new(&command).unwrap()), ..films_only() };
    let reading = reader(toolbox, MediaLimits::standard()).read(&without, &Beside::default());
    assert_eq!(said(&reading), expected, "{reading:?}");
    assert!(reading.tools.iter().any(|tool| tool.name == "cp"));
    // One that fails.
    let toolbox =
        Toolbox { speech: Some(SpeechTool::new(&["false".into(), "{input}".into()]).unwrap()), ..films_only() };
    let reading = reader(toolbox, MediaLimits::standard()).read(&without, &Beside::default());
    assert_eq!(reading.problems[0].step, "speech");
    assert!(!reading.hashes.is_empty());
}

#[test]
fn what_whisper_prints() {
    let printed = "[00:00:01.000 --> 00:00:02.000]   Call us\n[music]\n";
    let lines = parse_transcript(unbracketed(printed).as_bytes(), TranscriptForm::Cues).unwrap();
    assert_eq!((lines[0].text.as_str(), lines[0].from_ms), ("Call us", Some(1000)));
}

#[test]
fn broken_films_are_problems() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let whole = make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=5:d=4 -c:v mpeg4 whole.mp4");
    let bytes = std::fs::read(&whole).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(place(name), bytes).unwrap();
        place(name)
    };
    let standard = MediaLimits::standard;
    // Its index stands at the end: half a film has none.
    check_problem(&put("half.mp4", &bytes[..bytes.len() / 2]), standard());
    check_problem(&put("head.mp4", &bytes[..40]), standard());
    check_problem(&put("text.mp4", b"no film at all, only its name"), standard());
    check_problem(&put("empty.mp4", b""), standard());
    // Boxes that claim to be larger than the file, and boxes within boxes without end.
    check_problem(
        &put("claims.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\xff\xff\xff\xffmoov\xff\xff\xff\xf0trak"),
        standard(),
    );
    let mut nested = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
    for depth in (1..20_000u32).rev() {
        nested.extend_from_slice(&(depth * 8).to_be_bytes());
        nested.extend_from_slice(if depth % 2 == 0 { b"moov" } else { b"trak" });
    }
    check_problem(&put("nested.mp4", &nested), standard());
    // A track whose table claims four thousand million entries.
    let mut bomb = bytes.clone();
    let table = bomb.windows(4).position(|four| four == b"stsz").unwrap();
    bomb[table + 12..table + 16].copy_from_slice(&[0xff, 0xff, 0xff, 0xf0]);
    let began = Instant::now();
    let reading = read(&put("bomb.mp4", &bomb));
    assert!(began.elapsed() < Duration::from_secs(20) && reading.hashes.len() <= 5);
    // Garbage behind a good beginning.
    let webm =
        std::fs::read(make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=5:d=2 -c:v libvpx good.webm")).unwrap();
    let noise: Vec<u8> =
        (0..200_000u64).map(|n| (n.wrapping_mul(6364136223846793005).rotate_left(17) >> 24) as u8).collect();
    check_problem(&put("noise.webm", &[&webm[..60], &noise[..]].concat()), standard());
    // A film that goes bad in the middle keeps what was good.
    let mut bad = webm.clone();
    let middle = bad.len() / 2;
    let end = bad.len();
    bad[middle..].copy_from_slice(&noise[..end - middle]);
    let reading = read(&put("bad.webm", &bad));
    assert!(!reading.hashes.is_empty() || !reading.problems.is_empty());
    // A picture of one pixel is a film that says nothing.
    let reading = read(&make(folder.path(), "-f lavfi -i color=s=2x2:r=1:d=1 -c:v png one.mov"));
    assert!(reading.hashes.iter().all(|hash| hash.quality < 50), "{reading:?}");
}

#[test]
fn sizes_and_lengths_that_are_only_claimed() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let whole = make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=5:d=2 -c:v mpeg4 whole.mp4");
    let bytes = std::fs::read(&whole).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        folder.path().join(name)
    };
    let at = |name: &[u8]| bytes.windows(4).position(|four| four == name).unwrap();
    // 16,000 pixels square, as the entry of the sample says; the limit is on what it says.
    let mut huge = bytes.clone();
    let entry = at(b"mp4v") + 28;
    huge[entry..entry + 4].copy_from_slice(&[0x3e, 0x80, 0x3e, 0x80]);
    let began = Instant::now();
    let reading = read(&put("huge.mp4", &huge));
    assert!(began.elapsed() < Duration::from_secs(20), "{reading:?}");
    let real = make(folder.path(), "-f lavfi -i color=s=12000x9000:r=1:d=1 -c:v png -compression_level 9 real.mov");
    let reading = check_problem(&real, MediaLimits::standard());
    assert_eq!(reading.hashes, []);
    // A length of years: what is there is read, and the claim is named.
    let mut long = bytes.clone();
    for name in [&b"mvhd"[..], b"mdhd"] {
        let duration = at(name) + 4 + 16;
        long[duration..duration + 4].copy_from_slice(&[0x7f, 0xff, 0xff, 0xff]);
    }
    check_problem(&put("long.mp4", &long), MediaLimits::standard());
    // Too slow a film keeps the frames that it gave.
    let slow = make(folder.path(), "-f lavfi -i testsrc2=s=1280x720:r=25:d=60 -c:v mpeg4 -q:v 3 slow.mp4");
    let limits = MediaLimits { film_time: Duration::from_millis(900), ..MediaLimits::standard() };
    let reading = check_problem(&slow, limits);
    assert!(reading.problems[0].reason.starts_with("ffmpeg took longer than"), "{:?}", reading.problems);
}

#[test]
fn what_leads_elsewhere_is_never_opened() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let secret = make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=5:d=2 -c:v mpeg4 -f mpegts secret.ts");
    let secret = secret.display();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    for (name, text) in [
        ("hls.mp4", format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{secret}\n#EXT-X-ENDLIST\n")),
        ("net.mp4", format!("#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttp://127.0.0.1:{port}/a.ts\n")),
        ("concat.mp4", format!("ffconcat version 1.0\nfile {secret}\n")),
        ("dash.mp4", format!("<?xml version=\"1.0\"?><MPD><BaseURL>http://127.0.0.1:{port}/</BaseURL></MPD>")),
        ("sdp.mp4", format!("v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\n")),
        // The same behind the first bytes of a film.
        ("mixed.mp4", format!("\0\0\0\x18ftypmp42\0\0\0\0mp42isom#EXTM3U\n#EXTINF:2,\n{secret}\n")),
        ("mixed.ts", format!("G{}G{}G#EXTM3U\n{secret}", "x".repeat(187), "x".repeat(187))),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        let reading = check_problem(&file, MediaLimits::standard());
        assert!(reading.hashes.is_empty(), "{name}: {reading:?}");
    }
    // A QuickTime film may name another file that holds its pictures.
    let film = make(folder.path(), "-f lavfi -i testsrc2=s=160x90:r=5:d=2 -c:v mpeg4 film.mov");
    let mut bytes = std::fs::read(&film).unwrap();
    let url = bytes.windows(4).rposition(|four| four == b"url ").unwrap();
    bytes[url + 4..url + 8].copy_from_slice(&[0, 0, 0, 0]);
    let file = folder.path().join("refers.mov");
    std::fs::write(&file, bytes).unwrap();
    let _ = read(&file);
    assert!(listener.accept().is_err(), "nothing called");
}

#[test]
fn no_folder_is_left() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let slow = make(folder.path(), "-f lavfi -i testsrc2=s=1280x720:r=25:d=30 -c:v mpeg4 -q:v 3 slow.mp4");
    let kept = {
        let scratch = Scratch::new(&slow).unwrap();
        let probe = probe(
            TOOLBOX.ffprobe.as_ref().unwrap(),
            &scratch,
            crate::films::container::container(&std::fs::read(&slow).unwrap()).unwrap(),
            &MediaLimits::standard(),
        )
        .unwrap();
        assert!(probe.video.is_some());
        scratch.path().to_owned()
    };
    assert!(!kept.exists());
}

/// A film of six scenes of two seconds, which depend on a number.
fn scenes(folder: &Path, seed: u32, name: &str) -> PathBuf {
    let size = "s=480x270:r=10";
    // Places along the edge of the set, where there is something to see.
    let sources: Vec<String> = (0..6)
        .map(|scene| {
            let turn = f64::from(seed * 6 + scene) * 0.83;
            let (x, y) = (turn.cos() / 2.0 - (2.0 * turn).cos() / 4.0, turn.sin() / 2.0 - (2.0 * turn).sin() / 4.0);
            format!("mandelbrot={size}:start_x={x}:start_y={y}:start_scale=0.5:end_scale=0.01:end_pts=200")
        })
        .collect();
    let inputs: String = sources.iter().map(|source| format!("-f lavfi -i {source} ")).collect();
    let cut: String =
        (0..6).map(|n| format!("[{n}]trim=duration=2,scale=480:270,setsar=1,format=yuv420p[s{n}];")).collect();
    let all: String = (0..6).map(|n| format!("[s{n}]")).collect();
    make(folder, &format!("{inputs} -filter_complex {cut}{all}concat=n=6 -c:v mpeg4 -q:v 3 {name}"))
}

#[test]
fn films_are_found_again() {
    if !ready(false) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let make = |words: &str| make(folder.path(), words);
    let other = scenes(folder.path(), 23, "other.mp4");
    let film = scenes(folder.path(), 5, "film.mp4");
    let variants = [
        ("scaled and worse", make("-i film.mp4 -vf scale=320:180 -c:v mpeg4 -q:v 20 small.mp4")),
        ("another codec and rate", make("-i film.mp4 -r 15 -c:v libvpx -b:v 300k -deadline realtime webm.webm")),
        ("a crop by a hundredth on each side", make("-i film.mp4 -vf crop=iw*0.98:ih*0.98 -c:v mpeg4 -q:v 5 crop.mp4")),
        ("a small logo", make("-i film.mp4 -vf drawbox=445:8:26:14:gray:fill -c:v mpeg4 -q:v 5 logo.mp4")),
    ];
    let joined = make("-i other.mp4 -i film.mp4 -filter_complex [0][1]concat=n=2 -c:v mpeg4 -q:v 6 joined.mp4");
    let cut = make("-ss 3 -i film.mp4 -t 7 -c:v mpeg4 -q:v 5 cut.mp4");
    let still = make("-ss 5 -i film.mp4 -frames:v 1 still.png");
    let keys = |file: &Path| read(file).hashes;
    let (film, other, joined) = (keys(&film), keys(&other), keys(&joined));
    for (what, file) in &variants {
        let pairs = crate::films::same_films(&[&film, &keys(file), &other]);
        assert_eq!(pairs.len(), 1, "{what}: {pairs:?}");
        assert_eq!((pairs[0].a, pairs[0].b, pairs[0].kind), (0, 1, crate::films::FilmPairKind::Same), "{what}");
        assert!(pairs[0].offset_ms.unwrap().abs() <= 1000, "{what}: {pairs:?}");
    }
    let pairs = crate::films::same_films(&[&film, &joined, &other, &keys(&cut), &keys(&still)]);
    let found: Vec<_> = pairs.iter().map(|p| (p.a, p.b, p.kind.as_str())).collect();
    let expected = [
        (0, 1, "inside"),
        (0, 3, "inside"),
        (0, 4, "inside"),
        (1, 2, "inside"),
        (1, 3, "inside"),
        (1, 4, "inside"),
        (3, 4, "inside"),
    ];
    assert_eq!(found, expected, "{pairs:?}");
    assert!(pairs[0].offset_ms.unwrap().abs_diff(12_000) <= 500, "{pairs:?}");
    assert!(pairs[1].offset_ms.unwrap().abs_diff(-3000) <= 1500, "{pairs:?}");
}

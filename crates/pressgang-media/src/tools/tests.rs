use std::time::{Duration, Instant};

use super::*;

fn call(program: &str, arguments: &[&str], limits: &MediaLimits) -> Result<Finished, ToolError> {
    let folder = tempfile::tempdir().unwrap();
    let arguments = arguments.iter().map(OsString::from).collect();
    Call { program: Path::new(program), arguments, input: b"in", folder: folder.path() }.run(limits)
}

fn quick() -> MediaLimits {
    MediaLimits { tool_time: Duration::from_millis(400), tool_output: 1000, ..MediaLimits::standard() }
}

/// Runs a script of `sh`, which stands for a program here: what it starts and what it closes is what is tested.
fn script(text: &str, limits: &MediaLimits) -> (Result<Finished, ToolError>, Duration) {
    let began = Instant::now();
    (call("sh", &["-c", text], limits), began.elapsed())
}

#[test]
fn within_limits() {
    let limits = quick();
    assert_eq!(call("cat", &[], &limits).unwrap().stdout, b"in");
    assert_eq!(
        call("nothing-of-the-kind", &[], &limits).unwrap_err().to_string(),
        "nothing-of-the-kind is not installed"
    );
    assert!(matches!(call("sleep", &["30"], &limits).unwrap_err(), ToolError::Slow { .. }));
    assert!(matches!(call("yes", &[], &limits).unwrap_err(), ToolError::Long { bytes: 1000, .. }));
    assert!(matches!(call("false", &[], &limits).unwrap_err(), ToolError::Failed { .. }));
    let failed = script("echo one >&2; echo two >&2; exit 3", &limits).0.unwrap_err();
    assert!(matches!(failed, ToolError::Failed { message, .. } if message == "two"));
}

#[test]
fn output_beyond_what_is_kept_is_drained() {
    let limits = MediaLimits { tool_output: 1 << 20, tool_time: Duration::from_secs(20), ..MediaLimits::standard() };
    let finished = script("head -c 3000000 /dev/zero >&2; head -c 1000000 /dev/zero", &limits).0.unwrap();
    assert_eq!((finished.stdout.len(), finished.stderr.len()), (1_000_000, MOST_STDERR));
}

#[test]
fn a_large_input_and_output_do_not_wait_for_each_other() {
    let folder = tempfile::tempdir().unwrap();
    let input = vec![b'x'; 3 << 20];
    let call = Call { program: Path::new("cat"), arguments: vec![], input: &input, folder: folder.path() };
    assert_eq!(call.run(&MediaLimits::standard()).unwrap().stdout, input);
    let deaf = Call { program: Path::new("true"), arguments: vec![], input: &input, folder: folder.path() };
    assert!(deaf.run(&MediaLimits::standard()).is_ok());
}

#[test]
fn whoever_closes_its_output_and_goes_on_is_ended() {
    let (result, took) = script("exec >&- 2>&-; sleep 30", &quick());
    assert!(matches!(result.unwrap_err(), ToolError::Slow { .. }));
    assert!(took < Duration::from_secs(5), "{took:?}");
}

#[test]
fn what_it_starts_ends_with_it() {
    let limits = MediaLimits { tool_time: Duration::from_secs(20), ..quick() };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("late");
    // The child holds the output open; it is ended together with its parent, before it writes.
    let (result, took) = script(&format!("echo out; (sleep 2; echo late > {}) & exit 0", file.display()), &limits);
    assert_eq!(result.unwrap().stdout, b"out\n");
    assert!(took < Duration::from_secs(1), "{took:?}");
    // The same for one that is too slow.
    let other = folder.path().join("later");
    let (result, _) = script(&format!("(sleep 2; echo late > {}) & sleep 30", other.display()), &quick());
    assert!(matches!(result.unwrap_err(), ToolError::Slow { .. }));
    std::thread::sleep(Duration::from_millis(2500));
    assert!(!file.exists() && !other.exists());
}

#[test]
#[expect(clippy::print_stderr, reason = "says why it proves nothing")]
fn a_child_that_left_the_group_does_not_hold_us() {
    if find("setsid").is_none() {
        eprintln!("skipped: setsid is not installed");
        return;
    }
    let limits = MediaLimits { tool_time: Duration::from_secs(20), ..quick() };
    let (result, took) = script("echo out; setsid sleep 4 & exit 0", &limits);
    assert_eq!(result.unwrap().stdout, b"out\n");
    assert!(took < Duration::from_secs(2), "{took:?}");
}

#[test]
fn the_environment_is_empty() {
    let limits = MediaLimits { tool_output: 1 << 20, ..MediaLimits::standard() };
    let said = call("env", &[], &limits).unwrap().stdout;
    let said = String::from_utf8(said).unwrap();
    let mut names: Vec<_> = said.lines().filter_map(|line| line.split_once('=')).map(|(name, _)| name).collect();
    names.retain(|name| *name != "TESSDATA_PREFIX");
    names.sort();
    assert_eq!(names, ["LANG", "OMP_THREAD_LIMIT", "PATH", "TMPDIR"]);
}

#[test]
fn a_stream_may_be_broken_off() {
    let folder = tempfile::tempdir().unwrap();
    let call = Call { program: Path::new("yes"), arguments: vec![], input: b"", folder: folder.path() };
    let mut seen = 0;
    let limits = MediaLimits { tool_output: u64::MAX, ..MediaLimits::standard() };
    call.stream(&limits, &mut |chunk| {
        seen += chunk.len();
        if seen > 1_000_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert!((1_000_000..2_000_000).contains(&seen));
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_left_behind() {
    // No zombie: all children of this thread's runs are reaped, whatever way they ended.
    let mark = format!("{}.25", std::process::id());
    let _ = call("sleep", &[&mark], &quick());
    let _ = script(&format!("sleep {mark} & exit 0"), &quick());
    let _ = script(&format!("exec >&-; sleep {mark}"), &quick());
    std::thread::sleep(Duration::from_millis(100));
    let left = std::fs::read_dir("/proc").unwrap().flatten().filter(|entry| {
        let line = std::fs::read(entry.path().join("cmdline")).unwrap_or_default();
        line.windows(mark.len()).any(|part| part == mark.as_bytes())
    });
    assert_eq!(left.count(), 0);
    // Children of tests that run meanwhile may be waiting to be reaped for a moment; none stays.
    let until = Instant::now() + Duration::from_secs(3);
    while zombies() > 0 {
        assert!(Instant::now() < until, "a child was not reaped");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// How many children of this process have ended and were not reaped.
#[cfg(target_os = "linux")]
fn zombies() -> usize {
    let me = std::process::id().to_string();
    let of_mine = |entry: &std::fs::DirEntry| {
        let stat = std::fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        let mut fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
        fields.next() == Some("Z") && fields.next() == Some(&me)
    };
    std::fs::read_dir("/proc").unwrap().flatten().filter(of_mine).count()
}

#[cfg(target_os = "linux")]
#[test]
fn memory_is_bounded() {
    let limits = MediaLimits { tool_memory: 64 << 20, ..MediaLimits::standard() };
    let greedy = call("dd", &["if=/dev/zero", "of=/dev/null", "bs=1G", "count=1"], &limits);
    assert!(matches!(greedy.unwrap_err(), ToolError::Failed { .. }));
}

//! Private matching from the outside: two desks, three files, one case.

use std::fs;
use std::path::Path;

use super::support::{Ended, pressgang};

/// Two desks' keys, one enrolled with the other, in a folder of their own.
struct Desks(tempfile::TempDir);

impl Desks {
    fn new() -> Desks {
        let desks = Desks(tempfile::tempdir().unwrap());
        desks.good(&["key", "@desk", "--name", "Research desk"]);
        desks.good(&["key", "@ministry", "--name", "Ministry of Examples"]);
        desks.good(&["enrol", "@ministry", "@desk/identity.txt", "--total", "192", "--batch", "64"]);
        desks
    }

    fn at(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    fn write(&self, name: &str, content: &str) {
        fs::write(self.at(name), content).unwrap();
    }

    /// Runs a step; an argument that begins with `@` is a file of the folder.
    fn run(&self, args: &[&str]) -> Ended {
        let args: Vec<String> =
            args.iter().map(|a| a.strip_prefix('@').map_or((*a).to_owned(), |name| self.at(name))).collect();
        let args: Vec<&str> = ["corroborate"].into_iter().chain(args.iter().map(String::as_str)).collect();
        pressgang(&args)
    }

    fn good(&self, args: &[&str]) -> String {
        let ended = self.run(args);
        assert_eq!(ended.status, 0, "{args:?}\n{}", ended.stderr);
        format!("{}{}", ended.stdout, ended.stderr)
    }

    #[track_caller]
    fn bad(&self, args: &[&str], expected: &str) {
        let shown = self.run(args).shown(self.0.path());
        assert!(shown.contains(expected), "{args:?}\nexpected {expected:?} in:\n{shown}");
        assert!(shown.contains("hint: ") && shown.ends_with("[exit status: 1]"), "{shown}");
        assert_eq!(shown.matches("error: ").count(), 1, "{shown}");
    }

    fn ask(&self, contacts: &str, request: &str) {
        let session = format!("@{request}.session");
        let args =
            ["request", "--contacts", contacts, "--keys", "@desk", "--holder", "@ministry/identity.txt", "--out"];
        self.good(&[&args[..], &[&format!("@{request}"), "--session", &session]].concat());
    }
}

/// What changes from run to run is replaced: keys, hashes and times.
fn steady(shown: &str, folder: &Path) -> String {
    let shown = shown.replace(&folder.display().to_string(), "FOLDER");
    let word = |word: &str| {
        let digits = word.bytes().filter(u8::is_ascii_hexdigit).count();
        let hex = word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        match word.len() {
            39 if hex && digits == 32 => "FINGERPRINT".to_owned(),
            32 if hex => "SESSION".to_owned(),
            64 if hex => "HASH".to_owned(),
            20..=24 if word.starts_with("20") && word.ends_with('Z') => "TIME".to_owned(),
            _ => word.to_owned(),
        }
    };
    let cut = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '/' | ')');
    shown
        .split_inclusive(cut)
        .map(|part| {
            let end = part.len() - part.chars().next_back().filter(|c| cut(*c)).map_or(0, char::len_utf8);
            format!("{}{}", word(&part[..end]), &part[end..])
        })
        .collect()
}

#[test]
fn two_lists_are_compared() {
    let desks = Desks::new();
    desks.write("ours.txt", "+49 30 23125 001\ntelegram:@Heron_Example\nhttps://wa.me/493023125003\n");
    desks.write(
        "theirs.csv",
        "kind,value\nwhatsapp,+49 (0)30 23125-001\nphone,030 23125 003\nphone,+49 30 23125 009\npigeon,x\n",
    );
    desks.ask("@ours.txt", "r");
    let mut shown = desks.good(&["show", "@r"]);
    let answer = ["answer", "@r", "--keys", "@ministry", "--list", "@theirs.csv", "--country", "DE", "--out", "@a"];
    let answered = desks.run(&answer);
    assert_eq!(answered.status, 2, "a line of the list is no contact");
    shown += &answered.shown(desks.0.path());
    shown += "\n";
    shown += &desks.good(&["show", "@a"]);
    shown += &desks.good(&["finish", "@a", "--session", "@r.session", "--keys", "@desk"]);
    shown += &desks.good(&["log", "@ministry"]);
    insta::assert_snapshot!(steady(&shown, desks.0.path()));
    // Neither file has anything of either list.
    for name in ["r", "a", "ministry/prepared", "ministry/askers.json"] {
        let file = fs::read(desks.at(name)).unwrap();
        for text in ["23125", "heron"] {
            assert!(!file.windows(text.len()).any(|part| part == text.as_bytes()), "{name} has {text}");
        }
    }
    #[cfg(unix)]
    for name in ["r.session", "desk/secret.key", "ministry/prepared", "ministry/askers.json"] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(desks.at(name)).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let desks = Desks::new();
    desks.write("ours.txt", "+49 30 23125 001\n");
    desks.write("more.txt", &(0..65).map(|n| format!("+49 30 23125 {n:03}\n")).collect::<String>());
    desks.write("words.txt", "heron\n");
    for (contacts, request) in
        [("@ours.txt", "r1"), ("@ours.txt", "r2"), ("@ours.txt", "r3"), ("@ours.txt", "r4"), ("@more.txt", "r65")]
    {
        desks.ask(contacts, request);
    }
    let answer = |request: &str, list: &str| -> Vec<String> {
        ["answer", request, "--keys", "@ministry", "--list", list, "--tlp", "red", "--out"]
            .into_iter()
            .map(str::to_owned)
            .chain([format!("{request}.answer")])
            .collect()
    };
    let list = |args: &[String]| args.to_vec();
    let run = |args: Vec<String>| desks.good(&args.iter().map(String::as_str).collect::<Vec<_>>());
    let bad =
        |args: Vec<String>, expected: &str| desks.bad(&args.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    run(list(&answer("@r1", "@ours.txt")));
    let first = fs::read(desks.at("r1.answer")).unwrap();
    assert!(run(answer("@r1", "@ours.txt")).contains("the same again"));
    assert_eq!(fs::read(desks.at("r1.answer")).unwrap(), first);
    bad(answer("@r1", "@more.txt"), "from another list");
    run(answer("@r2", "@ours.txt"));
    bad(answer("@r65", "@ours.txt"), "asks about 128 elements at once and may ask about 64");
    run(answer("@r3", "@ours.txt"));
    bad(answer("@r4", "@ours.txt"), "has asked about 192 elements of 192, so 64 more are too many");
    bad(answer("@r4", "@words.txt"), "so 64 more are too many");
    desks.good(&["enrol", "@ministry", "@desk/identity.txt", "--withdraw"]);
    bad(answer("@r1", "@ours.txt"), "may not ask any more");
    desks.good(&["key", "@other", "--name", "Ministry of Examples"]);
    desks.bad(
        &["answer", "@r1", "--keys", "@other", "--list", "@ours.txt", "--out", "@x"],
        "the request is for the keys",
    );
    desks.bad(&["key", "@desk", "--name", "Again"], "there are keys in this folder already");
    desks.bad(&["key", "@none"], "there are no keys in this folder");
    desks.bad(&["prepare", "@ministry", "--list", "@words.txt"], "no line of it is a contact");
    let keys = ["--keys", "@desk", "--holder", "@ministry/identity.txt", "--session", "@r1.session", "--out", "@new"];
    desks.bad(&[&["request", "--contacts", "@ours.txt"], &keys[..]].concat(), "there is a file already");
    // Files at the wrong place, of another exchange, cut off and altered.
    let finish = |answer: &str, session: &str, expected: &str| {
        desks.bad(&["finish", answer, "--session", session, "--keys", "@desk"], expected);
    };
    finish("@r1", "@r1.session", "this is a request, but an answer is needed");
    finish("@r1.answer", "@r2.session", "the answer belongs to another request");
    finish("@r1.answer", "@r1", "this is a request, but a session is needed");
    finish("@ours.txt", "@r1.session", "this is no file of pressgang corroborate");
    fs::write(desks.at("cut"), &first[..first.len() - 1000]).unwrap();
    finish("@cut", "@r1.session", "the file is cut off");
    let mut altered = first.clone();
    altered[3000] ^= 1;
    fs::write(desks.at("altered"), altered).unwrap();
    finish("@altered", "@r1.session", "damaged or altered");
    desks.bad(&["finish", "@r1.answer", "--session", "@r1.session", "--keys", "@ministry"], "not signed by the key of");
    desks.bad(&["show", "@r1.session"], "for its owner's eyes only");
    // A record of askers that was put back is noticed, and nothing is answered without one that is whole.
    let roster = fs::read_to_string(desks.at("ministry/askers.json")).unwrap();
    fs::write(desks.at("ministry/askers.json"), roster.replacen("\"asked\": 192", "\"asked\": 0", 1)).unwrap();
    bad(answer("@r4", "@ours.txt"), "the record of askers is damaged");
}

#[test]
fn a_case_gains_a_second_source() {
    let desks = Desks::new();
    let case = desks.at("case");
    assert_eq!(pressgang(&["demo", &case]).status, 0);
    desks.good(&["enrol", "@ministry", "@desk/identity.txt"]);
    let ask = ["request", "@case", "--keys", "@desk", "--holder", "@ministry/identity.txt", "--kind", "phone"];
    let asked = desks.run(&ask);
    let request = asked.stdout.trim().to_owned();
    // A number of the demo's adverts, one of nobody, and one of the list that the demo has been given already.
    let contacts = fs::read_to_string(Path::new(&case).join("exports/x_flat.jsonl")).unwrap();
    assert!(contacts.contains("23125"));
    desks.write("list.txt", "+49 30 23125 001\n+49 30 23125 999\n");
    desks.good(&[
        "answer",
        &request,
        "--keys",
        "@ministry",
        "--list",
        "@list.txt",
        "--organisation",
        "iron-heron",
        "--out",
        "@a",
    ]);
    desks.bad(&["finish", "@a", "@case", "--keys", "@desk", "--grade", "A1"], "does not say how far you may tell");
    let finish = ["finish", "@a", "@case", "--keys", "@desk", "--tlp", "CLEAR", "--grade"];
    desks.bad(&[&finish[..], &["Z9"]].concat(), "no Admiralty grade");
    desks.bad(&finish[..finish.len() - 1], "how far you trust the holder");
    let finish = [&finish[..], &["A1"]].concat();
    let ended = desks.run(&finish);
    assert_eq!((ended.status, ended.stdout.as_str()), (0, "kind,value\nphone,+493023125001\n"), "{}", ended.stderr);
    assert!(desks.good(&finish).contains("already"));
    let ledger = rusqlite::Connection::open(Path::new(&case).join("ledger.sqlite")).unwrap();
    let one = |sql: &str| ledger.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    assert_eq!(one("SELECT count(*) || '' FROM entries WHERE kind = 'private_match'"), "1");
    let body: serde_json::Value =
        serde_json::from_str(&one("SELECT body FROM entries WHERE kind = 'private_match'")).unwrap();
    assert_eq!(body["holder"]["name"], "Ministry of Examples");
    assert!(!body.to_string().contains("23125"));
    let said = one("SELECT body FROM entries WHERE kind = 'corroboration' ORDER BY number DESC LIMIT 1");
    let said: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&said["origin"], &said["grade"]), (&"Ministry of Examples".into(), &"A1".into()));
    // The transcript is named by its hash and signed.
    let transcript = request.replace(".request", ".transcript");
    assert!(desks.good(&["show", &transcript]).contains(body["transcript"].as_str().unwrap()));
    let ran = pressgang(&["run", &case]);
    assert!(ran.stderr.contains("attribution"), "{}", ran.stderr);
    // The same name with other keys is asked about before it is asked.
    desks.good(&["key", "@new", "--name", "Ministry of Examples"]);
    let again = ["request", "@case", "--keys", "@desk", "--holder", "@new/identity.txt", "--kind", "phone"];
    desks.bad(&again, "was asked under the keys");
    desks.good(&[&again[..], &["--new-keys"]].concat());
}

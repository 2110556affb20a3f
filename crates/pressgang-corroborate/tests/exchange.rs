//! Whole exchanges: what comes out, what the files show, and what is refused.

use std::collections::{BTreeSet, HashSet};

use pressgang_corroborate::{
    Admission, AnswerError, Asked, FinishError, GivenAnswer, Keys, Limits, Prepared, Refusal, Roster, Seed, Statement,
    answer, ask, describe, finish, known_outputs, prepare, read_answer, read_identity, read_request, read_session,
    read_transcript, write_prepared, write_transcript,
};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

const AT: &str = "2026-01-02T03:04:05Z";

fn keys(name: &str, seed: u8) -> Keys {
    Keys::from_secret(name, Seed([seed; 32]), AT).unwrap()
}

fn asker() -> Keys {
    keys("Heron desk", 1)
}

fn holder() -> Keys {
    keys("Ministry of Examples", 2)
}

/// Numbers of the range kept for fiction.
fn phones(numbers: impl IntoIterator<Item = u32>) -> Vec<String> {
    numbers.into_iter().map(|n| format!("phone:+4930231250{n:03}")).collect()
}

fn statement() -> Statement {
    Statement { source: "Ministry of Examples".to_owned(), tlp: Some("AMBER".to_owned()), ..Statement::default() }
}

fn request_of(contacts: &[String], seed: u8) -> Asked {
    ask(&asker(), holder().identity(), contacts, AT, &Seed([seed; 32])).unwrap()
}

fn answer_to(request: &[u8], list: &[String]) -> Vec<u8> {
    let holder = holder();
    let list = prepare(&holder, list, &Prepared::default()).unwrap();
    answer(&holder, &read_request(request).unwrap(), &list, &statement(), AT).unwrap()
}

fn outcome(asked: &Asked, answer: &[u8]) -> Result<Vec<String>, FinishError> {
    finish(&read_session(&asked.session, &asker()).unwrap(), answer).map(|finished| finished.matched)
}

#[test]
fn what_both_have_is_found_and_nothing_else() {
    for (asked, held, expected) in [
        (phones([1, 2, 3]), phones([2, 3, 4]), phones([2, 3])),
        (phones([1]), phones([]), phones([])),
        (phones([1, 1, 1]), phones([1, 1]), phones([1])),
        (phones(0..70), phones(65..200), phones(65..70)),
        (vec!["telegram:heron_example".to_owned()], vec!["vk:heron_example".to_owned()], vec![]),
    ] {
        let request = request_of(&asked, 9);
        assert_eq!(outcome(&request, &answer_to(&request.request, &held)).unwrap(), expected, "{asked:?} {held:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_outcome_is_the_intersection(
        asked in proptest::collection::btree_set(0u32..60, 1..40),
        held in proptest::collection::btree_set(0u32..60, 0..40),
        seed in 0u8..,
    ) {
        let request = request_of(&phones(asked.clone()), seed);
        let found = outcome(&request, &answer_to(&request.request, &phones(held.clone()))).unwrap();
        prop_assert_eq!(found, phones(asked.intersection(&held).copied()));
    }
}

/// The body of a file: where its header ends and its last two lines begin.
fn body(file: &[u8]) -> &[u8] {
    let line = |from: usize| from + file[from..].iter().position(|&b| b == b'\n').unwrap() + 1;
    &file[line(line(0))..file.len() - 212]
}

fn contains(file: &[u8], text: &str) -> bool {
    file.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn files_show_nothing_of_contacts() {
    let contacts = phones([1, 2, 3]);
    let asked = request_of(&contacts, 9);
    let answer = answer_to(&asked.request, &phones([2, 700]));
    for number in phones([1, 2, 3, 700]) {
        for file in [&asked.request, &answer] {
            assert!(!contains(file, &number) && !contains(file, number.trim_start_matches("phone:+")));
        }
    }
    // The session has them, which is why it stays.
    assert!(contains(&asked.session, &contacts[0]));
    // No element, and no hash that could be made without a secret, stands in either file.
    let shown: HashSet<&[u8]> = body(&asked.request).windows(16).chain(body(&answer).windows(16)).collect();
    for contact in phones([1, 2, 3, 700]) {
        let bare = contact.trim_start_matches("phone:");
        for text in [contact.as_str(), bare, bare.trim_start_matches('+')] {
            assert!(!shown.contains(&Sha256::digest(text)[..16]) && !shown.contains(&sha2::Sha512::digest(text)[..16]));
        }
    }
}

#[test]
fn requests_for_the_same_contacts_have_nothing_in_common() {
    let contacts = phones(0..10);
    let (a, b) = (request_of(&contacts, 9), request_of(&contacts, 10));
    let elements =
        |asked: &Asked| -> BTreeSet<Vec<u8>> { body(&asked.request).chunks(32).map(<[u8]>::to_vec).collect() };
    assert_eq!((elements(&a).len(), elements(&b).len()), (64, 64), "dummies differ from each other too");
    assert!(elements(&a).is_disjoint(&elements(&b)));
    // Neither have the answers: not one tag or element of a list that stayed the same.
    let list = phones(0..2000);
    let parts = |asked: &Asked| -> BTreeSet<Vec<u8>> {
        body(&answer_to(&asked.request, &list)).chunks(16).map(<[u8]>::to_vec).collect()
    };
    assert!(parts(&a).is_disjoint(&parts(&b)));
}

#[test]
fn counts_are_padded_and_order_says_nothing() {
    let sizes = |asked: u32, held: u32| {
        let request = request_of(&phones(0..asked), 9);
        (request.request.len(), answer_to(&request.request, &phones(0..held)).len())
    };
    assert_eq!(sizes(1, 1), sizes(64, 999));
    assert_ne!(sizes(64, 1), sizes(65, 1));
    // Where each contact stands in the request.
    let place = |seed: u8| {
        let asked = request_of(&phones(0..1), seed);
        let file = body(&asked.session);
        let (mut at, mut place) = (0, 0);
        while file[at + 64] == 0 {
            at += 66;
            place += 1;
        }
        place
    };
    let places: BTreeSet<usize> = (0..40).map(place).collect();
    assert!(places.len() > 20, "{places:?}");
    // Tags are sorted, padding among them.
    let file = answer_to(&request_of(&phones([1]), 9).request, &phones(0..600));
    assert!(body(&file)[64 * 32..].as_chunks::<16>().0.is_sorted());
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let make = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let mut contacts = phones(0..100);
            if threads == 2 {
                contacts.reverse();
            }
            let asked = request_of(&contacts, 9);
            let answer = answer_to(&asked.request, &contacts);
            (asked.request, asked.session, answer)
        })
    };
    assert_eq!(make(1), make(2));
}

/// The file with its hash made right again, as whoever alters it on purpose would.
fn rehashed(mut file: Vec<u8>) -> Vec<u8> {
    let at = file.len() - 211;
    let hash: String = Sha256::digest(&file[..at]).iter().map(|b| format!("{b:02x}")).collect();
    file[at + 7..at + 71].copy_from_slice(hash.as_bytes());
    file
}

/// Every file with one byte changed, or cut off anywhere, is refused in one sentence; also if its hash is made right.
fn check_refused<T>(file: &[u8], read: impl Fn(&[u8]) -> Result<T, String>) {
    assert!(read(file).is_ok());
    let refused = |altered: &[u8], what: &str| {
        let Err(reason) = read(altered) else { panic!("accepted: {what}") };
        assert!(!reason.contains('\n') && reason.len() > 20 && !reason.ends_with('.'), "{what}: {reason}");
    };
    for at in 0..file.len() {
        for mask in [0x01, 0x80] {
            let mut altered = file.to_vec();
            altered[at] ^= mask;
            refused(&altered, &format!("byte {at} ^ {mask}"));
            if mask == 1 && at < file.len() - 211 {
                refused(&rehashed(altered), &format!("byte {at}, rehashed"));
            }
        }
    }
    for length in (0..file.len()).step_by(1 + file.len() / 3000) {
        refused(&file[..length], &format!("cut to {length}"));
    }
    refused(&[file, b"\n"].concat(), "a byte more");
}

#[test]
fn altered_files_are_refused() {
    let (asker, holder) = (asker(), holder());
    let text = |e: &dyn std::fmt::Display| e.to_string();
    let asked = request_of(&phones([1, 2]), 9);
    let list = prepare(&holder, &phones([2]), &Prepared::default()).unwrap();
    let given = answer(&holder, &read_request(&asked.request).unwrap(), &list, &statement(), AT).unwrap();
    let session = read_session(&asked.session, &asker).unwrap();
    check_refused(&holder.identity_file().unwrap(), |f| read_identity(f).map_err(|e| text(&e)));
    check_refused(&asked.request, |f| read_request(f).map_err(|e| text(&e)));
    check_refused(&asked.session, |f| read_session(f, &asker).map_err(|e| text(&e)));
    check_refused(&write_prepared(&list, &holder).unwrap(), |f| known_outputs(f, &holder).map_err(|e| text(&e)));
    check_refused(&given, |f| read_answer(f).map_err(|e| text(&e)));
    let answer = finish(&session, &given).unwrap().answer;
    let transcript = write_transcript(&asker, &session, &answer, AT).unwrap();
    check_refused(&transcript, |f| read_transcript(f).map_err(|e| text(&e)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_bytes_are_too_strange(file in proptest::collection::vec(any::<u8>(), 0..300), cut in 0usize..400) {
        let mut begun = b"pressgang-corroborate answer 1 300 70000\n".to_vec();
        begun.truncate(cut);
        for file in [file.clone(), [begun, file].concat()] {
            prop_assert!(read_answer(&file).is_err() && read_request(&file).is_err() && describe(&file).is_err());
        }
    }
}

#[test]
fn files_of_another_kind_or_exchange_are_refused() {
    let (one, two) = (request_of(&phones([1]), 9), request_of(&phones([1]), 10));
    let answer_two = answer_to(&two.request, &phones([1]));
    let said = outcome(&one, &answer_two).unwrap_err().to_string();
    assert!(said.starts_with("the answer belongs to another request"), "{said}");
    assert_eq!(read_answer(&one.request).unwrap_err().to_string(), "this is a request, but an answer is needed");
    assert_eq!(read_request(b"kind,value\n").unwrap_err().to_string(), "this is no file of pressgang corroborate");
    let later = String::from_utf8(holder().identity_file().unwrap()).unwrap().replace("identity 1", "identity 2");
    assert!(read_identity(later.as_bytes()).unwrap_err().to_string().contains("version 2"));
    // Another asker's session, and another asker's eyes.
    assert!(read_session(&one.session, &keys("Heron desk", 3)).is_err());
    // A holder that was not asked.
    let other = keys("Ministry of Examples", 4);
    let list = prepare(&other, &phones([1]), &Prepared::default()).unwrap();
    let request = read_request(&one.request).unwrap();
    assert!(matches!(answer(&other, &request, &list, &statement(), AT), Err(AnswerError::ForOther { .. })));
    // Asked with the same seed, it answers with the same session but other keys.
    let asked_other = ask(&asker(), other.identity(), &phones([1]), AT, &Seed([9; 32])).unwrap();
    let given = answer(&other, &read_request(&asked_other.request).unwrap(), &list, &statement(), AT).unwrap();
    assert!(matches!(outcome(&one, &given), Err(FinishError::OtherHolder { .. })));
    // The same session, other bytes.
    let again = ask(&asker(), holder().identity(), &phones([1]), "2026-01-02T03:04:06Z", &Seed([9; 32])).unwrap();
    let given = answer_to(&again.request, &phones([1]));
    assert_eq!(outcome(&one, &given).unwrap_err(), FinishError::OtherRequest);
}

#[test]
fn kept_outputs_are_used_and_change_nothing() {
    let holder = holder();
    let first = prepare(&holder, &phones(0..50), &Prepared::default()).unwrap();
    assert_eq!((first.len(), first.evaluated), (50, 50));
    let known = known_outputs(&write_prepared(&first, &holder).unwrap(), &holder).unwrap();
    let second = prepare(&holder, &phones(10..60), &known).unwrap();
    assert_eq!((second.len(), second.evaluated), (50, 10));
    assert_ne!(first.hash, second.hash);
    let fresh = prepare(&holder, &phones(10..60), &Prepared::default()).unwrap();
    let request = read_request(&request_of(&phones([1]), 9).request).unwrap();
    let give = |list| answer(&holder, &request, list, &statement(), AT).unwrap();
    assert_eq!(give(&second), give(&fresh));
    assert!(known_outputs(&write_prepared(&first, &holder).unwrap(), &keys("Ministry of Examples", 3)).is_err());
}

fn given(request: &[u8], answer: &[u8]) -> GivenAnswer {
    let hex = |file: &[u8]| Sha256::digest(file).iter().map(|b| format!("{b:02x}")).collect::<String>();
    GivenAnswer {
        request: hex(request),
        answer: hex(answer),
        asker: asker().identity().fingerprint(),
        asked: read_request(request).unwrap().asked() as u64,
        held: 1,
        list: String::new(),
        answered_at: AT.to_owned(),
        statement: statement(),
    }
}

#[test]
fn askers_are_enrolled_and_limited_in_total() {
    let mut roster = Roster::empty();
    let (one, two) = (request_of(&phones([1]), 9), request_of(&phones([1]), 10));
    let admit = |roster: &Roster, asked: &Asked| roster.admit(&read_request(&asked.request).unwrap());
    assert!(matches!(admit(&roster, &one), Err(Refusal::NotEnrolled { .. })));
    // Somebody else of the same name does not count.
    roster.enrol(keys("Heron desk", 7).identity(), Limits::default(), AT).unwrap();
    assert!(matches!(admit(&roster, &one), Err(Refusal::NotEnrolled { .. })));
    assert!(roster.enrol(asker().identity(), Limits { total: 10, batch: 20 }, AT).is_err());
    roster.enrol(asker().identity(), Limits { total: 100, batch: 64 }, AT).unwrap();
    let large = request_of(&phones(0..65), 11);
    assert!(matches!(admit(&roster, &large), Err(Refusal::Batch { asked: 128, batch: 64, .. })));
    assert_eq!(admit(&roster, &one).unwrap(), Admission::New);
    let reply = answer_to(&one.request, &phones([1]));
    roster.enter(given(&one.request, &reply));
    let mut roster = Roster::read(&roster.write()).unwrap();
    // The same request costs nothing again and gets the same bytes; another one is too many.
    assert_eq!(admit(&roster, &one).unwrap(), Admission::Again(Box::new(given(&one.request, &reply))));
    assert_eq!(answer_to(&one.request, &phones([1])), reply);
    assert!(matches!(admit(&roster, &two), Err(Refusal::Total { before: 64, asked: 64, total: 100, .. })));
    roster.withdraw(asker().identity(), AT).unwrap();
    assert!(matches!(admit(&roster, &one), Err(Refusal::Withdrawn { .. })));
    // To be enrolled again forgets nothing.
    roster.enrol(asker().identity(), Limits { total: 127, batch: 64 }, AT).unwrap();
    assert!(matches!(admit(&roster, &two), Err(Refusal::Total { before: 64, .. })));
    assert!(roster.withdraw(keys("Nobody", 8).identity(), AT).is_err());
    let damaged = String::from_utf8(roster.write()).unwrap().replacen("\"asked\": 64", "\"asked\": 0", 1);
    assert!(Roster::read(damaged.as_bytes()).is_err());
    assert!(Roster::read(b"{\"version\": 2, \"askers\": [], \"answers\": []}").is_err());
}

#[test]
fn files_are_described() {
    let asked = request_of(&phones([1, 2, 3]), 9);
    let reply = answer_to(&asked.request, &phones([1]));
    let line = |file: &[u8], name: &str| {
        let shown = describe(file).unwrap();
        shown.lines.into_iter().find(|(n, _)| *n == name).map(|(_, text)| text).unwrap_or_default()
    };
    assert_eq!(line(&asked.request, "asks about"), "64 elements, dummies included");
    assert_eq!(line(&reply, "holds"), "1024 tags, padding included");
    assert_eq!(line(&reply, "TLP"), "AMBER");
    assert_eq!(line(&holder().identity_file().unwrap(), "fingerprint"), holder().identity().fingerprint());
    assert!(describe(&asked.session).is_err());
}

//! The trials in training/trials: posts whose contacts, pay and ages are known. What the reader reaches on them must
//! not be lost again; `evaluate` of pressgang-train shows what it misses.

use pressgang_signals::PostReader;
use serde_json::Value;

#[derive(Default)]
struct Counts {
    right: usize,
    wrong: usize,
    missed: usize,
}

impl Counts {
    fn add(&mut self, expected: Vec<String>, mut found: Vec<String>) {
        for one in expected {
            match found.iter().position(|f| *f == one) {
                Some(at) => {
                    found.remove(at);
                    self.right += 1;
                }
                None => self.missed += 1,
            }
        }
        self.wrong += found.len();
    }

    #[track_caller]
    fn check(&self, what: &str, recall: f64, precision: f64) {
        let share = |of: usize| self.right as f64 / (self.right + of) as f64;
        let (r, p) = (share(self.missed), share(self.wrong));
        assert!(r >= recall && p >= precision, "{what}: recall {r:.3} of {recall}, precision {p:.3} of {precision}");
    }
}

fn trials(name: &str) -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../training/trials/").to_owned() + name;
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn texts(list: &Value, show: impl Fn(&Value) -> String) -> Vec<String> {
    list.as_array().map_or(Vec::new(), |list| list.iter().map(show).collect())
}

#[test]
fn contacts_plain_and_hidden() {
    let reader = PostReader::new(&[]);
    let mut counts = Counts::default();
    for trial in trials("contacts.jsonl") {
        let text = trial["text"].as_str().unwrap();
        let reading = reader.read(text, trial["platform"].as_str(), &[]);
        let shown = |c: &Value| format!("{} {}", c["kind"].as_str().unwrap(), c["value"].as_str().unwrap());
        let found = reading.contacts.iter().map(|c| format!("{} {}", c.kind.as_str(), c.value)).collect();
        counts.add(texts(&trial["contacts"], shown), found);
    }
    counts.check("contacts", 0.98, 0.985);
}

#[test]
fn pay_and_ages_of_job_posts() {
    let reader = PostReader::new(&[]);
    let (mut amounts, mut in_full, mut ages) = (Counts::default(), Counts::default(), Counts::default());
    for trial in trials("offers.jsonl") {
        let text = trial["text"].as_str().unwrap();
        let offer = reader.read(text, None, &[]).offer.unwrap_or_default();
        let bound = |v: Option<f64>| v.map_or("?".to_owned(), |v| format!("{v:.2}"));
        let pay = |p: &Value| {
            let currency = p["currency"].as_str().unwrap();
            format!("{}-{} {currency}", bound(p["min"].as_f64()), bound(p["max"].as_f64()))
        };
        let found = offer.pay.iter().map(|p| format!("{}-{} {}", bound(p.min), bound(p.max), p.currency)).collect();
        amounts.add(texts(&trial["pay"], pay), found);
        // With the time it is for and what it is paid for; "?" where the text names no time.
        let full =
            |p: &Value| format!("{} {} {}", pay(p), p["period"].as_str().unwrap_or("?"), p["kind"].as_str().unwrap());
        let found = offer.pay.iter().map(|p| {
            let period = p.period.map_or("?", |period| period.as_str());
            format!("{}-{} {} {period} {}", bound(p.min), bound(p.max), p.currency, p.kind.as_str())
        });
        in_full.add(texts(&trial["pay"], full), found.collect());
        let age = &trial["age"];
        let expected = if age.is_null() {
            Vec::new()
        } else {
            vec![format!("{}-{}", bound(age["min"].as_f64()), bound(age["max"].as_f64()))]
        };
        let found =
            offer.age.iter().map(|a| format!("{}-{}", bound(a.min.map(f64::from)), bound(a.max.map(f64::from))));
        ages.add(expected, found.collect());
    }
    amounts.check("amounts", 0.975, 0.99);
    in_full.check("pay in full", 0.97, 0.985);
    ages.check("ages", 0.985, 0.995);
}

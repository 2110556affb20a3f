//! scratch
#![allow(clippy::print_stdout)]
use pressgang_posts::*;
use std::ops::ControlFlow;
fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let quiet = args.first().is_some_and(|a| a == "-q");
    if quiet { args.remove(0); }
    for a in args {
        println!("=== {a}");
        let t = std::time::Instant::now();
        let mut n = 0;
        let o = ReadOptions::standard();
        match detect_file(a.as_ref(), &o.limits) { Ok(d) => println!("{d:?}"), Err(e) => println!("detect: {e}") }
        let r = read_file(a.as_ref(), &o, &mut |i| { n += 1; if !quiet && n < 6 { match i { Item::Post(p) => println!("{p:#?}"), Item::Reject(r) => println!("{r:?}") } } ControlFlow::Continue(()) });
        match r { Ok(s) => println!("{s:?} {:?}", t.elapsed()), Err(e) => println!("ERROR {e}") }
    }
}

//! Tests of the published report.

#![allow(missing_docs)]

mod sample;

#[test]
fn works() {
    let r = pressgang_publish::report(&sample::small()).unwrap();
    println!("{}", r.json);
}

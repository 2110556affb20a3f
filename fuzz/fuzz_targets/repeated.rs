//! A part of the input many times over: whatever takes time that grows faster than the input shows here.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use pressgang_fuzz::{check, expect_caught_panics, mutate};

fuzz_target!(|bytes: &[u8]| {
    expect_caught_panics();
    check::repeated(bytes);
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::mutate(data, size, max_size, seed, libfuzzer_sys::fuzzer_mutate)
});

use image::imageops::{FilterType, replace, resize, rotate90};
use image::{Rgb, RgbImage};

use super::*;
use crate::pictures::samples::{noise, photo};

/// A QR code of version 1, drawn by a free encoder: `tel:+12025550123`, error correction L.
const QR: [&str; 21] = [
    "#######..#.#..#######",
    "#.....#.#.#.#.#.....#",
    "#.###.#..#....#.###.#",
    "#.###.#.##..#.#.###.#",
    "#.###.#..#.#..#.###.#",
    "#.....#.##..#.#.....#",
    "#######.#.#.#.#######",
    ".........#.##........",
    "#####.####..##.#.#.#.",
    "#...##..####....###.#",
    "#####.##..#.#..#.###.",
    "##.#.#..#.#.#..####..",
    "..#.###..#..####...#.",
    "........#.##....##.##",
    "#######.###.#.##..##.",
    "#.....#..####.....#..",
    "#.###.#.#..#####.#...",
    "#.###.#.####.#..#..#.",
    "#.###.#.##..##.#.....",
    "#.....#.##.##...#.#..",
    "#######.#.#######..#.",
];

fn code(module: u32, dark: Rgb<u8>, light: Rgb<u8>) -> RgbImage {
    let side = (21 + 8) * module;
    RgbImage::from_fn(side, side, |x, y| {
        let (x, y) = ((x / module).wrapping_sub(4) as usize, (y / module).wrapping_sub(4) as usize);
        let set = QR.get(y).and_then(|row| row.as_bytes().get(x)) == Some(&b'#');
        if set { dark } else { light }
    })
}

const BLACK: Rgb<u8> = Rgb([0, 0, 0]);
const WHITE: Rgb<u8> = Rgb([255, 255, 255]);

fn on_photo(codes: &[(RgbImage, i64, i64)]) -> Picture {
    let mut page = photo(4, 700, 600);
    codes.iter().for_each(|(code, x, y)| replace(&mut page, code, *x, *y));
    Picture::from_rgb(page, "png")
}

#[test]
fn codes_are_found_where_they_are() {
    let check = |picture: &Picture, expected: &[(u32, u32)]| {
        let found = find(picture);
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (code, (x, y)) in found.iter().zip(expected) {
            assert_eq!((code.format.as_str(), code.payload.as_str()), ("qr", "tel:+12025550123"));
            let area = code.area.unwrap();
            assert!(area.x.abs_diff(*x) < 8 && area.y.abs_diff(*y) < 8, "{area:?} is not at {x} {y}");
        }
    };
    let plain = code(5, BLACK, WHITE);
    check(&on_photo(&[(plain.clone(), 100, 200)]), &[(120, 220)]);
    check(&on_photo(&[(rotate90(&plain), 100, 200), (plain.clone(), 400, 300)]), &[(120, 220), (420, 320)]);
    check(&on_photo(&[(code(5, WHITE, BLACK), 100, 200)]), &[(120, 220)]);
    check(&on_photo(&[(code(3, Rgb([90, 90, 100]), Rgb([160, 150, 160])), 300, 50)]), &[(312, 62)]);
    let large = resize(on_photo(&[(plain, 100, 200)]).rgb(), 3_500, 3_000, FilterType::Triangle);
    assert_eq!(find(&Picture::from_rgb(large, "png")).len(), 1);
}

#[test]
fn nothing_is_found_in_nothing() {
    for seed in 0..6 {
        assert_eq!(find(&Picture::from_rgb(photo(seed, 600, 500), "png")), []);
        assert_eq!(find(&Picture::from_rgb(noise(seed, 300, 200), "png")), []);
    }
    for (width, height) in [(1, 1), (1, 500), (40, 3), (3_000, 1)] {
        assert_eq!(find(&Picture::from_rgb(RgbImage::new(width, height), "png")), []);
    }
}

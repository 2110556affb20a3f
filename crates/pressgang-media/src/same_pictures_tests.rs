use image::imageops::{FilterType, crop_imm, flip_horizontal, replace, resize};
use image::{Rgb, RgbImage};

use super::*;
use crate::pictures::crops::Features;
use crate::pictures::samples::{Chance, photo};
use crate::pictures::{Picture, hash_frame, turned};

/// Hash and features of pictures, and a made-up SHA-256 of each.
struct Known(Vec<(String, FrameHash, String)>);

impl Known {
    fn of(pictures: Vec<RgbImage>) -> Known {
        let read = |(n, picture): (usize, RgbImage)| {
            let turned = turned(&picture);
            let picture = Picture::from_rgb(picture, "png");
            (format!("{n:064x}"), hash_frame(&picture, None), Features::of(&picture, &turned).encoded())
        };
        Known(pictures.into_iter().enumerate().map(read).collect())
    }

    fn keys(&self) -> Vec<PictureKeys<'_>> {
        let keys = self.0.iter();
        keys.map(|(sha256, hash, _)| PictureKeys { sha256, hash: Some(*hash) }).collect()
    }

    /// The features of some of them.
    fn features_of(&self, keys: &[PictureKeys<'_>]) -> Vec<&str> {
        let of = |key: &PictureKeys<'_>| self.0.iter().find(|(sha256, ..)| sha256 == key.sha256).unwrap().2.as_str();
        keys.iter().map(of).collect()
    }

    fn pairs(&self) -> Vec<PicturePair> {
        let keys = self.keys();
        same_pictures(&keys, &self.features_of(&keys)[..])
    }
}

/// What is done to a copy.
type Change = fn(&RgbImage) -> RgbImage;

fn bordered(picture: &RgbImage, side: u32) -> RgbImage {
    let mut framed = RgbImage::from_pixel(picture.width() + side, picture.height() + side * 2, Rgb([250, 240, 10]));
    replace(&mut framed, picture, i64::from(side / 2), i64::from(side));
    framed
}

fn part(picture: &RgbImage, share: f32) -> RgbImage {
    let (width, height) = ((picture.width() as f32 * share) as u32, (picture.height() as f32 * share) as u32);
    crop_imm(picture, picture.width() - width, (picture.height() - height) / 2, width, height).to_image()
}

fn with_logo(picture: &RgbImage) -> RgbImage {
    let mut with = picture.clone();
    let logo = photo(999, 150, 90);
    replace(&mut with, &logo, 20, 30);
    with
}

#[test]
fn copies_are_found_and_nothing_else() {
    let originals: Vec<RgbImage> = (0..30).map(|seed| photo(seed, 640, 480)).collect();
    let changes: [(&str, Change); 6] = [
        ("near", |p| resize(p, 320, 240, FilterType::Triangle)),
        ("turned", flip_horizontal),
        ("crop", |p| part(p, 0.8)),
        ("crop", |p| bordered(p, 120)),
        ("crop", |p| with_logo(&part(p, 0.88))),
        ("crop", |p| resize(&bordered(&part(p, 0.85), 90), 400, 330, FilterType::Triangle)),
    ];
    let mut pictures = originals.clone();
    for (n, original) in originals.iter().enumerate() {
        pictures.push(changes[n % changes.len()].1(original));
    }
    let known = Known::of(pictures);
    let pairs = known.pairs();
    let found: Vec<_> = pairs.iter().map(|pair| (pair.a, pair.b, pair.kind.as_str())).collect();
    let expected: Vec<_> = (0..30).map(|n| (n, n + 30, changes[n % changes.len()].0)).collect();
    assert_eq!(found, expected);
}

#[test]
fn the_order_of_pictures_does_not_matter() {
    let mut pictures = Vec::new();
    for seed in 0..6 {
        let picture = photo(seed, 500, 400);
        pictures.extend([part(&picture, 0.85), bordered(&picture, 60), flip_horizontal(&picture), picture]);
    }
    let known = Known::of(pictures);
    let keys = known.keys();
    let names = |keys: &[PictureKeys<'_>]| {
        let mut pairs: Vec<_> = same_pictures(keys, &known.features_of(keys)[..])
            .into_iter()
            .map(|pair| {
                let mut names = [keys[pair.a].sha256.to_owned(), keys[pair.b].sha256.to_owned()];
                names.sort();
                (names, pair.kind.as_str(), pair.distance, pair.corners)
            })
            .collect();
        pairs.sort();
        pairs
    };
    let expected = names(&keys);
    assert!(expected.len() >= 18, "{expected:?}");
    let mut mixed = keys.clone();
    let mut chance = Chance(7);
    for n in (1..mixed.len()).rev() {
        mixed.swap(n, chance.below(n as u64 + 1) as usize);
    }
    assert_eq!(names(&mixed), expected);
}

#[test]
fn same_files_are_a_star() {
    let known = Known::of(vec![photo(1, 300, 300), photo(2, 300, 300)]);
    let keys = known.keys();
    let keys = [keys[1], keys[0], keys[0], keys[1], keys[0]];
    let pairs = same_pictures(&keys, &known.features_of(&keys)[..]);
    let found: Vec<_> = pairs.iter().map(|pair| (pair.a, pair.b, pair.kind)).collect();
    use PictureMatch::Exact;
    assert_eq!(found, [(0, 3, Exact), (1, 2, Exact), (1, 4, Exact)]);
    assert!(pairs[0].stands(TextAgreement::Disagree));
}

/// Lines of strokes like letters, in the same layout, but each flyer with words of its own.
fn flyer(seed: u64) -> RgbImage {
    let mut page = RgbImage::from_pixel(600, 800, Rgb([235, 235, 225]));
    let mut chance = Chance(seed);
    for y in 0..90 {
        for x in 0..600 {
            page.put_pixel(x, y, Rgb([150, 20, 20]));
        }
    }
    for line in 0..22 {
        let mut x = 30;
        while x < 560 {
            let letter = chance.next();
            for (stroke, at) in (0..3).map(|stroke| (letter >> stroke & 1, x + stroke * 4)) {
                for y in 0..16 {
                    if stroke == 1 || letter >> (8 + y) & 3 == 0 {
                        page.put_pixel(at as u32, 110 + line * 30 + y, Rgb([20, 20, 30]));
                        page.put_pixel(at as u32 + 1, 110 + line * 30 + y, Rgb([20, 20, 30]));
                    }
                }
            }
            x += 14 + chance.below(2) * 6;
        }
    }
    page
}

#[test]
fn flyers_of_one_template_do_not_stand() {
    let known = Known::of((0..30).map(flyer).chain([resize(&flyer(0), 450, 600, FilterType::Triangle)]).collect());
    let pairs = known.pairs();
    assert!(
        pairs.iter().all(|pair| pair.kind != PictureMatch::Crop && !pair.stands(TextAgreement::Unknown)),
        "{pairs:?}"
    );
    let copy = pairs.iter().find(|pair| (pair.a, pair.b) == (0, 30)).unwrap();
    assert!(copy.stands(TextAgreement::Agree) && !copy.stands(TextAgreement::Disagree));
}

#[test]
fn what_says_nothing_is_no_match() {
    let flat = RgbImage::from_pixel(400, 300, Rgb([9, 9, 9]));
    let mut other = flat.clone();
    other.put_pixel(5, 5, Rgb([99, 0, 0]));
    let known = Known::of(vec![flat, other]);
    assert_eq!(known.pairs(), []);
    let bare = [PictureKeys { sha256: "a", hash: None }, PictureKeys { sha256: "b", hash: None }];
    assert_eq!(same_pictures(&bare, &["", "!"][..]), []);
}

use super::*;
use crate::pictures::samples::photo;

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn open(bytes: &[u8]) -> Result<Picture, PictureError> {
    Picture::open(bytes, &MediaLimits::standard())
}

#[test]
fn formats() {
    let rgb = DynamicImage::ImageRgb8(photo(1, 40, 30));
    for (format, word) in [
        (ImageFormat::Jpeg, "jpeg"),
        (ImageFormat::Png, "png"),
        (ImageFormat::Gif, "gif"),
        (ImageFormat::WebP, "webp"),
        (ImageFormat::Tiff, "tiff"),
        (ImageFormat::Bmp, "bmp"),
    ] {
        let picture = open(&encoded(&rgb, format)).unwrap();
        assert_eq!((picture.format(), picture.width(), picture.height(), picture.is_animated()), (word, 40, 30, false));
    }
}

#[test]
fn what_is_transparent_is_white() {
    let mut rgba = image::RgbaImage::new(3, 1);
    rgba.put_pixel(0, 0, image::Rgba([10, 20, 30, 255]));
    rgba.put_pixel(1, 0, image::Rgba([10, 20, 30, 0]));
    rgba.put_pixel(2, 0, image::Rgba([0, 0, 255, 128]));
    let picture = open(&encoded(&DynamicImage::ImageRgba8(rgba), ImageFormat::Png)).unwrap();
    assert_eq!(picture.rgb().as_raw(), &[10, 20, 30, 255, 255, 255, 127, 127, 255]);
}

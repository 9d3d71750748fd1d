//! Small pictures to send.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// A photograph.
pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Jpeg)
}

/// A picture of a screen.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Png)
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let shade = |n: u32| u8::try_from(n % 256).unwrap();
    let drawn = RgbImage::from_fn(width, height, |x, y| Rgb([shade(x), shade(y), shade(x * y)]));
    let mut content = Cursor::new(Vec::new());
    drawn.write_to(&mut content, format).unwrap();
    content.into_inner()
}

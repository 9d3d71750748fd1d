//! Decoding pictures, and making them small.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage};

use crate::domain::attachment::{BadFile, MAX_SIDE, MediaType, THUMBNAIL_SIDE};

/// Bytes a decoded picture may take: 64 million pixels in colour. A small file can claim to be far larger than that.
const DECODED: u64 = 256 << 20;
const QUALITY: u8 = 80;

/// The picture with its long side at 320 pixels or less, the way up it was taken, as JPEG without anything else the file
/// carried.
pub(super) fn thumbnail(content: &[u8], kind: MediaType) -> Result<Vec<u8>, BadFile> {
    let damaged = |_| BadFile::Damaged;
    let mut reader = ImageReader::with_format(Cursor::new(content), format(kind)?);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(DECODED);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let way_up = decoder.orientation().map_err(damaged)?;
    let picture = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    let larger = picture.width() > THUMBNAIL_SIDE || picture.height() > THUMBNAIL_SIDE;
    let mut small = if larger { picture.thumbnail(THUMBNAIL_SIDE, THUMBNAIL_SIDE) } else { picture };
    small.apply_orientation(way_up);
    let mut written = Vec::new();
    JpegEncoder::new_with_quality(&mut written, QUALITY).encode_image(&on_white(&small)).map_err(damaged)?;
    Ok(written)
}

const fn format(kind: MediaType) -> Result<ImageFormat, BadFile> {
    match kind {
        MediaType::Jpeg => Ok(ImageFormat::Jpeg),
        MediaType::Png => Ok(ImageFormat::Png),
        MediaType::Webp => Ok(ImageFormat::WebP),
        MediaType::Pdf => Err(BadFile::Kind),
    }
}

/// JPEG has no transparency; what was transparent lies on white paper.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let picture = picture.to_rgba8();
    RgbImage::from_fn(picture.width(), picture.height(), |x, y| {
        let image::Rgba([r, g, b, a]) = *picture.get_pixel(x, y);
        let over = |colour: u8| {
            let mixed = (u32::from(colour) * u32::from(a) + 255 * (255 - u32::from(a))) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        image::Rgb([over(r), over(g), over(b)])
    })
}

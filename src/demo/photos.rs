//! The photographs of the demonstration: drawn, because nobody's real place belongs in it.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::people::broken;
use crate::desk::applications as desk_applications;
use crate::desk::attachments::{self, Upload};
use crate::desk::{Desk, Result, Tx};
use crate::domain::ids::ApplicationId;
use crate::domain::sheet::Sheet;
use crate::domain::site::Trade;

const WIDTH: u32 = 480;
const HEIGHT: u32 = 360;

/// A filled rectangle: left, top, width, height, colour.
type Shape = (u32, u32, u32, u32, [u8; 3]);

const WALL: Shape = (0, 0, WIDTH, HEIGHT, [232, 236, 241]);
const FLOOR: Shape = (0, 236, WIDTH, 124, [214, 221, 230]);

/// What the panel photographed, and what the operator did.
const ROOM: &[Shape] = &[
    WALL,
    FLOOR,
    (82, 190, 186, 46, [247, 249, 251]),
    (82, 236, 186, 34, [176, 193, 215]),
    (324, 124, 70, 112, [197, 207, 219]),
];
const KITCHEN: &[Shape] =
    &[WALL, FLOOR, (66, 116, 142, 160, [247, 249, 251]), (252, 178, 160, 98, [159, 180, 207])];
const EXTINGUISHERS: &[Shape] = &[
    WALL,
    FLOOR,
    (150, 120, 56, 130, [181, 87, 80]),
    (166, 92, 26, 28, [82, 98, 122]),
    (270, 120, 56, 130, [181, 87, 80]),
    (286, 92, 26, 28, [82, 98, 122]),
];
const GATE: &[Shape] = &[
    (0, 0, WIDTH, 236, [214, 228, 240]),
    (0, 236, WIDTH, 124, [202, 214, 190]),
    (110, 96, 22, 150, [142, 112, 86]),
    (348, 96, 22, 150, [142, 112, 86]),
    (84, 74, 312, 34, [166, 66, 56]),
];

/// The files of an application that was inspected.
pub struct Album {
    own: Vec<Upload>,
    panel: Vec<Upload>,
    whole: Vec<Upload>,
}

impl Album {
    /// Draws and takes them in, once for every application.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn take_in(desk: &Desk) -> Result<Self> {
        let take = |name: &str, shapes: &[Shape]| attachments::take_in_bytes(desk, name, &drawn(shapes)?);
        Ok(Self {
            own: vec![take("客房.jpg", ROOM)?, take("厨房消毒柜.jpg", KITCHEN)?],
            panel: vec![take("现场客房.jpg", ROOM)?, take("灭火器.jpg", EXTINGUISHERS)?],
            whole: vec![take("大门.jpg", GATE)?],
        })
    }

    /// Lays the operator's own with the first items of each part.
    ///
    /// # Errors
    /// If a step is refused.
    pub fn lay_own(&self, tx: &mut Tx<'_>, id: ApplicationId, sheet: &Sheet, trade: Trade) -> Result<()> {
        for item in first_items(sheet, trade) {
            desk_applications::add_evidence(tx, id, &item, &self.own)?;
        }
        Ok(())
    }

    /// Lays the panel's with the same items, and those of the whole inspection.
    ///
    /// # Errors
    /// If a step is refused.
    pub fn lay_panel(&self, tx: &mut Tx<'_>, id: ApplicationId, sheet: &Sheet, trade: Trade) -> Result<()> {
        for item in first_items(sheet, trade) {
            desk_applications::add_photos(tx, id, &item, &self.panel)?;
        }
        desk_applications::add_photos(tx, id, "", &self.whole)
    }
}

/// The first item of each part that counts, by code.
fn first_items(sheet: &Sheet, trade: Trade) -> Vec<String> {
    let parts = sheet.parts.iter().filter(|part| part.coefficient(trade).counts());
    parts.filter_map(|part| part.items.first()).map(|item| item.code.clone()).collect()
}

fn drawn(shapes: &[Shape]) -> Result<Vec<u8>> {
    let picture = RgbImage::from_fn(WIDTH, HEIGHT, |x, y| {
        let over = |(left, top, width, height, _): &&Shape| {
            (*left..left + width).contains(&x) && (*top..top + height).contains(&y)
        };
        Rgb(shapes.iter().rfind(over).map_or([255; 3], |(.., colour)| *colour))
    });
    let mut content = Cursor::new(Vec::new());
    picture.write_to(&mut content, ImageFormat::Jpeg).map_err(|_| broken("a photograph"))?;
    Ok(content.into_inner())
}

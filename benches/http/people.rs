//! Fictional people: resident ID numbers of unassigned areas whose check character is right.

use chrono::{Days, NaiveDate};

/// The area of those in the register.
pub const REGISTER: &str = "450798";
/// The area of those reported under load: nobody of them is in the register.
pub const REPORTED: &str = "450799";

/// The number of somebody of an area; a thousand are born each day from 1950 on.
pub fn id_number(area: &str, serial: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let birth = NaiveDate::from_ymd_opt(1950, 1, 1).unwrap() + Days::new(u64::from(serial / 1000));
    let digits = format!("{area}{}{:03}", birth.format("%Y%m%d"), serial % 1000);
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = b"10X98765432"[sum as usize % 11];
    format!("{digits}{}", char::from(check))
}

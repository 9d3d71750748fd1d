//! The numbers in addresses as the types of the field.

use rocket::request::FromParam;

use crate::domain::ids::each_id;

macro_rules! from_param {
    ($($id:tt)+) => {
        impl FromParam<'_> for $($id)+ {
            type Error = std::num::ParseIntError;
            fn from_param(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }
        }
    };
}

each_id!(from_param);

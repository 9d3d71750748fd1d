//! Closed lists of the field: an enum whose members each have one stable text code.
//!
//! The code is what the database, the JSON and the form carry; the words people read come from the Fluent catalogues
//! under the key `<list>-<code>` (see [`Code::key`]). A code that is not in the list cannot become a value.

use super::refusal::{Message, Refusal};

/// What every closed list can do.
pub trait Code: Sized + Copy + 'static {
    /// The list's name, as it begins the catalogue keys: `pathway`, `hire-stage`.
    const LIST: &'static str;
    /// Every member, in the official order.
    const ALL: &'static [Self];
    /// The stable text code of this member.
    fn code(self) -> &'static str;
    /// The catalogue key of this member's word: `pathway-employment`.
    fn key(self) -> String {
        format!("{}-{}", Self::LIST, self.code().replace('_', "-"))
    }
}

/// A text that is no code of the list it was read for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code:?} is not a code of the list {list}")]
pub struct UnknownCode {
    /// The list's name.
    pub list: &'static str,
    /// What was given.
    pub code: String,
}

impl Refusal for UnknownCode {
    fn message(&self) -> Message {
        Message::new("error-unknown-code").with("code", self.code.clone())
    }
}

/// Declares a closed list: the enum, its codes, `ALL`, parsing, serde and the SQL spelling (`TEXT`).
///
/// ```text
/// code! {
///     /// What kind of place it is.
///     pub enum SiteKind: "site-kind" {
///         /// 农家乐
///         FarmStay = "farm_stay",
///     }
/// }
/// ```
macro_rules! code {
    ($(#[$meta:meta])* pub enum $name:ident : $list:literal { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::domain::codes::Code for $name {
            const LIST: &'static str = $list;
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::domain::codes::Code::code(*self))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::domain::codes::UnknownCode;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::domain::codes::UnknownCode { list: $list, code: text.to_owned() }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str($crate::domain::codes::Code::code(*self))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(
                    $crate::domain::codes::Code::code(*self), out)
            }
        }

        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                let text = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)?;
                text.parse().map_err(Into::into)
            }
        }
    };
}
pub(crate) use code;

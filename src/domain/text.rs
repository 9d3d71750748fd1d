//! Texts that are valid by construction, as the store keeps them.

/// Characters of a line of text at most, in a form as in a cell of a file.
pub const LINE: i64 = 100;

/// Keeps a newtype over a text in a text column. What is read back was valid when it was written; only `read` of it is given to
/// one that is never written as it is.
macro_rules! text {
    (read $name:ident) => {
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            String: diesel::deserialize::FromSql<diesel::sql_types::Text, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <String as diesel::deserialize::FromSql<diesel::sql_types::Text, DB>>::from_sql(value)
                    .map(|text| Self(text.into()))
            }
        }
    };
    ($name:ident) => {
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::Text, DB> for $name
        where
            DB: diesel::backend::Backend,
            str: diesel::serialize::ToSql<diesel::sql_types::Text, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, DB>>::to_sql(&self.0, out)
            }
        }

        $crate::domain::text::text!(read $name);
    };
}
pub(crate) use text;

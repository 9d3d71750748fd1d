//! Counts and amounts that must never be mixed: 户 is not 人, points are not yuan.

/// Declares a whole-number quantity with addition among itself only; `BIGINT` in the database.
macro_rules! quantity {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::ops::Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self { Self(self.0 + other.0) }
        }
        impl std::ops::Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self { Self(self.0 - other.0) }
        }
        impl std::ops::AddAssign for $name {
            fn add_assign(&mut self, other: Self) { self.0 += other.0; }
        }
        impl std::ops::Neg for $name {
            type Output = Self;
            fn neg(self) -> Self { Self(-self.0) }
        }
        impl std::iter::Sum for $name {
            fn sum<I: Iterator<Item = Self>>(all: I) -> Self { Self(all.map(|one| one.0).sum()) }
        }
        impl<DB> diesel::serialize::ToSql<diesel::sql_types::BigInt, DB> for $name
        where
            DB: diesel::backend::Backend,
            i64: diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>,
        {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, DB>) -> diesel::serialize::Result {
                <i64 as diesel::serialize::ToSql<diesel::sql_types::BigInt, DB>>::to_sql(&self.0, out)
            }
        }
        impl<DB> diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB> for $name
        where
            DB: diesel::backend::Backend,
            i64: diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>,
        {
            fn from_sql(value: DB::RawValue<'_>) -> diesel::deserialize::Result<Self> {
                <i64 as diesel::deserialize::FromSql<diesel::sql_types::BigInt, DB>>::from_sql(value).map(Self)
            }
        }
    )+};
}

quantity! {
    /// People: the members frozen with an exit. 人
    Persons,
    /// Households. 户
    Households,
    /// Money in fen, a hundredth of a yuan. 分（人民币）
    Fen,
}

impl Fen {
    /// An amount of yuan as people type it: digits, also full-width, with thousands separators, up to two decimals, ￥ before
    /// and 元 behind. `None` for anything else.
    #[must_use]
    pub fn typed(text: &str) -> Option<Self> {
        let typed: String = text
            .chars()
            .map(super::identity::narrow)
            .filter(|c| !c.is_whitespace() && !matches!(c, ',' | '，'))
            .collect();
        let number = typed.trim_start_matches(['¥', '￥']).trim_end_matches(['元', '块']);
        let (yuan, fen) = number.split_once('.').unwrap_or((number, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if yuan.is_empty() || yuan.len() > 12 || !digits(yuan) || !digits(fen) || fen.len() > 2 {
            return None;
        }
        format!("{yuan}{fen:0<2}").parse().ok().map(Self)
    }
}

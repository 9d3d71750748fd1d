//! Where the database is.

use std::path::PathBuf;
use std::str::FromStr;

/// `sqlite:PATH` or `postgres://…`.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// The embedded database's file.
    Sqlite(PathBuf),
    /// A server, as libpq reads it.
    Postgres(String),
}

/// The text names neither kind of database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the database URL must begin with sqlite: or postgres://, as sqlite:data/xingtu.sqlite")]
pub struct BadDatabaseUrl;

impl FromStr for DatabaseUrl {
    type Err = BadDatabaseUrl;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            return if path.is_empty() { Err(BadDatabaseUrl) } else { Ok(Self::Sqlite(path.into())) };
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Self::Postgres(text.to_owned()));
        }
        Err(BadDatabaseUrl)
    }
}

// The URL of a server may carry a password.
impl std::fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(_) => f.write_str("postgres://…"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_word_is_no_database() {
        assert_eq!("xingtu.sqlite".parse(), Err::<DatabaseUrl, _>(BadDatabaseUrl));
        assert_eq!("sqlite:".parse(), Err::<DatabaseUrl, _>(BadDatabaseUrl));
        assert_eq!("sqlite:a/b.sqlite".parse(), Ok(DatabaseUrl::Sqlite("a/b.sqlite".into())));
    }
}

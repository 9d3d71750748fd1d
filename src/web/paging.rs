//! Lists in pages of fifty, with links that keep the filters.

use rocket::http::RawStr;
use serde::Serialize;

/// Rows on a page.
pub const PER_PAGE: i64 = 50;

/// Which page of a list is asked for, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked(i64);

impl Asked {
    /// From the query; the first page for anything that is no page.
    #[must_use]
    pub fn page(number: Option<i64>) -> Self {
        Self(number.unwrap_or(1).clamp(1, 1_000_000))
    }

    /// Rows before this page.
    #[must_use]
    pub const fn offset(self) -> i64 {
        (self.0 - 1) * PER_PAGE
    }

    /// The pager for a list of so many rows, whose filters are these query fields.
    #[must_use]
    pub fn of(self, total: i64, path: &str, filters: &[(&str, String)]) -> Pager {
        let pages = ((total + PER_PAGE - 1) / PER_PAGE).max(1);
        let page = self.0.min(pages);
        let link = |to: i64| (1..=pages).contains(&to).then(|| href(path, filters, to));
        let first = if total == 0 { 0 } else { (page - 1) * PER_PAGE + 1 };
        Pager {
            total,
            page,
            pages,
            first,
            last: (page * PER_PAGE).min(total),
            previous: link(page - 1),
            next: link(page + 1),
        }
    }
}

/// Where one is in a list; the component `pager` shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// Rows in all.
    pub total: i64,
    /// This page.
    pub page: i64,
    /// Pages in all, at least one.
    pub pages: i64,
    /// The first row shown, from 1; 0 if there is none.
    pub first: i64,
    /// The last row shown.
    pub last: i64,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
}

/// An address with the filters that are set and the page.
pub(super) fn href(path: &str, filters: &[(&str, String)], page: i64) -> String {
    let encoded = |text: &str| RawStr::new(text).percent_encode().to_string();
    let set = filters.iter().filter(|(_, value)| !value.is_empty());
    let mut query: Vec<String> = set.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    if page > 1 {
        query.push(format!("page={page}"));
    }
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_the_filters() {
        let filters = [("q", "佛子 镇".to_owned()), ("stage", String::new())];
        let pager = Asked::page(Some(2)).of(120, "/sites", &filters);
        assert_eq!((pager.first, pager.last, pager.pages), (51, 100, 3));
        assert_eq!(pager.previous.as_deref(), Some("/sites?q=%E4%BD%9B%E5%AD%90%20%E9%95%87"));
        assert_eq!(pager.next.as_deref(), Some("/sites?q=%E4%BD%9B%E5%AD%90%20%E9%95%87&page=3"));
    }

    #[test]
    fn an_empty_list_has_one_page_and_no_rows() {
        let pager = Asked::page(Some(9)).of(0, "/sites", &[]);
        assert_eq!((pager.page, pager.pages, pager.first, pager.last), (1, 1, 0, 0));
        assert_eq!(pager.previous.or(pager.next), None);
    }
}

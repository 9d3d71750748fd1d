//! The layers point one way: domain ← store ← desk ← web, api, cli.

use std::fs;
use std::path::{Path, PathBuf};

/// The Rust files of a layer.
fn files(layer: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(layer)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files
}

/// The lines of a layer's files that name any of these, without comments and tests.
fn naming(layer: &str, forbidden: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files(layer) {
        let text = fs::read_to_string(&path).unwrap();
        let program = text.split("#[cfg(test)]").next().unwrap();
        for line in program.lines().map(str::trim).filter(|line| !line.starts_with("//")) {
            if forbidden.iter().any(|word| line.contains(word)) {
                found.push(format!("{}: {line}", path.display()));
            }
        }
    }
    found
}

#[test]
fn the_domain_knows_no_database_query_and_no_request() {
    let found =
        naming("domain", &["crate::store", "crate::desk", "crate::web", "rocket::", "diesel::prelude"]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_store_knows_nobody_above_it() {
    let found = naming("store", &["crate::desk", "crate::web", "crate::api", "crate::cli", "rocket::http"]);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_desk_knows_no_request_and_no_query() {
    let found = naming(
        "desk",
        &[
            "crate::web",
            "crate::api",
            "crate::cli",
            "rocket::http",
            "rocket::request",
            "use diesel",
            "diesel::",
        ],
    );
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn pages_and_api_ask_the_desk_and_never_the_database() {
    for layer in ["web", "api"] {
        let found = naming(layer, &["use diesel", "diesel::", "crate::store"]);
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn only_the_store_sees_the_schema() {
    for layer in ["domain", "desk", "web", "api", "cli", "demo"] {
        let found = naming(layer, &["store::schema", "schema::"]);
        assert!(found.is_empty(), "{found:#?}");
    }
}

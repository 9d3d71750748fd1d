//! `xingtu demo`.

use std::path::PathBuf;

use rocket::figment::Figment;

use super::Outcome;

/// Where the demonstration is.
#[derive(clap::Args)]
pub struct Options {
    /// The directory it is made in, or was.
    #[arg(long, default_value = "demo")]
    dir: PathBuf,
    /// The port it is served on.
    #[arg(long, default_value_t = 8000)]
    port: u16,
}

/// Makes it, or opens it, and serves it.
///
/// # Errors
/// If the directory holds something else, or the port is taken.
pub fn run(_figment: &Figment, _options: &Options) -> Outcome {
    Ok(())
}

//! `xingtu demo`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use rocket::figment::Figment;

use super::{Failed, Outcome, desk, now, serve};
use crate::demo::{self, Login};
use crate::desk::Desk;
use crate::domain::codes::Code as _;
use crate::keys::Keys;
use crate::store::{DatabaseUrl, Db, users};
use crate::web::{self, Clock, Demonstration};

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

const DATABASE: &str = "xingtu.sqlite";
const LOGINS: &str = "logins.json";
const SECRET: &str = "secret.key";

/// Makes it, or opens it, and serves it.
///
/// # Errors
/// If the directory holds something else, or the port is taken.
pub fn run(figment: &Figment, options: &Options) -> Outcome {
    serve::log();
    // Asked before anything is made, so that a taken port costs nothing.
    std::net::TcpListener::bind(("127.0.0.1", options.port)).map_err(|error| {
        Failed(format!(
            "port {} of 127.0.0.1 cannot be used ({error}); choose another with --port",
            options.port
        ))
    })?;
    if !options.dir.join(DATABASE).exists() {
        let begun = Instant::now();
        make(&options.dir)?;
        println!("made in {:.1} s in {}", begun.elapsed().as_secs_f64(), options.dir.display());
    }
    let desk = open(&options.dir)?;
    let logins: Vec<Login> = serde_json::from_slice(&std::fs::read(options.dir.join(LOGINS))?)?;
    let figment = figment.clone().merge(("address", "127.0.0.1")).merge(("port", options.port));
    let logins_file = options.dir.join(LOGINS);
    let clock = clock(&desk)?;
    let rocket = web::rocket(desk, &figment, clock).manage(Demonstration);
    serve::serve(rocket, move |port| announce(port, &logins, &logins_file))
}

/// The demonstration's own clock: it began on the morning of the article when the demonstration was made, and goes on since.
/// By the real one every limit in it would have passed years ago.
fn clock(desk: &Desk) -> Result<Clock, Failed> {
    let made_at = desk.db.read_now(users::made_at)?;
    let ahead = made_at.utc() - demo::opens()?.utc();
    Ok(Clock::new(move || now() + -ahead))
}

/// Makes it beside its place and moves it there whole: one that was interrupted leaves nothing that looks finished.
fn make(dir: &Path) -> Outcome {
    if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(Failed(format!(
            "{} is not empty and holds no demonstration; choose another directory with --dir",
            dir.display()
        )));
    }
    let mut making = dir.as_os_str().to_owned();
    making.push(".making");
    let making = PathBuf::from(making);
    if making.exists() {
        std::fs::remove_dir_all(&making)?;
    }
    std::fs::create_dir_all(&making)?;
    let secret = Keys::fresh_secret()?;
    private(&making.join(SECRET), secret.as_bytes())?;
    let database = DatabaseUrl::Sqlite(making.join(DATABASE));
    let desk = desk(Db::open(&database)?, &secret, &making)?;
    let logins = demo::make(&desk)?;
    // Its files must be closed before they are moved.
    desk.db.close();
    private(&making.join(LOGINS), &serde_json::to_vec_pretty(&logins)?)?;
    if dir.exists() {
        std::fs::remove_dir(dir)?;
    }
    std::fs::rename(&making, dir)?;
    Ok(())
}

/// Writes a file only its owner can read.
fn private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content)
}

fn open(dir: &Path) -> Result<Desk, Failed> {
    let secret = std::fs::read_to_string(dir.join(SECRET))?;
    desk(Db::open(&DatabaseUrl::Sqlite(dir.join(DATABASE)))?, &secret, dir)
}

/// The address, and one login for each kind of user.
fn announce(port: u16, logins: &[Login], file: &Path) {
    println!("\n  星途 Xingtu — http://127.0.0.1:{port}\n");
    println!("  {:<10} {:<11} {:<18} password", "role", "unit", "login");
    for role in crate::domain::access::Role::ALL {
        for login in logins.iter().filter(|login| login.role == *role).take(2) {
            let unit = login.unit.as_deref().unwrap_or("");
            println!("  {:<10} {unit:<11} {:<18} {}", role.code(), login.name, login.password);
        }
    }
    println!(
        "\n  People and papers are fictional. The clock of the demonstration began on 2017-11-24, 09:11."
    );
    println!("  All logins: {}    Stop: Ctrl-C\n", file.display());
}

//! A throwaway PostgreSQL server for this run of the tests.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use xingtu::store::{self, DatabaseUrl};

/// The server, ended when this process ends in whatever way: its keeper waits on our end of a pipe.
struct Server {
    url: String,
    _keeper: Child,
}

static SERVER: OnceLock<Option<Server>> = OnceLock::new();

/// The URL of the server's database, started at the first call. `None` if PostgreSQL is not installed, which fails in CI.
pub fn url() -> Option<&'static str> {
    SERVER
        .get_or_init(|| {
            let server = binaries().map(|bin| start(&bin));
            if server.is_none() {
                assert!(std::env::var_os("CI").is_none(), "CI must have PostgreSQL installed");
                eprintln!("PostgreSQL is not installed: its tests are NOT run");
            }
            server
        })
        .as_ref()
        .map(|server| server.url.as_str())
}

/// The directory of `initdb` and `postgres`: of the newest version installed.
fn binaries() -> Option<PathBuf> {
    let packaged = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = packaged.map(|entry| entry.path().join("bin")).collect();
    found.sort();
    found.reverse();
    found.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    found.into_iter().find(|bin| bin.join("initdb").exists() && bin.join("postgres").exists())
}

fn start(bin: &Path) -> Server {
    let home = tempfile::Builder::new().prefix("xingtu-pg-").tempdir().unwrap().keep();
    let user = server_user();
    if let Some((uid, gid)) = user {
        std::os::unix::fs::chown(&home, Some(uid), Some(gid)).unwrap();
    }
    std::fs::set_permissions(&home, std::fs::Permissions::from_mode(0o700)).unwrap();
    let port = free_port();
    // The keeper: when the pipe of its standard input closes, because this process ended, it stops the server.
    let script = r#"
        set -e
        "$1/initdb" -D "$2/data" -A trust -U xingtu --no-sync -E UTF8 --locale=C >/dev/null
        # A test needs no flush; who measures turns it on again with ALTER SYSTEM.
        echo "fsync = off" >>"$2/data/postgresql.conf"
        "$1/postgres" -D "$2/data" -k "$2" -p "$3" -c listen_addresses=127.0.0.1 \
            -c max_connections=400 -c shared_buffers=64MB >"$2/log" 2>&1 &
        server=$!
        echo started
        cat >/dev/null || true
        kill -QUIT $server
        wait $server || true
        rm -rf "$2"
    "#;
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh"]).arg(bin).arg(&home).arg(port.to_string());
    command.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    let mut keeper = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(keeper.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line.trim(), "started", "PostgreSQL could not be set up in {}", home.display());
    let url = format!("postgres://xingtu@127.0.0.1:{port}/postgres");
    let deadline = Instant::now() + Duration::from_secs(30);
    while store::connect(&DatabaseUrl::Postgres(url.clone())).is_err() {
        assert!(Instant::now() < deadline, "PostgreSQL did not start; see {}", home.join("log").display());
        std::thread::sleep(Duration::from_millis(50));
    }
    Server { url, _keeper: keeper }
}

/// Whom the server runs as: it refuses to run as root.
fn server_user() -> Option<(u32, u32)> {
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    if !root {
        return None;
    }
    let passwd = std::fs::read_to_string("/etc/passwd").unwrap();
    let id = |name: &str| {
        passwd.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            (fields.first() == Some(&name)).then(|| (fields[2].parse().unwrap(), fields[3].parse().unwrap()))
        })
    };
    Some(id("postgres").or_else(|| id("nobody")).expect("a user that is not root to run PostgreSQL as"))
}

/// A port nobody listens on now.
pub fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

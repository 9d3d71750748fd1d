//! The program in a process of its own.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use xingtu::store::DatabaseUrl;

use crate::postgres::free_port;

/// The program as it is installed.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_xingtu");

/// `xingtu serve`; ended when dropped.
pub struct Server {
    child: Child,
    /// The port it listens on.
    pub port: u16,
    /// How long after its start it was ready.
    pub ready_after: Duration,
}

impl Server {
    /// Starts it on a database and waits until it is ready.
    pub fn start(database: &DatabaseUrl, secret: &str, dir: &Path) -> Self {
        let port = free_port();
        let mut command = Command::new(PROGRAM);
        settings(&mut command, database, secret, dir);
        command
            .arg("serve")
            .env("ROCKET_PORT", port.to_string())
            .env("ROCKET_ADDRESS", "127.0.0.1")
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        let began = Instant::now();
        let child = command.spawn().unwrap();
        while !is_ready(port).unwrap_or(false) {
            assert!(began.elapsed() < Duration::from_secs(60), "the server did not become ready");
            std::thread::sleep(Duration::from_millis(1));
        }
        Self { child, port, ready_after: began.elapsed() }
    }

    /// Ends it as an administrator would.
    pub fn stop(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        if !asked.is_ok_and(|status| status.success()) {
            drop(self.child.kill());
        }
        drop(self.child.wait());
    }

    /// The processor time it has used.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // After the name in brackets, the 12th and 13th fields are user and system time, in hundredths of a second.
        let fields = stat.rsplit(") ").next().unwrap_or_default().split(' ');
        let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
        Duration::from_millis(ticks * 10)
    }

    /// The memory it holds, in bytes (resident set).
    pub fn memory(&self) -> u64 {
        held(self.child.id(), "VmRSS:")
    }

    /// The most it held since it was asked to forget.
    pub fn most_memory(&self) -> u64 {
        held(self.child.id(), "VmHWM:")
    }

    /// From here on the kernel tells the most that is held.
    pub fn forget_most_memory(&self) {
        std::fs::write(format!("/proc/{}/clear_refs", self.child.id()), "5").unwrap();
    }
}

/// The settings of an installation.
pub fn settings(command: &mut Command, database: &DatabaseUrl, secret: &str, dir: &Path) {
    let url = match database {
        DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        DatabaseUrl::Postgres(url) => url.clone(),
    };
    command
        .current_dir(dir)
        .env("XINGTU_DATABASE_URL", url)
        .env("XINGTU_SECRET_KEY", secret)
        .env("XINGTU_DATA_DIR", dir);
}

/// A line of a process's status, in bytes.
pub fn held(process: u32, name: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kb| kb.parse::<u64>().ok()).unwrap_or_default() * 1024
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn is_ready(port: u16) -> io::Result<bool> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer.starts_with(b"HTTP/1.1 200"))
}

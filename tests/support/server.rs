//! The program itself in a process of its own, asked over the network.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::page::Page;
use super::postgres::free_port;
use rocket::http::Status;
use xingtu::store::DatabaseUrl;

/// `xingtu serve` on a free port; killed when dropped.
pub struct Server {
    child: Child,
    /// The port it listens on.
    pub port: u16,
}

impl Server {
    /// Starts it on a database, and waits until it is ready.
    pub fn start(database: &DatabaseUrl, secret: &str, dir: &Path) -> Self {
        let port = free_port();
        let url = match database {
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
            DatabaseUrl::Postgres(url) => url.clone(),
        };
        let child = Command::new(env!("CARGO_BIN_EXE_xingtu"))
            .arg("serve")
            .current_dir(dir)
            .env("XINGTU_DATABASE_URL", url)
            .env("XINGTU_SECRET_KEY", secret)
            .env("ROCKET_PORT", port.to_string())
            .env("ROCKET_ADDRESS", "127.0.0.1")
            .env("RUST_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self { child, port };
        let deadline = Instant::now() + Duration::from_secs(30);
        while !server.ask("GET", "/readyz", "", "").is_ok_and(|page| page.status == Status::Ok) {
            assert!(Instant::now() < deadline, "the server did not become ready");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }

    /// Kills it as a power cut would, without a word.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// One request of a browser that holds these cookies.
    pub fn ask(&self, method: &str, path: &str, cookies: &str, body: &str) -> io::Result<Page> {
        ask(self.port, method, path, cookies, body)
    }
}

/// One request to a server on this machine.
pub fn ask(port: u16, method: &str, path: &str, cookies: &str, body: &str) -> io::Result<Page> {
    send(port, method, path, cookies, "application/x-www-form-urlencoded", body)
}

/// One request with a body of this kind to a server on this machine.
pub fn send(port: u16, method: &str, path: &str, cookies: &str, kind: &str, body: &str) -> io::Result<Page> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nCookie: {cookies}\r\n\
         Content-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let (head, body) = answer(stream)?;
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
    let status = status.ok_or(io::ErrorKind::UnexpectedEof)?;
    let headers: Vec<(&str, &str)> = lines.filter_map(|line| line.split_once(':')).collect();
    let header = |name: &str| {
        headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    Ok(Page {
        path: path.to_owned(),
        status: Status::new(status),
        location: header("Location"),
        kind: header("Content-Type").unwrap_or_default(),
        bytes: body.clone().into_bytes(),
        headers: headers.iter().map(|(n, value)| ((*n).to_owned(), value.trim().to_owned())).collect(),
        body,
    })
}

/// The head and the body of an answer: to the length it names, since not every server closes the connection when asked to.
fn answer(mut stream: TcpStream) -> io::Result<(String, String)> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 16 << 10];
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, _)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if length.is_some_and(|length| bytes.len() >= head.len() + 4 + length) {
                break;
            }
        }
        match stream.read(&mut chunk)? {
            0 => break,
            read => bytes.extend_from_slice(&chunk[..read]),
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    Ok((head.to_owned(), body.to_owned()))
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

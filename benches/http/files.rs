//! Files in and out: an announced list of 100,000 exits taken in by the command that an office runs, and a list of as many taken
//! along from the page. Each in a process of its own, so that its memory is its own.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use diesel::Connection as _;
use rust_xlsxwriter::Workbook;
use xingtu::desk::Desk;

use crate::register::{self, Waiting};
use crate::server::{self, Server};
use crate::{Place, mega};

/// What others need for 100,000 rows.
pub const IMPORTS: &str =
    "Django 7.7 s CSV, 23.7 s xlsx; polars into SQLite without any rule 1.3 s and 1.7 s";
/// What others need for 100,000 rows.
pub const EXPORTS: &str = "Django 1.9 s CSV, 10.2 s xlsx; xlsxwriter 7.2 s; DuckDB CSV 0.42 s";
/// Rows of a file.
const ROWS: u32 = 100_000;

/// A file to be taken in: a part of the households that wait for an exit.
struct File {
    format: &'static str,
    path: PathBuf,
}

/// What is taken in, made beside the database.
pub struct Files(Vec<File>);

impl Files {
    /// Enters households that have not been announced, and lists of them.
    pub fn make(place: &Place, desk: &Desk) -> Self {
        let mut c = place.connect();
        let dir = place.dir.path();
        let mut made = Vec::new();
        for (nth, format) in (0..).zip(["csv", "xlsx"]) {
            let path = dir.join(format!("exits.{format}"));
            let waiting =
                c.transaction(|c| register::waiting(c, desk, nth * ROWS..(nth + 1) * ROWS)).unwrap();
            match format {
                "csv" => csv(&path, &waiting),
                _ => xlsx(&path, &waiting),
            }
            made.push(File { format, path });
        }
        Self(made)
    }

    /// Takes each in; a line for each.
    pub fn take_in(&self, place: &Place, secret: &str) -> Vec<(String, String)> {
        let took = |file: &File| {
            let (took, most) = run(place, secret, &file.path);
            let rows = f64::from(ROWS) / took.as_secs_f64();
            let ours = format!("{:.2} s, {rows:.0} rows/s, {:.0} MB at most", took.as_secs_f64(), mega(most));
            (format!("import of {ROWS} exits, {}", file.format), ours)
        };
        self.0.iter().map(took).collect()
    }
}

const HEADERS: [&str; 6] = ["序号", "户编号", "户主姓名", "身份证号", "家庭人口数", "公告日期"];

fn csv(path: &Path, waiting: &[Waiting]) {
    let mut text = format!("脱贫户公告名单\n{}\n", HEADERS.join(","));
    for (nth, one) in waiting.iter().enumerate() {
        writeln!(text, "{},{},{},{},1,2020-12-01", nth + 1, one.code, one.name, one.id).unwrap();
    }
    std::fs::write(path, text).unwrap();
}

fn xlsx(path: &Path, waiting: &[Waiting]) {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.write(0, 0, "脱贫户公告名单").unwrap();
    page.write_row(1, 0, HEADERS).unwrap();
    let day = NaiveDate::from_ymd_opt(2020, 12, 1).unwrap();
    let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    for (row, one) in (2..).zip(waiting) {
        page.write(row, 0, row - 1).unwrap();
        page.write_row(row, 1, [&one.code, &one.name, &one.id]).unwrap();
        page.write(row, 4, 1).unwrap();
        page.write_datetime_with_format(row, 5, day, &format).unwrap();
    }
    book.save(path).unwrap();
}

/// How long the command takes, and the most memory it held.
fn run(place: &Place, secret: &str, file: &Path) -> (Duration, u64) {
    let began = Instant::now();
    let mut command = Command::new(server::PROGRAM);
    server::settings(&mut command, &place.url, secret, place.dir.path());
    let by = ["--by", "shiju1", "--document", "册〔2020〕12号"];
    let mut child =
        command.args(["import", "exits"]).arg(file).args(by).stdout(Stdio::piped()).spawn().unwrap();
    let mut most = 0;
    let status = loop {
        most = server::held(child.id(), "VmHWM:").max(most);
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let took = began.elapsed();
    assert!(status.success(), "the list was not taken in");
    (took, most)
}

/// Takes the list of exits along in each format; a line for each.
pub fn take_along(server: &Server, session: &str, exits: u32) -> Vec<(String, String)> {
    ["csv", "xlsx", "json"]
        .into_iter()
        .map(|format| {
            server.forget_most_memory();
            let before = server.memory();
            let began = Instant::now();
            let size = fetch(server.port, &format!("/exits.{format}"), session);
            let took = began.elapsed();
            let more = server.most_memory().saturating_sub(before);
            let ours = format!(
                "{:.2} s, {:.1} MB, {:.0} MB more memory",
                took.as_secs_f64(),
                mega(size),
                mega(more)
            );
            (format!("export of {exits} exits, {format}"), ours)
        })
        .collect()
}

/// The bytes of an answer.
fn fetch(port: u16, path: &str, session: &str) -> u64 {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: bench\r\nCookie: session={session}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let (mut part, mut size, mut head) = (vec![0; 256 << 10], 0, Vec::<u8>::new());
    loop {
        match stream.read(&mut part).unwrap() {
            0 => break,
            n => {
                if size == 0 {
                    head.extend(&part[..n.min(12)]);
                }
                size += n as u64;
            }
        }
    }
    assert_eq!(head, b"HTTP/1.1 200", "the list was not given out");
    size
}

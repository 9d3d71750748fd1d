//! What an installation does under load, over HTTP, beside what others do for the same work: `cargo bench`.
//!
//! The program serves in a process of its own with the settings of an installation; this process asks it. Nothing is
//! weakened for the measurement: SQLite keeps `synchronous=FULL`, PostgreSQL keeps `fsync`, every rule and every audit event
//! is there, and what was acknowledged is counted in the database afterwards.
//!
//! `XINGTU_BENCH_EXITS` (default `100000,1000000`), `XINGTU_BENCH_DATABASES` (`sqlite,postgres`), `XINGTU_BENCH_WORK`
//! (`tallies,hires`; `pages` for the pages of the tallies; `lists` with 10,000 exits for those of the household list; `freeze` for
//! freezing a year, with `XINGTU_BENCH_YEARS=1` a year of all exits; `imports` and `exports` for files), `XINGTU_BENCH_ROUNDS` (3) and `XINGTU_BENCH_SECONDS` of each
//! round (5) change what is measured. `XINGTU_BENCH_KEEP` names a folder where filled SQLite databases are kept and found again.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod files;
mod fill;
mod freeze;
mod lists;
mod load;
mod pages;
mod people;
#[path = "../../tests/support/postgres.rs"]
mod postgres;
mod register;
mod server;
mod work;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl as _;
use tempfile::TempDir;
use xingtu::desk::Desk;
use xingtu::keys::Keys;
use xingtu::store::files::Files;
use xingtu::store::{self, Conn, DatabaseUrl, Db};

use load::Figures;
use server::Server;
use work::Browsers;

/// Connections that ask at once.
const CONNECTIONS: usize = 16;
/// Starts whose median is the time to start.
const STARTS: usize = 9;

/// What the environment asks to be measured.
struct Plan {
    exits: Vec<u32>,
    databases: Vec<String>,
    work: Vec<String>,
    rounds: usize,
    round: Duration,
}

impl Plan {
    fn read() -> Self {
        let set = |name: &str, default: &str| std::env::var(name).unwrap_or_else(|_| default.to_owned());
        let list = |text: String| text.split(',').map(|part| part.trim().to_owned()).collect::<Vec<_>>();
        let number = |text: String| text.parse::<u64>().expect("a number");
        Self {
            exits: list(set("XINGTU_BENCH_EXITS", "100000,1000000"))
                .iter()
                .map(|text| text.parse().expect("a number of exits"))
                .collect(),
            databases: list(set("XINGTU_BENCH_DATABASES", "sqlite,postgres")),
            work: list(set("XINGTU_BENCH_WORK", "tallies,hires")),
            rounds: usize::try_from(number(set("XINGTU_BENCH_ROUNDS", "3"))).unwrap().max(1),
            round: Duration::from_secs(number(set("XINGTU_BENCH_SECONDS", "5")).max(1)),
        }
    }
}

/// A line of the table.
struct Line {
    work: String,
    others: &'static str,
    ours: String,
}

fn main() {
    let plan = Plan::read();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!(
        "{cores} cores shared by server, database and load; {CONNECTIONS} kept-alive connections; median of {} rounds of {} s",
        plan.rounds,
        plan.round.as_secs()
    );
    let mut lines = Vec::new();
    for database in &plan.databases {
        for exits in &plan.exits {
            match Place::make(database, *exits) {
                Some(place) => measure(&place, *exits, &plan, &mut lines),
                None => println!("{database}: no server can be started here; NOT measured"),
            }
        }
    }
    println!("\n| work | others (2 cores, 2026-11-23) | ours |\n|---|---|---|");
    for Line { work, others, ours } in lines {
        println!("| {work} | {others} | {ours} |");
    }
}

/// A fresh database.
struct Place {
    name: &'static str,
    url: DatabaseUrl,
    dir: Dir,
    /// Whether it was filled before.
    filled: bool,
}

/// Where a database lies: gone afterwards, or kept.
enum Dir {
    Passing(TempDir),
    Kept(PathBuf),
}

impl Dir {
    fn path(&self) -> &Path {
        match self {
            Self::Passing(dir) => dir.path(),
            Self::Kept(dir) => dir,
        }
    }
}

impl Place {
    fn make(database: &str, exits: u32) -> Option<Self> {
        if let (Ok(kept), "sqlite") = (std::env::var("XINGTU_BENCH_KEEP"), database) {
            let dir = Path::new(&kept).join(format!("{exits}-exits-{}-years", fill::years()));
            std::fs::create_dir_all(&dir).unwrap();
            let url = DatabaseUrl::Sqlite(dir.join("xingtu.sqlite"));
            let filled = dir.join("secret").exists();
            return Some(Self { name: "SQLite", url, dir: Dir::Kept(dir), filled });
        }
        // Not the machine's temporary directory, which may be in memory: a flush must reach the disk.
        let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        if database == "sqlite" {
            let url = DatabaseUrl::Sqlite(dir.path().join("xingtu.sqlite"));
            return Some(Self { name: "SQLite", url, dir: Dir::Passing(dir), filled: false });
        }
        let server = DatabaseUrl::Postgres(postgres::url()?.to_owned());
        let mut c = store::connect(&server).unwrap();
        run(&mut c, "ALTER SYSTEM SET fsync = on");
        run(&mut c, "SELECT pg_reload_conf()");
        let name = dir.path().file_name().unwrap().to_string_lossy().to_lowercase().replace('.', "x");
        run(&mut c, &format!("CREATE DATABASE bench_{name}"));
        let DatabaseUrl::Postgres(url) = server else { return None };
        let url = DatabaseUrl::Postgres(format!("{}/bench_{name}", url.strip_suffix("/postgres")?));
        Some(Self { name: "PostgreSQL", url, dir: Dir::Passing(dir), filled: false })
    }

    /// A connection of one's own, for filling and for counting.
    fn connect(&self) -> Conn {
        store::connect(&self.url).unwrap()
    }
}

fn measure(place: &Place, exits: u32, plan: &Plan, lines: &mut Vec<Line>) {
    let kept = place.dir.path().join("secret");
    let secret =
        if place.filled { std::fs::read_to_string(&kept).unwrap() } else { Keys::fresh_secret().unwrap() };
    let desk = Desk {
        db: Db::open(&place.url).unwrap(),
        keys: Arc::new(Keys::from_secret(&secret).unwrap()),
        files: Files::at(place.dir.path()),
    };
    let began = Instant::now();
    if !place.filled {
        xingtu::demo::make(&desk).unwrap();
        fill::fill(&mut place.connect(), &desk, exits);
        std::fs::write(&kept, &secret).unwrap();
    }
    let browsers = Browsers::sign_in(&desk, CONNECTIONS);
    let asked = |work: &str| plan.work.iter().any(|one| one == work);
    if asked("freeze") {
        let (name, ours) =
            (format!("freezing a year of {exits} exits, {}", place.name), freeze::freeze(&desk));
        println!("{name}: {ours}");
        lines.push(Line { work: name, others: "", ours });
    }
    let files = asked("imports").then(|| files::Files::make(place, &desk));
    desk.db.close();
    settle(place);
    println!("{}: filled with {exits} exits in {:.1} s", place.name, began.elapsed().as_secs_f64());

    let of = |what: &str| format!("{what}, {exits} exits, {}", place.name);
    let (starts, server) = start(place, &secret);
    let idle = server.memory();
    if place.name == "SQLite" {
        let size = std::fs::metadata(server::PROGRAM).unwrap().len();
        lines.push(Line {
            work: of("start, idle memory, installed size"),
            others: "Django 0.54 s, 96 MB, 97 MB; Directus 5.6 s, 271 MB, 730 MB",
            ours: format!("{:.3} s, {:.1} MB, {:.1} MB", starts.as_secs_f64(), mega(idle), mega(size)),
        });
    }
    if asked("pages") {
        for page in pages::PAGES {
            let figures = Figures::of(plan, &server, |round| browsers.open(server.port, page, round));
            lines.push(line(of(&format!("page, {}", page.0)), "", &figures));
        }
    }
    if asked("tallies") {
        for (gzip, name) in [(false, "tally, whole cube"), (true, "tally, whole cube, gzip")] {
            let figures = Figures::of(plan, &server, |round| browsers.ask_tallies(server.port, gzip, round));
            lines.push(line(
                of(name),
                "Django 9/s, Directus 8, Datasette 10, NocoDB 0.7; Django with a 5-second cache 1,273; \
                 a constant answer from axum 43,000",
                &figures,
            ));
        }
    }
    if asked("lists") {
        for (who, session) in &browsers.clerks {
            for page in lists::PAGES {
                let figures =
                    Figures::of(plan, &server, |round| lists::ask(server.port, session, page, round));
                let name = format!("households, {}, {who}", page.0);
                lines.push(line(of(&name), "to reach: 50 ms at 10,000 households", &figures));
            }
        }
    }
    if asked("exports") {
        for (name, ours) in files::take_along(&server, &browsers.clerks[1].1, exits) {
            println!("{}: {ours}", of(&name));
            lines.push(Line { work: of(&name), others: files::EXPORTS, ours });
        }
    }
    if asked("hires") {
        let before = stored(place);
        let mut hires = 0;
        let figures = Figures::of(plan, &server, |round| {
            let tally = browsers.report_hires(server.port, round);
            hires += tally.all_done;
            tally
        });
        assert_eq!(stored(place) - before, hires, "every acknowledged report is stored with its audit event");
        lines.push(line(
            of("hire report"),
            "Django 198/s on SQLite, 131 on PostgreSQL; Directus 71; NocoDB 43; one bare commit at a \
             time 5,365 on SQLite, 16 bare PostgreSQL connections 10,400",
            &figures,
        ));
    }
    if let Some(files) = files {
        for (name, ours) in files.take_in(place, &secret) {
            println!("{}: {ours}", of(&name));
            lines.push(Line { work: of(&name), others: files::IMPORTS, ours });
        }
    }
    println!(
        "{}: memory of the server {:.1} MB idle, {:.1} MB after",
        place.name,
        mega(idle),
        mega(server.memory())
    );
}

fn line(work: String, others: &'static str, figures: &Figures) -> Line {
    let ours = figures.to_string();
    println!("{work}: {ours}");
    Line { work, others, ours }
}

/// The median time from the start of the process to its first readiness, and the last one started.
fn start(place: &Place, secret: &str) -> (Duration, Server) {
    let mut times = Vec::new();
    let mut server = Server::start(&place.url, secret, place.dir.path());
    for _ in 1..STARTS {
        times.push(server.ready_after);
        server.stop();
        server = Server::start(&place.url, secret, place.dir.path());
    }
    times.push(server.ready_after);
    times.sort_unstable();
    (times[times.len() / 2], server)
}

/// What the database would have done by itself after so much was put in.
fn settle(place: &Place) {
    let mut c = place.connect();
    match place.url {
        DatabaseUrl::Sqlite(_) => run(&mut c, "PRAGMA wal_checkpoint(TRUNCATE)"),
        DatabaseUrl::Postgres(_) => {
            run(&mut c, "VACUUM ANALYZE");
            run(&mut c, "CHECKPOINT");
        }
    }
}

/// How many reports are stored, each with its audit event.
fn stored(place: &Place) -> usize {
    #[derive(diesel::QueryableByName)]
    struct Row {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let sql = "SELECT count(*) AS n FROM hires JOIN audit_events \
               ON noun = 'hire' AND what = 'hire.reported' AND record_id = hires.id";
    let mut c = place.connect();
    let row: Row = diesel::sql_query(sql).get_result(&mut c).unwrap();
    usize::try_from(row.n).unwrap()
}

fn run(c: &mut Conn, sql: &str) {
    diesel::sql_query(sql).execute(c).unwrap();
}

#[allow(clippy::cast_precision_loss, reason = "megabytes to one decimal")]
fn mega(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

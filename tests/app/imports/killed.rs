//! `xingtu import` killed at any moment: all of its rows are there or none, and the database is sound.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread::sleep;
use std::time::{Duration, Instant};

use xingtu::desk::Desk;
use xingtu::keys::Keys;
use xingtu::store::{self, Conn, DatabaseUrl};

use crate::support::database::{Database, numbers, run, texts};
use crate::support::seed::{self, households_of_one};

/// Rows of a file: enough that its storing takes a while.
const ROWS: usize = 250;

/// How often it is killed: `XINGTU_KILLS`, or 200 times in CI.
fn rounds() -> u32 {
    let usual = if std::env::var_os("CI").is_some() { 200 } else { 20 };
    std::env::var("XINGTU_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Numbers nobody knows before.
struct Chance(u64);

impl Chance {
    fn new() -> Self {
        let now = std::time::UNIX_EPOCH.elapsed().unwrap();
        let seed = (now.as_secs().wrapping_mul(1_000_003) ^ u64::from(now.subsec_nanos())) | 1;
        eprintln!("seed {seed}");
        Self(seed)
    }

    /// A part of a span, and a tenth more.
    fn part(&mut self, of: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        let thousandths = u32::try_from(self.0 % 1100).unwrap();
        of * thousandths / 1000
    }
}

/// An installation with households to announce, and a list of them in each file.
struct Prepared {
    secret: String,
    files: Vec<PathBuf>,
    dir: tempfile::TempDir,
}

impl Prepared {
    fn new(database: &Database, lists: usize) -> Self {
        let (dir, secret) = (tempfile::tempdir().unwrap(), Keys::fresh_secret().unwrap());
        let keys = Arc::new(Keys::from_secret(&secret).unwrap());
        let desk = Desk { db: database.db(), keys, files: database.files() };
        seed::sow(&desk);
        let codes = households_of_one(&desk, u32::try_from(ROWS * lists).unwrap());
        let files = codes.chunks(ROWS).zip(0..).map(|(codes, n)| {
            let path = dir.path().join(format!("{n}.csv"));
            let lines = codes.iter().map(|code| format!("{code},灵扶领〔2017〕{}号,2017-11-22\n", n + 41));
            std::fs::write(&path, format!("户编号,公告文号,公告日期\n{}", lines.collect::<String>()))
                .unwrap();
            path
        });
        let files = files.collect();
        Self { secret, files, dir }
    }

    fn command(&self, url: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xingtu"));
        command
            .current_dir(self.dir.path())
            .env("XINGTU_DATABASE_URL", url)
            .env("XINGTU_SECRET_KEY", &self.secret)
            .env("RUST_LOG", "off")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn begin(&self, url: &str, file: &Path) -> Child {
        let mut command = self.command(url);
        command.args(["import", "exits", "--by", "shiju"]).arg(file).stdout(Stdio::piped()).spawn().unwrap()
    }

    #[track_caller]
    fn is_sound(&self, url: &str) {
        let said = self.command(url).arg("doctor").output().unwrap();
        assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stdout));
    }
}

/// Waits until it has told what it would do: from then on it stores.
fn told(child: &mut Child) {
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut lines = lines.map_while(Result::ok);
    assert!(lines.any(|line| line.contains(" fine, ")), "it said nothing of its rows");
    // What it says later is not read: it must not break a pipe on the way.
    std::thread::spawn(move || lines.for_each(drop));
}

/// How long a file takes to be read, and to be stored then.
fn measured(mut child: Child) -> (Duration, Duration) {
    let begun = Instant::now();
    told(&mut child);
    let read = begun.elapsed();
    assert!(child.wait().unwrap().success());
    (read, begun.elapsed().saturating_sub(read))
}

/// Kills it somewhere: in every fourth round while it reads, otherwise while it stores or just after.
fn kill(mut child: Child, round: u32, chance: &mut Chance, (read, stored): (Duration, Duration)) -> bool {
    if round.is_multiple_of(4) {
        sleep(chance.part(read));
    } else {
        told(&mut child);
        sleep(chance.part(stored));
    }
    drop(child.kill());
    child.wait().unwrap().success()
}

/// How many lists are announced: by their exits, and by everything else that is stored with them.
#[track_caller]
fn announced(conn: &mut Conn) -> i64 {
    let mut count = |of: &str| numbers(conn, &format!("SELECT count(*) AS n FROM {of}"))[0];
    let exits = count("exits WHERE document LIKE '灵扶领〔2017〕%' AND id > 7");
    let rows = i64::try_from(ROWS).unwrap();
    assert_eq!(exits % rows, 0, "a part of a list");
    let lists = exits / rows;
    assert_eq!(count("exit_members WHERE exit_id > 7"), exits);
    for of in [
        "import_batches WHERE stage = 'stored'",
        "import_batches",
        "audit_events WHERE what = 'import.stored'",
        "announcements WHERE document LIKE '灵扶领〔2017〕%' AND id > (SELECT MIN(id) FROM announcements)",
    ] {
        assert_eq!(count(of), lists, "{of}");
    }
    lists
}

#[test]
fn a_killed_import_stored_all_or_nothing_on_sqlite() {
    let database = Database::sqlite();
    let prepared = Prepared::new(&database, 1);
    let template = prepared.dir.path().join("template.sqlite");
    run(&mut database.connect(), &format!("VACUUM INTO '{}'", template.display())).unwrap();
    prepared.is_sound(&format!("sqlite:{}", template.display()));
    let copy = prepared.dir.path().join("copy.sqlite");
    let (url, address) = (format!("sqlite:{}", copy.display()), DatabaseUrl::Sqlite(copy.clone()));
    let fresh = || {
        for ending in ["-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{ending}", copy.display())));
        }
        std::fs::copy(&template, &copy).unwrap();
        prepared.begin(&url, &prepared.files[0])
    };
    let times = measured(fresh());
    let (rounds, mut chance, mut whole) = (rounds(), Chance::new(), 0);
    for round in 0..rounds {
        let ended = kill(fresh(), round, &mut chance, times);
        let mut conn = store::connect(&address).unwrap();
        let lists = announced(&mut conn);
        assert!(lists == 1 || (lists == 0 && !ended), "{lists} lists, ended by itself: {ended}");
        assert_eq!(texts(&mut conn, "SELECT integrity_check AS t FROM pragma_integrity_check"), ["ok"]);
        let astray = numbers(&mut conn, "SELECT count(*) AS n FROM pragma_foreign_key_check");
        assert_eq!(astray, [0]);
        whole += lists;
        if round.is_multiple_of(rounds.div_ceil(8)) {
            prepared.is_sound(&url);
        }
    }
    eprintln!("{rounds} killed, of which {whole} had stored everything; read in {times:?}");
}

#[test]
fn a_killed_import_stored_all_or_nothing_on_postgres() {
    let Some(database) = Database::postgres() else { return };
    let DatabaseUrl::Postgres(server) = &database.url else { unreachable!() };
    let url = format!("{server}&application_name=killed");
    let prepared = Prepared::new(&database, 6);
    let mut conn = database.connect();
    let gone = "SELECT count(*) AS n FROM pg_stat_activity WHERE application_name = 'killed'";
    let times = measured(prepared.begin(&url, &prepared.files[0]));
    let (mut chance, mut lists) = (Chance::new(), announced(&mut conn));
    assert_eq!(lists, 1);
    for round in 0..rounds().div_ceil(5) {
        // Each list that came through makes way for the next.
        let Some(file) = prepared.files.get(usize::try_from(lists).unwrap()) else { break };
        let ended = kill(prepared.begin(&url, file), round, &mut chance, times);
        // The server ends what it was doing for somebody who is gone.
        let deadline = Instant::now() + Duration::from_secs(30);
        while numbers(&mut conn, gone) != [0] {
            assert!(Instant::now() < deadline, "the server still works for a killed program");
            sleep(Duration::from_millis(5));
        }
        let now = announced(&mut conn);
        assert!(
            now == lists + 1 || (now == lists && !ended),
            "{lists} and then {now}, ended by itself: {ended}"
        );
        lists = now;
    }
    drop(conn);
    prepared.is_sound(&url);
}

//! The load: connections kept alive, each asking again as soon as it was answered, all from one thread.

use std::fmt;
use std::io;
use std::time::{Duration, Instant};

use rocket::tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use rocket::tokio::net::TcpStream;
use rocket::tokio::runtime::Builder;
use rocket::tokio::task::JoinSet;

use crate::Plan;
use crate::server::Server;

/// Time at the start of a round that is not counted.
const WARMING: Duration = Duration::from_millis(500);

/// What one round came to.
#[derive(Default)]
pub struct Round {
    /// Good answers within the counted time.
    pub done: usize,
    /// Good answers in all.
    pub all_done: usize,
    /// Other answers, and connections that broke.
    pub errors: usize,
    /// How long each counted answer took.
    pub times: Vec<Duration>,
}

/// What several rounds came to.
pub struct Figures {
    /// Answers in a second: the lowest, the median and the highest round.
    per_second: [f64; 3],
    middle: Duration,
    slow: Duration,
    /// Processor time of the server for one answer: what does not depend on who else uses the machine.
    each: Duration,
    errors: usize,
}

impl Figures {
    /// Runs the rounds.
    #[allow(clippy::cast_precision_loss, reason = "answers per second")]
    pub fn of(plan: &Plan, server: &Server, mut run: impl FnMut(Duration) -> Round) -> Self {
        let before = server.processor_time();
        let rounds: Vec<Round> = (0..plan.rounds).map(|_| run(plan.round)).collect();
        let answers: usize = rounds.iter().map(|round| round.all_done).sum();
        let used = server.processor_time().saturating_sub(before);
        let mut rates: Vec<f64> =
            rounds.iter().map(|round| round.done as f64 / plan.round.as_secs_f64()).collect();
        rates.sort_by(f64::total_cmp);
        let errors = rounds.iter().map(|round| round.errors).sum();
        let mut times: Vec<Duration> = rounds.into_iter().flat_map(|round| round.times).collect();
        times.sort_unstable();
        let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or_default();
        Self {
            per_second: [rates[0], rates[rates.len() / 2], rates[rates.len() - 1]],
            middle: at(50),
            slow: at(99),
            each: used / u32::try_from(answers.max(1)).unwrap_or(u32::MAX),
            errors,
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, median, high] = self.per_second;
        let ms = |time: Duration| time.as_secs_f64() * 1e3;
        write!(
            f,
            "{median:.0}/s ({low:.0} to {high:.0}), median {:.1} ms, 99 of 100 within {:.1} ms, \
             {:.0} µs of processor each, {} errors",
            ms(self.middle),
            ms(self.slow),
            self.each.as_secs_f64() * 1e6,
            self.errors
        )
    }
}

/// An answer: its status, and its body.
pub struct Answer<'a> {
    /// The status line's number.
    pub status: u16,
    /// The body as sent.
    pub body: &'a [u8],
}

/// One round: each asker writes its next request, and says whether the answer is a good one.
pub fn run<A: Asker + Send + 'static>(port: u16, askers: Vec<A>, round: Duration) -> Round {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let counted_from = Instant::now() + WARMING;
        let until = counted_from + round;
        let mut all = JoinSet::new();
        for mut asker in askers {
            all.spawn(async move {
                let mut sum = Round::default();
                while Instant::now() < until {
                    if ask_until(port, &mut asker, counted_from, until, &mut sum).await.is_err() {
                        sum.errors += 1;
                    }
                }
                sum
            });
        }
        let mut sum = Round::default();
        while let Some(one) = all.join_next().await {
            let one = one.unwrap();
            sum.done += one.done;
            sum.all_done += one.all_done;
            sum.errors += one.errors;
            sum.times.extend(one.times);
        }
        sum
    })
}

/// Somebody who asks again and again.
pub trait Asker {
    /// The next request, head and body.
    fn write(&mut self, request: &mut Vec<u8>);
    /// Whether this is the answer it should be.
    fn is_good(&mut self, answer: &Answer<'_>) -> bool;
}

async fn ask_until(
    port: u16,
    asker: &mut impl Asker,
    counted_from: Instant,
    until: Instant,
    sum: &mut Round,
) -> io::Result<()> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.set_nodelay(true)?;
    let (mut request, mut buffer) = (Vec::new(), Vec::new());
    while Instant::now() < until {
        request.clear();
        asker.write(&mut request);
        let sent = Instant::now();
        stream.write_all(&request).await?;
        let answer = receive(&mut stream, &mut buffer).await?;
        let good = asker.is_good(&answer);
        let now = Instant::now();
        sum.all_done += usize::from(good);
        sum.errors += usize::from(!good);
        if good && sent >= counted_from && now <= until {
            sum.done += 1;
            sum.times.push(now - sent);
        }
    }
    Ok(())
}

async fn receive<'b>(stream: &mut TcpStream, buffer: &'b mut Vec<u8>) -> io::Result<Answer<'b>> {
    buffer.clear();
    let (head, length) = loop {
        more(stream, buffer).await?;
        if let Some(end) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..end]).to_lowercase();
            let length: Option<usize> =
                head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            break (end + 4, length.ok_or_else(broken)?);
        }
    };
    while buffer.len() < head + length {
        more(stream, buffer).await?;
    }
    let status = std::str::from_utf8(&buffer[9..12]).ok().and_then(|number| number.parse().ok());
    Ok(Answer { status: status.ok_or_else(broken)?, body: &buffer[head..head + length] })
}

async fn more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<()> {
    buffer.reserve(32 << 10);
    if stream.read_buf(buffer).await? == 0 { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(()) }
}

fn broken() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

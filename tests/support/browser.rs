//! A real browser: Chromium, driven through a chromedriver of its own.

use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use fantoccini::wd::{Capabilities, PrintConfiguration, PrintSize, TimeoutConfiguration};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rocket::tokio::runtime::Runtime;
use rocket::tokio::time::timeout;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::postgres::free_port;
use super::server::ask;

/// How long a page may take to show what is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the browser may take to do anything at all.
const COMMAND: Duration = Duration::from_secs(60);

/// The window the reader looks through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// 1440 × 900.
    Desktop,
    /// 390 × 844, a telephone.
    Phone,
}

/// A browser at one installation; closed when dropped.
pub struct Browser {
    runtime: Runtime,
    client: Option<Client>,
    home: String,
    _driver: Driver,
    _profile: TempDir,
}

/// A chromedriver; ended when dropped.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Where a program is, if it is installed.
fn program(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|dir| dir.join(name)).find(|path| path.exists())
}

impl Browser {
    /// Opens one for the installation on this port. `None` if Chromium is not installed, which fails in CI.
    pub fn open(port: u16, window: Window) -> Option<Self> {
        let Some((driver, chromium)) = program("chromedriver").zip(program("chromium")) else {
            assert!(std::env::var_os("CI").is_none(), "CI must have Chromium and its driver installed");
            eprintln!("Chromium or chromedriver is not installed: the browser tests are NOT run");
            return None;
        };
        let driver_port = free_port();
        let profile = TempDir::new().unwrap();
        let driver = Driver(
            Command::new(driver)
                .arg(format!("--port={driver_port}"))
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .process_group(0)
                .spawn()
                .unwrap(),
        );
        let deadline = Instant::now() + PATIENCE;
        while !ask(driver_port, "GET", "/status", "", "").is_ok_and(|page| page.status.code == 200) {
            assert!(Instant::now() < deadline, "chromedriver did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        let runtime = Runtime::new().unwrap();
        let capabilities = capabilities(&chromium, profile.path().display(), window);
        let client = runtime
            .block_on(async {
                ClientBuilder::new(HttpConnector::new())
                    .capabilities(capabilities)
                    .connect(&format!("http://127.0.0.1:{driver_port}"))
                    .await
            })
            .unwrap();
        let patience =
            TimeoutConfiguration::new(Some(PATIENCE), Some(Duration::from_secs(60)), Some(Duration::ZERO));
        runtime.block_on(client.update_timeouts(patience)).unwrap();
        let home = format!("http://127.0.0.1:{port}");
        Some(Self { runtime, client: Some(client), home, _driver: driver, _profile: profile })
    }

    fn client(&self) -> &Client {
        self.client.as_ref().unwrap()
    }

    /// What the browser answers; a browser that does not answer is a failure, not a test that never ends.
    fn wait<T>(&self, asked: impl Future<Output = T>) -> T {
        self.runtime.block_on(async { timeout(COMMAND, asked).await }).expect("the browser does not answer")
    }

    /// Opens a page.
    #[track_caller]
    pub fn open_page(&self, path: &str) {
        self.wait(self.client().goto(&format!("{}{path}", self.home))).unwrap();
    }

    /// The path of the page shown.
    pub fn path(&self) -> String {
        self.wait(self.client().current_url()).unwrap().path().to_owned()
    }

    /// What JavaScript answers in the page.
    #[track_caller]
    pub fn script(&self, script: &str) -> Value {
        self.wait(self.client().execute(script, Vec::new())).unwrap()
    }

    /// The page as it is printed, on the paper its own style asks for.
    #[track_caller]
    pub fn print(&self) -> Vec<u8> {
        let asked = PrintConfiguration::builder().size(PrintSize::A4).build().unwrap();
        self.wait(self.client().print(asked)).unwrap()
    }

    /// What JavaScript answers in the page later: it calls its last argument.
    #[track_caller]
    pub fn script_async(&self, script: &str) -> Value {
        self.wait(self.client().execute_async(script, Vec::new())).unwrap()
    }

    /// Waits until there is such an element that can be seen, and answers its words.
    #[track_caller]
    pub fn see(&self, css: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let text = self.wait(async {
                for element in self.client().find_all(Locator::Css(css)).await.ok()? {
                    if element.is_displayed().await.ok()? {
                        return element.text().await.ok();
                    }
                }
                None
            });
            if let Some(text) = text {
                return text;
            }
            assert!(Instant::now() < deadline, "no {css} at {}:\n{}", self.path(), self.words());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until the page's main part says this.
    #[track_caller]
    pub fn read(&self, words: &str) {
        let deadline = Instant::now() + PATIENCE;
        while !self.words().contains(words) {
            assert!(Instant::now() < deadline, "nobody says {words} at {}:\n{}", self.path(), self.words());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until this JavaScript expression is true.
    #[track_caller]
    pub fn until(&self, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        while self.script(&format!("return {expression}")) != true {
            assert!(Instant::now() < deadline, "never {expression} at {}:\n{}", self.path(), self.words());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The words of the main part that can be seen.
    pub fn words(&self) -> String {
        self.wait(async { self.client().find(Locator::Css("main")).await?.text().await }).unwrap_or_default()
    }

    /// Types into the field of this name, in place of what it holds.
    #[track_caller]
    pub fn fill(&self, name: &str, value: &str) {
        self.see(&format!("[name='{name}']"));
        let typed = self.wait(async {
            let field = self.client().find(Locator::Css(&format!("[name='{name}']"))).await?;
            field.clear().await?;
            field.send_keys(value).await
        });
        typed.unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Picks files in the field of this name, in place of those picked before.
    #[track_caller]
    pub fn pick(&self, name: &str, files: &[PathBuf]) {
        let paths: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        let picked = self.wait(async {
            let field = self.client().find(Locator::Css(&format!("input[type=file][name='{name}']"))).await?;
            field.clear().await?;
            field.send_keys(&paths.join("\n")).await
        });
        picked.unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Picks a day in a date field, by what the field is worth: how days are typed depends on the browser's own language.
    #[track_caller]
    pub fn pick_day(&self, name: &str, day: &str) {
        self.see(&format!("[name='{name}']"));
        let script = "const [name, day] = arguments; const field = document.getElementsByName(name)[0]; \
                      field.value = day; field.dispatchEvent(new Event('input', { bubbles: true }));";
        let done = self.client().execute(script, vec![json!(name), json!(day)]);
        self.wait(done).unwrap();
    }

    /// Picks a file of this machine in the field of this name.
    #[track_caller]
    pub fn pick_file(&self, name: &str, path: &std::path::Path) {
        let css = format!("input[type=file][name='{name}']");
        self.see(&css);
        let picked = self.wait(async {
            self.client().find(Locator::Css(&css)).await?.send_keys(&path.display().to_string()).await
        });
        picked.unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Clicks the first such element that can be seen.
    #[track_caller]
    pub fn click(&self, css: &str) {
        self.see(css);
        let clicked = self.wait(async {
            for element in self.client().find_all(Locator::Css(css)).await? {
                if element.is_displayed().await? {
                    // What hangs below a column that stays in the window is reached at the page's end, as a reader does.
                    if element.click().await.is_ok() {
                        return Ok(());
                    }
                    let end = "window.scrollTo(0, document.documentElement.scrollHeight)";
                    self.client().execute(end, Vec::new()).await?;
                    return element.click().await;
                }
            }
            Ok(())
        });
        clicked.unwrap_or_else(|error| panic!("{css}: {error}"));
    }

    /// Chooses a radio button, by the label around it.
    #[track_caller]
    pub fn choose(&self, name: &str, value: &str) {
        self.click(&format!("label:has(> input[name='{name}'][value='{value}'])"));
    }

    /// By how many pixels the page is wider than its window.
    pub fn overflow(&self, window: Window) -> i64 {
        let width = if window == Window::Desktop { 1440 } else { 390 };
        let script = "return Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)";
        self.script(script).as_i64().unwrap() - width
    }

    /// Signs in with the password everybody of the cast has here.
    #[track_caller]
    pub fn sign_in(&self, login: &str) {
        self.open_page("/sign-in");
        self.fill("login", login);
        self.fill("password", super::served::PASSWORD);
        self.click("form[action='/sign-in'] button");
        self.see("form[action='/sign-out'], .mtop");
    }
}

fn capabilities(chromium: &std::path::Path, profile: std::path::Display<'_>, window: Window) -> Capabilities {
    let mut options = json!({
        "binary": chromium,
        "args": [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--window-size=1440,900", format!("--user-data-dir={profile}"),
        ],
        "prefs": { "intl.accept_languages": "zh-CN,zh" },
    });
    if window == Window::Phone {
        options["mobileEmulation"] = json!({
            "deviceMetrics": { "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true },
        });
    }
    Capabilities::from_iter([
        ("browserName".to_owned(), json!("chrome")),
        ("goog:chromeOptions".to_owned(), options),
    ])
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(self.runtime.block_on(async { timeout(COMMAND, client.close()).await }));
        }
    }
}

//! What came back: a page as a reader sees it, and its forms as a browser would send them.

use std::collections::BTreeMap;

use rocket::http::{RawStr, Status};
use rocket::local::blocking::LocalResponse;
use scraper::{ElementRef, Html, Selector};

/// An answer of the installation.
#[derive(Debug, Clone)]
pub struct Page {
    /// The path asked for.
    pub path: String,
    /// The status.
    pub status: Status,
    /// Where it sends the reader.
    pub location: Option<String>,
    /// The `Content-Type`.
    pub kind: String,
    /// The whole body, if it is text.
    pub body: String,
    /// The whole body.
    pub bytes: Vec<u8>,
    /// The headers.
    pub headers: Vec<(String, String)>,
}

/// A form of a page.
#[derive(Debug, Clone)]
pub struct Form {
    /// Where it is sent.
    pub action: String,
    /// Every field as a browser would send it now, in order; what may be filled but would not be sent has no value.
    fields: Vec<(String, Option<String>)>,
    /// The fields that take files.
    files: Vec<String>,
    /// The values a radio button, checkbox or list of this name can take.
    choices: BTreeMap<String, Vec<String>>,
}

impl Page {
    /// What was answered to a request for this path.
    pub fn of(path: &str, answer: LocalResponse<'_>) -> Self {
        let header = |name| answer.headers().get_one(name).map(str::to_owned);
        let headers = answer.headers().iter().map(|h| (h.name().to_string(), h.value().to_owned())).collect();
        let (location, kind) = (header("Location"), header("Content-Type").unwrap_or_default());
        let status = Status::new(answer.status().code);
        let bytes = answer.into_bytes().unwrap_or_default();
        let body = String::from_utf8(bytes.clone()).unwrap_or_default();
        Self { path: path.to_owned(), status, location, kind, body, bytes, headers }
    }

    /// Fails unless it is answered with this status, with the page's words in the failure.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.code, status, "{}:\n{}", self.path, self.text());
        self
    }

    /// Fails unless it sends the reader on; answers where to.
    #[track_caller]
    pub fn sent_to(&self) -> String {
        assert_eq!(self.status, Status::SeeOther, "{}:\n{}", self.path, self.text());
        self.location.clone().expect("a Location")
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The words of the page's main part, spaces collapsed.
    pub fn text(&self) -> String {
        let html = self.html();
        let main = html.select(&css("main")).next().unwrap_or_else(|| html.root_element());
        words(main)
    }

    /// Whether the main part says this.
    pub fn says(&self, what: &str) -> bool {
        self.text().contains(what)
    }

    /// The words of each element the selector finds.
    pub fn all(&self, selector: &str) -> Vec<String> {
        self.html().select(&css(selector)).map(words).collect()
    }

    /// The message beside a field.
    pub fn error_on(&self, field: &str) -> Option<String> {
        self.all(&format!("[id='{field}-error']")).into_iter().next()
    }

    /// The lines of the summary of what is wrong.
    pub fn summary(&self) -> Vec<String> {
        self.all(".errsum li")
    }

    /// The cells of a table's body, row by row.
    pub fn rows(&self, table: &str) -> Vec<Vec<String>> {
        let html = self.html();
        html.select(&css(&format!("{table} tbody tr")))
            .map(|row| row.select(&css("th, td")).map(words).collect())
            .collect()
    }

    /// Every address linked to.
    pub fn links(&self) -> Vec<String> {
        let html = self.html();
        html.select(&css("a[href]")).filter_map(|a| a.attr("href").map(str::to_owned)).collect()
    }

    /// The words and the address of each link the selector finds.
    pub fn anchors(&self, selector: &str) -> Vec<(String, String)> {
        let html = self.html();
        html.select(&css(selector)).filter_map(|a| Some((words(a), a.attr("href")?.to_owned()))).collect()
    }

    /// The forms that POST, without those of the frame (language, type size, signing out).
    pub fn forms(&self) -> Vec<Form> {
        let html = self.html();
        html.select(&css("form[method=post]"))
            .map(|form| Form::of(&html, form, &self.path))
            .filter(|form| !["/language", "/type-size", "/sign-out"].contains(&form.action.as_str()))
            .collect()
    }

    /// The form sent to an address that ends like this.
    #[track_caller]
    pub fn form(&self, action: &str) -> Form {
        let mut forms = self.forms();
        let at = forms.iter().position(|form| form.action.ends_with(action));
        let actions: Vec<&str> = forms.iter().map(|form| form.action.as_str()).collect();
        let at = at.unwrap_or_else(|| {
            panic!("{} has no form to {action}, but {actions:?}:\n{}", self.path, self.text())
        });
        forms.swap_remove(at)
    }

    /// A token good for this reader, from any form of the page.
    pub fn token(&self) -> Option<String> {
        let html = self.html();
        html.select(&css("input[name=csrf]")).find_map(|field| field.attr("value").map(str::to_owned))
    }

    fn html(&self) -> Html {
        Html::parse_document(&self.body)
    }
}

impl Form {
    fn of(page: &Html, form: ElementRef<'_>, path: &str) -> Self {
        let action = form.attr("action").filter(|action| !action.is_empty()).unwrap_or(path).to_owned();
        // A field is the form's if it stands in it, or names it.
        let own = |selector: &str| -> Vec<ElementRef<'_>> {
            let named =
                |field: &ElementRef<'_>| field.attr("form").is_some_and(|id| form.attr("id") == Some(id));
            let (all, selector) = (page.root_element(), css(selector));
            form.select(&selector).chain(all.select(&selector).filter(named)).collect()
        };
        let mut made = Self { action, fields: Vec::new(), files: Vec::new(), choices: BTreeMap::new() };
        for field in own("input[name], select[name], textarea[name]") {
            let name = field.attr("name").unwrap_or_default().to_owned();
            let value = |default: &str| field.attr("value").unwrap_or(default).to_owned();
            match (field.value().name(), field.attr("type")) {
                ("select", _) => {
                    let options: Vec<_> = field.select(&css("option")).collect();
                    let worth = |o: &ElementRef<'_>| o.attr("value").map_or_else(|| words(*o), str::to_owned);
                    let chosen =
                        options.iter().find(|o| o.attr("selected").is_some()).or_else(|| options.first());
                    made.fields.push((name.clone(), chosen.map(worth)));
                    made.choices.entry(name).or_default().extend(options.iter().map(worth));
                }
                ("textarea", _) => made.fields.push((name, Some(field.text().collect()))),
                (_, Some("radio" | "checkbox")) => {
                    let value = value("on");
                    made.choices.entry(name.clone()).or_default().push(value.clone());
                    made.fields.push((name, field.attr("checked").map(|_| value)));
                }
                (_, Some("submit" | "button")) => {}
                (_, Some("file")) => made.files.push(name),
                _ => made.fields.push((name, Some(value("")))),
            }
        }
        // A named button is sent only when it is the one pressed.
        for button in own("button[name]") {
            let name = button.attr("name").unwrap_or_default().to_owned();
            let value = button.attr("value").unwrap_or_default().to_owned();
            made.choices.entry(name.clone()).or_default().push(value);
            made.fields.push((name, None));
        }
        made
    }

    /// The names of its fields.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_str())
    }

    /// What a field holds now.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find_map(|(field, value)| value.as_deref().filter(|_| field == name))
    }

    /// Fills a field in, as a person could.
    #[track_caller]
    pub fn fill(mut self, name: &str, value: &str) -> Self {
        let known: Vec<&str> = self.names().collect();
        assert!(known.contains(&name), "the form to {} has no field {name}, but {known:?}", self.action);
        if let Some(choices) = self.choices.get(name) {
            let known = choices.iter().any(|choice| choice == value);
            assert!(known, "{name} can be {choices:?}, not {value:?}");
        }
        let first = self.fields.iter().position(|(field, _)| field == name).unwrap_or_default();
        self.fields.retain(|(field, _)| field != name);
        self.fields.insert(first.min(self.fields.len()), (name.to_owned(), Some(value.to_owned())));
        self
    }

    /// As a browser sends it.
    pub fn encoded(&self) -> String {
        let sent = self.fields.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_deref()?)));
        encode(sent)
    }
}

/// A file picked in a form: the field, the file's name and its content.
pub type Picked<'a> = (&'a str, &'a str, &'a [u8]);

/// What stands between the parts of a form with files.
pub const BOUNDARY: &str = "----a-boundary-nobody-writes";

impl Form {
    /// As a browser sends it with these files picked; a file field without one is sent empty.
    #[track_caller]
    pub fn with_files(&self, files: &[Picked<'_>]) -> Vec<u8> {
        let mut body = Vec::new();
        for (name, value) in &self.fields {
            let Some(value) = value else { continue };
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .into_bytes(),
            );
        }
        for (field, ..) in files {
            assert!(
                self.files.iter().any(|known| known == field),
                "{} has no file field {field}",
                self.action
            );
        }
        let unpicked = self.files.iter().filter(|field| files.iter().all(|(picked, ..)| picked != field));
        for (field, name, content) in files.iter().copied().chain(unpicked.map(|f| (f.as_str(), "", &[][..])))
        {
            body.extend(
                format!(
                    "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\
                     Content-Type: application/octet-stream\r\n\r\n"
                )
                .into_bytes(),
            );
            body.extend(content);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        body
    }
}

/// Fields as a form's body.
pub fn encode<'a>(fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let encoded = |text: &str| RawStr::new(text).percent_encode().to_string();
    let pairs: Vec<String> =
        fields.into_iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.join("&")
}

fn css(selector: &str) -> Selector {
    Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"))
}

fn words(element: ElementRef<'_>) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

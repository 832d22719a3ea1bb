//! A headless browser, driven over WebDriver (W3C): its driver speaks plain HTTP.
#![allow(clippy::print_stdout)]

use std::{
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// The key under which WebDriver names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// How long anything may take that a browser does.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser and its driver, ended when dropped.
pub(crate) struct Browser {
    driver: Child,
    client: reqwest::Client,
    session: String,
}

impl Browser {
    /// Starts one with a fresh profile that saves downloads into a folder; none where there is no
    /// Chromium with its driver.
    pub(crate) async fn start(downloads: &Path) -> Option<Self> {
        let driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut driver = match driver {
            Ok(driver) => driver,
            Err(error) => {
                println!("skipped: chromedriver ({error})");
                return None;
            }
        };
        let mut lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let port = port.expect("chromedriver says its port");
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage",
            // No name is looked up, and the public one of these tests leads here.
            "--host-resolver-rules=MAP hq.example.org 127.0.0.1, MAP evil.example 127.0.0.1",
        ];
        let mut browser = Self {
            driver,
            client,
            session: format!("http://127.0.0.1:{port}/session"),
        };
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "pageLoadStrategy": "normal",
            "acceptInsecureCerts": true,
            "goog:chromeOptions": {
                "args": arguments,
                "prefs": { "download.default_directory": downloads, "download.prompt_for_download": false },
            },
        } } });
        match browser.try_call("POST", "", wanted).await {
            Ok(value) => {
                browser.session += &format!("/{}", value["sessionId"].as_str().unwrap());
                Some(browser)
            }
            Err(error) => {
                println!("skipped: Chromium ({error})");
                None
            }
        }
    }

    async fn try_call(&self, method: &str, path: &str, body: Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let request = match method {
            "GET" => self.client.get(url),
            "DELETE" => self.client.delete(url),
            _ => self.client.post(url).body(body.to_string()),
        };
        let answer = request.timeout(PATIENCE).send().await;
        let answer = answer.map_err(|error| error.to_string())?;
        let fine = answer.status().is_success();
        let text = answer.text().await.map_err(|error| error.to_string())?;
        let value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        match fine {
            true => Ok(value["value"].clone()),
            false => Err(value["value"]["message"].to_string()),
        }
    }

    async fn call(&self, method: &str, path: &str, body: Value) -> Value {
        let done = self.try_call(method, path, body).await;
        done.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    pub(crate) async fn open(&self, url: &str) {
        self.call("POST", "/url", json!({ "url": url })).await;
    }

    pub(crate) async fn url(&self) -> String {
        let url = self.call("GET", "/url", Value::Null).await;
        url.as_str().unwrap().to_owned()
    }

    /// Waits until a click has led to an address.
    pub(crate) async fn arrives(&self, url: &str) {
        let begun = Instant::now();
        while self.url().await != url {
            assert!(
                begun.elapsed() < PATIENCE,
                "at {}, not {url}: {}",
                self.url().await,
                self.text().await
            );
        }
    }

    /// Waits until a page has certain words.
    pub(crate) async fn reads(&self, words: &str) {
        let begun = Instant::now();
        while !self.text().await.contains(words) {
            assert!(
                begun.elapsed() < PATIENCE,
                "no {words:?} in {}",
                self.text().await
            );
        }
    }

    /// What a person would read.
    pub(crate) async fn text(&self) -> String {
        // In one step: a page may give way to the next one between two.
        let text = self.script("return document.body ? document.body.innerText : ''");
        text.await.as_str().unwrap().to_owned()
    }

    async fn element(&self, css: &str) -> String {
        let wanted = json!({ "using": "css selector", "value": css });
        let found = self.call("POST", "/element", wanted).await;
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    /// Clicks the first element of a selector; the page it leads to is loaded afterwards.
    pub(crate) async fn click(&self, css: &str) {
        let element = self.element(css).await;
        let path = format!("/element/{element}/click");
        self.call("POST", &path, json!({})).await;
    }

    /// Types into a field, in the place of what is there.
    pub(crate) async fn write(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        let at = |what: &str| format!("/element/{element}/{what}");
        self.call("POST", &at("clear"), json!({})).await;
        self.call("POST", &at("value"), json!({ "text": text }))
            .await;
    }

    /// What a script gives back.
    pub(crate) async fn script(&self, script: &str) -> Value {
        let body = json!({ "script": script, "args": [] });
        self.call("POST", "/execute/sync", body).await
    }

    pub(crate) async fn close(self) {
        let _ = self.try_call("DELETE", "", Value::Null).await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The one file that a browser puts into an empty folder, once it is whole.
pub(crate) fn downloaded(folder: &Path) -> Vec<u8> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let files = std::fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().path());
        let whole = |file: &std::path::PathBuf| {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            !name.ends_with(".crdownload") && !name.starts_with('.')
        };
        if let Some(file) = files.into_iter().find(whole) {
            let bytes = std::fs::read(&file).unwrap();
            if !bytes.is_empty() {
                std::fs::remove_file(file).unwrap();
                return bytes;
            }
        }
        std::thread::yield_now();
    }
    panic!("nothing was downloaded");
}

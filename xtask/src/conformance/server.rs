//! The server that judges what clients send, in place of a file.

use std::{
    collections::BTreeMap,
    io::{Error, Read, Result, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use serde_json::Value;

/// Where the server listens that is started here.
const PORT: u16 = 3200;

/// How long it may take to be installed and started.
const PATIENCE: Duration = Duration::from_secs(180);

/// How long to wait before looking again.
const PAUSE: Duration = Duration::from_millis(100);

/// A server of the scenarios.
pub struct Server {
    authority: String,
    started: Option<Started>,
    /// What it has seen of each scenario, whenever it was started.
    seen: BTreeMap<String, String>,
}

/// The process that was started for it.
struct Started {
    script: PathBuf,
    child: Option<Child>,
}

impl Started {
    fn has_ended(&mut self) -> Result<bool> {
        match &mut self.child {
            Some(child) => Ok(child.try_wait()?.is_some()),
            None => Ok(true),
        }
    }

    fn begin(&mut self) -> Result<()> {
        let child = Command::new("bash")
            .arg(&self.script)
            .arg(std::env::temp_dir().join("http-specs-server"))
            .arg(PORT.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        self.child = Some(child);
        Ok(())
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Server {
    /// One that runs already.
    ///
    /// # Errors
    /// An address that is not `http://HOST:PORT`.
    pub fn at(url: &str) -> Result<Self> {
        let authority = url
            .strip_prefix("http://")
            .map(|it| it.trim_end_matches('/'));
        let authority = authority.filter(|it| it.contains(':') && !it.contains('/'));
        let authority =
            authority.ok_or_else(|| Error::other(format!("{url}: not http://HOST:PORT")))?;
        Ok(Self {
            authority: authority.to_owned(),
            started: None,
            seen: BTreeMap::new(),
        })
    }

    /// Installs one, where that is not done yet, and starts it.
    ///
    /// # Errors
    /// Without node or npm; where it does not come up.
    pub fn start(root: &Path) -> Result<Self> {
        let mut server = Self {
            authority: format!("localhost:{PORT}"),
            started: Some(Started {
                script: root.join("server/serve.sh"),
                child: None,
            }),
            seen: BTreeMap::new(),
        };
        server.revive()?;
        Ok(server)
    }

    /// Starts it again: some of its own failures end it.
    ///
    /// # Errors
    /// It does not come up.
    pub fn revive(&mut self) -> Result<()> {
        let Some(started) = &mut self.started else {
            return Ok(());
        };
        let begun = Instant::now();
        while !started.has_ended()? && begun.elapsed() < PATIENCE {
            sleep(PAUSE);
        }
        started.begin()?;
        while self.get("/.coverage").is_err() {
            let ended = self.started.as_mut().map(Started::has_ended).transpose()?;
            if ended == Some(true) || begun.elapsed() > PATIENCE {
                return Err(Error::other("the server did not come up"));
            }
            sleep(PAUSE);
        }
        Ok(())
    }

    /// Notes what it has seen by now, and says whether it is still there.
    ///
    /// # Errors
    /// It says something else than what it has seen.
    pub fn note(&mut self) -> Result<bool> {
        let Ok(text) = self.get("/.coverage") else {
            return Ok(false);
        };
        let seen = &mut self.seen;
        each(&serde_json::from_str(&text)?, &mut |name, word| {
            let known = seen.entry(name.to_owned()).or_default();
            // It starts with nothing seen, whenever it is started.
            if matches!(word, "pass" | "fail") || known.is_empty() {
                word.clone_into(known);
            }
        });
        Ok(true)
    }

    /// Host and port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// How many scenarios the server has seen pass and fail, in one line; those that failed before it.
    pub fn coverage(&self) -> String {
        let of = |known: &str| {
            let seen = self.seen.iter().filter(|(_, word)| *word == known);
            seen.map(|(name, _)| name.as_str()).collect::<Vec<_>>()
        };
        let (passed, failed) = (of("pass").len(), of("fail"));
        let other = self.seen.len() - passed - failed.len();
        let lines = failed
            .iter()
            .map(|name| format!("the server says that {name} failed\n"));
        let lines: String = lines.collect();
        let failed = failed.len();
        format!("{lines}server: pass={passed} fail={failed} other={other}")
    }

    fn get(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.authority)?;
        write!(
            stream,
            "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n",
            self.authority
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        match head
            .lines()
            .next()
            .is_some_and(|line| line.contains(" 200 "))
        {
            true => Ok(body.to_owned()),
            false => Err(Error::other("no answer")),
        }
    }
}

/// Hands over each scenario's name and word, wherever in the report its table stands.
fn each(value: &Value, seen: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, seen)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::Object(results) if key == "results" => {
                        for (name, word) in results {
                            seen(name, word.as_str().unwrap_or_default());
                        }
                    }
                    other => each(other, seen),
                }
            }
        }
        _ => {}
    }
}

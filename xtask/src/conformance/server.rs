//! The server that judges what clients send, in place of a file.

use std::{
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

/// A server of the scenarios.
pub struct Server {
    authority: String,
    started: Option<Started>,
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
        };
        server.revive()?;
        Ok(server)
    }

    /// Starts it again where it has ended: some of its own failures end it.
    ///
    /// # Errors
    /// It does not come up.
    pub fn revive(&mut self) -> Result<()> {
        let Some(started) = &mut self.started else {
            return Ok(());
        };
        if !started.has_ended()? {
            return Ok(());
        }
        started.begin()?;
        let begun = Instant::now();
        while self.get("/.coverage").is_err() {
            let ended = self.started.as_mut().map(Started::has_ended).transpose()?;
            if ended == Some(true) || begun.elapsed() > PATIENCE {
                return Err(Error::other("the server did not come up"));
            }
            sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    /// Host and port.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// How many scenarios the server has seen pass and fail, in one line.
    ///
    /// # Errors
    /// It does not answer.
    pub fn coverage(&self) -> Result<String> {
        let text = self.get("/.coverage")?;
        let (mut passed, mut failed, mut unseen) = (0, 0, 0);
        count(&serde_json::from_str(&text)?, &mut |word| match word {
            "pass" => passed += 1,
            "fail" => failed += 1,
            _ => unseen += 1,
        });
        Ok(format!("pass={passed} fail={failed} other={unseen}"))
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

/// Hands over the word that each scenario has, wherever in the report its table stands.
fn count(value: &Value, seen: &mut impl FnMut(&str)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| count(item, seen)),
        Value::Object(entries) => {
            for (key, value) in entries {
                match value {
                    Value::Object(results) if key == "results" => {
                        results
                            .values()
                            .filter_map(Value::as_str)
                            .for_each(&mut *seen);
                    }
                    other => count(other, seen),
                }
            }
        }
        _ => {}
    }
}

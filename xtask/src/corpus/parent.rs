//! Starting a child, and holding it to its limits.
//!
//! Comes in: a document and where things go. Goes out: how its run ended ([`Run`]).

use std::{
    fs::{self, File},
    io::Result,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus},
    thread::sleep,
    time::{Duration, Instant},
};

use super::{child::Told, index::Document};
use crate::process;

/// How long a document may take.
const TIME: Duration = Duration::from_secs(10);

/// How much memory a document may have in use, in kibibytes. What is only set aside does not count:
/// an allocator may set aside as much as it likes.
const MEMORY: u64 = 1 << 20;

/// How one document's run ended.
#[derive(Clone, Debug)]
pub struct Run {
    /// The document.
    pub document: Document,
    /// What came of it.
    pub end: End,
    /// What the child told; empty where it did not come to that.
    pub told: Told,
    /// How long it took.
    pub time: Duration,
    /// What is wrong with the crate; `None` when nobody was asked or all are content.
    pub complaint: Option<Complaint>,
}

/// What is wrong with a crate.
#[derive(Clone, Debug)]
pub enum Complaint {
    /// The compiler refuses it.
    Error(Vec<String>),
    /// Clippy or rustdoc warns of it.
    Lint(Vec<String>),
}

/// What came of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A crate was written.
    Generated,
    /// Reports say why there is none.
    Refused,
    /// The generator ended otherwise than it should.
    Panicked,
    /// It had not ended when the time was up.
    TimedOut,
}

impl Run {
    /// Whether there is a crate that nothing is wrong with, as far as anybody was asked.
    pub fn is_fine(&self) -> bool {
        self.end == End::Generated && self.complaint.is_none()
    }

    /// How many operations the document has.
    pub fn operations(&self) -> usize {
        self.document.operations.unwrap_or(self.told.operations)
    }

    /// How many of them are in the crate.
    pub fn generated(&self) -> usize {
        self.told.generated.unwrap_or_default()
    }
}

/// Where the children are, and where their output goes.
#[derive(Clone, Debug)]
pub struct Places {
    /// The program that is the child: `xtask`, built in release.
    pub program: PathBuf,
    /// The corpus.
    pub corpus: PathBuf,
    /// The folder of the crates.
    pub crates: PathBuf,
    /// The folder of what the children print.
    pub logs: PathBuf,
}

impl Places {
    /// Runs one document.
    ///
    /// # Errors
    /// A folder that cannot be written, a program that cannot be started.
    pub fn run(&self, document: &Document) -> Result<Run> {
        let out = self.crates.join(&document.name);
        let log = |kind: &str| self.logs.join(format!("{}.{kind}", document.name));
        let begin = Instant::now();
        let mut child = Command::new(&self.program)
            .arg("corpus-document")
            .arg("--input")
            .arg(self.corpus.join(&document.file))
            .arg("--root")
            .arg(self.corpus.join(&document.root))
            .arg("--out")
            .arg(&out)
            .args(["--name", &document.name])
            .stdout(File::create(log("json"))?)
            .stderr(File::create(log("txt"))?)
            .spawn()?;
        let (ending, peak) = watch(&mut child, begin)?;
        let time = begin.elapsed();
        let (end, told) = judge(ending, peak, &log("json"), &log("txt"));
        if end != End::Generated {
            // A crate of an earlier run says nothing about this one.
            remove(&out)?;
        }
        Ok(Run {
            document: document.clone(),
            end,
            told,
            time,
            complaint: None,
        })
    }
}

/// How a child ended.
enum Ending {
    /// By itself.
    Own(ExitStatus),
    /// It was ended, since its time was up.
    OverTime,
    /// It was ended, since it had more memory in use than it may.
    OverMemory,
}

/// Waits for a child, and ends it when it has had its share. The memory that it was seen to use is
/// for those that cannot tell.
fn watch(child: &mut Child, begin: Instant) -> Result<(Ending, u64)> {
    let mut peak = 0;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((Ending::Own(status), peak));
        }
        peak = process::peak(child.id()).unwrap_or(peak);
        let over = match begin.elapsed() > TIME {
            true => Some(Ending::OverTime),
            false => (peak > MEMORY).then_some(Ending::OverMemory),
        };
        if let Some(ending) = over {
            child.kill()?;
            child.wait()?;
            return Ok((ending, peak));
        }
        sleep(Duration::from_millis(5));
    }
}

fn judge(ending: Ending, peak: u64, json: &Path, text: &Path) -> (End, Told) {
    let silent = |first: String| Told {
        first,
        peak,
        ..Told::default()
    };
    let status = match ending {
        Ending::Own(status) => status,
        Ending::OverTime => {
            let first = format!("no end after {} s", TIME.as_secs());
            return (End::TimedOut, silent(first));
        }
        Ending::OverMemory => {
            let first = format!("more than {} MB in use", MEMORY >> 10);
            return (End::Panicked, silent(first));
        }
    };
    let told = fs::read_to_string(json).unwrap_or_default();
    match serde_json::from_str::<Told>(&told) {
        Ok(told) if status.success() && told.generated.is_some() => (End::Generated, told),
        Ok(told) if status.success() => (End::Refused, told),
        _ => {
            let said = fs::read(text).unwrap_or_default();
            let said = String::from_utf8_lossy(&said).trim().replace('\n', " ");
            (End::Panicked, silent(format!("{status}: {said}")))
        }
    }
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

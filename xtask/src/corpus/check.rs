//! The crates, compiled in batches.
//!
//! Comes in: a folder of crates, and whose judgement is asked for. Goes out: what the judge complains
//! about, by crate. A batch that fails is compiled again without the crates that are to blame, since
//! the judge may not have come to the others; where nobody is, its halves are, down to single crates.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Result,
    path::{Path, PathBuf},
};

use indicatif::ProgressBar;

use super::{
    batch::{Batch, batches},
    messages::{Message, Said, cargo},
};

/// A workspace of crates that nobody debugs.
pub const MANIFEST: &str = "\
[workspace]
resolver = \"3\"
members = [\"crates/*\"]

[profile.dev]
debug = false
incremental = false
";

/// What is wrong, by crate.
pub type Complaints = BTreeMap<String, Vec<String>>;

/// Who judges the crates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judge {
    /// The compiler, who minds errors alone, and of those the first.
    Compiler,
    /// Clippy, who minds every lint that is on by default.
    Clippy,
    /// Rustdoc, who minds the same of what it reads.
    Rustdoc,
}

impl Judge {
    /// What `cargo` is told, and what stands at the top of a batch.
    fn command(self) -> (&'static [&'static str], &'static str) {
        match self {
            Self::Compiler => (&["check"], "#![allow(warnings)]\n"),
            Self::Clippy => (&["clippy"], ""),
            Self::Rustdoc => (&["doc", "--no-deps"], ""),
        }
    }

    /// What it complains about, if anything.
    fn complaint(self, message: &Message) -> Option<&Said> {
        match self {
            Self::Compiler => message.error(),
            Self::Clippy | Self::Rustdoc => message.complaint(),
        }
    }
}

/// Where crates are compiled.
#[derive(Clone, Debug)]
pub struct Place {
    /// The repository, whose lock file says what to compile with.
    pub repository: PathBuf,
    /// The folder with `crates/`.
    pub work: PathBuf,
    /// How many crates to compile at once.
    pub jobs: usize,
}

impl Place {
    /// Where everything that was compiled goes.
    pub fn target(&self) -> PathBuf {
        self.work.join("target")
    }

    /// Makes a folder with crates in it a workspace.
    ///
    /// # Errors
    /// Whatever the disk refuses.
    pub fn make_workspace(&self, folder: &Path) -> Result<()> {
        fs::create_dir_all(folder.join("crates"))?;
        fs::write(folder.join("Cargo.toml"), MANIFEST)?;
        fs::copy(
            self.repository.join("Cargo.lock"),
            folder.join("Cargo.lock"),
        )?;
        Ok(())
    }
}

/// What was said of one batch.
#[derive(Clone, Debug, Default)]
struct Verdict {
    passed: bool,
    blamed: Complaints,
    /// By crate, the kinds of complaint that are known already: one of each kind is enough.
    known: BTreeSet<(String, Option<String>)>,
    first: Option<String>,
}

/// Checks the crates of these names in `work/crates`, every group of theirs on.
///
/// # Errors
/// A folder that cannot be written, a `cargo` that does not come to compiling.
pub fn check(
    place: &Place,
    names: &[String],
    judge: Judge,
    bar: &ProgressBar,
) -> Result<Complaints> {
    let crates = place.work.join("crates");
    let mut complaints = Complaints::new();
    let mut waiting = batches(&crates, names)?;
    while !waiting.is_empty() {
        let verdicts = round(place, &waiting, judge, bar)?;
        let judged = waiting.iter().zip(&verdicts);
        waiting = judged
            .flat_map(|(batch, verdict)| again(batch, verdict, &mut complaints))
            .collect();
        let left: usize = waiting.iter().map(|batch| batch.members.len()).sum();
        bar.set_position(u64::try_from(names.len().saturating_sub(left)).unwrap_or_default());
    }
    Ok(complaints)
}

/// Compiles every batch, and tells what was said of each.
fn round(
    place: &Place,
    batches: &[Batch],
    judge: Judge,
    bar: &ProgressBar,
) -> Result<Vec<Verdict>> {
    let (command, attributes) = judge.command();
    let workspace = place.work.join("batches");
    match fs::remove_dir_all(&workspace) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => place.make_workspace(&workspace)?,
    }
    for (at, batch) in batches.iter().enumerate() {
        let name = batch_name(at);
        let out = workspace.join("crates").join(&name);
        batch.write(&place.work.join("crates"), &out, &name, attributes)?;
    }
    let mut verdicts = vec![Verdict::default(); batches.len()];
    let jobs = place.jobs.to_string();
    let arguments = [command, &["--workspace", "--jobs", &jobs]].concat();
    cargo(&workspace, &place.target(), &arguments, |message| {
        let at = batch_place(message.about());
        let judged = at.and_then(|at| Some((batches.get(at)?, verdicts.get_mut(at)?)));
        if let Some((batch, verdict)) = judged {
            verdict.note(batch, judge, &message, bar);
        }
    })?;
    Ok(verdicts)
}

impl Verdict {
    fn note(&mut self, batch: &Batch, judge: Judge, message: &Message, bar: &ProgressBar) {
        if message.is_done() {
            self.passed = true;
            bar.inc(u64::try_from(batch.members.len()).unwrap_or_default());
        }
        let Some(said) = judge.complaint(message) else {
            return;
        };
        let member = |file: &str| batch.members.iter().find(|it| stands_in(file, it)).cloned();
        match said.find(&member) {
            Some(member) => {
                // What comes after an error may only follow from it.
                let kind = said.lint().filter(|_| judge != Judge::Compiler);
                if self.known.insert((member.clone(), kind.map(str::to_owned))) {
                    self.blamed.entry(member).or_default().push(said.text());
                }
            }
            None => {
                self.first.get_or_insert_with(|| said.text());
            }
        }
    }
}

/// Whether a file stands in a member's folder.
fn stands_in(file: &str, member: &str) -> bool {
    file.split('/').any(|part| part == member)
}

/// What is to be compiled again of a batch, now that it is known who is to blame.
fn again(batch: &Batch, verdict: &Verdict, complaints: &mut Complaints) -> Vec<Batch> {
    complaints.extend(verdict.blamed.clone());
    if verdict.passed {
        return Vec::new();
    }
    if !verdict.blamed.is_empty() {
        let blamed: BTreeSet<&String> = verdict.blamed.keys().collect();
        let members = batch.members.iter().filter(|it| !blamed.contains(it));
        let members: Vec<String> = members.cloned().collect();
        return Vec::from_iter((!members.is_empty()).then_some(Batch { members }));
    }
    match batch.members.as_slice() {
        [only] => {
            let silence = || "the compiler ended without a word".to_owned();
            let text = verdict.first.clone().unwrap_or_else(silence);
            complaints.insert(only.clone(), vec![text]);
            Vec::new()
        }
        _ => batch.halves().to_vec(),
    }
}

fn batch_name(at: usize) -> String {
    format!("batch{at:05}")
}

fn batch_place(name: &str) -> Option<usize> {
    name.strip_prefix("batch")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(members: &[&str]) -> Batch {
        let members = members.iter().map(|it| (*it).to_owned()).collect();
        Batch { members }
    }

    #[test]
    fn a_batch_goes_on_without_those_to_blame() {
        let error = serde_json::json!({
            "reason": "compiler-message",
            "target": {"name": "batch00000"},
            "message": {
                "level": "error",
                "rendered": "error: no",
                "spans": [{
                    "file_name": "crates/batch00000/src/support/record.rs",
                    "is_primary": true,
                    "expansion": {"span": {"file_name": "crates/batch00000/src/d00002/models/a.rs"}},
                }],
            },
        });
        let message = serde_json::from_value(error).expect("a message");
        let all = batch(&["d00001", "d00002", "d00003"]);
        let mut verdict = Verdict::default();
        verdict.note(&all, Judge::Compiler, &message, &ProgressBar::hidden());
        let mut complaints = Complaints::new();
        let left = again(&all, &verdict, &mut complaints);
        assert_eq!(left, [batch(&["d00001", "d00003"])]);
        let said = vec!["error: no".to_owned()];
        assert_eq!(complaints, Complaints::from([("d00002".to_owned(), said)]));
    }

    #[test]
    fn a_batch_that_is_warned_of_is_done() {
        let warning = |lint: &str, text: &str| {
            serde_json::from_value(serde_json::json!({
                "reason": "compiler-message",
                "target": {"name": "batch00000"},
                "message": {
                    "level": "warning",
                    "rendered": text,
                    "code": {"code": lint},
                    "spans": [{"file_name": "crates/batch00000/src/d00001/mod.rs"}],
                },
            }))
            .expect("a message")
        };
        let done = serde_json::json!({"reason": "compiler-artifact"});
        let all = batch(&["d00001", "d00002"]);
        let messages = [
            warning("clippy::one", "warning: one"),
            warning("clippy::one", "warning: one more"),
            warning("clippy::two", "warning: two"),
            serde_json::from_value(done).expect("a message"),
        ];
        let judge = |judge: Judge| {
            let mut verdict = Verdict::default();
            for message in &messages {
                verdict.note(&all, judge, message, &ProgressBar::hidden());
            }
            let mut complaints = Complaints::new();
            assert!(again(&all, &verdict, &mut complaints).is_empty());
            complaints
        };
        let said = ["warning: one", "warning: two"].map(str::to_owned).to_vec();
        let expected = Complaints::from([("d00001".to_owned(), said)]);
        assert_eq!(judge(Judge::Clippy), expected);
        assert!(judge(Judge::Compiler).is_empty());
    }

    #[test]
    fn a_batch_that_nobody_is_to_blame_for_is_halved_until_one_is_left() {
        let mut complaints = Complaints::new();
        let verdict = Verdict::default();
        let halves = again(&batch(&["a", "b", "c"]), &verdict, &mut complaints);
        assert_eq!(halves, [batch(&["a"]), batch(&["b", "c"])]);
        assert!(complaints.is_empty());
        assert!(again(&batch(&["a"]), &verdict, &mut complaints).is_empty());
        assert!(complaints.contains_key("a"));
    }
}

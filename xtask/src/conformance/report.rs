//! What became of the scenarios, for people and for scripts.

use std::{collections::BTreeMap, fmt::Write, fs, io::Result, path::Path, process::ExitCode};

use super::{document::Version, scenario::Scenario};

/// What became of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Passed,
    /// It was played, and expects nothing of what is sent.
    Vacuous,
    /// The document lost what it needs.
    Inexpressible(String),
    Failed(Vec<String>),
}

/// What became of all of them.
#[derive(Debug, Default)]
pub struct Report {
    verdicts: BTreeMap<&'static str, Vec<(String, Verdict)>>,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    passed: usize,
    failed: usize,
    inexpressible: usize,
    vacuous: usize,
}

impl Report {
    pub fn add(&mut self, version: Version, scenario: &Scenario, verdict: Verdict) {
        if let Verdict::Failed(wrong) = &verdict {
            eprintln!("{} {}:", version.name(), scenario.name);
            wrong.iter().for_each(|line| eprintln!("    {line}"));
        }
        let all = self.verdicts.entry(version.name()).or_default();
        all.push((scenario.name.clone(), verdict));
    }

    /// Writes the report and the line for scripts, per version where there are several.
    ///
    /// # Errors
    /// A folder that cannot be written to.
    pub fn finish(&self, folder: Option<&Path>) -> Result<ExitCode> {
        if let Some(folder) = folder {
            fs::create_dir_all(folder)?;
            fs::write(folder.join("conformance.md"), self.page())?;
        }
        let mut total = Counts::default();
        for (version, verdicts) in &self.verdicts {
            let counts = Counts::of(verdicts);
            total = total.and(counts);
            if self.verdicts.len() > 1 {
                println!("{version}: {}", counts.line());
            }
        }
        println!("conformance: {}", total.line());
        Ok(ExitCode::from(u8::from(total.failed > 0)))
    }

    fn page(&self) -> String {
        let mut page = "# Conformance\n".to_owned();
        for (version, verdicts) in &self.verdicts {
            let _ = writeln!(page, "\n## {version}\n\n{}\n", Counts::of(verdicts).line());
            for (name, verdict) in verdicts {
                let _ = match verdict {
                    Verdict::Passed => Ok(()),
                    Verdict::Vacuous => writeln!(page, "- {name}: vacuous"),
                    Verdict::Inexpressible(why) => writeln!(page, "- {name}: inexpressible: {why}"),
                    Verdict::Failed(wrong) => {
                        writeln!(page, "- **{name}**: {}", wrong.join("; "))
                    }
                };
            }
        }
        page
    }
}

impl Counts {
    fn of(verdicts: &[(String, Verdict)]) -> Self {
        let mut counts = Self::default();
        for (_, verdict) in verdicts {
            match verdict {
                Verdict::Passed => counts.passed += 1,
                Verdict::Vacuous => counts.vacuous += 1,
                Verdict::Inexpressible(_) => counts.inexpressible += 1,
                Verdict::Failed(_) => counts.failed += 1,
            }
        }
        counts
    }

    fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            inexpressible: self.inexpressible + other.inexpressible,
            vacuous: self.vacuous + other.vacuous,
        }
    }

    fn line(self) -> String {
        let Self {
            passed,
            failed,
            inexpressible,
            vacuous,
        } = self;
        let all = passed + failed + inexpressible + vacuous;
        format!(
            "scenarios={all} passed={passed} failed={failed} inexpressible={inexpressible} \
             vacuous={vacuous}"
        )
    }
}

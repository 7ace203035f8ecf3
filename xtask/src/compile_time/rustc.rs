//! The compiler of one crate, timed and weighed by a program that stands in for it.
//!
//! Cargo is told to start this very program in place of `rustc` (`RUSTC_WRAPPER`). It starts the
//! compiler, and notes the cost of the one crate that is asked for in a file.

use std::{
    env,
    ffi::OsString,
    fs,
    io::{Error, Result},
    path::Path,
    process::{Command, ExitCode, ExitStatus},
    thread::sleep,
    time::{Duration, Instant},
};

use crate::process::{busy_milliseconds, peak};

/// Names the crate to measure; where it is set, this program stands in for the compiler.
const CRATE: &str = "CLIENTFORGE_MEASURED_CRATE";

/// Names the file to write the cost to.
const REPORT: &str = "CLIENTFORGE_COST_FILE";

/// What one run of the compiler took.
#[derive(Clone, Copy, Default)]
pub struct Cost {
    wall_milliseconds: u64,
    /// The processors' time, which other programs hardly lengthen; 0 where the system does not
    /// tell.
    cpu_milliseconds: u64,
    /// The most memory that was in use at once; 0 where the system does not tell.
    kibibytes: u64,
}

impl Cost {
    /// The median of each figure by itself.
    pub fn median(costs: &[Self]) -> Self {
        Self {
            wall_milliseconds: median(costs.iter().map(|cost| cost.wall_milliseconds)),
            cpu_milliseconds: median(costs.iter().map(|cost| cost.cpu_milliseconds)),
            kibibytes: median(costs.iter().map(|cost| cost.kibibytes)),
        }
    }

    pub fn wall_seconds(self) -> f64 {
        self.wall_milliseconds as f64 / 1e3
    }

    pub fn cpu_seconds(self) -> f64 {
        self.cpu_milliseconds as f64 / 1e3
    }

    pub fn gigabytes(self) -> f64 {
        self.kibibytes as f64 * 1024.0 / 1e9
    }

    /// Reads what [`text`](Self::text) gives.
    fn read(text: &str) -> Option<Self> {
        let mut figures = text.split(' ').map(str::parse);
        Some(Self {
            wall_milliseconds: figures.next()?.ok()?,
            cpu_milliseconds: figures.next()?.ok()?,
            kibibytes: figures.next()?.ok()?,
        })
    }

    fn text(self) -> String {
        let (wall, cpu) = (self.wall_milliseconds, self.cpu_milliseconds);
        format!("{wall} {cpu} {}", self.kibibytes)
    }
}

fn median(figures: impl Iterator<Item = u64>) -> u64 {
    let mut figures: Vec<u64> = figures.collect();
    figures.sort_unstable();
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}

/// Runs a command of cargo and gives the cost of the one crate in it.
///
/// # Errors
/// A build that fails, or that does not compile that crate.
pub fn measured(cargo: &mut Command, name: &str, report: &Path) -> Result<Cost> {
    let _ = fs::remove_file(report);
    let status = cargo
        .env("RUSTC_WRAPPER", env::current_exe()?)
        .env(CRATE, name)
        .env(REPORT, report)
        .status()?;
    if !status.success() {
        return Err(Error::other(format!("cannot build {name}")));
    }
    let text = fs::read_to_string(report)?;
    Cost::read(&text).ok_or_else(|| Error::other(format!("no figures: {text}")))
}

/// Stands in for the compiler where cargo was told so; `None` in any other process.
pub fn wrapped() -> Option<ExitCode> {
    let name = env::var(CRATE).ok()?;
    let mut arguments = env::args_os().skip(1);
    let compiler = arguments.next()?;
    let arguments: Vec<OsString> = arguments.collect();
    let is_it = arguments.windows(2).any(|pair| match pair {
        [key, value] => key == "--crate-name" && *value == *name,
        _ => false,
    });
    let mut command = Command::new(compiler);
    command.args(arguments);
    let status = if is_it {
        weighed(&mut command).and_then(|(status, cost)| report(cost).map(|()| status))
    } else {
        command.status()
    };
    Some(match status {
        Ok(status) => ExitCode::from(u8::from(!status.success())),
        Err(error) => {
            eprintln!("error: cannot run the compiler: {error}");
            ExitCode::FAILURE
        }
    })
}

fn report(cost: Cost) -> Result<()> {
    match env::var_os(REPORT) {
        Some(file) => fs::write(file, cost.text()),
        None => Ok(()),
    }
}

/// Runs a program, and tells what it took.
///
/// # Errors
/// A program that cannot be started.
pub fn weighed(command: &mut Command) -> Result<(ExitStatus, Cost)> {
    let begin = Instant::now();
    let mut child = command.spawn()?;
    let mut cost = Cost::default();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        cost.kibibytes = peak(child.id()).unwrap_or(cost.kibibytes);
        cost.cpu_milliseconds = busy_milliseconds(child.id()).unwrap_or(cost.cpu_milliseconds);
        sleep(Duration::from_millis(5));
    };
    cost.wall_milliseconds = u64::try_from(begin.elapsed().as_millis()).unwrap_or(u64::MAX);
    Ok((status, cost))
}

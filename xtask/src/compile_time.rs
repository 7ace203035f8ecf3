//! `cargo xtask compile-time`: what the form of the generated code costs the compiler.
//!
//! Comes in: a number of types. Goes out: a table of how long `rustc` takes to check a crate of so
//! many types, and how much memory, once as serde's derive writes them and once as the generator
//! does. The dependencies are built before; the crate alone is measured, on one core, without
//! incremental compilation. The crates take turns, and the medians of all rounds are printed.

mod description;
mod rustc;
mod synthetic;

use std::{
    fs::{self, File},
    io::{Error, Result},
    path::{Path, PathBuf},
    process::Command,
    time::SystemTime,
};

use clientforge::{
    config::{Config, Workspace},
    source::Sources,
};

pub use description::run as of_description;
pub use rustc::wrapped;
use rustc::{Cost, measured};
use synthetic::{Schemas, Use};

use crate::release::target_folder;

/// One crate to measure.
struct Subject {
    label: &'static str,
    package: &'static str,
    folder: PathBuf,
    costs: Vec<Cost>,
}

/// How many compilers may run at once, and threads in each.
enum Jobs {
    One,
    Any,
}

/// What of a crate is compiled.
enum Features {
    None,
    All,
}

/// Makes the crates below the target folder, measures them and prints the table.
///
/// # Errors
/// A folder that cannot be written, a crate that cannot be built.
pub fn run(root: &Path, types: usize, rounds: usize) -> Result<()> {
    let work = target_folder(root).join("compile-time");
    let mut subjects = subjects(root, &work, &Schemas::new(types))?;
    for subject in &subjects {
        println!("building the dependencies of: {}", subject.label);
        check(&work, subject, Features::None, Jobs::Any)?;
    }
    for round in 1..=rounds {
        println!("round {round} of {rounds}");
        for subject in &mut subjects {
            let cost = check(&work, subject, Features::None, Jobs::One)?;
            subject.costs.push(cost);
        }
    }
    print(types, subjects);
    Ok(())
}

fn subjects(root: &Path, work: &Path, schemas: &Schemas) -> Result<[Subject; 5]> {
    let subject = |label, package, folder| Subject {
        label,
        package,
        folder,
        costs: Vec::new(),
    };
    let derive = subject("serde's derive", "synthetic_derive", work.join("derive"));
    let received = subject(
        "generated, received",
        "synthetic_received",
        work.join("received"),
    );
    let sent = subject(
        "generated, sent: with builders",
        "synthetic_sent",
        work.join("sent"),
    );
    let called = subject(
        "generated, sent by an operation to three types",
        "synthetic_called",
        work.join("called"),
    );
    for (name, text) in schemas.twin(derive.package) {
        write(&derive.folder.join(name), &text)?;
    }
    let made = [
        (&received, Use::Received),
        (&sent, Use::Sent),
        (&called, Use::Called),
    ];
    for (subject, usage) in made {
        generate(&schemas.description(usage), subject)?;
    }
    for made in [&derive, &received, &sent, &called] {
        fs::copy(root.join("Cargo.lock"), made.folder.join("Cargo.lock"))?;
    }
    let own = subject(
        "azure_ml_compute",
        "azure_ml_compute",
        root.join("generated"),
    );
    Ok([derive, received, sent, called, own])
}

fn generate(description: &str, subject: &Subject) -> Result<()> {
    let mut config = Config::default();
    config.package.name = Some(subject.package.to_owned());
    config.package.workspace = Workspace::Own;
    let sources = Sources::from_texts([("synthetic.yaml", description)]);
    let outcome = clientforge::generate(&sources, &config);
    match outcome.files {
        Some(files) => files.write(&subject.folder).map(drop),
        None => Err(Error::other(outcome.diagnostics.render(&sources))),
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Checks the crate anew; what it depends on is built only where it is not yet.
fn check(work: &Path, subject: &Subject, features: Features, jobs: Jobs) -> Result<Cost> {
    let touched = File::options()
        .append(true)
        .open(subject.folder.join("src/lib.rs"))?;
    touched.set_modified(SystemTime::now())?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["check", "--quiet", "--lib"])
        .arg(match features {
            Features::None => "--no-default-features",
            Features::All => "--all-features",
        })
        .args(["--package", subject.package])
        .current_dir(&subject.folder)
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", work.join("target"));
    match jobs {
        Jobs::One => cargo.arg("--jobs=1"),
        Jobs::Any => &mut cargo,
    };
    measured(&mut cargo, subject.package, &work.join("cost"))
}

fn print(types: usize, subjects: [Subject; 5]) {
    let rows = subjects.map(|subject| (subject.label, Cost::median(&subject.costs)));
    let [(_, derive), ..] = rows;
    println!(
        "\n`cargo check` of one crate of {types} types, one core, dependencies built before:\n"
    );
    println!("| form | CPU time | of derive | wall time | peak memory | of derive |");
    println!("|---|---:|---:|---:|---:|---:|");
    for (label, cost) in rows {
        let (time, memory) = (cost.cpu_seconds(), cost.gigabytes());
        let of_time = time / derive.cpu_seconds();
        let of_memory = memory / derive.gigabytes();
        let wall = cost.wall_seconds();
        println!(
            "| {label} | {time:.1} s | {of_time:.2} | {wall:.1} s | {memory:.2} GB | {of_memory:.2} |"
        );
    }
}

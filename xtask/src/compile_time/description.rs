//! What one description costs: the generator, in release, and the compiler that checks its crate.

use std::{
    fs,
    io::{Error, Result},
    path::Path,
    process::{Command, Stdio},
};

use super::{
    Features, Jobs, Subject, check,
    rustc::{Cost, weighed},
};
use crate::release;

/// What the crate is called.
const PACKAGE: &str = "measured";

/// Generates a description and checks its crate with all features on, so many times, and prints
/// the medians.
///
/// # Errors
/// A description that is refused, a folder that cannot be written, a crate that cannot be built.
pub fn run(repository: &Path, input: &Path, rounds: usize) -> Result<()> {
    let target = release::target_folder(repository);
    let program = release::program(repository, &target)?;
    let work = target.join("compile-time");
    let mut subject = Subject {
        label: "`cargo check`, all features, of the crate alone",
        package: PACKAGE,
        folder: work.join(PACKAGE),
        costs: Vec::new(),
    };
    let mut generations = Vec::new();
    for round in 1..=rounds {
        println!("generating, round {round} of {rounds}");
        // Made anew each time: a crate that is there already is compared, not written.
        if subject.folder.exists() {
            fs::remove_dir_all(&subject.folder)?;
        }
        generations.push(generate(&program, input, &subject)?);
    }
    let lock = repository.join("Cargo.lock");
    fs::copy(lock, subject.folder.join("Cargo.lock"))?;
    println!("building what the crate depends on");
    check(&work, &subject, Features::All, Jobs::Any)?;
    for round in 1..=rounds {
        println!("checking, round {round} of {rounds}");
        subject
            .costs
            .push(check(&work, &subject, Features::All, Jobs::One)?);
    }
    println!(
        "\n| of {} | wall time | CPU time | peak memory |",
        input.display()
    );
    println!("|---|---:|---:|---:|");
    print("generating, release build", &generations);
    print(subject.label, &subject.costs);
    Ok(())
}

fn generate(program: &Path, input: &Path, subject: &Subject) -> Result<Cost> {
    let mut generate = Command::new(program);
    generate
        .args(["generate", "--name", subject.package, "--input"])
        .arg(input)
        .arg("--out")
        .arg(&subject.folder)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    match weighed(&mut generate)? {
        (status, cost) if status.success() => Ok(cost),
        _ => Err(Error::other(format!("{} is refused", input.display()))),
    }
}

fn print(label: &str, costs: &[Cost]) {
    let cost = Cost::median(costs);
    let (wall, cpu) = (cost.wall_seconds(), cost.cpu_seconds());
    let megabytes = cost.gigabytes() * 1e3;
    println!("| {label} | {wall:.2} s | {cpu:.2} s | {megabytes:.0} MB |");
}

//! `cargo xtask codegen --check` on the description in `spec/`, without starting a process.

mod figure;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clientforge::files::Drift;
use clientforge::source::Project;

fn main() {
    divan::main();
    match check() {
        Ok(drift) if drift.is_empty() => {}
        Ok(drift) => println!("{} files differ from their description", drift.len()),
        Err(message) => println!("{message}"),
    }
    if figure::wanted() {
        figure::time(
            "codegen --check, in process",
            Duration::from_millis(50),
            check,
        );
    }
}

#[divan::bench]
fn read() -> Project {
    Project::read(&description())
}

#[divan::bench]
fn whole() -> Result<Vec<Drift>, String> {
    check()
}

fn check() -> Result<Vec<Drift>, String> {
    let project = Project::read(&description());
    let Some(output) = project.output else {
        return Err(String::from("no output"));
    };
    match clientforge::generate(&project.sources, &project.config).files {
        Some(files) => Ok(files.drift(&output)),
        None => Err(String::from("nothing was generated")),
    }
}

fn description() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/azure-ml-compute/codegen.toml")
}

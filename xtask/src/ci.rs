//! Everything that CI runs, one step after the other.

use std::{
    path::Path,
    process::{Command, ExitCode},
    time::Instant,
};

/// One step: what it is called, the arguments of `cargo`, and what the environment adds.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
}

const STEPS: [Step; 5] = [
    Step {
        name: "format",
        arguments: &["fmt", "--all", "--check"],
        environment: &[],
    },
    Step {
        name: "clippy",
        arguments: &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--",
            "-D",
            "warnings",
        ],
        environment: &[],
    },
    Step {
        name: "tests",
        arguments: &["test", "--workspace"],
        environment: &[],
    },
    Step {
        name: "drift",
        arguments: &[
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--",
            "codegen",
            "--check",
        ],
        environment: &[],
    },
    Step {
        name: "docs",
        arguments: &["doc", "--workspace", "--no-deps", "--all-features"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
    },
];

/// Runs every step, even after one that failed, and tells how each of them ended.
pub fn run(root: &Path) -> ExitCode {
    let mut failed = Vec::new();
    for step in STEPS {
        let begin = Instant::now();
        println!("== {}: cargo {}", step.name, step.arguments.join(" "));
        let status = Command::new(env!("CARGO"))
            .args(step.arguments)
            .envs(step.environment.iter().copied())
            .current_dir(root)
            .status();
        let passed = status.is_ok_and(|status| status.success());
        let verdict = if passed { "passed" } else { "FAILED" };
        println!(
            "== {}: {verdict} after {} s",
            step.name,
            begin.elapsed().as_secs()
        );
        if !passed {
            failed.push(step.name);
        }
    }
    if failed.is_empty() {
        println!("== all {} steps passed", STEPS.len());
        ExitCode::SUCCESS
    } else {
        println!("== failed: {}", failed.join(", "));
        ExitCode::FAILURE
    }
}

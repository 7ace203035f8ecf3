//! Everything that CI runs, one step after the other.

use std::{
    path::Path,
    process::{Command, ExitCode},
    time::Instant,
};

/// One step: what it is called, the arguments of `cargo`, what the environment adds, and the folder
/// without which it is left out.
struct Step {
    name: &'static str,
    arguments: &'static [&'static str],
    environment: &'static [(&'static str, &'static str)],
    needs: Option<&'static str>,
}

const STEPS: [Step; 6] = [
    Step {
        name: "format",
        arguments: &["fmt", "--all", "--check"],
        environment: &[],
        needs: None,
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
        needs: None,
    },
    Step {
        name: "tests",
        arguments: &["test", "--workspace"],
        environment: &[],
        needs: None,
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
        needs: None,
    },
    Step {
        name: "docs",
        arguments: &["doc", "--workspace", "--no-deps", "--all-features"],
        environment: &[("RUSTDOCFLAGS", "-D warnings")],
        needs: None,
    },
    Step {
        name: "corpus",
        arguments: &[
            "run",
            "--quiet",
            "--package",
            "xtask",
            "--",
            "corpus",
            "../shared/corpus",
            "--every",
            "20",
            "--check",
            "--lint",
            "--at-least",
            "tests/corpus/every-20.toml",
        ],
        // Optimised, but not for every bit of speed, which would take twice as long to build.
        environment: &[
            ("CARGO_PROFILE_RELEASE_LTO", "off"),
            ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ],
        needs: Some("../shared/corpus"),
    },
];

/// Runs every step, even after one that failed, and tells how each of them ended.
pub fn run(root: &Path) -> ExitCode {
    let mut failed = Vec::new();
    for step in STEPS {
        if let Some(folder) = step.needs.filter(|it| !root.join(it).is_dir()) {
            println!("== {}: left out, since {folder} is not there", step.name);
            continue;
        }
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
        println!("== every step passed");
        ExitCode::SUCCESS
    } else {
        println!("== failed: {}", failed.join(", "));
        ExitCode::FAILURE
    }
}

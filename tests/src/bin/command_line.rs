//! The command line of the generated crate as a program, for the tests that run it.

fn main() -> std::process::ExitCode {
    azure_ml_compute::cli::main()
}

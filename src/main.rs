use std::process::ExitCode;

fn main() -> ExitCode {
    flowtone::cli::main()
}

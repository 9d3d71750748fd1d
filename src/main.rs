//! The `xingtu` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    xingtu::cli::main()
}

//! Frees the build of a variable that the IDL builder cannot take.
//!
//! Under rustup, cargo sets `RUSTUP_TOOLCHAIN` for what it runs; anchor-lang-idl 0.1.4 then calls cargo with the
//! literal argument `+{toolchain}`, which fails. So the program runs itself again without the variable, with the
//! toolchain's own folder first in the path, so that the same toolchain builds.

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

const VARIABLE: &str = "RUSTUP_TOOLCHAIN";

/// Runs the program again if it must be, and gives that run's result; `None` when all is well.
pub fn settle() -> Option<ExitCode> {
    env::var_os(VARIABLE)?;
    let mut paths: Vec<_> = env::var_os("CARGO")
        .iter()
        .filter_map(|cargo| Path::new(cargo).parent().map(Path::to_owned))
        .collect();
    paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let status = env::current_exe().and_then(|program| {
        Command::new(program)
            .args(env::args_os().skip(1))
            .env_remove(VARIABLE)
            .env("PATH", env::join_paths(paths).unwrap_or_default())
            .status()
    });
    Some(match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("securities-idl: cannot run itself: {error}");
            ExitCode::FAILURE
        }
    })
}

//! Gives the IDL builder an environment that it can work in: the program runs itself again if its own is another.
//!
//! - Flags. anchor-lang-idl 0.1.4 sets `RUSTFLAGS`, and flags of its own would make cargo compile every dependency
//!   again. `CARGO_ENCODED_RUSTFLAGS` goes before them.
//! - Lints. The code that Anchor generates for the IDL is not ours to lint: no wrapper such as clippy's compiles it.
//! - Toolchain. Under rustup, cargo sets `RUSTUP_TOOLCHAIN` for what it runs; anchor-lang-idl 0.1.4 then calls cargo
//!   with the literal argument `+{toolchain}`, which fails. Instead, the toolchain's own folder comes first in the path.

use std::{
    env,
    path::Path,
    process::{Command, ExitCode},
};

const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";
const UNWANTED: [&str; 2] = ["RUSTUP_TOOLCHAIN", "RUSTC_WORKSPACE_WRAPPER"];

/// Runs the program again if it must be, and gives that run's result; `None` when all is well.
pub fn settle() -> Option<ExitCode> {
    let unwanted = UNWANTED.iter().any(|name| env::var_os(name).is_some());
    if env::var_os(FLAGS).is_some() && !unwanted {
        return None;
    }
    let mut paths: Vec<_> = env::var_os("CARGO")
        .iter()
        .filter_map(|cargo| Path::new(cargo).parent().map(Path::to_owned))
        .collect();
    paths.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    let status = env::current_exe().and_then(|program| {
        let mut again = Command::new(program);
        for name in UNWANTED {
            again.env_remove(name);
        }
        again
            .args(env::args_os().skip(1))
            .env(FLAGS, env::var_os(FLAGS).unwrap_or_default())
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

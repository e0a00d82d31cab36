//! The bytecode in Solana's virtual machine.

use crate::{engine::Engine, machine::Machine};
use litesvm::LiteSVM;
use std::{
    path::PathBuf,
    sync::{Mutex, OnceLock, PoisonError},
};

/// Runs `securities.so`.
#[derive(Clone)]
pub struct Lite(Machine);

/// Where the bytecode is: `SECURITIES_SO`, or where the build puts it.
#[must_use]
pub fn bytecode_path() -> PathBuf {
    std::env::var_os("SECURITIES_SO").map_or_else(
        || {
            PathBuf::from(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../target/deploy/securities.so"
            ))
        },
        PathBuf::from,
    )
}

/// The bytecode, read once.
///
/// # Panics
/// When it has not been built.
pub fn bytecode() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let path = bytecode_path();
        std::fs::read(&path).unwrap_or_else(|error| {
            panic!(
                "no bytecode at {}: {error}; run `make build` first",
                path.display()
            )
        })
    })
}

impl Engine for Lite {
    fn start(now: i64) -> Self {
        // The bytecode is compiled once, and every chain begins as a copy of the first.
        static FIRST: OnceLock<Mutex<LiteSVM>> = OnceLock::new();
        let svm = FIRST
            .get_or_init(|| {
                // The other engine checks signatures; here they would take most of the time.
                let mut svm = LiteSVM::new()
                    .with_sigverify(false)
                    .with_log_bytes_limit(None);
                svm.add_program(securities::ID, bytecode())
                    .expect("the bytecode loads");
                Mutex::new(svm)
            })
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        Self(Machine::new(svm, false, now))
    }

    fn machine(&mut self) -> &mut Machine {
        &mut self.0
    }
}

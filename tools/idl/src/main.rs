//! Writes the program's IDL to `app/idl/securities.json`, from the program's source, on stable Rust.
//!
//! `--check` writes nothing and fails when the file on disk is not what the source gives. Either way, an item
//! without documentation is an error: the IDL's texts become the client's.

mod docs;
mod environment;

use anchor_lang_idl::{build::IdlBuilder, types::Idl};
use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

const IDL: &str = "app/idl/securities.json";
/// What the program has for its IDL alone, to list accounts that no instruction takes by type.
const UNTYPED: &str = "untyped_accounts";
const USAGE: &str = "usage: securities-idl [--check]\n\
    Writes app/idl/securities.json from the program's source; with --check, fails when the file differs.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let check = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => false,
        ["--check"] => true,
        ["--help"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if let Some(code) = environment::settle() {
        return code;
    }
    match run(check) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("securities-idl: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(check: bool) -> Result<(), Box<dyn Error>> {
    let root = repository()?;
    let idl = build(&root)?;
    let missing = docs::missing(&idl);
    if !missing.is_empty() {
        return Err(format!("without documentation:\n  {}", missing.join("\n  ")).into());
    }

    let text = serde_json::to_string_pretty(&idl)? + "\n";
    let path = root.join(IDL);
    if check {
        let found = fs::read_to_string(&path).unwrap_or_default();
        if found != text {
            return Err(format!("{IDL} is not what the source gives: run `make generate`").into());
        }
        println!("{IDL} is up to date");
    } else {
        fs::create_dir_all(path.parent().ok_or("no folder for the IDL")?)?;
        fs::write(&path, text)?;
        println!("{IDL} written");
    }
    Ok(())
}

/// Builds the IDL with the dependencies that the tests have compiled.
fn build(root: &Path) -> Result<Idl, Box<dyn Error>> {
    let arguments = ["--lib", "--locked"];
    let mut idl = IdlBuilder::new()
        .program_path(root.join("programs/securities"))
        .cargo_args(arguments.map(str::to_owned).to_vec())
        .build()
        .map_err(|error| format!("{error:#}"))?;
    idl.instructions
        .retain(|instruction| instruction.name != UNTYPED);
    Ok(idl)
}

fn repository() -> Result<PathBuf, Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    Ok(root.ok_or("the crate is not in tools/idl")?.to_owned())
}

//! The market of spl-token-lending, as published: only the entrypoint is here.
use spl_token_lending::{processor::process_instruction, solana_program};

solana_program::entrypoint!(process_instruction);

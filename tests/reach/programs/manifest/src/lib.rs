//! The order book of manifest-dex, as published: only the entrypoint is here.
use manifest::process_instruction;

solana_program::entrypoint!(process_instruction);

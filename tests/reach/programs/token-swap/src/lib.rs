//! The pools of spl-token-swap, as published: only the entrypoint is here.
use spl_token_swap::{processor::Processor, solana_program};

solana_program::entrypoint!(process);

fn process(
    program: &solana_program::pubkey::Pubkey,
    accounts: &[solana_program::account_info::AccountInfo],
    data: &[u8],
) -> solana_program::entrypoint::ProgramResult {
    Processor::process(program, accounts, data)
}

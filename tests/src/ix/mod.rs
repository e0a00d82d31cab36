//! Every instruction of the program, by domain.

mod book;
pub mod control;
pub mod conversion;
pub mod credential;
pub mod disclosure;
pub mod distribution;
pub mod draft;
mod frozen;
mod holder;
mod loss;
pub mod measure;
mod payment;
mod rate;
pub mod reference;
pub mod resolution;
mod role;
mod rules;
mod settlement;
mod structure;
pub mod ticket;
mod warrant;
mod waterfall;
mod winding;
mod wrapper;

use anchor_lang::{
    InstructionData, ToAccountMetas,
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_program},
};

/// The system program.
const SYSTEM: Pubkey = system_program::ID;

fn instruction(accounts: &impl ToAccountMetas, call: &impl InstructionData) -> Instruction {
    Instruction {
        program_id: securities::ID,
        accounts: accounts.to_account_metas(None),
        data: call.data(),
    }
}

//! A gate of somebody else's mint, which token-acl calls as it calls ours. While it runs, token-acl's flag is set for whichever
//! token account the thaw or freeze names, so it asks our gate about that one; then, if it is told the accounts for it, it sends
//! the tokens of the account away.

// A builtin gets bytes without types.
#![allow(unsafe_code)]

use crate::token::TOKEN_2022;
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use anchor_spl::token_2022::spl_token_2022::instruction::transfer_checked;
use solana_program_runtime::{
    __private::InstructionError, declare_process_instruction, invoke_context::InvokeContext,
};

/// Its address.
pub const ID: Pubkey = Pubkey::new_from_array([0x48; 32]);

/// The address that owns token accounts for it, and its seed.
#[must_use]
pub fn authority() -> (Pubkey, u8) {
    Pubkey::find_program_address(&[b"authority"], &ID)
}

declare_process_instruction!(Gate, 1, |context| { run(context) });

fn run(context: &mut InvokeContext<'_, '_>) -> Result<(), InstructionError> {
    let (keys, data) = {
        let current = context
            .transaction_context
            .get_current_instruction_context()?;
        let keys = (0..current.get_number_of_instruction_accounts())
            .map(|at| current.get_key_of_instruction_account(at).copied())
            .collect::<Result<Vec<Pubkey>, _>>()?;
        (keys, current.get_instruction_data().to_vec())
    };
    let read = |key| AccountMeta::new_readonly(key, false);
    let write = |key| AccountMeta::new(key, false);
    let [
        caller,
        account,
        _,
        owner,
        flag,
        _,
        mint,
        list,
        tranche,
        holder,
        security,
        events,
        program,
        rest @ ..,
    ] = &keys[..]
    else {
        return Err(InstructionError::MissingAccount);
    };
    let asks = Instruction {
        program_id: *program,
        accounts: vec![
            read(*caller),
            read(*account),
            read(*mint),
            read(*owner),
            read(*flag),
            read(*list),
            write(*tranche),
            write(*holder),
            write(*security),
            read(*events),
            read(*program),
        ],
        data,
    };
    context.native_invoke_signed(asks, &[])?;
    let [from, to, authority, ..] = rest else {
        return Ok(());
    };
    let sends = transfer_checked(&TOKEN_2022, from, mint, to, authority, &[], 1, 6)
        .map_err(|_| InstructionError::InvalidArgument)?;
    let bump = [self::authority().1];
    context.native_invoke_signed(sends, &[&[b"authority", &bump]])
}

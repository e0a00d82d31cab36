//! token-acl as published: only the entrypoint is here, which hands each instruction to the program's own code.
use solana_program::{account_info::AccountInfo, entrypoint::ProgramResult, pubkey::Pubkey};
use solana_program_error::ProgramError;
use token_acl_published::instructions::{
    CreateConfig, DeleteConfig, Freeze, FreezePermissionless, FreezePermissionlessIdempotent,
    SetAuthority, SetGatingProgram, Thaw, ThawPermissionless, ThawPermissionlessIdempotent,
    TogglePermissionlessInstructions,
};

solana_program::entrypoint!(process);

fn process<'a>(_: &'a Pubkey, accounts: &'a [AccountInfo<'a>], data: &'a [u8]) -> ProgramResult {
    let (tag, rest) = data
        .split_first()
        .ok_or(ProgramError::InvalidInstructionData)?;
    match *tag {
        CreateConfig::DISCRIMINATOR => CreateConfig::try_from(accounts)?.process(rest),
        SetAuthority::DISCRIMINATOR => SetAuthority::try_from(accounts)?.process(rest),
        SetGatingProgram::DISCRIMINATOR => SetGatingProgram::try_from(accounts)?.process(rest),
        DeleteConfig::DISCRIMINATOR => DeleteConfig::try_from(accounts)?.process(rest),
        Thaw::DISCRIMINATOR => Thaw::try_from(accounts)?.process(),
        Freeze::DISCRIMINATOR => Freeze::try_from(accounts)?.process(),
        ThawPermissionless::DISCRIMINATOR => ThawPermissionless::try_from(accounts)?.process(false),
        FreezePermissionless::DISCRIMINATOR => {
            FreezePermissionless::try_from(accounts)?.process(false)
        }
        TogglePermissionlessInstructions::DISCRIMINATOR => {
            TogglePermissionlessInstructions::try_from(accounts)?.process(rest)
        }
        ThawPermissionlessIdempotent::DISCRIMINATOR => {
            ThawPermissionless::try_from(accounts)?.process(true)
        }
        FreezePermissionlessIdempotent::DISCRIMINATOR => {
            FreezePermissionless::try_from(accounts)?.process(true)
        }
        _ => Err(ProgramError::InvalidInstructionData),
    }
}

//! `register_protocol`

use super::{
    events::ProtocolRegistered,
    protocol::{Protocol, VERSION},
};
use crate::{
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// Accounts of `register_protocol`.
#[event_cpi]
#[derive(Accounts)]
pub struct RegisterProtocol<'info> {
    /// The address that registers itself, for which its program signs.
    pub authority: Signer<'info>,
    /// Pays the rent of a new registration.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The security, which lets protocols register.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// The registration, which may be there already.
    /// CHECK: by its address; created here, or read in the handler.
    #[account(
        mut,
        seeds = [seeds::PROTOCOL, security.key().as_ref(), authority.key.as_ref()], bump
    )]
    pub protocol: UncheckedAccount<'info>,
    /// Creates the registration.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::register_protocol`].
pub fn register_protocol<'info>(
    ctx: Context<'info, RegisterProtocol<'info>>,
    program: Pubkey,
    seeds: Vec<Vec<u8>>,
) -> Result<()> {
    let accounts: &'info RegisterProtocol<'info> = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    require_derived(accounts.authority.key, &program, &seeds)?;
    let event = {
        let security = &mut accounts.security.load_mut()?;
        // The terms of registrations can change until the first tranche.
        let days = security.protocol_days;
        ensure!(
            days > 0 && security.tranche_count > 0,
            SecuritiesError::ProtocolsNotAllowed
        );
        let (valid_from, until) = if *accounts.protocol.owner == crate::ID {
            let loader = AccountLoader::<Protocol>::try_from(accounts.protocol.as_ref())?;
            let protocol = &mut loader.load_mut()?;
            protocol.renew(days, now)?;
            (protocol.valid_from, protocol.expires_at)
        } else {
            accounts.register(program, ctx.bumps.protocol, (days, now))?
        };
        ProtocolRegistered {
            security: accounts.security.key(),
            sequence: security.next_event()?,
            address: accounts.authority.key(),
            program,
            valid_from,
            until,
        }
    };
    emit(&accounts.event_authority, &event)
}

impl<'info> RegisterProtocol<'info> {
    /// Creates the registration. Returns when it becomes valid, and when it expires.
    fn register(
        &'info self,
        program: Pubkey,
        bump: u8,
        (days, now): (u8, i64),
    ) -> Result<(i64, i64)> {
        let security = self.security.key();
        let protocol = &mut New {
            payer: &self.payer,
            account: &self.protocol,
        }
        .record::<Protocol>(&[
            seeds::PROTOCOL,
            security.as_ref(),
            self.authority.key.as_ref(),
            &[bump],
        ])?;
        protocol.version = VERSION;
        protocol.bump = bump;
        protocol.security = security;
        protocol.address = self.authority.key();
        protocol.program = program;
        protocol.rent_payer = self.payer.key();
        protocol.begin(days, now);
        Ok((protocol.valid_from, protocol.expires_at))
    }
}

/// Refuses an address that is not derived from a program by these seeds, of which the last is the bump. No key belongs to such
/// an address, and nobody but the program signs for it.
fn require_derived(address: &Pubkey, program: &Pubkey, seeds: &[Vec<u8>]) -> Result<()> {
    let slices: Vec<&[u8]> = seeds.iter().map(Vec::as_slice).collect();
    let derived = Pubkey::create_program_address(&slices, program);
    ensure!(
        derived.is_ok_and(|derived| derived == *address),
        SecuritiesError::NotDerived
    );
    Ok(())
}

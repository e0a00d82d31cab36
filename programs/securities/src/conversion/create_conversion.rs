//! `create_conversion`

use super::{
    covenant::Covenant,
    events::ConversionCreated,
    state::{Conversion, ConversionTerms, ConvertedBy, VERSION},
};
use crate::{
    cash::waterfall::state::Waterfall,
    chain::{create::New, event::emit, seeds},
    errors::SecuritiesError,
    security::{control::Power, state::Security},
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `create_conversion`.
#[event_cpi]
#[derive(Accounts)]
#[instruction(args: ConversionTerms)]
pub struct CreateConversion<'info> {
    /// The security's sponsor, or the agent in control; pays the rent.
    #[account(mut)]
    pub sponsor: Signer<'info>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
    /// The class whose shares are given.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub tranche: AccountLoader<'info, Tranche>,
    /// The class whose shares are received.
    #[account(mut)]
    pub into: AccountLoader<'info, Tranche>,
    /// The security of the class whose shares are received, if it is another one.
    pub into_security: Option<AccountLoader<'info, Security>>,
    /// That security's sponsor.
    pub into_sponsor: Option<Signer<'info>>,
    /// The conversion.
    /// CHECK: created here.
    #[account(
        mut,
        seeds = [seeds::CONVERSION, tranche.key().as_ref(), &args.number.to_le_bytes()], bump
    )]
    pub conversion: UncheckedAccount<'info>,
    /// Creates the conversion.
    pub system_program: Program<'info, System>,
}

/// See [`crate::securities::create_conversion`].
pub fn create_conversion(ctx: Context<CreateConversion>, args: ConversionTerms) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let (security, tranche, into) = (
        accounts.security.key(),
        accounts.tranche.key(),
        accounts.into.key(),
    );
    let mut covenant = Covenant::default();
    let (sequence, approved) = {
        let own = &mut accounts.security.load_mut()?;
        own.require_power(accounts.sponsor.key, Power::Conversions)?;
        // What holders elect, and what a trigger does, is part of what is offered. Later, a resolution decides.
        let is_unoffered = own.require_unoffered().is_ok();
        let approved = is_unoffered && args.by != ConvertedBy::Resolution;
        let waterfall = &mut accounts.waterfall.load_mut()?;
        if let ConvertedBy::Trigger { place } = args.by {
            let trigger = waterfall.triggers().get(usize::from(place));
            covenant = trigger.map(Covenant::from).unwrap_or_default();
            // Without a cure, a report that is wrong by mistake ends a class.
            ensure!(
                is_unoffered && covenant.cure_days > 0 && accounts.into_security.is_none(),
                SecuritiesError::BadConversion
            );
        }
        if is_unoffered {
            waterfall.structure_version = waterfall
                .structure_version
                .checked_add(1)
                .ok_or(SecuritiesError::Overflow)?;
        }
        accounts.require_into(own)?;
        (own.next_event()?, approved)
    };
    {
        ensure!(tranche != into, SecuritiesError::BadConversion);
        let from = &mut accounts.tranche.load_mut()?;
        let to = &mut accounts.into.load_mut()?;
        from.require_not_converted()?;
        to.require_not_converted()?;
        ensure!(
            args.number == from.conversions.next,
            SecuritiesError::WrongConversion
        );
        from.conversions.next = args
            .number
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        from.conversions.standing = from
            .conversions
            .standing
            .checked_add(1)
            .ok_or(SecuritiesError::Overflow)?;
        let conversion = &mut New {
            payer: &accounts.sponsor,
            account: &accounts.conversion,
        }
        .record::<Conversion>(&[
            seeds::CONVERSION,
            tranche.as_ref(),
            &args.number.to_le_bytes(),
            &[ctx.bumps.conversion],
        ])?;
        conversion.version = VERSION;
        conversion.bump = ctx.bumps.conversion;
        conversion.security = security;
        conversion.tranche = tranche;
        conversion.into = into;
        conversion.rent_payer = accounts.sponsor.key();
        conversion.approved = u8::from(approved);
        conversion.covenant = covenant;
        conversion.set(&args, (from, to), now)?;
        to.offer(args.shares)?;
        to.invariant()?;
    }
    emit(
        &accounts.event_authority,
        &ConversionCreated {
            security,
            sequence,
            conversion: accounts.conversion.key(),
            tranche,
            into,
            approved,
            terms: args,
        },
    )
}

impl CreateConversion<'_> {
    /// Refuses the class of another security, unless its sponsor signs before anything of that security is offered: whoever
    /// buys it later has read that its number grows.
    #[inline(never)]
    fn require_into(&self, own: &Security) -> Result<()> {
        let of = self.into.load()?.security;
        let Some(other) = &self.into_security else {
            ensure_keys_eq!(of, self.security.key(), SecuritiesError::WrongSecurity);
            return Ok(());
        };
        ensure_keys_eq!(of, other.key(), SecuritiesError::WrongSecurity);
        ensure!(
            other.key() != self.security.key(),
            SecuritiesError::WrongSecurity
        );
        let other = other.load()?;
        let signer = self.into_sponsor.as_ref();
        ensure!(
            signer.is_some_and(|signer| signer.key() == other.sponsor),
            SecuritiesError::NotSponsor
        );
        other.require_unoffered()?;
        ensure_keys_eq!(
            other.vault().mint,
            own.vault().mint,
            SecuritiesError::BadConversion
        );
        Ok(())
    }
}

//! `begin_wind_down` and `end_wind_down`

use super::events::{SecurityEnded, WindDownBegan};
use crate::{
    cash::waterfall::{
        state::Waterfall,
        tranches::{Tranches, tranche_accounts},
    },
    chain::event::emit,
    errors::SecuritiesError,
    math::calendar,
    security::{
        control::Power,
        state::{Security, Status},
        winding::WINDING_TIME,
    },
    tranche::state::Tranche,
};
use anchor_lang::prelude::*;

/// Accounts of `begin_wind_down` and `end_wind_down`, followed by every tranche of the security, writable, in order of rank.
#[event_cpi]
#[derive(Accounts)]
pub struct WindDown<'info> {
    /// To begin it: the sponsor, or the agent in control. Anyone ends it.
    pub sponsor: Option<Signer<'info>>,
    /// The security.
    #[account(mut)]
    pub security: AccountLoader<'info, Security>,
    /// Its waterfall.
    #[account(mut, has_one = security @ SecuritiesError::WrongSecurity)]
    pub waterfall: AccountLoader<'info, Waterfall>,
}

/// See [`crate::securities::begin_wind_down`].
pub fn begin_wind_down<'info>(ctx: Context<'info, WindDown<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.security.key();
    let event = {
        let security = &mut accounts.security.load_mut()?;
        let signer = accounts
            .sponsor
            .as_ref()
            .ok_or(SecuritiesError::NotSponsor)?;
        security.require_power(signer.key, Power::Mode)?;
        ensure!(security.open_books == 0, SecuritiesError::BooksStand);
        let waterfall = &mut accounts.waterfall.load_mut()?;
        let sharing = waterfall.share_profit();
        let loaders = tranche_accounts(ctx.remaining_accounts)?;
        let mut tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
        for tranche in &mut tranches.0 {
            tranche.accrue(calendar::day_of(now)?)?;
            let gets_no_more = tranche.gets_no_more(sharing)? && !tranche.sets_shares_aside()?;
            ensure!(gets_no_more, SecuritiesError::ClassesOwed);
        }
        security.wind_down(now);
        waterfall.stop_revolving(now);
        WindDownBegan {
            security: key,
            sequence: security.next_event()?,
            ends_from: now.saturating_add(WINDING_TIME),
        }
    };
    emit(&accounts.event_authority, &event)
}

/// See [`crate::securities::end_wind_down`].
pub fn end_wind_down<'info>(ctx: Context<'info, WindDown<'info>>) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.security.key();
    let event = {
        let security = &mut accounts.security.load_mut()?;
        ensure!(
            security.status == Status::Winding as u8,
            SecuritiesError::NotWinding
        );
        ensure!(security.is_winding_over(now), SecuritiesError::WindingEarly);
        ensure!(
            security.winding.books == 0 && security.open_books == 0,
            SecuritiesError::BooksStand
        );
        ensure!(security.announced_losses == 0, SecuritiesError::LossesStand);
        let loaders = tranche_accounts(ctx.remaining_accounts)?;
        let tranches = Tranches::load(&loaders, &key, security.tranche_count)?;
        for tranche in &tranches.0 {
            tranche.require_at_rest()?;
        }
        security.require_run()?;
        security.status = Status::Ended as u8;
        security.winding.ended_at = now;
        SecurityEnded {
            security: key,
            sequence: security.next_event()?,
            left: security.vaults.map(|vault| vault.treasury),
        }
    };
    emit(&accounts.event_authority, &event)
}

impl Security {
    /// Refuses while money waits that somebody could get.
    fn require_run(&self) -> Result<()> {
        ensure!(self.winding.sources == 0, SecuritiesError::MoneyWaits);
        for (vault, left) in self.vaults().iter().zip(&self.winding.left) {
            let is_run = vault.treasury == *left
                // Nobody has paid for anything.
                || self.began_at == 0;
            let waits = [
                vault.reserve,
                vault.reinvestment,
                vault.cover,
                vault.pending,
            ];
            ensure!(
                is_run && waits.iter().all(|amount| *amount == 0),
                SecuritiesError::MoneyWaits
            );
        }
        Ok(())
    }
}

impl Tranche {
    /// Refuses while something of it still moves. What streams goes on to do so: records close once it has reached them, and anyone
    /// could pay in a little more for ever.
    fn require_at_rest(&self) -> Result<()> {
        ensure!(
            self.payouts().iter().all(|payout| payout.held == 0)
                && self.thawed == 0
                // Anyone closes those of a class that was converted, the last one once all is collected.
                && (self.conversions.standing == 0 || self.is_converted()),
            SecuritiesError::ClassMoves
        );
        Ok(())
    }
}

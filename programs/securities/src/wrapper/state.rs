//! The Wrapper account. A unit is one share and all that one share has received since the wrapper began, in every payout
//! mint. So a unit earns whoever holds it, and nobody need know who that is.
//!
//! The shares of all units are those of one holder record, which the wrapper owns. What they earn stays owed to that
//! record, in the security's vaults, until somebody unwraps. A unit holds `accumulator - since` of a payout mint. Wrapping
//! pays that in, rounded up, and unwrapping moves it out, rounded down, so the record is always owed at least what all
//! units hold: what it earns is exactly what they gain, since it has as many shares.

use crate::{
    chain::{
        seeds::{self, SignerSeeds},
        wide::Wide,
    },
    errors::SecuritiesError,
    math::{
        accumulator::{self, Earned},
        fixed,
        quantity::Shares,
    },
    security::state::MAX_VAULTS,
    tranche::{holder::Holder, issue::Accumulators, payout::Payout, state::Tranche},
};
use anchor_lang::prelude::*;

/// Layout version of a Wrapper.
pub const VERSION: u8 = 1;

/// Cash by payout mint, in base units.
pub type Cash = [u64; MAX_VAULTS];

/// The wrapper of a tranche's shares. Address: see [`crate::chain::seeds::WRAPPER`].
#[account(zero_copy)]
pub struct Wrapper {
    /// Layout version, 1.
    pub version: u8,
    /// Bump of the address.
    pub bump: u8,
    /// Bump of its mint's address.
    pub mint_bump: u8,
    /// 1: the sponsor said that whoever holds units needs no credential.
    pub bearer: u8,
    /// Zero.
    pub padding: [u8; 4],
    /// The security.
    pub security: Pubkey,
    /// The tranche.
    pub tranche: Pubkey,
    /// The mint of its units: of Token-2022 with nothing but metadata, or of SPL Token.
    pub mint: Pubkey,
    /// The token program of that mint.
    pub token_program: Pubkey,
    /// The tranche's accumulators when the wrapper was created, by payout mint, Q64.64.
    pub since: Accumulators,
    /// Units that exist, in share base units: the shares of its holder record. Whoever burns units by itself gives up
    /// what they hold.
    pub units: u64,
    /// What wraps ever paid in, by payout mint, in base units; told, as the totals of a
    /// [`Vault`](crate::security::vault::Vault).
    pub paid_in: Cash,
}

const _: () = assert!(size_of::<Wrapper>() == 240 && align_of::<Wrapper>() == 8);

impl Wrapper {
    /// Size of the account in bytes, with its discriminator.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The seeds that sign for it.
    #[must_use]
    pub const fn signer(&self) -> SignerSeeds {
        SignerSeeds::new(seeds::WRAPPER, self.tranche, (0, 0), self.bump)
    }

    /// What one base unit holds of each payout mint, in base units times 2^64, of a tranche's payouts up to now.
    ///
    /// # Errors
    /// [`SecuritiesError::Overflow`] when the accounts are inconsistent.
    pub fn cash_per_unit(&self, payouts: &[Payout]) -> Result<[u128; MAX_VAULTS]> {
        let mut held = [0; MAX_VAULTS];
        for ((held, payout), since) in held.iter_mut().zip(payouts).zip(&self.since) {
            *held = payout
                .accumulator
                .get()
                .checked_sub(since.get())
                .ok_or(SecuritiesError::Overflow)?;
        }
        Ok(held)
    }

    /// What units hold, in whole base units, rounded by `whole`.
    fn cash_of(
        &self,
        units: Shares,
        tranche: &Tranche,
        whole: fn(Earned) -> Result<u64>,
    ) -> Result<Cash> {
        let mut cash = Cash::default();
        for (cash, each) in cash.iter_mut().zip(self.cash_per_unit(tranche.payouts())?) {
            *cash = whole(accumulator::earned(units, 0, 0, each)?)?;
        }
        Ok(cash)
    }

    /// Moves shares from an owner's record to the wrapper's, with the cash that as many units hold: first what the owner
    /// is owed, then what it must pay in. The tranche must be rolled up to now. Returns the cash and what is to be paid
    /// in of it.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesShort`].
    pub fn wrap(
        &mut self,
        tranche: &mut Tranche,
        (owner, own): (&mut Holder, &mut Holder),
        amount: Shares,
    ) -> Result<(Cash, Cash)> {
        let cash = self.cash_of(amount, tranche, |held| {
            Ok(fixed::add(held.earned, u64::from(held.fraction > 0))?)
        })?;
        let mut paid_in = Cash::default();
        move_shares(tranche, owner, own, amount)?;
        let totals = self.paid_in.iter_mut();
        for ((vault, total), (cash, paid_in)) in
            (0_u8..).zip(totals).zip(cash.iter().zip(&mut paid_in))
        {
            let given = owner.earned(vault)?.owed.min(*cash);
            owner.give_owed(vault, given)?;
            own.receive_owed(vault, *cash)?;
            *paid_in = fixed::sub(*cash, given)?;
            tranche.pay_back(vault, *paid_in)?;
            *total = total.saturating_add(*paid_in);
        }
        self.units = Shares(self.units).plus(amount)?.get();
        self.invariant(own)?;
        Ok((cash, paid_in))
    }

    /// Moves shares from the wrapper's record to an owner's, with the cash that as many units hold and their right in the
    /// latest rights book. The tranche must be rolled up to now. Returns the cash.
    ///
    /// # Errors
    /// [`SecuritiesError::SharesShort`].
    pub fn unwrap(
        &mut self,
        tranche: &mut Tranche,
        (own, owner): (&mut Holder, &mut Holder),
        amount: Shares,
    ) -> Result<Cash> {
        let cash = self.cash_of(amount, tranche, |held| Ok(held.earned))?;
        move_shares(tranche, own, owner, amount)?;
        // Both records have noted their rights when their shares changed.
        owner.add_right(own.take_right(amount)?)?;
        for (vault, cash) in (0_u8..).zip(&cash) {
            own.give_owed(vault, *cash)?;
            owner.receive_owed(vault, *cash)?;
        }
        let [settlement, ..] = cash;
        if settlement > 0 {
            owner.untipped = 1;
        }
        self.units = Shares(self.units).minus(amount)?.get();
        self.invariant(own)?;
        Ok(cash)
    }

    /// The invariant after every instruction that changes the account.
    fn invariant(&self, own: &Holder) -> Result<()> {
        ensure!(
            own.shares == self.units,
            SecuritiesError::CountersInconsistent
        );
        Ok(())
    }
}

/// Updates two records and moves shares from one to the other.
fn move_shares(
    tranche: &Tranche,
    from: &mut Holder,
    to: &mut Holder,
    amount: Shares,
) -> Result<()> {
    from.update(tranche)?;
    to.update(tranche)?;
    from.take_shares(tranche, amount)?;
    to.add_shares(tranche, amount)
}

/// The accumulators of a tranche, from which the units of a wrapper hold cash.
pub(super) fn accumulators(tranche: &Tranche) -> Accumulators {
    let mut accumulators = [Wide::default(); MAX_VAULTS];
    for (accumulator, payout) in accumulators.iter_mut().zip(&tranche.payouts) {
        *accumulator = payout.accumulator;
    }
    accumulators
}

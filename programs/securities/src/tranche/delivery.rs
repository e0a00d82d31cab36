//! The delivery of issued shares to the token account of a record. In the frozen form the account is thawed for it and frozen
//! again, so that shares are delivered whether or not a window is open.

use super::{holder::Holder, share_mint::Minting, state::Tranche, thaw::Freeze};
use crate::{
    chain::{extra::Extra, seeds::SignerSeeds, token, token_acl::Freezing},
    errors::SecuritiesError,
    math::quantity::Shares,
};
use anchor_lang::prelude::*;

/// What is done to the account that receives shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Handling {
    /// Nothing: a hooked share, or an account that is thawed.
    Mint,
    /// It is thawed for the delivery, and frozen again.
    ThawMintFreeze,
    /// It was thawed, and is frozen with what it received, which is locked.
    MintFreeze(Freeze),
}

impl Handling {
    /// What became of the record, if its account was thawed and is frozen now.
    pub const fn freeze(&self) -> Option<Freeze> {
        match self {
            Self::MintFreeze(freeze) => Some(*freeze),
            Self::Mint | Self::ThawMintFreeze => None,
        }
    }
}

/// A delivery of issued shares.
pub(crate) struct Delivery<'a, 'info> {
    minting: Minting<'a, 'info>,
    freezing: Option<Freezing<'a, 'info>>,
}

impl<'a, 'info> Delivery<'a, 'info> {
    /// By minting; of a class in the frozen form with [`crate::chain::token_acl::FREEZING`], which `extra` has.
    ///
    /// # Errors
    /// [`SecuritiesError::FreezingAccountsMissing`].
    pub fn new(
        minting: Minting<'a, 'info>,
        is_frozen_form: bool,
        token_program: &'a AccountInfo<'info>,
        extra: &mut Extra<'info>,
    ) -> Result<Self>
    where
        'info: 'a,
    {
        let freezing = if is_frozen_form {
            let accounts = [minting.mint, minting.authority, token_program];
            Some(Freezing::read(extra, accounts)?)
        } else {
            None
        };
        Ok(Self { minting, freezing })
    }

    /// Notes in the tranche that a record has received shares, which it counts already, and what that means for its account.
    /// An account that is thawed is frozen if they are locked: thawed, it could send them.
    ///
    /// # Errors
    /// [`SecuritiesError::WrongShareAccount`] for another account than the associated one of the record's owner;
    /// [`SecuritiesError::ShareAccountDiffers`] for one that is not the owner's for good, or not thawed as the record says.
    #[inline(always)]
    pub fn record(
        &self,
        tranche: &mut Tranche,
        holder: &mut Holder,
        shares: Shares,
        now: i64,
    ) -> Result<Handling> {
        self.minting.require_owner(&holder.owner)?;
        if self.freezing.is_none() || shares.is_zero() {
            return Ok(Handling::Mint);
        }
        self.record_frozen(tranche, holder, shares, now)
    }

    #[inline(never)]
    fn record_frozen(
        &self,
        tranche: &mut Tranche,
        holder: &mut Holder,
        shares: Shares,
        now: i64,
    ) -> Result<Handling> {
        let is_thawed = holder.is_thawed() && holder.share_account == *self.minting.to.key;
        // One that was closed may be another owner's by now, who would have what the record counts.
        let before = token::state_of(self.minting.to, self.minting.mint.key)
            .filter(|state| {
                state.owner == holder.owner && state.keeps_owner && state.is_frozen != is_thawed
            })
            .ok_or(SecuritiesError::ShareAccountDiffers)?;
        if !is_thawed {
            return Ok(Handling::ThawMintFreeze);
        }
        tranche.count_thawed(holder, shares)?;
        if holder.locked_at(now)? == 0 {
            return Ok(Handling::Mint);
        }
        let balance = Shares(before.amount).plus(shares)?;
        let freeze = tranche.freeze(holder, balance, now)?;
        Ok(Handling::MintFreeze(freeze))
    }

    /// Mints the shares, and freezes their account as it must be.
    ///
    /// # Errors
    /// Those of the token program and of token-acl.
    #[inline(never)]
    pub fn carry_out(
        &self,
        handling: &Handling,
        shares: Shares,
        signer: &SignerSeeds,
    ) -> Result<()> {
        if shares.is_zero() {
            return Ok(());
        }
        let to = self.minting.to;
        if let (Some(freezing), Handling::ThawMintFreeze) = (&self.freezing, handling) {
            freezing.thaw(to, signer)?;
        }
        self.minting.mint(shares.get(), signer)?;
        match (&self.freezing, handling) {
            (Some(freezing), Handling::ThawMintFreeze | Handling::MintFreeze(_)) => {
                freezing.freeze(to, signer)
            }
            _ => Ok(()),
        }
    }
}

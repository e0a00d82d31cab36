//! Warrants.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call, warrant::create_series::SeriesArgs};

impl Deal {
    /// The address of a series on the shares of a rank.
    #[must_use]
    pub fn series(&self, rank: u8, number: u32) -> Pubkey {
        address::series(&self.class(rank).tranche, number)
    }

    /// An owner's associated account for warrants.
    #[must_use]
    pub fn warrant_account(&self, rank: u8, number: u32, owner: &Pubkey) -> Pubkey {
        address::share_account(owner, &address::warrant_mint(&self.series(rank, number)))
    }

    /// Creates a series.
    #[must_use]
    pub fn create_series(&self, rank: u8, args: SeriesArgs) -> Instruction {
        let series = self.series(rank, args.number);
        instruction(
            &accounts::CreateSeries {
                sponsor: self.sponsor,
                security: self.security,
                tranche: self.class(rank).tranche,
                share_rate: address::rate(&self.security, &self.class(rank).mint),
                series,
                mint: address::warrant_mint(&series),
                token_program: token::TOKEN_2022,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateSeries { args },
        )
    }

    /// Exercises warrants, paid from the owner's associated account.
    #[must_use]
    pub fn exercise(&self, rank: u8, number: u32, owner: &Pubkey, amount: u64) -> Instruction {
        let (class, series) = (self.class(rank), self.series(rank, number));
        instruction(
            &accounts::Exercise {
                owner: *owner,
                security: self.security,
                tranche: class.tranche,
                series,
                holder: address::holder(&class.tranche, owner),
                mint: address::warrant_mint(&series),
                warrant_account: self.warrant_account(rank, number, owner),
                share_mint: class.mint,
                share_account: self.share_account(rank, owner),
                paying_account: self.cash(owner),
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                share_token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Exercise { amount },
        )
    }

    /// Closes an expired series.
    #[must_use]
    pub fn close_series(&self, rank: u8, number: u32) -> Instruction {
        instruction(
            &accounts::CloseSeries {
                security: self.security,
                tranche: self.class(rank).tranche,
                series: self.series(rank, number),
                rent_payer: self.sponsor,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseSeries {},
        )
    }
}

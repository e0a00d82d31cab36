//! Securities, tranches and waterfalls.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    ID, accounts, instruction as call, security::create_security::SecurityArgs,
    tranche::create_tranche::TrancheArgs, waterfall::state::TierTerms,
};

impl Deal {
    /// Creates the security.
    #[must_use]
    pub fn create_security(&self, args: SecurityArgs) -> Instruction {
        instruction(
            &accounts::CreateSecurity {
                sponsor: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                settlement_mint: self.mint,
                vault: self.vault,
                token_program: self.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateSecurity { args },
        )
    }

    /// Creates a tranche.
    #[must_use]
    pub fn create_tranche(&self, args: TrancheArgs) -> Instruction {
        let class = self.class_at(args.rank);
        instruction(
            &accounts::CreateTranche {
                sponsor: self.sponsor,
                security: self.security,
                tranche: class.tranche,
                mint: class.mint,
                hook_accounts: class.hook_accounts,
                token_program: token::TOKEN_2022,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CreateTranche { args },
        )
    }

    /// Sets the waterfall.
    #[must_use]
    pub fn set_waterfall(&self, tiers: Vec<TierTerms>) -> Instruction {
        instruction(
            &accounts::SetWaterfall {
                sponsor: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetWaterfall { tiers },
        )
    }

    /// Draws proceeds.
    #[must_use]
    pub fn draw_proceeds(&self, destination: &Pubkey, amount: u64) -> Instruction {
        instruction(
            &accounts::DrawProceeds {
                sponsor: self.sponsor,
                security: self.security,
                vault: self.vault,
                destination: *destination,
                settlement_mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::DrawProceeds { amount },
        )
    }

    /// Sweeps a donation.
    #[must_use]
    pub fn sweep_vault(&self) -> Instruction {
        instruction(
            &accounts::SweepVault {
                security: self.security,
                vault: self.vault,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SweepVault {},
        )
    }
}

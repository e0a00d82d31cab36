//! Securities, tranches and waterfalls.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, token};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts,
    cash::waterfall::terms::{TierTerms, WaterfallRules},
    instruction as call,
    structure::{
        create_security::SecurityArgs,
        create_tranche::TrancheArgs,
        set_structure::{ClassTerms, StructureArgs},
    },
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

    /// Sets the waterfall, with the deal's triggers.
    #[must_use]
    pub fn set_waterfall(&self, tiers: Vec<TierTerms>) -> Instruction {
        self.set_waterfall_of(self.waterfall_args(tiers))
    }

    /// Sets a waterfall.
    #[must_use]
    pub fn set_waterfall_of(&self, args: WaterfallRules) -> Instruction {
        self.set_structure(vec![], Some(args), &[])
    }

    /// Changes the structure while so many books are open; the document stays.
    #[must_use]
    pub fn set_structure(
        &self,
        classes: Vec<ClassTerms>,
        rules: Option<WaterfallRules>,
        books: &[Pubkey],
    ) -> Instruction {
        let args = StructureArgs {
            replaces: self.structure_version,
            document_sha256: self.security_args().document_sha256,
            classes,
            rules,
        };
        self.set_structure_of(args, books)
    }

    /// Changes the structure.
    #[must_use]
    pub fn set_structure_of(&self, args: StructureArgs, books: &[Pubkey]) -> Instruction {
        let tranches: Vec<Pubkey> = args
            .classes
            .iter()
            .map(|class| address::tranche(&self.security, class.rank))
            .collect();
        let mut set = instruction(
            &accounts::SetStructure {
                sponsor: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetStructure { args },
        );
        let all = tranches.iter().chain(books);
        set.accounts
            .extend(all.map(|address| AccountMeta::new(*address, false)));
        set
    }

    /// Gives the security a vault for another mint.
    #[must_use]
    pub fn add_vault(&self, mint: &Pubkey, token_program: &Pubkey) -> Instruction {
        instruction(
            &accounts::AddVault {
                sponsor: self.sponsor,
                security: self.security,
                mint: *mint,
                vault: address::vault(&self.security, mint),
                token_program: *token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::AddVault { draws: self.draws },
        )
    }

    /// Draws proceeds in settlement money.
    #[must_use]
    pub fn draw_proceeds(&self, destination: &Pubkey, amount: u64) -> Instruction {
        self.draw_proceeds_in((&self.mint, &self.token_program), destination, amount)
    }

    /// Draws proceeds in a mint of a token program.
    #[must_use]
    pub fn draw_proceeds_in(
        &self,
        coin: (&Pubkey, &Pubkey),
        destination: &Pubkey,
        amount: u64,
    ) -> Instruction {
        self.draw(coin, destination, (amount, false))
    }

    /// Draws from the reinvestment account.
    #[must_use]
    pub fn draw_reinvestment(&self, destination: &Pubkey, amount: u64) -> Instruction {
        self.draw(
            (&self.mint, &self.token_program),
            destination,
            (amount, true),
        )
    }

    fn draw(
        &self,
        (mint, token_program): (&Pubkey, &Pubkey),
        destination: &Pubkey,
        (amount, reinvestment): (u64, bool),
    ) -> Instruction {
        let mut draw = instruction(
            &accounts::DrawProceeds {
                sponsor: self.sponsor,
                arbitrator: self.co_signed.then_some(self.arbitrator),
                security: self.security,
                waterfall: self.waterfall,
                vault: address::vault(&self.security, mint),
                destination: *destination,
                mint: *mint,
                token_program: *token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::DrawProceeds {
                amount,
                reinvestment,
            },
        );
        draw.accounts.extend(self.tranches());
        draw
    }

    /// Confirms the delivery that proceeds wait for.
    #[must_use]
    pub fn confirm_delivery(&self, document_sha256: [u8; 32]) -> Instruction {
        instruction(
            &accounts::ConfirmDelivery {
                arbitrator: self.arbitrator,
                security: self.security,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ConfirmDelivery { document_sha256 },
        )
    }
}

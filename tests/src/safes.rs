//! The example of an integrator: a chain that runs it beside the securities program, and its instructions.

use crate::{
    address,
    deal::Deal,
    engine::Engine,
    lite::{Lite, bytecode_path},
    machine::Machine,
    token,
};
use anchor_lang::{
    InstructionData, ToAccountMetas,
    prelude::Pubkey,
    solana_program::{instruction::Instruction, system_program},
};
use share_safe::{ID, SAFE, accounts, instruction as call};

/// Runs the bytecode, and the example's.
pub struct Safes(Lite);

impl Engine for Safes {
    fn start(now: i64) -> Self {
        let mut lite = Lite::start(now);
        let path = bytecode_path().with_file_name("share_safe.so");
        let bytecode = std::fs::read(&path).unwrap_or_else(|error| {
            panic!(
                "no example at {}: {error}; run tools/sbf/build tests/integrator first",
                path.display()
            )
        });
        lite.machine().add_program(ID, &bytecode);
        Self(lite)
    }

    fn machine(&mut self) -> &mut Machine {
        self.0.machine()
    }
}

fn instruction(accounts: &impl ToAccountMetas, args: &impl InstructionData) -> Instruction {
    Instruction {
        program_id: ID,
        accounts: accounts.to_account_metas(None),
        data: args.data(),
    }
}

/// The safe of a depositor, by a deal's class.
#[derive(Clone, Copy)]
pub struct SafeOf {
    /// Who put shares there.
    pub depositor: Pubkey,
    /// The safe.
    pub safe: Pubkey,
    rank: u8,
    tranche: Pubkey,
}

impl SafeOf {
    /// The addresses of a safe, which need not be open.
    #[must_use]
    pub fn plan(deal: &Deal, rank: u8, depositor: &Pubkey) -> Self {
        let tranche = deal.class(rank).tranche;
        let seeds = [SAFE, tranche.as_ref(), depositor.as_ref()];
        Self {
            depositor: *depositor,
            safe: Pubkey::find_program_address(&seeds, &ID).0,
            rank,
            tranche,
        }
    }

    /// Its record.
    #[must_use]
    pub fn holder(&self) -> Pubkey {
        address::holder(&self.tranche, &self.safe)
    }

    /// Opens it, with its record, paid to its depositor's account.
    #[must_use]
    pub fn open(&self, deal: &Deal) -> Instruction {
        instruction(
            &accounts::Open {
                depositor: self.depositor,
                safe: self.safe,
                security: deal.security,
                tranche: self.tranche,
                holder: self.holder(),
                associated_account: deal.cash(&self.safe),
                payout_account: deal.cash(&self.depositor),
                system_program: system_program::ID,
                event_authority: address::event_authority(),
                securities: securities::ID,
            },
            &call::Open {},
        )
    }

    /// Registers it with its deal, or renews its registration.
    #[must_use]
    pub fn register(&self, deal: &Deal, payer: &Pubkey) -> Instruction {
        instruction(
            &accounts::Register {
                payer: *payer,
                safe: self.safe,
                tranche: self.tranche,
                security: deal.security,
                protocol: address::protocol(&deal.security, &self.safe),
                system_program: system_program::ID,
                event_authority: address::event_authority(),
                securities: securities::ID,
            },
            &call::Register {},
        )
    }

    /// Tells what it has, by a record that is given.
    #[must_use]
    pub fn worth_by(&self, holder: Pubkey) -> Instruction {
        instruction(
            &accounts::ReadWorth {
                safe: self.safe,
                tranche: self.tranche,
                holder,
            },
            &call::Worth {},
        )
    }

    /// Claims what it is owed to its depositor's account.
    #[must_use]
    pub fn collect_by(&self, deal: &Deal, signer: &Pubkey) -> Instruction {
        instruction(
            &accounts::Collect {
                depositor: *signer,
                safe: self.safe,
                security: deal.security,
                tranche: self.tranche,
                holder: self.holder(),
                destination: deal.cash(signer),
                vault: address::vault(&deal.security, &deal.mint),
                mint: deal.mint,
                token_program: deal.token_program,
                event_authority: address::event_authority(),
                securities: securities::ID,
            },
            &call::Collect {},
        )
    }

    /// Gives shares to the signer.
    #[must_use]
    pub fn give_back_by(&self, deal: &Deal, signer: &Pubkey, amount: u64) -> Instruction {
        let mint = deal.class(self.rank).mint;
        instruction(
            &accounts::GiveBack {
                depositor: *signer,
                safe: self.safe,
                tranche: self.tranche,
                share_mint: mint,
                source: deal.share_account(self.rank, &self.safe),
                destination: deal.share_account(self.rank, signer),
                holder: self.holder(),
                destination_holder: address::holder(&self.tranche, signer),
                hook_accounts: address::hook_accounts(&mint),
                securities: securities::ID,
                token_program: token::TOKEN_2022,
            },
            &call::GiveBack { amount },
        )
    }
}

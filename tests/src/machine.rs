//! Solana's virtual machine, as a chain that every engine runs on.

use crate::{
    engine::{Account, Failure, Outcome, Refusal, unit_limit},
    hostile_gate,
};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use litesvm::LiteSVM;
use solana_clock::Clock;
use solana_keypair::Keypair;
use solana_program_runtime::solana_sbpf::program::BuiltinFunctionDefinition;
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// A chain. Its copy goes on by itself.
#[derive(Clone)]
pub struct Machine {
    svm: LiteSVM,
    signs: bool,
    sent: u32,
}

impl Machine {
    /// A chain on a virtual machine, at a Unix time. `signs`: transactions carry signatures.
    pub(crate) fn new(svm: LiteSVM, signs: bool, now: i64) -> Self {
        let mut machine = Self {
            svm,
            signs,
            sent: 0,
        };
        machine.set_now(now);
        machine
    }

    /// Adds another program.
    ///
    /// # Panics
    /// When it does not load.
    pub fn add_program(&mut self, id: Pubkey, bytecode: &[u8]) {
        self.svm
            .add_program(id, bytecode)
            .expect("the bytecode loads");
    }

    /// Adds the gate of somebody else's mint.
    pub fn add_hostile_gate(&mut self) {
        self.svm
            .add_builtin(hostile_gate::ID, hostile_gate::Gate::register);
    }

    /// Sends a transaction; the first signer pays its fee.
    ///
    /// # Errors
    /// Why it failed, and its logs.
    pub(crate) fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<Outcome, Failure> {
        self.sent += 1;
        let mut all = vec![unit_limit(self.sent)];
        all.extend_from_slice(instructions);
        let payer = signers.first().expect("a transaction has a payer").pubkey();
        let mut transaction = Transaction::new_with_payer(&all, Some(&payer));
        transaction.message.recent_blockhash = self.svm.latest_blockhash();
        let blockhash = transaction.message.recent_blockhash;
        let asked = usize::from(transaction.message.header.num_required_signatures);
        for key in &transaction.message.account_keys[..asked] {
            assert!(
                signers.iter().any(|signer| signer.pubkey() == *key),
                "{key} has to sign"
            );
        }
        if self.signs {
            transaction.sign(signers, blockhash);
        } else {
            // Nobody looks at them, but that no transaction is sent twice.
            let mut signature = [0; 64];
            signature[..4].copy_from_slice(&self.sent.to_le_bytes());
            transaction.signatures = vec![Signature::from(signature); asked];
        }
        let keys = transaction.message.account_keys.clone();
        match self.svm.send_transaction(transaction) {
            Ok(done) => Ok(Outcome {
                inner: done
                    .inner_instructions
                    .iter()
                    .flatten()
                    .map(|inner| {
                        let program = keys[usize::from(inner.instruction.program_id_index)];
                        (program, inner.instruction.data.clone())
                    })
                    .collect(),
                return_data: done.return_data.data,
                logs: done.logs,
                units: done.compute_units_consumed,
            }),
            Err(failed) => Err(Failure {
                refusal: Refusal::parse(&format!("{:?}", failed.err)),
                logs: failed.meta.logs,
            }),
        }
    }

    /// An account, unless there is none.
    pub(crate) fn account(&mut self, address: &Pubkey) -> Option<Account> {
        let account = self
            .svm
            .get_account(address)
            .filter(|account| account.lamports > 0)?;
        Some(Account {
            lamports: account.lamports,
            data: account.data,
            owner: account.owner,
        })
    }

    /// Puts an account there, whatever was there before.
    pub(crate) fn set_account(&mut self, address: &Pubkey, account: Account) {
        let account = solana_account::Account {
            lamports: account.lamports,
            data: account.data,
            owner: account.owner,
            ..Default::default()
        };
        self.svm
            .set_account(*address, account)
            .expect("the account is set");
    }

    /// The clock.
    pub(crate) fn now(&mut self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    /// Sets the clock.
    pub(crate) fn set_now(&mut self, now: i64) {
        let mut clock = self.svm.get_sysvar::<Clock>();
        clock.unix_timestamp = now;
        self.svm.set_sysvar(&clock);
    }

    /// The epoch.
    pub(crate) fn epoch(&mut self) -> u64 {
        self.svm.get_sysvar::<Clock>().epoch
    }

    /// The least lamports of an account with so many bytes.
    pub(crate) fn rent(&mut self, space: usize) -> u64 {
        self.svm.minimum_balance_for_rent_exemption(space)
    }
}

//! The program's source, compiled natively, in a real bank: it checks the bank's rules, and that the bytecode does
//! what the source says.

use crate::engine::{Account, Engine, Failure, Outcome, Refusal, unit_limit};
use anchor_lang::{
    prelude::{AccountInfo, Pubkey},
    solana_program::{entrypoint::ProgramResult, instruction::Instruction},
};
use bank_account::AccountSharedData;
use bank_transaction::Transaction;
use solana_clock::Clock;
use solana_keypair::Keypair;
use solana_program_test::{ProgramTest, ProgramTestContext, processor};
use solana_signer::Signer;
use tokio::runtime::{Builder, Runtime};

/// Runs the source in a bank.
pub struct Bank {
    runtime: Runtime,
    context: ProgramTestContext,
    sent: u32,
}

/// Anchor's entry wants one lifetime for the accounts and their slice; the bank's adapter gives two. A copy that is
/// never freed has both, and costs a few hundred bytes a call.
fn entry<'a>(program: &Pubkey, accounts: &[AccountInfo<'a>], data: &[u8]) -> ProgramResult {
    let accounts: &'a [AccountInfo<'a>] = Vec::leak(accounts.to_vec());
    let program: &'static Pubkey = Box::leak(Box::new(*program));
    let data: &'static [u8] = Vec::leak(data.to_vec());
    securities::entry(program, accounts, data)
}

impl Engine for Bank {
    fn start(now: i64) -> Self {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let mut program = ProgramTest::default();
        program.prefer_bpf(false);
        program.add_program("securities", securities::ID, processor!(entry));
        let context = runtime.block_on(program.start_with_context());
        let mut engine = Self {
            runtime,
            context,
            sent: 0,
        };
        engine.set_now(now);
        engine
    }

    fn send(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
    ) -> Result<Outcome, Failure> {
        self.sent += 1;
        let mut all = vec![unit_limit(self.sent)];
        all.extend_from_slice(instructions);
        let payer = signers.first().expect("a transaction has a payer").pubkey();
        let client = &self.context.banks_client;
        let done = self.runtime.block_on(async {
            let blockhash = client.get_latest_blockhash().await?;
            let transaction =
                Transaction::new_signed_with_payer(&all, Some(&payer), signers, blockhash);
            client.process_transaction_with_metadata(transaction).await
        });
        let done = done.expect("the bank answers");
        let (logs, units, returned) = done
            .metadata
            .map(|data| {
                let returned = data.return_data.map(|returned| returned.data);
                (data.log_messages, data.compute_units_consumed, returned)
            })
            .unwrap_or_default();
        match done.result {
            Ok(()) => Ok(Outcome {
                logs,
                units,
                inner: Vec::new(),
                return_data: returned.unwrap_or_default(),
            }),
            Err(error) => Err(Failure {
                refusal: Refusal::parse(&format!("{error:?}")),
                logs,
            }),
        }
    }

    fn account(&mut self, address: &Pubkey) -> Option<Account> {
        let found = self
            .runtime
            .block_on(self.context.banks_client.get_account(*address));
        let account = found
            .expect("the bank answers")
            .filter(|account| account.lamports > 0)?;
        Some(Account {
            lamports: account.lamports,
            data: account.data,
            owner: account.owner,
        })
    }

    fn set_account(&mut self, address: &Pubkey, account: Account) {
        let account = bank_account::Account {
            lamports: account.lamports,
            data: account.data,
            owner: account.owner,
            ..Default::default()
        };
        self.context
            .set_account(address, &AccountSharedData::from(account));
    }

    fn now(&mut self) -> i64 {
        self.clock().unix_timestamp
    }

    fn set_now(&mut self, now: i64) {
        let mut clock = self.clock();
        clock.unix_timestamp = now;
        self.context.set_sysvar(&clock);
    }

    fn epoch(&mut self) -> u64 {
        self.clock().epoch
    }

    fn rent(&mut self, space: usize) -> u64 {
        let rent = self.runtime.block_on(self.context.banks_client.get_rent());
        rent.expect("the bank answers").minimum_balance(space)
    }
}

impl Bank {
    fn clock(&self) -> Clock {
        let clock = self
            .runtime
            .block_on(self.context.banks_client.get_sysvar::<Clock>());
        clock.expect("the bank answers")
    }
}

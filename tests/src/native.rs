//! The program's source, compiled natively, in the same virtual machine: as a builtin, with the token program from
//! before its batches, and with the machine checking signatures. It checks that the bytecode does what the source says.
//!
//! What the libraries do not pass on natively is seen on the bytecode alone: logs and return data.

// A builtin gets bytes without types, and the libraries ask for what it calls by a global.
#![allow(unsafe_code)]

use crate::{engine::Engine, machine::Machine};
use agave_feature_set::replace_spl_token_with_p_token;
use anchor_lang::{
    prelude::{AccountInfo, Clock, Pubkey, Rent},
    solana_program::{
        entrypoint::{ProgramResult, SUCCESS, deserialize},
        instruction::Instruction,
        program_error::ProgramError,
    },
};
use litesvm::LiteSVM;
use serde::de::DeserializeOwned;
use solana_program_runtime::{
    __private::InstructionError,
    declare_process_instruction,
    invoke_context::InvokeContext,
    serialization::{deserialize_parameters, serialize_parameters},
    solana_sbpf::program::BuiltinFunctionDefinition,
    stable_log,
};
use solana_sysvar::program_stubs::{SyscallStubs, set_syscall_stubs};
use solana_transaction_context::{
    IndexOfAccount, instruction_accounts::BorrowedInstructionAccount,
};
use std::{
    cell::Cell,
    ptr::{self, NonNull},
    sync::Once,
};

const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");
const RENT: Pubkey = Pubkey::from_str_const("SysvarRent111111111111111111111111111111111");

/// Lamports of the virtual machine's faucet.
const LAMPORTS: u64 = 1_000_000_000_000_000;

/// Runs the source.
#[derive(Clone)]
pub struct Native(Machine);

impl Engine for Native {
    fn start(now: i64) -> Self {
        static STUBS: Once = Once::new();
        STUBS.call_once(|| drop(set_syscall_stubs(Box::new(Syscalls))));
        let mut features = LiteSVM::mainnet_feature_set();
        features.deactivate(&replace_spl_token_with_p_token::id());
        let mut svm = LiteSVM::default()
            .with_feature_set(features)
            .with_builtins()
            .with_lamports(LAMPORTS)
            .with_sysvars()
            .with_feature_accounts()
            .with_default_programs()
            .with_sigverify(true)
            .with_blockhash_check(true)
            .with_log_bytes_limit(None);
        svm.add_builtin(securities::ID, Program::register);
        Self(Machine::new(svm, true, now))
    }

    fn machine(&mut self) -> &mut Machine {
        &mut self.0
    }
}

declare_process_instruction!(Program, 1, |context| { run(context) });

/// Runs the program as the loader does: on a copy of its accounts, which is written back if it succeeds.
fn run(context: &mut InvokeContext<'_, '_>) -> Result<(), InstructionError> {
    let (mut memory, _, metadata, _) = {
        let current = context
            .transaction_context
            .get_current_instruction_context()?;
        serialize_parameters(&current, false, false, false)?
    };
    let log = context.get_log_collector();
    stable_log::program_invoke(&log, &securities::ID, context.get_stack_height());
    // SAFETY: the copy is laid out as a program gets it, and lives until the program has returned.
    let (program, accounts, data) = unsafe { deserialize(memory.as_slice_mut().as_mut_ptr()) };
    let running = Running(CONTEXT.replace(Some(NonNull::from(&mut *context).cast())));
    // Anchor wants one lifetime for the accounts and their slice: a copy that is never freed has it.
    let done = securities::entry(program, accounts.leak(), data);
    drop(running);
    if let Err(error) = done {
        let error = InstructionError::from(u64::from(error));
        stable_log::program_failure(&log, &securities::ID, &error);
        return Err(error);
    }
    stable_log::program_success(&log, &securities::ID);
    let current = context
        .transaction_context
        .get_current_instruction_context()?;
    deserialize_parameters(&current, false, false, memory.as_slice(), &metadata)
}

thread_local! {
    /// The call that the program is in.
    static CONTEXT: Cell<Option<NonNull<()>>> = const { Cell::new(None) };
}

/// Puts back, when the program has returned or panicked, the call that it was in before.
struct Running(Option<NonNull<()>>);

impl Drop for Running {
    fn drop(&mut self) {
        CONTEXT.set(self.0);
    }
}

fn within<T>(then: impl FnOnce(&mut InvokeContext<'static, 'static>) -> T) -> T {
    let context = CONTEXT.get().expect("the program is running");
    // SAFETY: `run` put it there for as long as the program runs, which it waits for without touching it; and what the
    // program asks for comes one after the other.
    then(unsafe { context.cast().as_mut() })
}

/// What the program asks the chain for.
struct Syscalls;

impl SyscallStubs for Syscalls {
    fn sol_invoke_signed(
        &self,
        instruction: &Instruction,
        infos: &[AccountInfo<'_>],
        seeds: &[&[&[u8]]],
    ) -> ProgramResult {
        let lent = |key: &Pubkey| infos.iter().find(|info| info.key == key);
        let lent: Vec<_> = instruction
            .accounts
            .iter()
            .map(|meta| lent(&meta.pubkey).ok_or(ProgramError::NotEnoughAccountKeys))
            .collect::<Result<_, _>>()?;
        within(|context| {
            each(context, &lent, store)?;
            context.native_invoke_signed(instruction.clone(), seeds)?;
            each(context, &lent, load)
        })
        .map_err(|error| ProgramError::try_from(error).unwrap_or(ProgramError::InvalidArgument))
    }

    fn sol_get_clock_sysvar(&self, to: *mut u8) -> u64 {
        // SAFETY: the library passes the address of a clock.
        unsafe { ptr::write(to.cast::<Clock>(), read_sysvar(&CLOCK)) };
        SUCCESS
    }

    fn sol_get_rent_sysvar(&self, to: *mut u8) -> u64 {
        // SAFETY: the library passes the address of a rent.
        unsafe { ptr::write(to.cast::<Rent>(), read_sysvar(&RENT)) };
        SUCCESS
    }
}

/// Visits the accounts of a call in the instruction that makes it.
fn each(
    context: &InvokeContext<'_, '_>,
    lent: &[&AccountInfo<'_>],
    visit: impl Fn(
        &mut BorrowedInstructionAccount<'_, '_>,
        &AccountInfo<'_>,
    ) -> Result<(), InstructionError>,
) -> Result<(), InstructionError> {
    let transaction = &context.transaction_context;
    let current = transaction.get_current_instruction_context()?;
    for info in lent {
        let at: IndexOfAccount = transaction
            .find_index_of_account(info.key)
            .ok_or(InstructionError::MissingAccount)?;
        let at = current.get_index_of_account_in_instruction(at)?;
        visit(&mut current.try_borrow_instruction_account(at)?, info)?;
    }
    Ok(())
}

/// Writes what the program changed before it calls another.
fn store(
    account: &mut BorrowedInstructionAccount<'_, '_>,
    info: &AccountInfo<'_>,
) -> Result<(), InstructionError> {
    if account.get_lamports() != info.lamports() {
        account.set_lamports(info.lamports())?;
    }
    let data = info
        .try_borrow_data()
        .map_err(|_| InstructionError::AccountBorrowFailed)?;
    if account.get_data() != &data[..] {
        account.set_data_from_slice(&data)?;
    }
    if account.get_owner() != info.owner {
        account.set_owner(info.owner.as_ref())?;
    }
    Ok(())
}

/// Shows the program what another has changed.
fn load(
    account: &mut BorrowedInstructionAccount<'_, '_>,
    info: &AccountInfo<'_>,
) -> Result<(), InstructionError> {
    // What is only read may be borrowed meanwhile, and has not changed.
    if !account.is_writable() {
        return Ok(());
    }
    let borrowed = |_| InstructionError::AccountBorrowFailed;
    **info.try_borrow_mut_lamports().map_err(borrowed)? = account.get_lamports();
    if account.get_owner() != info.owner {
        info.assign(account.get_owner());
    }
    let new = account.get_data();
    info.resize(new.len())
        .map_err(|_| InstructionError::InvalidRealloc)?;
    let mut data = info.try_borrow_mut_data().map_err(borrowed)?;
    if data[..] != *new {
        data.copy_from_slice(new);
    }
    Ok(())
}

/// A system variable, as the program's generation of its type: the bytes are the same.
fn read_sysvar<T: DeserializeOwned>(id: &Pubkey) -> T {
    within(|context| {
        let cache = context.environment_config.sysvar_cache();
        let bytes = cache.sysvar_id_to_buffer(id).as_deref();
        bincode::deserialize(bytes.expect("the virtual machine has it")).expect("its layout")
    })
}

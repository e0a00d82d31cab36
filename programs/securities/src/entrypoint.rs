//! The entrypoint of the bytecode. The program's calls to itself, which carry an event and change nothing, return
//! before anything of theirs is deserialised. Everything else goes to Anchor's dispatch. Nothing is freed at the end,
//! since the memory of a call ends with the call.

// The runtime passes untyped memory, which is read in place.
#![allow(unsafe_code)]

use anchor_lang::{
    event::EVENT_IX_TAG,
    solana_program::entrypoint::{
        MAX_PERMITTED_DATA_INCREASE, NON_DUP_MARKER, SUCCESS, deserialize,
    },
};

/// The header of an account that the runtime passes (ABI v1): its flags, key, owner and lamports, and the length of its
/// data. The data follows, then room for growth, and 8 bytes that no longer mean anything.
#[repr(C)]
struct Head {
    marker: u8,
    signs: u8,
    writes: u8,
    executes: u8,
    length_before: u32,
    key: [u8; 32],
    owner: [u8; 32],
    lamports: u64,
    length: u64,
}

/// The input of a call with one account that has no data.
#[repr(C)]
struct Lone {
    accounts: u64,
    head: Head,
    growth: [u8; MAX_PERMITTED_DATA_INCREASE],
    rent_epoch: u64,
    data_length: u64,
    tag: u64,
}

const _: () = assert!(size_of::<Head>() == 88 && size_of::<Lone>() == 8 + 88 + 10_240 + 8 + 8 + 8);

/// Whether this is a call of the program to itself that carries an event. As Anchor's dispatch requires, the program's
/// event authority must sign it, and only the program can make that address sign.
///
/// # Safety
/// `input` must be what the runtime passes to an entrypoint.
unsafe fn is_event(input: *const u8) -> bool {
    // SAFETY: every input begins with the number of accounts, in 8 bytes, aligned to 8. If there is one, that account
    // comes first and cannot be a duplicate of another, so its whole header is there, and `repr(C)` lays it out without
    // a gap.
    unsafe {
        if input.cast::<u64>().read() != 1 {
            return false;
        }
        let head = &*input.add(size_of::<u64>()).cast::<Head>();
        if head.marker != NON_DUP_MARKER
            || head.signs != 1
            || head.length != 0
            || head.key != crate::EVENT_AUTHORITY_AND_BUMP.0.to_bytes()
        {
            return false;
        }
    }
    // SAFETY: the account has no data, so the room for growth, the 8 bytes and the length of the instruction's data
    // follow at once. The program's address, 32 bytes, follows the instruction's data, so there are 8 bytes to read in
    // any case.
    let lone = unsafe { &*input.cast::<Lone>() };
    lone.data_length >= 8 && lone.tag == EVENT_IX_TAG
}

/// Where execution begins.
///
/// # Safety
/// Only the runtime may call it, with the accounts and the data of a call in the layout of the runtime.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *mut u8) -> u64 {
    // SAFETY: the caller guarantees the same.
    let (program, accounts, data) = unsafe {
        if is_event(input) {
            return SUCCESS;
        }
        deserialize(input)
    };
    match crate::entry(program, accounts.leak(), data) {
        Ok(()) => SUCCESS,
        Err(error) => error.into(),
    }
}

anchor_lang::solana_program::entrypoint::custom_heap_default!();
anchor_lang::solana_program::entrypoint::custom_panic_default!();

//! The door of the bytecode. It answers the program's calls to itself, which carry an event and change nothing, before
//! anything of theirs is read; everything else goes on to Anchor's dispatch, and nothing of it is freed at the end, since
//! the memory of a call is gone with it.

// What the runtime passes has no type: it is read where it lies.
#![allow(unsafe_code)]

use anchor_lang::{
    event::EVENT_IX_TAG,
    solana_program::entrypoint::{
        MAX_PERMITTED_DATA_INCREASE, NON_DUP_MARKER, SUCCESS, deserialize,
    },
};

/// The head of an account that the runtime passes (ABI v1): what it is, its key, its owner, its lamports, and the length
/// of its bytes, which follow, with room to grow, and 8 bytes that say nothing more.
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

/// What the runtime passes to a call with one account that has no bytes.
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

/// Whether this is a call of the program to itself that carries an event: as Anchor's dispatch asks, one that the
/// program's event authority signs, which nobody but the program can make sign.
///
/// # Safety
/// `input` is what the runtime passes to an entrypoint.
unsafe fn is_event(input: *const u8) -> bool {
    // SAFETY: every input starts with the number of accounts, on 8 bytes, aligned to 8. Where it is one, that account
    // comes first, and it cannot repeat another, so that its whole head is there, as `repr(C)` lays it out without a gap.
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
    // SAFETY: the account has no bytes, so that the room to grow, the 8 bytes and the length of the instruction's data
    // follow it at once. The data is followed by the program's address, 32 bytes: there are 8 to read in any case.
    let lone = unsafe { &*input.cast::<Lone>() };
    lone.data_length >= 8 && lone.tag == EVENT_IX_TAG
}

/// Where execution begins.
///
/// # Safety
/// The runtime alone calls it, with the accounts and the data of a call as it lays them out.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *mut u8) -> u64 {
    // SAFETY: the caller's promise, passed on.
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

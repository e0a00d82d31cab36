//! How JavaScript calls the WebAssembly module: it writes a request into memory that it got from `alloc`, and reads the
//! answer where `answer` says.
#![expect(
    unsafe_code,
    reason = "names of exports are unsafe attributes, and the caller hands over an address"
)]

use crate::wire::{self, Answer, Request};
use anchor_lang::{AnchorDeserialize, AnchorSerialize};

/// Reserves memory for a request of `len` bytes, which `answer` frees.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(len: usize) -> *mut u8 {
    Box::leak(vec![0_u8; len].into_boxed_slice()).as_mut_ptr()
}

/// Answers the request of `len` bytes at an address from `alloc`, and frees it. Returns the address of the answer: its
/// length in four bytes, little-endian, and its bytes. It stays until the instance is dropped. A request that cannot be
/// read is refused with the largest number.
///
/// # Safety
/// The address and the length are those of a call of `alloc`, whose memory has not been handed over before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn answer(request: *mut u8, len: usize) -> *const u8 {
    // SAFETY: by the contract above this is the box that `alloc` leaked.
    let bytes = unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(request, len)) };
    let answer = match Request::try_from_slice(&bytes) {
        Ok(request) => wire::project(&request),
        Err(_) => Answer::Refused(u32::MAX),
    };
    let mut out = vec![0_u8; 4];
    // Writing to memory does not fail.
    let written = answer.serialize(&mut out).is_ok();
    let body = out.len().saturating_sub(4);
    let length = if written {
        u32::try_from(body).unwrap_or(0)
    } else {
        0
    };
    if let Some(head) = out.first_chunk_mut() {
        *head = length.to_le_bytes();
    }
    Box::leak(out.into_boxed_slice()).as_ptr()
}

//! Must not build: a function's locals reach into the arguments that its caller stored in its frame.
//!
//! Frame and arguments fit in 4,096 bytes each on their own, but not together, and the locals are written through an
//! address, so that neither LLVM nor the linker sees it.
#![no_std]

unsafe extern "C" {
    fn sol_log_(message: *const u8, length: u64);
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}

#[inline(never)]
fn eight(a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64) -> u64 {
    let large = [(a ^ b ^ c ^ d ^ e) as u8; 4_080];
    unsafe { sol_log_(large.as_ptr(), large.len() as u64) };
    f ^ g ^ h
}

/// Calls with three arguments more than there are registers for.
///
/// # Safety
/// `input` must be the runtime's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *const u8) -> u64 {
    let word = |index| unsafe { input.cast::<u64>().add(index).read() };
    eight(word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7))
}

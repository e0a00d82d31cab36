//! Must not build: a function needs more than the 4,096 bytes of a stack frame.
#![no_std]

unsafe extern "C" {
    fn sol_log_(message: *const u8, length: u64);
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}

/// A local of 5,000 bytes, whose address leaves the function so that it is not optimised away.
///
/// # Safety
/// `input` must be the runtime's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *const u8) -> u64 {
    let large = [unsafe { *input }; 5_000];
    unsafe { sol_log_(large.as_ptr(), large.len() as u64) };
    0
}

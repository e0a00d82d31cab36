//! The routines under the names and with the calling convention that LLVM's BPF back end expects.
//!
//! LLVM passes and returns a 128-bit value in two registers. Rust's own conventions return one through memory on this
//! target, which would have the caller's registers taken for an address; `unadjusted` leaves the signature to LLVM.
//!
//! The signed routines call the unsigned ones, so that the long division is in a program no more than twice.
use crate::Wide;
use solana_compiler_builtins as _;

#[unsafe(no_mangle)]
extern "unadjusted" fn __multi3(a: u128, b: u128) -> u128 {
    Wide::from(a).wrapping_mul(Wide::from(b)).into()
}

#[unsafe(no_mangle)]
#[inline(never)]
extern "unadjusted" fn __udivti3(n: u128, d: u128) -> u128 {
    Wide::from(n).div_rem(Wide::from(d)).0.into()
}

#[unsafe(no_mangle)]
#[inline(never)]
extern "unadjusted" fn __umodti3(n: u128, d: u128) -> u128 {
    Wide::from(n).div_rem(Wide::from(d)).1.into()
}

#[unsafe(no_mangle)]
extern "unadjusted" fn __divti3(n: u128, d: u128) -> u128 {
    Wide::from(n)
        .signed_quotient(Wide::from(d), |n, d| __udivti3(n.into(), d.into()).into())
        .into()
}

#[unsafe(no_mangle)]
extern "unadjusted" fn __modti3(n: u128, d: u128) -> u128 {
    Wide::from(n)
        .signed_remainder(Wide::from(d), |n, d| __umodti3(n.into(), d.into()).into())
        .into()
}

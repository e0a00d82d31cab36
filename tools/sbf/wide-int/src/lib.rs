//! The 128-bit integer routines that compiled sBPF code calls.
//!
//! The virtual machine has 64-bit registers and no instruction for a wider product or quotient, so the compiler turns
//! `u128` and `i128` multiplication, division and remainder into calls of routines with fixed names. They live here,
//! for the target `bpf` only; the build script hands them to the linker, and the program's source knows nothing of
//! them. The arithmetic itself is plain code on 64-bit digits and is tested natively against the native types.
#![no_std]
#![cfg_attr(target_arch = "bpf", feature(abi_unadjusted), allow(internal_features))]

#[cfg(target_arch = "bpf")]
mod abi;
mod wide;

pub use wide::Wide;

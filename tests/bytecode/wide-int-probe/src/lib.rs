//! A program without a framework: the first byte of the instruction data chooses an operation, pairs of 128-bit numbers
//! follow, and the return data holds the result of each pair.
#![no_std]

const NUMBER: usize = 16;
const PAIR: usize = 2 * NUMBER;
/// The runtime takes 1,024 bytes of return data.
const MOST_RESULTS: usize = 64;

const SUCCESS: u64 = 0;
const INVALID_DATA: u64 = 1;

unsafe extern "C" {
    fn sol_set_return_data(data: *const u8, length: u64);
    fn abort() -> !;
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    unsafe { abort() }
}

fn apply(operation: u8, a: u128, b: u128) -> Option<u128> {
    let (signed_a, signed_b) = (a as i128, b as i128);
    Some(match operation {
        0 => a.wrapping_mul(b),
        1 => a.checked_div(b)?,
        2 => a.checked_rem(b)?,
        3 => signed_a.wrapping_div(signed_b) as u128,
        4 => signed_a.wrapping_rem(signed_b) as u128,
        5 => a.checked_mul(b).unwrap_or(7),
        6 => signed_a.checked_mul(signed_b).unwrap_or(7) as u128,
        7 => a.wrapping_shl(b as u32),
        8 => a.wrapping_shr(b as u32),
        9 => signed_a.wrapping_shr(b as u32) as u128,
        10 => a.checked_add(b).unwrap_or(7),
        11 => signed_a.saturating_sub(signed_b) as u128,
        12 => u128::from(a.leading_zeros()) << 8 | u128::from(b.trailing_zeros()),
        13 => u128::from(a < b) << 1 | u128::from(signed_a < signed_b),
        _ => return None,
    })
}

fn number(bytes: &[u8]) -> Option<u128> {
    Some(u128::from_le_bytes(bytes.try_into().ok()?))
}

fn answer(data: &[u8], results: &mut [u8; MOST_RESULTS * NUMBER]) -> Option<usize> {
    let (operation, operands) = data.split_first()?;
    let pairs = operands.chunks_exact(PAIR);
    let count = pairs.len();
    if !pairs.remainder().is_empty() || count > MOST_RESULTS {
        return None;
    }
    for (pair, result) in pairs.zip(results.chunks_exact_mut(NUMBER)) {
        let (a, b) = pair.split_at(NUMBER);
        result.copy_from_slice(&apply(*operation, number(a)?, number(b)?)?.to_le_bytes());
    }
    Some(count * NUMBER)
}

/// Called by the runtime with its serialised input: the number of accounts (none here), then the instruction data.
///
/// # Safety
/// `input` must be the runtime's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn entrypoint(input: *const u8) -> u64 {
    let (accounts, length) = unsafe { (input.cast::<u64>().read(), input.add(8).cast::<u64>().read()) };
    if accounts != 0 {
        return INVALID_DATA;
    }
    let data = unsafe { core::slice::from_raw_parts(input.add(16), length as usize) };
    let mut results = [0; MOST_RESULTS * NUMBER];
    match answer(data, &mut results) {
        Some(length) => {
            unsafe { sol_set_return_data(results.as_ptr(), length as u64) };
            SUCCESS
        }
        None => INVALID_DATA,
    }
}

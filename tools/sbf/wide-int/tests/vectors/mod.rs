//! Operands that try division and multiplication hard: the same sequence for the native test and for the bytecode.

/// A seeded sequence of operand pairs, divisors never zero.
pub struct Operands {
    state: u64,
}

impl Operands {
    /// Starts a sequence.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// splitmix64.
    fn digit(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn uniform(&mut self) -> u128 {
        (u128::from(self.digit()) << 64) | u128::from(self.digit())
    }

    /// Any bit length is as likely as any other.
    fn of_any_length(&mut self) -> u128 {
        let length = self.digit() % 129;
        if length == 0 {
            0
        } else {
            self.uniform() >> (128 - length)
        }
    }

    /// 32-bit digits that are mostly zeros or mostly ones, as quotient estimates go wrong there.
    fn of_extreme_digits(&mut self) -> u128 {
        (0..4).fold(0, |number, _| {
            let digit = match self.digit() % 8 {
                0 | 1 => 0,
                2 | 3 => 0xffff_ffff,
                4 => 0x8000_0000,
                5 => 1,
                6 => 0xffff_fffe,
                _ => self.digit() & 0xffff_ffff,
            };
            (number << 32) | u128::from(digit)
        })
    }

    fn number(&mut self) -> u128 {
        match self.digit() % 4 {
            0 => self.uniform(),
            1 | 2 => self.of_any_length(),
            _ => self.of_extreme_digits(),
        }
    }

    /// The next pair: a dividend and a divisor.
    pub fn pair(&mut self) -> (u128, u128) {
        let divisor = self.number().max(1);
        // One in four is at most one away from an exact multiple, where a quotient off by one shows.
        let dividend = if self.digit().is_multiple_of(4) {
            let multiple = (self.of_any_length() % (u128::MAX / divisor).max(1)) * divisor;
            match self.digit() % 3 {
                0 => multiple,
                1 => multiple.saturating_add(divisor - 1),
                _ => multiple.saturating_sub(1),
            }
        } else {
            self.number()
        };
        (dividend, divisor)
    }
}

/// Every pair of the numbers around the digits' borders, divisors never zero.
pub fn edges() -> Vec<(u128, u128)> {
    let mut numbers = vec![0, 1, 2, 3, 10];
    for bit in [31, 32, 33, 63, 64, 65, 95, 96, 97, 126, 127] {
        let power = 1u128 << bit;
        numbers.extend([power - 1, power, power + 1, power.wrapping_neg()]);
    }
    numbers.extend([u128::MAX, u128::MAX - 1, 0xffff_ffff_8000_0000 << 64]);
    let pairs = numbers
        .iter()
        .flat_map(|a| numbers.iter().map(move |b| (*a, *b)));
    pairs.filter(|(_, divisor)| *divisor != 0).collect()
}

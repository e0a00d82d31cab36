//! Numbers at random that are the same in every run.

/// A sequence of them (xorshift64); its seed is not zero.
pub struct Rng(pub u64);

impl Rng {
    /// The next one.
    pub const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// One below a bound.
    pub const fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }
}

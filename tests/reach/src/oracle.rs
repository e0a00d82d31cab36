//! Prices in the form in which the lending market reads them: an account of a product, and one of its price.

use crate::chain::{CLOCK, Chain};
use anchor_lang::prelude::Pubkey;
use securities_tests::engine::{Account, Engine};

/// The program that owns prices: nobody's here, as the test writes them.
pub const ORACLE: Pubkey = Pubkey::from_str_const("ReachPrices11111111111111111111111111111111");
/// What prices are in.
pub const CURRENCY: &[u8; 3] = b"USD";
/// Prices are in millionths.
const EXPONENT: i32 = -6;

const MAGIC: u32 = 0xa1b2_c3d4;
const VERSION: u32 = 2;
const PRODUCT: u32 = 2;
const PRICE: u32 = 3;
const PRODUCT_LEN: usize = 512;
const PRICE_LEN: usize = 3_312;

/// A price that a test sets.
pub struct Price {
    /// What it is a price of.
    pub product: Pubkey,
    /// Where it is.
    pub price: Pubkey,
}

impl Price {
    /// A price of a name, in millionths of the currency for a whole token.
    pub fn new(world: &mut Chain, name: &str, millionths: u64) -> Self {
        let product = world.key(&format!("{name} product"));
        let price = world.key(&format!("{name} price"));
        let mut data = header(PRODUCT, PRODUCT_LEN);
        data.extend_from_slice(price.as_ref());
        for text in [&b"quote_currency"[..], CURRENCY] {
            data.push(u8::try_from(text.len()).expect("short"));
            data.extend_from_slice(text);
        }
        data.resize(PRODUCT_LEN, 0);
        put(world, &product, data);
        let made = Self { product, price };
        made.set(world, millionths);
        made
    }

    /// Sets it.
    ///
    /// # Panics
    /// For a price of more than 63 bits.
    pub fn set(&self, world: &mut Chain, millionths: u64) {
        let mut data = header(PRICE, PRICE_LEN);
        // A price of the kind that is reported, with its exponent.
        data.extend(1_u32.to_le_bytes());
        data.extend(EXPONENT.to_le_bytes());
        data.resize(40, 0);
        data.extend(slot(world).to_le_bytes());
        data.resize(208, 0);
        let price = i64::try_from(millionths).expect("a price");
        data.extend(price.to_le_bytes());
        data.extend(0_u64.to_le_bytes());
        // It is trading.
        data.extend(1_u32.to_le_bytes());
        data.resize(PRICE_LEN, 0);
        put(world, &self.price, data);
    }
}

/// The slot of the chain's clock: the market takes no price that is older than five.
fn slot(world: &mut Chain) -> u64 {
    let clock = world.engine.account(&CLOCK).expect("a clock");
    let slot = clock.data.get(..8).expect("a slot");
    u64::from_le_bytes(slot.try_into().expect("eight bytes"))
}

fn header(kind: u32, length: usize) -> Vec<u8> {
    let length = u32::try_from(length).expect("short");
    let words = [MAGIC, VERSION, kind, length];
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

fn put(world: &mut Chain, address: &Pubkey, data: Vec<u8>) {
    let lamports = world.engine.rent(data.len());
    let account = Account {
        lamports,
        data,
        owner: ORACLE,
    };
    world.engine.set_account(address, account);
}

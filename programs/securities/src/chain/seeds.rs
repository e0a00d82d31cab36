//! The seeds of every address the program derives. Each starts with a fixed tag and is fixed-width.

use anchor_lang::prelude::Pubkey;

/// `["security", origin, id: u64 le]`; the origin is the sponsor that created it.
pub const SECURITY: &[u8] = b"security";
/// `["tranche", security, rank: u8]`
pub const TRANCHE: &[u8] = b"tranche";
/// `["mint", tranche or warrant series]`: the share mint, or the mint of the warrants.
pub const MINT: &[u8] = b"mint";
/// `["waterfall", security]`
pub const WATERFALL: &[u8] = b"waterfall";
/// `["vault", security or book or source, mint]`: the token account that the security or book owns, or that a
/// source of revenue is paid at.
pub const VAULT: &[u8] = b"vault";
/// `["book", tranche, number: u16 le]`
pub const BOOK: &[u8] = b"book";
/// `["ticket", book, owner, nonce: u64 le]`
pub const TICKET: &[u8] = b"ticket";
/// `["owed", ticket]`: a refund that left its book and waits for its owner.
pub const OWED: &[u8] = b"owed";
/// `["stake", book, owner]`
pub const STAKE: &[u8] = b"stake";
/// `["warrant", tranche, number: u32 le]`: a series of warrants on the tranche's shares.
pub const WARRANT: &[u8] = b"warrant";
/// `["rate", security, mint]`: what the security's reporter says that mint is worth.
pub const RATE: &[u8] = b"rate";
/// `["credential", qualifier, subject]`
pub const CREDENTIAL: &[u8] = b"credential";
/// `["holder", tranche, owner]`
pub const HOLDER: &[u8] = b"holder";
/// `["distribution", security, payer, nonce: u64 le]`: the payer chooses the nonce, so that a prepared one stays valid
/// whatever others post meanwhile.
pub const DISTRIBUTION: &[u8] = b"distribution";
/// `["loss", security, SHA-256 of its report]`
pub const LOSS: &[u8] = b"loss";
/// `["source", security, number: u32 le]`: a registered source of revenue.
pub const SOURCE: &[u8] = b"source";
/// `["handover", security, role and place: u8 each]`: a role that its holder has named a new key for.
pub const HANDOVER: &[u8] = b"handover";
/// `["extra-account-metas", share mint]`: where Token-2022 reads which accounts the hook needs.
pub const HOOK_ACCOUNTS: &[u8] = b"extra-account-metas";

/// What signs for an address of a tag, a parent and a number; a copy, since a borrowed account cannot be passed to a
/// token program.
#[derive(Clone, Copy)]
pub struct SignerSeeds {
    tag: &'static [u8],
    parent: Pubkey,
    number: [u8; 8],
    width: usize,
    bump: [u8; 1],
}

impl SignerSeeds {
    /// The seeds of a tag, a parent, the first `width` bytes of a number, little-endian, and a bump.
    #[must_use]
    pub const fn new(
        tag: &'static [u8],
        parent: Pubkey,
        (number, width): (u64, usize),
        bump: u8,
    ) -> Self {
        Self {
            tag,
            parent,
            number: number.to_le_bytes(),
            width,
            bump: [bump],
        }
    }

    /// The seeds, as the runtime takes them.
    #[must_use]
    pub fn slices(&self) -> [&[u8]; 4] {
        let number = self.number.get(..self.width).unwrap_or(&self.number);
        [self.tag, self.parent.as_ref(), number, &self.bump]
    }
}

//! The seeds of every address the program derives. Each starts with a fixed tag and is fixed-width.

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
/// `["distribution", security, number: u32 le]`
pub const DISTRIBUTION: &[u8] = b"distribution";
/// `["source", security, number: u32 le]`: a registered source of revenue.
pub const SOURCE: &[u8] = b"source";
/// `["extra-account-metas", share mint]`: where Token-2022 reads which accounts the hook needs.
pub const HOOK_ACCOUNTS: &[u8] = b"extra-account-metas";

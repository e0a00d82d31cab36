//! The seeds of every address that the program derives. Each begins with a fixed tag and has fixed-width parts.

use anchor_lang::prelude::Pubkey;

/// `["security", origin, id: u64 le]`; the origin is the sponsor that created the security.
pub const SECURITY: &[u8] = b"security";
/// `["tranche", security, rank: u8]`
pub const TRANCHE: &[u8] = b"tranche";
/// `["mint", tranche, warrant series or wrapper]`: the share mint, the mint of the warrants, or that of the units.
pub const MINT: &[u8] = b"mint";
/// `["waterfall", security]`
pub const WATERFALL: &[u8] = b"waterfall";
/// `["vault", security, book, source or owed refund, mint]`: the token account of a security or book, or the one into which a
/// revenue source is paid.
pub const VAULT: &[u8] = b"vault";
/// `["book", tranche, number: u16 le]`
pub const BOOK: &[u8] = b"book";
/// `["ticket", book, owner, nonce: u64 le]`
pub const TICKET: &[u8] = b"ticket";
/// `["owed", ticket]`: a refund that has left its book and waits for its owner.
pub const OWED: &[u8] = b"owed";
/// `["owner_total", book, owner]`
pub const OWNER_TOTAL: &[u8] = b"owner_total";
/// `["wrapper", tranche]`: the wrapper of a tranche's shares.
pub const WRAPPER: &[u8] = b"wrapper";
/// `["warrant", tranche, number: u32 le]`: a series of warrants on the tranche's shares.
pub const WARRANT: &[u8] = b"warrant";
/// `["conversion", tranche, number: u32 le]`: how shares of the tranche become shares of another.
pub const CONVERSION: &[u8] = b"conversion";
/// `["rate", security, mint]`: what the mint is worth according to the security's reporter.
pub const RATE: &[u8] = b"rate";
/// `["reference", reporter, name: 32 bytes]`: a market's interest rate according to the reporter.
pub const REFERENCE: &[u8] = b"reference";
/// `["credential", qualifier, subject]`
pub const CREDENTIAL: &[u8] = b"credential";
/// `["protocol", security, address]`: the registration of an address of a program.
pub const PROTOCOL: &[u8] = b"protocol";
/// `["holder", tranche, owner]`
pub const HOLDER: &[u8] = b"holder";
/// `["person", tranche, person]`: what the records of one person may receive together.
pub const PERSON: &[u8] = b"person";
/// `["distribution", security, payer, nonce: u64 le]`: the payer chooses the nonce, so that a prepared distribution
/// stays valid whatever others post in the meantime.
pub const DISTRIBUTION: &[u8] = b"distribution";
/// `["loss", security, SHA-256 of its report]`
pub const LOSS: &[u8] = b"loss";
/// `["source", security, number: u32 le]`: a registered revenue source.
pub const SOURCE: &[u8] = b"source";
/// `["disclosures", security]`: the security's calendar of disclosures.
pub const DISCLOSURES: &[u8] = b"disclosures";
/// `["disclosure", security, kind: u8, period: u32 le]`: what holders were told of a period.
pub const DISCLOSURE: &[u8] = b"disclosure";
/// `["role_transfer", security, role and place: u8 each]`: a role for which its holder has named a new key.
pub const ROLE_TRANSFER: &[u8] = b"role_transfer";
/// `["governance", security]`: how the holders of a security decide, and when its resolutions may be proposed.
pub const GOVERNANCE: &[u8] = b"governance";
/// `["resolution", security, number: u32 le]`
pub const RESOLUTION: &[u8] = b"resolution";
/// `["draft", security, author, number: u32 le]`: a waterfall that its author may propose.
pub const DRAFT: &[u8] = b"draft";
/// `["ballot", resolution, holder record]`: how a record votes on a resolution.
pub const BALLOT: &[u8] = b"ballot";
/// `["measure", security, number: u16 le]`: an exceptional measure.
pub const MEASURE: &[u8] = b"measure";
/// `["extra-account-metas", share mint]`: where Token-2022 reads the list of accounts that the hook needs.
pub const HOOK_ACCOUNTS: &[u8] = b"extra-account-metas";
/// `["thaw_extra_account_metas", share mint]`: where token-acl reads the list of accounts that the gate of thaws needs.
pub const THAW_ACCOUNTS: &[u8] = b"thaw_extra_account_metas";
/// `["freeze_extra_account_metas", share mint]`: where token-acl reads the list of accounts that the gate of freezes needs.
pub const FREEZE_ACCOUNTS: &[u8] = b"freeze_extra_account_metas";
/// `["MINT_CONFIG", share mint]` of token-acl: its configuration of a mint, which freezes and thaws.
pub const MINT_CONFIG: &[u8] = b"MINT_CONFIG";
/// `["FLAG_ACCOUNT", token account]` of token-acl: there only while it carries out a thaw or freeze that anyone may ask for.
pub const FLAG: &[u8] = b"FLAG_ACCOUNT";

/// The signer seeds of an address that derives from a tag, a parent and a number. This is a copy, since a borrowed
/// account cannot be passed to a token program.
#[derive(Clone, Copy)]
pub struct SignerSeeds {
    tag: &'static [u8],
    parent: Pubkey,
    number: [u8; 8],
    width: usize,
    bump: [u8; 1],
}

impl SignerSeeds {
    /// From a tag, a parent, the first `width` bytes of a number (little-endian) and a bump.
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

    /// The seeds in the form that the runtime takes.
    #[must_use]
    pub fn slices(&self) -> [&[u8]; 4] {
        let number = self.number.get(..self.width).unwrap_or(&self.number);
        [self.tag, self.parent.as_ref(), number, &self.bump]
    }
}

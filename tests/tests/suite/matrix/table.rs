//! Which accounts belong together, by which field, with which error; and where any account will do, and why.
//!
//! A new instruction needs, and the suite fails until it has: 1. a **case** in one of this folder's lists: one valid
//! call, who signs it by the contract, and names for the accounts
//!    that follow the named ones. The scene should have neighbours ([`super::scenes`]), so that there is another account
//!    of each kind to try;
//! 2. **relations**: a field that has to agree with another account is a `must` with the error that says so. The list
//!    that the suite prints when it fails names each field that nobody has stated;
//! 3. what is left: a field that has the same value and is not compared is `alike`, an account that the instruction
//!    compares itself is `compared`, and a change that may go through is `free`. Each says why; "it went through" is
//!    no reason. An entry that no call needs fails too.
//!
//! `MATRIX=name` runs one instruction, in a second.

use super::free::FREE;
use securities_tests::matrix::table::{Alike, Compared, Relation, Table, alike, compared, must};

/// The one table.
pub const TABLE: Table = Table {
    relations: RELATIONS,
    alike: ALIKE,
    free: FREE,
    compared: COMPARED,
};

#[rustfmt::skip]
const RELATIONS: &[Relation] = &[
    must("Security.sponsor", "sponsor|caller", "NotSponsor|ReturnNotDue"),
    must("Security.sponsor", "authority", "NotAuthority"),
    must("Security.origin", "origin", "WrongRentPayer"),
    must("Security.servicer", "servicer", "NotServicer"),
    must("Security.servicer", "holder", "NotRoleHolder"),
    must("Security.arbitrator", "arbitrator", "NotArbitrator"),
    must("Security.arbitrator", "authority", "NotArbitrator|NotAuthority|NotMeasureAuthority"),
    must("Security.reporter", "authority", "NotReporter"),
    must("Security.control.agents", "authority", "NotInControl"),
    must("Security.budget.manager", "sponsor", "NotSponsor"),
    must("Security.budget.destination", "destination", "OutsideBudget"),
    must("Security.sponsor|Security.servicer", "RoleTransfer.holder", "RoleTransferStale"),
    must("Security.destinations", "RoleTransfer.from", "RoleTransferStale"),
    must("Security.reporter", "reporter", "NotReporter"),
    must("Security.qualifiers", "Credential.qualifier", "NotQualifier|CredentialsIncomplete"),
    must("Security.qualifiers", "decider", "NotDecider"),
    must("Security.destinations", "destination", "WrongDestination"),
    must("Security.escheat", "TokenAccount.owner", "WrongPayoutAccount"),
    must("Security.vaults.address", "vault", "WrongVault"),
    must("Security.vaults.mint", "mint|settlement_mint", "WrongMint"),
    must("Security.vaults.mint", "TokenAccount.mint", "PayoutNotAssociated|WrongDestination"),
    must("Security.vaults.token_program", "token_program", "WrongTokenProgram"),

    must("Waterfall.security", "security", "WrongSecurity"),
    must("Waterfall.tiers.payee", "TokenAccount.owner", "WrongPayoutAccount"),
    must("ReportedRate.security", "security|Book.security", "WrongSecurity|WrongRateSource"),
    must("ReportedRate.mint", "mint|Tranche.mint|Book.assets.mint", "WrongRateSource"),
    must("ReferenceRate.reporter", "reporter", "NotReporter"),
    must("Tranche.reference", "reference", "WrongRateSource"),
    must("Source.security", "security", "WrongSecurity"),
    must("Source.mint", "mint", "WrongMint"),
    must("Source.account", "account", "WrongVault"),

    must("Loss.security", "security", "WrongSecurity"),

    must("Distribution.security", "security", "WrongSecurity"),
    must("Distribution.payer", "payer", "NotPayer"),

    must("Tranche.security", "security", "WrongSecurity"),
    must("Tranche.mint", "mint|share_mint|promote mint|into_mint", "WrongMint"),
    must("Tranche.mint", "ReportedRate.mint", "ConstraintSeeds"),
    must("Tranche.mint", "TokenAccount.mint", "ShareAccountDiffers"),
    must("Tranche.manager", "Holder.owner", "NotManager"),

    must("Book.security", "security", "WrongSecurity"),
    must("Book.security", "ReportedRate.security", "WrongRateSource"),
    must("Book.tranche", "tranche|second tranche", "WrongTranche"),
    must("Book.line", "line", "WrongLine"),
    must("Book.rent_payer", "rent_payer", "WrongRentPayer"),
    must("Book.assets.mint", "mint|settlement_mint", "WrongMint"),
    must("Book.assets.mint", "ReportedRate.mint", "WrongRateSource"),
    must("Book.assets.escrow", "escrow", "WrongVault"),
    must("Book.assets.token_program", "token_program", "WrongTokenProgram"),
    must("Book.assets.rate_source", "rate_source|rate of the asset", "WrongRateSource"),
    must("Book.curves.target", "series|promote tranche", "WrongReward"),

    must("Ticket.book", "book", "WrongBook"),
    must("Ticket.owner", "owner|Holder.owner", "NotOwner|HolderMissing"),
    must("Ticket.owner", "Credential.subject", "NotOwner|CredentialsIncomplete"),
    must("Ticket.rent_payer", "rent_payer", "WrongRentPayer"),
    must("Ticket.refund_account", "refund_account", "WrongRefundAccount"),
    must("OwnerTotal.book", "book", "WrongBook"),
    must("OwnerTotal.owner", "owner", "NotOwner"),
    must("OwnerTotal.rent_payer", "rent_payer", "WrongRentPayer"),

    must("OwedRefund.security", "security", "WrongSecurity"),
    must("OwedRefund.owner", "owner", "NotOwner"),
    must("OwedRefund.mint", "mint", "WrongMint"),
    must("OwedRefund.token_program", "token_program", "WrongTokenProgram"),
    must("OwedRefund.vault", "vault", "WrongVault"),
    must("OwedRefund.rent_payer", "rent_payer", "WrongRentPayer"),

    must("Holder.tranche", "tranche|promote tranche|into", "WrongTranche|HolderMissing"),
    must("Holder.owner", "owner|Credential.subject|Protocol.address", "NotOwner|HolderMissing|ConstraintSeeds"),
    must("Holder.qualifier", "Security.qualifiers|Credential.qualifier|Credential.rent_payer", "ConstraintSeeds"),
    must("Holder.share_account", "token_account|share_account", "OtherAccountThawed"),
    must("Holder.owner", "Ticket.owner|authority|TokenAccount.owner", "NotOwner|HolderMissing|NotManager|ShareAccountDiffers|SharesOfAnother|WrongShareAccount|WrongMeasure"),
    must("Holder.rent_payer", "rent_payer", "WrongRentPayer"),
    must("Holder.payout_account", "payout_account|payout account|second payout account", "WrongPayoutAccount"),
    must("Credential.subject", "Holder.owner|Ticket.owner|owner", "NotOwner"),
    must("Credential.qualifier", "qualifier|Security.qualifiers", "NotQualifier"),
    must("Protocol.security", "security", "WrongSecurity"),
    must("Protocol.address", "Holder.owner|authority", "NotOwner"),

    must("RoleTransfer.security", "security", "WrongSecurity"),
    must("RoleTransfer.to", "to", "NotNamed"),
    must("RoleTransfer.rent_payer", "rent_payer", "WrongRentPayer"),
    must("RoleTransfer.holder", "Security.sponsor|Security.servicer", "RoleTransferStale"),
    must("RoleTransfer.from", "Security.servicer|Security.destinations", "RoleTransferStale"),

    must("WarrantSeries.tranche", "tranche|warrant tranche", "WrongTranche"),
    must("WarrantSeries.mint", "mint|warrant mint", "WrongMint"),
    must("WarrantSeries.rent_payer", "rent_payer", "WrongRentPayer"),
    // It signs for its mint with what its address was made from.
    must("WarrantSeries.tranche", "promote tranche", "ProgramFailedToComplete|PrivilegeEscalation"),

    must("Wrapper.tranche", "tranche", "WrongTranche"),
    must("Wrapper.mint", "unit_mint", "WrongMint"),
    must("Wrapper.token_program", "unit_token_program", "WrongTokenProgram"),
    must("Holder.owner", "wrapper", "NotWrapperRecord"),

    must("DisclosureCalendar.security", "security", "WrongSecurity"),
    must("DisclosureCalendar.items.attestor", "attestor", "NotAttestor"),
    must("Disclosure.security", "security", "DisclosureMissing|WrongSecurity"),
    must("Person.rent_payer", "payer|rent_payer", "WrongRentPayer"),

    must("Governance.security|Resolution.security|Ballot.security", "security", "WrongSecurity"),
    must("Security.sponsor", "proposer", "NotSponsor|SponsorRecord"),
    must("Holder.owner", "proposer", "NotOwner"),
    must("Holder.tranche", "junior tranche", "WrongTranche"),
    must("Resolution.proposer", "authority", "NotArbitrator"),
    must("Measure.security", "security", "WrongSecurity"),
    must("Measure.tranche", "tranche", "WrongTranche"),
    must("Measure.holder", "holder", "WrongMeasure"),
    must("Measure.to", "Holder.owner|Holder.person|TokenAccount.owner", "WrongMeasure"),
    must("Measure.rent_payer", "rent_payer", "WrongRentPayer"),
    must("Ballot.resolution", "resolution", "WrongResolution"),
    must("Ballot.holder", "holder", "WrongResolution"),
    must("Resolution.rent_payer|Ballot.rent_payer", "rent_payer", "WrongRentPayer"),

    must("StructureDraft.security", "security", "WrongSecurity|WrongDraft"),
    must("StructureDraft.author", "author", "DraftStays"),
    must("StructureDraft.author", "proposer", "WrongDraft"),
    must("StructureDraft.resolution", "resolution", "WrongResolution|DraftUsed"),
    must("StructureDraft.rent_payer", "rent_payer", "WrongRentPayer"),

    must("Conversion.security", "security", "WrongSecurity"),
    must("Conversion.tranche", "tranche|senior tranche", "WrongConversion"),
    must("Conversion.into", "into|junior tranche", "WrongConversion"),
    must("Conversion.rent_payer", "rent_payer", "WrongRentPayer"),

    must("TokenAccount.mint", "Security.vaults.mint", "WrongDestination"),
    must("TokenAccount.owner", "new_holder", "NotNamed"),

    // What the token programs prove.
    must("Mint.authority", "tranche|series|promote tranche|wrapper|into", "token 4"),
    must("TokenAccount.mint", "mint|settlement_mint|share_mint|warrant mint|promote mint|unit_mint|into_mint", "token 3|WrongDestination|SharesOfAnother|ShareAccountDiffers|NotPayerAccount"),
    must("TokenAccount.mint", "Tranche.mint", "ShareAccountDiffers"),
    must("TokenAccount.owner", "book|security|owner|owed|payer|authority", "token 4|SharesOfAnother|token-acl 8|NotPayerAccount"),
    // The token program looks for the record of another owner.
    must("TokenAccount.owner", "Holder.owner", "token 2724315840|ShareAccountDiffers|SharesOfAnother"),
];

#[rustfmt::skip]
const ALIKE: &[Alike] = &[
    alike("Security.origin", "sponsor|caller|authority|rent_payer|Book.rent_payer|ReportedRate.rent_payer|WarrantSeries.rent_payer|TokenAccount.owner|RoleTransfer.holder", "the address was made from it, and the sponsor has the power"),
    alike("TokenAccount.owner", "origin", "the creator is the sponsor, who has accounts"),
    alike("Security.sponsor", "origin|rent_payer|Book.rent_payer|ReportedRate.rent_payer|WarrantSeries.rent_payer|TokenAccount.owner", "the sponsor pays rent and has accounts"),
    alike("Book.rent_payer|ReportedRate.rent_payer|WarrantSeries.rent_payer", "sponsor|caller|Security.sponsor|Book.rent_payer|ReportedRate.rent_payer|WarrantSeries.rent_payer|TokenAccount.owner", "the sponsor pays the rent, and has accounts"),
    alike("DisclosureCalendar.items.attestor", "Disclosure.attestor", "who posts was compared when it was posted"),
    alike("Disclosure.attestor", "DisclosureCalendar.items.attestor|Disclosure.attestor", "who posts was compared when it was posted"),
    alike("Security.origin|Security.sponsor", "proposer|Resolution.proposer|Resolution.sponsor", "the sponsor proposed it, and has the power whatever its address was made from"),
    alike("Resolution.proposer|Resolution.sponsor", "authority|Security.origin|Security.sponsor", "the sponsor of the proposal's time, which may be another now"),
    alike("Security.origin|Security.sponsor", "Conversion.rent_payer", "the sponsor pays the rent of the conversion, which stays open"),
    alike("Conversion.rent_payer", "Security.origin|Security.sponsor", "the sponsor pays the rent of the conversion, which stays open"),
    alike("Resolution.proposer", "new_holder", "a holder proposed an account of its own"),
    alike("Resolution.agent", "Security.control.agents", "the agent of the proposal's time, whose record does not vote"),
    alike("Security.control.agents", "Resolution.agent", "the agent of the proposal's time, which may be another now"),
    alike("Security.origin|Security.sponsor", "author", "the sponsor laid the draft down, whatever its address was made from"),
    alike("StructureDraft.author", "Security.origin|Security.sponsor|Resolution.proposer|Resolution.sponsor", "the sponsor laid it down and proposed it, which was compared then"),
    alike("StructureDraft.rent_payer", "payer|Resolution.rent_payer", "a patron pays for draft and resolution"),
    alike("Resolution.rent_payer", "StructureDraft.rent_payer", "a patron pays for draft and resolution"),
    alike("Resolution.rent_payer", "payer", "a patron pays for the resolution and for ballots"),
    alike("Holder.person", "proposer", "an owner is its own person unless a credential states another"),
    alike("Credential.rent_payer", "qualifier|Security.qualifiers", "the qualifier pays the rent"),
    alike("Protocol.rent_payer", "payer|Holder.rent_payer", "a patron pays for registration and record"),
    alike("Holder.rent_payer", "Protocol.rent_payer", "a patron pays for registration and record"),
    alike("OwnerTotal.rent_payer", "payer", "a patron pays for stake and ticket"),
    alike("Holder.rent_payer", "Holder.rent_payer|caller", "a patron pays for both, and asks for a thaw"),
    alike("Holder.person", "owner|caller|wrapper|Holder.owner|Credential.subject|Protocol.address|Ticket.owner|TokenAccount.owner|authority", "an owner is its own person unless a credential states another"),
    alike("Security.destinations", "refund_account|payout_account", "the sponsor's account is named as anybody's may be"),
    alike("Security.vaults.mint|Book.assets.mint", "Book.assets.mint|Security.vaults.mint", "an asset was added with a vault of its mint"),
    alike("Security.vaults.token_program|Book.assets.token_program", "Book.assets.token_program|Security.vaults.token_program", "an asset was added with a vault of its mint"),
    alike("Book.security|Tranche.security", "Book.security|Tranche.security", "a book was opened in its tranche's security"),
    alike("Line.book", "book", "the book names its line"),
    alike("Book.curves.target", "tranche", "bonus shares are the book's own tranche's"),
    alike("WarrantSeries.security", "security|Tranche.security|Book.security", "a series was created in its tranche's security"),
    alike("WarrantSeries.book", "book", "the book's curve names the series"),
    alike("Security.origin|Security.sponsor", "Holder.rent_payer", "the sponsor pays the rent of the wrapper's record, which is never closed"),
    alike("Holder.rent_payer", "Security.origin|Security.sponsor", "the sponsor pays the rent of the wrapper's record, which is never closed"),
    alike("Wrapper.security|Tranche.security", "security|Tranche.security|Wrapper.security", "a wrapper was created in its tranche's security"),
    alike("Holder.payout_account", "destination|refund_account|paying_account|Holder.payout_account", "the owner has one account for money"),
    alike("Ticket.refund_account", "destination", "the owner withdraws to where it likes"),
    alike("Ticket.owner", "TokenAccount.owner", "a refund account is anybody's"),
    alike("TokenAccount.owner", "Security.escheat|Security.sponsor|Book.rent_payer|Waterfall.tiers.payee|Ticket.owner|sponsor", "named or proven by its address"),
];

#[rustfmt::skip]
const COMPARED: &[Compared] = &[
    compared("*", "event_authority|program|this program", "addresses that are constant"),
    compared("close_account", "rent_payer", "whoever paid the account's rent or, where it does not say who did, whoever created the security"),
    compared("close_account", "hook_accounts", "derived from the share mint"),
    compared("create_security|add_vault|register_source", "token_program", "the program that owns the mint"),
    compared("create_wrapper", "token_program", "the sponsor's choice, which the units' name must fit"),
    compared("open_book", "line", "an account of the program that nothing was written to"),
    compared("create_rate|register_source|issue_credential", "mint|subject", "part of the new account's address"),
    compared("copy_attestation", "attestation|schema", "the address of the schema's attestation of the owner"),
    compared("post_disclosure", "disclosure", "the new account's address is made from security, kind and period"),
    compared("create_reference_rate", "reporter|reference", "the new account's address is made from the signer and the name"),
    compared("open_holder", "payout_account", "the owner's associated account, unless the owner signs"),
    compared("propose_resolution", "sponsor's senior record|sponsor's junior record", "the address of the sponsor's record of the tranche"),
    compared("close_draft", "resolution", "the default address, as long as no resolution names the draft"),
    compared("propose_resolution|execute_resolution", "draft", "the address and the hash that the proposal names"),
    compared("execute_resolution", "new_holder", "the key that the resolution names"),
    compared("cancel_role", "caller", "who holds the role, or proposed its role transfer"),
    compared("pay_fee|pay_fee_from_treasury", "payee_account", "the payee's associated account"),
    compared("escheat", "escheat_account", "the escheat owner's associated account"),
    compared("refund_ticket|owe_refund", "owner_account", "the owner's associated account"),
    compared("claim_refund", "destination", "the owner's associated account, unless the owner signs"),
    compared("disqualify_ticket", "revoked credential", "the address of the owner's credential of the qualifier"),
    compared("add_asset", "rate_source", "the address of the security's rate for the mint, or the pool of the mint"),
    compared("lock_group", "share_rate|second share_rate", "the address of the security's rate for the tranche's shares"),
    compared("transfer_hook", "hook_accounts", "read by the token program"),
    compared("can_thaw_permissionless|can_freeze_permissionless", "flag|mint_config|token_program|system_program|extra_accounts", "by token-acl"),
    compared("freeze_shares", "caller", "the record's owner, while the window is open"),
    compared("settle_ticket", "mint_config|token-acl", "the program with its address, the configuration by token-acl"),
];

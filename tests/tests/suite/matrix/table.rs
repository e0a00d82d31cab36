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

use securities_tests::matrix::table::{
    Alike, Compared, Free, Relation, Table, alike, compared, free, must,
};

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

const BY_ADDRESS: &str = "the account at this address can be no other: the address is compared";
const CHOICE: &str = "the caller's choice";
const OWNERS_CHOICE: &str = "the owner's choice, which costs the owner alone";
const INWARD: &str = "money comes in, to the address that the books name";
const BY_BOOK: &str = "the book's asset says it, and the security's vaults are not asked";
const BY_TRANCHE: &str = "the book's tranche is compared, and the book was opened in its security";
const PASSED_OVER: &str = "who is gone or cannot be paid is passed over, and stays owed";
const WAITS: &str = "a refund that cannot be paid waits in its ticket";

#[rustfmt::skip]
const FREE: &[Free] = &[
    free("close_account", "account", "another", "any record of the class that is owed nothing closes"),
    free("close_source", "account|vault", "removed|foreign|zeroed|field TokenAccount", "nothing is moved where the source is empty"),
    // Who pays, and where the caller wants something to go.
    free("deposit|open_holder|open_owner_total|grow_line", "payer", "another|stranger|duplicate of owner", CHOICE),
    free("register_protocol", "payer", "another|stranger|duplicate of authority", CHOICE),
    free("register_protocol", "protocol", "removed|field Protocol.security|field Protocol.address", "its address is derived from both; one that is not there is made"),
    free("copy_attestation", "payer", "another|stranger|duplicate of subject|read-only", "the caller's choice, who pays nothing where the credential is there"),
    free("copy_attestation", "attestation", "removed|foreign|zeroed", "one that was closed revokes the credential"),
    free("copy_attestation", "credential", "removed|field Credential.subject|field Credential.qualifier|field Credential.rent_payer", "its address is derived from schema and owner; one that is not there is made"),
    free("decide_protocol", "decider", "another", "the arbitrator and, to veto, the sponsor may as well"),
    free("decide_protocol", "protocol", "another", "another registration with the security"),
    free("allot_shares", "payer", "another|stranger|duplicate of owner|read-only", "who pays nothing where the person's account is there"),
    free("allot_shares", "rent_payer", "read-only", "the account stays: nothing is paid back"),
    free("allot_shares|free_place", "holder", "field Holder.rent_payer", "the rent payer of the person's account is meant"),
    free("propose_resolution", "payer", "another|stranger|duplicate of proposer", CHOICE),
    free("draft_structure", "payer", "another|stranger|duplicate of author", CHOICE),
    free("announce_measure", "payer", "another|stranger|duplicate of sponsor", CHOICE),
    free("propose_resolution", "sponsor's senior record|sponsor's junior record", "read-only", "the sponsor has no shares there that would have to stay"),
    free("propose_resolution", "sponsor's senior record", "another|nobody|duplicate", "nobody holds a share of the class, which is not asked"),
    free("cast_ballot", "payer", "another|stranger|duplicate of owner", "who pays nothing where the ballot is there"),
    free("owe_refund", "payer", "another|stranger|duplicate", CHOICE),
    free("propose_role", "payer", "another|stranger|duplicate of holder|duplicate of to", CHOICE),
    free("propose_role", "to", "another|stranger|nobody|duplicate", "the holder's choice"),
    free("fund_tips", "funder", "another|stranger", CHOICE),
    free("settle_ticket|refund_ticket|pay_holders", "tip_account", "another|stranger|nobody|duplicate", CHOICE),
    free("claim", "destination", "another|copy|foreign|duplicate of vault|field TokenAccount.owner", OWNERS_CHOICE),
    free("withdraw", "destination", "another|copy|foreign|duplicate of escrow|field TokenAccount.owner", OWNERS_CHOICE),
    free("set_refund_account", "refund_account", "another|copy|foreign|nobody|removed|zeroed|duplicate|field TokenAccount.mint", OWNERS_CHOICE),
    free("set_payout_account", "payout_account", "another|copy|foreign|nobody|removed|zeroed|duplicate|field TokenAccount.mint", OWNERS_CHOICE),
    free("deposit|exercise|post_distribution|restore_escheated", "paying_account", "copy", "any account of the payer's that holds the money"),
    free("transfer_hook", "source", "copy", "any account of the owner's that holds the shares"),
    free("exercise", "warrant_account", "copy", "any account of the owner's that holds the warrants"),
    free("transfer_hook", "source_holder", "swapped", "the token program finds each by its address and hands them over in their order"),
    free("transfer_hook", "destination", "copy|duplicate of source", "shares go to any account whose owner has a record"),

    free("wrap_shares", "unit_account", "another|copy|field TokenAccount.owner", "the owner's choice: whoever has the units has what they hold"),
    free("wrap_shares", "share_account|paying_account", "copy", "any account of the owner's that holds the shares, or the money"),
    free("unwrap_shares", "unit_account", "copy", "any account of the owner's that holds the units"),

    free("check_thaw", "token_account", "copy", "another account of the owner, each of which may be thawed; nothing is written"),
    free("check_transfer", "source_holder|destination_holder", "swapped|duplicate of source_holder|duplicate of destination_holder", "another transfer, of which nothing is written: back, or between accounts of one owner"),

    free("can_thaw_permissionless", "caller", "another|stranger|duplicate of owner", "anyone asks for a thaw"),
    free("can_thaw_permissionless|can_freeze_permissionless", "caller", "read-only", "token-acl pays it nothing"),
    free("freeze_shares", "holder", "field Holder.owner", "what is another owner's holds nothing of the record, which anyone settles"),
    free("freeze_shares", "share_account", "removed|foreign|zeroed|field TokenAccount.mint|field TokenAccount.owner", "what is no account of the record's owner for the share mint holds nothing of the record, which anyone settles"),

    // One of several that the signer has the same power over.
    free("fund_tips|set_curve", "book", "another", "another book of the security"),
    free("set_curve", "series", "another", "another series of the tranche"),
    free("report_rate", "rate", "another", "another rate of the security"),
    free("report_reference_rate", "reference", "another", "another reference rate of the reporter"),
    free("set_credential", "credential", "another", "another credential of the qualifier"),
    free("preview_ticket", "ticket", "another", "another ticket of the book: nothing is written"),

    free("record_loss|strike_loss|correct_loss", "loss", "another", "another loss of the security, each by its own report"),
    free("report_covenant", "authority", "another|stranger|duplicate", "anyone looks at disclosures"),
    free("report_covenant", "disclosure|program", "another|nobody|duplicate", "an event and a net worth look at no disclosure"),
    free("stop_act", "authority", "another", "the agent in control may as well"),
    free("report_pool", "arbitrator", "empty|duplicate of program", "a report within the daily limit needs no second signature"),
    free("sweep_vault", "security", "field Security.sponsor", "anyone sweeps"),

    free("accept_role", "role_transfer", "another", "another role that the same key is named for"),
    free("cancel_role", "security|role_transfer", "field Security.servicer|field RoleTransfer.holder|field RoleTransfer.from", "who holds the role may, and who proposed it"),
    free("refuse_role", "security|role_transfer", "field Security.sponsor|field RoleTransfer.holder|field RoleTransfer.from", "the arbitrator refuses whoever proposed it"),

    free("post_notice", "disclosure", "another|empty|duplicate of program", "a notice is about whichever disclosure of the security, or about none"),
    free("allot_shares|free_place", "person", "field Person.tranche|field Person.person", "its address is derived from both"),
    free("free_place", "security", "field Security.qualifiers", "what another says than its qualifiers keeps no place"),
    free("free_place", "credential", "removed|foreign|field Credential.qualifier|field Credential.subject", "at the only address that it can have there is none that is good"),
    free("open_window", "tranche", "another", "another class of the security, on a day of its own window"),

    // What another account already proves.
    free("set_governance", "governance", "removed|field Governance.security", "its address is derived from the security; one that is not there is made"),
    free("cast_ballot", "ballot", "removed|field Ballot.security|field Ballot.resolution|field Ballot.holder|field Ballot.rent_payer", "its address is derived from resolution and record; one that is not there is made"),
    free("withdraw_ballot", "ballot", "field Ballot.security", "the security is the resolution's, which is compared"),
    free("withdraw_ballot|close_ballot", "resolution", "field Resolution.rent_payer", "the rent payer of the ballot is meant"),
    free("close_ballot", "resolution", "removed|foreign|field Resolution.security", "the ballot names it, and it may be closed"),
    free("close_draft", "resolution", "removed|foreign|field Resolution.security|field Resolution.rent_payer", "the draft names it, and it may be closed"),
    free("execute_resolution", "tranche", "duplicate of senior tranche|duplicate of junior tranche", "neither a waterfall nor an acceleration changes a class by itself"),
    free("execute_resolution", "draft", "field StructureDraft.resolution", "the resolution names the draft, by its address and its hash"),
    free("close_ballot", "ballot", "another", "another ballot of the resolution, closed for whoever paid its rent"),
    free("stop_resolution", "security", "field Security.sponsor", "who proposed it stops it, whoever is the sponsor"),
    free("execute_resolution", "conversion", "field Conversion.security", "its class is compared, which is the security's"),
    free("execute_resolution", "resolution", "another", "another resolution of the security that is consented to"),
    free("announce_measure", "holder", "another", "whichever record of the class the two name"),
    free("cancel_measure", "authority", "another", "the sponsor cancels it too"),
    free("take_measure", "authority", "another|stranger", "anyone takes it"),
    free("take_measure", "security", "field Security.sponsor", "anyone takes it"),
    free("carry_out_distribution|correct_distribution", "distribution", "another", "another payment that waits, of the same payer"),
    free("correct_distribution", "receiving_account", "copy", "any account of the payer's"),
    free("cancel_measure|take_measure", "holder", "field Holder.tranche", "the measure names the record"),
    free("reassign_shares", "to_account", "field TokenAccount.owner", "an associated account keeps its owner"),
    free("create_conversion", "into_sponsor", "duplicate of sponsor", "within one security there is no other sponsor to sign"),
    free("convert_shares|close_conversion", "conversion", "another", "another conversion between the same classes"),
    free("convert_shares|close_conversion", "tranche|into", "field Tranche.security", "the conversion names both, and their securities were compared when it was created"),
    free("convert_shares", "share_mint", "removed|foreign|zeroed|field Mint.authority", "nothing of it is minted, nor burnt where the owner does not sign"),
    free("convert_shares", "share_account", "another|stranger|nobody|copy|duplicate|foreign|removed|zeroed|read-only|field TokenAccount", "any account of the owner's that holds the shares; none is looked at where the owner does not sign"),
    free("convert_shares", "into_account", "field TokenAccount.owner", "the owner's associated account, which cannot change hands"),
    free("set_disclosures", "calendar", "removed|field DisclosureCalendar.security", "its address is derived from the security; one that is not there is made"),
    free("raise_tip|make_offer|open_poll|lock_book|lock_group|settle_ticket|refund_ticket|release_proceeds", "book|second book", "field Book.security", BY_TRANCHE),
    free("deposit|close_book", "security", "field Security.vaults.mint", BY_BOOK),
    free("deposit|release_proceeds|close_book|close_escrow", "security", "field Security.vaults.token_program", BY_BOOK),
    free("add_asset|add_vault|register_source", "security", "field Security.vaults.token_program", "the new account is of the program that owns its mint"),
    free("set_transfer_rules", "tranche", "another", "whichever class the sponsor names"),
    free("set_structure", "book", "field Book.tranche", "every open book of the security, of whichever class"),
    free("add_asset", "book", "field Book.assets.token_program", "the new account is of the program that owns its mint"),
    free("set_payout_account", "security", "field Security.vaults.mint", "the account that is named is not read"),
    free("set_refund_account", "book", "field Book.assets.mint", "the account that is named is not read"),
    free("lock_book|settle_ticket|close_book", "promote tranche|warrant tranche", "field Tranche.security", "the book's curve names the tranche, or the series"),
    free("close_book", "series", "field WarrantSeries.rent_payer", "the rent payer of the book is meant"),
    free("settle_ticket|refund_ticket", "holder|promote holder", "field Holder.rent_payer", "the rent payer of the ticket is meant"),
    free("withdraw", "owner_total", "field OwnerTotal.rent_payer", "the rent payer of the ticket is meant"),
    free("add_asset", "rate_source", "foreign|removed|zeroed|field ReportedRate", "its address is derived; it is read when it is used"),

    free("owe_refund", "security", "field Security.vaults.mint|field Security.vaults.token_program", BY_BOOK),
    free("claim_refund", "security", "field Security.vaults.mint|field Security.vaults.token_program", "the record says it, and the security's vaults are not asked"),
    free("claim_refund", "destination", "field TokenAccount.owner", "the owner's associated account, which cannot change hands"),
    free("refund_ticket", "owner_account", "another|stranger|nobody|copy|duplicate|foreign|removed|zeroed|read-only|field TokenAccount", "it is looked at where the refund account cannot be paid"),
    free("refund_ticket", "refund_account", "read-only", "the owner's own account, which the call names twice"),

    free("settle_ticket", "escrow", "foreign|removed|zeroed|field TokenAccount", "of a ticket accepted whole nothing moves"),
    free("close_book", "promote tranche|warrant tranche", "read-only", "of a locked book nothing is left to be set free there"),

    // What may be gone by then.
    free("close_owner_total", "book", "foreign|removed|zeroed", "a book that is closed is gone"),
    free("settle_ticket|close_book", "series", "removed", "a series that expired and was closed grants nothing and holds up nobody's shares"),
    free("pay_holders", "holder|second holder", "nobody|removed|duplicate of event_authority|duplicate of tip_account|field Holder.owner", PASSED_OVER),
    free("pay_holders", "payout account|second payout account", "foreign|removed|zeroed|read-only|field TokenAccount", PASSED_OVER),
    free("settle_ticket|refund_ticket", "refund_account", "foreign|removed|zeroed|field TokenAccount", WAITS),
    free("withdraw", "owner_total", "empty|duplicate of program", "leaving never fails for a count; what is counted stays, which costs the owner alone"),
    free("open_holder", "payout_account", "foreign|removed|zeroed|field TokenAccount", "it may not be there yet; its address is derived"),
    free("open_holder", "holder", "removed|field Holder.payout_account|field Holder.rent_payer", "a record that is there stays as it is, and one that is not is made"),

    // Accounts at 1:1 and without a limit, where the program's own address stands for none.
    free("deposit", "rate_source", "another|nobody|duplicate", "an asset that is worth its units has no rate to be read"),
    free("deposit|withdraw|commit|set_curve|draw_proceeds|open_holder|fail_book|qualify_holder|propose_resolution|execute_resolution|reassign_shares|create_conversion|convert_class|convert_shares|close_conversion|close_draft|end_wind_down", "program", "another|nobody|duplicate", "the program is handed over a second time, as the account that is left out"),

    free("deposit|commit", "credential", "empty|duplicate of program|duplicate of owner_total", "a ticket need not be marked at once"),
    free("disqualify_ticket", "revoked credential", "removed|foreign|field Credential.subject|field Credential.qualifier", "at the only address that it can have there is none that is good"),

    // Accounts that are proven by their addresses: what they are follows.
    free("*", "mint|settlement_mint|hook_accounts|extra_accounts", "foreign|zeroed|removed", BY_ADDRESS),
    free("close_book|close_escrow|sweep_vault", "vault", "foreign|zeroed|removed|field TokenAccount", BY_ADDRESS),
    free("close_book|close_escrow", "escrow", "field TokenAccount.mint", "an empty account is closed"),
    free("exercise|post_distribution|collect_source|restore_escheated|release_proceeds", "vault", "field TokenAccount.owner", INWARD),
    free("deposit", "escrow", "field TokenAccount.owner", INWARD),
    free("exercise|settle_ticket|take_points|unwrap_shares", "share_account|warrant account|promote account", "field TokenAccount.owner", "the owner's associated account, which cannot change hands"),
    free("transfer_hook|exercise|can_thaw_permissionless|can_freeze_permissionless|freeze_shares", "mint|share_mint", "field Mint.authority", "nothing of it is minted"),
    free("wrap_shares", "share_mint", "field Mint.authority", "nothing of it is minted"),
    free("unwrap_shares", "unit_mint", "field Mint.authority", "nothing of it is minted"),
    free("wrap_shares", "vault", "field TokenAccount.owner", INWARD),
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

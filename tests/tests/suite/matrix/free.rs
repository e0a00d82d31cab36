//! Where any account will do, and why: the last part of the one table ([`super::table`]).

use securities_tests::matrix::table::{Free, free};

const BY_ADDRESS: &str = "the account at this address can be no other: the address is compared";
const CHOICE: &str = "the caller's choice";
const OWNERS_CHOICE: &str = "the owner's choice, which costs the owner alone";
const INWARD: &str = "money comes in, to the address that the books name";
const BY_BOOK: &str = "the book's asset says it, and the security's vaults are not asked";
const BY_TRANCHE: &str = "the book's tranche is compared, and the book was opened in its security";
const PASSED_OVER: &str = "who is gone or cannot be paid is passed over, and stays owed";
const WAITS: &str = "a refund that cannot be paid waits in its ticket";

/// The changes that may go through, and why.
#[rustfmt::skip]
pub const FREE: &[Free] = &[
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

//! What an instruction may lower of what somebody else holds or is owed: the whole list, which the documents print.

use securities_tests::holdings::Kind::{self, Consent, Entitlement, Money, Shares};

/// One exception.
pub struct Power {
    /// The instruction.
    pub instruction: &'static str,
    /// Whose call it is.
    pub by: &'static str,
    /// Who has to sign it, by the names of the interface; nobody: anyone may call it.
    pub signers: &'static [&'static str],
    /// What it lowers.
    pub lowers: Kind,
    /// Why that is agreed, and what bounds it.
    pub within: &'static str,
}

const fn power(
    instruction: &'static str,
    (by, signers): (&'static str, &'static [&'static str]),
    lowers: Kind,
    within: &'static str,
) -> Power {
    Power {
        instruction,
        by,
        signers,
        lowers,
        within,
    }
}

/// All of them; what is not here lowers nothing of anybody who did not sign it.
#[rustfmt::skip]
pub const POWERS: &[Power] = &[
    power("make_offer", ("sponsor", &["sponsor"]), Consent, "a new version: nobody is bound by what it did not consent to; places stay"),
    power("set_curve", ("sponsor", &["sponsor"]), Consent, "the same: rewards are part of the offer"),
    power("lock_book", ("sponsor, after the deadline anyone", &["caller"]), Money, "money that consented becomes shares and rewards at the terms of its version"),
    power("lock_book", ("sponsor, after the deadline anyone", &["caller"]), Consent, "it is carried out"),
    power("lock_group", ("sponsor, after the deadline anyone", &["caller"]), Money, "the same, of all books of the group at once"),
    power("lock_group", ("sponsor, after the deadline anyone", &["caller"]), Consent, "it is carried out"),
    power("fail_book", ("anyone", &[]), Consent, "another book of its group has failed, so this one can no longer be locked: all of its money goes back"),
    power("close_series", ("anyone, after it has expired", &[]), Shares, "warrants that expired unexercised"),
    power("convert_class", ("anyone", &[]), Entitlement, "a conversion whose trigger was part of the offer, or that every class has consented to; it becomes shares of the other class"),
    power("convert_shares", ("owner", &["owner"]), Entitlement, "of a class as a whole: what goes with the shares is their part, rounded down, so that the others have no less for each"),
    power("convert_shares", ("anyone, of a class that was converted", &[]), Shares, "claims become the shares that they stand for, in the owner's own record"),
    power("execute_resolution", ("anyone", &[]), Entitlement, "the call of a class, which every class has consented to: its shares are paid the price at once"),
    power("record_loss", ("anyone after the notice, earlier with the arbitrator's signature", &["arbitrator"]), Entitlement, "a loss that was announced, once a report, up to what is outstanding; the arbitrator can strike it out, servicer and arbitrator can correct it"),
    power("reassign_shares", ("anyone, after a notice of 30 days at least", &[]), Shares, "a recovery, which the owner ends with its signature, or a court order: announced by sponsor and arbitrator together, where the security has such measures from its creation on; the shares are somebody else's then"),
    power("reassign_shares", ("anyone, after a notice of 30 days at least", &[]), Money, "what the record of a recovery is owed, which is the new key's then"),
    power("escheat", ("anyone", &[]), Money, "what could not be paid for the whole time that the deal states; it can be restored"),
];

/// The list as the documents have it.
pub fn rows() -> String {
    let mut text =
        String::from("| instruction | by | lowers | within |\n| --- | --- | --- | --- |\n");
    for power in POWERS {
        let Power {
            instruction,
            by,
            signers: _,
            lowers,
            within,
        } = power;
        text += &format!(
            "| `{instruction}` | {by} | {} | {within} |\n",
            lowers.name()
        );
    }
    text
}

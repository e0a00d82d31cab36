//! Tickets: in tests the owner's number for a ticket is the one the book gives it.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, offering::Offering};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    ID, accounts,
    book::{
        offer::votes::Vote,
        state::Book,
        ticket::{consent::Consent, deposit::DepositArgs},
    },
    instruction as call,
};

/// What the question of a poll is, where a test says nothing else.
pub const QUESTION: [u8; 32] = [1; 32];

/// What somebody was shown of a book's offer and consents to.
pub trait Shown {
    /// The consent that names it.
    fn consent(self, offering: &Offering) -> Consent;
}

/// A version, with the terms that the book was opened with; 0: nothing.
impl Shown for u32 {
    fn consent(self, offering: &Offering) -> Consent {
        Consent {
            offer_version: self,
            terms_sha256: offering.args.terms_sha256,
        }
    }
}

/// What a book offers.
impl Shown for &Book {
    fn consent(self, _: &Offering) -> Consent {
        Consent {
            offer_version: self.offer_version,
            terms_sha256: self.terms_sha256,
        }
    }
}

impl Shown for Consent {
    fn consent(self, _: &Offering) -> Consent {
        self
    }
}

/// An answer to what somebody was shown of a poll.
pub trait Answer {
    /// The vote that names it.
    fn vote(self) -> Vote;
}

/// In favour or against, in the book's first poll.
impl Answer for bool {
    fn vote(self) -> Vote {
        Vote {
            poll: 1,
            subject_sha256: QUESTION,
            yes: self,
        }
    }
}

/// In favour or against, in the poll that a book has.
impl Answer for (&Book, bool) {
    fn vote(self) -> Vote {
        let (Book { poll, .. }, yes) = self;
        Vote {
            poll: poll.number,
            subject_sha256: poll.subject_sha256,
            yes,
        }
    }
}

impl Answer for Vote {
    fn vote(self) -> Vote {
        self
    }
}

impl Deal {
    /// Deposits settlement money from the owner's associated account.
    #[must_use]
    pub fn deposit(
        &self,
        offering: &Offering,
        who: (&Pubkey, &Pubkey),
        id: u32,
        amount: u64,
        shown: impl Shown,
    ) -> Instruction {
        self.deposit_asset(offering, who, id, (0, amount), shown)
    }

    /// Deposits units of one of the book's assets from the owner's associated account.
    #[must_use]
    pub fn deposit_asset(
        &self,
        offering: &Offering,
        (owner, payer): (&Pubkey, &Pubkey),
        id: u32,
        (index, units): (u8, u64),
        shown: impl Shown,
    ) -> Instruction {
        let consent = shown.consent(offering);
        let asset = offering.asset(index);
        instruction(
            &accounts::Deposit {
                owner: *owner,
                payer: *payer,
                security: offering.grouped(self.security),
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
                owner_total: offering.owner_total(owner),
                holder: offering.right(owner),
                credential: None,
                paying_account: asset.account(owner),
                escrow: asset.escrow,
                mint: asset.mint,
                rate_source: asset.rate_source,
                token_program: asset.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Deposit {
                args: DepositArgs {
                    nonce: u64::from(id),
                    asset: index,
                    units,
                    consent: (consent.offer_version > 0).then_some(consent),
                },
            },
        )
    }

    /// Withdraws settlement money to the owner's associated account.
    #[must_use]
    pub fn withdraw(
        &self,
        offering: &Offering,
        who: (&Pubkey, &Pubkey),
        id: u32,
        amount: u64,
    ) -> Instruction {
        self.withdraw_asset(offering, who, id, (0, amount))
    }

    /// Withdraws value from a ticket of one of the book's assets to the owner's associated account.
    #[must_use]
    pub fn withdraw_asset(
        &self,
        offering: &Offering,
        (owner, rent_payer): (&Pubkey, &Pubkey),
        id: u32,
        (index, amount): (u8, u64),
    ) -> Instruction {
        let asset = offering.asset(index);
        instruction(
            &accounts::Withdraw {
                owner: *owner,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
                owner_total: offering.owner_total(owner),
                rent_payer: *rent_payer,
                destination: asset.account(owner),
                escrow: asset.escrow,
                mint: asset.mint,
                token_program: asset.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Withdraw { amount },
        )
    }

    /// Names a ticket's refund account.
    #[must_use]
    pub fn set_refund_account(
        &self,
        offering: &Offering,
        owner: &Pubkey,
        id: u32,
        refund_account: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::SetRefundAccount {
                owner: *owner,
                book: offering.book,
                ticket: address::ticket(&offering.book, owner, id),
                refund_account: *refund_account,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetRefundAccount {},
        )
    }

    fn commit_and_vote(&self, offering: &Offering, owner: &Pubkey, id: u32) -> accounts::OwnTicket {
        accounts::OwnTicket {
            owner: *owner,
            book: offering.book,
            line: offering.line,
            ticket: address::ticket(&offering.book, owner, id),
            event_authority: address::event_authority(),
            program: ID,
        }
    }

    /// Consents to an offer.
    #[must_use]
    pub fn commit(
        &self,
        offering: &Offering,
        owner: &Pubkey,
        id: u32,
        shown: impl Shown,
    ) -> Instruction {
        instruction(
            &accounts::Commit {
                owner: *owner,
                security: offering.grouped(self.security),
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
                credential: None,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Commit {
                consent: shown.consent(offering),
            },
        )
    }

    /// Takes consent back.
    #[must_use]
    pub fn uncommit(&self, offering: &Offering, owner: &Pubkey, id: u32) -> Instruction {
        instruction(
            &self.commit_and_vote(offering, owner, id),
            &call::Uncommit {},
        )
    }

    /// Votes.
    #[must_use]
    pub fn cast_vote(
        &self,
        offering: &Offering,
        owner: &Pubkey,
        id: u32,
        answer: impl Answer,
    ) -> Instruction {
        let accounts = self.commit_and_vote(offering, owner, id);
        let vote = answer.vote();
        instruction(&accounts, &call::CastVote { vote })
    }

    /// Approves a part of a ticket.
    #[must_use]
    pub fn approve_ticket(
        &self,
        offering: &Offering,
        owner: &Pubkey,
        id: u32,
        amount: u64,
    ) -> Instruction {
        instruction(
            &accounts::ApproveTicket {
                sponsor: self.sponsor,
                security: self.security,
                book: offering.book,
                ticket: address::ticket(&offering.book, owner, id),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ApproveTicket { id, amount },
        )
    }

    /// Asks where a ticket stands; see [`crate::engine::Outcome::returned`].
    #[must_use]
    pub fn preview_ticket(&self, offering: &Offering, owner: &Pubkey, id: u32) -> Instruction {
        instruction(
            &accounts::PreviewTicket {
                tranche: offering.tranche,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
            },
            &call::PreviewTicket {},
        )
    }

    /// Moves a ticket up.
    #[must_use]
    pub fn move_up(&self, offering: &Offering, owner: &Pubkey, id: u32) -> Instruction {
        instruction(
            &accounts::MoveUp {
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, owner, id),
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::MoveUp {},
        )
    }
}

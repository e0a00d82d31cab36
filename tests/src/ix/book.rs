//! Escrow books.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, offering::Offering, token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, book::state::Ticket, instruction as call};

impl Deal {
    /// Opens a book on a line that is there.
    #[must_use]
    pub fn open_book(&self, offering: &Offering) -> Instruction {
        instruction(
            &accounts::OpenBook {
                sponsor: self.sponsor,
                security: self.security,
                waterfall: self.waterfall,
                tranche: offering.tranche,
                book: offering.book,
                line: offering.line,
                settlement_mint: self.mint,
                vault: offering.vault,
                token_program: self.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::OpenBook {
                args: offering.args.clone(),
            },
        )
    }

    /// Deposits from the owner's associated account.
    #[must_use]
    pub fn deposit(
        &self,
        offering: &Offering,
        (owner, payer): (&Pubkey, &Pubkey),
        place: u32,
        amount: u64,
        offer_version: u32,
    ) -> Instruction {
        instruction(
            &accounts::Deposit {
                owner: *owner,
                payer: *payer,
                security: self.security,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, place),
                source: self.cash(owner),
                vault: offering.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::Deposit {
                amount,
                offer_version,
            },
        )
    }

    /// Withdraws to the owner's associated account.
    #[must_use]
    pub fn withdraw(
        &self,
        offering: &Offering,
        (owner, rent_payer): (&Pubkey, &Pubkey),
        place: u32,
        amount: u64,
    ) -> Instruction {
        instruction(
            &accounts::Withdraw {
                owner: *owner,
                security: self.security,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, place),
                rent_payer: *rent_payer,
                destination: self.cash(owner),
                vault: offering.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
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
        place: u32,
        refund_account: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::SetRefundAccount {
                owner: *owner,
                security: self.security,
                book: offering.book,
                ticket: address::ticket(&offering.book, place),
                refund_account: *refund_account,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetRefundAccount {},
        )
    }

    /// Locks a book.
    #[must_use]
    pub fn lock_book(&self, offering: &Offering, caller: &Pubkey) -> Instruction {
        instruction(
            &accounts::LockBook {
                caller: *caller,
                security: self.security,
                tranche: offering.tranche,
                book: offering.book,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::LockBook {},
        )
    }

    /// Settles a ticket; its fields say who is concerned.
    #[must_use]
    pub fn settle_ticket(&self, offering: &Offering, ticket: &Ticket) -> Instruction {
        instruction(
            &accounts::SettleTicket {
                security: self.security,
                tranche: offering.tranche,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, ticket.place),
                rent_payer: ticket.rent_payer,
                holder: address::holder(&offering.tranche, &ticket.owner),
                refund_account: ticket.refund_account,
                share_account: address::share_account(&ticket.owner, &offering.share_mint),
                share_mint: offering.share_mint,
                escrow: offering.vault,
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                share_token_program: token::TOKEN_2022,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SettleTicket {},
        )
    }

    /// Refunds a ticket; its fields say to whom.
    #[must_use]
    pub fn refund_ticket(&self, offering: &Offering, ticket: &Ticket) -> Instruction {
        instruction(
            &accounts::RefundTicket {
                security: self.security,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, ticket.place),
                rent_payer: ticket.rent_payer,
                refund_account: ticket.refund_account,
                vault: offering.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RefundTicket {},
        )
    }

    /// Closes a book.
    #[must_use]
    pub fn close_book(&self, offering: &Offering) -> Instruction {
        instruction(
            &accounts::CloseBook {
                security: self.security,
                book: offering.book,
                line: offering.line,
                rent_payer: self.sponsor,
                escrow: offering.vault,
                vault: self.vault,
                settlement_mint: self.mint,
                token_program: self.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseBook {},
        )
    }
}

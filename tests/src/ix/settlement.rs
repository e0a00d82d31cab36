//! What becomes of tickets, and the count of an owner's money.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, offering::Offering, token};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{
    ID, accounts,
    book::{owed::state::OwedRefund, ticket::state::Ticket},
    instruction as call,
};

impl Deal {
    /// Settles a ticket; its fields say who is concerned. After the named accounts those of the book's rewards.
    #[must_use]
    pub fn settle_ticket(&self, offering: &Offering, ticket: &Ticket) -> Instruction {
        let asset = offering.asset(ticket.asset);
        let mut settle = instruction(
            &accounts::SettleTicket {
                tranche: offering.tranche,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, &ticket.owner, ticket.id),
                rent_payer: ticket.rent_payer,
                holder: address::holder(&offering.tranche, &ticket.owner),
                refund_account: ticket.refund_account,
                share_account: address::share_account(&ticket.owner, &offering.share_mint),
                share_mint: offering.share_mint,
                escrow: asset.escrow,
                mint: asset.mint,
                token_program: asset.token_program,
                share_token_program: token::TOKEN_2022,
                tip_account: offering.bot,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SettleTicket {},
        );
        let rewards = offering.reward_accounts(self, &ticket.owner);
        settle.accounts.extend(self.freezing(offering.rank));
        settle.accounts.extend(rewards);
        settle
    }

    /// Refunds a ticket; its fields say to whom.
    #[must_use]
    pub fn refund_ticket(&self, offering: &Offering, ticket: &Ticket) -> Instruction {
        let asset = offering.asset(ticket.asset);
        instruction(
            &accounts::RefundTicket {
                tranche: offering.tranche,
                book: offering.book,
                line: offering.line,
                ticket: address::ticket(&offering.book, &ticket.owner, ticket.id),
                rent_payer: ticket.rent_payer,
                refund_account: ticket.refund_account,
                owner_account: asset.account(&ticket.owner),
                escrow: asset.escrow,
                mint: asset.mint,
                token_program: asset.token_program,
                tip_account: offering.bot,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RefundTicket {},
        )
    }

    /// Moves the proceeds of a book in an asset to the security's vault.
    #[must_use]
    pub fn release_proceeds(&self, offering: &Offering, asset: u8) -> Instruction {
        let parts = offering.asset(asset);
        let mut release = instruction(
            &accounts::ReleaseProceeds {
                security: self.security,
                tranche: offering.tranche,
                book: offering.book,
                escrow: parts.escrow,
                vault: parts.vault,
                mint: parts.mint,
                token_program: parts.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ReleaseProceeds { asset },
        );
        release.accounts.extend(offering.promote_accounts());
        release
    }

    /// Moves a ticket's refund out of its book, to wait for its owner.
    #[must_use]
    pub fn owe_refund(&self, offering: &Offering, payer: &Pubkey, ticket: &Ticket) -> Instruction {
        let asset = offering.asset(ticket.asset);
        let key = address::ticket(&offering.book, &ticket.owner, ticket.id);
        let owed = address::owed(&key);
        instruction(
            &accounts::OweRefund {
                payer: *payer,
                security: self.security,
                book: offering.book,
                line: offering.line,
                ticket: key,
                rent_payer: ticket.rent_payer,
                refund_account: ticket.refund_account,
                owner_account: asset.account(&ticket.owner),
                escrow: asset.escrow,
                owed,
                vault: address::vault(&owed, &asset.mint),
                mint: asset.mint,
                token_program: asset.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::OweRefund {},
        )
    }

    /// Pays what waits for an owner to one of its accounts; it signs unless that is its associated one.
    #[must_use]
    pub fn claim_refund(
        &self,
        owed: &OwedRefund,
        destination: &Pubkey,
        signs: bool,
    ) -> Instruction {
        let mut claim = instruction(
            &accounts::ClaimRefund {
                owner: owed.owner,
                security: self.security,
                owed: address::owed(&owed.ticket),
                vault: owed.vault,
                rent_payer: owed.rent_payer,
                destination: *destination,
                mint: owed.mint,
                token_program: owed.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ClaimRefund {},
        );
        claim.accounts[0].is_signer = signs;
        claim
    }

    /// Opens the count of an owner's money.
    #[must_use]
    pub fn open_owner_total(
        &self,
        offering: &Offering,
        payer: &Pubkey,
        owner: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::OpenOwnerTotal {
                payer: *payer,
                owner: *owner,
                book: offering.book,
                owner_total: address::owner_total(&offering.book, owner),
                system_program: SYSTEM,
            },
            &call::OpenOwnerTotal {},
        )
    }

    /// Closes the count of an owner's money.
    #[must_use]
    pub fn close_owner_total(
        &self,
        offering: &Offering,
        rent_payer: &Pubkey,
        owner: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::CloseOwnerTotal {
                book: offering.book,
                owner_total: address::owner_total(&offering.book, owner),
                rent_payer: *rent_payer,
            },
            &call::CloseOwnerTotal {},
        )
    }
}

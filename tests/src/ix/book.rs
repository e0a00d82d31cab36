//! Escrow books: their terms, their lock and their end.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal, offering::Offering};
use anchor_lang::{
    prelude::Pubkey,
    solana_program::instruction::{AccountMeta, Instruction},
};
use securities::{
    ID, accounts,
    book::offer::{
        add_asset::AssetArgs, set_curve::CurveArgs, version::OfferArgs, votes::PollArgs,
    },
    instruction as call,
};

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
                share_rate: address::rate(&self.security, &offering.share_mint),
                book: offering.book,
                line: offering.line,
                settlement_mint: self.mint,
                escrow: offering.vault,
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

    /// Accepts another asset: the one that the offering has at this index.
    #[must_use]
    pub fn add_asset(&self, offering: &Offering, index: u8) -> Instruction {
        let asset = offering.asset(index);
        instruction(
            &accounts::AddAsset {
                sponsor: self.sponsor,
                security: self.security,
                book: offering.book,
                mint: asset.mint,
                escrow: asset.escrow,
                rate_source: asset.rate_source,
                token_program: asset.token_program,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::AddAsset {
                args: AssetArgs {
                    adapter: asset.adapter,
                    max_age: asset.max_age,
                },
            },
        )
    }

    /// Sets a reward curve, the one that the offering has at this index, as part of an offer that replaces a version.
    #[must_use]
    pub fn set_curve(&self, offering: &Offering, index: u8, replaces: u32) -> Instruction {
        let reward = offering.reward(index);
        instruction(
            &accounts::SetCurve {
                sponsor: self.sponsor,
                security: self.security,
                book: offering.book,
                tranche: reward.tranche,
                share_rate: address::rate(&self.security, &address::share_mint(&reward.tranche)),
                series: reward.series,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::SetCurve {
                args: CurveArgs {
                    replaces,
                    curve: index,
                    kind: reward.kind,
                    knots: reward.knots.clone(),
                },
            },
        )
    }

    fn terms(&self, offering: &Offering) -> accounts::BookTerms {
        accounts::BookTerms {
            sponsor: self.sponsor,
            security: self.security,
            tranche: offering.tranche,
            book: offering.book,
            event_authority: address::event_authority(),
            program: ID,
        }
    }

    /// Puts an offer to the money in line.
    #[must_use]
    pub fn make_offer(&self, offering: &Offering, args: OfferArgs) -> Instruction {
        instruction(
            &accounts::MakeOffer {
                sponsor: self.sponsor,
                security: self.security,
                tranche: offering.tranche,
                share_rate: address::rate(&self.security, &offering.share_mint),
                book: offering.book,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::MakeOffer { args },
        )
    }

    /// Raises the tip.
    #[must_use]
    pub fn raise_tip(&self, offering: &Offering, tip: u64) -> Instruction {
        instruction(&self.terms(offering), &call::RaiseTip { tip })
    }

    /// Asks the money in line.
    #[must_use]
    pub fn open_poll(&self, offering: &Offering, args: PollArgs) -> Instruction {
        instruction(&self.terms(offering), &call::OpenPoll { args })
    }

    /// Gives a line more places, which the sponsor pays for.
    #[must_use]
    pub fn grow_line(&self, offering: &Offering, capacity: u32) -> Instruction {
        self.grow_line_by(offering, &self.sponsor, capacity)
    }

    /// Gives a line more places, which somebody pays for.
    #[must_use]
    pub fn grow_line_by(&self, offering: &Offering, payer: &Pubkey, capacity: u32) -> Instruction {
        instruction(
            &accounts::GrowLine {
                payer: *payer,
                book: offering.book,
                line: offering.line,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::GrowLine { capacity },
        )
    }

    /// Puts lamports aside for tips.
    #[must_use]
    pub fn fund_tips(&self, offering: &Offering, funder: &Pubkey, lamports: u64) -> Instruction {
        instruction(
            &accounts::FundTips {
                funder: *funder,
                book: offering.book,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::FundTips { lamports },
        )
    }

    /// Locks a book. After the named accounts those that its price, its assets and its rewards need.
    #[must_use]
    pub fn lock_book(&self, offering: &Offering, caller: &Pubkey) -> Instruction {
        let mut lock = instruction(
            &accounts::LockBook {
                caller: *caller,
                security: self.security,
                waterfall: self.waterfall,
                tranche: offering.tranche,
                share_rate: address::rate(&self.security, &offering.share_mint),
                book: offering.book,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::LockBook {},
        );
        lock.accounts.extend(offering.rate_accounts());
        lock.accounts.extend(offering.promote_accounts());
        lock
    }

    /// Locks a group of books, each with what its lock takes; and with all tranches, if it requires the tests.
    #[must_use]
    pub fn lock_group(&self, group: u8, books: &[&Offering], caller: &Pubkey) -> Instruction {
        let mut lock = instruction(
            &accounts::LockGroup {
                caller: *caller,
                security: self.security,
                waterfall: self.waterfall,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::LockGroup { group },
        );
        for book in books {
            let share_rate = address::rate(&self.security, &book.share_mint);
            lock.accounts.extend([
                AccountMeta::new(book.tranche, false),
                AccountMeta::new_readonly(share_rate, false),
                AccountMeta::new(book.book, false),
            ]);
            lock.accounts.extend(book.rate_accounts());
            lock.accounts.extend(book.promote_accounts());
        }
        if books.iter().any(|book| book.args.group_requires_tests) {
            lock.accounts.extend(self.tranches());
        }
        lock
    }

    /// Gives up a book that is due, by another of its group that came to nothing; without one, by what the security
    /// knows.
    #[must_use]
    pub fn fail_book(&self, book: &Offering, failed: Option<&Offering>) -> Instruction {
        instruction(
            &accounts::FailBook {
                security: self.security,
                failed: failed.map(|failed| failed.book),
                book: book.book,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::FailBook {},
        )
    }

    /// Closes the escrow of an asset.
    #[must_use]
    pub fn close_escrow(&self, offering: &Offering, index: u8) -> Instruction {
        let asset = offering.asset(index);
        instruction(
            &accounts::CloseEscrow {
                security: self.security,
                book: offering.book,
                rent_payer: self.sponsor,
                escrow: asset.escrow,
                vault: asset.vault,
                mint: asset.mint,
                token_program: asset.token_program,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CloseEscrow { asset: index },
        )
    }

    /// Closes a book, and frees what it set aside.
    #[must_use]
    pub fn close_book(&self, offering: &Offering) -> Instruction {
        let mut close = instruction(
            &accounts::CloseBook {
                security: self.security,
                tranche: offering.tranche,
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
        );
        close.accounts.extend(offering.freed_accounts());
        close
    }
}

//! `close_account`

use super::{events::AccountClosed, remains};
use crate::{
    cash::{distribution::state::Distribution, loss::state::Loss},
    chain::{event::emit, extra::Extra, seeds, token},
    credential::protocol::Protocol,
    disclosure::{calendar::DisclosureCalendar, state::Disclosure},
    errors::SecuritiesError,
    math::{fixed, waterfall::MAX_TRANCHES},
    measure::state::Measure,
    rate::state::ReportedRate,
    resolution::{
        draft::StructureDraft,
        governance::Governance,
        state::{Ballot, Resolution},
    },
    role::state::RoleTransfer,
    security::{counters, state::Security},
    tranche::{holder::Holder, person::Person, state::Tranche},
    wrapper::state::Wrapper,
};
use anchor_lang::prelude::*;
use core::mem::offset_of;

/// The remaining accounts, by what is closed.
pub const BY_ACCOUNT: &str = "writable, for a holder record its tranche; for a wrapper its tranche, its record, whoever paid the record's \
    rent, and the mint of its units; for a tranche the lists of accounts of its share mint; otherwise none";

/// Accounts of `close_account`; after them [`BY_ACCOUNT`].
#[event_cpi]
#[derive(Accounts)]
pub struct CloseAccount<'info> {
    /// The security, which has ended and may be closed.
    /// CHECK: read in the handler.
    #[account(mut)]
    pub security: UncheckedAccount<'info>,
    /// The account to close.
    /// CHECK: read in the handler.
    #[account(mut)]
    pub account: UncheckedAccount<'info>,
    /// Whoever paid its rent or, where it does not say who did, whoever created the security.
    /// CHECK: compared in the handler.
    #[account(mut)]
    pub rent_payer: UncheckedAccount<'info>,
}

/// Where an account of this program says whose it is and who paid its rent.
struct Form {
    /// Its discriminator.
    kind: &'static [u8],
    /// Where the security or the tranche stands that it belongs to.
    parent: usize,
    /// Whether that is a tranche.
    of_tranche: bool,
    /// Where whoever paid its rent stands; none: whoever created the security did.
    rent_payer: Option<usize>,
    /// Where a byte stands that must be 0: until then the account stands for money. None: it never does.
    must_be_zero: Option<usize>,
}

/// The accounts that close without another.
const FORMS: [Form; 13] = [
    Form {
        // A payment that waits is its payer's money in the vault.
        must_be_zero: Some(offset_of!(Distribution, is_pending)),
        ..form(
            Distribution::DISCRIMINATOR,
            offset_of!(Distribution, security),
            Some(offset_of!(Distribution, payer)),
        )
    },
    form(Loss::DISCRIMINATOR, offset_of!(Loss, security), None),
    form(
        Disclosure::DISCRIMINATOR,
        offset_of!(Disclosure, security),
        Some(offset_of!(Disclosure, attestor)),
    ),
    form(
        DisclosureCalendar::DISCRIMINATOR,
        offset_of!(DisclosureCalendar, security),
        None,
    ),
    form(
        ReportedRate::DISCRIMINATOR,
        offset_of!(ReportedRate, security),
        Some(offset_of!(ReportedRate, rent_payer)),
    ),
    form(
        Protocol::DISCRIMINATOR,
        offset_of!(Protocol, security),
        Some(offset_of!(Protocol, rent_payer)),
    ),
    form(
        RoleTransfer::DISCRIMINATOR,
        offset_of!(RoleTransfer, security),
        Some(offset_of!(RoleTransfer, rent_payer)),
    ),
    form(
        Governance::DISCRIMINATOR,
        offset_of!(Governance, security),
        None,
    ),
    form(
        Resolution::DISCRIMINATOR,
        offset_of!(Resolution, security),
        Some(offset_of!(Resolution, rent_payer)),
    ),
    form(
        Ballot::DISCRIMINATOR,
        offset_of!(Ballot, security),
        Some(offset_of!(Ballot, rent_payer)),
    ),
    form(
        Measure::DISCRIMINATOR,
        offset_of!(Measure, security),
        Some(offset_of!(Measure, rent_payer)),
    ),
    form(
        StructureDraft::DISCRIMINATOR,
        offset_of!(StructureDraft, security),
        Some(offset_of!(StructureDraft, rent_payer)),
    ),
    Form {
        of_tranche: true,
        ..form(
            Person::DISCRIMINATOR,
            offset_of!(Person, tranche),
            Some(offset_of!(Person, rent_payer)),
        )
    },
];

const fn form(kind: &'static [u8], parent: usize, rent_payer: Option<usize>) -> Form {
    Form {
        kind,
        parent,
        of_tranche: false,
        rent_payer,
        must_be_zero: None,
    }
}

/// Size of a discriminator, in bytes.
const KIND: usize = 8;

/// See [`crate::securities::close_account`].
pub fn close_account<'info>(ctx: Context<'info, CloseAccount<'info>>) -> Result<()> {
    let accounts: &'info CloseAccount<'info> = ctx.accounts;
    let (sequence, origin) = remains::next_event(accounts.security.as_ref())?;
    ensure_keys_eq!(
        *accounts.account.owner,
        crate::ID,
        SecuritiesError::NotClosable
    );
    let kind: [u8; KIND] = {
        let data = accounts.account.try_borrow_data()?;
        let kind = data.first_chunk().ok_or(SecuritiesError::NotClosable)?;
        *kind
    };
    let extra = Extra::new(ctx.remaining_accounts);
    let rent_payer = if kind == *Holder::DISCRIMINATOR {
        accounts.end_holder(extra)?
    } else if kind == *Wrapper::DISCRIMINATOR {
        accounts.end_wrapper(extra)?;
        origin
    } else if kind == *Tranche::DISCRIMINATOR {
        accounts.end_tranche(extra)?;
        origin
    } else {
        accounts.end_flat(&kind)?.unwrap_or(origin)
    };
    ensure_keys_eq!(
        accounts.rent_payer.key(),
        rent_payer,
        SecuritiesError::WrongRentPayer
    );
    remains::close(&accounts.account, &accounts.rent_payer)?;

    emit(
        &accounts.event_authority,
        &AccountClosed {
            security: accounts.security.key(),
            sequence,
            account: accounts.account.key(),
            kind,
            rent_payer,
        },
    )
}

impl<'info> CloseAccount<'info> {
    /// Proves an account of one of the [`FORMS`]. Returns who paid its rent, if it says so.
    #[inline(never)]
    fn end_flat(&self, kind: &[u8; KIND]) -> Result<Option<Pubkey>> {
        let data = self.account.try_borrow_data()?;
        let key = |offset: usize| {
            let bytes = data.get(KIND.saturating_add(offset)..);
            let bytes = bytes.and_then(|bytes| bytes.first_chunk::<32>());
            bytes
                .map(|bytes| Pubkey::new_from_array(*bytes))
                .ok_or(SecuritiesError::NotClosable)
        };
        let form = FORMS.iter().find(|form| form.kind == kind);
        let form = form.ok_or(SecuritiesError::NotClosable)?;
        let parent = key(form.parent)?;
        let is_own = if form.of_tranche {
            self.has_tranche(&parent)
        } else {
            parent == self.security.key()
        };
        ensure!(is_own, SecuritiesError::WrongSecurity);
        let is_zero = |offset: usize| data.get(KIND.saturating_add(offset)) == Some(&0);
        ensure!(
            form.must_be_zero.is_none_or(is_zero),
            SecuritiesError::MoneyWaits
        );
        Ok(form.rent_payer.map(key).transpose()?)
    }

    /// Whether an address is that of a tranche of the security, which may be closed.
    fn has_tranche(&self, address: &Pubkey) -> bool {
        (0_u8..).take(MAX_TRANCHES).any(|rank| {
            let security = self.security.key();
            let seeds = [seeds::TRANCHE, security.as_ref(), &[rank]];
            Pubkey::find_program_address(&seeds, &crate::ID).0 == *address
        })
    }

    /// A tranche of the security.
    fn tranche(&self, extra: &mut Extra<'info>) -> Result<AccountLoader<'info, Tranche>> {
        let loader = AccountLoader::<Tranche>::try_from(extra.next(SecuritiesError::NotClosable)?)?;
        ensure_keys_eq!(
            loader.load()?.security,
            self.security.key(),
            SecuritiesError::WrongSecurity
        );
        Ok(loader)
    }

    /// Ends a holder record, whose shares are worth nothing any more: nothing streams to them, and they are no claims on those of
    /// another class. Returns who paid its rent.
    #[inline(never)]
    fn end_holder(&'info self, mut extra: Extra<'info>) -> Result<Pubkey> {
        let tranche = self.tranche(&mut extra)?;
        let holder = AccountLoader::<Holder>::try_from(self.account.as_ref())?;
        let holder = &mut holder.load_mut()?;
        ensure_keys_eq!(holder.tranche, tranche.key(), SecuritiesError::WrongTranche);
        // The wrapper's record closes with the wrapper: what it is owed is that of the units.
        ensure!(holder.is_wrapper == 0, SecuritiesError::NotClosable);
        let tranche = &mut tranche.load_mut()?;
        tranche.roll(Clock::get()?.unix_timestamp)?;
        holder.update(tranche)?;
        let streams = tranche.payouts().iter().any(|payout| payout.streaming > 0);
        let gets_more = holder.shares > 0 && (streams || tranche.is_converted());
        ensure!(
            holder.has_nothing_due() && !gets_more && !holder.is_thawed(),
            SecuritiesError::RecordOwed
        );
        tranche.end_record(holder.shares)?;
        Ok(holder.rent_payer)
    }

    /// Ends the wrapper with its record. What that is still owed, units that were burnt outside have given up, and rounding.
    #[inline(never)]
    fn end_wrapper(&'info self, mut extra: Extra<'info>) -> Result<()> {
        let tranche = self.tranche(&mut extra)?;
        let [record, rent_payer, mint] = extra.take(SecuritiesError::NotClosable)?;
        let wrapper = AccountLoader::<Wrapper>::try_from(self.account.as_ref())?;
        let wrapper = wrapper.load()?;
        ensure_keys_eq!(
            wrapper.tranche,
            tranche.key(),
            SecuritiesError::WrongTranche
        );
        ensure_keys_eq!(*mint.key, wrapper.mint, SecuritiesError::WrongMint);
        ensure!(token::supply(mint)? == 0, SecuritiesError::RecordOwed);
        let shares = {
            let holder = AccountLoader::<Holder>::try_from(record)?;
            let holder = holder.load()?;
            ensure!(
                holder.tranche == wrapper.tranche && holder.owner == self.account.key(),
                SecuritiesError::NotClosable
            );
            ensure_keys_eq!(
                holder.rent_payer,
                *rent_payer.key,
                SecuritiesError::WrongRentPayer
            );
            holder.shares
        };
        let tranche = &mut tranche.load_mut()?;
        tranche.end_record(shares)?;
        tranche.is_wrapped = 0;
        remains::close(record, rent_payer)
    }

    /// Ends a tranche, and the lists of accounts of its mint.
    #[inline(never)]
    fn end_tranche(&'info self, extra: Extra<'info>) -> Result<()> {
        let tranche = AccountLoader::<Tranche>::try_from(self.account.as_ref())?;
        let tranche = &mut tranche.load_mut()?;
        ensure_keys_eq!(
            tranche.security,
            self.security.key(),
            SecuritiesError::WrongSecurity
        );
        // What was converted stays counted as offered; the rest is set aside for series, and for conversions into the class.
        ensure!(
            tranche.holders == 0
                && tranche.is_wrapped == 0
                && tranche.conversions.standing == 0
                && tranche.shares_offered == tranche.conversions.given
                && tranche.has_only_pot(Clock::get()?.unix_timestamp)?,
            SecuritiesError::ClassStands
        );
        let tags: &[&[u8]] = if tranche.is_frozen_form() {
            &[seeds::THAW_ACCOUNTS, seeds::FREEZE_ACCOUNTS]
        } else {
            &[seeds::HOOK_ACCOUNTS]
        };
        let lists = extra.rest();
        ensure!(lists.len() == tags.len(), SecuritiesError::NotClosable);
        for (tag, list) in tags.iter().zip(lists) {
            let (address, _) =
                Pubkey::find_program_address(&[tag, tranche.mint.as_ref()], &crate::ID);
            ensure_keys_eq!(*list.key, address, SecuritiesError::NotClosable);
            remains::close(list, &self.rent_payer)?;
        }
        let security = AccountLoader::<Security>::try_from(self.security.as_ref())?;
        counters::raise(&mut security.load_mut()?.winding.classes)
    }
}

impl Tranche {
    /// Takes a record's shares out with the record.
    pub(crate) fn end_record(&mut self, shares: u64) -> Result<()> {
        self.holders = self
            .holders
            .checked_sub(1)
            .ok_or(SecuritiesError::CountersInconsistent)?;
        self.shares = fixed::sub(self.shares, shares)?;
        self.shares_offered = fixed::sub(self.shares_offered, shares)?;
        Ok(())
    }
}

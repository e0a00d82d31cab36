//! Who holds a role, who can take it, and how it changes hands.

use super::state::{KEY_DELAY, Role};
use crate::{
    cash::waterfall::{state::Waterfall, tier::TierState},
    chain::token,
    errors::SecuritiesError,
    security::state::Security,
};
use anchor_lang::prelude::*;

/// A role, as it is held now.
pub(crate) struct HeldRole {
    /// Who may name a new key: the holder of the role; for a destination, whoever is in control.
    pub holder: Pubkey,
    /// The key or account that would be replaced.
    pub from: Pubkey,
    /// The notice that the role transfer needs, in seconds.
    pub notice: i64,
}

/// The current holder of a role.
///
/// # Errors
/// [`SecuritiesError::WrongRole`], [`SecuritiesError::WrongTier`] or [`SecuritiesError::NoEscheat`] when there is no
/// such role.
pub(crate) fn held_role(
    role: Role,
    security: &Security,
    waterfall: &Waterfall,
) -> Result<HeldRole> {
    let held = |key: Pubkey, notice| HeldRole {
        holder: key,
        from: key,
        notice,
    };
    Ok(match role {
        Role::Sponsor => held(security.sponsor, KEY_DELAY),
        Role::Servicer => held(security.servicer, 0),
        Role::Reporter => held(security.reporter, 0),
        Role::Arbitrator => held(security.arbitrator, KEY_DELAY),
        Role::Escheat => {
            ensure!(
                security.escheat != Pubkey::default(),
                SecuritiesError::NoEscheat
            );
            held(security.escheat, KEY_DELAY)
        }
        Role::Qualifier { place } => held(*at(security.qualifiers(), place)?, 0),
        Role::Payee { tier } => {
            let payee = waterfall
                .tiers()
                .get(usize::from(tier))
                .filter(|tier| tier.is_fee())
                .ok_or(SecuritiesError::WrongTier)?
                .payee;
            let sponsors = payee == security.sponsor;
            held(payee, if sponsors { KEY_DELAY } else { 0 })
        }
        Role::Destination { place } => HeldRole {
            holder: security.in_control(),
            from: *at(security.destinations(), place)?,
            notice: KEY_DELAY,
        },
    })
}

/// For a payee the structure version, since its place is another tier's in another structure; otherwise 0.
pub(super) const fn structure_version(role: Role, waterfall: &Waterfall) -> u32 {
    match role {
        Role::Payee { .. } => waterfall.structure_version,
        _ => 0,
    }
}

fn at(keys: &[Pubkey], place: u8) -> Result<&Pubkey> {
    keys.get(usize::from(place))
        .ok_or_else(|| SecuritiesError::WrongRole.into())
}

/// Refuses an address that cannot take a role, as far as the program can tell. Returns who has to accept: the key
/// itself or, for a destination, the owner of the token account.
///
/// # Errors
/// [`SecuritiesError::KeyRefused`], [`SecuritiesError::WrongDestination`].
pub(crate) fn require_able(
    role: Role,
    to: &AccountInfo<'_>,
    (address, security): (&Pubkey, &Security),
    waterfall: &Pubkey,
) -> Result<Pubkey> {
    security.require_foreign(to.key, address, waterfall)?;
    if matches!(role, Role::Destination { .. }) {
        let owner = security
            .vaults()
            .iter()
            .find_map(|vault| token::owner_of(to, &vault.token_program, &vault.mint));
        let owner = owner.ok_or(SecuritiesError::WrongDestination)?;
        security.require_foreign(&owner, address, waterfall)?;
        return Ok(owner);
    }
    ensure!(
        !to.executable && *to.owner != crate::ID && !token::is_token_program(to.owner),
        SecuritiesError::KeyRefused
    );
    Ok(*to.key)
}

/// Gives a role to another key or account.
///
/// # Errors
/// [`SecuritiesError::ArbitratorNotApart`], [`SecuritiesError::BadQualifiers`], [`SecuritiesError::BadDestinations`]
/// when the new key or account already holds a role that it may not combine with this one.
pub(crate) fn transfer(
    role: Role,
    to: Pubkey,
    security: &mut Security,
    waterfall: &mut Waterfall,
) -> Result<()> {
    let place = match role {
        Role::Sponsor => &mut security.sponsor,
        Role::Servicer => &mut security.servicer,
        Role::Reporter => &mut security.reporter,
        Role::Arbitrator => &mut security.arbitrator,
        Role::Escheat => &mut security.escheat,
        Role::Qualifier { place } => {
            ensure!(
                !security.qualifiers().contains(&to),
                SecuritiesError::BadQualifiers
            );
            slot(&mut security.qualifiers, place)?
        }
        Role::Payee { tier } => &mut slot::<TierState>(&mut waterfall.tiers, tier)?.payee,
        Role::Destination { place } => {
            ensure!(
                !security.destinations().contains(&to),
                SecuritiesError::BadDestinations
            );
            slot(&mut security.destinations, place)?
        }
    };
    *place = to;
    security.require_roles_apart()?;
    security.invariant()
}

fn slot<T>(all: &mut [T], place: u8) -> Result<&mut T> {
    all.get_mut(usize::from(place))
        .ok_or_else(|| SecuritiesError::WrongRole.into())
}

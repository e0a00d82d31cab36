//! Transfer of roles.

use super::{SYSTEM, instruction};
use crate::{address, deal::Deal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction};
use securities::{ID, accounts, instruction as call, role::state::Role};

impl Deal {
    /// Names a new key for a role; `payer` pays the rent.
    #[must_use]
    pub fn propose_role(
        &self,
        (holder, payer): (&Pubkey, &Pubkey),
        role: Role,
        to: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::ProposeRole {
                holder: *holder,
                payer: *payer,
                security: self.security,
                waterfall: self.waterfall,
                role_transfer: address::role_transfer(&self.security, role),
                to: *to,
                system_program: SYSTEM,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::ProposeRole { role },
        )
    }

    /// Takes a role as a key; the rent goes to `payer`.
    #[must_use]
    pub fn accept_role(&self, role: Role, new_holder: &Pubkey, payer: &Pubkey) -> Instruction {
        self.accept_for(role, (new_holder, new_holder), payer)
    }

    /// Takes a role for `to`, as its owner.
    #[must_use]
    pub fn accept_for(
        &self,
        role: Role,
        (new_holder, to): (&Pubkey, &Pubkey),
        payer: &Pubkey,
    ) -> Instruction {
        instruction(
            &accounts::AcceptRole {
                new_holder: *new_holder,
                security: self.security,
                waterfall: self.waterfall,
                role_transfer: address::role_transfer(&self.security, role),
                to: *to,
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::AcceptRole {},
        )
    }

    /// Takes a role transfer back.
    #[must_use]
    pub fn cancel_role(&self, role: Role, caller: &Pubkey, payer: &Pubkey) -> Instruction {
        instruction(
            &accounts::CancelRole {
                caller: *caller,
                security: self.security,
                waterfall: self.waterfall,
                role_transfer: address::role_transfer(&self.security, role),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::CancelRole {},
        )
    }

    /// Refuses a role transfer, as the deal's arbitrator.
    #[must_use]
    pub fn refuse_role(&self, role: Role, payer: &Pubkey) -> Instruction {
        instruction(
            &accounts::RefuseRole {
                arbitrator: self.arbitrator,
                security: self.security,
                role_transfer: address::role_transfer(&self.security, role),
                rent_payer: *payer,
                event_authority: address::event_authority(),
                program: ID,
            },
            &call::RefuseRole {},
        )
    }
}

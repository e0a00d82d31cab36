//! Who may act for a security: the sponsor, or the agent in control, as far as the powers of the stage reach.

use super::{
    control::{ALL_POWERS, Act, ControlTerms, MAX_ACT_DAYS, Power, STAGES, Stage},
    state::{Security, Status},
};
use crate::errors::SecuritiesError;
use anchor_lang::prelude::*;

impl Security {
    /// Whoever is in control: the sponsor, or the agent of the stage.
    #[must_use]
    pub fn in_control(&self) -> Pubkey {
        self.control
            .agent(self.control.stage)
            .unwrap_or(self.sponsor)
    }

    /// Refuses a signer that is not in control, and what it has no power for in this stage. Before the first lock only the
    /// sponsor is asked for.
    ///
    /// # Errors
    /// [`SecuritiesError::NotSponsor`], [`SecuritiesError::NotInControl`], [`SecuritiesError::NoPower`].
    pub(crate) fn require_power(&self, signer: &Pubkey, power: Power) -> Result<()> {
        let error = if self.control.stage == Stage::Sponsor as u8 {
            SecuritiesError::NotSponsor
        } else {
            SecuritiesError::NotInControl
        };
        ensure!(*signer == self.in_control(), error);
        ensure!(
            !self.is_winding() || power.outlasts_winding(),
            SecuritiesError::Winding
        );
        let bit = 1_u32.wrapping_shl(power as u32);
        let is_draft =
            self.status == Status::Draft as u8 && self.control.stage == Stage::Sponsor as u8;
        ensure!(
            is_draft || self.control.powers() & bit != 0,
            SecuritiesError::NoPower
        );
        Ok(())
    }

    /// Takes an act that an agent in control has announced; the sponsor announces nothing.
    ///
    /// # Errors
    /// [`SecuritiesError::ActNotAnnounced`], [`SecuritiesError::ActNotDue`].
    pub(crate) fn take_act(&mut self, act: &Act, now: i64) -> Result<()> {
        if self.control.stage == Stage::Sponsor as u8 {
            return Ok(());
        }
        self.control.take(act, now)
    }

    /// Sets who is in control when, before anybody can pay.
    ///
    /// # Errors
    /// [`SecuritiesError::BadControl`], [`SecuritiesError::AgentNotApart`], [`SecuritiesError::KeyRefused`].
    pub(crate) fn set_control(
        &mut self,
        terms: &ControlTerms,
        (security, waterfall): (&Pubkey, &Pubkey),
    ) -> Result<()> {
        ensure!(
            (1..=MAX_ACT_DAYS).contains(&terms.act_days)
                && terms.powers.iter().all(|powers| powers & !ALL_POWERS == 0),
            SecuritiesError::BadControl
        );
        self.control = bytemuck::Zeroable::zeroed();
        self.control.agents = terms.agents;
        self.control.powers = terms.powers;
        self.control.act_days = terms.act_days;
        self.agents()
            .try_for_each(|agent| self.require_foreign(&agent, security, waterfall))?;
        self.require_agents_apart()
    }

    /// Whether somebody acts in a stage.
    pub(crate) fn is_actable(&self, stage: u8) -> bool {
        stage == Stage::Sponsor as u8 || self.control.agent(stage).is_some()
    }

    /// Names another agent; what the one before announced is void.
    ///
    /// # Errors
    /// [`SecuritiesError::BadProposal`] without control, for no stage of an agent, or for the agent that there is;
    /// [`SecuritiesError::AgentNotApart`].
    pub(crate) fn set_agent(&mut self, stage: u8, to: Pubkey) -> Result<()> {
        let control = &mut self.control;
        ensure!(
            control.act_days > 0
                && (1..STAGES).contains(&stage.into())
                && to != Pubkey::default()
                && control.agent(stage) != Some(to),
            SecuritiesError::BadProposal
        );
        let place = usize::from(stage).saturating_sub(1);
        if let Some(agent) = control.agents.get_mut(place) {
            *agent = to;
        }
        if control.stage == stage {
            control.end_act();
        }
        self.require_agents_apart()
    }

    fn agents(&self) -> impl Iterator<Item = Pubkey> + '_ {
        (0..)
            .take(STAGES)
            .filter_map(|stage| self.control.agent(stage))
    }

    /// Refuses an agent that is another role or the other agent. The sponsor would keep what it is to lose; the reporter and the
    /// servicer, whose reports and losses make covenants fail, would take control by them; the arbitrator stops what agents
    /// announce.
    ///
    /// # Errors
    /// [`SecuritiesError::AgentNotApart`].
    pub(crate) fn require_agents_apart(&self) -> Result<()> {
        let roles = [self.sponsor, self.servicer, self.reporter, self.arbitrator];
        let apart = self.agents().all(|agent| !roles.contains(&agent));
        let [investors, lenders] = self.control.agents;
        ensure!(
            apart && (investors != lenders || investors == Pubkey::default()),
            SecuritiesError::AgentNotApart
        );
        Ok(())
    }

    /// Refuses agents without a governance: control comes back, and an agent is replaced, by resolutions alone.
    ///
    /// # Errors
    /// [`SecuritiesError::NoWayBack`].
    pub(crate) fn require_way_back(&self) -> Result<()> {
        ensure!(
            self.agents().next().is_none() || self.stated.governed == 1,
            SecuritiesError::NoWayBack
        );
        Ok(())
    }
}

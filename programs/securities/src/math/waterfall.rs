//! The ordered tiers that a distribution runs through.
//!
//! Amounts are in settlement base units; in a run in kind, in base units of the mint that came in. Tranches are named
//! by rank, where 0 is the most senior.

pub use super::{
    claimant::{Claimant, Kind, Receipt},
    coverage::{Coverage, Period},
};

/// The most tiers a waterfall may have.
pub const MAX_TIERS: usize = 24;
/// The most tranches a security may have.
pub const MAX_TRANCHES: usize = 8;

/// How principal flows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Principal stays in the deal, in the reinvestment account, except that of a matured tranche.
    Revolving,
    /// Principal is repaid as the tiers define.
    Amortising,
    /// After a breach: everything that the most senior debt may be owed, then everything of the next debt.
    Accelerated,
}

/// The most carry tiers that a tranche may have.
pub const MAX_CARRY_STEPS: usize = 3;

/// A share in the profit of a tranche. Carries of the same tranche in a row are steps of one carry: each begins above a
/// higher hurdle, see [`carry::due`](crate::math::carry::due).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Carry {
    /// The rank of the tranche that takes it.
    pub rank: u8,
    /// The rank of the tranche whose profit it is a share of.
    pub base: u8,
    /// The share in the whole profit, in basis points.
    pub carry_bps: u32,
    /// The share in the profit above the hurdle until the carry has caught up, in basis points.
    pub catch_up_bps: u32,
    /// Beside the interest of the base, the hurdle: this multiple of the capital issued of the base, in basis points,
    /// less that capital. At most 10,000: there is none.
    pub multiple_bps: u32,
    /// Whether it is paid while capital of the base is outstanding ("deal by deal"), which principal alone repays.
    pub deal_by_deal: bool,
    /// Everything that ever reached the tier before this run; counted for the first step only.
    pub reached: u64,
    /// Everything that the tier ever took before this run, with what it passed on.
    pub paid: u64,
    /// How much of that it passed on, as nobody held its class: it is never made up for, and nobody has it to give back.
    pub passed: u64,
    /// Paid deal by deal: what fees and expenses took out of the proceeds. As long as capital of the base is outstanding,
    /// so much of it is not invested but spent, and lowers the profit; counted for the first step only.
    pub spent: u64,
    /// How much of what the steps ever took was given back to the base before this run; counted for the first step
    /// only.
    pub clawed_back: u64,
}

/// The highest weight that a participation may give to capital: 100 times.
pub const MAX_MULTIPLIER_BPS: u32 = 1_000_000;

/// A part of profit by capital: what a tranche weighs (see [`Claimant::weight`]) against what it and others weigh together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Participation {
    /// The rank of the tranche that takes it.
    pub rank: u8,
    /// The tranches that it shares with: bit n is the tranche of rank n.
    pub with: u8,
    /// How often the weight of the tranche counts, in basis points, in its own participation and in those of others.
    pub multiplier_bps: u32,
    /// The part of it that it leaves to the tiers behind, in basis points.
    pub gives_up_bps: u32,
}

/// What a reserve may pay, of what stands ahead of its tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Everything. All it holds runs with the income.
    All,
    /// Interest and arrears of debts. What it holds, up to its target, pays at their tiers what income leaves unpaid.
    Interest,
    /// Fees and expenses. What it holds, up to its target, pays at their tiers what income leaves unpaid.
    Expenses,
}

/// How many reserves have a purpose narrower than everything.
pub const EARMARKED: usize = 2;

impl Purpose {
    /// The place of its balance among those of reserves that may not pay everything.
    #[must_use]
    pub const fn place(self) -> Option<usize> {
        match self {
            Self::All => None,
            Self::Interest => Some(0),
            Self::Expenses => Some(1),
        }
    }
}

/// What a tier pays, and to whom: tranches by rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// The amount due to a payee outside the tranches.
    Fee(u64),
    /// Interest that is not in arrears.
    Interest(u8),
    /// Interest that its period left unpaid.
    Arrears(u8),
    /// Principal due by schedule.
    Principal(u8),
    /// Arrears, interest and principal due by schedule, in this order: all that a class is owed as it falls due.
    Service(u8),
    /// All principal outstanding.
    Sweep(u8),
    /// All principal outstanding of an equity, out of principal only.
    Capital(u8),
    /// Takes income up to what is written off of a debt, which is written up: what it takes is principal.
    Deficiency(u8),
    /// Fills the reserve of a purpose up to this target.
    Reserve(Purpose, u64),
    /// Gives back to a cover what it paid for losses.
    Cover(u8),
    /// A share in the profit of a tranche.
    Carry(Carry),
    /// A part, in basis points, of what reached the first of the consecutive splits that this one belongs to.
    Split {
        /// The rank of the tranche that takes it.
        rank: u8,
        /// The part, in basis points.
        bps: u32,
    },
    /// A part of what reaches it, in proportion to capital times days.
    Participation(Participation),
    /// Takes nothing while the pool's value, with the principal that is in the deal, is at least a part of the
    /// principal outstanding down to a rank. While it is less, what would pass repays the debts down to that rank, the
    /// most senior first, until it is not. The overcollateralisation (OC) test of collateralised loan obligations.
    CollateralTest(Coverage),
    /// Takes nothing while the income of the period so far, less the fees before it, is at least a part of the interest
    /// of the period and the arrears of the debts down to a rank, all of it paid or not. While it is less, all that would
    /// pass repays these debts, the most senior first. The period is that of the most junior of them; it counts whole, so
    /// that it does not matter in how many payments its income comes, nor who paid what was due. The interest coverage
    /// (IC) test of collateralised loan obligations.
    InterestTest(Coverage),
    /// All that is left. There is exactly one, and it is last.
    Residual(u8),
}

impl Tier {
    /// The rank of the tranche that the tier pays, if any.
    #[must_use]
    pub const fn rank(self) -> Option<u8> {
        match self {
            Self::Cover(rank)
            | Self::Participation(Participation { rank, .. })
            | Self::Carry(Carry { rank, .. })
            | Self::Split { rank, .. }
            | Self::Residual(rank) => Some(rank),
            _ => self.claimant(),
        }
    }

    /// The rank of the tranche whose interest, arrears or principal it pays, or whose losses it covers; none for other tiers.
    #[must_use]
    pub const fn claimant(self) -> Option<u8> {
        match self {
            Self::Interest(rank)
            | Self::Arrears(rank)
            | Self::Principal(rank)
            | Self::Service(rank)
            | Self::Sweep(rank)
            | Self::Capital(rank)
            | Self::Deficiency(rank) => Some(rank),
            _ => None,
        }
    }

    /// Whether it repays principal of a tranche.
    #[must_use]
    pub fn repays(self, whose: u8) -> bool {
        let other = matches!(
            self,
            Self::Interest(_) | Self::Arrears(_) | Self::Deficiency(_)
        );
        self.claimant() == Some(whose) && !other
    }
}

/// A floor under the subordination of a tranche and of all senior to it: while these have principal outstanding, no
/// repayment of principal to a more junior tranche may take it below the floor. What it withholds repays those that it
/// protects, the most senior first. See
/// [`subordination`](crate::math::subordination).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cushion {
    /// The most junior rank that is protected.
    pub rank: u8,
    /// The least that must be below, in basis points of protected and below together.
    pub min_bps: u32,
}

/// Carry that is paid back: all of it goes to the holders of the tranche whose profit the carry is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clawback {
    /// The rank of the class that was overpaid.
    pub rank: u8,
    /// How much, at most what the class is [overpaid](crate::math::walk::overpaid).
    pub amount: u64,
}

/// Money that comes in, and the structure that it runs through.
#[derive(Clone, Copy, Debug)]
pub struct WaterfallInput<'a> {
    /// What comes in.
    pub amount: u64,
    /// The reserve that may pay everything before the run, all of which runs too, as income. 0 in kind.
    pub reserve: u64,
    /// The reserves of interest and of expenses before the run, by [`Purpose::place`]. What one holds above its target
    /// runs as income; so does all of it while accelerated, when all money is one. The rest pays entitlements of its purpose
    /// that stand ahead of its tier, as far as income leaves them unpaid, before the other reserve and principal do.
    /// 0 in kind.
    pub earmarked: [u64; EARMARKED],
    /// The reinvestment account before the run, all of which runs too, as principal. 0 in kind.
    pub reinvestment: u64,
    /// The part of it that tests and deficiencies trapped. It repays principal, after the rest of the pot, and pays no
    /// interest where that does: whoever stands behind a test would have it otherwise, by waiting.
    pub trapped: u64,
    /// The part of what is trapped that a covenant trapped: it runs as income, with what comes in. 0 in kind.
    pub held: u64,
    /// How principal flows.
    pub mode: Mode,
    /// How much of the amount is **principal**: repayments of the assets, sale proceeds, what a recovery wrote up (see
    /// [`write_up`](crate::math::loss::write_up), with the claimants in their state after that), returned proceeds. In
    /// kind: of returned proceeds, all; otherwise nothing.
    ///
    /// Principal pays what the tiers do not have to find in income. At a tier that pays principal of a debt, it repays
    /// the debt whatever is due: all of it, or its part where debts are repaid pro rata. After the last tier of the
    /// debts it pays, debt by debt, what they are still owed, then written-off principal of the debts, then the capital
    /// of equity; the rest is income. While revolving it repays matured tranches only, and the rest stays in the
    /// reinvestment account. While accelerated it runs with everything else: fees ahead of the debts and what the debts
    /// are owed come first, and what remains of it repays the capital of equity.
    pub principal: u64,
    /// Whether the principal is unused proceeds, which go back whatever the mode, ahead of all tiers: debt by debt, the
    /// most senior first, all principal, then interest and arrears; then written-off principal, the capital of equity,
    /// and what tranches paid in above their principal (see [`Claimant::paid_in`]), in the same proportion for each.
    pub returns: bool,
    /// Whether principal also pays interest and arrears of debts that income leaves unpaid, at their tiers.
    pub principal_pays_interest: bool,
    /// Whether what would be paid behind the last tier of the debts is trapped: there only reserves, covers and tests still take
    /// their part, and the rest stays in the reinvestment account, as income that waits. Not while accelerated.
    pub traps: bool,
    /// Whether principal repays the debts in proportion to what is outstanding, instead of the most senior first; not
    /// while revolving.
    pub pro_rata: bool,
    /// Whether the rest of the amount first restores what covers paid for losses, behind what is due to the debts and
    /// ahead of all tiers.
    pub recovery: bool,
    /// Carry that a class was overpaid and that somebody pays back, beside the amount; see [`Clawback`].
    pub clawback: Option<Clawback>,
    /// Whether the amount is in a mint other than the settlement mint. Entitlements are in settlement money, so only splits
    /// and the residual take part.
    pub in_kind: bool,
    /// The tiers, in order.
    pub tiers: &'a [Tier],
    /// The tranches, by rank.
    pub claimants: &'a [Claimant],
    /// The floors under subordination.
    pub cushions: &'a [Cushion],
}

/// The result of a run. `amount + clawback + reserves before + reinvestment before = sum of tiers + sum of what was made
/// good + sum of what was returned + sum of what was clawed back + reinvestment after + undistributed`, where a reserve's
/// tier took what the reserve holds after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What each tier took.
    pub tiers: [u64; MAX_TIERS],
    /// The part of it that was principal; while accelerated, when all money is one, 0.
    pub of_principal: [u64; MAX_TIERS],
    /// What each tranche received.
    pub receipts: [Receipt; MAX_TRANCHES],
    /// What each tranche was made good outside the tiers: written-off principal of a debt, repaid in cash; for a cover,
    /// what a recovery puts back into it.
    pub made_good: [u64; MAX_TRANCHES],
    /// The reserve that may pay everything after the run: what its tier took; 0 without such a tier.
    pub reserve: u64,
    /// The reserves of interest and of expenses after the run, by [`Purpose::place`]: what their tiers took.
    pub earmarked: [u64; EARMARKED],
    /// The reinvestment account after the run: principal that the mode or a cushion keeps in the deal, and what tests
    /// and deficiencies trapped.
    pub reinvestment: u64,
    /// What reached the first step of each carry; 0 for the others.
    pub reached: [u64; MAX_TIERS],
    /// What each carry tier passed on because nobody holds its class; this is never made up for.
    pub passed: [u64; MAX_TIERS],
    /// What each tranche gave back of overpaid carry, to the holders of the tranche whose profit the carry is taken
    /// from: out of its splits and residual, which took as much less, or by a payment.
    pub clawed_back: [u64; MAX_TRANCHES],
    /// The part of it that is trapped: what tests hold back, and what covered a deficiency and has repaid nobody.
    pub trapped: u64,
    /// The part of that which [`WaterfallInput::traps`] holds back.
    pub held: u64,
    /// What reached the residual while nobody held its class.
    pub undistributed: u64,
}

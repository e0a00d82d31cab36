/** The names of the program's errors, as in its source: runs of numbers, each by its first. */
const RUNS: Readonly<Record<number, string>> = {
  6000: "Overflow DivisionByZero DateOutOfRange UnknownValue ZeroAmount InsufficientFunds TransferMismatch CountersInconsistent TextTooLong",
  6100: "WrongSecurity WrongTranche WrongBook WrongLine WrongMint WrongVault WrongTokenProgram WrongRentPayer WrongRefundAccount WrongPayoutAccount WrongDestination WrongShareAccount TranchesIncomplete BooksIncomplete",
  6200: "NotSponsor NotOwner CannotOwn NotServicer NotReporter NotAuthority NotQualifier NotArbitrator NotRoleHolder NotNamed WrongRole KeyRefused ArbitratorNotApart RoleTransferEarly RoleTransferExpired RoleTransferStale RefusalClosed",
  6300: "StructureClosed StructureIncomplete StructureChanged BadDestinations BadLimit",
  6400: "BadDrawTerms TriggerFailing Accelerated DebtOverdue CoSignatureMissing DrawLimit DrawTooLate BadDelivery DeliveryAwaited DeliveryClosed NotReturnable NotRevolving CoverageFailing",
  6500: "MintExtensionRefused TransferFeeRefused PermanentDelegateRefused FreezeAuthorityRefused",
  6600: "WrongRank DecimalsOutOfRange RateOutOfRange MaturityOutOfRange ParOutOfRange TrancheWiped BadAuthorised AboveAuthorised FixedNumber NotManager NoPoints BelowFloor AbovePrincipal TrancheImpaired TrancheOverdue BadSchedule BadFirstDue BadFirstInstalment BadCustom",
  6700: "BadClock BadCaps NotWholeLots PriceTooCoarse PriceOutOfBand CoverAtPar WrongBookNumber TooManyBooks BadRights RightsFirst AboveRight BookNotOpen OfferChanged NoOffer OfferPeriodTooLong LimitsBroken BadGroup GroupTerms TipLowered BadCurve TooManyCurves WrongReward RewardAccountsMissing",
  6800: "BadLineSize LineTooShort PlaceOutOfRange LineUnderflow NothingToMove TicketTooSmall TicketTooLarge OwnerLimit OwnerTotalMissing SecurityMissing OwnerTotalInUse WithdrawTooMuch RemainderTooSmall AlreadyCommitted NotCommitted AlreadyQualified TicketUnqualified NotRestricted LeadFirst LeadBound NotDiscretionary ApprovalTooLarge WrongTicket CannotLeave",
  6900: "PollRunning NoPoll NotEligible BadPoll",
  7000: "CannotLock LockedTogether WrongGroup GroupIncomplete GroupStands RatesFell NotLocked NotRefunding NothingAccepted RefundBlocked RefundPayable RefundTooEarly ProceedsHeld TicketsOpen EscrowOpen",
  7100: "AssetRefused UnknownAsset BookUsed TooManyAssets WrongRateSource StaleRate RateMoved BadReferenceRate BadFloating BadStepUp FixingNotOpen AlreadyFixed ReferenceTooNew",
  7200: "BadSeries NotEquityWithoutPar SeriesExpired SeriesRunning",
  7300: "BadQualifiers CredentialExpired NotQualified StillQualified CredentialsIncomplete",
  7400: "HolderInUse HolderMissing NotTransferring ShareAccountMutable SharesShort PayoutNotAssociated",
  7500: "DistributionTooSmall BadPeriod BadBatch NothingOwed DebtInOtherMint NoEscheat HolderPayable EscheatTooEarly NotBegun BadPrincipal ClawbackTooLarge",
  7600: "BadStructure WrongTier NotFromTreasury TreasuryEmpty NotExpense ExpenseAboveCap DocumentMissing BadTrigger ModeUnchanged ReportMissing LossNotDue LossEnded LossNotRecorded CorrectionTooLarge PoolMoved NeverOverdue InstalmentWhileRevolving",
};

/** The name of one of the program's errors. */
export function programErrorName(code: number): string | undefined {
  for (const first in RUNS) {
    const name = RUNS[first]?.split(" ")[code - Number(first)];
    if (name !== undefined) {
      return name;
    }
  }
  return undefined;
}

/** The meanings of the token programs' numbered errors. */
export const TOKEN_ERRORS: Readonly<Record<number, string>> = {
  0: "the token account would not be rent-exempt",
  1: "insufficient funds: the token account holds less than the amount",
  2: "the account is not a mint of this token program",
  3: "the token account belongs to another mint",
  4: "the signer does not own the token account",
  5: "the mint's supply is fixed",
  6: "the account is in use already",
  7: "an account holds data that this token program does not know",
  8: "a multisig cannot have so many signers",
  9: "the account is not initialised",
  10: "native tokens are not supported here",
  11: "the token account is not empty: only an empty one can be closed",
  12: "the instruction is not one of the token program's",
  13: "the account's state does not allow this",
  14: "the amount is larger than the token program can count",
  15: "this authority cannot be changed on such an account",
  16: "the mint cannot freeze accounts",
  17: "the token account is frozen",
  18: "the decimals are not the mint's",
  19: "the account is not for native tokens",
  23: "the token account lacks an extension that its mint requires",
  24: "the extension is there already",
  26: "the token account requires a memo with each incoming transfer",
  27: "the token account's balance is still confidential",
  36: "the mint does not allow transfers of its tokens",
};

/** What the system program's numbered errors mean. */
export const SYSTEM_ERRORS: Readonly<Record<number, string>> = {
  0: "an account with this address exists already",
  1: "insufficient SOL: the payer holds less than rent and transfers need",
  2: "the account cannot be assigned to this program",
  3: "the account's size is out of range",
  4: "the seed of an address is too long",
  5: "the address does not match its seed",
};

/** The meanings of the errors of the program's framework, for when its log is missing. */
export const FRAMEWORK_ERRORS: Readonly<Record<number, string>> = {
  100: "the program has no such instruction: program and client are of different versions",
  102: "the program cannot read the instruction's arguments: program and client are of different versions",
  2000: "an account should be writable",
  2001: "an account is not related to the others as it should be",
  2002: "an account should sign",
  2003: "an account breaks a rule of the instruction",
  2004: "an account has the wrong owner",
  2006: "an address does not match its seeds",
  2012: "an address is not the one expected",
  2014: "a token account belongs to another mint",
  2015: "a token account has another owner",
  3001: "an account has no discriminator: it is not one of the program's",
  3002: "an account is of the wrong kind",
  3005: "accounts are missing from the instruction",
  3007: "an account belongs to another program",
  3008: "a program account is not the program it should be",
  3010: "an account should sign",
  3012: "an account that the instruction needs does not exist yet",
};

/** The meanings of a transaction's own errors, for those whose name in the RPC does not say it. */
export const TRANSACTION_ERRORS: Readonly<Record<string, string>> = {
  AccountNotFound: "the fee payer holds no SOL: fund it first",
  InsufficientFundsForFee: "the fee payer holds less SOL than the fee: fund it first",
  InsufficientFundsForRent: "an account would be left with less SOL than its rent: fund the payer first",
  InvalidRentPayingAccount: "an account would be left with less SOL than its rent: fund the payer first",
  BlockhashNotFound: "the transaction's blockhash is too old, or of another cluster: try again",
  AlreadyProcessed: "the transaction was processed already",
  ProgramAccountNotFound: "the program is not deployed on this cluster",
  InvalidProgramForExecution: "the program is not deployed on this cluster",
  TooManyAccountLocks: "the transaction names too many accounts",
  AddressLookupTableNotFound: "the transaction's lookup table is not there yet",
  InvalidAddressLookupTableIndex: "the transaction's lookup table is not there yet",
};

/** The meanings of an instruction's unnumbered errors, for those whose name does not say it. */
export const INSTRUCTION_ERRORS: Readonly<Record<string, string>> = {
  InsufficientFunds: "insufficient funds",
  InvalidAccountData: "an account does not hold what the program expects",
  IncorrectProgramId: "an account belongs to another program",
  MissingRequiredSignature: "a signature is missing",
  UninitializedAccount: "an account that the instruction needs does not exist yet",
  AccountAlreadyInitialized: "an account exists already",
  ProgramFailedToComplete: "the program stopped before it completed",
  ComputationalBudgetExceeded: "the transaction used up its compute units",
  UnsupportedProgramId: "the program is not deployed on this cluster",
  ReentrancyNotAllowed: "a program called itself through another",
};

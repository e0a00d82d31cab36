/** What the token programs' numbered errors mean, in words that say what to do. */
export const TOKEN_ERRORS: Readonly<Record<number, string>> = {
  0: "the token account would not be rent-exempt",
  1: "insufficient funds: the token account holds less than the amount",
  2: "the account is not a mint of this token program",
  3: "the token account is of another mint",
  4: "the token account has another owner than the signer",
  5: "the mint's supply is fixed",
  6: "the account is in use already",
  7: "an account holds data that this token program does not know",
  8: "more signers than a multisig may have",
  9: "the account is not initialised",
  10: "native tokens are not supported here",
  11: "the token account is not empty: only an empty one can be closed",
  12: "the instruction is not one of the token program's",
  13: "the account's state does not allow this",
  14: "the amount passes what the token program can count",
  15: "this authority cannot be changed on such an account",
  16: "the mint cannot freeze accounts",
  17: "the token account is frozen",
  18: "the decimals are not the mint's",
  19: "the account is not for native tokens",
  23: "the token account lacks an extension that its mint wants",
  24: "the extension is there already",
  26: "the token account wants a memo with each incoming transfer",
  27: "the token account's balance is still confidential",
  36: "the mint does not let its tokens be transferred",
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

/** What the errors of the framework under the program mean, where its log is missing. */
export const FRAMEWORK_ERRORS: Readonly<Record<number, string>> = {
  100: "the program has no such instruction: program and client are of different versions",
  102: "the program cannot read the instruction's arguments: program and client are of different versions",
  2000: "an account should be writable",
  2001: "an account does not belong to the others",
  2002: "an account should sign",
  2003: "an account breaks a rule of the instruction",
  2004: "an account has another owner than it should",
  2006: "an address is not the one its seeds give",
  2012: "an address is not the one expected",
  2014: "a token account is of another mint",
  2015: "a token account has another owner",
  3001: "an account has no discriminator: it is not one of the program's",
  3002: "an account is of another kind than it should be",
  3005: "accounts are missing from the instruction",
  3007: "an account belongs to another program",
  3008: "a program account is not the program it should be",
  3010: "an account should sign",
  3012: "an account that the instruction needs does not exist yet",
};

/** What a transaction's own errors mean, where the RPC's name for them does not say it. */
export const TRANSACTION_ERRORS: Readonly<Record<string, string>> = {
  AccountNotFound: "the fee payer holds no SOL: fund it first",
  InsufficientFundsForFee: "the fee payer holds less SOL than the fee: fund it first",
  InsufficientFundsForRent: "an account would be left with less SOL than its rent: fund the payer first",
  InvalidRentPayingAccount: "an account would be left with less SOL than its rent: fund the payer first",
  BlockhashNotFound: "the transaction's blockhash is too old, or of another cluster: try again",
  AlreadyProcessed: "the transaction was processed already",
  ProgramAccountNotFound: "the program is not deployed on this cluster",
  InvalidProgramForExecution: "the program is not deployed on this cluster",
  TooManyAccountLocks: "the transaction names more accounts than a transaction may",
  AddressLookupTableNotFound: "the transaction's lookup table is not there yet",
  InvalidAddressLookupTableIndex: "the transaction's lookup table is not there yet",
};

/** What an instruction's errors without number mean, where their name does not say it. */
export const INSTRUCTION_ERRORS: Readonly<Record<string, string>> = {
  InsufficientFunds: "insufficient funds",
  InvalidAccountData: "an account does not hold what the program expects",
  IncorrectProgramId: "an account belongs to another program",
  MissingRequiredSignature: "a signature is missing",
  UninitializedAccount: "an account that the instruction needs does not exist yet",
  AccountAlreadyInitialized: "an account exists already",
  ProgramFailedToComplete: "the program stopped before its end",
  ComputationalBudgetExceeded: "the transaction used up its compute units",
  UnsupportedProgramId: "the program is not deployed on this cluster",
  ReentrancyNotAllowed: "a program called itself through another",
};

import { type Address, fetchEncodedAccounts, isOffCurveAddress, type ReadonlyUint8Array } from "@solana/kit";
import { ACCOUNT_KINDS } from "./account-kinds.js";
import { ASSOCIATED_TOKEN_PROGRAM, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "./addresses.js";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";
import { NOBODY } from "./phase.js";
import { tokenAccountOwner } from "./token.js";

/** Programs that are known by their addresses, without asking a node. */
const PROGRAMS: ReadonlyMap<Address, string> = new Map<Address, string>([
  [SECURITIES_PROGRAM_ADDRESS, "is the securities program"],
  [TOKEN_PROGRAM, "is the token program"],
  [TOKEN_2022_PROGRAM, "is the Token-2022 program"],
  [ASSOCIATED_TOKEN_PROGRAM, "is the program of associated token accounts"],
]);
/** A mark of the runtime's own addresses, of sysvars, loaders and built-in programs; no key has it by chance. */
const RUNTIME = /1{10}/;
const RIGHT = "name a wallet, or the vault of a program that signs for it";

/** The part of an account that says who can sign for its address. */
export type SeenAccount = Readonly<{
  /** The program that it belongs to. */
  program: Address;
  /** Whether it is a program. */
  executable: boolean;
  data: ReadonlyUint8Array;
}>;

/**
 * Why an address cannot own shares, be paid, or hold a role: nobody can sign for it, or whatever it owns is lost. A
 * mint, a token account, a program, or an account of the securities program or of the runtime cannot. A wallet can, and
 * so can an address of another program, such as a multisig's vault, for which that program signs; but only if it has an
 * account, since without one nothing distinguishes a vault from a mistyped token account.
 *
 * @returns What is wrong, in words that follow the address in a sentence, and what would be right; `undefined` if
 * nothing is.
 */
export function ownerFault(
  options: Readonly<{
    owner: Address;
    /** The account at that address; `null` if there is none, left out if the chain was not asked. */
    account?: SeenAccount | null | undefined;
  }>,
): string | undefined {
  const { owner, account } = options;
  if (owner === NOBODY) {
    return `is the system program, nobody's address: ${RIGHT}`;
  }
  const known =
    PROGRAMS.get(owner) ?? (RUNTIME.test(owner) ? "is an address of Solana's runtime" : undefined);
  if (known !== undefined) {
    return `${known}: ${RIGHT}`;
  }
  if (account === undefined) {
    return undefined;
  }
  const derived = isOffCurveAddress(owner);
  if (account === null) {
    return derived
      ? "is not a wallet, since no key belongs to it, and has no account on this cluster: if it is a program's vault, such as a multisig's, send it some SOL first; otherwise name a wallet"
      : undefined;
  }
  return accountFault(account, derived);
}

function accountFault({ program, executable, data }: SeenAccount, derived: boolean): string | undefined {
  if (executable) {
    return `is a program: ${RIGHT}`;
  }
  if (program === TOKEN_PROGRAM || program === TOKEN_2022_PROGRAM) {
    const holder = tokenAccountOwner(data);
    return holder === undefined
      ? `is a mint, or another account of the token program: ${RIGHT}`
      : `is a token account of ${holder}: name its owner instead`;
  }
  if (program === SECURITIES_PROGRAM_ADDRESS) {
    const kind = ACCOUNT_KINDS.find(({ discriminator }) =>
      discriminator.every((byte, at) => data[at] === byte),
    );
    return `is ${kind === undefined ? "an account" : `a ${kind.name}`} of the securities program: ${RIGHT}`;
  }
  if (program === NOBODY) {
    return data.length === 0 ? undefined : `is a nonce account: ${RIGHT}`;
  }
  if (RUNTIME.test(program)) {
    return `is an account of Solana's runtime: ${RIGHT}`;
  }
  return derived ? undefined : `is an account of the program ${program}, not a wallet: ${RIGHT}`;
}

/** The accounts at some addresses, as {@link ownerFault} takes them. */
export async function seenAccounts(
  cluster: Cluster,
  addresses: readonly Address[],
): Promise<(SeenAccount | null)[]> {
  const found = await fetchEncodedAccounts(cluster.rpc, [...addresses], {
    commitment: commitmentOf(cluster),
  });
  return found.map((one) =>
    one.exists ? { program: one.programAddress, executable: one.executable, data: one.data } : null,
  );
}

/**
 * Refuses an address that cannot own shares, before anything is sent.
 *
 * @throws {ClientError} With what is wrong, and what would be right.
 */
export async function requireOwner(
  cluster: Cluster,
  options: Readonly<{
    owner: Address;
    /** How messages name it: "the receiver". */
    what: string;
  }>,
): Promise<void> {
  const { owner, what } = options;
  const [account = null] = await seenAccounts(cluster, [owner]);
  const fault = ownerFault({ owner, account });
  if (fault !== undefined) {
    throw new ClientError(`${what}, ${owner}, ${fault}`);
  }
}

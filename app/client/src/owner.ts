import { type Address, fetchEncodedAccounts, isOffCurveAddress, type ReadonlyUint8Array } from "@solana/kit";
import { ACCOUNT_KINDS } from "./account-kinds.js";
import { ASSOCIATED_TOKEN_PROGRAM, TOKEN_2022_PROGRAM, TOKEN_PROGRAM } from "./addresses.js";
import { type Cluster, commitmentOf } from "./cluster.js";
import { ClientError } from "./errors.js";
import { SECURITIES_PROGRAM_ADDRESS } from "./generated/index.js";
import { NOBODY } from "./phase.js";
import { tokenAccountOwner } from "./token.js";

/** Programs whose addresses say nothing of themselves: no node needs to be asked. */
const PROGRAMS: ReadonlyMap<Address, string> = new Map<Address, string>([
  [SECURITIES_PROGRAM_ADDRESS, "is the securities program"],
  [TOKEN_PROGRAM, "is the token program"],
  [TOKEN_2022_PROGRAM, "is the Token-2022 program"],
  [ASSOCIATED_TOKEN_PROGRAM, "is the program of associated token accounts"],
]);
/** What the runtime's own addresses are written with, sysvars, loaders and built-in programs; no key gets it by chance. */
const RUNTIME = /1{10}/;
const RIGHT = "name a wallet, or the vault of a program that signs for it";

/** An account as a node gives it, as far as it says who can sign for its address. */
export type SeenAccount = Readonly<{
  /** The program that it belongs to. */
  program: Address;
  /** Whether it is a program. */
  executable: boolean;
  data: ReadonlyUint8Array;
}>;

/**
 * Why an address cannot own shares, or be paid, or have a role: nobody signs for it, or what it owns is lost. A mint, a
 * token account, a program, an account of the securities program or of the runtime cannot. A wallet can, and an address
 * of another program's, such as a multisig's vault, which that program signs for; but with an account, as without one
 * nothing tells a vault from a mistyped token account.
 *
 * @returns What is wrong, to follow the address in a sentence, and what would be right; nothing if it can.
 */
export function ownerFault(
  options: Readonly<{
    owner: Address;
    /** What the chain has there; `null` for nothing, left out where the chain is not asked. */
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
      ? "is no wallet, since no key belongs to it, and has no account on this cluster: if it is a program's vault, such as a multisig's, send it some SOL first; else name a wallet"
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

/** What the chain has at addresses, as {@link ownerFault} takes it. */
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
    /** What it is named as: "the receiver". */
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

import {
  AccountRole,
  type Address,
  getBase64Encoder,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { readBytes } from "./accounts.js";
import { most } from "./allocation.js";
import { type Cluster, commitmentOf } from "./cluster.js";
import { SECURITIES_PROGRAM_ADDRESS, SECURITY_DISCRIMINATOR } from "./generated/index.js";
import {
  ACTIVE,
  ADDRESSES_OFFSET,
  DEACTIVATION_OFFSET,
  decodeAddresses,
  LOOKUP_TABLE_PROGRAM,
  ofAuthority,
  signing,
} from "./lookup-table.js";

const DEACTIVATE = 3;
const CLOSE = 4;
/** A table can be closed once its deactivation is not among this many recent slots. */
const COOL_DOWN_SLOTS = 512n;
/** What the bot's tables begin with: the security, and the tranche or book. */
const LABEL = 2;
const ADDRESS_BYTES = 32;

/** A lookup table that an authority has made for a security. */
export type OwnTable = Readonly<{
  address: Address;
  security: Address;
  /** The tranche or the book that it is for. */
  subject: Address;
  /** How many addresses it holds. */
  addresses: number;
  /** Its rent, which comes back when it is closed. */
  lamports: bigint;
  /** `active` until it is deactivated, `cooling` until it may be closed, then `cold`. */
  state: "active" | "cooling" | "cold";
  /** Slots until it may be closed, while it is cooling. */
  slotsLeft: bigint;
}>;

/** The lookup tables that an authority has made for securities; tables for anything else are left out. */
export async function listTables(cluster: Cluster, authority: Address): Promise<OwnTable[]> {
  const commitment = commitmentOf(cluster);
  const slot = await cluster.rpc.getSlot({ commitment }).send();
  const found = await cluster.rpc
    .getProgramAccounts(LOOKUP_TABLE_PROGRAM, {
      commitment,
      encoding: "base64",
      dataSlice: { offset: 0, length: ADDRESSES_OFFSET + LABEL * ADDRESS_BYTES },
      filters: [ofAuthority(authority)],
    })
    .send();
  const tables = found.flatMap(({ pubkey, account }) => {
    const data = Uint8Array.from(getBase64Encoder().encode(account.data[0]));
    const [security, subject] = decodeAddresses(data);
    if (security === undefined || subject === undefined) {
      return [];
    }
    const deactivated = new DataView(data.buffer).getBigUint64(DEACTIVATION_OFFSET, true);
    const slotsLeft = deactivated === ACTIVE ? 0n : most(deactivated + COOL_DOWN_SLOTS + 1n - slot, 0n);
    const addresses = (Number(account.space) - ADDRESSES_OFFSET) / ADDRESS_BYTES;
    const state = deactivated === ACTIVE ? ("active" as const) : slotsLeft > 0n ? "cooling" : "cold";
    const lamports = BigInt(account.lamports);
    return [{ address: pubkey, security, subject, addresses, lamports, state, slotsLeft } as const];
  });
  const securities = await readBytes(
    cluster,
    tables.map(({ security }) => security),
  );
  return tables.filter((_, at) => isSecurity(securities[at]));
}

/** Whether what a table was made for is still there. */
export async function areNeeded(cluster: Cluster, tables: readonly OwnTable[]): Promise<boolean[]> {
  const subjects = await readBytes(
    cluster,
    tables.map(({ subject }) => subject),
  );
  return subjects.map((account) => account?.owner === SECURITIES_PROGRAM_ADDRESS);
}

/** Takes a lookup table out of use. It can be closed when it has cooled down, after about four minutes. */
export async function deactivateTable(
  options: Readonly<{ authority: TransactionSigner; table: Address }>,
): Promise<Instruction[]> {
  const { authority, table } = options;
  return [
    {
      programAddress: LOOKUP_TABLE_PROGRAM,
      accounts: [
        { address: table, role: AccountRole.WRITABLE },
        signing(authority, AccountRole.READONLY_SIGNER),
      ],
      data: Uint8Array.of(DEACTIVATE, 0, 0, 0),
    },
  ];
}

/** Closes a lookup table that has cooled down; its rent goes to the authority. */
export async function closeTable(
  options: Readonly<{ authority: TransactionSigner; table: Address }>,
): Promise<Instruction[]> {
  const { authority, table } = options;
  return [
    {
      programAddress: LOOKUP_TABLE_PROGRAM,
      accounts: [
        { address: table, role: AccountRole.WRITABLE },
        signing(authority, AccountRole.READONLY_SIGNER),
        { address: authority.address, role: AccountRole.WRITABLE },
      ],
      data: Uint8Array.of(CLOSE, 0, 0, 0),
    },
  ];
}

function isSecurity(account: Readonly<{ data: Uint8Array; owner: Address }> | undefined): boolean {
  return (
    account !== undefined &&
    account.owner === SECURITIES_PROGRAM_ADDRESS &&
    SECURITY_DISCRIMINATOR.every((byte, at) => account.data[at] === byte)
  );
}

import {
  AccountRole,
  type AccountSignerMeta,
  type Address,
  type AddressesByLookupTableAddress,
  address,
  type Base58EncodedBytes,
  getAddressDecoder,
  getAddressEncoder,
  getBase64Encoder,
  getProgramDerivedAddress,
  getU64Encoder,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import { SYSTEM_PROGRAM_ADDRESS } from "@solana-program/system";
import { base58 } from "./account-kinds.js";
import { type Cluster, send } from "./cluster.js";

/** Solana's program of address lookup tables. */
export const LOOKUP_TABLE_PROGRAM = address("AddressLookupTab1e1111111111111111111111111");
/** The most addresses that a table holds. */
const CAPACITY = 256;
/** The addresses that fit into a transaction that extends a table. */
const EXTENSION = 24;
const COMMITMENT = "confirmed";
const POLL_MILLISECONDS = 200;
const CREATE = 0;
const EXTEND = 2;
// Layout: kind, deactivation slot, last extended slot, start index, authority (option), padding, addresses.
/** Where a table has the slot of its deactivation. */
export const DEACTIVATION_OFFSET = 4;
const AUTHORITY_OFFSET = 22;
/** Where a table's addresses begin. */
export const ADDRESSES_OFFSET = 56;
/** The value of the deactivation slot of a table that is in use. */
export const ACTIVE = (1n << 64n) - 1n;

type Table = { readonly address: Address; readonly addresses: Address[] };

/**
 * Lookup tables of an authority that hold all the wanted addresses. Tables from earlier calls with the same label are
 * found and extended; the authority pays rent for missing addresses.
 */
export async function lookupTablesFor(
  cluster: Cluster,
  options: Readonly<{
    authority: TransactionSigner;
    /** At most three addresses, which every table of this purpose starts with. */
    label: readonly Address[];
    wanted: readonly Address[];
  }>,
): Promise<AddressesByLookupTableAddress> {
  const { authority, label, wanted } = options;
  const tables = await findTables(cluster, authority.address, label);
  const known = new Set(tables.flatMap((table) => table.addresses));
  const missing = [...new Set(wanted)].filter((one) => !known.has(one));
  while (missing.length > 0) {
    let table = tables.find(({ addresses }) => addresses.length < CAPACITY);
    if (table === undefined) {
      table = await createTable(cluster, authority, label);
      tables.push(table);
    }
    const room = Math.min(EXTENSION, CAPACITY - table.addresses.length);
    const some = missing.splice(0, room).filter((one) => !table.addresses.includes(one));
    if (some.length > 0) {
      await send(cluster, {
        instructions: [extendInstruction(authority, table.address, some)],
        payer: authority,
      });
      table.addresses.push(...some);
    }
    if (missing.length === 0) {
      await nextSlot(cluster);
    }
  }
  return byAddress(tables);
}

/** The lookup tables of an authority whose addresses begin with a label, as they are: none is created or extended. */
export async function findLookupTables(
  cluster: Cluster,
  options: Readonly<{ authority: Address; label: readonly Address[] }>,
): Promise<AddressesByLookupTableAddress> {
  const { authority, label } = options;
  return byAddress(await findTables(cluster, authority, label));
}

/** Whether there are lookup tables of an authority whose addresses begin with a label. */
export async function hasLookupTables(
  cluster: Cluster,
  options: Readonly<{ authority: Address; label: readonly Address[] }>,
): Promise<boolean> {
  const { authority, label } = options;
  const found = await cluster.rpc
    .getProgramAccounts(LOOKUP_TABLE_PROGRAM, {
      commitment: COMMITMENT,
      encoding: "base64",
      dataSlice: { offset: 0, length: 0 },
      filters: filtersFor(authority, label),
    })
    .send();
  return found.length > 0;
}

function byAddress(tables: readonly Table[]): AddressesByLookupTableAddress {
  return Object.fromEntries(tables.map((table) => [table.address, table.addresses]));
}

async function findTables({ rpc }: Cluster, authority: Address, label: readonly Address[]): Promise<Table[]> {
  const found = await rpc
    .getProgramAccounts(LOOKUP_TABLE_PROGRAM, {
      commitment: COMMITMENT,
      encoding: "base64",
      filters: filtersFor(authority, label),
    })
    .send();
  return found.map(({ pubkey, account }) => ({
    address: pubkey,
    addresses: decodeAddresses(Uint8Array.from(getBase64Encoder().encode(account.data[0]))),
  }));
}

/** Filters that find the tables of an authority that are in use and begin with a label. */
function filtersFor(authority: Address, label: readonly Address[]) {
  const start = label.flatMap((one) => [...getAddressEncoder().encode(one)]);
  return [
    memcmp(AUTHORITY_OFFSET, authority as string as Base58EncodedBytes),
    memcmp(DEACTIVATION_OFFSET, base58(getU64Encoder().encode(ACTIVE))),
    ...(start.length === 0 ? [] : [memcmp(ADDRESSES_OFFSET, base58(Uint8Array.from(start)))]),
  ];
}

/** Finds the tables of an authority, in use or not. */
export const ofAuthority = (authority: Address) =>
  memcmp(AUTHORITY_OFFSET, authority as string as Base58EncodedBytes);

function memcmp(offset: number, bytes: Base58EncodedBytes) {
  return { memcmp: { offset: BigInt(offset), bytes, encoding: "base58" as const } };
}

/** The addresses in a table's data. */
export function decodeAddresses(data: Uint8Array): Address[] {
  const decoder = getAddressDecoder();
  const count = Math.floor((data.length - ADDRESSES_OFFSET) / 32);
  return Array.from({ length: count }, (_, at) => decoder.decode(data, ADDRESSES_OFFSET + at * 32));
}

async function createTable(
  cluster: Cluster,
  authority: TransactionSigner,
  label: readonly Address[],
): Promise<Table> {
  const slot = getU64Encoder().encode(await cluster.rpc.getSlot({ commitment: "finalized" }).send());
  const [table, bump] = await getProgramDerivedAddress({
    programAddress: LOOKUP_TABLE_PROGRAM,
    seeds: [getAddressEncoder().encode(authority.address), slot],
  });
  const create = tableInstruction(authority, table, Uint8Array.of(CREATE, 0, 0, 0, ...slot, bump));
  await send(cluster, {
    instructions: [create, extendInstruction(authority, table, label)],
    payer: authority,
  });
  return { address: table, addresses: [...label] };
}

function extendInstruction(
  authority: TransactionSigner,
  table: Address,
  addresses: readonly Address[],
): Instruction {
  const count = getU64Encoder().encode(BigInt(addresses.length));
  const bytes = addresses.flatMap((one) => [...getAddressEncoder().encode(one)]);
  return tableInstruction(authority, table, Uint8Array.of(EXTEND, 0, 0, 0, ...count, ...bytes));
}

function tableInstruction(authority: TransactionSigner, table: Address, data: Uint8Array): Instruction {
  return {
    programAddress: LOOKUP_TABLE_PROGRAM,
    accounts: [
      { address: table, role: AccountRole.WRITABLE },
      signing(authority, AccountRole.READONLY_SIGNER),
      signing(authority, AccountRole.WRITABLE_SIGNER),
      { address: SYSTEM_PROGRAM_ADDRESS, role: AccountRole.READONLY },
    ],
    data,
  };
}

/** A signer as an account of an instruction. */
export function signing(signer: TransactionSigner, role: AccountSignerMeta["role"]): AccountSignerMeta {
  return { address: signer.address, role, signer };
}

/** New addresses of a table can be used from the slot after the one that added them. */
async function nextSlot({ rpc }: Cluster): Promise<void> {
  const read = () => rpc.getSlot({ commitment: COMMITMENT }).send();
  const start = await read();
  // A node that produces a slot only for a transaction has already moved on with the previous one.
  for (let polls = 0; polls < 10 && (await read()) <= start; polls += 1) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
}

import {
  type Account,
  type Address,
  getAddressDecoder,
  getBase64Encoder,
  type Instruction,
  type ReadonlyUint8Array,
} from "@solana/kit";
import { base58, HOLDER, list, OFFSET } from "../account-kinds.js";
import { listHolders } from "../accounts.js";
import {
  gateAccountsAddress,
  holderAddress,
  hookAccountsAddress,
  trancheAddress,
  waterfallAddress,
} from "../addresses.js";
import { type Cluster, commitmentOf } from "../cluster.js";
import { isFrozenForm } from "../form.js";
import {
  BALLOT_DISCRIMINATOR,
  DISCLOSURE_CALENDAR_DISCRIMINATOR,
  DISCLOSURE_DISCRIMINATOR,
  DISTRIBUTION_DISCRIMINATOR,
  GOVERNANCE_DISCRIMINATOR,
  getCloseAccountInstruction,
  getCloseSecurityInstruction,
  getCloseVaultInstruction,
  LOSS_DISCRIMINATOR,
  MEASURE_DISCRIMINATOR,
  PERSON_DISCRIMINATOR,
  PROTOCOL_DISCRIMINATOR,
  REPORTED_RATE_DISCRIMINATOR,
  RESOLUTION_DISCRIMINATOR,
  ROLE_TRANSFER_DISCRIMINATOR,
  SECURITIES_PROGRAM_ADDRESS,
  type Security,
  STRUCTURE_DRAFT_DISCRIMINATOR,
  type Tranche,
} from "../generated/index.js";
import { writable } from "../tranche-metas.js";
import { vaultsOf } from "../vaults-and-assets.js";
import { findWrapper } from "../wrapper.js";

/** Where accounts that close without another say whose they are, and who paid their rents: bytes from the beginning. */
type Form = Readonly<{
  name: string;
  kind: ReadonlyUint8Array;
  parent: number;
  /** Not there: whoever created the security. */
  rentPayer?: number;
}>;

/** Those of a security. */
export const FORMS: readonly Form[] = [
  { name: "distribution", kind: DISTRIBUTION_DISCRIMINATOR, parent: 16, rentPayer: 48 },
  { name: "loss", kind: LOSS_DISCRIMINATOR, parent: 16 },
  { name: "disclosure", kind: DISCLOSURE_DISCRIMINATOR, parent: 32, rentPayer: 64 },
  { name: "calendar of disclosures", kind: DISCLOSURE_CALENDAR_DISCRIMINATOR, parent: 16 },
  { name: "reported rate", kind: REPORTED_RATE_DISCRIMINATOR, parent: 16, rentPayer: 80 },
  { name: "registration of a protocol", kind: PROTOCOL_DISCRIMINATOR, parent: 16, rentPayer: 112 },
  { name: "role transfer", kind: ROLE_TRANSFER_DISCRIMINATOR, parent: 16, rentPayer: 144 },
  { name: "governance", kind: GOVERNANCE_DISCRIMINATOR, parent: 16 },
  { name: "resolution", kind: RESOLUTION_DISCRIMINATOR, parent: 16, rentPayer: 144 },
  { name: "ballot", kind: BALLOT_DISCRIMINATOR, parent: 16, rentPayer: 112 },
  { name: "measure", kind: MEASURE_DISCRIMINATOR, parent: 16, rentPayer: 144 },
  { name: "draft of a waterfall", kind: STRUCTURE_DRAFT_DISCRIMINATOR, parent: 16, rentPayer: 80 },
];

/** Those of a tranche. */
export const PERSON_FORM: Form = { name: "person", kind: PERSON_DISCRIMINATOR, parent: 16, rentPayer: 80 };

/** One step: what it closes, and how. */
export type ClosingStep = Readonly<{ what: string; about: Address; instructions: readonly Instruction[] }>;

/** What closes without another account, of a security that has ended or is closed. */
export async function closeFlat(
  cluster: Cluster,
  options: Readonly<{ security: Address; origin: Address }>,
): Promise<ClosingStep[]> {
  const { security, origin } = options;
  const ranks = Array.from({ length: MAX_TRANCHES }, (_, rank) => rank);
  const tranches = await Promise.all(ranks.map((rank) => trancheAddress(security, rank)));
  const searches = [
    ...FORMS.map((form) => [form, security] as const),
    ...tranches.map((tranche) => [PERSON_FORM, tranche] as const),
  ];
  const steps: ClosingStep[] = [];
  for (const [form, parent] of searches) {
    for (const { address, data } of await raw(cluster, form, parent)) {
      const rentPayer = form.rentPayer === undefined ? origin : addressAt(data, form.rentPayer);
      steps.push({
        what: form.name,
        about: address,
        instructions: [getCloseAccountInstruction({ security, account: address, rentPayer })],
      });
    }
  }
  return steps;
}

const MAX_TRANCHES = 8;
const ADDRESS_BYTES = 32;

const addressAt = (data: ReadonlyUint8Array, offset: number): Address =>
  getAddressDecoder().decode(data.slice(offset, offset + ADDRESS_BYTES));

async function raw(
  cluster: Cluster,
  { kind, parent }: Form,
  of: Address,
): Promise<readonly Readonly<{ address: Address; data: ReadonlyUint8Array }>[]> {
  const filters = [
    { memcmp: { offset: 0n, bytes: base58(kind), encoding: "base58" as const } },
    {
      memcmp: {
        offset: BigInt(parent),
        bytes: of as string as ReturnType<typeof base58>,
        encoding: "base58" as const,
      },
    },
  ];
  const found = await cluster.rpc
    .getProgramAccounts(SECURITIES_PROGRAM_ADDRESS, {
      commitment: commitmentOf(cluster),
      encoding: "base64",
      filters,
    })
    .send();
  return found.map(({ pubkey, account }) => ({
    address: pubkey,
    data: getBase64Encoder().encode(account.data[0]),
  }));
}

/** Closes the records of a tranche that are owed nothing; but for the wrapper's, which closes with the wrapper. */
export async function closeRecords(
  cluster: Cluster,
  security: Address,
  tranche: Address,
): Promise<ClosingStep[]> {
  const holders = await listHolders(cluster, tranche);
  return holders
    .filter(({ data }) => data.isWrapper === 0)
    .map(({ address, data }) => {
      const close = getCloseAccountInstruction({ security, account: address, rentPayer: data.rentPayer });
      return {
        what: "record",
        about: address,
        instructions: [{ ...close, accounts: [...close.accounts, writable(tranche)] }],
      };
    });
}

/** Closes a tranche: its wrapper, if it has one, and itself with the lists of accounts that its mint has. */
export async function closeClass(
  cluster: Cluster,
  security: Account<Security>,
  tranche: Account<Tranche>,
): Promise<ClosingStep[]> {
  const { origin } = security.data;
  const steps: ClosingStep[] = [];
  const wrapper = await findWrapper(cluster, tranche.address);
  if (wrapper !== undefined) {
    const record = await holderAddress(tranche.address, wrapper.address);
    const [held] = await list(cluster, HOLDER, [
      [OFFSET.holderTranche, tranche.address],
      [OFFSET.holderOwner, wrapper.address],
    ]);
    const close = getCloseAccountInstruction({
      security: security.address,
      account: wrapper.address,
      rentPayer: origin,
    });
    const more = [tranche.address, record, held?.data.rentPayer ?? origin, wrapper.data.mint].map(writable);
    steps.push({
      what: "wrapper",
      about: wrapper.address,
      instructions: [{ ...close, accounts: [...close.accounts, ...more] }],
    });
  }
  const { mint } = tranche.data;
  const lists = isFrozenForm(tranche.data)
    ? [await gateAccountsAddress("thaw", mint), await gateAccountsAddress("freeze", mint)]
    : [await hookAccountsAddress(mint)];
  const close = getCloseAccountInstruction({
    security: security.address,
    account: tranche.address,
    rentPayer: origin,
  });
  steps.push({
    what: "class",
    about: tranche.address,
    instructions: [{ ...close, accounts: [...close.accounts, ...lists.map(writable)] }],
  });
  return steps;
}

/** Closes the vaults, the last one first, and the security. What is left in a vault goes to the destination named for its mint. */
export async function closeVaults(
  security: Account<Security>,
  destinationOf: (mint: Address) => Address,
): Promise<ClosingStep[]> {
  const { origin } = security.data;
  const vaults = [...vaultsOf(security.data)].reverse();
  const closed = vaults.map(({ address, mint, tokenProgram }) => ({
    what: "vault",
    about: address,
    instructions: [
      getCloseVaultInstruction({
        security: security.address,
        vault: address,
        mint,
        tokenProgram,
        destination: destinationOf(mint),
        origin,
      }),
    ],
  }));
  const waterfall = await waterfallAddress(security.address);
  const last = getCloseSecurityInstruction({ security: security.address, waterfall, origin });
  return [...closed, { what: "security", about: security.address, instructions: [last] }];
}

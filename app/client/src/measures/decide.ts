import {
  type Account,
  type AccountMeta,
  AccountRole,
  type Address,
  type Instruction,
  type TransactionSigner,
} from "@solana/kit";
import {
  holderAddress,
  measureAddress,
  personAddress,
  shareAccountAddress,
  TOKEN_2022_PROGRAM,
} from "../addresses.js";
import { freezingMetas, isFrozenForm } from "../form.js";
import {
  getAnnounceMeasureInstruction,
  getCancelMeasureInstruction,
  getCloseMeasureInstruction,
  getReassignSharesInstruction,
  getTakeMeasureInstruction,
  type Holder,
  type Measure,
  type MeasureKindArgs,
  type Security,
  type Tranche,
} from "../generated/index.js";
import { NOBODY } from "../phase.js";

/** How many token accounts fit a transaction beside the owner's associated one. */
const MAX_OTHERS = 11;

/** A measure that is announced: its number and address, and what announces it. */
export type AnnouncedMeasure = Readonly<{
  number: number;
  measure: Address;
  instructions: readonly Instruction[];
}>;

/**
 * Announces an exceptional measure, by the sponsor and the arbitrator together. It can be taken once its days are over; but for a
 * pause, it blocks the record's shares at once.
 */
export async function announceMeasure(
  options: Readonly<{
    sponsor: TransactionSigner;
    arbitrator: TransactionSigner;
    /** The sponsor if left out; it gets the rent back. */
    payer?: TransactionSigner | undefined;
    security: Account<Security>;
    tranche: Address;
    /** Whose record it is about; nobody's for a pause. */
    owner?: Address | undefined;
    kind: MeasureKindArgs;
    /** SHA-256 of the document that explains it, such as the court's order. */
    documentSha256: Uint8Array;
    /** The address of the document, at most 128 bytes. */
    documentUri: string;
  }>,
): Promise<AnnouncedMeasure> {
  const { sponsor, arbitrator, security, tranche, owner, kind, documentSha256, documentUri } = options;
  const number = security.data.measures.next;
  const measure = await measureAddress(security.address, number);
  return {
    number,
    measure,
    instructions: [
      getAnnounceMeasureInstruction({
        sponsor,
        arbitrator,
        payer: options.payer ?? sponsor,
        security: security.address,
        tranche,
        ...(owner === undefined ? {} : { holder: await holderAddress(tranche, owner) }),
        measure,
        kind,
        documentSha256,
        documentUri,
      }),
    ],
  };
}

/** The record that a measure is about, if it is about one. */
const recordOf = ({ holder }: Measure): Readonly<{ holder?: Address }> =>
  holder === NOBODY ? {} : { holder };

/**
 * Cancels a measure before it is taken, by the sponsor or the arbitrator, and a recovery by the record's owner; or lifts a block in
 * force, by the arbitrator.
 */
export const cancelMeasure = (
  options: Readonly<{ authority: TransactionSigner; measure: Account<Measure> }>,
): Instruction[] => {
  const { authority, measure } = options;
  const { security, tranche } = measure.data;
  return [
    getCancelMeasureInstruction({
      authority,
      security,
      tranche,
      measure: measure.address,
      ...recordOf(measure.data),
    }),
  ];
};

/** Takes a block or a pause after its notice. By anyone. */
export const takeMeasure = (
  options: Readonly<{ caller: TransactionSigner; measure: Account<Measure> }>,
): Instruction[] => {
  const { caller, measure } = options;
  const { security, tranche } = measure.data;
  return [
    getTakeMeasureInstruction({
      authority: caller,
      security,
      tranche,
      measure: measure.address,
      ...recordOf(measure.data),
    }),
  ];
};

/**
 * Takes a recovery or a court order after its notice: burns the tokens of the owner's accounts and moves the
 * shares. By anyone. The receiver needs a record and an associated account, which `receiverInstructions` opens. Of more accounts than
 * fit a transaction each instruction gathers tokens in the owner's associated account, which must be there then, until one finds
 * enough of them; send them one after the other, and both signers sign the last alone.
 */
export async function reassignShares(
  options: Readonly<{
    measure: Account<Measure>;
    tranche: Account<Tranche>;
    holder: Account<Holder>;
    /** Token accounts of the owner, as `listShareAccounts` finds them. */
    accounts: readonly Address[];
    /** Where tokens are missing, since the owner burnt them: sponsor and arbitrator, who say so. */
    signers?: Readonly<{ sponsor: TransactionSigner; arbitrator: TransactionSigner }> | undefined;
  }>,
): Promise<Instruction[]> {
  const { measure, tranche, holder, accounts, signers } = options;
  const { security, to } = measure.data;
  const shareMint = tranche.data.mint;
  const freezing = isFrozenForm(tranche.data) ? await freezingMetas(shareMint) : [];
  const { owner } = holder.data;
  const shared = {
    security,
    tranche: tranche.address,
    measure: measure.address,
    holder: holder.address,
    toHolder: await holderAddress(tranche.address, to),
    person: await personAddress(tranche.address, holder.data.person),
    shareMint,
    toAccount: await shareAccountAddress(to, shareMint),
    tokenProgram: TOKEN_2022_PROGRAM,
  };
  const associated = await shareAccountAddress(owner, shareMint);
  const others = accounts.filter((address) => address !== associated);
  const parts = others.length === 0 ? [[]] : chunksOf(others, MAX_OTHERS);
  return parts.map((part, at) => {
    // Signed, a part would be taken for all that there is.
    const signed = at === parts.length - 1 ? signers : undefined;
    const instruction: Instruction & Readonly<{ accounts: readonly AccountMeta[] }> =
      getReassignSharesInstruction({ ...shared, ...(signed ?? {}) });
    const sources = [associated, ...part].map((address) => ({ address, role: AccountRole.WRITABLE }));
    return { ...instruction, accounts: [...instruction.accounts, ...freezing, ...sources] };
  });
}

/** Closes the account of a measure of which nothing can happen any more, for its rent. By anyone. */
export const closeMeasure = ({ address, data }: Account<Measure>): Instruction[] => {
  const { security, rentPayer } = data;
  return [getCloseMeasureInstruction({ security, measure: address, rentPayer })];
};

const chunksOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));

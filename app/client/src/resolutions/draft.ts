import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { find, list, OFFSET, read } from "../account-kinds.js";
import { draftAddress } from "../addresses.js";
import type { Cluster } from "../cluster.js";
import {
  getCloseDraftInstruction,
  getDraftStructureInstruction,
  getReplacementEncoder,
  type Proposal,
  type StructureDraft,
  type WaterfallRulesArgs,
} from "../generated/index.js";
import { DRAFT } from "./kinds.js";

/** A resolution by this address names a draft: none has yet. */
export const NO_RESOLUTION = "11111111111111111111111111111111" as Address;
/** Where a tier of a draft continues none. */
const CONTINUES_NONE = 255;

/** A draft of a waterfall: its address, and what lays it down. */
export type LaidDown = Readonly<{ draft: Address; instructions: readonly Instruction[] }>;

/**
 * Lays down a waterfall as a whole that its author may propose. It never changes.
 *
 * @param options `continues` has the place of the tier that each tier continues, from {@link continuationOf}.
 */
export async function draftStructure(
  options: Readonly<{
    author: TransactionSigner;
    /** The author if left out; it gets the rent back. */
    payer?: TransactionSigner | undefined;
    security: Address;
    /** The author's own number for it, which no open draft of theirs has. */
    number: number;
    /** The waterfall's structureVersion that it replaces. */
    replaces: number;
    rules: WaterfallRulesArgs;
    continues: readonly (number | null)[];
  }>,
): Promise<LaidDown> {
  const { author, security, number, replaces, rules, continues } = options;
  const draft = await draftAddress(security, author.address, number);
  const instruction = getDraftStructureInstruction({
    author,
    payer: options.payer ?? author,
    security,
    draft,
    number,
    replaces,
    rules,
    continues: [...continues],
  });
  return { draft, instructions: [instruction] };
}

/** Closes the account of a draft, for its rent: by its author before it is proposed, by anyone once its resolution is decided. */
export function closeDraft(
  { address, data }: Account<StructureDraft>,
  author?: TransactionSigner,
): Instruction[] {
  const { security, resolution, rentPayer } = data;
  const signs = resolution === NO_RESOLUTION && author !== undefined ? { author } : {};
  return [getCloseDraftInstruction({ ...signs, security, resolution, draft: address, rentPayer })];
}

/** Reads a draft; it must be there. */
export const readDraft = async (cluster: Cluster, draft: Address): Promise<Account<StructureDraft>> =>
  read(cluster, DRAFT, draft);

/** Reads a draft, if it is not closed. */
export const findDraft = async (
  cluster: Cluster,
  draft: Address,
): Promise<Account<StructureDraft> | undefined> => find(cluster, DRAFT, draft);

/** The drafts of a security that are not closed. */
export const listDrafts = async (cluster: Cluster, security: Address): Promise<Account<StructureDraft>[]> =>
  list(cluster, DRAFT, [[OFFSET.draftSecurity, security]]);

/** What the classes consent to of a draft: the SHA-256 of all its rules. */
export async function draftSha256({ rules }: Pick<StructureDraft, "rules">): Promise<Uint8Array> {
  const bytes = Uint8Array.from(getReplacementEncoder().encode(rules));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** The proposal of a draft. */
export const waterfallProposal = async ({
  address,
  data,
}: Account<StructureDraft>): Promise<Extract<Proposal, { __kind: "Waterfall" }>> => ({
  __kind: "Waterfall",
  draft: address,
  sha256: await draftSha256(data),
});

/** The place of the tier that each tier of a draft continues; `undefined`: none. */
export const continuedPlaces = ({
  rules: { continues, tierCount },
}: StructureDraft): readonly (number | undefined)[] =>
  Array.from(continues.slice(0, tierCount), (place) => (place === CONTINUES_NONE ? undefined : place));

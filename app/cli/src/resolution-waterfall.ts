import {
  ClientError,
  continuationOf,
  draftStructure,
  findDraft,
  listConversions,
  listDrafts,
  readDraft,
  readSecurity,
  readWaterfall,
  settlementVault,
  tierChanges,
  triggerChanges,
  waterfallConsequences,
  waterfallProposal,
} from "@defi-ready/securities";
import type { Proposal, Security } from "@defi-ready/securities/program";
import { loadDeal, structureOf } from "@defi-ready/securities-migrations";
import type { Account, Address, TransactionSigner } from "@solana/kit";
import type { Context } from "./context.js";
import { table } from "./format.js";

type WaterfallProposal = Extract<Proposal, { __kind: "Waterfall" }>;

/**
 * Lays down the waterfall of a deal file for a security, and returns what proposes it. A fee or an expense that the file leaves out
 * runs off: it is paid what it is due, and takes nothing more.
 */
export async function draftFromFile(
  context: Context,
  {
    security,
    file,
    author,
  }: Readonly<{ security: Account<Security>; file: string; author: TransactionSigner }>,
): Promise<WaterfallProposal> {
  const { cluster } = context;
  const deal = await loadDeal(file);
  if (deal.tranches.length !== security.data.trancheCount) {
    throw new ClientError(
      `${file} has ${deal.tranches.length} classes, and the security ${security.data.trancheCount}: a resolution changes the waterfall, not the classes`,
    );
  }
  const { sponsor, createdAt } = security.data;
  const waterfall = await readWaterfall(cluster, security.address);
  const { rules, continues } = continuationOf({
    waterfall: waterfall.data,
    rules: structureOf(deal, { sponsor, createdAt }).rules,
  });
  const own = (await listDrafts(cluster, security.address)).filter(
    ({ data }) => data.author === author.address,
  );
  const { draft, instructions } = await draftStructure({
    author,
    security: security.address,
    number: 1 + Math.max(-1, ...own.map(({ data }) => data.number)),
    replaces: waterfall.data.structureVersion,
    rules,
    continues,
  });
  await context.sendConfirmed("lay down the waterfall that is proposed", instructions, author);
  return waterfallProposal(await readDraft(cluster, draft));
}

/** What a proposal of a waterfall changes, tier by tier and trigger by trigger, and what follows; nothing once its draft is closed. */
export async function differenceOf(
  { cluster }: Context,
  address: Address,
  { draft: at }: WaterfallProposal,
): Promise<Readonly<{ text: string; json: object }> | undefined> {
  const draft = await findDraft(cluster, at);
  if (draft === undefined) {
    return undefined;
  }
  const security = await readSecurity(cluster, address);
  const { data: waterfall } = await readWaterfall(cluster, address);
  const conversions = (await listConversions(cluster, address)).map(({ data }) => data);
  const { decimals } = settlementVault(security.data);
  const change = { waterfall, draft: draft.data, decimals };
  const tiers = tierChanges(change);
  const triggers = triggerChanges(change);
  const consequences = waterfallConsequences({
    security: security.data,
    waterfall,
    draft: draft.data,
    conversions,
    decimals,
  });
  const place = (number: number | undefined) => (number === undefined ? "-" : String(number));
  const isStale = draft.data.rules.replaces !== waterfall.structureVersion;
  const rows = tiers.map(({ before, from, after, to }) => [
    place(to),
    place(from),
    after === undefined ? `ends: ${before}` : after,
    before === undefined ? "new" : after === undefined || after === before ? "" : before,
  ]);
  const lines = [
    isStale ? "The structure is another by now than the one that the draft replaces." : "",
    table([{ right: "Then" }, { right: "Now" }, "Tier", "Until then"], rows),
    ...triggers.map(({ words, becomes }) => `trigger that ${becomes}: ${words}`),
    ...consequences,
  ];
  return {
    text: lines.filter((line) => line !== "").join("\n"),
    json: { draft: at, isStale, tiers, triggers, consequences },
  };
}

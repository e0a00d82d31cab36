import {
  type BookTerms,
  type Cluster,
  createTranche,
  openBook,
  readSecurity,
  readTranche,
  readWaterfall,
  send,
  setStructure,
  type TrancheTerms,
  type WaterfallTerms,
} from "@defi-ready/securities";
import {
  AmortisationRule,
  DayCountRule,
  type TierTermsArgs,
  TrancheKind,
} from "@defi-ready/securities/program";
import type { Address, KeyPairSigner } from "@solana/kit";

/** Seconds of a day. */
export const DAY = 86_400n;
/** Lamports of one SOL. */
export const SOL = 1_000_000_000n;
/** One settlement unit and one share: both mints have six decimals. */
export const ONE = 1_000_000n;
/** When a deal's clock starts: 2025-01-01T00:00:00Z. */
export const START = 1_735_689_600n;
/** When a plain book may be locked or is refunded. */
export const DEADLINE = START + 40n * DAY;
/** When the offer of a plain book ends. */
export const OFFER_ENDS = START + 30n * DAY;

/** Tranches, by rank, and the waterfall. */
export type Structure = Readonly<{ tranches: readonly TrancheTerms[]; waterfall: WaterfallTerms }>;

const PLAIN = {
  dayCount: DayCountRule.Act365,
  compounding: false,
  decimals: 6,
  authorised: 1_000_000_000n * ONE,
};

/** A debt tranche at 8 % that is repaid as fast as cash allows. */
export const SENIOR: TrancheTerms = {
  ...PLAIN,
  rank: 0,
  kind: TrancheKind.Debt,
  ratePpm: 80_000,
  amortisation: AmortisationRule.Sweep,
  maturity: START + 1_000n * DAY,
  par: ONE,
  share: { name: "Senior", symbol: "SEN", uri: "https://example.test/senior.json" },
};

/** An equity tranche without a capital. */
export const JUNIOR: TrancheTerms = {
  ...PLAIN,
  rank: 1,
  kind: TrancheKind.Equity,
  ratePpm: 0,
  amortisation: AmortisationRule.Bullet,
  maturity: 0n,
  par: 0n,
  share: { name: "Junior", symbol: "JUN", uri: "https://example.test/junior.json" },
};

/** A debt and equity tranches behind it; the last of them takes what is left. */
export function debtAndEquity(equity = 1): Structure {
  const juniors = Array.from({ length: equity }, (_, index) => ({ ...JUNIOR, rank: 1 + index }));
  const tiers: TierTermsArgs[] = [
    { __kind: "Interest", rank: 0 },
    { __kind: "Arrears", rank: 0 },
    { __kind: "Principal", rank: 0 },
    ...juniors.slice(0, -1).map(({ rank }) => ({ __kind: "Split" as const, rank, bps: 1 })),
    { __kind: "Residual", rank: equity },
  ];
  return { tranches: [SENIOR, ...juniors], waterfall: { tiers } };
}

/** Creates the tranches of a security, with its waterfall. */
export async function createTranches(
  cluster: Cluster,
  options: Readonly<{
    sponsor: KeyPairSigner;
    security: Address;
    structure: Structure;
    /** The ranks of tranches in the frozen form. */
    frozen?: readonly number[] | undefined;
  }>,
): Promise<Address[]> {
  const { sponsor, security, structure, frozen = [] } = options;
  const tranches: Address[] = [];
  for (const terms of structure.tranches) {
    const { instructions, tranche } = await createTranche({
      sponsor,
      security,
      terms,
      form: frozen.includes(terms.rank) ? "frozen" : "hooked",
    });
    await send(cluster, { instructions, payer: sponsor });
    tranches.push(tranche);
  }
  const { document } = (await readSecurity(cluster, security)).data;
  const waterfall = await setStructure({
    sponsor,
    security,
    replaces: (await readWaterfall(cluster, security)).data.structureVersion,
    documentSha256: Uint8Array.from(document.sha256),
    waterfall: structure.waterfall,
  });
  await send(cluster, { instructions: waterfall, payer: sponsor });
  return tranches;
}

/** Opens a book for a tranche's shares, with an offer and at a price of 1 unless other terms are given. */
export async function openOffering(
  cluster: Cluster,
  options: Readonly<{
    sponsor: KeyPairSigner;
    security: Address;
    tranche: Address;
    /** Places in line; the fewest that suffice for the cap if left out. */
    linePlaces?: number | undefined;
    /** Terms that differ. */
    terms?: Partial<BookTerms> | undefined;
  }>,
): Promise<Address> {
  const { sponsor, security, tranche } = options;
  const { instructions, book } = await openBook({
    cluster,
    sponsor,
    security: await readSecurity(cluster, security),
    tranche: await readTranche(cluster, tranche),
    linePlaces: options.linePlaces,
    terms: {
      price: ONE,
      minimum: 100n * ONE,
      cap: 10_000n * ONE,
      minTicket: 10n * ONE,
      opensAt: START,
      offerEnds: OFFER_ENDS,
      deadline: DEADLINE,
      termsSha256: new Uint8Array(32).fill(2),
      ...options.terms,
    },
  });
  await send(cluster, { instructions, payer: sponsor });
  return book;
}

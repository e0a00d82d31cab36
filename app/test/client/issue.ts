import { type Address, generateKeyPairSigner, type KeyPairSigner, lamports } from "@solana/kit";
import { getCreateAccountInstruction } from "@solana-program/system";
import { getInitializeMint2Instruction, getMintSize } from "@solana-program/token";
import {
  type Cluster,
  createTranche,
  openBook,
  readSecurity,
  readTranche,
  send,
  setWaterfall,
} from "../../src/client/index.js";
import { AmortisationRule, DayCountRule, TierKind, TrancheKind } from "../../src/generated/index.js";

export const DAY = 86_400n;
export const SOL = 1_000_000_000n;
/** One settlement unit and one share: both mints have six decimals. */
export const ONE = 1_000_000n;
/** When a world's clock starts. */
export const START = 1_735_689_600n;
export const DEADLINE = START + 40n * DAY;
export const OFFER_ENDS = START + 30n * DAY;

/** A new key with SOL. */
export async function funded(cluster: Cluster, amount = 20n * SOL): Promise<KeyPairSigner> {
  const signer = await generateKeyPairSigner();
  await cluster.rpc.requestAirdrop(signer.address, lamports(amount)).send();
  return signer;
}

/** A settlement mint of a token program. */
export async function createMint(
  cluster: Cluster,
  authority: KeyPairSigner,
  programAddress: Address,
): Promise<Address> {
  const mint = await generateKeyPairSigner();
  const space = BigInt(getMintSize());
  const rent = await cluster.rpc.getMinimumBalanceForRentExemption(space).send();
  const create = getCreateAccountInstruction({
    payer: authority,
    newAccount: mint,
    lamports: rent,
    space,
    programAddress,
  });
  const initialize = getInitializeMint2Instruction(
    { mint: mint.address, decimals: 6, mintAuthority: authority.address },
    { programAddress },
  );
  await send(cluster, [create, initialize], { payer: authority });
  return mint.address;
}

/** A senior debt tranche and a junior equity tranche, with their waterfall. */
export async function createTranches(
  cluster: Cluster,
  sponsor: KeyPairSigner,
  security: Address,
): Promise<[Address, Address]> {
  const senior = await createTranche({
    sponsor,
    security,
    terms: {
      rank: 0,
      kind: TrancheKind.Debt,
      rateBps: 800,
      dayCount: DayCountRule.Act365,
      amortisation: AmortisationRule.Sweep,
      compounding: false,
      maturity: START + 1_000n * DAY,
      par: ONE,
      decimals: 6,
      minShares: 1n,
      share: { name: "Senior", symbol: "SEN", uri: "https://example.test/senior.json" },
    },
  });
  const junior = await createTranche({
    sponsor,
    security,
    terms: {
      rank: 1,
      kind: TrancheKind.Equity,
      rateBps: 0,
      dayCount: DayCountRule.Act365,
      amortisation: AmortisationRule.Bullet,
      compounding: false,
      maturity: 0n,
      par: 0n,
      decimals: 6,
      minShares: 1n,
      share: { name: "Junior", symbol: "JUN", uri: "https://example.test/junior.json" },
    },
  });
  const waterfall = await setWaterfall({
    sponsor,
    security,
    tiers: [
      { kind: TierKind.Interest, rank: 0 },
      { kind: TierKind.Arrears, rank: 0 },
      { kind: TierKind.Principal, rank: 0 },
      { kind: TierKind.Residual, rank: 1 },
    ],
  });
  for (const instructions of [senior.instructions, junior.instructions, waterfall]) {
    await send(cluster, instructions, { payer: sponsor });
  }
  return [senior.tranche, junior.tranche];
}

/** Opens a book for a tranche's shares. */
export async function openOffering(
  cluster: Cluster,
  sponsor: KeyPairSigner,
  security: Address,
  tranche: Address,
  linePlaces: number,
): Promise<Address> {
  const { instructions, book } = await openBook(cluster, {
    sponsor,
    security: await readSecurity(cluster, security),
    tranche: await readTranche(cluster, tranche),
    linePlaces,
    terms: {
      price: ONE,
      minimum: 100n * ONE,
      cap: 10_000n * ONE,
      minTicket: 10n * ONE,
      opensAt: START,
      offerEnds: OFFER_ENDS,
      deadline: DEADLINE,
      termsSha256: new Uint8Array(32).fill(2),
    },
  });
  await send(cluster, instructions, { payer: sponsor });
  return book;
}

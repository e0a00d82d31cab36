import { ClientError, type Cluster, tokenBalance } from "@defi-ready/securities";
import { applyDeal, type Deal, loadDeal } from "@defi-ready/securities-migrations";
import { Clock, fund, SOL } from "@defi-ready/securities-testing";
import { at, BOOKS, type Investor, investorsOf, keyOf, keysFor } from "./cast.js";
import { collect, type Figures, PAYMENTS_BEFORE_SALE, render } from "./figures.js";
import { draw, leave, lock, settle, takePlaces } from "./offering.js";
import { pay, type Sale, sell } from "./payments.js";
import { Stage } from "./stage.js";

const SPONSOR_LAMPORTS = 50n * SOL;
const OTHERS_LAMPORTS = 2n * SOL;
const SELLER = "Cedar";
/** It left the book early, and buys in later. */
const BUYER = "Birch";

/** How the story is played. */
export type Play = Readonly<{
  cluster: Cluster;
  /** Path of the deal file. */
  deal: string;
  /** Whether the chain is discarded afterwards, so that known keys may be used. */
  repeatable: boolean;
  say: (line: string) => void;
}>;

/** When the story starts: so early that every offer is over when the first period of a payment begins. */
export function startOf(path: string): bigint {
  const deal = loadDeal(path);
  const offers = deal.books.map(({ offerEnds }) => (offerEnds?.kind === "after" ? offerEnds.seconds : 0n));
  const periods = deal.payments.map(({ periodStart }) => periodStart);
  const [first = 0n] = [...periods].sort((a, b) => (a < b ? -1 : 1));
  const [longest = 0n] = [...offers].sort((a, b) => (a < b ? 1 : -1));
  return first - longest;
}

/** Plays a deal: offering, settlement, a year of payments, a sale on the way; returns the figures at the end. */
export async function play({ cluster, deal: path, repeatable, say }: Play): Promise<Figures> {
  const file = loadDeal(path);
  const keys = await keysFor(repeatable);
  const [servicer, reporter, arbitrator] = [
    keyOf(keys, "servicer").address,
    keyOf(keys, "reporter").address,
    keyOf(keys, "arbitrator").address,
  ];
  const deal: Deal = { ...file, roles: { servicer, reporter, arbitrator } };
  if (deal.settlementMint.kind !== "create" || deal.books.length !== BOOKS) {
    throw new ClientError(
      `${path}: the demo plays deals with ${BOOKS} books that create their own settlement mint`,
    );
  }
  const clock = await Clock.of(cluster);
  const [sponsor, bot] = [keyOf(keys, "sponsor"), keyOf(keys, "bot")];
  await fund(
    cluster,
    [...keys.values()].map(({ address }) => [
      address,
      address === sponsor.address ? SPONSOR_LAMPORTS : OTHERS_LAMPORTS,
    ]),
  );

  say(`\n1. The deal: ${deal.tranches.map(({ name }) => name).join(" and ")}`);
  const { addresses } = await applyDeal({
    rpc: cluster.rpc,
    signer: sponsor,
    deal,
    createSettlementMint: true,
    onProgress: (step) => {
      if (step.kind === "done") {
        say(`${step.item.part}: ${step.item.name}`);
      }
    },
  });
  const { decimals } = deal.settlementMint;
  const stage = new Stage(cluster, clock, keys, sponsor, bot, addresses, decimals, say);
  const investors = investorsOf(keys, await stage.books());
  await Promise.all(
    investors.map(async ({ signer, amount }) =>
      stage.send(await stage.mintTo(signer.address, amount), sponsor),
    ),
  );

  say(`\n2. ${investors.length} investors deposit; the earlier, the further ahead in line`);
  await takePlaces(stage, investors);
  say("\n3. Two leave");
  await leave(stage, investors);
  say("\n4. The sponsor locks the books, and a bot settles");
  await lock(stage);
  await settle(stage, investors);
  const returned = await wallets(stage, investors);
  const drawn = await draw(stage);

  say(`\n5. ${deal.payments.length} payments`);
  const sale = await year(stage, deal, investors);

  say("\n6. Who put in what, and got what");
  const figures = await collect(stage, { deal, investors, returned, drawn, sale });
  say(render(figures));
  return figures;
}

async function wallets(stage: Stage, investors: readonly Investor[]): Promise<Map<string, bigint>> {
  const balances = investors.map(async ({ name, signer }) => {
    return [name, await tokenBalance(stage.cluster, await stage.wallet(signer.address))] as const;
  });
  return new Map(await Promise.all(balances));
}

async function year(stage: Stage, deal: Deal, investors: readonly Investor[]): Promise<Sale> {
  for (const payment of deal.payments.slice(0, PAYMENTS_BEFORE_SALE)) {
    await pay(stage, payment);
  }
  const named = (name: string) =>
    at(
      investors.filter((one) => one.name === name),
      0,
    );
  const sale = await sell(stage, named(SELLER), named(BUYER));
  for (const payment of deal.payments.slice(PAYMENTS_BEFORE_SALE)) {
    await pay(stage, payment);
  }
  return sale;
}

import { ClientError, type Cluster, counted, tokenBalance } from "@defi-ready/securities";
import {
  applyDeal,
  type Deal,
  loadDeal,
  lossesBeside,
  type Scenario,
} from "@defi-ready/securities-migrations";
import { Clock, fund, SOL } from "@defi-ready/securities-testing";
import { admit } from "./admission.js";
import { keepCalendar } from "./calendar.js";
import {
  at,
  type Investor,
  investorsOf,
  isPlain,
  keyOf,
  keysFor,
  PAYMENTS_BEFORE_SALE,
  PAYMENTS_BEFORE_UNWRAP,
  playedBy,
} from "./cast.js";
import { extend, extendable } from "./decide.js";
import { createMarket, type Losses, prepare } from "./events.js";
import { collect, type Figures, render } from "./figures.js";
import { approve, draw, leave, lock, offer, settle, takePlaces } from "./offering.js";
import { pay, type Sale, sell } from "./payments.js";
import { isRuled, sellByRules } from "./ruled.js";
import { Stage } from "./stage.js";
import { handsOf, unwrapAll, type Wrapped, wrapHalf } from "./wrapping.js";

/** Parts of a deal whose terms the story tells. */
const TOLD: readonly string[] = ["disclosures", "governance", "transfers"];
const NUMBERS = ["Nobody", "One", "Two", "Three", "Four", "Five"];
const SPONSOR_LAMPORTS = 50n * SOL;
const OTHERS_LAMPORTS = 2n * SOL;
/** When a story without payments starts: 2025-01-01. */
const START = 1_735_689_600n;

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
  const [first] = [...periods].sort((a, b) => (a < b ? -1 : 1));
  const [longest = 0n] = [...offers].sort((a, b) => (a < b ? 1 : -1));
  return first === undefined ? START : first - longest;
}

/** Plays a deal: offering, settlement, a year of payments, a sale on the way; returns the figures at the end. */
export async function play({ cluster, deal: path, repeatable, say }: Play): Promise<Figures> {
  const file = loadDeal(path);
  const keys = await keysFor(file, repeatable);
  const deal = await playedBy(file, keys);
  if (deal.books.length === 0) {
    throw new ClientError(`${path}: the demo plays deals with books, and this one opens none`);
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

  await createMarket(cluster, { deal, reporter: keyOf(keys, "reporter") });

  say(`\n1. The deal: ${deal.tranches.map(({ name }) => name).join(" and ")}`);
  const { addresses } = await applyDeal({
    rpc: cluster.rpc,
    signer: sponsor,
    deal,
    createSettlementMint: true,
    onProgress: (step) => {
      if (step.kind === "done") {
        const { part, name, note } = step.item;
        say(`${part}: ${name}${TOLD.includes(part) ? ` (${note})` : ""}`);
      }
    },
  });
  const { decimals } = deal.settlementMint;
  const stage = new Stage(cluster, clock, keys, sponsor, bot, addresses, decimals, say);
  const investors = investorsOf(deal, keys, await stage.books());
  await Promise.all(
    investors.map(async ({ signer, amount }) =>
      stage.send(await stage.mintTo(signer.address, amount), sponsor),
    ),
  );

  say(`\n2. ${investors.length} investors deposit; the earlier, the further ahead in line`);
  await takePlaces(stage, investors);
  await admit(stage, deal, investors);
  const leaving = investors.filter(({ leaves }) => leaves).length;
  say(`\n3. ${NUMBERS[leaving] ?? leaving} ${leaving === 1 ? "leaves" : "leave"}`);
  await leave(stage, investors);
  say("\n4. The sponsor locks the books, and a bot settles");
  await offer(stage, deal, investors);
  await approve(stage);
  await lock(stage);
  await settle(stage, investors);
  const returned = await wallets(stage, investors);
  const drawn = await draw(stage);

  const ruled = await trade(stage, deal, investors);

  say(`\n${ruled === undefined ? 5 : 6}. ${counted(deal.payments.length, "payment")}`);
  const traded = await year(stage, { deal, losses: lossesBeside(path, deal), ruled }, investors);

  const rank = await extendable(stage, deal);
  const chapter = ruled === undefined ? 6 : 7;
  if (rank !== undefined) {
    say(`\n${chapter}. The classes decide on more time for a higher rate`);
    await extend(stage, { deal, rank, investors });
  }

  say(`\n${rank === undefined ? chapter : chapter + 1}. Who put in what, and got what`);
  const figures = await collect(stage, { deal, investors, returned, drawn, ...traded });
  say(render(figures));
  return figures;
}

async function wallets(stage: Stage, investors: readonly Investor[]): Promise<Map<string, bigint>> {
  const balances = investors.map(async ({ name, signer }) => {
    return [name, await tokenBalance(stage.cluster, await stage.wallet(signer.address))] as const;
  });
  return new Map(await Promise.all(balances));
}

/** What changed hands during the payments; `undefined` where nobody could sell or wrap. */
type Traded = Readonly<{ sale: Sale | undefined; wrapped: Wrapped | undefined }>;

/** A sale under the rules of a class; nobody sells where they never allow it. */
type Ruled = Readonly<{ sale: Sale | undefined }>;

/** Where shares are locked or change hands by rules, a sale by these before the payments; `undefined` where they are free. */
async function trade(stage: Stage, deal: Deal, investors: readonly Investor[]): Promise<Ruled | undefined> {
  const traders = tradersOf(deal, investors);
  if (traders === undefined || !(await isRuled(stage, traders.rank))) {
    return undefined;
  }
  stage.say(`\n5. ${traders.seller.name} wants to sell, and the rules of transfers say when and to whom`);
  return { sale: await sellByRules({ stage, deal, investors, ...traders }) };
}

/** All payments, a sale of shares on the way, and shares that are wrapped for some of them. */
async function year(
  stage: Stage,
  { deal, losses, ruled }: Readonly<{ deal: Deal; losses: Scenario["losses"]; ruled: Ruled | undefined }>,
  investors: readonly Investor[],
): Promise<Traded> {
  const coming: Losses | null = losses.length > 0 ? [...losses] : null;
  const half = isPlain(deal) ? PAYMENTS_BEFORE_SALE : Math.floor(deal.payments.length / 2);
  const payAll = async (from: number, to?: number) => {
    for (const payment of deal.payments.slice(from, to)) {
      await keepCalendar(stage, deal, payment.periodEnd);
      if (isPlain(deal) || (await prepare(stage, { deal, payment, losses: coming }))) {
        await pay(stage, payment);
      }
    }
  };
  if (ruled !== undefined) {
    await payAll(0);
    return { sale: ruled.sale, wrapped: undefined };
  }
  await payAll(0, half);
  const traders = tradersOf(deal, investors);
  const sale = traders === undefined ? undefined : await sell(stage, traders);
  const hands = isPlain(deal) ? handsOf(deal, investors) : undefined;
  if (hands === undefined) {
    await payAll(half);
    return { sale, wrapped: undefined };
  }
  const shares = await wrapHalf(stage, hands);
  await payAll(half, half + PAYMENTS_BEFORE_UNWRAP);
  const wrapped = await unwrapAll(stage, hands, shares);
  await payAll(half + PAYMENTS_BEFORE_UNWRAP);
  return { sale, wrapped };
}

/** Whoever stood behind the first to leave sells to them: they left early, and buy in later. */
function tradersOf(deal: Deal, investors: readonly Investor[]) {
  const first = investors.filter(({ book, isLead }) => book === 0 && !isLead);
  const [buyer] = first.filter(({ leaves }) => leaves);
  const seller = buyer === undefined ? undefined : first[first.indexOf(buyer) + 1];
  return buyer === undefined || seller === undefined
    ? undefined
    : { seller, buyer, rank: at(deal.books, 0).rank };
}

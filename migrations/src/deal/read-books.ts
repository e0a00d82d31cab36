import {
  counted,
  curveBudget,
  DEFAULT_DRAW_DELAY,
  formatAmount,
  leastLineCapacity,
  MAX_LINE_CAPACITY,
  OFFER_PERIOD,
} from "../client.js";
import {
  type Amounts,
  checkCaps,
  checkClock,
  checkCover,
  checkExtension,
  checkFineness,
  checkLots,
  checkNotFixed,
  checkTips,
  type Moments,
} from "./check-book.js";
import { checkGroups } from "./check-group.js";
import { checkRights, Floors } from "./check-later.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Allocation, BookTerms, Reward, SettlementMint, TrancheTerms } from "./model.js";
import { AssetReader } from "./read-assets.js";
import { readLockUp } from "./read-lock-up.js";
import { decimalsOf, readRewards } from "./read-rewards.js";
import { readRank } from "./read-tranches.js";
import { SetAside, type Shares } from "./set-aside.js";
import { unitOf } from "./shares.js";
import { formatDuration, formatRate } from "./values.js";

/** How long proceeds stay in escrow after the lock, in seconds: at least a day, at most a year. */
const MIN_DRAW_DELAY = 86_400n;
const MAX_DRAW_DELAY = 365n * MIN_DRAW_DELAY;

/** The context for reading books. */
export type BookContext = Readonly<{
  tranches: Field;
  /** The tranches, if all of them could be read. */
  terms: readonly TrancheTerms[] | undefined;
  settlementMint: SettlementMint | undefined;
  /** Whether shares require a credential. */
  isRestricted: boolean;
}>;

/** Reads the books; and the shares of each rank that they and their rewards can issue. */
export function readBooks(
  list: Field,
  context: BookContext,
): Readonly<{ books: readonly BookTerms[] | undefined; needed: ReadonlyMap<number, bigint> }> {
  const reader = new BookReader(context);
  const fields = list.items();
  const books = wholeList(fields.map((field) => reader.read(field)));
  return {
    books: books === undefined ? undefined : checkGroups(fields, books),
    needed: reader.needed,
  };
}

/** Reads one book after the other: their numbers, mints and reserves follow from those before. */
class BookReader {
  /** The next book number of each tranche. */
  readonly #numbers = new Map<number, number>();
  readonly #aside = new SetAside();
  readonly #assets: AssetReader;
  /** Where each tranche's reported price has its daily limit first. */
  readonly #dailyLimits = new Map<number, Readonly<{ field: Field; bps: number }>>();

  readonly #floors = new Floors();

  constructor(private readonly context: BookContext) {
    this.#assets = new AssetReader(context.settlementMint);
  }

  /** The shares of each rank that everything read so far can issue. */
  get needed(): ReadonlyMap<number, bigint> {
    return this.#aside.offered;
  }

  read(field: Field): BookTerms | undefined {
    const { tranches, settlementMint } = this.context;
    const decimals = settlementMint?.decimals;
    const rank = readRank(field.get("tranche"), tranches);
    const price = readPrice(field, decimals);
    const tranche = rank === undefined ? undefined : tranches.items()[rank];
    if (tranche !== undefined) {
      checkCover(field, tranche, rank !== undefined && this.#numbers.has(rank));
      checkNotFixed(field, tranche);
    }
    this.#checkDailyLimit(field.get("reported_price").get("daily_limit"), rank, price);
    const amounts: Amounts = {
      cap: field.get("cap").amount(decimals),
      minimum: field.get("minimum").amount(decimals),
      minTicket: field.get("min_ticket").amount(decimals),
      maxTicket: field.get("max_ticket").or(0n, (limit) => limit.amount(decimals)),
      ownerLimit: field.get("owner_limit").or(0n, (limit) => limit.amount(decimals)),
      leadMinimum: field.get("lead").get("minimum").amount(decimals),
    };
    const moments: Moments = {
      opensAt: field.get("opens_at").moment(),
      offerEnds: field.get("offer_ends").or(null, (moment) => moment.moment()),
      deadline: field.get("deadline").moment(),
      latestDeadline: field.get("latest_deadline").or(null, (moment) => moment.moment()),
    };
    const changes = {
      extensionBps: field.get("extension_vote").or(0, (vote) => vote.percent()),
      offerPeriod: field.get("offer_period").or(OFFER_PERIOD, (period) => period.duration()),
      drawDelay: field.get("draw_delay").or(DEFAULT_DRAW_DELAY, readDrawDelay),
    };
    const tip = field.get("tip").or(0n, (amount) => amount.sol());
    const tipBudget = field.get("tip_budget").or(0n, (amount) => amount.sol());
    checkClock(field, moments);
    checkExtension(field, moments, changes);
    const rightsUntil = field.get("rights_until").or(null, (moment) => moment.moment());
    checkRights(field, { rightsUntil, ...moments }, rank !== undefined && this.#numbers.has(rank));
    checkTips(field, tip, tipBudget);
    if (decimals !== undefined) {
      this.#checkAmounts(field, { rank, price, amounts, decimals });
    }
    // The price of a share of debt or of a cover follows from the principal that it still represents, which is on chain.
    if (
      rank !== undefined &&
      price !== undefined &&
      decimals !== undefined &&
      tranche?.get("kind").text() === "equity"
    ) {
      this.#floors.check(field, { rank, lowest: price.priceMin, decimals });
    }
    const rewards = readRewards(field.get("rewards"), {
      tranches,
      decimals,
      rank,
      latest: moments.latestDeadline === null ? moments.deadline : moments.latestDeadline,
    });
    this.#setAside(field.get("rewards"), rewards);
    const { leadMinimum, ...limits } = amounts;
    return whole<BookTerms>({
      rank,
      number: rank === undefined ? undefined : this.#nextNumber(rank),
      allocation: field.get("allocation").or("first-come", (rule) => rule.choice<Allocation>()),
      price: price?.price,
      priceMin: price?.priceMin,
      priceMaxAge: price?.priceMaxAge,
      priceDailyBps: price?.priceDailyBps,
      ...limits,
      ...moments,
      ...changes,
      rightsUntil,
      lockUp: readLockUp(field.get("lock_up")),
      gated: readGate(field.get("gated"), this.context.isRestricted),
      group: field.get("group").or(0, (group) => group.count()),
      groupSize: 0,
      requiresTests: field.get("requires_tests").flag(),
      lead: field.get("lead").or(null, (lead) => readLead(lead, leadMinimum)),
      rewards,
      assets: this.#assets.read(field.get("assets")),
      acceptsFreeze: field.get("accepts_freeze_authority").flag(),
      tip,
      tipBudget,
      linePlaces: readPlaces(field, amounts, decimals),
      termsSha256: field.get("terms").documentHash(),
    });
  }

  #nextNumber(rank: number): number {
    const number = this.#numbers.get(rank) ?? 0;
    this.#numbers.set(rank, number + 1);
    return number;
  }

  #checkAmounts(
    field: Field,
    {
      rank,
      price,
      amounts,
      decimals,
    }: Readonly<{
      rank: number | undefined;
      price: Price | undefined;
      amounts: Amounts;
      decimals: number;
    }>,
  ): void {
    checkCaps(field, amounts, decimals);
    const shares = this.#shares(rank);
    if (shares === undefined || price === undefined) {
      return;
    }
    const scale = { price: price.price, unit: shares.unit, decimals };
    if (price.priceMaxAge === 0n) {
      checkLots(field, amounts, scale);
    } else {
      checkFineness(field, amounts.minTicket, scale);
    }
    if (amounts.cap !== undefined) {
      this.#aside.book(field.get("cap"), shares, { cap: amounts.cap, price: price.priceMin, decimals });
    }
  }

  #checkDailyLimit(field: Field, rank: number | undefined, price: Price | undefined): void {
    if (rank === undefined || price === undefined || price.priceMaxAge === 0n) {
      return;
    }
    const first = this.#dailyLimits.get(rank);
    if (first === undefined) {
      this.#dailyLimits.set(rank, { field, bps: price.priceDailyBps });
    } else if (first.bps !== price.priceDailyBps) {
      field.refuse(
        `differs from ${first.field.name}, ${formatRate(first.bps)}: the shares of a tranche have one reported price`,
      );
    }
  }

  #setAside(list: Field, rewards: readonly Reward[] | undefined): void {
    for (const [at, { rank, curve }] of (rewards ?? []).entries()) {
      const shares = this.#shares(rank);
      const last = list.items()[at]?.get("curve").items().at(-1);
      if (shares !== undefined && last !== undefined) {
        this.#aside.reward(last.get("reward"), shares, curveBudget([...curve]));
      }
    }
  }

  #shares(rank: number | undefined): Shares | undefined {
    const { tranches, terms } = this.context;
    const decimals = rank === undefined ? undefined : decimalsOf(tranches, rank);
    return rank === undefined || decimals === undefined
      ? undefined
      : { rank, unit: unitOf(decimals), par: (terms?.[rank]?.debt ?? terms?.[rank]?.capital)?.par };
  }
}

/**
 * The places of a line: as many as the file says, or the fewest that the smallest tickets cannot fill before the cap.
 */
function readPlaces(
  field: Field,
  { cap, minTicket }: Amounts,
  decimals: number | undefined,
): number | undefined {
  const given = field.get("line_places");
  if (cap === undefined || minTicket === undefined || minTicket === 0n) {
    return given.or(undefined, (places) => places.count());
  }
  const least = leastLineCapacity(cap, minTicket);
  if (least > MAX_LINE_CAPACITY) {
    const most = BigInt(MAX_LINE_CAPACITY);
    const show = (amount: bigint) => (decimals === undefined ? "more" : formatAmount(amount, decimals));
    return field
      .get("min_ticket")
      .refuse(
        `the smallest tickets could fill the longest line, of ${MAX_LINE_CAPACITY} places, before the cap: use at least ${show((cap + most - 1n) / most)}`,
      );
  }
  const places = given.or(least, (count) => count.count());
  return places !== undefined && places < least
    ? given.refuse(
        `the smallest tickets could fill ${counted(places, "place")} before the cap: use at least ${least}, or leave it out`,
      )
    : places;
}

type Price = Pick<BookTerms, "price" | "priceMin" | "priceMaxAge" | "priceDailyBps">;

/** A fixed price, or a band for a reported one. */
function readPrice(field: Field, decimals: number | undefined): Price | undefined {
  const reported = field.get("reported_price");
  if (!reported.given) {
    const price = field.get("price").amount(decimals);
    return whole<Price>({ price, priceMin: price, priceMaxAge: 0n, priceDailyBps: 0 });
  }
  const [price, priceMin] = [
    reported.get("highest").amount(decimals),
    reported.get("lowest").amount(decimals),
  ];
  if (price !== undefined && priceMin !== undefined && priceMin > price) {
    return reported.get("lowest").refuse("is above highest: use the same price or a lower one");
  }
  return whole<Price>({
    price,
    priceMin,
    priceMaxAge: reported.get("max_age").positiveDuration(),
    priceDailyBps: reported.get("daily_limit").percent(),
  });
}

function readLead(field: Field, minimum: bigint | undefined): BookTerms["lead"] | undefined {
  const named = field.get("investor");
  const investor = named.given ? named.party("who goes first, or leave lead out") : undefined;
  return whole<NonNullable<BookTerms["lead"]>>({ investor, minimum });
}

/** Whether the book asks who deposits for a credential. */
function readGate(field: Field, isRestricted: boolean): boolean | undefined {
  const gated = field.flag();
  return gated === true && !isRestricted
    ? field.refuse("needs credentials, and this deal has no qualifiers: name some, or leave it out")
    : gated;
}

/** Proceeds cannot be drawn at once: a minimum must not be met with money that is borrowed for one transaction. */
function readDrawDelay(field: Field): bigint | undefined {
  const delay = field.duration();
  if (delay === undefined || (delay >= MIN_DRAW_DELAY && delay <= MAX_DRAW_DELAY)) {
    return delay;
  }
  return field.refuse(`is ${formatDuration(delay)}: use 1d to 365d`);
}

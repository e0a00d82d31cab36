import { formatGroupedAmount } from "../../amount.js";
import { counted } from "../../counted.js";
import { countryWords } from "../../countries.js";
import { kindsWords, movesWords, type NumberNames, windowWords } from "../../transfers/index.js";
import {
  className,
  type Disclosure,
  disclose,
  discloseWeakened,
  enumerated,
  listed,
  type Rule,
  since,
  who,
} from "../disclosure.js";
import type { ClassFacts, TransferFacts } from "../facts.js";

/** A rule about the transfers of each class: what it says of one, with the class's name. */
const ofClasses =
  (
    say: (
      transfers: TransferFacts,
      about: Readonly<{
        name: string;
        at: (field: string) => string;
        one: ClassFacts;
        kinds: NumberNames | undefined;
        categories: NumberNames | undefined;
        /** Whether rewards pay warrants for its shares. */
        hasWarrants: boolean;
      }>,
    ) => readonly Disclosure[],
  ): Rule =>
  (facts) =>
    facts.classes.flatMap((one, rank) =>
      say(one.transfers, {
        name: className(facts, rank),
        at: (field) => (one.field === "" ? "" : `${one.field}.transfers.${field}`),
        one,
        kinds: facts.names?.kinds,
        categories: facts.names?.categories[rank],
        hasWarrants: facts.books.some(({ rewards }) =>
          rewards.some((reward) => reward.kind === "warrants" && reward.rank === rank),
        ),
      }),
    );

/** When shares change hands. */
export const windows = ofClasses(({ window, needs }, { name, at, kinds }) => {
  if (window.__kind === "Always") {
    return [];
  }
  if (window.__kind === "Never") {
    return [
      discloseWeakened(
        "shares",
        `Owners can never transfer shares of ${name}: whoever has them keeps them, with all that they earn.`,
        at("windows"),
      ),
    ];
  }
  const after =
    needs === 0
      ? ""
      : ` A window opens only if, of the disclosures of ${kindsWords(needs, kinds)}, the latest that was due by its first day was posted before it began; a late one skips it, and nothing opens it afterwards.`;
  return [
    discloseWeakened(
      "shares",
      `Owners can transfer shares of ${name} only in windows: ${windowWords(window)}. Anyone can open a window on its days, and shares stay where they are until somebody does.${after}`,
      at("windows"),
    ),
  ];
});

/** Shares that are frozen outside windows, and plain tokens in them. */
export const frozenForm = ofClasses((_, { name, one }) =>
  one.form === "frozen"
    ? [
        discloseWeakened(
          "shares",
          `Shares of ${name} are plain tokens, whose accounts are frozen outside exchange windows. In an open window anyone may have the account of an owner thawed who may hold shares, and of whose shares none is locked, retained or voted on; thawed shares move through any program, to any thawed account, and leave no record of this program until the account is frozen again. Each owner may freeze its account at any time, and anyone may once the window is over, or while it has no more than the owner has in others.`,
          one.field === "" ? "" : `${one.field}.form`,
        ),
        disclose(
          "shares",
          `While any account of ${name} is thawed, what the class receives is held, and belongs to whoever has its shares once all accounts are frozen: at the latest when somebody freezes them after the window. What was owed before is paid meanwhile.`,
          one.field === "" ? "" : `${one.field}.form`,
        ),
        disclose(
          "shares",
          `Accounts of ${name} are frozen and thawed by token-acl (TACLkU6CiCdkQN2MjoyDkVg2yAH9zkxiHDsiztQ52TP), a program of others that its authority can change: a harmful change could freeze accounts for good or let shares move outside windows. It holds no money, but what it did to shares can outlast it.`,
          one.field === "" ? "" : `${one.field}.form`,
        ),
      ]
    : [],
);

/** Which category of investors may pass shares to which. */
export const moves = ofClasses(({ moves: allowed }, { name, at, categories }) => {
  if (allowed === null) {
    return [];
  }
  const { always, later, laterFrom } = allowed;
  const now = movesWords(always, categories);
  const then = laterFrom === null ? [] : movesWords(later, categories);
  const more =
    laterFrom === null || then.length === 0 ? "" : `; ${since(laterFrom)} also ${enumerated(then)}`;
  return [
    disclose(
      "shares",
      `Shares of ${name} pass between categories of investors, as credentials state them, only from ${now.length === 0 ? "none to any" : enumerated(now)}${more}.`,
      at("moves"),
    ),
  ];
});

/** Who receives no shares for where it lives. */
export const countries = ofClasses(({ refusedCountries }, { name, at, hasWarrants }) =>
  refusedCountries.length === 0
    ? []
    : [
        disclose(
          "shares",
          `Owners in ${listed([...refusedCountries].sort((a, b) => a - b).map(countryWords))}, and those whose credential states no country, receive no shares of ${name}${hasWarrants ? ", and their warrants for them cannot be exercised and run out" : ""}.`,
          at("refused_countries"),
        ),
      ],
);

/** Who needs a credential to pass shares on. */
export const senders = ofClasses(({ senderQualified }, { name, at }) =>
  senderQualified
    ? [
        discloseWeakened(
          "shares",
          `Whoever passes on shares of ${name} needs a valid credential too: an owner whose credential has expired or was revoked keeps them and their earnings, and cannot transfer them.`,
          at("sender_qualified"),
        ),
      ]
    : [],
);

/** How many shares an owner passes on in a day. */
export const dailyLimits = ofClasses(({ dailyShares }, { name, at, one }) =>
  dailyShares === 0n
    ? []
    : [
        discloseWeakened(
          "shares",
          `An owner can transfer at most ${formatGroupedAmount(dailyShares, one.decimals)} shares of ${name} in a day (UTC).`,
          at("daily_limit"),
        ),
      ],
);

/** How many may hold, and how much each. */
export const limits = ofClasses(({ maxHolders, maxShares }, { name, at, one }) => {
  if (maxHolders === 0 && maxShares === 0n) {
    return [];
  }
  const room = [
    ...(maxHolders === 0 ? [] : [`at most ${counted(maxHolders, "person")} can have a place`]),
    ...(maxShares === 0n
      ? []
      : [
          `the allotments of one person's records come to at most ${formatGroupedAmount(maxShares, one.decimals)} shares together`,
        ]),
  ];
  return [
    discloseWeakened(
      "shares",
      `By transfers, a record receives shares of ${name} only up to what its owner has set (an allotment): ${listed(room)}. ${maxShares === 0n ? "" : "Only allotments count: what a person got without one leaves the limits of its other records whole. "}A buyer that finds no place cannot buy from you. What books sell and warrants bring is delivered without an allotment, so that more persons than that, with more shares each, may hold them at first.`,
      at(maxHolders === 0 ? "max_shares" : "max_holders"),
    ),
  ];
});

/** Whom a book takes money from. */
export const gates: Rule = (facts) =>
  facts.books.flatMap(({ field, number, rank, isGated }) =>
    isGated
      ? [
          disclose(
            "shares",
            `Book ${number} of ${className(facts, rank)} takes money only from owners with a valid credential; whoever loses it afterwards gets all its money back, as in other books.`,
            field === "" ? "" : `${field}.gated`,
          ),
        ]
      : [],
  );

/** Shares that cannot be passed on at first. */
export const lockUps: Rule = (facts) =>
  facts.books.flatMap(({ field, number, rank, lockUp: { cliffDays, vestingDays } }) => {
    if (cliffDays + vestingDays === 0) {
      return [];
    }
    const vest = `become free evenly over ${counted(vestingDays, "day")}`;
    const how =
      cliffDays === 0
        ? `${vest} from its lock`
        : `are locked for ${counted(cliffDays, "day")} from its lock${vestingDays === 0 ? "" : ` and then ${vest}`}`;
    return [
      discloseWeakened(
        "shares",
        `Shares that book ${number} of ${className(facts, rank)} delivers ${how}: until then they earn and vote like others, and can be neither transferred nor wrapped.`,
        field === "" ? "" : `${field}.lock_up`,
      ),
    ];
  });

/** What those who get points cannot do with them at first. */
export const insiders = ofClasses(({ insiderLockDays }, { name, at }) =>
  insiderLockDays === 0
    ? []
    : [
        disclose(
          "shares",
          `Promote points of ${name} from rewards, and its manager's, can be neither transferred nor wrapped for ${counted(insiderLockDays, "day")} from the first lock of the class's books or, where none sells it, from that of the book that grants them, and for the manager from the deal's first lock.`,
          at("insiders_lock_up"),
        ),
      ],
);

/** What somebody keeps while others are owed. */
export const retention = ofClasses(({ retained }, { name, at, one }) =>
  retained === null
    ? []
    : [
        disclose(
          "shares",
          `Of ${name}, ${who(retained.owner)} keeps ${formatGroupedAmount(retained.shares, one.decimals)} shares, if it has as many, until the retention is released, which anybody may do once the debts of the deal are owed nothing: it can neither transfer nor wrap them.`,
          at("retention"),
        ),
      ],
);

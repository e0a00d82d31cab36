import {
  ClientError,
  clusterTime,
  counted,
  countryWords,
  dayWords,
  findHolder,
  freeShares,
  hasRules,
  isFrozenForm,
  kindsWords,
  movesWords,
  numbersOf,
  parsePositiveAmount,
  preflightTransfer,
  readSecurity,
  readTranche,
  releaseRetention,
  shareLocksOf,
  type TransferRuleSet,
  transferRulesOf,
  type WindowState,
  windowState,
  windowWords,
} from "@defi-ready/securities";
import {
  SECURITIES_ERROR__CATEGORY_TOO_EARLY,
  SECURITIES_ERROR__SHARES_LOCKED,
  SECURITIES_ERROR__WINDOW_CLOSED,
  type Tranche,
} from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { day, facts, moment, money, short } from "./format.js";
import { inCommands } from "./instructions.js";
import { freezeCommand, frozenRows, thawCommand } from "./transfer-thaw.js";
import { readWindows, skippedWords } from "./window.js";
import { requireWrapper } from "./wrapper.js";

const SECONDS_A_DAY = 86_400n;

/** `transfer`: whether shares may move. */
export function transferCommand(): Command {
  return new Command("transfer")
    .description(
      "Whether shares may move: the rules of a class, whether a transfer would be refused, and thaws and freezes of the frozen form.",
    )
    .addCommand(checkCommand())
    .addCommand(rulesCommand())
    .addCommand(releaseCommand())
    .addCommand(thawCommand())
    .addCommand(freezeCommand());
}

/** The word for the receiver of a wrap. */
const WRAPPER = "wrapper";

function checkCommand(): Command {
  const command = new Command("check")
    .description(
      "Ask the program whether a transfer or a wrap would be refused now, and why. Nothing is signed or sent; ends with 1 if " +
        "it would be.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress)
    .argument("<to>", `the receiver's address, or ${WRAPPER} for a wrap`, (text: string) =>
      text === WRAPPER ? text : parseAddress(text),
    )
    .argument("<shares>", "how many shares, such as 100 or 12.5")
    .option("--from <address>", "who would send them; yourself if left out", parseAddress);
  examples(
    command,
    "transfer check 4vJ9... 8sYd... 100",
    "transfer check 4vJ9... wrapper 100 --from 7Np4...",
  );
  return action<Readonly<{ from?: Address }>>(command, async (context, options, address, to, shares) => {
    const { cluster } = context;
    const tranche = await readTranche(cluster, address as Address);
    const security = await readSecurity(cluster, tranche.data.security);
    const { decimals } = tranche.data;
    const amount = parsePositiveAmount(shares ?? "", decimals);
    const from = options.from ?? (await context.signer()).address;
    const receiver = to as Address | typeof WRAPPER;
    if (receiver === WRAPPER) {
      await requireWrapper(cluster, tranche.address);
    }
    const payer = (await context.observer()).address;
    const found = await preflightTransfer(cluster, { security, tranche, from, to: receiver, amount, payer });
    const checkedAt = await clusterTime(cluster);
    const what = `${receiver === WRAPPER ? "a wrap" : "a transfer"} of ${money(amount, decimals)} shares`;
    const when = found.ok ? [] : await whenWords(context, { tranche, from, code: found.code });
    return {
      text: found.ok
        ? `${what} would pass now`
        : [`${what} would be refused: ${inCommands(found.message)}`, ...when].join("\n"),
      json: {
        tranche: tranche.address,
        from,
        to: receiver,
        amount,
        checkedAt,
        ok: found.ok,
        refusal: found.ok
          ? null
          : { code: found.code ?? null, name: found.name ?? null, message: inCommands(found.message) },
      },
      failed: !found.ok,
    };
  });
}

/** When what refuses a transfer ends, in words; nothing where that is not known. */
async function whenWords(
  { cluster }: Context,
  { tranche, from, code }: Readonly<{ tranche: Account<Tranche>; from: Address; code: number | undefined }>,
): Promise<readonly string[]> {
  const { data } = tranche;
  const now = await clusterTime(cluster);
  switch (code) {
    case SECURITIES_ERROR__WINDOW_CLOSED: {
      if (transferRulesOf(data).window.__kind === "Never") {
        return ["shares of this class are never transferred"];
      }
      const windows = await readWindows(cluster, tranche.address);
      const skipped = skippedWords(windows);
      if (skipped !== undefined) {
        return [skipped];
      }
      const { due, next } = windows.state;
      const shown = due ?? next;
      return shown === undefined
        ? ["there is no window any more"]
        : [
            `${due === undefined ? "the next window is" : "nobody has opened the window"} from ${day(shown.from)} until ${day(shown.until)}`,
          ];
    }
    case SECURITIES_ERROR__CATEGORY_TOO_EARLY:
      return [`it may from ${moment(data.rules.laterFrom)} on`];
    case SECURITIES_ERROR__SHARES_LOCKED: {
      const holder = await findHolder(cluster, { tranche: tranche.address, owner: from });
      const last = holder === undefined ? undefined : shareLocksOf(holder.data, now).at(-1);
      if (holder === undefined || last === undefined) {
        return [];
      }
      const { shares, locked } = freeShares({ tranche: data, holder: holder.data, now });
      const free = money(shares - locked, data.decimals);
      return [
        `${free} of its ${money(shares, data.decimals)} shares are not locked now, and from ${dayWords(last.until)} on all`,
      ];
    }
    default:
      return [];
  }
}

function releaseCommand(): Command {
  const command = new Command("release")
    .description(
      "End what an owner must keep of a tranche, for good, once the deal has begun, no book is open and its debts are owed " +
        "nothing. Anybody may.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "transfer release 4vJ9...");
  return action(command, async (context, _, address) => {
    const payer = await context.signer();
    const tranche = await readTranche(context.cluster, address as Address);
    const security = await readSecurity(context.cluster, tranche.data.security);
    const { retainedOwner: owner, retainedShares: shares } = tranche.data.rules;
    if (shares === 0n) {
      throw new ClientError("nobody retains shares of this class");
    }
    const signature = await context.send(
      await releaseRetention({ security, rank: tranche.data.rank }),
      payer,
    );
    return {
      text: `${short(owner)} need not keep ${money(shares, tranche.data.decimals)} shares any more`,
      json: { signature, tranche: tranche.address, owner, shares },
    };
  });
}

function rulesCommand(): Command {
  const command = new Command("rules")
    .description("Show a tranche's rules of transfers: when its shares may move, by whom and to whom.")
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "transfer rules 4vJ9...");
  return action(command, async (context, _, address) => showRules(context, address as Address));
}

async function showRules(context: Context, address: Address): Promise<Output> {
  const { cluster } = context;
  const tranche = await readTranche(cluster, address);
  const { data } = tranche;
  const now = await clusterTime(cluster);
  const rules = transferRulesOf(data);
  const state = windowState({ tranche: data, now });
  return {
    text: hasRules(rules)
      ? facts([...(await frozenRows(context, tranche)), ...rows(rules, data, state)])
      : "no rules: shares of this tranche move at any time, between all who may hold them",
    json: {
      tranche: address,
      shareDecimals: data.decimals,
      form: isFrozenForm(data) ? "frozen" : "hooked",
      thawed: data.thawed,
      held: data.payouts.slice(0, data.payoutCount).map(({ held }) => held),
      ...rulesObject(rules),
      state: state ?? null,
    },
  };
}

type Row = readonly [string, string];

/** What each rule says, those that the class has alone. */
function rows(rules: TransferRuleSet, tranche: Tranche, state: WindowState | undefined): readonly Row[] {
  const { window, needs, moves, refusedCountries, senderQualified, insiderLockDays, retained } = rules;
  const { dailyShares, maxHolders, maxShares } = rules;
  const shares = (amount: bigint) => money(amount, tranche.decimals);
  const { startsAt } = tranche;
  const insiders =
    startsAt === 0n
      ? "from the first lock"
      : `until ${day(startsAt + BigInt(insiderLockDays) * SECONDS_A_DAY)}`;
  const later = moves === null ? [] : movesWords(moves.later);
  return [
    ...(state === undefined ? [] : [["Transfers", windowWords(window)] as const]),
    ...(needs === 0 ? [] : [["  after disclosures of", kindsWords(needs)] as const]),
    ...(state === undefined
      ? []
      : [
          [
            "  now",
            state.openUntil === undefined ? "closed" : `open until ${moment(state.openUntil)}`,
          ] as const,
        ]),
    ...(moves === null ? [] : [["Between categories", moveList(movesWords(moves.always))] as const]),
    ...(moves === null || later.length === 0
      ? []
      : [[`  from ${moment(BigInt(moves.laterFrom))}`, `also ${moveList(later)}`] as const]),
    ...(refusedCountries.length === 0
      ? []
      : [
          [
            "Refused countries",
            `${refusedCountries.map(countryWords).join(", ")}, and those not stated`,
          ] as const,
        ]),
    ...(senderQualified ? [["The sender needs", "a valid credential"] as const] : []),
    ...(dailyShares === 0n
      ? []
      : [["A record sends", `at most ${shares(dailyShares)} a day (UTC)`] as const]),
    ...(maxHolders === 0
      ? []
      : [
          [
            "Places",
            `for ${counted(maxHolders, "person")}, of which ${tranche.rules.persons} are taken`,
          ] as const,
        ]),
    ...(maxShares === 0n ? [] : [["One person is allotted", `at most ${shares(maxShares)}`] as const]),
    ...(insiderLockDays === 0
      ? []
      : [["Promote points", `locked for ${counted(insiderLockDays, "day")} ${insiders}`] as const]),
    ...(retained === null
      ? []
      : [["Retained", `${shares(BigInt(retained.shares))} by ${retained.owner}`] as const]),
  ];
}

const moveList = (moves: readonly string[]) => (moves.length === 0 ? "none" : moves.join("; "));

/** The rules for programs. */
function rulesObject(rules: TransferRuleSet): object {
  const { moves, needs, retained } = rules;
  return {
    ...rules,
    needs: numbersOf(needs),
    moves:
      moves === null
        ? null
        : {
            always: moveObjects(moves.always),
            later: moveObjects(moves.later),
            laterFrom: BigInt(moves.laterFrom),
          },
    retained: retained === null ? null : { owner: retained.owner, shares: BigInt(retained.shares) },
  };
}

/** Which categories receive from which, of those that send to any. */
const moveObjects = (moves: Iterable<number>): object[] =>
  [...moves].flatMap((bits, by) => (bits === 0 ? [] : { by, to: numbersOf(bits) }));

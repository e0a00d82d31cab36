import {
  ClientError,
  type Cluster,
  clusterTime,
  type ExchangeWindow,
  findDisclosureCalendar,
  type Hindrance,
  hindranceOf,
  listDisclosures,
  openWindow,
  readTranche,
  transferRulesOf,
  type WindowState,
  windowState,
  windowWords,
} from "@defi-ready/securities";
import type { Tranche } from "@defi-ready/securities/program";
import type { Account, Address } from "@solana/kit";
import { Command } from "commander";
import { action, type Context, examples, type Output, parseAddress } from "./context.js";
import { day, facts, moment } from "./format.js";

/** `window`: when shares change hands. */
export function windowCommand(): Command {
  return new Command("window")
    .description("Exchange windows: when the shares of a class change hands, where its rules say so.")
    .addCommand(showCommand())
    .addCommand(openCommand());
}

/** A class with windows, as it is now. */
type Windows = Readonly<{
  tranche: Account<Tranche>;
  state: WindowState;
  /** What keeps the window on whose days it is closed, or would keep the next one so, of what is posted by now. */
  hindrance: Hindrance | undefined;
  /** That window. */
  asked: ExchangeWindow | undefined;
  now: bigint;
}>;

/** Reads a class with windows, as it is now. */
export async function readWindows(cluster: Cluster, address: Address): Promise<Windows> {
  const tranche = await readTranche(cluster, address);
  const now = await clusterTime(cluster);
  const state = windowState({ tranche: tranche.data, now });
  if (state === undefined) {
    throw new ClientError("shares of this tranche change hands at any time: its rules have no windows");
  }
  const { security } = tranche.data;
  const asked = state.due ?? (state.openUntil === undefined ? state.next : undefined);
  const hindrance =
    asked === undefined || tranche.data.rules.window.needs === 0
      ? undefined
      : hindranceOf({
          tranche: tranche.data,
          calendar: (await findDisclosureCalendar(cluster, security))?.data,
          posted: await listDisclosures(cluster, security),
          window: asked,
        });
  return { tranche, state, hindrance, asked, now };
}

function showCommand(): Command {
  const command = new Command("show")
    .description(
      "Show whether a tranche's shares change hands now, until when, and what the next window waits for.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "window show 4vJ9...");
  return action(command, async (context, _, address) => show(context, address as Address));
}

async function show({ cluster }: Context, address: Address): Promise<Output> {
  const windows = await readWindows(cluster, address);
  const { tranche, state, hindrance, asked } = windows;
  const { openUntil, due, next } = state;
  return {
    text: facts([
      ["Windows", windowWords(transferRulesOf(tranche.data).window)],
      ["Now", nowWords(windows)],
      ...(due === undefined ? [] : [["  on its days", spanWords(due)] as const]),
      ["Next", next === undefined ? "none" : spanWords(next)],
      ...(asked === undefined || tranche.data.rules.window.needs === 0
        ? []
        : [["Waits for", waitsWords(windows)] as const]),
    ]),
    json: {
      tranche: address,
      openUntil: openUntil ?? null,
      due: due ?? null,
      next: next ?? null,
      waitsFor: hindrance ?? null,
    },
  };
}

/** Whether shares change hands now, in words. */
function nowWords(windows: Windows): string {
  const { openUntil, due } = windows.state;
  if (openUntil !== undefined) {
    return `open until ${moment(openUntil)}`;
  }
  if (transferRulesOf(windows.tranche.data).window.__kind === "Never") {
    return "closed: shares of this class are never transferred";
  }
  return due === undefined ? "closed" : (skippedWords(windows) ?? "closed: a window that nobody has opened");
}

/** That the window on whose days it is stays closed for its report, in words; `undefined` if it can be opened, or there is none. */
export function skippedWords({ state: { due, next }, hindrance }: Windows): string | undefined {
  if (due === undefined || hindrance === undefined) {
    return undefined;
  }
  const why = hindrance.why === "late" ? "came too late" : "was not posted in time";
  return `closed: its report ${why}; ${next === undefined ? "there is none after it" : `next from ${day(next.from)}`}`;
}

const spanWords = ({ from, until }: ExchangeWindow) => `from ${day(from)} until ${day(until)}`;

const disclosureWords = ({ kind, end }: Hindrance) =>
  `the disclosure of kind ${kind} for the period up to ${day(end)}`;

/** What a window waits for, in words; one that has begun waits for nothing. */
function waitsWords({ state, hindrance }: Windows): string {
  if (hindrance === undefined) {
    return "nothing more";
  }
  const what = disclosureWords(hindrance);
  if (hindrance.why === "late") {
    return `nothing: ${what} came too late for it`;
  }
  return state.due === undefined
    ? `${what}, which has not been posted`
    : `nothing: ${what} was not posted before it began`;
}

function openCommand(): Command {
  const command = new Command("open")
    .description(
      "Open the window on whose days it is, so that shares change hands until it ends. Anybody may; the disclosures that " +
        "it waits for were posted before it began.",
    )
    .argument("<tranche>", "the tranche's address", parseAddress);
  examples(command, "window open 4vJ9...");
  return action(command, async (context, _, address) => {
    const { cluster } = context;
    const payer = await context.signer();
    const { tranche, state, hindrance, now } = await readWindows(cluster, address as Address);
    if (state.openUntil !== undefined && state.due === undefined) {
      return {
        text: `the window is open already, until ${moment(state.openUntil)}`,
        json: { tranche: tranche.address, openUntil: state.openUntil, opened: false },
      };
    }
    if (state.due !== undefined && hindrance !== undefined) {
      throw new ClientError(
        hindrance.why === "late"
          ? `the window ${spanWords(state.due)} stays closed: ${disclosureWords(hindrance)} was posted after it had begun`
          : `the window ${spanWords(state.due)} waits for ${disclosureWords(hindrance)}, which has not been posted; posted now, it is too late for this window`,
      );
    }
    const calendar = await findDisclosureCalendar(cluster, tranche.data.security);
    const signature = await context.send(await openWindow({ tranche, calendar, now }), payer);
    const { openUntil } = (await readTranche(cluster, tranche.address)).data.rules;
    return {
      text: `opened the window: shares change hands until ${moment(openUntil)}`,
      json: { signature, tranche: tranche.address, openUntil, opened: true },
    };
  });
}

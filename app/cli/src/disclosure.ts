import {
  ClientError,
  type Cluster,
  clusterTime,
  findDisclosureCalendar,
  listDisclosures,
  type NeededDisclosure,
  type PeriodState,
  periodStates,
  postDisclosure,
  postNotice,
  readSecurity,
} from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { Command } from "commander";
import { inWords } from "./arguments.js";
import {
  action,
  type Context,
  examples,
  type Output,
  parseAddress,
  parseCount,
  parseDay,
} from "./context.js";
import { sha256Of } from "./document-hash.js";
import { day, hexOf, moment, short, table, text as textOf } from "./format.js";

const SECONDS_A_DAY = 86_400n;
const SECURITY = "the security's address";
/** The most that the kind of a notice can be. */
const MAX_NOTICE_KIND = 255;

/** `disclosure`: what holders are told at regular intervals. */
export function disclosureCommand(): Command {
  return new Command("disclosure")
    .description("Disclosures: what a security's holders are told for each period, by when, and by whom.")
    .addCommand(listCommand())
    .addCommand(postCommand());
}

async function readStates(
  cluster: Cluster,
  address: Address,
): Promise<Readonly<{ states: PeriodState[]; now: bigint }>> {
  const security = await readSecurity(cluster, address);
  const calendar = await findDisclosureCalendar(cluster, address);
  const now = await clusterTime(cluster);
  if (calendar === undefined) {
    return { states: [], now };
  }
  const posted = await listDisclosures(cluster, address);
  return { states: periodStates({ security: security.data, calendar: calendar.data, posted, now }), now };
}

function listCommand(): Command {
  const command = new Command("list")
    .description(
      "List what is due of a security's holders up to the present period: posted, late, due or to come.",
    )
    .argument("<security>", SECURITY, parseAddress);
  examples(command, "disclosure list 9xQe...");
  return action(command, async (context, _, address) => list(context, address as Address));
}

async function list({ cluster }: Context, address: Address): Promise<Output> {
  const { states, now } = await readStates(cluster, address);
  const rows = states.map((one) => [
    String(one.kind),
    String(one.period),
    day(one.end),
    day(one.due),
    stateWords(one, now),
    short(one.attestor),
    one.posted === undefined ? "-" : textOf(one.posted.data.uri),
  ]);
  return {
    text:
      rows.length === 0
        ? "this security has no calendar of disclosures"
        : table(["Kind", { right: "Period" }, "Ends", "Due", "State", "By", "Document"], rows),
    json: {
      security: address,
      disclosures: states.map(({ posted, ...one }) => ({
        ...one,
        disclosure: posted?.address ?? null,
        postedAt: posted?.data.postedAt ?? null,
        sha256: posted === undefined ? null : hexOf(posted.data.sha256),
        uri: posted === undefined ? null : textOf(posted.data.uri),
      })),
    },
  };
}

/** Whether a disclosure was posted, in words. */
function stateWords({ end, due, posted, isLate }: PeriodState, now: bigint): string {
  if (posted !== undefined) {
    return `${isLate ? "late" : "posted"} ${moment(posted.data.postedAt)}`;
  }
  if (now < end + SECONDS_A_DAY) {
    return "to come";
  }
  return isLate ? `overdue since ${day(due + SECONDS_A_DAY)}` : "due";
}

type PostOptions = Readonly<{ uri: string; period?: bigint }>;

function postCommand(): Command {
  const command = new Command("post")
    .description(
      "Post the disclosure of a kind for a period that is over: the hash of its document, and where that is. By whom the " +
        "calendar names, once; the rent is not refunded.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<kind>", "its kind, 0 to 7", parseCount)
    .argument("<file>", "the document, which is hashed")
    .requiredOption("--uri <address>", "where holders find the document, at most 128 bytes")
    .option(
      "--period <day>",
      "the last day of its period; the first period that is over and without one if left out",
      parseDay,
    );
  examples(command, "disclosure post 9xQe... 0 report.pdf --uri https://example.com/report.pdf");
  return action<PostOptions>(command, async (context, { uri, period: end }, address, kind, file) => {
    const attestor = await context.signer();
    const security = address as Address;
    const one = await findPeriod(context.cluster, { security, kind: Number(kind), end });
    const { period } = one;
    const sha256 = sha256Of(file ?? "");
    const instructions = await postDisclosure({
      attestor,
      security,
      kind: Number(kind),
      period,
      sha256,
      uri,
    });
    const late = one.isLate ? `, which was due by ${day(one.due)}` : "";
    const what = `the disclosure of kind ${kind} for the period up to ${day(one.end)}${late}`;
    const signature = await context.sendConfirmed(`post ${what}`, instructions, attestor);
    return {
      text: `posted ${what}`,
      json: { signature, security, kind: Number(kind), period, late: one.isLate, sha256: hexOf(sha256), uri },
    };
  });
}

/** The period of a kind that ends on a day, or the first one that is over and has no disclosure. */
async function findPeriod(
  cluster: Cluster,
  { security, kind, end }: Readonly<{ security: Address; kind: number; end: bigint | undefined }>,
): Promise<PeriodState> {
  const { states, now } = await readStates(cluster, security);
  const own = states.filter((one) => one.kind === kind);
  if (own.length === 0) {
    throw new ClientError(
      states.length === 0
        ? "this security has no calendar of disclosures: tell its holders with `notice post`"
        : `the calendar has no kind ${kind}: it has ${[...new Set(states.map((one) => one.kind))].join(", ")}`,
    );
  }
  const isOver = (one: PeriodState) => now >= one.end + SECONDS_A_DAY;
  const found =
    end === undefined
      ? own.find((one) => one.posted === undefined && isOver(one))
      : own.find((one) => one.end === end);
  if (found !== undefined) {
    return found;
  }
  const next = own.find((one) => one.posted === undefined);
  throw new ClientError(
    end === undefined
      ? `nothing of kind ${kind} is to be posted: its present period ends ${next === undefined ? "later" : day(next.end)}`
      : `no period of kind ${kind} ends on ${day(end)}, up to the present one: they end on ${own.map((one) => day(one.end)).join(", ")}`,
  );
}

/** `notice`: what holders are told beside that. */
export function noticeCommand(): Command {
  return new Command("notice")
    .description("Notices: whatever else a sponsor tells its holders.")
    .addCommand(noticePostCommand());
}

function noticePostCommand(): Command {
  const command = new Command("post")
    .description(
      "Tell a security's holders something: the hash of a document and where that is, in an event. By the sponsor; it opens " +
        "and closes nothing.",
    )
    .argument("<security>", SECURITY, parseAddress)
    .argument("<kind>", `a number of your choice, 0 to ${MAX_NOTICE_KIND}`, inWords(parseNoticeKind))
    .argument("<file>", "the document, which is hashed")
    .requiredOption("--uri <address>", "where holders find the document, at most 128 bytes")
    .option(
      "--about <kind/period>",
      "the disclosure that it is about, such as one that it corrects, by the numbers in `disclosure list`",
      inWords(parseDisclosure),
    );
  examples(
    command,
    "notice post 9xQe... 1 notice.pdf --uri https://example.com/notice.pdf",
    "notice post 9xQe... 2 erratum.pdf --uri https://example.com/erratum.pdf --about 0/3",
  );
  type Options = Readonly<{ uri: string; about?: Disclosed }>;
  return action<Options>(command, async (context, { uri, about }, address, kind, file) => {
    const sponsor = await context.signer();
    const security = address as Address;
    const sha256 = sha256Of(file ?? "");
    if (about !== undefined) {
      await requirePosted(context.cluster, security, about);
    }
    const notice = await postNotice({ sponsor, security, kind: Number(kind), sha256, uri, about });
    const corrected = about === undefined ? "" : ` about disclosure ${about.kind}/${about.period}`;
    const what = `a notice of kind ${kind}${corrected} at ${uri}`;
    const signature = await context.sendConfirmed(`post ${what}`, notice, sponsor);
    return {
      text: `posted ${what}`,
      json: { signature, security, kind: Number(kind), about: about ?? null, sha256: hexOf(sha256), uri },
    };
  });
}

/** A disclosure, by its kind and the number of its period. */
type Disclosed = Pick<NeededDisclosure, "kind" | "period">;

/** Refuses a disclosure that nobody has posted. */
async function requirePosted(
  cluster: Cluster,
  security: Address,
  { kind, period }: Disclosed,
): Promise<void> {
  const posted = await listDisclosures(cluster, security);
  if (!posted.some(({ data }) => data.kind === kind && data.period === period)) {
    throw new ClientError(`disclosure ${kind}/${period} has not been posted: see \`disclosure list\``);
  }
}

function parseDisclosure(text: string): Disclosed {
  const [, kind, period] = /^([0-7])\/(\d{1,3})$/.exec(text) ?? [];
  if (kind === undefined) {
    throw new ClientError("Give a kind and the number of a period, such as 0/3.");
  }
  return { kind: Number(kind), period: Number(period) };
}

function parseNoticeKind(text: string): number {
  const kind = parseCount(text);
  if (kind > MAX_NOTICE_KIND) {
    throw new ClientError(`Give a whole number up to ${MAX_NOTICE_KIND}.`);
  }
  return kind;
}

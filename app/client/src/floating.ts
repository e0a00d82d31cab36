import type { Account, Address, Instruction, TransactionSigner } from "@solana/kit";
import { find, REFERENCE, read } from "./account-kinds.js";
import { referenceAddress } from "./addresses.js";
import { businessDaysOf, movedTime } from "./business-days.js";
import { addMonths } from "./calendar.js";
import type { Cluster } from "./cluster.js";
import { ClientError } from "./errors.js";
import {
  AmortisationRule,
  type CreateReferenceRateInstructionDataArgs,
  type CustomPart,
  type FloatingTermsArgs,
  getCreateReferenceRateInstruction,
  getFixRateInstruction,
  getReportReferenceRateInstruction,
  type ReferenceRate,
  type StepUpTerms,
  type Tranche,
  TrancheKind,
} from "./generated/index.js";

const DAY = 86_400n;
const MONTHS_A_YEAR = 12;
/** The bytes of a reference rate's name. */
const NAME_BYTES = 32;
/** The longest period, in months. */
const LONGEST_PERIOD = 12;

/** What a reference rate is created with; rates in parts per million, its name as a text. */
export type ReferenceTerms = Omit<CreateReferenceRateInstructionDataArgs, "name"> &
  Readonly<{ name: string }>;

/**
 * A reference rate's name as its account holds it: UTF-8 padded with zeros.
 *
 * @throws {ClientError} If it is empty or longer than 32 bytes.
 */
export function referenceName(name: string): Uint8Array {
  const text = new TextEncoder().encode(name);
  if (text.length === 0 || text.length > NAME_BYTES) {
    throw new ClientError(
      `a reference rate's name has 1 to ${NAME_BYTES} bytes: "${name}" has ${text.length}`,
    );
  }
  const bytes = new Uint8Array(NAME_BYTES);
  bytes.set(text);
  return bytes;
}

/** Reads a reference rate; it must be there. */
export const readReference = async (cluster: Cluster, address: Address): Promise<Account<ReferenceRate>> =>
  read(cluster, REFERENCE, address);

/** Reads a reference rate, if there is one at the address. */
export const findReference = async (
  cluster: Cluster,
  address: Address,
): Promise<Account<ReferenceRate> | undefined> => find(cluster, REFERENCE, address);

/** Creates a reference rate. By whoever is going to report it, who pays its rent. */
export async function createReference(
  options: Readonly<{ reporter: TransactionSigner; terms: ReferenceTerms }>,
): Promise<Readonly<{ instructions: Instruction[]; reference: Address }>> {
  const { reporter, terms } = options;
  const name = referenceName(terms.name);
  const reference = await referenceAddress(reporter.address, name);
  return {
    instructions: [getCreateReferenceRateInstruction({ reporter, reference, ...terms, name })],
    reference,
  };
}

/** Reports a reference rate, in parts per million a year. By whoever created it. */
export const reportReference = async (
  options: Readonly<{ reporter: TransactionSigner; reference: Address; ratePpm: number }>,
): Promise<Instruction[]> => [getReportReferenceRateInstruction(options)];

/** How a tranche's rate follows a reference rate; `undefined` if it does not. */
export function floatingOf(tranche: Tranche): FloatingTermsArgs | undefined {
  const { reference, marginPpm, floorPpm, capPpm, fixingDays } = tranche;
  return fixingDays === 0 ? undefined : { reference, marginPpm, floorPpm, capPpm, fixingDays };
}

/** The dated increases of a tranche's rate or, if it floats, of its margin, in order. */
export function stepUpsOf({ stepUps }: Tranche): StepUpTerms[] {
  return stepUps
    .filter(({ from }) => from > 0)
    .map(({ from, addPpm }) => ({ from: BigInt(from) * DAY, addPpm }));
}

/** The parts of a debt's custom schedule, in the order of their days; none for other tranches. */
export function customPartsOf(tranche: Tranche): CustomPart[] {
  const { amortisation, instalments, firstInstalment, customDays, customBps } = tranche;
  return amortisation === AmortisationRule.Custom
    ? customDays
        .slice(0, instalments)
        .map((days, at) => ({ on: firstInstalment + BigInt(days) * DAY, bps: customBps[at] ?? 0 }))
    : [];
}

/** Interest a year in the current period, in parts per million: before its term starts, that of the first period. */
export function currentRate({ startsAt, ratePpm, currentRatePpm }: Tranche): number {
  return startsAt === 0n ? ratePpm : currentRatePpm;
}

/** Interest a year from the next due date on, where it has been fixed, in parts per million. */
export function fixedRate({ isFixed, fixedRatePpm }: Tranche): number | undefined {
  return isFixed === 1 ? fixedRatePpm : undefined;
}

/**
 * The first due date of a tranche that is not over at a time, as a day number, also if nobody has brought the tranche up
 * to date; `undefined` before its term starts and without due dates.
 */
export function dueDateAt(tranche: Tranche, now: bigint): bigint | undefined {
  const { startsAt, nextDue, firstDue, periodMonths, kind, maturity } = tranche;
  const today = now / DAY;
  if (startsAt === 0n || periodMonths === 0) {
    return undefined;
  }
  if (nextDue >= today) {
    return nextDue;
  }
  const anchor = (firstDue > 0n ? firstDue : startsAt) / DAY;
  const first = Math.max(0, monthsBetween(anchor, today) - LONGEST_PERIOD);
  const terms = businessDaysOf(tranche);
  const dueAfter = (periods: number) =>
    movedTime(terms, addMonths(anchor * DAY, periods * periodMonths)) / DAY;
  // Where the terms name no first due date, it is a period after the start.
  let periods = Math.max(Math.floor(first / periodMonths), firstDue > 0n ? 0 : 1);
  while (dueAfter(periods) < today) {
    periods += 1;
  }
  const onGrid = dueAfter(periods);
  const others = [
    ...(kind === TrancheKind.Debt ? [maturity / DAY] : []),
    ...customPartsOf(tranche).map(({ on }) => on / DAY),
  ];
  const due = others.filter((day) => day >= today);
  return due.reduce((least, day) => (day < least ? day : least), onGrid);
}

const dateOf = (day: bigint) => new Date(Number(day * DAY) * 1000);

/** Months from the month of a day to that of another. */
function monthsBetween(from: bigint, to: bigint): number {
  const [one, other] = [dateOf(from), dateOf(to)];
  const years = other.getUTCFullYear() - one.getUTCFullYear();
  return years * MONTHS_A_YEAR + other.getUTCMonth() - one.getUTCMonth();
}

/**
 * Whether the rate of a tranche's next period can be fixed: it floats, this is one of the fixing days before a due date,
 * and nobody has fixed it yet.
 */
export function isFixingOpen(tranche: Tranche, now: bigint): boolean {
  const due = floatingOf(tranche) === undefined ? undefined : dueDateAt(tranche, now);
  const today = now / DAY;
  // What was fixed for a due date that is over is the current rate by now.
  const isFixed = tranche.isFixed === 1 && due === tranche.nextDue;
  return due !== undefined && !isFixed && due > today && due - today <= BigInt(tranche.fixingDays);
}

/** Whether a reference rate counts for a tranche: it is the one of its terms, and was there when its term started. */
export const countsFor = ({
  reference: { address, data },
  tranche,
}: Readonly<{ reference: Account<ReferenceRate>; tranche: Tranche }>): boolean =>
  address === tranche.reference && data.createdAt <= tranche.startsAt;

/** Fixes the rate of a floating tranche's next period. By anyone, on the fixing days before a due date. */
export const fixRate = async ({
  tranche: { address, data },
}: Readonly<{ tranche: Account<Tranche> }>): Promise<Instruction[]> => [
  getFixRateInstruction({ security: data.security, tranche: address, reference: data.reference }),
];

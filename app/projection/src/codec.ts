import {
  type Encoder,
  getArrayDecoder,
  getArrayEncoder,
  getBooleanEncoder,
  getDiscriminatedUnionDecoder,
  getDiscriminatedUnionEncoder,
  getI64Encoder,
  getOptionDecoder,
  getOptionEncoder,
  getStructDecoder,
  getStructEncoder,
  getU8Decoder,
  getU8Encoder,
  getU32Decoder,
  getU32Encoder,
  getU64Decoder,
  getU64Encoder,
  getU128Decoder,
  getUnitEncoder,
  type Option,
} from "@solana/kit";
import { START, type Start } from "./start.js";

/** What happens to a deal. Amounts are settlement base units. */
export type ProjectedEvent =
  /** A book of a class is locked, settled, and its proceeds are released. `shares` are share base units. */
  | Readonly<{ __kind: "Lock"; rank: number; shares: bigint; money: bigint }>
  /** A payment, of which a part is principal; 0 runs what waits. */
  | Readonly<{
      __kind: "Pay";
      amount: bigint;
      principal: bigint;
      recovery: boolean;
      /** Of overpaid carry that is paid back: the rank of the class that was overpaid. */
      clawback: number | null;
    }>
  /** A loss is recorded. */
  | Readonly<{ __kind: "Lose"; amount: bigint }>
  /** A recorded loss is corrected. */
  | Readonly<{ __kind: "Correct"; amount: bigint }>
  /** The value of the pool is reported, with the arbitrator's signature. */
  | Readonly<{ __kind: "Report"; value: bigint }>
  /** The sponsor draws proceeds, or from the reinvestment account. */
  | Readonly<{ __kind: "Draw"; amount: bigint; reinvestment: boolean }>
  /** The rate of a floating class's next period is fixed; `referencePpm` in parts per million a year. */
  | Readonly<{ __kind: "Fix"; rank: number; referencePpm: number }>
  /** The sponsor elects that the interest of a debt's current period is paid in kind. */
  | Readonly<{ __kind: "Elect"; rank: number }>
  /** The sponsor submits an expense of a tier, from 0. */
  | Readonly<{ __kind: "Expense"; tier: number; amount: bigint }>
  /** A fee or an expense is paid out of the treasury, as far as it is due. */
  | Readonly<{ __kind: "PayFee"; tier: number }>
  /** Time passes. */
  | Readonly<{ __kind: "Look" }>
  /** A whole class is converted, if that is due; `conversion` is a place among the conversions. */
  | Readonly<{ __kind: "ConvertClass"; conversion: number }>
  /** Holders elect to convert `shares`, share base units. */
  | Readonly<{ __kind: "ConvertShares"; conversion: number; shares: bigint }>;

/** An event and when it happens, Unix time. */
export type Step = Readonly<{ at: bigint; event: ProjectedEvent }>;

/** What a class received of a payment, settlement base units. */
export type Received = Readonly<{
  interest: bigint;
  arrears: bigint;
  principal: bigint;
  /** Written-off principal, repaid in cash. */
  reinstated: bigint;
  /** Losses of a cover made good, in the cover. */
  restored: bigint;
  /** Carry, splits and the residual. */
  residual: bigint;
}>;

/** How a payment ran, settlement base units; tiers in order, classes by rank. */
export type Ran = Readonly<{
  /** Before. */
  reserve: bigint;
  /** Before. */
  reinvestment: bigint;
  /** How much of the payment was principal. */
  principal: bigint;
  tiers: readonly bigint[];
  /** The part of `tiers` that was principal. */
  ofPrincipal: readonly bigint[];
  received: readonly Received[];
  madeGood: readonly bigint[];
  writtenUp: readonly bigint[];
  /** What went to the treasury because nobody holds the class that it was for. */
  undistributed: bigint;
}>;

/** Who bore a loss, settlement base units, by rank. */
export type Borne = Readonly<{
  covered: readonly bigint[];
  writtenOff: readonly bigint[];
  repaid: readonly bigint[];
}>;

/** What shares of a class became, by rank: share base units, and what ended with them in settlement base units. */
export type Became = Readonly<{
  from: number;
  into: number;
  given: bigint;
  received: bigint;
  principal: bigint;
  /** Interest and arrears. */
  interest: bigint;
}>;

/** A class after a step, settlement base units. */
export type ClassState = Readonly<{
  /** Share base units. */
  shares: bigint;
  /** Principal outstanding; of a cover, its capital. */
  outstanding: bigint;
  loss: bigint;
  interest: bigint;
  arrears: bigint;
  /** Principal that has fallen due. */
  principalDue: bigint;
  /** Day number of the first due date not met; 0: none. */
  overdueSince: bigint;
  /** Total received for its holders. */
  funded: bigint;
}>;

/** The settlement vault after a step, settlement base units. */
export type VaultState = Readonly<{
  treasury: bigint;
  fees: bigint;
  reserve: bigint;
  reinvestment: bigint;
  cover: bigint;
}>;

/** A deal after a step. */
export type StepReport = Readonly<{
  /** The number of the error that refused it, so that nothing changed; 0: it was played. */
  error: number;
  /** 0 revolving, 1 amortising, 2 accelerated. */
  mode: number;
  /** The triggers that do not hold: bit n is trigger n. */
  failing: number;
  ran: Option<Ran>;
  borne: Option<Borne>;
  became: Option<Became>;
  vault: VaultState;
  /** By rank. */
  classes: readonly ClassState[];
}>;

type Request = Readonly<{ start: Start; steps: readonly Step[] }>;

const amount = getStructEncoder([["amount", getU64Encoder()]]);
const event: Encoder<ProjectedEvent> = getDiscriminatedUnionEncoder([
  [
    "Lock",
    getStructEncoder([
      ["rank", getU8Encoder()],
      ["shares", getU64Encoder()],
      ["money", getU64Encoder()],
    ]),
  ],
  [
    "Pay",
    getStructEncoder([
      ["amount", getU64Encoder()],
      ["principal", getU64Encoder()],
      ["recovery", getBooleanEncoder()],
      ["clawback", getOptionEncoder(getU8Encoder())],
    ]),
  ],
  ["Lose", amount],
  ["Correct", amount],
  ["Report", getStructEncoder([["value", getU64Encoder()]])],
  [
    "Draw",
    getStructEncoder([
      ["amount", getU64Encoder()],
      ["reinvestment", getBooleanEncoder()],
    ]),
  ],
  [
    "Fix",
    getStructEncoder([
      ["rank", getU8Encoder()],
      ["referencePpm", getU32Encoder()],
    ]),
  ],
  ["Elect", getStructEncoder([["rank", getU8Encoder()]])],
  [
    "Expense",
    getStructEncoder([
      ["tier", getU8Encoder()],
      ["amount", getU64Encoder()],
    ]),
  ],
  ["PayFee", getStructEncoder([["tier", getU8Encoder()]])],
  ["Look", getUnitEncoder()],
  ["ConvertClass", getStructEncoder([["conversion", getU8Encoder()]])],
  [
    "ConvertShares",
    getStructEncoder([
      ["conversion", getU8Encoder()],
      ["shares", getU64Encoder()],
    ]),
  ],
]) as Encoder<ProjectedEvent>;

/** As the program's WebAssembly reads it. */
export const REQUEST: Encoder<Request> = getStructEncoder([
  ["start", START],
  [
    "steps",
    getArrayEncoder(
      getStructEncoder([
        ["at", getI64Encoder()],
        ["event", event],
      ]),
    ),
  ],
]) as Encoder<Request>;

const amounts = getArrayDecoder(getU64Decoder());
const ran = getStructDecoder([
  ["reserve", getU64Decoder()],
  ["reinvestment", getU64Decoder()],
  ["principal", getU64Decoder()],
  ["tiers", amounts],
  ["ofPrincipal", amounts],
  [
    "received",
    getArrayDecoder(
      getStructDecoder([
        ["interest", getU64Decoder()],
        ["arrears", getU64Decoder()],
        ["principal", getU64Decoder()],
        ["reinstated", getU64Decoder()],
        ["restored", getU64Decoder()],
        ["residual", getU64Decoder()],
      ]),
    ),
  ],
  ["madeGood", amounts],
  ["writtenUp", amounts],
  ["undistributed", getU64Decoder()],
]);
const borne = getStructDecoder([
  ["covered", amounts],
  ["writtenOff", amounts],
  ["repaid", amounts],
]);
const became = getStructDecoder([
  ["from", getU8Decoder()],
  ["into", getU8Decoder()],
  ["given", getU64Decoder()],
  ["received", getU64Decoder()],
  ["principal", getU64Decoder()],
  ["interest", getU64Decoder()],
]);
const classState = getStructDecoder([
  ["shares", getU64Decoder()],
  ["outstanding", getU64Decoder()],
  ["loss", getU64Decoder()],
  ["interest", getU64Decoder()],
  ["arrears", getU64Decoder()],
  ["principalDue", getU64Decoder()],
  ["overdueSince", getU64Decoder()],
  ["funded", getU128Decoder()],
]);
const report = getStructDecoder([
  ["error", getU32Decoder()],
  ["mode", getU8Decoder()],
  ["failing", getU8Decoder()],
  ["ran", getOptionDecoder(ran)],
  ["borne", getOptionDecoder(borne)],
  ["became", getOptionDecoder(became)],
  [
    "vault",
    getStructDecoder([
      ["treasury", getU64Decoder()],
      ["fees", getU64Decoder()],
      ["reserve", getU64Decoder()],
      ["reinvestment", getU64Decoder()],
      ["cover", getU64Decoder()],
    ]),
  ],
  ["classes", getArrayDecoder(classState)],
]);

/** As the program's WebAssembly writes it. */
export const ANSWER = getDiscriminatedUnionDecoder([
  ["Refused", getStructDecoder([["error", getU32Decoder()]])],
  ["Reports", getStructDecoder([["reports", getArrayDecoder(report)]])],
]);

import { disclosureAddress } from "@defi-ready/securities";
import type { Address } from "@solana/kit";
import { addressIn, amountIn, type Happening } from "./happenings.js";
import { type Period, within } from "./period.js";
import { describeText } from "./words.js";

const DAY = 86_400n;
/** The default address stands for nothing. */
const NOBODY = "11111111111111111111111111111111";

/** Which disclosure: its kind, and the number of its period. */
type DisclosureOf = Readonly<{ kind: number; period: number }>;

/** What holders were told: a disclosure of the calendar, or a notice. */
export type ToldLine = Readonly<{
  time: bigint;
  what: "disclosure" | "notice";
  kind: number;
  /** The number of its period; `null` of a notice. */
  period: number | null;
  /** The day by which it was due, in Unix time; `null` of a notice. */
  due: bigint | null;
  /** Whether it was posted after that day. */
  late: boolean;
  /** The attestor; `null` of a notice, which is the sponsor's. */
  by: Address | null;
  /** The disclosure that a notice is about, such as one that it corrects. */
  about: DisclosureOf | null;
  /** SHA-256 of the document, in hexadecimal. */
  sha256: string;
  /** Where the document is, as it was posted. */
  uri: string;
  signature: string;
}>;

/** The disclosures and notices of a security in a period, in order. */
export async function toldOf(
  security: Address,
  history: readonly Happening[],
  period: Period,
): Promise<readonly ToldLine[]> {
  const notices = history.filter(({ name }) => name === "NoticePosted");
  const posted = history
    .filter(({ name }) => name === "DisclosurePosted")
    .map(({ data }) => ({ kind: Number(data.kind), period: Number(data.period) }));
  const isAny = notices.some(({ data }) => data.disclosure !== NOBODY);
  const addresses = await Promise.all(
    isAny ? posted.map((one) => disclosureAddress({ security, ...one })) : [],
  );
  const byAddress = new Map<string, DisclosureOf>(
    addresses.flatMap((address, at) => {
      const one = posted[at];
      return one === undefined ? [] : [[address, one]];
    }),
  );
  const told = history.filter(({ time }) => within(time, period));
  return told.flatMap(({ name, data, time, signature }): ToldLine[] => {
    const common = {
      time,
      kind: Number(data.kind),
      sha256: String(data.sha256),
      uri: describeText(Buffer.from(String(data.uri), "hex")),
      signature,
    };
    if (name === "DisclosurePosted") {
      return [
        {
          ...common,
          what: "disclosure",
          period: Number(data.period),
          due: amountIn(data, "dueDay") * DAY,
          late: data.late === true,
          by: addressIn(data, "attestor"),
          about: null,
        },
      ];
    }
    if (name === "NoticePosted") {
      const about = byAddress.get(String(data.disclosure)) ?? null;
      return [{ ...common, what: "notice", period: null, due: null, late: false, by: null, about }];
    }
    return [];
  });
}

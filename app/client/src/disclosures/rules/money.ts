import { formatGroupedAmount } from "../../amount.js";
import { DEFAULT_DRAW_DELAY } from "../../open-book.js";
import { by, disclose, discloseWeakened, lasting, listed, type Rule, until, who } from "../disclosure.js";
import { type DealFacts, type LimitFacts, type MintFacts, mayAlways } from "../facts.js";

/** The accounts that proceeds in a mint are drawn to. */
function accountsOf({ destinations }: DealFacts, mint: MintFacts["mint"]): readonly string[] {
  return destinations.flatMap((one) => (one.mint === mint ? one.account : []));
}

/** Where proceeds go, and what cannot be drawn. */
export const proceeds: Rule = (facts) => {
  const [own] = facts.mints;
  const taken = facts.mints.filter(
    ({ mint }) =>
      mint === own?.mint || facts.books.some(({ assets }) => assets.some((one) => one.mint === mint)),
  );
  const drawn = taken.filter(({ mint }) => accountsOf(facts, mint).length > 0);
  const where = drawn.map(
    ({ mint }) => `${taken.length > 1 ? `in ${mint} ` : ""}to ${listed(accountsOf(facts, mint))}`,
  );
  return [
    ...(drawn.length === 0
      ? []
      : [
          disclose(
            "money",
            `Proceeds are drawn ${listed(where)} alone. For what they are used there, there is only ${mayAlways(facts, "draws") ? "the sponsor's word" : "the word of whoever draws"}.`,
            "destinations",
          ),
        ]),
    ...taken
      .filter((one) => !drawn.includes(one))
      .map(({ mint }) =>
        discloseWeakened(
          "money",
          `No destination takes ${mint}: what books accept in it cannot be drawn until the sponsor proposes one, and stays in the vault or goes back to the holders.`,
          "destinations",
        ),
      ),
  ];
};

/** Who draws where the sponsor has no power to. */
const withoutPower = ({ governance }: DealFacts): string =>
  governance === null
    ? "After the first lock the sponsor draws nothing, and holders vote no budget, since the deal has no governance."
    : "After the first lock the sponsor draws nothing: a manager does, within a budget that every class consents to.";

/** How much of the proceeds is drawn at a time, and who signs for it. */
export const draws: Rule = (facts) => {
  const { draw, decimals, mints } = facts;
  const { coSigned, by: begin, least, others } = draw;
  const money = (amount: bigint) => formatGroupedAmount(amount, decimals);
  const limited = ({ limit, period }: LimitFacts, places: number, what: string) =>
    limit > 0n
      ? `At most ${formatGroupedAmount(limit, places)} of ${what} is drawn within any ${lasting(period)}.`
      : `There is no limit on how much of ${what} is drawn at once.`;
  const all = mints.length > 1 ? "each mint" : "the proceeds";
  const own = others.length > 0 ? "the settlement mint" : all;
  return [
    ...(mayAlways(facts, "draws") ? [] : [disclose("money", withoutPower(facts))]),
    coSigned
      ? disclose(
          "money",
          `Every draw requires the arbitrator's signature as well as ${mayAlways(facts, "draws") ? "the sponsor's" : "that of whoever draws"}.`,
          "draw.co_signed",
        )
      : disclose(
          "money",
          `${mayAlways(facts, "draws") ? "The sponsor draws on its signature" : "Whoever draws does so on its signature"} alone: the arbitrator's is not needed.`,
        ),
    disclose("money", limited(draw, decimals, own), draw.limit > 0n ? "draw.limit" : ""),
    ...others.map((other) => disclose("money", limited(other, other.decimals, other.mint))),
    ...(begin === null
      ? []
      : [
          disclose(
            "money",
            `If less than ${money(least)} has been drawn ${by(begin)}, nothing more can be, and anyone may send the proceeds back to the holders.`,
            "draw.by",
          ),
        ]),
  ];
};

/** What the assets repay while the deal revolves. */
export const reinvestment: Rule = (facts) => {
  const { principal, draw, mints } = facts;
  const to = mints.slice(0, 1).flatMap(({ mint }) => accountsOf(facts, mint));
  return principal.revolvingUntil === null
    ? []
    : [
        disclose(
          "money",
          `What the assets repay reaches nobody ${until(principal.revolvingUntil)}, save where a class has matured: the sponsor may draw it for new assets, ${draw.coSigned ? "with the arbitrator's signature" : "on its signature alone"}, under the same conditions and limits as proceeds, to ${listed(to)}. What it has not drawn by then repays the holders.`,
          "revolving_until",
        ),
      ];
};

/** How long proceeds stay in escrow, if that is shorter than the default. */
export const delay: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, drawDelay }) => {
    const text = `The proceeds of book ${number} of class ${rank} stay in escrow for ${lasting(drawDelay)} after the lock.`;
    const at = field === "" ? "" : `${field}.draw_delay`;
    if (drawDelay === DEFAULT_DRAW_DELAY) {
      return [];
    }
    return drawDelay < DEFAULT_DRAW_DELAY ? discloseWeakened("money", text, at) : disclose("money", text, at);
  });

/** What proceeds wait for. */
export const delivery: Rule = ({ delivery: awaited }) =>
  awaited === null
    ? []
    : [
        disclose(
          "money",
          awaited.isConfirmed
            ? "The arbitrator has confirmed the delivery that the proceeds waited for."
            : `Nothing can be drawn before the arbitrator has confirmed a delivery, by its document. If it has not done so ${by(awaited.by)}, nothing ever can be, and anyone may send the proceeds back to the holders.`,
          "delivery_by",
        ),
      ];

/** Money whose issuer can freeze it. */
export const freezing: Rule = ({ mints, books }) => [
  ...mints.flatMap(({ mint, freezable }) =>
    freezable === true
      ? disclose(
          "money",
          `The issuer of ${mint} can freeze any account of it, including the escrow and your own.`,
        )
      : [],
  ),
  ...books.flatMap(({ acceptsFreeze, field, rank, number }) =>
    acceptsFreeze
      ? discloseWeakened(
          "money",
          `Book ${number} of class ${rank} takes money whose issuer can freeze accounts.`,
          `${field}.accepts_freeze_authority`,
        )
      : [],
  ),
];

/** Money in line other than settlement money. */
export const assets: Rule = ({ books }) =>
  books.flatMap(({ field, rank, number, assets: taken }) =>
    taken.flatMap(({ mint, adapter }, at) =>
      disclose(
        "money",
        `Book ${number} of class ${rank} also takes ${mint}, ${
          {
            "one-to-one": "a unit for a unit of settlement money, whatever it is worth elsewhere",
            reported: "at a rate that the reporter reports",
            "stake-pool": "at the rate of its stake pool",
          }[adapter]
        }.`,
        field === "" ? "" : `${field}.assets[${at}]`,
      ),
    ),
  );

/** Payments that cannot be made. */
export const escheatment: Rule = ({ escheat }) => [
  escheat === null
    ? disclose("money", "A payment that cannot be made waits for its holder for ever.")
    : discloseWeakened(
        "money",
        `A payment that could not be made for ${lasting(BigInt(escheat.days) * 86_400n)} may be sent to ${who(escheat.owner)}. The holder's claim stays, but it is paid only once the money has been paid back in.`,
        "escheat",
      ),
];

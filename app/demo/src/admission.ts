import { countryWords, issueCredential, NOBODY, qualifyHolder, setCredential } from "@defi-ready/securities";
import { crank } from "@defi-ready/securities-bot";
import type { Deal } from "@defi-ready/securities-migrations";
import type { Address } from "@solana/kit";
import { at, type Investor, keyOf, QUALIFIER } from "./cast.js";
import type { Stage } from "./stage.js";

/** How long the credentials of the story are valid: ten years. */
const VALID_SECONDS = 3_652n * 86_400n;
/** Countries that the people of the story live in, as far as a deal does not refuse them: CH, US, DE, JP, BR, ZA, AU, IN, MX. */
const COUNTRIES = [756, 840, 276, 392, 76, 710, 36, 356, 484];

/** What a credential says of somebody. */
export type Standing = Readonly<{ category: number; country: number }>;

/** Whoever is not in line. */
const NOBODY_IN_PARTICULAR: Standing = { category: 0, country: 0 };

/** What the qualifier says of each investor: the categories that its class names, in turns, and a country for each. */
export function standingsOf(deal: Deal, investors: readonly Investor[]): ReadonlyMap<string, Standing> {
  const countries = admittedCountries(deal);
  return new Map(
    investors.map(({ name, book }) => {
      const categories = categoriesOf(deal, at(deal.books, book).rank);
      const place = investors.filter((one) => one.book === book).findIndex((one) => one.name === name);
      const turn = place % categories.length;
      return [
        name,
        { category: at(categories, turn).number, country: at(countries, turn % countries.length) },
      ];
    }),
  );
}

/** The categories of a class by their names, or one without any. */
function categoriesOf(deal: Deal, rank: number): readonly Readonly<{ name: string; number: number }>[] {
  const { categories } = at(deal.tranches, rank).transfers;
  return categories.length > 0 ? categories : [{ name: "qualified", number: 0 }];
}

/** Countries that no class of a deal refuses. */
function admittedCountries(deal: Deal): readonly number[] {
  const refused = new Set(deal.tranches.flatMap(({ transfers }) => transfers.refusedCountries));
  return COUNTRIES.filter((country) => !refused.has(country));
}

/** Where a deal has qualifiers, they admit everybody in line, and a bot marks the tickets, whose money counts then. */
export async function admit(stage: Stage, deal: Deal, investors: readonly Investor[]): Promise<void> {
  if (deal.qualifiers.length === 0) {
    return;
  }
  const standings = standingsOf(deal, investors);
  const named = new Map<string, string[]>();
  for (const { name, signer, book } of investors) {
    const standing = standings.get(name) ?? NOBODY_IN_PARTICULAR;
    await issue(stage, signer.address, standing);
    const category = categoryName(deal, at(deal.books, book).rank, standing.category);
    const what = `${category}, country ${countryWords(standing.country)}`;
    named.set(what, [...(named.get(what) ?? []), name]);
  }
  // Whoever takes what no book grants receives shares as well.
  if (!investors.some(({ signer }) => signer === stage.sponsor)) {
    await issue(stage, stage.sponsor.address, { category: 0, country: at(admittedCountries(deal), 0) });
  }
  for (const [what, names] of named) {
    stage.say(`the qualifier issues credentials to ${names.join(", ")}: ${what}`);
  }
  await crank(stage.cluster, { payer: stage.bot, securities: [stage.addresses.security] });
  stage.say("a bot marks their tickets: their money counts now");
}

/** The name of a category of a class, or its number. */
export function categoryName(deal: Deal, rank: number, category: number): string {
  const named = categoriesOf(deal, rank).find(({ number }) => number === category);
  return named?.name ?? `category ${category}`;
}

/** The qualifier says of somebody what it is, for ten years. */
export async function issue(stage: Stage, subject: Address, standing: Standing): Promise<void> {
  const qualifier = keyOf(stage.keys, QUALIFIER);
  const terms = await termsOf(stage, standing);
  await stage.send(await issueCredential({ qualifier, subject, terms }), qualifier);
}

/** The qualifier revokes an owner's credential, or makes it valid again, and the owner's record takes that over. */
export async function setValid(
  stage: Stage,
  { subject, tranche, standing }: Readonly<{ subject: Address; tranche: Address; standing: Standing }>,
  isValid: boolean,
): Promise<void> {
  const qualifier = keyOf(stage.keys, QUALIFIER);
  const terms = { ...(await termsOf(stage, standing)), ...(isValid ? {} : { expiresAt: 0n }) };
  const { security } = stage.addresses;
  const adopt = { security, tranche, owner: subject, qualifier: qualifier.address };
  await stage.send(
    [...(await setCredential({ qualifier, subject, terms })), ...(await qualifyHolder(adopt))],
    qualifier,
  );
}

async function termsOf(stage: Stage, { category, country }: Standing) {
  return {
    category,
    jurisdiction: country,
    expiresAt: (await stage.clock.now()) + VALID_SECONDS,
    person: NOBODY,
  };
}

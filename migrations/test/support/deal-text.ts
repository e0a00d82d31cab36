import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { type Deal, DealError, formatProblem, parseDeal } from "../../src/index.js";

/** A deal that is good; the tests change it line by line. */
export const GOOD_DEAL = `version: 1
id: 7
document:
  uri: https://example.com/paper.txt
  file: paper.txt
settlement_mint:
  create: { decimals: 6 }
destinations:
  - owner: sponsor
min_distribution: "10"
tranches:
  - name: Senior
    symbol: SEN
    uri: https://example.com/senior.json
    kind: debt
    rate: "8.25"
    day_count: act/365
    amortisation: bullet
    compounding: true
    maturity: 2030-06-30
    par: "1.00"
    decimals: 6
    # Nothing else is said of the class.
  - name: Junior
    symbol: JUN
    uri: https://example.com/junior.json
    kind: equity
    decimals: 2
    # Nothing else is said of the class.
waterfall:
  - { pay: interest, tranche: Senior }
  - { pay: arrears, tranche: Senior }
  - { pay: principal, tranche: Senior }
  - { pay: residual, tranche: Junior }
books:
  - tranche: Senior
    price: "1.00"
    minimum: "100"
    cap: "1000"
    min_ticket: "10"
    opens_at: +0s
    offer_ends: +1d
    deadline: +2d
    line_places: 1000
    terms: { file: paper.txt }
  - tranche: Junior
    price: "2.50"
    minimum: "25"
    cap: "250"
    min_ticket: "2.5"
    opens_at: 2025-01-01T00:00:00Z
    offer_ends: 2030-01-01T01:30:00+01:30
    deadline: 2030-01-02T00:00:00Z
    line_places: 1001
    terms:
      sha256: "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
roles: { arbitrator: 6GtvKfKgJrccFWZSWUyny8GS8MMg761b1FqaPFx291PP }
`;

/** What a small deal says before its tranches; its roles are held by the demonstration's keys. */
export const DEAL_HEAD = `version: 1
id: 7
document: { uri: https://example.com/paper.txt, file: paper.txt }
settlement_mint:
  create: { decimals: 6 }
destinations:
  - owner: sponsor
min_distribution: "1"
roles:
  servicer: oGE1dgPTXyTRv23YaPrPix85aZZeNAKGSj966EZzSb9
  reporter: C4humN5Ugyq5tF6Y2vuP9QzjsfJ1g8fYEchKVT9hfbYN
  arbitrator: 6GtvKfKgJrccFWZSWUyny8GS8MMg761b1FqaPFx291PP
`;

/** SHA-256 of {@link PAPER}. */
export const PAPER_SHA256 = "09adb5d3512f1d5adbb4156d60ccb8e1193b3f5d36b806f1bc6af4c77b8c7f63";
/** The document beside the test deals. */
const PAPER = "The paper.\n";

/** A change of the good deal: a text in it, and what takes its place. */
export type Edit = readonly [from: string, to: string];

/** A kind of mistake: its name, the changes that make it, and the problems, a line each. */
export type Mistake = readonly [name: string, edits: readonly Edit[], problems: readonly string[]];

/** More lines at the end of the good deal's first book, before its terms. */
export const first = (lines: string): Edit => ["line_places: 1000\n", `line_places: 1000\n    ${lines}\n`];
/** More lines at the end of its second book, before its terms. */
export const second = (lines: string): Edit => ["line_places: 1001\n", `line_places: 1001\n    ${lines}\n`];

/** The arbitrator of the good deal. */
export const ARBITRATOR = "6GtvKfKgJrccFWZSWUyny8GS8MMg761b1FqaPFx291PP";
/** The address of somebody. */
export const PERSON = "7Np41oeYqPefeNQEHSv1UDhYrehxin3NStELsSKCT4K2";
/** The address of a mint. */
export const ADDRESS = "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v";

/** The good deal with changes; each text must be there. */
export function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) {
      throw new Error(`the good deal has no "${from}"`);
    }
    return text.replace(from, to);
  }, GOOD_DEAL);
}

/** A folder for deals, with the document they name, that goes when the test file ends. */
export function dealFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "deal-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "paper.txt"), PAPER);
  return folder;
}

/** Writes a file of a test and gives its path. */
export function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Reads a deal that must be good. */
export function goodDeal(folder: string, ...edits: readonly Edit[]): Deal {
  return parseDeal(join(folder, "deal.yaml"), edited(...edits));
}

/** The problems of a deal text, a line each, without the folder. */
export function problemsOf(folder: string, text: string): readonly string[] {
  try {
    parseDeal(join(folder, "deal.yaml"), text);
  } catch (error) {
    if (error instanceof DealError) {
      return error.problems.map((problem) => formatProblem(problem).replaceAll(`${folder}/`, ""));
    }
    throw error;
  }
  return [];
}

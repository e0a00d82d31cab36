import { address } from "@solana/kit";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Adapter, AssetTerms, SettlementMint } from "./model.js";
import { formatRate } from "./values.js";

/** The mint of wrapped SOL, the unit of stake pools. */
export const WRAPPED_SOL = address("So11111111111111111111111111111111111111112");

/** The assets of all books, as each is read: a mint has one vault and one reported rate in a security. */
export class AssetReader {
  readonly #first = new Map<string, Readonly<{ field: Field; terms: AssetTerms }>>();

  constructor(private readonly settlementMint: SettlementMint | undefined) {}

  /** Reads the assets of a book. */
  read(list: Field): readonly AssetTerms[] | undefined {
    const fields = list.items();
    const assets = fields.map(readAsset);
    for (const [at, asset] of assets.entries()) {
      const field = fields[at];
      if (asset === undefined || field === undefined) {
        continue;
      }
      const before = assets.findIndex((other) => other?.mint === asset.mint);
      if (before < at) {
        field.get("mint").refuse(`repeats ${list.name}[${before}]: name each mint once`);
      } else {
        this.#check(field, asset);
      }
    }
    return wholeList(assets);
  }

  #check(field: Field, terms: AssetTerms): void {
    const { settlementMint } = this;
    const settled = settlementMint?.kind === "existing" ? settlementMint.address : undefined;
    if (terms.mint === settled) {
      field.get("mint").refuse("is the settlement mint, which every book takes: leave it out");
    }
    if (terms.adapter === "stake-pool" && settlementMint !== undefined && settled !== WRAPPED_SOL) {
      field
        .get("adapter")
        .refuse(
          `a stake pool's token is worth SOL, so the security must settle in wrapped SOL, ${WRAPPED_SOL}`,
        );
    }
    this.#checkOthers(field, terms);
  }

  #checkOthers(field: Field, terms: AssetTerms): void {
    const first = this.#first.get(terms.mint);
    if (first === undefined) {
      this.#first.set(terms.mint, { field, terms });
    } else if (terms.dailyBps > 0 && first.terms.dailyBps > 0 && terms.dailyBps !== first.terms.dailyBps) {
      field
        .get("daily_limit")
        .refuse(
          `differs from ${first.field.get("daily_limit").name}, ${formatRate(first.terms.dailyBps)}: a mint has one reported rate in a security`,
        );
    }
  }
}

function readAsset(field: Field): AssetTerms | undefined {
  const adapter = field.get("adapter").choice<Adapter>();
  const reported = adapter === "reported";
  return whole<AssetTerms>({
    mint: field.get("mint").address(),
    adapter,
    source: adapter === "stake-pool" ? field.get("source").address() : null,
    maxAge: reported ? field.get("max_age").positiveDuration() : 0n,
    dailyBps: reported ? field.get("daily_limit").percent() : 0,
  });
}

import type { Edit } from "./deal-text.js";

/** Room for more shares, and books that can be locked and changed in a day. */
export const ROOM: readonly Edit[] = [
  ["    offer_ends: +1d\n", "    offer_ends: +1d\n    offer_period: 1d\n"],
  [
    "    decimals: 6\n    # Nothing else is said of the class.\n",
    '    decimals: 6\n    authorised: "9,000"\n',
  ],
  [
    "    decimals: 2\n    # Nothing else is said of the class.\n",
    '    decimals: 2\n    authorised: "9,000"\n',
  ],
  ["    opens_at: 2025-01-01T00:00:00Z\n", "    opens_at: +0s\n"],
  ["    offer_ends: 2030-01-01T01:30:00+01:30\n", "    offer_ends: +1d\n    offer_period: 1d\n"],
];

/** Another book of a tranche, before the good deal's own are over, with more lines. */
export const later = (tranche: string, price: string, more = ""): Edit => [
  "roles: {",
  `  - tranche: ${tranche}
    price: "${price}"
    minimum: "30"
    cap: "300"
    min_ticket: "3"
    opens_at: +0s
    offer_ends: +1d
    offer_period: 1d
    deadline: +30d
    line_places: 1000
    terms: { file: paper.txt }
${more}roles: {`,
];

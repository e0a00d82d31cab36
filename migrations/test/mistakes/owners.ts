import { ADDRESS, ARBITRATOR, first, type Mistake, PERSON } from "../support/deal-text.js";

const RIGHT = "name a wallet, or the vault of a program that signs for it";
/** What a deal can tell of an address without a cluster. */
const KNOWN: readonly (readonly [address: string, what: string])[] = [
  ["sEcr52nVp8uW1GWfAAnAtNCQrmauWVTGimJwUPVU9bQ", "is the securities program"],
  ["TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "is the token program"],
  ["TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb", "is the Token-2022 program"],
  ["ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL", "is the program of associated token accounts"],
  ["SysvarC1ock11111111111111111111111111111111", "is an address of Solana's runtime"],
  ["So11111111111111111111111111111111111111112", "is an address of Solana's runtime"],
  ["BPFLoaderUpgradeab1e11111111111111111111111", "is an address of Solana's runtime"],
  ["1nc1nerator11111111111111111111111111111111", "is an address of Solana's runtime"],
];
const ROLES = (role: string, who: string): Mistake[1][number] =>
  role === "arbitrator"
    ? [`arbitrator: ${ARBITRATOR}`, `arbitrator: ${who}`]
    : ["roles: {", `roles: { ${role}: ${who},`];
const MINT: Mistake[1][number] = ["create: { decimals: 6 }", `address: ${ADDRESS}\n  decimals: 6`];
const named = (field: string) =>
  `is what ${field} names, which nobody signs for: name a wallet, or a program's vault`;

/** Addresses that are nobody's: the changes of the good deal, and all that is said about them. */
export const OWNER_MISTAKES: readonly Mistake[] = [
  ...KNOWN.map(
    ([address, what]): Mistake => [
      `a role of what ${what}`,
      [ROLES("arbitrator", address)],
      [`deal.yaml:57:22: roles.arbitrator: ${address} ${what}: ${RIGHT}`],
    ],
  ),
  [
    "a role of nobody",
    [ROLES("servicer", "1".repeat(32))],
    ["deal.yaml:57:20: roles.servicer: is nobody's address: name who announces losses"],
  ],
  [
    "a destination, a lead, a payee and the owner of what escheats that are a program, or nobody",
    [
      ["owner: sponsor", `owner: ${KNOWN[1]?.[0]}`],
      ["tranches:", `escheat: { owner: ${"1".repeat(32)}, after: 400d }\ntranches:`],
      ["waterfall:", `waterfall:\n  - { pay: fee, of: gross, percent: "1", to: ${KNOWN[0]?.[0]} }`],
      first(`lead: { investor: ${KNOWN[4]?.[0]}, minimum: "10" }`),
    ],
    [
      `deal.yaml:9:12: destinations[0].owner: ${KNOWN[1]?.[0]} is the token program: ${RIGHT}`,
      "deal.yaml:11:19: escheat.owner: is nobody's address: name whose account failed payments go to",
      `deal.yaml:32:46: waterfall[0].to: ${KNOWN[0]?.[0]} is the securities program: ${RIGHT}`,
      `deal.yaml:47:23: books[0].lead.investor: ${KNOWN[4]?.[0]} is an address of Solana's runtime: ${RIGHT}`,
    ],
  ],
  [
    "roles and a destination that the file itself names as a mint",
    [MINT, ROLES("reporter", ADDRESS), ["owner: sponsor", `owner: ${ADDRESS}`]],
    [
      `deal.yaml:10:12: destinations[0].owner: ${named("settlement_mint.address")}`,
      `deal.yaml:58:20: roles.reporter: ${named("settlement_mint.address")}`,
    ],
  ],
  [
    "a payee that is an account which proceeds go to, and a qualifier that is an asset",
    [
      ["owner: sponsor", `token_account: ${PERSON}`],
      ["tranches:", `qualifiers: [${ADDRESS}]\ntranches:`],
      ["waterfall:", `waterfall:\n  - { pay: fee, of: gross, percent: "1", to: ${PERSON} }`],
      first(`assets: [{ mint: ${ADDRESS}, adapter: one-to-one }]`),
    ],
    [
      `deal.yaml:11:14: qualifiers[0]: ${named("books[0].assets[0].mint")}`,
      `deal.yaml:32:46: waterfall[0].to: ${named("destinations[0].token_account")}`,
    ],
  ],
];

import { ADDRESS, ARBITRATOR, type Edit, type Mistake } from "../support/deal-text.js";

const ROLES = `roles: { arbitrator: ${ARBITRATOR} }\n`;
const SAME = "too, whom the arbitrator checks: name a separate key";

/** Other roles, at line 57. */
const roles = (words: string): Edit => [ROLES, `roles: { ${words} }\n`];

/** Mistakes of who holds which role: the changes, and all that is said about them. */
export const ROLE_MISTAKES: readonly Mistake[] = [
  [
    "no roles",
    [[ROLES, ""]],
    [
      "deal.yaml:1:1: roles: is missing: add it. Expected: who acts for the security beside the sponsor: an arbitrator, who is neither sponsor nor servicer nor reporter; those two are the sponsor if left out",
    ],
  ],
  [
    "no arbitrator",
    [roles(`servicer: ${ADDRESS}`)],
    [
      "deal.yaml:57:8: roles.arbitrator: is missing: add it. Expected: the address of who checks sponsor, servicer and reporter: its second signature is needed for exceptional measures, and it can refuse role transfers",
    ],
  ],
  [
    "an arbitrator that is the servicer",
    [roles(`servicer: ${ADDRESS}, arbitrator: ${ADDRESS}`)],
    [`deal.yaml:57:78: roles.arbitrator: is the servicer ${SAME}`],
  ],
  [
    "an arbitrator that is the reporter",
    [roles(`reporter: ${ADDRESS}, arbitrator: ${ADDRESS}`)],
    [`deal.yaml:57:78: roles.arbitrator: is the reporter ${SAME}`],
  ],
  [
    "an arbitrator that is the sponsor",
    [roles(`arbitrator: ${ADDRESS}`), ["id: 7\n", `id: 7\nsponsor: ${ADDRESS}\n`]],
    [`deal.yaml:58:22: roles.arbitrator: is the sponsor ${SAME}`],
  ],
  [
    "roles of nobody's",
    [roles("servicer: 11111111111111111111111111111111, arbitrator: 11111111111111111111111111111111")],
    [
      "deal.yaml:57:20: roles.servicer: is nobody's address: name who announces losses",
      "deal.yaml:57:66: roles.arbitrator: is nobody's address: name who checks sponsor, servicer and reporter",
    ],
  ],
];

import type { Edit, Mistake } from "../support/deal-text.js";

/** How the holders decide, at line 3 on. */
const governance = (...lines: readonly string[]): Edit => [
  "id: 7\n",
  `id: 7\ngovernance:\n${lines.map((line) => `  ${line}\n`).join("")}`,
];

/** Mistakes of how holders decide: the changes, and all that is said about them. */
export const GOVERNANCE_MISTAKES: readonly Mistake[] = [
  [
    "days of governance out of range",
    [governance("notice: 0d", "voting: 2d", "timelock: 13w")],
    [
      "deal.yaml:4:11: governance.notice: is 0d: give 1d to 90d",
      "deal.yaml:5:11: governance.voting: is 2d: give 3d to 90d",
      "deal.yaml:6:13: governance.timelock: is 91d: give 1d to 90d",
    ],
  ],
  [
    "parts of governance out of range",
    [governance('consent: "50"', 'quorum: "33.33"', 'proposal: "50.01"')],
    [
      "deal.yaml:4:12: governance.consent: is 50.00 %: give a part from 50.01 % to 100.00 %",
      "deal.yaml:5:11: governance.quorum: is 33.33 %: give a part from 33.34 % to 100.00 %",
      "deal.yaml:6:13: governance.proposal: is 50.01 %: give a part from 0.01 % to 50.00 %",
    ],
  ],
  [
    "a part of governance that is nothing, and one of a class",
    [
      governance(
        'proposal: "0"',
        "classes:",
        '  - { tranche: Senior, consent: "50.00" }',
        '  - { tranche: Senior, quorum: "50" }',
        '  - { tranche: Other, quorum: "50" }',
        "  - { tranche: Junior }",
      ),
    ],
    [
      'deal.yaml:4:13: governance.proposal: is 0: give at least "0.01"',
      "deal.yaml:6:35: governance.classes[0].consent: is 50.00 %: give a part from 50.01 % to 100.00 %",
      'deal.yaml:7:18: governance.classes[1].tranche: "Senior" is taken by governance.classes[0].tranche: give each tranche its own',
      'deal.yaml:8:18: governance.classes[2].tranche: no tranche is named "Other": the tranches are "Senior", "Junior"',
      "deal.yaml:9:7: governance.classes[3]: found a group of fields; expected: what a tranche decides with, where that differs: its name, and consent, quorum or proposal",
    ],
  ],
];

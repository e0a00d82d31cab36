import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dealFolder, type Edit, edited, goodDeal, problemsOf, write } from "./support/deal-text.js";

const folder = dealFolder();
/** The junior has a carry on the senior. */
const CARRY: Edit = [
  "  - { pay: residual",
  '  - { pay: carry, tranche: Junior, on: Senior, percent: "20" }\n  - { pay: residual',
];
const HEADER = "period_start,period_end,amount,note\n";

function problemsWith(csv: string): readonly string[] {
  write(folder, "payments.csv", csv);
  return problemsOf(folder, edited(["books:", "payments: payments.csv\nbooks:"]));
}

const HINTS: Readonly<Record<string, string>> = {
  "1e6": ", and all of them, without an exponent",
  "-5": ", without a sign",
  "+5": ", without a sign",
  "0666": ", without a zero in front",
  "0x1F": "",
};
const NO_AMOUNT = (amount: string) =>
  `"${amount}" is not an amount: give digits, such as 1250 or 1250.5${HINTS[amount] ?? ""}`;

/** Each kind of mistake in a file of payments. */
const MISTAKES: readonly (readonly [name: string, csv: string, problems: readonly string[]])[] = [
  [
    "a header without a column",
    "period_start,period_end,amount\n",
    [
      'payments.csv:1: has the header "period_start,period_end,amount": it must name the columns period_start,period_end,amount,note, and if wanted principal,tips,recovery,clawback,repeat',
    ],
  ],
  [
    "an empty file",
    "",
    [
      'payments.csv:1: has the header "": it must name the columns period_start,period_end,amount,note, and if wanted principal,tips,recovery,clawback,repeat',
    ],
  ],
  [
    "a row with too few values",
    `${HEADER}2025-01-01,2025-02-01,100\n`,
    ["payments.csv:2: has 3 values: give 4, as the header has"],
  ],
  [
    "an amount with an unquoted comma",
    `${HEADER}2025-01-01,2025-02-01,1,000,Rent\n`,
    ["payments.csv:2: has 5 values: give 4, as the header has"],
  ],
  [
    "a quote that is not closed",
    `${HEADER}2025-01-01,2025-02-01,100,"Rent\n`,
    ["payments.csv:2: is not CSV: Quote Not Closed: the parsing is finished with an opening quote at line 2"],
  ],
  [
    "a day that does not exist",
    `${HEADER}2025-02-30,2025-03-01,100,Rent\n`,
    ['payments.csv:2: period_start: "2025-02-30" is not a day: write one from 1970 to 2200, like 2027-01-31'],
  ],
  [
    "a period that ends before it begins",
    `${HEADER}2025-02-01,2025-01-31,100,Rent\n`,
    [
      "payments.csv:2: period_end: 2025-01-31 lies before period_start, 2025-02-01: use the same day or a later one",
    ],
  ],
  [
    "a payment below the deal's smallest",
    `${HEADER}2025-01-01,2025-02-01,9.99,Rent\n`,
    ["payments.csv:2: amount: 9.99 is below the deal's min_distribution: give at least 10.00"],
  ],
  [
    "an amount that is none",
    `${HEADER}2025-01-01,2025-02-01,1.000.000,Rent\n`,
    ['payments.csv:2: amount: "1.000.000" is not an amount: give digits, such as 1250 or 1250.5'],
  ],
  [
    "a note too long in bytes",
    `${HEADER}2025-01-01,2025-02-01,100,${"ü".repeat(33)}\n`,
    ["payments.csv:2: note: has 66 bytes: use at most 64"],
  ],
  [
    "a column that is none, or twice",
    "period_start,period_end,amount,note,tip\n",
    [
      'payments.csv:1: has the header "period_start,period_end,amount,note,tip": it must name the columns period_start,period_end,amount,note, and if wanted principal,tips,recovery,clawback,repeat',
    ],
  ],
  [
    "tips that are no amount, and a recovery that is neither yes nor no",
    "period_start,period_end,amount,note,tips,recovery\n2025-01-01,2025-02-01,100,Rent,x,maybe\n",
    [
      'payments.csv:2: tips: "x" is not an amount: give digits, such as 1250 or 1250.5',
      'payments.csv:2: recovery: "maybe" is neither yes nor no: write yes for money that makes good recorded losses',
    ],
  ],
  [
    "principal that is more than the amount, that is no amount, and that of a recovery",
    "period_start,period_end,amount,note,principal,recovery\n2025-01-01,2025-02-01,100,Rent,100.01,\n2025-02-01,2025-03-01,100,Rent,all,\n2025-03-01,2025-04-01,100,Sale,1,yes\n",
    [
      "payments.csv:2: principal: 100.01 is more than the amount, 100: give the part of it that the assets repay",
      'payments.csv:3: principal: "all" is not an amount: give digits, such as 1250 or 1250.5',
      "payments.csv:4: principal: does not go with a recovery, whose principal is what it writes up again: leave the cell empty",
    ],
  ],
  [
    "a clawback of a class without a carry",
    "period_start,period_end,amount,note,clawback\n2025-01-01,2025-02-01,100,Rent,Senior\n",
    ['payments.csv:2: clawback: "Senior" is not a class whose carry could be paid back: no class has one'],
  ],
  ...["1e6", "-5", "+5", "0666", "0x1F", "1_00", "", "1 000", "٥", "Infinity"].map(
    (amount): (typeof MISTAKES)[number] => [
      `an amount of "${amount}"`,
      `${HEADER}2025-01-01,2025-02-01,${amount},Rent\n`,
      [`payments.csv:2: amount: ${NO_AMOUNT(amount)}`],
    ],
  ),
  [
    "the same row twice, written otherwise, and a third time",
    `${HEADER}2025-01-01,2025-02-01,1000,Rent\n2025-02-01,2025-03-01,1000,Rent\n2025-01-01,2025-02-01,"1,000.00",Rent\n2025-01-01,2025-02-01,1_000, Rent\n`,
    [4, 5].map(
      (line) =>
        `payments.csv:${line}: repeats line 2: the same period, amount, principal, note, recovery and clawback would be paid twice. Take it out, or write yes in a column named repeat`,
    ),
  ],
  [
    "a row that is repeated with other tips",
    "period_start,period_end,amount,note,tips,repeat\n2025-01-01,2025-02-01,100,Rent,,yes\n2025-01-01,2025-02-01,100,Rent,1,no\n",
    [
      "payments.csv:3: repeats line 2: the same period, amount, principal, note, recovery and clawback would be paid twice. Take it out, or write yes in a column named repeat",
    ],
  ],
  [
    "a repeat that is neither yes nor no",
    "period_start,period_end,amount,note,repeat\n2025-01-01,2025-02-01,100,Rent,true\n",
    [
      'payments.csv:2: repeat: "true" is neither yes nor no: write yes for a row that says the same as one before',
    ],
  ],
  [
    "a note over two lines",
    `${HEADER}2025-01-01,2025-02-01,100,"Rent\nand more"\n`,
    ["payments.csv:3: note: has a tab or a line break: take it out"],
  ],
  [
    "columns parted by semicolons",
    "period_start;period_end;amount;note\n2025-01-01;2025-02-01;100;Rent\n",
    [
      "payments.csv:1: separates its columns by semicolons: save it with commas between them, and with points in amounts, as spreadsheets do under English settings",
    ],
  ],
  [
    "several rows at once, empty lines counted",
    `${HEADER}2025-01-01,2025-02-01,x,Rent\n\n2025-01-01,soon,100,Rent\n`,
    [
      'payments.csv:2: amount: "x" is not an amount: give digits, such as 1250 or 1250.5',
      'payments.csv:4: period_end: "soon" is not a day: write one from 1970 to 2200, like 2027-01-31',
    ],
  ],
];

describe("a clawback in a file of payments", () => {
  it("is refused as principal, as a recovery, and of a class without a carry", () => {
    write(
      folder,
      "payments.csv",
      `${HEADER.trim()},principal,recovery,clawback\n2025-01-01,2025-02-01,100,a,100,,Junior\n2025-01-01,2025-02-01,100,b,,yes,Junior\n2025-01-01,2025-02-01,100,c,,,junior\n2025-01-01,2025-02-01,9,d,,,Junior\n`,
    );
    const alone =
      "does not go with a recovery or with principal: carry that is paid back is neither, so give it a row of its own";
    assert.deepEqual(problemsOf(folder, edited(CARRY, ["books:", "payments: payments.csv\nbooks:"])), [
      `payments.csv:2: clawback: ${alone}`,
      `payments.csv:3: clawback: ${alone}`,
      'payments.csv:4: clawback: "junior" is not a class whose carry could be paid back: name Junior',
      "payments.csv:5: amount: 9 is below the deal's min_distribution: give at least 10.00",
    ]);
  });
});

describe("a bad file of payments is refused with line and column name", () => {
  for (const [name, csv, problems] of MISTAKES) {
    it(name, () => {
      assert.deepEqual(problemsWith(csv), problems);
    });
  }
});

describe("a good file of payments", () => {
  it("is read exactly, whatever the order of its columns", () => {
    write(
      folder,
      "good.csv",
      '\uFEFFnote,amount,period_end,period_start\n"Rent, flat 2","1,000.5",2025-02-01,2025-01-01\n',
    );
    assert.deepEqual(goodDeal(folder, ["books:", "payments: good.csv\nbooks:"]).payments, [
      {
        periodStart: 1_735_689_600n,
        periodEnd: 1_738_368_000n,
        amount: 1_000_500_000n,
        principal: 0n,
        note: "Rent, flat 2",
        tips: 0n,
        recovery: false,
        clawback: null,
      },
    ]);
  });

  it("may say the same twice where it says that it means it", () => {
    write(
      folder,
      "twice.csv",
      "period_start,period_end,amount,note,repeat\r\n2025-01-01,2025-02-01,100,Rent,\r\n2025-01-01,2025-02-01,100,Rent,yes\n2025-01-01,2025-02-01,100,Rent of flat 2,\r\n",
    );
    const { payments } = goodDeal(folder, ["books:", "payments: twice.csv\nbooks:"]);
    assert.deepEqual(
      payments.map(({ note }) => note),
      ["Rent", "Rent", "Rent of flat 2"],
    );
  });

  it("may name the part of the amount that is principal, up to all of it", () => {
    write(
      folder,
      "principal.csv",
      "period_start,period_end,amount,note,principal\n2025-01-01,2025-02-01,100,Rent,\n2025-02-01,2025-03-01,100,Loan 7,100\n",
    );
    assert.deepEqual(
      goodDeal(folder, ["books:", "payments: principal.csv\nbooks:"]).payments.map(
        ({ principal }) => principal,
      ),
      [0n, 100_000_000n],
    );
  });

  it("may name the class whose overpaid carry is paid back", () => {
    write(
      folder,
      "clawback.csv",
      "period_start,period_end,amount,note,clawback\n2025-01-01,2025-02-01,100,Sale,\n2025-02-01,2025-03-01,100,Sale,Junior\n",
    );
    const { payments } = goodDeal(folder, CARRY, ["books:", "payments: clawback.csv\nbooks:"]);
    assert.deepEqual(
      payments.map(({ clawback }) => clawback),
      [null, 1],
    );
  });

  it("may name an amount for tips, and that it is a recovery", () => {
    write(
      folder,
      "more.csv",
      "period_start,period_end,amount,note,tips,recovery\n2025-01-01,2025-02-01,100,Rent,0.50,\n2025-02-01,2025-03-01,100,Claim,,yes\n",
    );
    assert.deepEqual(
      goodDeal(folder, ["books:", "payments: more.csv\nbooks:"]).payments.map(({ tips, recovery }) => [
        tips,
        recovery,
      ]),
      [
        [500_000n, false],
        [0n, true],
      ],
    );
  });
});

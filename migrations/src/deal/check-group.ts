import { MAX_GROUP } from "../client.js";
import type { Field } from "./field.js";
import type { BookTerms, Moment } from "./model.js";
import { DAY, secondsBetween } from "./values.js";

/**
 * The shortest time for which a group is open, in seconds: its books are opened one after the other, and the offer of
 * each stays open for a day.
 */
const LEAST_OPEN = 2n * DAY;

/** A book with its field. */
type Member = Readonly<{ field: Field; book: BookTerms }>;

/** Books that close together open and end at the same time, which no vote moves; there must be at least two. */
export function checkGroups(fields: readonly Field[], books: readonly BookTerms[]): readonly BookTerms[] {
  const members = new Map<number, Member[]>();
  for (const [at, book] of books.entries()) {
    const field = fields[at];
    if (book.group > 0 && field !== undefined) {
      members.set(book.group, [...(members.get(book.group) ?? []), { field, book }]);
    } else if (book.requiresTests) {
      field
        ?.get("requires_tests")
        .refuse("does not go without group: a book that closes by itself requires no tests, so leave it out");
    }
  }
  for (const group of members.values()) {
    checkGroup(group);
  }
  return books.map((book) => ({ ...book, groupSize: members.get(book.group)?.length ?? 0 }));
}

function checkGroup([first, ...others]: readonly Member[]): void {
  if (first === undefined) {
    return;
  }
  const { field, book } = first;
  if (others.length === 0) {
    field
      .get("group")
      .refuse(
        `is of this book alone: two books or more close together, so give another one group ${book.group} too, or leave this out`,
      );
  }
  others[MAX_GROUP - 1]?.field
    .get("group")
    .refuse(`is of more than ${MAX_GROUP} books, as many as one transaction locks: leave this out`);
  const open = secondsBetween(book.opensAt, book.deadline);
  if (open !== undefined && open < LEAST_OPEN) {
    field
      .get("deadline")
      .refuse(
        "leaves less than two days for books that close together: they are opened one after the other, and the offer of each stays open for a day, so use a later time",
      );
  }
  for (const other of others) {
    for (const [name, one, wanted] of [
      ["opens_at", other.book.opensAt, book.opensAt],
      ["deadline", other.book.deadline, book.deadline],
    ] as const) {
      if (!isSame(one, wanted)) {
        other.field
          .get(name)
          .refuse(
            `is not that of ${field.name}: books that close together open and end at the same time, so use the same`,
          );
      }
    }
  }
  for (const other of others) {
    if (other.book.requiresTests !== book.requiresTests) {
      other.field
        .get("requires_tests")
        .refuse(
          `is not that of ${field.name}: books that close together all require the tests, or none does, so use the same`,
        );
    }
  }
  for (const member of [first, ...others]) {
    if (member.book.latestDeadline !== null) {
      member.field
        .get("latest_deadline")
        .refuse(
          "does not go with group: no vote moves the end of books that close together, so leave it out",
        );
    }
  }
}

function isSame(one: Moment, other: Moment): boolean {
  return secondsBetween(one, other) === 0n;
}

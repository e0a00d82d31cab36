import { ClientError, COUNTRIES, countryName, countryWords } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { Card, Task } from "./card.js";
import { credentialAction } from "./other-actions.js";

const MAX_CATEGORY = 255;
/** The number of no country. */
const NOT_STATED = "0";

/** What a qualifier does: say who may hold shares. */
export function QualifierDesk(): ReactNode {
  return (
    <Card title="Qualifier">
      <Task
        what="Who may hold shares of this deal"
        note="A credential of yours is good for every deal that names you as a qualifier."
      >
        <Act
          label="Issue a credential"
          form={(ask) => (
            <FieldsForm
              fields={[
                { key: "subject", label: "Owner", hint: "The wallet that the credential is about" },
                { key: "until", label: "Valid until", kind: "date" },
                { key: "category", label: "Category", start: "0", hint: "A number from 0 to 255" },
                { key: "country", label: "Country", start: NOT_STATED, options: countries() },
                {
                  key: "person",
                  label: "Person",
                  hint: "Where a person has several addresses: the one by which you call it in the credentials of all of them. Empty: as it is, or this owner alone",
                },
              ]}
              make={(typed) =>
                credentialAction({
                  subject: typed.address("subject"),
                  expiresAt: typed.day("until"),
                  category: typed.read("category", (text) => whole(text, MAX_CATEGORY)),
                  jurisdiction: Number(typed.text("country")),
                  person: typed.text("person") === "" ? undefined : typed.address("person"),
                })
              }
              ask={ask}
            />
          )}
        />
        <Act
          label="Revoke a credential"
          form={(ask) => (
            <FieldsForm
              fields={[{ key: "subject", label: "Owner", hint: "The wallet that the credential is about" }]}
              make={(typed) =>
                credentialAction({
                  subject: typed.address("subject"),
                  expiresAt: 0n,
                  category: 0,
                  jurisdiction: 0,
                  person: undefined,
                })
              }
              ask={ask}
            />
          )}
        />
      </Task>
    </Card>
  );
}

/** The countries of ISO 3166-1 by name, and none. */
const countries = (): readonly (readonly [number: string, words: string])[] => [
  [NOT_STATED, "Not stated"],
  ...COUNTRIES.map(
    (country) => [String(country), countryName(country) ?? countryWords(country)] as const,
  ).sort(([, a], [, b]) => a.localeCompare(b, "en")),
];

function whole(text: string, most: number): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > most) {
    throw new ClientError(`Give a whole number from 0 to ${most}.`);
  }
  return Number(text);
}

import { ClientError } from "@defi-ready/securities";
import type { ReactNode } from "react";
import { Act } from "../actions/act.js";
import { FieldsForm } from "../actions/fields-form.js";
import { Card, Task } from "./card.js";
import { credentialAction } from "./other-actions.js";

const MAX_CATEGORY = 255;
const MAX_COUNTRY = 999;

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
                {
                  key: "country",
                  label: "Country",
                  hint: "ISO 3166-1 numeric, such as 756; empty: not stated",
                },
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
                  jurisdiction: typed.read("country", (text) => whole(text === "" ? "0" : text, MAX_COUNTRY)),
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

function whole(text: string, most: number): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > most) {
    throw new ClientError(`Give a whole number from 0 to ${most}.`);
  }
  return Number(text);
}

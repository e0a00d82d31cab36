import { MAX_ACT_DAYS, POWERS } from "../client.js";
import type { ControlTerms } from "./control.js";
import type { Field } from "./field.js";
import { whole, wholeList } from "./field.js";
import type { Party } from "./party.js";
import { refuseRepeated } from "./repeated.js";

const ALL = POWERS.map(({ name }) => name);
const NOTICE_DAYS = 10;

/** Who is in control of a deal when, by the program's rules. */
export function readControl(field: Field, roles: Field): ControlTerms | undefined {
  const agents = field.get("agents");
  const investors = readAgent(agents.get("investors"), roles);
  const lenders = readAgent(agents.get("lenders"), roles);
  if (investors !== null && investors === lenders) {
    agents.get("lenders").refuse("acts for the investors too: control would not step: name a separate key");
  }
  const powers = field.get("powers");
  return whole<ControlTerms>({
    agents: whole<ControlTerms["agents"]>({ investors, lenders }),
    powers: whole<ControlTerms["powers"]>({
      sponsor: readPowers(powers.get("sponsor")),
      investors: readPowers(powers.get("investors")),
      lenders: readPowers(powers.get("lenders")),
    }),
    actDays: field.get("notice").or(NOTICE_DAYS, readNotice),
  });
}

/** Refuses covenants that step control where nobody could take it. */
export function checkStages(
  triggers: Field,
  terms: Readonly<{
    steps: readonly number[];
    control: ControlTerms | null;
  }>,
): void {
  const { steps, control } = terms;
  if (control !== null && (control.agents.investors !== null || control.agents.lenders !== null)) {
    return;
  }
  for (const at of steps) {
    triggers
      .items()
      [at]?.get("consequences")
      .refuse(
        "has a step of control, and nobody acts for investors or lenders: name an agent in control.agents",
      );
  }
}

/** Refuses agents without a governance: control comes back, and an agent is replaced, by resolutions alone. */
export function checkWayBack(top: Field, control: ControlTerms | null | undefined): void {
  const agents = control?.agents;
  const hasAgent = agents !== undefined && (agents.investors !== null || agents.lenders !== null);
  if (hasAgent && !top.get("governance").given) {
    top
      .get("control")
      .get("agents")
      .refuse(
        "act once control has stepped, and without a governance it never comes back, nor is an agent ever replaced: give the deal a governance",
      );
  }
}

/** A key of its own: an agent is none of the roles that it could act against or that could bring it to control. */
function readAgent(field: Field, roles: Field): Party | null | undefined {
  if (!field.given) {
    return null;
  }
  const agent = field.person(`who acts for the ${field.path.at(-1)}`);
  for (const role of ["servicer", "reporter", "arbitrator"]) {
    const other = roles.get(role);
    if (agent !== undefined && other.present && other.text() === agent) {
      return field.refuse(`is the ${role} too: an agent is a key of its own`);
    }
  }
  return agent;
}

function readPowers(field: Field): readonly string[] | undefined {
  return field.or(ALL, (list) => {
    refuseRepeated(list.items(), "each power once");
    return wholeList(list.items().map((one) => one.text()));
  });
}

function readNotice(field: Field): number | undefined {
  const days = field.wholeDays();
  return days === undefined || (days >= 1 && days <= MAX_ACT_DAYS)
    ? days
    : field.refuse(`is ${days}d: give 1d to ${MAX_ACT_DAYS}d`);
}

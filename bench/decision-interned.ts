import { HeldGrants } from "../src/decision/compiled/held-grants.ts";
import { CAPABILITIES, InternedCaller } from "../src/decision/compiled/interned-caller.ts";
import { ASK_BY_NAMES } from "../src/decision/compiled/numbers.ts";
import type { ViewNumber } from "../src/decision/compiled/numbers.ts";
import { tablesOf } from "../src/decision/compiled/policy-tables.ts";
import type { InternedQuestion } from "../src/decision/compiled/view-interned.ts";
import { lentTo, viewInterned } from "../src/decision/compiled/view-interned.ts";
import { getOrAdd } from "../src/decision/get-or-add.ts";
import type { FactNames } from "../src/decision/name-table.ts";
import { createFactNames } from "../src/decision/name-table.ts";
import { PackedRelations } from "../src/decision/packed-relations.ts";
import type { TemporaryGrant } from "../src/decision/types.ts";
import type { CompiledPolicy } from "../src/policy/types.ts";
import { approvalOf, factsOf, patientOf } from "./decision-facts.ts";
import { DAY, MINUTE } from "./decision-policy.ts";
import type { Asked, Rule } from "./decision-rules.ts";
import { cellOf, RELATIONS, ROLES } from "./decision-rules.ts";

/** Attributes given: what relates to the patient, and what was approved, come with the request as CASL gets them. */
export interface GivenInput {
  readonly asked: InternedQuestion;
  readonly lent: number;
}

/** With look-up: the same is found among all that the person has. */
export interface LookedUpInput {
  readonly asked: InternedQuestion;
  readonly grants: HeldGrants;
}

/** Returns the mask of the fields that come out. */
export function decideGiven({ asked, lent }: GivenInput): number {
  return maskOf(asked, viewInterned(asked, lent));
}

/** Returns the mask of the fields that come out. */
export function decideLookedUp({ asked, grants }: LookedUpInput): number {
  return maskOf(asked, viewInterned(asked, lentTo(asked, grants)));
}

function maskOf({ caller }: InternedQuestion, view: ViewNumber): number {
  if (view === ASK_BY_NAMES) throw new Error("the numbers have no answer");
  return caller.tables.views.keptAt(view);
}

/** What every input of one run stands on. */
interface Ground {
  readonly policy: CompiledPolicy;
  readonly byCell: ReadonlyMap<number, Rule>;
  readonly callers: readonly InternedCaller[];
  readonly names: FactNames;
  readonly none: HeldGrants;
  readonly unrelated: PackedRelations;
}

const READ = CAPABILITIES.indexOf("read");
const NO_RECORD = { type: "", id: "", refs: [] };

function groundOf(rules: readonly Rule[], policy: CompiledPolicy): Ground {
  const names = createFactNames();
  return {
    policy,
    names,
    byCell: new Map(rules.map((rule) => [cellOf(rule), rule])),
    callers: Array.from(
      { length: ROLES },
      (_, role) => new InternedCaller(policy, { roles: [`role-${role}`], system: "ehr", channel: "fhir" }),
    ),
    none: grantsOf([], policy, names),
    unrelated: new PackedRelations([], names),
  };
}

export function givenInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): readonly GivenInput[] {
  const ground = groundOf(rules, policy);
  const given = RELATIONS.map((_, relation) => new PackedRelations(factsOf(relation, "given"), ground.names));
  return requests.map((asked) => {
    const question = questionOf(asked, "given", given[asked.relation] ?? ground.unrelated, ground);
    const approval = approvalOf(ground.byCell.get(cellOf(asked)), asked, "given", policy);
    const grants = approval === null ? ground.none : grantsOf([approval], policy, ground.names);
    return { asked: question, lent: lentTo(question, grants) };
  });
}

export function lookedUpInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): readonly LookedUpInput[] {
  const ground = groundOf(rules, policy);
  const byUser = new Map<number, Asked[]>();
  for (const asked of requests) getOrAdd(byUser, asked.user, () => []).push(asked);
  const known = new Map([...byUser].map(([user, all]) => [user, heldBy(all, ground)]));
  return requests.map((asked) => {
    const { relations, grants } = known.get(asked.user) ?? heldBy([], ground);
    return { asked: questionOf(asked, patientOf(asked), relations, ground), grants };
  });
}

/** Everything that the person of these requests has to do with, and was approved. */
function heldBy(
  requests: readonly Asked[],
  ground: Ground,
): { relations: PackedRelations; grants: HeldGrants } {
  const facts = requests.flatMap((asked) => factsOf(asked.relation, patientOf(asked)));
  const approvals = requests
    .map((asked) => approvalOf(ground.byCell.get(cellOf(asked)), asked, patientOf(asked), ground.policy))
    .filter((one) => one !== null);
  return {
    relations: new PackedRelations(facts, ground.names),
    grants: grantsOf(approvals, ground.policy, ground.names),
  };
}

function grantsOf(grants: readonly TemporaryGrant[], policy: CompiledPolicy, names: FactNames): HeldGrants {
  const held = HeldGrants.of(grants, policy, names.patients);
  if (held === null) throw new Error("an approval does not fit the policy");
  return held;
}

function questionOf(
  asked: Asked,
  patientId: string,
  relations: PackedRelations,
  { policy, callers, names }: Ground,
): InternedQuestion {
  const caller = callers[asked.role];
  if (caller === undefined) throw new Error("no such role");
  const tables = tablesOf(policy);
  return {
    caller,
    purpose: tables.purposeNumber(`purpose-${asked.purpose}`),
    capability: READ,
    type: tables.typeNumber(`Type${asked.type}`),
    segments: 0,
    patient: names.patients.numberOf(patientId),
    own: -1,
    now: DAY + asked.minute * MINUTE,
    record: NO_RECORD,
    relations,
  };
}

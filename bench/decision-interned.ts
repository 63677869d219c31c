import { HeldGrants } from "../src/decision/compiled/held-grants.ts";
import { CAPABILITIES, InternedCaller } from "../src/decision/compiled/interned-caller.ts";
import { ASK_BY_NAMES, UNKNOWN } from "../src/decision/compiled/numbers.ts";
import { PackedQuestions } from "../src/decision/compiled/packed-questions.ts";
import { tablesOf } from "../src/decision/compiled/policy-tables.ts";
import type { InternedQuestion, InternedSession } from "../src/decision/compiled/view-interned.ts";
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

/**
 * Attributes given: what relates to the patient, and what was approved, come with the request as CASL gets them. Returns
 * the mask of the fields that come out.
 */
export function givenDecider(questions: PackedQuestions): (at: number) => number {
  return (at) => {
    const view = questions.viewAt(at);
    if (view === ASK_BY_NAMES) throw new Error("the numbers have no answer");
    return questions.keptAt(view);
  };
}

/** Of the same questions as objects: what is packed has to be answered alike. */
function checkPacked(
  packed: PackedQuestions,
  questions: readonly InternedQuestion[],
  lent: readonly number[],
): void {
  const views = questions.map((asked, at) => viewInterned(asked, lent[at] ?? UNKNOWN));
  const at = views.findIndex((view, place) => packed.viewAt(place) !== view);
  if (at !== -1) throw new Error(`question ${at} is answered otherwise when packed`);
}

/** With look-up: the same is found among all that the person has. */
export function decideLookedUp(asked: InternedQuestion): number {
  const view = viewInterned(asked, lentTo(asked));
  if (view === ASK_BY_NAMES) throw new Error("the numbers have no answer");
  return asked.session.caller.tables.views.keptAt(view);
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

/** A session for each role and relation: what relates to the patient in question comes with it. */
export function givenQuestions(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): PackedQuestions {
  const ground = groundOf(rules, policy);
  const given = RELATIONS.map((_, relation) => new PackedRelations(factsOf(relation, "given"), ground.names));
  const sessions = new Map<string, InternedSession>();
  const lent: number[] = [];
  const questions = requests.map((asked) => {
    const relations = given[asked.relation] ?? ground.unrelated;
    const session = getOrAdd(sessions, `${asked.role} ${asked.relation}`, () =>
      sessionOf(asked, relations, ground.none, ground),
    );
    const approval = approvalOf(ground.byCell.get(cellOf(asked)), asked, "given", policy);
    const grants = approval === null ? ground.none : grantsOf([approval], policy, ground.names);
    lent.push(lentTo(questionOf(asked, "given", sessionOf(asked, relations, grants, ground), ground)));
    return questionOf(asked, "given", session, ground);
  });
  const packed = new PackedQuestions(tablesOf(policy), questions, lent);
  checkPacked(packed, questions, lent);
  return packed;
}

/** A session for each person and role, with everything that they have to do with and were approved. */
export function lookedUpInputs(
  rules: readonly Rule[],
  requests: readonly Asked[],
  policy: CompiledPolicy,
): readonly InternedQuestion[] {
  const ground = groundOf(rules, policy);
  const byUser = new Map<number, Asked[]>();
  for (const asked of requests) getOrAdd(byUser, asked.user, () => []).push(asked);
  const known = new Map([...byUser].map(([user, all]) => [user, heldBy(all, ground)]));
  const sessions = new Map<string, InternedSession>();
  return requests.map((asked) => {
    const session = getOrAdd(sessions, `${asked.user} ${asked.role}`, () => {
      const { relations, grants } = known.get(asked.user) ?? heldBy([], ground);
      return sessionOf(asked, relations, grants, ground);
    });
    return questionOf(asked, patientOf(asked), session, ground);
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

function sessionOf(
  { role }: Asked,
  relations: PackedRelations,
  grants: HeldGrants,
  { callers }: Ground,
): InternedSession {
  const caller = callers[role];
  if (caller === undefined) throw new Error("no such role");
  return { caller, relations, grants, own: UNKNOWN };
}

function questionOf(
  asked: Asked,
  patientId: string,
  session: InternedSession,
  { policy, names }: Ground,
): InternedQuestion {
  const tables = tablesOf(policy);
  return {
    session,
    purpose: tables.purposeNumber(`purpose-${asked.purpose}`),
    capability: READ,
    type: tables.typeNumber(`Type${asked.type}`),
    segments: 0,
    patient: names.patients.numberOf(patientId),
    now: DAY + asked.minute * MINUTE,
    record: NO_RECORD,
  };
}

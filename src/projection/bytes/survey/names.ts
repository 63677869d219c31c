/** Which members of a record say whose it is, what labels it and what it refers to, as tables for the survey. */
import { patientTypes, subjectParameters } from "../../../catalogue/patient-link.ts";
import { AppError } from "../../../kernel/errors.ts";

/** A name and its action; see wasm/fhir/survey-names.ts. */
export interface WatchedName {
  readonly name: string;
  readonly action: number;
}

/** Objects in a member of this action, of an object of this role, have the role `below`. */
export interface RoleRule {
  readonly role: number;
  readonly action: number;
  readonly below: number;
}

export interface SurveyNames {
  readonly names: readonly WatchedName[];
  readonly rules: readonly RoleRule[];
  /** Roles of the links that say whom a record of the type is about, in the order of its subject parameters. */
  subjectRoles(type: string): readonly number[];
}

/** In the order of their actions, from 1. */
const FIXED = [
  "code",
  "system",
  "reference",
  "type",
  "resourceType",
  "id",
  "source",
  "identifier",
  "contained",
  "meta",
  "security",
] as const;

/** Actions of the names that matter in every record. */
export const ACTION = {
  code: 1,
  system: 2,
  reference: 3,
  type: 4,
  resourceType: 5,
  id: 6,
  source: 7,
  identifier: 8,
  contained: 9,
} as const satisfies Partial<Record<(typeof FIXED)[number], number>>;

/** Roles of objects; those from `subject` on are links that say whom the record is about. */
export const ROLE = {
  plain: 0,
  resource: 1,
  meta: 2,
  security: 3,
  contained: 4,
  parent: 5,
  subject: 32,
} as const;
export const MOST_ROLES = 64;
const MOST_ACTIONS = 32;
/** Beside a role: what has it must be a list, or must not be in one. */
export const IN_LIST = 64;
export const NO_LIST = 128;

let known: SurveyNames | undefined;

/**
 * The names of FHIR R4, made once.
 * @throws AppError `internal` where the definitions have a link that the survey could not tell from others
 */
export function surveyNames(): SurveyNames {
  known ??= compile();
  return known;
}

function compile(): SurveyNames {
  const paths = [...new Set(patientTypes().flatMap((type) => subjectPaths(type)))].toSorted();
  const actions = numbered([...FIXED, ...paths.flatMap((path) => path.split("."))], 1);
  const parents = numbered(
    paths.filter((path) => path.includes(".")).map((path) => path.slice(0, path.indexOf("."))),
    ROLE.parent,
  );
  const subjects = numbered(paths, ROLE.subject);
  const subjectRules = paths.flatMap((path) => rulesOf(path, { actions, parents, subjects }));
  const isTooMuch = actions.size >= MOST_ACTIONS || parents.size > ROLE.subject - ROLE.parent;
  if (isTooMuch || subjects.size > MOST_ROLES - ROLE.subject || isAmbiguous(subjectRules))
    throw new AppError("internal", "the links of patients do not fit the tables of the survey");
  const rolesByType = new Map(
    patientTypes().map((type) => [type, subjectPaths(type).map((path) => subjects.get(path) ?? 0)]),
  );
  return {
    names: [...actions].map(([name, action]) => ({ name, action })),
    rules: [...metaRules(actions), ...subjectRules],
    subjectRoles: (type) => rolesByType.get(type) ?? [],
  };
}

/** `subject`, `participant.actor`: members below the type, each once, in order. */
function subjectPaths(type: string): readonly string[] {
  const paths = subjectParameters(type).flatMap(({ footprint }) => footprint);
  return [...new Set(paths.map((path) => path.slice(type.length + 1)))];
}

function numbered(names: readonly string[], first: number): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].map((name, at) => [name, first + at]));
}

interface Numbers {
  readonly actions: ReadonlyMap<string, number>;
  readonly parents: ReadonlyMap<string, number>;
  readonly subjects: ReadonlyMap<string, number>;
}

function rulesOf(path: string, { actions, parents, subjects }: Numbers): readonly RoleRule[] {
  const [first = "", second, ...more] = path.split(".");
  if (more.length > 0) throw new AppError("internal", `the link \`${path}\` stands too deep for the survey`);
  const top = actions.get(first) ?? 0;
  const subject = subjects.get(path) ?? 0;
  if (second === undefined) return [{ role: ROLE.resource, action: top, below: subject }];
  const parent = parents.get(first) ?? 0;
  return [
    { role: ROLE.resource, action: top, below: parent },
    { role: parent, action: actions.get(second) ?? 0, below: subject },
  ];
}

function isAmbiguous(rules: readonly RoleRule[]): boolean {
  return rules.some((rule) =>
    rules.some(
      (other) => other.role === rule.role && other.action === rule.action && other.below !== rule.below,
    ),
  );
}

function metaRules(actions: ReadonlyMap<string, number>): readonly RoleRule[] {
  const rule = (role: number, name: (typeof FIXED)[number], below: number): RoleRule => ({
    role,
    action: actions.get(name) ?? 0,
    below,
  });
  return [
    ...[ROLE.resource, ROLE.contained].flatMap((role) => [
      rule(role, "meta", ROLE.meta | NO_LIST),
      rule(role, "contained", ROLE.contained | IN_LIST),
    ]),
    rule(ROLE.meta, "security", ROLE.security | IN_LIST),
  ];
}

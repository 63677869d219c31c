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

const RESOURCE = 1;
const META = 2;
const SECURITY = 3;
const CONTAINED_RESOURCE = 4;
const FIRST_PARENT = 5;
const FIRST_SUBJECT = 32;
const MOST = 64;
const IN_LIST = 64;
const NO_LIST = 128;

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
    FIRST_PARENT,
  );
  const subjects = numbered(paths, FIRST_SUBJECT);
  const subjectRules = paths.flatMap((path) => rulesOf(path, { actions, parents, subjects }));
  const isTooMuch = actions.size >= MOST || parents.size > FIRST_SUBJECT - FIRST_PARENT;
  if (isTooMuch || subjects.size > MOST - FIRST_SUBJECT || isAmbiguous(subjectRules))
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
  if (second === undefined) return [{ role: RESOURCE, action: top, below: subject }];
  const parent = parents.get(first) ?? 0;
  return [
    { role: RESOURCE, action: top, below: parent },
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
    ...[RESOURCE, CONTAINED_RESOURCE].flatMap((role) => [
      rule(role, "meta", META | NO_LIST),
      rule(role, "contained", CONTAINED_RESOURCE | IN_LIST),
    ]),
    rule(META, "security", SECURITY | IN_LIST),
  ];
}

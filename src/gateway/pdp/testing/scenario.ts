import { parse } from "yaml";
import { compilePolicy } from "../../../policy/index.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import type { Properties } from "../messages.ts";
import type { AppRecords } from "../ports.ts";
import { vocabularySchema } from "../vocabulary.ts";
import { type Desk, type HeldRelation, NOW, openDesk, personOf } from "./desk.ts";

/** An application as the decision API meets it: its policy, its words, its people and their relations. All of it data. */
export interface Scenario {
  /** Bodies of the policy files by name. */
  readonly policy: Readonly<Record<string, string>>;
  readonly vocabulary: string;
  /** Roles by person. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly facts: readonly HeldRelation[];
  /** By type and id; null: the application tells them with each question. */
  readonly records: Readonly<Record<string, Readonly<Record<string, Properties>>>> | null;
}

const HEADER = `apiVersion: modicum/v1
title: Test
owner: privacy-officer
reviewBy: 2030-01-01
cfr: ["164.514(d)"]
why: A scenario for tests.
`;

/** What every scenario has beside its own: somebody who may ask about others, and the registered client \`pep\`. */
const COMMON: Readonly<Record<string, string>> = {
  org: "kind: Org\nid: interop\ntimeZone: UTC",
  control: `kind: ElementGroup
id: control
category: 20
elements:
  - {id: policy.rules, title: Rules, sensitivity: low}
  - {id: relation.facts, title: Relation facts, sensitivity: low}
  - {id: workforce.roster, title: Roster, sensitivity: low}`,
  directory: "kind: Relation\nid: directory\npermits: true\nstaleAfter: 1h\ntype: directory",
  audit: `kind: Purpose
id: audit
code: HCOMPL
basis: operations
acts: [use]
elements: {never: []}`,
  auditor: roleBody(
    "auditor",
    "{purpose: audit, on: directory, can: [read], elements: [policy.rules, relation.facts, workforce.roster]}",
  ),
};

export function roleBody(id: string, ...grants: readonly string[]): string {
  const list = grants.map((grant) => `\n  - ${grant}`).join("");
  return `kind: Role\nid: ${id}\njobFunctions: [Work]\ngrants:${list}\neligible: {breakGlass: false}\nrecertify: {every: 6mo, by: manager}`;
}

export function relationBody(id: string): string {
  return `kind: Relation\nid: ${id}\npermits: true\nstaleAfter: 1h`;
}

/** Compiles a scenario and wires it. Bearer tokens are person ids; `pep` is the registered enforcement point. */
export function openScenario({ policy, vocabulary, people, facts, records }: Scenario): Desk {
  const everyone = [...Object.entries(people), ["pep", ["auditor"]] as const];
  return openDesk({
    policy: compiled({ ...COMMON, ...policy }),
    people: everyone.map(([id, roles]) => personOf(id, roles)),
    facts,
    more: {
      vocabulary: vocabularySchema.parse(parse(vocabulary)),
      ...(records === null ? {} : { appRecords: appRecordsOf(records) }),
    },
  });
}

function compiled(bodies: Readonly<Record<string, string>>): CompiledPolicy {
  const files = Object.entries(bodies).map(([name, body]) => ({ path: `${name}.yaml`, text: HEADER + body }));
  const policy = compilePolicy(files, NOW);
  if (!policy.ok) throw new Error(policy.error.map((one) => JSON.stringify(one)).join("\n"));
  return policy.value;
}

function appRecordsOf(records: NonNullable<Scenario["records"]>): AppRecords {
  return {
    find: async (type, id) => records[type]?.[id],
    list: async (type) => Object.keys(records[type] ?? {}).toSorted(),
  };
}

import { relationBody, roleBody, type Scenario } from "./scenario.ts";

const DEPARTMENTS: Readonly<Record<string, readonly string[]>> = {
  sales: ["bob", "carol"],
  accounting: ["felix"],
  legal: ["dan", "erin"],
  board: ["alice"],
};
const HEADS: Readonly<Record<string, string>> = { legal: "dan", board: "alice" };

/** Owner and department of each record. */
const RECORDS: Readonly<Record<string, readonly [owner: string, department: string]>> = {
  "101": ["alice", "sales"],
  "102": ["bob", "sales"],
  "103": ["carol", "sales"],
  "104": ["dan", "accounting"],
  "105": ["erin", "sales"],
  "106": ["felix", "accounting"],
  "107": ["alice", "board"],
  "108": ["bob", "sales"],
  "109": ["carol", "accounting"],
  "110": ["dan", "board"],
  "111": ["erin", "accounting"],
  "112": ["felix", "sales"],
  "113": ["alice", "board"],
  "114": ["bob", "accounting"],
  "115": ["carol", "legal"],
  "116": ["dan", "sales"],
  "117": ["erin", "sales"],
  "118": ["felix", "accounting"],
  "119": ["alice", "sales"],
  "120": ["bob", "accounting"],
};

/**
 * The record keeping of the AuthZEN search interop: owners do everything, a department looks at its records, its head
 * changes them, and the heads look at all of them.
 */
export const DEPARTMENTS_SCENARIO: Scenario = {
  policy: {
    record: `kind: ElementGroup
id: record
category: 1
elements:
  - {id: record.content, title: Content, csv: content, sensitivity: low}`,
    records: `kind: Purpose
id: records
code: HOPERAT
basis: operations
acts: [use]
elements: {never: []}`,
    ...Object.fromEntries(["owner", "department", "head", "overseer"].map((id) => [id, relationBody(id)])),
    employee: roleBody(
      "employee",
      "{purpose: records, on: owner, can: [read, update, delete], elements: [record.*]}",
      "{purpose: records, on: department, can: [read], elements: [record.*]}",
      "{purpose: records, on: head, can: [update], elements: [record.*]}",
      "{purpose: records, on: overseer, can: [read], elements: [record.*]}",
    ),
  },
  vocabulary: `
purpose: records
auditPurpose: audit
actions:
  view: {capability: read}
  edit: {capability: update}
  delete: {capability: delete}
resources:
  record: {elements: [record.*], about: id}
`,
  people: Object.fromEntries(
    ["alice", "bob", "carol", "dan", "erin", "felix"].map((id) => [id, ["employee"]]),
  ),
  facts: Object.entries(RECORDS).flatMap(([id, [owner, department]]) => [
    ["owner", owner, id] as const,
    ...(DEPARTMENTS[department] ?? []).map((member) => ["department", member, id] as const),
    ...Object.values(HEADS).map((head) => ["overseer", head, id] as const),
    ...(HEADS[department] === undefined ? [] : [["head", HEADS[department], id] as const]),
  ]),
  records: { record: Object.fromEntries(Object.keys(RECORDS).map((id) => [id, {}])) },
};

import { relationBody, roleBody, type Scenario } from "./scenario.ts";

/** The fixture of the AuthZEN certification scenario, section 1: two people, two records, one of them archived. */
export const CERTIFICATION: Scenario = {
  policy: {
    record: `kind: ElementGroup
id: record
category: 1
elements:
  - {id: record.content, title: Content, csv: content, sensitivity: low}
  - {id: record.flags, title: Flags, csv: flags, sensitivity: low}`,
    records: `kind: Purpose
id: records
code: HOPERAT
basis: operations
acts: [use]
elements: {never: []}`,
    archived: `kind: Segment
id: archived
labels:
  codes: {"urn:certification:status": [archived]}`,
    reader: relationBody("reader"),
    editor: relationBody("editor"),
    archivist: relationBody("archivist"),
    user: roleBody(
      "user",
      "{purpose: records, on: reader, can: [read], elements: [record.*], segments: [archived]}",
      "{purpose: records, on: editor, can: [update], elements: [record.*]}",
      "{purpose: records, on: editor, can: [delete], elements: [record.flags]}",
      "{purpose: records, on: archivist, can: [update], elements: [record.*], segments: [archived]}",
    ),
  },
  vocabulary: `
purpose: records
auditPurpose: audit
actions:
  read: {capability: read}
  write: {capability: update}
  delete:
    - {when: {soft: true}, capability: delete, elements: [record.flags]}
    - {when: {soft: false}, capability: delete, elements: [record.content]}
resources:
  record:
    elements: [record.*]
    about: id
    labels: {status: {archived: archived}}
`,
  people: { alice: ["user"], bob: ["user"] },
  facts: [
    ["reader", "alice", "record-1"],
    ["reader", "alice", "record-2"],
    ["reader", "bob", "record-1"],
    ["reader", "bob", "record-2"],
    ["editor", "alice", "record-1"],
    ["editor", "alice", "record-2"],
    ["archivist", "bob", "record-2"],
  ],
  records: { record: { "record-1": { status: "active" }, "record-2": { status: "archived" } } },
};

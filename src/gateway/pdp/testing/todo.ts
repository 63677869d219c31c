import { relationBody, roleBody, type Scenario } from "./scenario.ts";

/** Subjects of the interop scenario, by the id that its identity provider gives. */
const subject = (digit: number): string =>
  Buffer.from(`\n$fd${digit}614d3-c39a-4781-b7bd-8b96f5a5100d\x12\x05local`, "latin1").toString("base64");

const [RICK, MORTY, SUMMER, BETH, JERRY] = [0, 1, 2, 3, 4].map(subject) as [
  string,
  string,
  string,
  string,
  string,
];
const OWNERS: Readonly<Record<string, string>> = {
  [RICK]: "rick@the-citadel.com",
  [MORTY]: "morty@the-citadel.com",
  [SUMMER]: "summer@the-smiths.com",
  [BETH]: "beth@the-smiths.com",
  [JERRY]: "jerry@the-smiths.com",
};

const VIEWS = [
  "{purpose: todo, on: directory, can: [read], elements: [user.profile]}",
  "{purpose: todo, on: directory, can: [search], elements: [todo.list]}",
];
const EDITS = [
  ...VIEWS,
  "{purpose: todo, on: directory, can: [create], elements: [todo.content]}",
  "{purpose: todo, on: own, can: [update, delete], elements: [todo.content]}",
];

/** The todo application of the AuthZEN interop: viewers look, editors change their own, an admin changes everyone's. */
export const TODO: Scenario = {
  policy: {
    todo: `kind: ElementGroup
id: todo
category: 1
elements:
  - {id: todo.list, title: List, csv: list, sensitivity: low}
  - {id: todo.content, title: Content, csv: content, sensitivity: low}`,
    user: `kind: ElementGroup
id: user
category: 1
elements:
  - {id: user.profile, title: Profile, csv: profile, sensitivity: low}`,
    purpose: `kind: Purpose
id: todo
code: HOPERAT
basis: operations
acts: [use]
elements: {never: []}`,
    own: relationBody("own"),
    household: relationBody("household"),
    viewer: roleBody("viewer", ...VIEWS),
    editor: roleBody("editor", ...EDITS),
    admin: roleBody(
      "admin",
      ...EDITS,
      "{purpose: todo, on: household, can: [update, delete], elements: [todo.content]}",
    ),
  },
  vocabulary: `
purpose: todo
auditPurpose: audit
actions:
  can_read_user: {capability: read, scope: type}
  can_read_todos: {capability: search, elements: [todo.list], scope: type}
  can_create_todo: {capability: create, elements: [todo.content], scope: type}
  can_update_todo: {capability: update, elements: [todo.content]}
  can_delete_todo: {capability: delete, elements: [todo.content]}
resources:
  user: {elements: [user.profile]}
  todo: {elements: [todo.*], about: ownerID}
`,
  people: {
    [RICK]: ["admin"],
    [MORTY]: ["editor"],
    [SUMMER]: ["editor"],
    [BETH]: ["viewer"],
    [JERRY]: ["viewer"],
  },
  facts: [
    ...Object.entries(OWNERS).map(([person, email]) => ["own", person, email] as const),
    ...Object.values(OWNERS).map((email) => ["household", RICK, email] as const),
  ],
  records: null,
};

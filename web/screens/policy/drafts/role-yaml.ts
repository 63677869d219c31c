/** A role as it is built: tasks first, then elements, then scope (45 CFR 164.514(d)(2)(i)). */
export interface RoleForm {
  readonly title: string;
  /** One a line. */
  readonly tasks: string;
  readonly why: string;
  readonly purpose: string;
  /** Element ids, in the order of the catalogue. */
  readonly elements: readonly string[];
  /** Relation id. */
  readonly on: string;
  /** Role that certifies its holders again. */
  readonly certifiedBy: string;
}

/** Where a role of this title is written, and under which id; null while the title has no letter. */
export function roleIdOf(title: string): string | null {
  const id = title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[-0-9]+|-+$/g, "");
  return id === "" ? null : id;
}

/** The tasks, one by one. */
export function tasksIn(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A role before anything of it was said. */
export const EMPTY_ROLE: RoleForm = {
  title: "",
  tasks: "",
  why: "",
  purpose: "",
  elements: [],
  on: "",
  certifiedBy: "manager",
};

/** Whether anything was said of it that would be lost. */
export function isBegun({ title, tasks, why, purpose, on }: RoleForm): boolean {
  return [title, tasks, why, purpose, on].some((said) => said !== "");
}

/** What is still missing before the role can be written; empty: nothing. `taken`: ids of roles there are. */
export function missingIn(
  { title, tasks, why, purpose, elements, on }: RoleForm,
  taken: readonly string[],
): readonly string[] {
  const id = roleIdOf(title);
  const parts: readonly (readonly [boolean, string])[] = [
    [id === null, "a title"],
    [id !== null && taken.includes(id), "a title that no other role has"],
    [tasksIn(tasks).length === 0, "a task"],
    [why.trim() === "", "the reason"],
    [purpose === "", "a purpose"],
    [elements.length === 0, "an element"],
    [on === "", "a relation"],
  ];
  return parts.filter(([isMissing]) => isMissing).map(([, name]) => name);
}

/**
 * The file of the role. `reviewBy`: an ISO date. Texts are written as JSON strings, which YAML takes as they are,
 * so that nothing typed into the form can say more than a text.
 */
export function roleYaml(form: RoleForm, reviewBy: string): string {
  const text = (value: string): string => JSON.stringify(value.trim().replaceAll(/\s+/g, " "));
  return [
    "apiVersion: modicum/v1",
    "kind: Role",
    `id: ${roleIdOf(form.title) ?? ""}`,
    `title: ${text(form.title)}`,
    "owner: privacy-officer",
    `reviewBy: ${reviewBy}`,
    "cfr: [164.514(d)(2)(i)]",
    `why: ${text(form.why)}`,
    `jobFunctions: [${tasksIn(form.tasks).map(text).join(", ")}]`,
    "grants:",
    `  - purpose: ${form.purpose}`,
    `    on: ${form.on}`,
    "    can: [read, search]",
    `    elements: [${form.elements.join(", ")}]`,
    `recertify: {every: 6mo, by: ${form.certifiedBy}}`,
    "",
  ].join("\n");
}

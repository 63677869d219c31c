import type { GridRow } from "../../../ui/grid/grid.tsx";
import type { CsvValue } from "../../../ui/table/csv.ts";
import { RECORD_KINDS } from "../../../api/record-kinds.ts";
import type { MatrixAnswer, Purpose } from "../questions.ts";
import { type GroupSum, type Mark, wordOf } from "./marks.tsx";

export interface MatrixElement {
  readonly id: string;
  readonly title: string;
  readonly group: string;
}

/** One column: a role for a purpose, or a purpose. */
export interface MatrixColumn {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly role: string | null;
  readonly purpose: string;
  /** By element id. */
  readonly marks: ReadonlyMap<string, Mark>;
}

/** Columns of the matrix role × purpose. */
export function roleColumns({ elements, rows, transforms }: MatrixAnswer): readonly MatrixColumn[] {
  return rows.map((row) => ({
    id: `${row.role}/${row.purpose}`,
    title: row.roleTitle,
    note: row.purposeTitle,
    role: row.role,
    purpose: row.purpose,
    marks: new Map(elements.map(({ id }, at) => [id, transforms[Number(row.cells[at] ?? 0)] ?? "drop"])),
  }));
}

/** Columns of the map purpose × element (45 CFR 164.514(d)). */
export function purposeColumns(purposes: readonly Purpose[]): readonly MatrixColumn[] {
  return purposes.map(({ id, title, elements }) => ({
    id,
    title,
    role: null,
    purpose: id,
    marks: new Map(elements.map(({ element, standing }) => [element, standing])),
  }));
}

/** Columns that a browser draws at once; there are more only in a policy of very many roles. */
export const ROOM = 60;

interface ColumnChoice {
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
}

/**
 * The columns that are chosen. With no choice as many whole roles as there is room for, in the order of the policy,
 * but one at least.
 */
export function chosenColumns(
  columns: readonly MatrixColumn[],
  { roles, purposes }: ColumnChoice,
  room: number,
): readonly MatrixColumn[] {
  if (roles.length > 0 || purposes.length > 0) {
    return columns.filter(
      ({ role, purpose }) =>
        (roles.length === 0 || (role !== null && roles.includes(role))) &&
        (purposes.length === 0 || purposes.includes(purpose)),
    );
  }
  if (columns.length <= room) return columns;
  const whole = columns.filter(({ role, id }) => lastOf(columns, role ?? id) < room);
  return whole.length > 0 ? whole : columns.filter(({ role }) => role === columns[0]?.role).slice(0, room);
}

/** The position of the last column of a role. */
function lastOf(columns: readonly MatrixColumn[], name: string): number {
  return columns.findLastIndex(({ role, id }) => (role ?? id) === name);
}

export interface RowChoice {
  readonly find: string;
  /** Groups that stand open. */
  readonly open: ReadonlySet<string>;
  /** Elements that a draft changes: their groups say how many. */
  readonly changed?: ReadonlySet<string>;
}

/** Rows of the grid: groups in the order of the catalogue, and the elements of those that stand open or hold a match. */
export function matrixRows(
  elements: readonly MatrixElement[],
  { find, open, changed = NONE }: RowChoice,
): readonly GridRow[] {
  const sought = find.trim().toLowerCase();
  const matching = elements.filter(({ id, title }) => `${id}\n${title}`.toLowerCase().includes(sought));
  const sizes = byGroup(elements);
  return [...byGroup(matching)].flatMap(([group, members]) => {
    const expanded = sought !== "" || open.has(group);
    const size = sizes.get(group)?.length ?? 0;
    const note = noteOf(members, size, changed);
    const head = { id: group, title: groupTitle(group), note, expanded };
    return expanded ? [head, ...members.map(({ id, title }) => ({ id, title }))] : [head];
  });
}

const NONE: ReadonlySet<string> = new Set();

/** How many elements a group shows, or how many of them differ. */
function noteOf(members: readonly MatrixElement[], size: number, changed: ReadonlySet<string>): string {
  const differing = members.filter(({ id }) => changed.has(id)).length;
  if (differing > 0) return `± ${differing} of ${size}`;
  return members.length === size ? String(size) : `${members.length} of ${size}`;
}

/** Elements by their group, groups in the order in which they first come. */
export function byGroup(elements: readonly MatrixElement[]): ReadonlyMap<string, readonly MatrixElement[]> {
  const groups = new Map<string, MatrixElement[]>();
  for (const element of elements) {
    const members = groups.get(element.group);
    if (members === undefined) groups.set(element.group, [element]);
    else members.push(element);
  }
  return groups;
}

/** Groups whose ids are no words. */
const GROUP_TITLES: Readonly<Record<string, string | undefined>> = {
  eob: RECORD_KINDS["ExplanationOfBenefit"],
  "part2-consent": "Part 2 consents",
};

/** `family-history` as `Family history`. */
export function groupTitle(group: string): string {
  const words = GROUP_TITLES[group] ?? group.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a column gives of the elements of a group. */
export function sumOf({ marks }: MatrixColumn, members: readonly MatrixElement[]): GroupSum {
  const said = members.map(({ id }) => marks.get(id) ?? "drop");
  const [first = "drop"] = said;
  return {
    given: said.filter((mark) => !NOTHING.has(mark)).length,
    of: members.length,
    same: said.every((mark) => mark === first) ? first : null,
  };
}

const NOTHING: ReadonlySet<Mark> = new Set(["drop", "within", "never"]);

/** Every element, in the order of the catalogue, for the columns shown. */
export function matrixCsv(
  elements: readonly MatrixElement[],
  columns: readonly MatrixColumn[],
): [string[], CsvValue[][]] {
  const header = ["Group", "Element", "Title", ...columns.map(({ id }) => id)];
  const rows = elements.map(({ group, id, title }) => [
    group,
    id,
    title,
    ...columns.map(({ marks }) => wordOf(marks.get(id) ?? "drop")),
  ]);
  return [header, rows];
}

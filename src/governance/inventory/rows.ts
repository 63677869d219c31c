import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { CATEGORY_COUNT } from "./categories.ts";
import { type Encrypted, SYSTEM_KINDS, type SystemWords } from "./types.ts";

/** The columns of a file of systems, in the order in which one is written. */
export const COLUMNS = [
  "id",
  "name",
  "kind",
  "standing",
  "owner",
  "location",
  "categories",
  "recipients",
  "vendor",
  "retention",
  "inTransit",
  "inTransitHow",
  "atRest",
  "atRestHow",
] as const;

export type SystemColumn = (typeof COLUMNS)[number];

/** Why a row is no system. */
export interface SystemFault {
  /** From 1, after the header. */
  readonly row: number;
  readonly field: SystemColumn;
}

const line = z
  .string()
  .max(500)
  .refine((text) => !/[\r\n]/.test(text));

const FIELDS = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: line.min(1),
  kind: z.enum(SYSTEM_KINDS),
  standing: z.enum(["in-use", "absent", "retired"]),
  owner: line.min(1),
  location: line,
  vendor: line,
  retention: line,
} as const;

const NEEDED: readonly SystemColumn[] = ["id", "name", "owner"];

/**
 * Systems of a file, a row each. A row that is no system is left out and told; a column that is not there says nothing.
 * @throws AppError `input_invalid` where no column is the id, the name or the owner
 */
export function systemsOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly systems: readonly SystemWords[]; readonly faults: readonly SystemFault[] } {
  const places = new Map(COLUMNS.map((column) => [column, placeOf(header, column)]));
  const lacking = NEEDED.find((column) => (places.get(column) ?? -1) < 0);
  if (lacking !== undefined)
    throw new AppError("input_invalid", `no column of the file is the \`${lacking}\``, {
      hint: `name the columns ${COLUMNS.join(", ")}`,
    });
  const systems = new Map<string, SystemWords>();
  const faults: SystemFault[] = [];
  for (const [index, row] of rows.entries()) {
    const system = systemIn((column) => withoutGuard(row[places.get(column) ?? -1] ?? ""));
    if (typeof system === "string") faults.push({ row: index + 1, field: system });
    else systems.set(system.id, system);
  }
  return { systems: [...systems.values()], faults };
}

/** The cells of a system, in the order of COLUMNS. */
export function rowOf(system: SystemWords): readonly string[] {
  const { id, name, kind, standing, owner, location, vendor, retention, inTransit, atRest } = system;
  const said = (one: SystemWords["atRest"]): readonly string[] => [one?.encrypted ?? "", one?.how ?? ""];
  const who = [system.categories.join(" "), system.recipients.join("; "), vendor ?? "", retention];
  return [id, name, kind, standing, owner, location, ...who, ...said(inTransit), ...said(atRest)];
}

function placeOf(header: readonly string[], column: SystemColumn): number {
  return header.findIndex((name) => name.trim().toLowerCase() === column.toLowerCase());
}

/** Without the apostrophe that keeps spreadsheets from running a cell, so that what was written out comes in unchanged. */
function withoutGuard(cell: string): string {
  return cell.trim().replace(/^'(?=\s*[=+\-@|＝＋－＠])/u, "");
}

type Cell = (column: SystemColumn) => string;

function systemIn(cell: Cell): SystemWords | SystemColumn {
  const text = (column: keyof typeof FIELDS): string => cell(column) || (OTHERWISE[column] ?? "");
  const wrong = (Object.keys(FIELDS) as (keyof typeof FIELDS)[]).find(
    (column) => !FIELDS[column].safeParse(text(column)).success,
  );
  if (wrong !== undefined) return wrong;
  const categories = categoriesIn(cell("categories"));
  if (categories === null) return "categories";
  const recipients = listIn(cell("recipients"));
  if (recipients === null) return "recipients";
  const inTransit = statementIn(cell("inTransit"), cell("inTransitHow"));
  if (inTransit === undefined) return "inTransit";
  const atRest = statementIn(cell("atRest"), cell("atRestHow"));
  if (atRest === undefined) return "atRest";
  return {
    id: text("id"),
    name: text("name"),
    kind: FIELDS.kind.parse(text("kind")),
    standing: FIELDS.standing.parse(text("standing")),
    owner: text("owner"),
    location: text("location"),
    vendor: text("vendor") || null,
    retention: text("retention"),
    categories,
    recipients,
    inTransit,
    atRest,
  };
}

const OTHERWISE: Partial<Record<SystemColumn, string>> = { kind: "other", standing: "in-use" };

/** Numbers from 1 to 20, parted by spaces, commas or semicolons; null: something else. */
function categoriesIn(cell: string): readonly number[] | null {
  const numbers = cell
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .map(Number);
  const isOne = (one: number): boolean => Number.isInteger(one) && one >= 1 && one <= CATEGORY_COUNT;
  return numbers.every(isOne) ? [...new Set(numbers)].toSorted((a, b) => a - b) : null;
}

function listIn(cell: string): readonly string[] | null {
  const parts = cell
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return parts.length <= 50 && parts.every((part) => line.safeParse(part).success)
    ? [...new Set(parts)]
    : null;
}

/** Null: the cell says nothing. Undefined: a word that is not known never passes for a yes. */
function statementIn(
  cell: string,
  how: string,
): { readonly encrypted: Encrypted; readonly how: string } | null | undefined {
  if (!line.safeParse(how).success) return undefined;
  if (cell === "") return how === "" ? null : { encrypted: "unknown", how };
  const encrypted = (["yes", "no", "unknown"] as const).find((word) => word === cell.toLowerCase());
  return encrypted === undefined ? undefined : { encrypted, how };
}

import type { RelationDefinition } from "../../catalogue/relations.ts";
import type { Clock } from "../../kernel/clock.ts";
import { type CsvRow, readCsv, type RowError, valuesOf } from "../csv.ts";
import { everyone } from "../holders.ts";
import type { HeldFact, PeopleStore, RelationStore } from "../ports.ts";
import { BEGINNING, endOf, startOf } from "./fhir-fields.ts";
import { importedSource } from "./imported.ts";

export const RELATION_COLUMNS = ["relation", "person", "patient", "from", "until", "refs"] as const;
type Column = (typeof RELATION_COLUMNS)[number];

export interface RelationImport {
  readonly imported: number;
  /** All of them, by line; with any, nothing is imported. */
  readonly errors: readonly RowError[];
}

export interface RelationImportParts {
  readonly store: RelationStore;
  readonly people: PeopleStore;
  readonly definitions: Iterable<RelationDefinition>;
  readonly clock: Clock;
}

const PATIENT = /^(?:Patient\/)?([A-Za-z0-9.-]{1,64})$/;
const RECORD = /^[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/;

/**
 * Imports rosters that the upstream cannot express, from CSV: `relation,person,patient,from,until,refs`, dates or
 * instants, several records with `;`. Replaces what was imported before for the relations it names (REL-11).
 */
export async function importRelations(csv: string, parts: RelationImportParts): Promise<RelationImport> {
  const definitions = new Map([...parts.definitions].map((definition) => [definition.id, definition]));
  const people = new Set<string>();
  for await (const person of everyone(parts.people)) people.add(person.id);
  const now = parts.clock.now();
  const { rows, errors: fileErrors } = readCsv(csv, RELATION_COLUMNS);
  const errors = [...fileErrors, ...rows.flatMap((row) => rowErrors(row, definitions, people))];
  if (errors.length > 0) return { imported: 0, errors: errors.toSorted((a, b) => a.line - b.line) };
  const facts = rows.map((row) => factOf(row, now));
  for (const relation of new Set(facts.map((fact) => fact.relation))) {
    const ofRelation = facts.filter((fact) => fact.relation === relation);
    await parts.store.replaceSource(importedSource(relation), ofRelation, now);
  }
  return { imported: facts.length, errors };
}

function cell(row: CsvRow, column: Column): string {
  return row.cells.get(column) ?? "";
}

function fromOf(row: CsvRow): number | undefined {
  return cell(row, "from") === "" ? BEGINNING : startOf(cell(row, "from"));
}

function factOf(row: CsvRow, now: number): HeldFact {
  const relation = cell(row, "relation");
  return {
    relation,
    holder: `person/${cell(row, "person")}`,
    patientId: PATIENT.exec(cell(row, "patient"))?.[1] ?? "",
    from: fromOf(row) ?? BEGINNING,
    until: endOf(cell(row, "until")) ?? BEGINNING,
    syncedAt: now,
    refs: valuesOf(cell(row, "refs")),
    source: importedSource(relation),
  };
}

function rowErrors(
  row: CsvRow,
  definitions: ReadonlyMap<string, RelationDefinition>,
  people: ReadonlySet<string>,
): readonly RowError[] {
  const errors: RowError[] = [];
  const wrong = (column: Column, message: string): void => {
    errors.push({ line: row.line, column, message });
  };
  const definition = definitions.get(cell(row, "relation"));
  const refs = valuesOf(cell(row, "refs"));
  if (definition?.kind !== "fact")
    wrong("relation", `the policy has no relation \`${cell(row, "relation")}\``);
  if (!people.has(cell(row, "person"))) wrong("person", `nobody is called \`${cell(row, "person")}\``);
  // The cell is PHI where it is a patient: what stands in it is not repeated.
  if (!PATIENT.test(cell(row, "patient"))) wrong("patient", "the patient is no logical id of FHIR");
  if (refs.some((ref) => !RECORD.test(ref))) wrong("refs", "a record is not written as `Type/id`");
  if (definition?.recordBound && refs.length === 0) {
    wrong("refs", `the relation \`${definition.id}\` is bound to records and names none`);
  }
  const [from, until] = [fromOf(row), endOf(cell(row, "until"))];
  if (from === undefined) wrong("from", `\`${cell(row, "from")}\` is no date`);
  if (until === undefined)
    wrong("until", cell(row, "until") === "" ? "the end is missing" : `\`${cell(row, "until")}\` is no date`);
  if (from !== undefined && until !== undefined && until <= from)
    wrong("until", "the end is not after the start");
  return errors;
}

import { csvLine } from "../../kernel/csv-line.ts";
import type { AuditEntry } from "../types.ts";

type Column = readonly [title: string, cell: (entry: AuditEntry) => string | number | null];

/** One line an entry; lists are joined by a space, changes, which are sentences, by `; `. The query stays sealed. */
const COLUMNS: readonly Column[] = [
  ["at", ({ at }) => new Date(at).toISOString()],
  ["id", ({ id }) => id],
  ["part_of", ({ partOf }) => partOf ?? null],
  ["person", ({ personId }) => personId],
  ["roles", ({ roles }) => roles.join(" ")],
  ["act", ({ act }) => act],
  ["interaction", ({ interaction }) => interaction],
  ["resource_type", ({ resourceType }) => resourceType],
  ["purpose", ({ purpose }) => purpose],
  ["purposes", ({ purposes }) => purposes.join(" ")],
  ["basis", ({ basis }) => basis],
  ["outcome", ({ outcome }) => outcome],
  ["reason", ({ reason }) => reason],
  ["rules", ({ rules }) => rules.join(" ")],
  ["grants", ({ grantIds }) => grantIds.join(" ")],
  ["policy", ({ policyHash }) => policyHash],
  ["system", ({ system }) => system],
  ["channel", ({ channel }) => channel],
  ["released", ({ released }) => released.join(" ")],
  ["withheld", ({ withheldCount }) => withheldCount],
  ["record_count", ({ recordCount }) => recordCount],
  ["changes", ({ changes }) => changes.join("; ")],
  ["recipient", ({ recipient }) => recipient],
  ["patients", ({ patients }) => patients.join(" ")],
  ["records", ({ records }) => records.join(" ")],
];

/** The line of titles that a file begins with. */
export function csvHeader(): string {
  return csvLine(COLUMNS.map(([title]) => title));
}

/** An entry as a line of CSV (RFC 4180) in which nothing runs as a formula. */
export function csvOfEntry(entry: AuditEntry): string {
  return csvLine(COLUMNS.map(([, cell]) => String(cell(entry) ?? "")));
}

import { parse } from "csv-parse/sync";
import { canonicalJson } from "../../../kernel/canonical-json.ts";
import { AppError } from "../../../kernel/errors.ts";
import { timeOf } from "../time.ts";
import {
  type CsvField,
  type CsvMapping,
  EVENT_KINDS,
  type EventKind,
  type ReadEvent,
  type RejectCode,
  type SourceEvent,
} from "../types.ts";
import { createCsvSplitter, type CsvRecord } from "./split.ts";

/**
 * Rows of a CSV with a header as events. `firstLine` is the line in the file of the first row after the header, for a part
 * of a longer one.
 * @throws AppError `input_invalid` where the header lacks a column that the mapping names
 */
export function readCsvEvents(text: string, mapping: CsvMapping, firstLine = 2): readonly ReadEvent[] {
  const [header, ...body] = recordsOf(text.replace(/^\uFEFF/, ""));
  const columns = header === undefined || !header.whole ? [] : (cellsOf(header.text, mapping) ?? []);
  const missing = Object.values(mapping.fields)
    .flatMap(({ column }) => column ?? [])
    .filter((column) => !columns.includes(column));
  if (missing.length > 0)
    throw new AppError("input_invalid", `the file has no column \`${missing.join("`, `")}\``, {
      hint: "name the columns of the file in the mapping, or set its delimiter",
    });
  const offset = firstLine - (header?.line ?? 1) - 1;
  return body.map((record) => eventIn({ ...record, line: record.line + offset }, columns, mapping));
}

function recordsOf(text: string): readonly CsvRecord[] {
  const splitter = createCsvSplitter();
  const records = text.split("\n").flatMap((line) => splitter.push(line));
  return [...records, ...splitter.end()];
}

/** Null: the record is no CSV. */
function cellsOf(record: string, { delimiter = "," }: CsvMapping): readonly string[] | null {
  if (!record.includes('"')) return record.split(delimiter).map((cell) => cell.trim());
  try {
    const rows = parse(record, { delimiter, trim: true }) as readonly (readonly string[])[];
    return rows.length === 1 ? (rows[0] ?? null) : null;
  } catch {
    return null;
  }
}

function eventIn(record: CsvRecord, columns: readonly string[], mapping: CsvMapping): ReadEvent {
  const { text: raw, line: place } = record;
  const cells = record.whole ? cellsOf(raw, mapping) : null;
  const rejected = (reason: RejectCode): ReadEvent => ({ ok: false, reason, raw, place });
  if (cells === null) return rejected("not_csv");
  if (cells.length !== columns.length) return rejected("cells_missing");
  const row = new Map(columns.map((name, index) => [name, cells[index] ?? ""]));
  const event = eventOf(row, mapping);
  if (typeof event === "string") return rejected(event);
  try {
    return { ok: true, event, raw, canonical: canonicalJson(Object.fromEntries(row)), place };
  } catch {
    return rejected("character");
  }
}

type Row = ReadonlyMap<string, string>;

function eventOf(row: Row, mapping: CsvMapping): SourceEvent | RejectCode {
  const told = new Map<CsvField, string | null>();
  for (const field of Object.keys(mapping.fields) as CsvField[]) {
    const value = valueOf(row, mapping, field);
    if (value === undefined) return field === "kind" ? "kind_unknown" : "value_unknown";
    told.set(field, value);
  }
  const of = (field: CsvField): string | null => told.get(field) ?? null;
  const time = of("at");
  if (time === null) return "time_missing";
  const at = timeOf(time, mapping.time);
  if (at === null) return "time_invalid";
  const kind = kindOf(of("kind") ?? "other");
  if (kind === undefined) return "kind_unknown";
  const outcome = OUTCOMES.get(of("outcome") ?? "permit");
  if (outcome === undefined) return "value_unknown";
  const named = { event: of("event"), agent: of("agent"), agentReference: null, purpose: of("purpose") };
  const records = recordsIn(of("resourceType"), of("record"));
  return {
    ...named,
    at,
    kind,
    outcome,
    resourceType: of("resourceType") ?? records[0]?.split("/")[0] ?? null,
    patients: [of("patient")].filter((patient) => patient !== null),
    records,
    recipient: of("recipient"),
    query: of("query"),
  };
}

/** Null: the cell is empty; undefined: it is none of the values that the mapping knows. */
function valueOf(row: Row, mapping: CsvMapping, field: CsvField): string | null | undefined {
  const { column, constant, values, otherwise } = mapping.fields[field] ?? {};
  if (constant !== undefined) return constant;
  const cell = row.get(column ?? "") ?? "";
  if (values === undefined) return cell === "" ? (otherwise ?? null) : cell;
  return Object.hasOwn(values, cell) ? values[cell] : otherwise;
}

const OUTCOMES: ReadonlyMap<string, SourceEvent["outcome"]> = new Map([
  ["permit", "permit"],
  ["deny", "deny"],
  ["error", "error"],
]);

function kindOf(word: string): EventKind | undefined {
  return EVENT_KINDS.find((kind) => kind === word);
}

/** `Type/id` as it stands; an id alone with its type. */
function recordsIn(type: string | null, id: string | null): readonly string[] {
  if (id === null) return [];
  return id.includes("/") || type === null ? [id] : [`${type}/${id}`];
}

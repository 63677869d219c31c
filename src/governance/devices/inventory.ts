import { parse } from "csv-parse/sync";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import type { DeviceReport, DeviceState, RefusedReport } from "./types.ts";

/** Fields of a device, as faults name them. */
const FIELDS = ["id", "owner", "kind", "platform", "serial", "encrypted", "compliant", "lastSeen"] as const;
type Field = (typeof FIELDS)[number];

/** Our names of a device's fields, with those that exports of device managers use for them, lower-case. */
const NAMES: Readonly<Record<Field, readonly string[]>> = {
  id: ["id", "deviceid", "device id", "udid", "managed device id"],
  owner: ["owner", "username", "user name", "userprincipalname", "primary user upn"],
  kind: ["kind", "devicetype", "device type", "form factor"],
  platform: ["platform", "os", "operatingsystem", "operating system"],
  serial: ["serial", "serialnumber", "serial number"],
  encrypted: ["encrypted", "isencrypted", "filevault status", "filevault 2 status"],
  compliant: ["compliant", "compliancestate", "compliance", "managed"],
  lastSeen: ["lastseen", "last seen", "lastsyncdatetime", "last check-in", "last inventory update"],
};

const YES: ReadonlySet<string> = new Set([
  "true",
  "yes",
  "1",
  "encrypted",
  "compliant",
  "all partitions encrypted",
]);
const NO: ReadonlySet<string> = new Set([
  "false",
  "no",
  "0",
  "not encrypted",
  "unencrypted",
  "noncompliant",
  "not compliant",
  "boot partitions encrypted",
  "some partitions encrypted",
]);

/** How a device is named: in the inventory, in a token, in the header of a client. */
export const DEVICE_ID = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/;

const id = z.string().regex(DEVICE_ID);
/** Who a device was given to. */
export const OWNER = z.string().min(1).max(128);

/** Rows of one file at most. */
const ROWS = 10_000;

/** What a file says: devices, and rows that are none. */
export interface ReadInventory {
  readonly reports: readonly DeviceReport[];
  readonly refused: readonly RefusedReport[];
}

/**
 * Devices of a CSV file (RFC 4180), a row each under a header with our names or those of a device manager's export. A row that
 * is no device is refused by its line and field; what a row does not say is not known. A row holds since its device was seen.
 * @throws AppError `input_invalid` where it is no CSV, is too long, or no column names the device or its owner
 */
export function readInventory(csv: string): ReadInventory {
  const [header, ...rows] = parsed(csv);
  const columns = columnsOf(header?.record ?? []);
  if (rows.length > ROWS)
    throw new AppError("input_invalid", `the file has more than ${ROWS} rows`, { hint: "send it in parts" });
  const reports: DeviceReport[] = [];
  const refused: RefusedReport[] = [];
  for (const { record, info } of rows) {
    const state = deviceIn((field) => record[columns.get(field) ?? -1]?.trim() ?? "");
    const place = info.lines;
    if (typeof state === "string") refused.push({ place, field: state });
    else reports.push({ state, statedAt: state.seenAt, wiped: false, place, event: null });
  }
  return { reports, refused };
}

interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

function parsed(csv: string): readonly ParsedRow[] {
  const header = csv.slice(0, csv.search(/[\r\n]|$/));
  // As spreadsheets write it where the comma is a decimal mark.
  const delimiter = header.includes(";") && !header.includes(",") ? ";" : ",";
  const options = { bom: true, info: true, skip_empty_lines: true, relax_column_count: true } as const;
  try {
    return parse(csv, { ...options, delimiter }) as unknown as readonly ParsedRow[];
  } catch (cause) {
    const line = cause instanceof Error && "lines" in cause ? Number(cause.lines) : 1;
    throw new AppError("input_invalid", `line ${line} of the inventory is not CSV`, {
      hint: "see its quotes",
    });
  }
}

function columnsOf(header: readonly string[]): ReadonlyMap<Field, number> {
  const titles = header.map((title) => title.trim().toLowerCase());
  const columns = new Map(
    FIELDS.map((field) => [field, titles.findIndex((title) => NAMES[field].includes(title))]),
  );
  for (const field of ["id", "owner"] as const)
    if ((columns.get(field) ?? -1) < 0)
      throw new AppError("input_invalid", `no column of the inventory is the \`${field}\``, {
        hint: `name the columns ${FIELDS.join(", ")}`,
      });
  return columns;
}

function deviceIn(cell: (field: Field) => string): DeviceState | Field {
  if (!id.safeParse(cell("id")).success) return "id";
  const owner = ownerIn(cell("owner"));
  if (!OWNER.safeParse(owner).success) return "owner";
  const [encrypted, compliant] = [stateOf(cell("encrypted")), stateOf(cell("compliant"))];
  if (encrypted === undefined) return "encrypted";
  if (compliant === undefined) return "compliant";
  const seen = cell("lastSeen");
  const seenAt = seen === "" ? null : Date.parse(seen);
  if (Number.isNaN(seenAt)) return "lastSeen";
  return {
    id: cell("id"),
    owner,
    kind: cell("kind").slice(0, 64),
    platform: cell("platform").slice(0, 128),
    serial: cell("serial").slice(0, 128) || null,
    encrypted,
    compliant,
    seenAt,
  };
}

/** An address names the person before its at-sign, as directories write it. */
export function ownerIn(text: string): string {
  return text.replace(/@.*$/, "");
}

/** Null: the cell says nothing; undefined: a word that is not known, which must not pass for a yes. */
function stateOf(cell: string): boolean | null | undefined {
  const word = cell.toLowerCase();
  if (word === "" || word === "unknown") return null;
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

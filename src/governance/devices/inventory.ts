import { AppError } from "../../kernel/errors.ts";
import { z } from "zod";
import type { Device } from "./types.ts";

/** Our names of a device's fields, with those that exports of device managers use for them, lower-case. */
const NAMES: Readonly<Record<keyof Device, readonly string[]>> = {
  id: ["id", "deviceid", "device id", "udid", "managed device id"],
  owner: ["owner", "username", "user name", "userprincipalname", "primary user upn"],
  platform: ["platform", "os", "operatingsystem", "operating system"],
  serial: ["serial", "serialnumber", "serial number"],
  encrypted: ["encrypted", "isencrypted", "filevault status", "filevault 2 status"],
  compliant: ["compliant", "compliancestate", "compliance", "managed"],
  seenAt: ["lastseen", "last seen", "lastsyncdatetime", "last check-in", "last inventory update"],
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

const id = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/);
const name = z.string().min(1).max(128);

/** Why a row is no device. */
export interface DeviceFault {
  /** From 1, after the header. */
  readonly row: number;
  readonly field: keyof Device;
}

/**
 * Devices of an inventory, a row each with the fields of a header: ours, or those of a device manager's export. A row that is
 * no device is left out and told; what a row does not say is not known.
 * @throws AppError `input_invalid` where no column names the device or its owner
 */
export function devicesOf(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): { readonly devices: readonly Device[]; readonly faults: readonly DeviceFault[] } {
  const columns = new Map(
    Object.entries(NAMES).map(([field, names]) => [
      field,
      header.findIndex((column) => names.includes(column.trim().toLowerCase())),
    ]),
  );
  for (const field of ["id", "owner"])
    if ((columns.get(field) ?? -1) < 0)
      throw new AppError("input_invalid", `no column of the inventory is the \`${field}\``, {
        hint: "name the columns id, owner, platform, serial, encrypted, compliant, lastSeen",
      });
  const devices: Device[] = [];
  const faults: DeviceFault[] = [];
  for (const [index, row] of rows.entries()) {
    const cell = (field: keyof Device): string => row[columns.get(field) ?? -1]?.trim() ?? "";
    const device = deviceIn(cell);
    if (typeof device === "string") faults.push({ row: index + 1, field: device });
    else devices.push(device);
  }
  return { devices, faults };
}

function deviceIn(cell: (field: keyof Device) => string): Device | keyof Device {
  if (!id.safeParse(cell("id")).success) return "id";
  // An address names the person before its at-sign, as directories write it.
  const owner = cell("owner").replace(/@.*$/, "");
  if (!name.safeParse(owner).success) return "owner";
  const [encrypted, compliant] = [stateOf(cell("encrypted")), stateOf(cell("compliant"))];
  if (encrypted === undefined) return "encrypted";
  if (compliant === undefined) return "compliant";
  const seen = cell("seenAt");
  const seenAt = seen === "" ? null : Date.parse(seen);
  if (seenAt !== null && Number.isNaN(seenAt)) return "seenAt";
  return {
    id: cell("id"),
    owner,
    platform: cell("platform").slice(0, 128),
    serial: cell("serial").slice(0, 128) || null,
    encrypted,
    compliant,
    seenAt,
  };
}

/** Null: the cell says nothing; undefined: a word that is not known, which must not pass for a yes. */
function stateOf(cell: string): boolean | null | undefined {
  const word = cell.toLowerCase();
  if (word === "" || word === "unknown") return null;
  if (YES.has(word)) return true;
  return NO.has(word) ? false : undefined;
}

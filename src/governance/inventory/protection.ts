import { OWN_DISK } from "./candidates.ts";
import type { ProtectionStatement, StatedSystem } from "./types.ts";

/**
 * Where a line comes from. `measured`: looked at just now; `configured`: the settings this process runs under;
 * `stated`: a person says so; `unknown`: nobody does.
 */
export type ProtectionBasis = "measured" | "configured" | "stated" | "unknown";

export type ProtectionArea = "transit" | "rest" | "endpoints" | "media";

/** One way or place, and whether what goes or lies there is encrypted (45 CFR 164.312(a)(2)(iv), (e)(2)(ii)). */
export interface ProtectionLine {
  readonly id: string;
  readonly area: ProtectionArea;
  /** `The listener`, `Relation facts`. */
  readonly what: string;
  /** `local`: it does not leave the machine, or there is none. */
  readonly state: "encrypted" | "partly" | "plain" | "local" | "unknown";
  readonly basis: ProtectionBasis;
  /** One sentence: by what, or what is missing. */
  readonly detail: string;
  /** Of a statement: who, and when in milliseconds since 1970. */
  readonly statedBy: string | null;
  readonly statedAt: number | null;
}

/** What the deployment knows of itself. */
export interface ProtectionFacts {
  readonly lines: readonly KnownLine[];
  /** As the inventory of devices has it; null: it cannot be read. */
  readonly devices: { readonly total: number; readonly encrypted: number; readonly unknown: number } | null;
}

export type KnownLine = Omit<ProtectionLine, "statedBy" | "statedAt" | "basis"> & {
  readonly basis: Exclude<ProtectionBasis, "stated">;
};

/**
 * The posture of encryption, a line for each way and place: what is known, then what people say.
 * INVARIANT: nothing is called encrypted that nobody configured, measured or stated.
 */
export function protectionOf(
  { lines, devices }: ProtectionFacts,
  register: readonly StatedSystem[],
): readonly ProtectionLine[] {
  const disk = register.find(({ id }) => id === OWN_DISK);
  const others = register.filter(({ id, standing }) => id !== OWN_DISK && standing === "in-use");
  return [
    ...lines.map((line) => ({ ...line, statedBy: null, statedAt: null })),
    ownDisk(disk),
    devicesLine(devices),
    ...others.flatMap(linesOf),
  ];
}

function ownDisk(disk: StatedSystem | undefined): ProtectionLine {
  const line = { id: "disk", area: "rest" as const, what: "The disk under Modicum's data" };
  const said = disk?.standing === "in-use" ? disk.atRest : null;
  return said === null
    ? { ...line, ...unsaid("Nobody has said whether the volume is encrypted; a process cannot see it.") }
    : { ...line, ...statedLine(said) };
}

function devicesLine(devices: ProtectionFacts["devices"]): ProtectionLine {
  const line = { id: "devices", area: "endpoints" as const, what: "Devices of the workforce" };
  if (devices === null) return { ...line, ...unsaid("The inventory of devices cannot be read.") };
  const { total, encrypted, unknown } = devices;
  if (total === 0) return { ...line, ...unsaid("No inventory of devices has come in.") };
  return {
    ...line,
    state: encrypted === total ? "encrypted" : encrypted === 0 && unknown === 0 ? "plain" : "partly",
    basis: "measured",
    detail: `${encrypted} of ${total} encrypted, as the device manager last said; of ${unknown} it does not say.`,
    statedBy: null,
    statedAt: null,
  };
}

function linesOf({ id, name, kind, inTransit, atRest }: StatedSystem): readonly ProtectionLine[] {
  const area = kind === "backup-media" ? "media" : "rest";
  return [
    { id: `${id}:rest`, area, what: name, ...lineOf(atRest) },
    { id: `${id}:transit`, area: "transit", what: name, ...lineOf(inTransit) },
  ];
}

function lineOf(said: ProtectionStatement | null) {
  return said === null ? unsaid("Nobody has said.") : statedLine(said);
}

function statedLine({ encrypted, how, by, at }: ProtectionStatement) {
  const state = ({ yes: "encrypted", no: "plain", unknown: "unknown" } as const)[encrypted];
  const detail = how === "" ? "No more is said." : how;
  return { state, basis: "stated" as const, detail, statedBy: by, statedAt: at };
}

function unsaid(detail: string) {
  const nobody = { statedBy: null, statedAt: null };
  return { state: "unknown" as const, basis: "unknown" as const, detail, ...nobody };
}

import type { RelationSource } from "../../catalogue/relations.ts";
import { AppError } from "../../kernel/errors.ts";

/** The options of a source, read. Which of them a kind takes stands in SPEC.md. */
export interface SourceOptions {
  /** How long after its end an event still counts, in milliseconds. */
  readonly before: number;
  /** How long ahead of its start an event counts already, in milliseconds. */
  readonly after: number;
  readonly holder: "workforce" | "department";
  /** Empty: any. */
  readonly focus: readonly string[];
  readonly codes: readonly string[];
  readonly types: readonly string[];
}

const DAY = 86_400_000;
/** A month is the twelfth part of a year of 365.25 days. */
const UNITS: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: DAY,
  w: 7 * DAY,
  mo: 30.4375 * DAY,
  y: 365.25 * DAY,
};

/** @throws AppError `config_invalid` (REL-1) for an option the kind does not take, or that cannot be read. */
export function readOptions(source: RelationSource, taken: readonly (keyof SourceOptions)[]): SourceOptions {
  const known: readonly string[] = taken;
  const strange = Object.keys(source.options).find((name) => !known.includes(name));
  if (strange !== undefined) throw invalid(source, strange);
  return {
    before: durationOf(source, "before"),
    after: durationOf(source, "after"),
    holder: holderOf(source),
    focus: namesOf(source, "focus"),
    codes: namesOf(source, "codes"),
    types: namesOf(source, "types"),
  };
}

function durationOf(source: RelationSource, name: "before" | "after"): number {
  const value = source.options[name];
  if (value === undefined) return 0;
  const found = /^(\d+)(m|h|d|w|mo|y)$/.exec(String(value));
  if (!found) throw invalid(source, name);
  return Number(found[1]) * (UNITS[found[2] ?? ""] ?? Number.NaN);
}

function holderOf(source: RelationSource): "workforce" | "department" {
  const value = source.options["holder"] ?? "workforce";
  if (value !== "workforce" && value !== "department") throw invalid(source, "holder");
  return value;
}

function namesOf(source: RelationSource, name: "focus" | "codes" | "types"): readonly string[] {
  const value = source.options[name] ?? [];
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) throw invalid(source, name);
  return value as readonly string[];
}

function invalid(source: RelationSource, name: string): AppError {
  return new AppError(
    "config_invalid",
    `the relation source \`${source.kind}\` cannot read its option \`${name}\``,
    {
      hint: "see identity/relations/SPEC.md for the options of each kind",
    },
  );
}

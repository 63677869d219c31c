import { readFileSync } from "node:fs";
import type { Asking } from "./asking.ts";
import type { Comparison } from "./comparison.ts";
import { practiceSetting } from "./setting.ts";
import { read } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/** Two worlds of the practice, and the questions that once told them apart. */
export interface KeptCase {
  readonly name: string;
  readonly person: string;
  readonly left: readonly PlainRecord[];
  readonly right: readonly PlainRecord[];
  /** Older versions of records, oldest first; none where it does not say. */
  readonly leftPast?: readonly PlainRecord[];
  readonly rightPast?: readonly PlainRecord[];
  readonly askings: readonly Asking[];
}

/** The least case for each seeded leak, and every counter-example found. */
export function keptCases(): readonly KeptCase[] {
  return JSON.parse(
    readFileSync(new URL("./noninterference-cases.json", import.meta.url), "utf8"),
  ) as readonly KeptCase[];
}

export function comparisonOf({ person, left, right, leftPast, rightPast, askings }: KeptCase): Comparison {
  return {
    setting: practiceSetting,
    person,
    left: { records: left.map(read), past: (leftPast ?? []).map(read) },
    right: { records: right.map(read), past: (rightPast ?? []).map(read) },
    askings,
  };
}

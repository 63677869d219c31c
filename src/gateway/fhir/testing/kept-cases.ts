import { readFileSync } from "node:fs";
import type { KeptCase } from "./comparison.ts";

/** Pairs of worlds that once told something apart: the least case for each seeded leak, and every counter-example found. */
export function keptCases(): readonly KeptCase[] {
  return JSON.parse(
    readFileSync(new URL("./noninterference-cases.json", import.meta.url), "utf8"),
  ) as readonly KeptCase[];
}

/** What the command line of the bench says. */
import { parseArgs } from "node:util";
import type { BenchSettings } from "./types.ts";

export interface BenchArguments {
  /** Beginnings of names of rows and curves; empty: all. */
  readonly names: readonly string[];
  readonly settings: BenchSettings;
  /** Rows that are not run keep their earlier results. */
  readonly keep: boolean;
  /** Short rounds to look at, never written down. */
  readonly quick: boolean;
  readonly list: boolean;
}

export const USAGE = `npm run bench -- [NAME…] [--rounds N] [--quick] [--keep] [--list]

  NAME      runs the rows and curves whose names begin so; without one, all
  --rounds  rounds of each side; at least 7
  --quick   short rounds, to look at: prints and judges, writes nothing
  --keep    rows that are not run keep their results of an earlier run; without it they leave the table
  --list    prints the names

Writes bench/results.json, bench/growth.json and docs/performance.md.
Exit codes: 0 every must is reached, 1 a row failed, 2 a wrong name or option, 3 a must is missed.`;

const ROUND_MS = 300;
const QUICK_ROUND_MS = 40;
const LEAST_ROUNDS = 7;

/** Reads the arguments; a string says what is wrong with them. */
export function readArguments(args: readonly string[]): BenchArguments | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: "string", default: String(LEAST_ROUNDS) },
        quick: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        list: { type: "boolean", default: false },
      },
    });
    const rounds = Number(values.rounds);
    if (!Number.isInteger(rounds) || rounds < LEAST_ROUNDS)
      return `\`--rounds\` is a whole number of at least ${LEAST_ROUNDS}`;
    const settings = { rounds, roundMs: values.quick ? QUICK_ROUND_MS : ROUND_MS };
    return { names: positionals, settings, keep: values.keep, quick: values.quick, list: values.list };
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

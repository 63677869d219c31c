import fc from "fast-check";

/** Requests to compare in one part of the suite: those of CI, or as many as `FUZZ_RUNS` says. */
export function requestsWanted(inCi: number): number {
  return Number(process.env["FUZZ_RUNS"] ?? inCi);
}

/** Where seeds begin: apart for each part of the suite, and elsewhere under `FUZZ_SEED=random`. */
export function firstSeed(part: string): number {
  const { seed = 0 } = fc.readConfigureGlobal();
  const letters = [...part].reduce((sum, letter) => sum * 31 + (letter.codePointAt(0) ?? 0), 7);
  return (seed + letters * 65_537) % 1_000_000_000;
}

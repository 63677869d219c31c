/** Lists of codes that are not yet a policy's, as segments, so that they can be measured alike. */
import type { SegmentDefinition } from "./types.ts";

/** A code of a candidate list; `code*` stands for all that begin so. */
export interface CandidateCode {
  readonly set: string;
  readonly system: string;
  readonly code: string;
}

/** Bits of a SegmentMask. */
const MOST = 31;

/** The sets as segments that infer, in groups as large as a mask can tell apart. */
export function candidateSegments(
  codes: readonly CandidateCode[],
): readonly (readonly SegmentDefinition[])[] {
  const sets = new Map<string, CandidateCode[]>();
  for (const code of codes) sets.set(code.set, [...(sets.get(code.set) ?? []), code]);
  const groups: SegmentDefinition[][] = [];
  for (const [at, [id, members]] of [...sets].entries()) {
    if (at % MOST === 0) groups.push([]);
    groups.at(-1)?.push(segmentOf(id, at % MOST, members));
  }
  return groups;
}

function segmentOf(id: string, bit: number, members: readonly CandidateCode[]): SegmentDefinition {
  const exact = members.filter(({ code }) => !code.endsWith("*"));
  const prefixes = members.filter(({ code }) => code.endsWith("*"));
  return {
    id,
    title: id,
    bit,
    guard: "none",
    labels: {
      security: new Set(),
      codes: new Set(exact.map(({ system, code }) => `${system}|${code}`)),
      prefixes: prefixes.map(({ system, code }) => `${system}|${code.slice(0, -1)}`),
    },
  };
}

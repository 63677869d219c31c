import type { Decision, RecordPredicate } from "./types.ts";

/**
 * The same decision with its relations taken for granted: file mode without facts, where whoever runs it vouches
 * for the records, and the output says so. Temporary grants, directories, self and every ceiling stand as they are.
 */
export function assumeScope(decision: Decision): Decision {
  return {
    ...decision,
    slices: decision.slices.map((slice) => ({ ...slice, records: assumed(slice.records) })),
  };
}

function assumed(predicate: RecordPredicate): RecordPredicate {
  if (predicate.kind === "related") return { kind: "assumed" };
  return predicate.kind === "all" ? { kind: "all", of: predicate.of.map(assumed) } : predicate;
}

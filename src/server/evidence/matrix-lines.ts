import { TRANSFORMS } from "../../catalogue/transforms.ts";
import { csvLine } from "../../kernel/csv-line.ts";
import { matrixOf } from "../../policy/analyze/index.ts";
import type { CompiledPolicy } from "../../policy/types.ts";

/** The matrix as CSV: one line for each role, purpose and element that is shown, after a line of titles. */
export function* matrixLines(policy: CompiledPolicy): Iterable<string> {
  yield csvLine(["role", "purpose", "element", "shown_as", "relations", "rules", "policy"]);
  for (const row of matrixOf(policy, {})) {
    const scope = [row.relations.join(" "), row.rules.join(" "), policy.hash];
    for (const { id, index } of policy.catalogue.elements) {
      const as = TRANSFORMS[row.transforms[index] ?? 0] ?? "drop";
      if (as !== "drop") yield csvLine([row.role, row.purpose, id, as, ...scope]);
    }
  }
}

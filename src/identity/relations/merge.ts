import type { RelationDefinition } from "../../catalogue/relations.ts";
import type { HeldFact } from "../ports.ts";
import type { FactDraft } from "./collector.ts";

/**
 * The facts of one source as they are stored (REL-6). A relation bound to records keeps one fact for each set of
 * records; any other joins the windows of a holder and patient that touch, and names the latest record as its
 * source, so that a department's facts are counted by patients and not by visits.
 */
export function factsOfDrafts(
  drafts: Iterable<FactDraft>,
  relation: Pick<RelationDefinition, "id" | "recordBound">,
  syncedAt: number,
): readonly HeldFact[] {
  const groups = new Map<string, FactDraft[]>();
  for (const draft of drafts) {
    const refs = relation.recordBound ? draft.refs : [];
    const key = JSON.stringify([draft.holder, draft.patientId, ...refs]);
    const group = groups.get(key);
    if (group) group.push({ ...draft, refs });
    else groups.set(key, [{ ...draft, refs }]);
  }
  return [...groups.values()]
    .flatMap(joinWindows)
    .map((draft) => ({ ...draft, relation: relation.id, syncedAt }));
}

function joinWindows(drafts: readonly FactDraft[]): readonly FactDraft[] {
  const joined: FactDraft[] = [];
  for (const draft of drafts.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (!last || draft.from > last.until) joined.push(draft);
    else if (draft.until > last.until) joined[joined.length - 1] = { ...draft, from: last.from };
  }
  return joined;
}

import type { FhirUpstream } from "../../gateway/fhir/upstream/types.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { Census } from "../../posture/types.ts";

/** How long a count of all patients is taken for true. */
const MAX_AGE_MS = 15 * 60_000;

/**
 * The patients that the upstream has, read over all pages of a search and kept for a quarter of an hour.
 * Rejects as the upstream fails: a part of the patients would make every share too great.
 */
export function createCensus(upstream: Pick<FhirUpstream, "search">, clock: Clock): () => Promise<Census> {
  let kept: { readonly at: number; readonly census: Promise<Census> } | undefined;
  return () => {
    const at = clock.now();
    if (kept !== undefined && at - kept.at < MAX_AGE_MS) return kept.census;
    const census = countPatients(upstream, at);
    kept = { at, census };
    census.catch(() => {
      if (kept?.census === census) kept = undefined;
    });
    return census;
  };
}

async function countPatients(upstream: Pick<FhirUpstream, "search">, asOf: number): Promise<Census> {
  const ids = new Set<string>();
  for await (const { id } of upstream.search("Patient", [["_elements", "id"]]))
    if (typeof id === "string") ids.add(id);
  return { ids, asOf };
}

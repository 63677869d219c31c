import type { RecordedRelease } from "../../audit/types.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import type { Shown } from "./record/shown.ts";

/** What an answer lets out, for the record. `told` are the elements that it tells about without showing them. */
export function releaseOf(
  catalogue: Catalogue,
  shown: readonly Shown[],
  told: Iterable<number>,
): RecordedRelease {
  const released = new Set([...shown.flatMap(({ projected }) => [...projected.released]), ...told]);
  const withheld = new Set(shown.flatMap(({ projected }) => [...projected.withheld]));
  return {
    outcome: "permit",
    reason: null,
    rules: distinct(shown.flatMap(({ view }) => view.rules)),
    grantIds: distinct(shown.flatMap(({ view }) => view.grantIds)),
    patients: distinct(shown.flatMap(({ facts }) => facts.patients)),
    records: shown.map(({ facts }) => `${facts.type}/${facts.id}`),
    released: [...released]
      .toSorted((a, b) => a - b)
      .flatMap((element) => catalogue.elements[element]?.id ?? []),
    withheldCount: withheld.size,
  };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].toSorted();
}

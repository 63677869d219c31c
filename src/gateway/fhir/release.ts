import type { RecordedRelease } from "../../audit/types.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import type { Shown } from "./record/shown.ts";

/** What an answer lets out, for the record. `told` are the elements that it tells about without showing them. */
export function releaseOf(
  catalogue: Catalogue,
  shown: readonly Shown[],
  told: Iterable<number>,
): RecordedRelease {
  const released = new Set(told);
  const withheld = new Set<number>();
  for (const { projected } of shown) {
    for (const element of projected.released) released.add(element);
    for (const element of projected.withheld) withheld.add(element);
  }
  const views = [...new Set(shown.map(({ view }) => view))];
  return {
    outcome: "permit",
    reason: null,
    rules: distinct(views.flatMap(({ rules }) => rules)),
    grantIds: distinct(views.flatMap(({ grantIds }) => grantIds)),
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

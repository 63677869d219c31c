import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";

/** One chart of the demo, as it is and as each of five people is shown it. */
export type Comparison = InferResponseType<typeof api.comparison.$get, 200>;
export type ComparedPerson = Comparison["people"][number];
export type Section = Comparison["sections"][number];
export type ComparedElement = Section["elements"][number];
export type Sight = ComparedElement["sights"][number];
/** The rules that show anything, by id, in words. */
export type RulesById = ReadonlyMap<string, Comparison["rules"][number]>;

/**
 * Asks as each of the five. A fresh one writes their entries into the record; else the answer of the last minute may come.
 * @throws ApiError
 */
export async function readComparison(fresh: boolean): Promise<Comparison> {
  return answerOf(api.comparison.$get({ query: { fresh: fresh ? "true" : "false" } }));
}

/** What one person is shown of an element; undefined when nobody asked for them. */
export function sightOf(element: ComparedElement, person: string): Sight | undefined {
  return element.sights.find((sight) => sight.person === person);
}

/** How many elements of a section one person is shown at least once. */
export function shownIn(section: Section, person: string): number {
  return section.elements.filter((element) => (sightOf(element, person)?.shownOn ?? 0) > 0).length;
}

/** True when not everybody is shown the same of it. */
export function differs(element: ComparedElement): boolean {
  const forms = element.sights.map(({ transform, shownOn }) => `${transform} ${shownOn}`);
  return new Set(forms).size > 1;
}

/** Elements that somebody is shown, those that divide the people first; and those kept from all. */
export function told(elements: readonly ComparedElement[]): {
  readonly shown: readonly ComparedElement[];
  readonly kept: readonly ComparedElement[];
} {
  const isShown = ({ sights }: ComparedElement): boolean => sights.some(({ shownOn }) => shownOn > 0);
  const rank = (element: ComparedElement): number => (differs(element) ? 0 : 1);
  return {
    shown: elements.filter(isShown).toSorted((a, b) => rank(a) - rank(b)),
    kept: elements.filter((element) => !isShown(element)),
  };
}

/** How one calls somebody: `Fran` for `Fran Front-Desk`. */
export function firstName(displayName: string): string {
  return displayName.split(" ")[0] ?? displayName;
}

/** A value as people write it: `yes` for `true`, a moment without its seconds and zone. */
export function plainValue(text: string): string {
  return text
    .replaceAll(/(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})/g, "$1 $2")
    .replaceAll(/(?<=^|; )true(?=$|;)/g, "yes")
    .replaceAll(/(?<=^|; )false(?=$|;)/g, "no");
}

/** The commonest reasons, short enough for a cell; the whole sentence stands behind the element. */
const BRIEFLY: Readonly<Record<string, string>> = {
  element_not_in_purpose: "the purpose does not need it",
  element_never: "the purpose may never give it",
  baa_inactive: "no agreement covers it",
};

/** Why something is withheld, in a few words. */
export function brieflyWhy({ code, title }: NonNullable<Sight["withheld"]>): string {
  return BRIEFLY[code] ?? title;
}

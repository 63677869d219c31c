import type { Catalogue, DataElement, Sensitivity } from "../../catalogue/types.ts";

/** The categories that data elements are inventoried by, from 1. */
const TITLES: readonly string[] = [
  "Identity",
  "Contact",
  "Government ids",
  "Family and contacts",
  "Race, ethnicity, SOGI",
  "Scheduling",
  "Encounters",
  "Coverage",
  "Claims, charges, balances",
  "Problems and diagnoses",
  "Medications",
  "Allergies and immunizations",
  "Labs and vitals",
  "Imaging",
  "Procedures and orders",
  "Notes and documents",
  "Care plans, referrals, messages",
  "Sensitive segments",
  "Social and family history, genomics",
  "Consents, authorizations, audit",
];

/** Segments are records of any category that carry a label: they have a category of their own. */
export const SEGMENTS = 18;

export const CATEGORY_COUNT = TITLES.length;

/** One of the twenty, with what the catalogue maps to it. */
export interface MapCategory {
  readonly number: number;
  readonly title: string;
  /** The highest of its elements; null: nothing is mapped. */
  readonly sensitivity: Sensitivity | null;
  readonly elements: readonly Pick<DataElement, "id" | "title" | "sensitivity">[];
  /** Ids of the segments; in category 18 alone. */
  readonly segments: readonly string[];
  /** False: no element and no segment says what of the record belongs to it. */
  readonly isMapped: boolean;
}

/** The twenty categories as the catalogue and the segments of a policy fill them. */
export function categoriesOf(
  { elements }: Pick<Catalogue, "elements">,
  segments: readonly { readonly id: string }[],
): readonly MapCategory[] {
  return TITLES.map((title, at) => {
    const number = at + 1;
    const own = elements.filter(({ category }) => category === number);
    const labels = number === SEGMENTS ? segments.map(({ id }) => id) : [];
    return {
      number,
      title,
      sensitivity: labels.length > 0 ? "very-high" : highest(own),
      elements: own.map((element) => ({
        id: element.id,
        title: element.title,
        sensitivity: element.sensitivity,
      })),
      segments: labels,
      isMapped: own.length + labels.length > 0,
    };
  });
}

const ORDER: readonly Sensitivity[] = ["low", "moderate", "high", "very-high"];

/** The highest sensitivity of these; null: there are none. */
export function highest(all: readonly { readonly sensitivity: Sensitivity | null }[]): Sensitivity | null {
  return (
    ORDER[Math.max(...all.map(({ sensitivity }) => (sensitivity ? ORDER.indexOf(sensitivity) : -1)), -1)] ??
    null
  );
}

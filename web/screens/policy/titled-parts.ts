import type { Titled } from "../../api/policy-titles.ts";

/** A part of a sentence: words, or an id with what it is the id of; null: neither role nor purpose nor segment. */
export interface TitledPart {
  readonly text: string;
  readonly kind: Titled | null | "words";
}

/** The word before an id says what it names; a list goes on with the same. */
const KINDS: Readonly<Record<string, Titled>> = {
  role: "role",
  roles: "role",
  with: "role",
  by: "role",
  purpose: "purpose",
  under: "purpose",
  segment: "segment",
};
const LISTED = new Set([",", ", and", "and"]);

/** The sentences of the analysis, taken apart: "role `biller` may ask under `billing`". */
export function titledParts(sentence: string): readonly TitledPart[] {
  let kind: Titled | null = null;
  return sentence.split("`").map((text, at): TitledPart => {
    if (at % 2 === 1) return { text, kind };
    const words = text.trim();
    if (!LISTED.has(words)) kind = KINDS[/[a-z]+$/.exec(words)?.[0] ?? ""] ?? null;
    return { text, kind: "words" };
  });
}

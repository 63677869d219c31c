/** Texts and views for the rows of projection: Synthea's Bundles where they are at hand, else made-up ones. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { codeOf, KEEP } from "../src/catalogue/transforms.ts";
import type { TransformVector } from "../src/catalogue/transforms.ts";
import type { Catalogue } from "../src/catalogue/types.ts";
import { madeUpBundle } from "./projection-material.ts";

const SYNTHEA = new URL("../../shared/data/synthea/", import.meta.url);
const MADE_UP = 12;
export const MIB = 2 ** 20;

/** What a nurse or physician is shown. */
const CLINICAL = [
  "patient",
  "condition",
  "observation",
  "medication",
  "allergy",
  "procedure",
  "encounter",
  "care-plan",
];

/** Compact text of each Bundle. */
export function bundleTexts(): readonly Buffer[] {
  if (!existsSync(SYNTHEA)) return Array.from({ length: MADE_UP }, (_, seed) => madeUpBundle(seed, 60));
  return readdirSync(SYNTHEA)
    .filter((name) => name.endsWith(".json.gz"))
    .map((name) => gunzipSync(readFileSync(new URL(name, SYNTHEA))).toString())
    .map((text) => Buffer.from(JSON.stringify(JSON.parse(text))));
}

/** Compact text of each resource of the Bundles. */
export function resourceTexts(): readonly Buffer[] {
  return bundleTexts().flatMap((bundle) => {
    const { entry } = JSON.parse(bundle.toString()) as { entry: readonly { resource: unknown }[] };
    return entry.map(({ resource }) => Buffer.from(JSON.stringify(resource)));
  });
}

/** Every element of the groups, untransformed. */
export function viewOfGroups(catalogue: Catalogue, groups: readonly string[]): TransformVector {
  const vector = new Uint8Array(catalogue.elements.length);
  for (const group of groups) for (const index of catalogue.select(`${group}.*`) ?? []) vector[index] = KEEP;
  return vector;
}

export function clinicalView(catalogue: Catalogue): TransformVector {
  return viewOfGroups(catalogue, CLINICAL);
}

export function wholeView(catalogue: Catalogue): TransformVector {
  return new Uint8Array(catalogue.elements.length).fill(KEEP);
}

export function bytesOf(texts: readonly Uint8Array[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

/** The clinical view as Safe Harbor would have it: years of dates, tokens of what names someone, no places or addresses. */
export function deidentifiedView(catalogue: Catalogue): TransformVector {
  const clinical = clinicalView(catalogue);
  return Uint8Array.from(catalogue.elements, ({ index, identifierClass }) => {
    if (clinical[index] !== KEEP || identifierClass === "none") return clinical[index] ?? 0;
    if (identifierClass === "date") return codeOf("generalize:year");
    return DROPPED.has(identifierClass) ? codeOf("drop") : codeOf("tokenize");
  });
}

const DROPPED: ReadonlySet<string> = new Set([
  "geography",
  "phone",
  "fax",
  "email",
  "url",
  "ip",
  "photo",
  "biometric",
]);

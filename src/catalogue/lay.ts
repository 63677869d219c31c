/** Lays every path of every element into one draft per resource type. */
import type { ElementPath } from "./element-path.ts";
import { parseElementPath } from "./element-path.ts";
import type { Draft, PathFault } from "./draft.ts";
import { layPath, newDraft, variantOf } from "./draft.ts";
import type { CatalogueFault, CatalogueFaultCode } from "./faults.ts";
import { isResourceType } from "./fhir-r4/definitions.ts";
import { patientLinkMembers } from "./patient-link.ts";
import type { DataElement } from "./types.ts";

export interface LaidElements {
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly faults: readonly CatalogueFault[];
}

interface OwnedPath {
  readonly element: DataElement;
  readonly path: ElementPath;
}

/** Faults name the element and the path. Paths under `[*]` come last, when every variant is known. */
export function layElements(elements: readonly DataElement[]): LaidElements {
  const drafts = new Map<string, Draft>();
  const faults: CatalogueFault[] = [];
  const fault = (element: DataElement, at: string, code: CatalogueFaultCode, message: string): void => {
    faults.push({ code, element: element.id, index: element.index, at, message });
  };
  const everywhere: OwnedPath[] = [];
  for (const { element, path } of elements.flatMap((one) => pathsOf(one, fault))) {
    const draft = draftOf(drafts, path.resourceType);
    if (path.root === "every") everywhere.push({ element, path });
    else
      report(
        lay(path.root === null ? draft : variantOf(draft, path.root), element, path, false),
        element,
        path,
        fault,
      );
  }
  for (const { element, path } of everywhere) {
    const draft = draftOf(drafts, path.resourceType);
    for (const place of [draft, ...[...draft.variants.values()].map((variant) => variant.draft)]) {
      report(lay(place, element, path, place !== draft), element, path, fault);
    }
  }
  return { drafts, faults };
}

type Report = (element: DataElement, at: string, code: CatalogueFaultCode, message: string) => void;

function pathsOf(element: DataElement, fault: Report): OwnedPath[] {
  return element.fhir.flatMap((text) => {
    const parsed = parseElementPath(text);
    if (!parsed.ok) fault(element, text, "path_invalid", parsed.error);
    return parsed.ok
      ? parsed.value.filter((path) => knownType(path, element, fault)).map((path) => ({ element, path }))
      : [];
  });
}

function knownType(path: ElementPath, element: DataElement, fault: Report): boolean {
  if (isResourceType(path.resourceType)) return true;
  fault(element, path.text, "type_unknown", `\`${path.resourceType}\` is not a resource type of fhir r4`);
  return false;
}

function draftOf(drafts: Map<string, Draft>, type: string): Draft {
  const known = drafts.get(type);
  if (known !== undefined) return known;
  const added = newDraft(type, false);
  drafts.set(type, added);
  return added;
}

function lay(place: Draft, element: DataElement, path: ElementPath, weak: boolean): PathFault | null {
  if (isStructural(path)) return "path_structural";
  const laid = layPath(place, path, { element: element.index, weak });
  return laid.ok ? null : laid.error;
}

function isStructural(path: ElementPath): boolean {
  const only = path.segments.length === 1 ? path.segments[0]?.name : undefined;
  return only !== undefined && (only === "id" || patientLinkMembers(path.resourceType).includes(only));
}

const MESSAGES: Readonly<Record<PathFault, string>> = {
  path_unknown: "is not a path of fhir r4",
  path_conflict: "belongs to another element already",
  path_structural: "comes out of every visible record, so no element can own it",
  extension_undiscriminated: "names an extension without `[url=…]`",
};

function report(code: PathFault | null, element: DataElement, path: ElementPath, fault: Report): void {
  if (code !== null) fault(element, path.text, code, `\`${path.text}\` ${MESSAGES[code]}`);
}

/** Lookups by id, SQL column and CSV header; each names one element alone. */
import type { CatalogueFault, CatalogueFaultCode } from "./faults.ts";
import type { DataElement, ElementId } from "./types.ts";

export interface IdentityIndex {
  readonly byId: ReadonlyMap<ElementId, DataElement>;
  readonly byColumn: ReadonlyMap<string, DataElement>;
  readonly byHeader: ReadonlyMap<string, DataElement>;
  readonly faults: readonly CatalogueFault[];
}

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+$/;
const COLUMN = /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/;

/** `Social Security Number`, `social-security_number` and `socialSecurityNumber` are one header. */
export function foldHeader(header: string): string {
  return header.toLowerCase().replaceAll(/[\s._-]+/g, "");
}

/** Indexes the elements; every conflict is a fault of the later element. */
export function indexIdentity(elements: readonly DataElement[]): IdentityIndex {
  const byId = new Map<ElementId, DataElement>();
  const byColumn = new Map<string, DataElement>();
  const byHeader = new Map<string, DataElement>();
  const faults: CatalogueFault[] = [];
  for (const [position, element] of elements.entries()) {
    const fault = (code: CatalogueFaultCode, at: string, message: string): void => {
      faults.push({ code, element: element.id, index: position, at, message });
    };
    if (element.index !== position)
      fault("index_invalid", String(element.index), `index of \`${element.id}\` is not its position`);
    if (!ID.test(element.id))
      fault("id_invalid", element.id, `\`${element.id}\` is not kebab-case parts joined by dots`);
    if (!addOnce(byId, element.id, element))
      fault("id_conflict", element.id, `\`${element.id}\` stands twice`);
    for (const column of element.sql) {
      if (!COLUMN.test(column))
        fault("column_invalid", column, `\`${column}\` is not \`table.column\` in lower case`);
      if (!addOnce(byColumn, column, element))
        fault("column_conflict", column, conflict("column", column, byColumn.get(column)));
    }
    for (const header of new Set(element.csv.map(foldHeader))) {
      if (!addOnce(byHeader, header, element))
        fault("header_conflict", header, conflict("header", header, byHeader.get(header)));
    }
  }
  return { byId, byColumn, byHeader, faults };
}

function addOnce(index: Map<string, DataElement>, key: string, element: DataElement): boolean {
  if (index.has(key)) return false;
  index.set(key, element);
  return true;
}

function conflict(what: string, text: string, owner: DataElement | undefined): string {
  return `${what} \`${text}\` belongs to \`${owner?.id ?? ""}\` already`;
}

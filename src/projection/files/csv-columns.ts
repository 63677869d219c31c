import { foldHeader } from "../../catalogue/identity-index.ts";
import type { Catalogue, DataElement } from "../../catalogue/types.ts";

/** One column of the file. */
export interface CsvColumn {
  readonly position: number;
  readonly header: string;
  /** Undefined: no element covers it. */
  readonly element: DataElement | undefined;
  /** Resource types that can hold the element. */
  readonly types: readonly string[];
  /** The logical id of the patient a row is about. */
  readonly isPatient: boolean;
}

/** How a file is laid out for one view. */
export interface CsvLayout {
  readonly columns: readonly CsvColumn[];
  /** Columns that come out, in the order of the file. Follows from policy and caller alone, never from the rows. */
  readonly shown: readonly CsvColumn[];
  readonly patient: CsvColumn | undefined;
  /** Headers that no element covers. */
  readonly unmapped: ReadonlySet<string>;
}

const PATIENT_HEADERS = ["patient", "patientid", "patientfhirid", "patientreference", "id"];

/** `isGranted` follows from policy and caller alone. */
export function csvLayout(
  header: readonly string[],
  catalogue: Catalogue,
  isGranted: (element: DataElement, types: readonly string[]) => boolean,
): CsvLayout {
  const folded = header.map(foldHeader);
  const patientHeader = PATIENT_HEADERS.find((name) => folded.includes(name));
  const patientPosition = patientHeader === undefined ? -1 : folded.indexOf(patientHeader);
  const columns = header.map((text, position) => {
    const element = catalogue.byHeader(text);
    const types = element === undefined ? [] : typesOf(element);
    return { position, header: text, element, types, isPatient: position === patientPosition };
  });
  return {
    columns,
    shown: columns.filter((column) => isShown(column, isGranted)),
    patient: columns.find((column) => column.isPatient),
    unmapped: new Set(columns.filter(isUnmapped).map((column) => column.header)),
  };
}

/** Resource types that can hold an element, by its paths; `Patient` for one without paths. */
function typesOf({ fhir }: DataElement): readonly string[] {
  const types = new Set(fhir.flatMap((path) => /[A-Z]\w*/.exec(path)?.[0] ?? []));
  return types.size === 0 ? ["Patient"] : [...types];
}

/** The patient column is structural where no element owns it: it comes with every row that is there. */
function isShown(
  { element, types, isPatient }: CsvColumn,
  isGranted: (element: DataElement, types: readonly string[]) => boolean,
): boolean {
  return element === undefined ? isPatient : isGranted(element, types);
}

function isUnmapped({ element, isPatient }: CsvColumn): boolean {
  return element === undefined && !isPatient;
}

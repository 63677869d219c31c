import { foldHeader } from "../../catalogue/identity-index.ts";
import type { Catalogue, DataElement } from "../../catalogue/types.ts";

/** One column of the file. */
export interface CsvColumn {
  readonly position: number;
  readonly header: string;
  /** Undefined: no element covers it. */
  readonly element: DataElement | undefined;
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
  isGranted: (element: DataElement) => boolean,
): CsvLayout {
  const folded = header.map(foldHeader);
  const patientHeader = PATIENT_HEADERS.find((name) => folded.includes(name));
  const patientPosition = patientHeader === undefined ? -1 : folded.indexOf(patientHeader);
  const columns = header.map((text, position) => ({
    position,
    header: text,
    element: catalogue.byHeader(text),
    isPatient: position === patientPosition,
  }));
  return {
    columns,
    shown: columns.filter((column) => isShown(column, isGranted)),
    patient: columns.find((column) => column.isPatient),
    unmapped: new Set(columns.filter(isUnmapped).map((column) => column.header)),
  };
}

/** The patient column is structural where no element owns it: it comes with every row that is there. */
function isShown({ element, isPatient }: CsvColumn, isGranted: (element: DataElement) => boolean): boolean {
  return element === undefined ? isPatient : isGranted(element);
}

function isUnmapped({ element, isPatient }: CsvColumn): boolean {
  return element === undefined && !isPatient;
}

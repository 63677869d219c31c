import type { PathFault } from "./draft.ts";
import type { ElementId } from "./types.ts";

export type CatalogueFaultCode =
  | PathFault
  | "path_invalid"
  | "type_unknown"
  | "id_invalid"
  | "id_conflict"
  | "index_invalid"
  | "column_invalid"
  | "column_conflict"
  | "header_conflict";

/** One thing that is wrong with an element. */
export interface CatalogueFault {
  readonly code: CatalogueFaultCode;
  /** Id of the element. */
  readonly element: ElementId;
  /** Position of the element in the list. */
  readonly index: number;
  /** The path, column or header in question, as written. */
  readonly at: string;
  /** One line, lower-case, input in backticks. */
  readonly message: string;
}

/** Element paths relative to the type, separated by spaces; a choice ends with `[x]`. */
export interface SummaryData {
  /** `isSummary` in the R4 definition. */
  readonly summary: string;
  /** Top-level members with a minimum of 1. */
  readonly mandatory: string;
}

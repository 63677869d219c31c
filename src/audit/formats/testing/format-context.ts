import type { FormatContext } from "../context.ts";

const CODES: Readonly<Record<string, string>> = { billing: "HPAYMT", treatment: "TREAT", audit: "HOPERAT" };

/** A context with the codes of a few purposes. */
export const CONTEXT: FormatContext = {
  site: "alder-falls",
  version: "1.2.3",
  purposeCode: (purpose) => CODES[purpose],
};

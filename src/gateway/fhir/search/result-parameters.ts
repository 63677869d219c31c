import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { QueryPair } from "../query.ts";
import { because } from "../reasons.ts";
import type { Subset } from "../summary/subset.ts";

/** How the answer is to look; what is in it, filters say. FHIR R4 search, 3.1.1.5. */
export interface ResultParameters {
  /** As written, `-date,name`; compiled against the type elsewhere. */
  readonly sort: readonly string[];
  /** Records a page; null: not said. */
  readonly count: number | null;
  readonly withTotal: boolean;
  /** `_summary=count`, `_count=0`: the number alone. */
  readonly onlyCount: boolean;
  readonly subset: Subset;
}

const NAMES: ReadonlySet<string> = new Set(["_sort", "_count", "_total", "_summary", "_elements", "_format"]);
const SUMMARIES: ReadonlySet<string> = new Set(["true", "text", "data", "count", "false"]);
const TOTALS: ReadonlySet<string> = new Set(["none", "estimate", "accurate"]);

/** True for the parameters read here; everything else is a filter, or refused. */
export function isResultParameter(name: string): boolean {
  return NAMES.has(name);
}

/** Reads the result parameters among these; each may stand once. `_format` is negotiation's. */
export function readResultParameters(pairs: readonly QueryPair[]): Result<ResultParameters, Reason> {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (!NAMES.has(name)) continue;
    if (values.has(name)) return invalid(name);
    values.set(name, value);
  }
  const count = values.get("_count");
  const summary = values.get("_summary") ?? "false";
  const total = values.get("_total") ?? "accurate";
  if (count !== undefined && !/^\d{1,9}$/.test(count)) return invalid("_count");
  if (!SUMMARIES.has(summary)) return invalid("_summary");
  if (!TOTALS.has(total)) return invalid("_total");
  const subset = subsetAsked(values.get("_elements"), summary);
  if (subset === undefined) return invalid("_elements");
  return ok({
    sort: values.get("_sort")?.split(",") ?? [],
    count: count === undefined ? null : Number(count),
    withTotal: total !== "none",
    onlyCount: summary === "count" || Number(count ?? "1") === 0,
    subset,
  });
}

/** Undefined when the two contradict each other or a name is none. */
function subsetAsked(elements: string | undefined, summary: string): Subset | undefined {
  const kind = summary === "false" || summary === "count" ? "all" : (summary as "true" | "text" | "data");
  if (elements === undefined) return { kind: kind === "true" ? "summary" : kind };
  const names = elements.split(",");
  const readable = names.every((name) => /^(?:[A-Z][A-Za-z]*\.)?[a-z][A-Za-z]*(?:\[x\])?$/.test(name));
  return readable && kind === "all" ? { kind: "elements", names: new Set(names) } : undefined;
}

function invalid(name: string): Result<never, Reason> {
  return err(because("parameter_invalid", `\`${name}\``));
}

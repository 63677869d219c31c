import type { Reason } from "../../../decision/types.ts";
import type { ReasonCode } from "../../../kernel/reasons.ts";
import type { WriteRefusal } from "../../../projection/write-walk.ts";
import { because } from "../reasons.ts";

const CODES: Readonly<Record<WriteRefusal["kind"], ReasonCode>> = {
  fixed: "write_moves",
  not_writable: "write_not_permitted",
  not_covered: "write_not_covered",
  ambiguous: "write_ambiguous",
};

/** The reason of the first refusal, with every element or path that is refused for it, each once. */
export function reasonOf(refusals: readonly WriteRefusal[]): Reason {
  const kind = refusals[0]?.kind ?? "not_covered";
  const names = refusals.filter((one) => one.kind === kind).map(({ element, path }) => element ?? path);
  return because(CODES[kind], [...new Set(names)].map((name) => `\`${name}\``).join(", "));
}

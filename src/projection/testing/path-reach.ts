/** What the text of an element's `fhir` paths can reach at most, read without the catalogue's own parser. */
import type { DataElement } from "../../catalogue/types.ts";

/** Matches paths without list positions that may belong to the element. */
export function reachOf(element: DataElement): readonly RegExp[] {
  return element.fhir.flatMap(alternatives).map(patternOf);
}

/** `Type.(a|b)[x=y].c` → `Type.a[x=y].c`, `Type.b[x=y].c`. Brackets may hold parentheses. */
function alternatives(path: string): string[] {
  const match = /^([^([]*(?:\[[^\]]*\][^([]*)*)\(([^)]*)\)(.*)$/.exec(path);
  if (match === null) return [path];
  const [, before = "", inner = "", after = ""] = match;
  return inner.split("|").flatMap((one) => alternatives(before + one.trim() + after));
}

function patternOf(path: string): RegExp {
  const bare = path.replaceAll(/\[(?!x\])[^\]]*\]/g, "");
  const steps = bare
    .split(".")
    .map((step) => (step.endsWith("[x]") ? `${step.slice(0, -3)}[A-Z]\\w*` : step));
  // An extension of a primitive stands beside it in JSON.
  const joined = steps.map((step, i) => (steps[i + 1] === "extension" ? `_?${step}` : step)).join("\\.");
  return new RegExp(`^${joined}(?:\\.|$)`);
}

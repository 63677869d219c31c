import { describeChange } from "../analyze/describe-change.ts";
import type { PolicyEdit } from "../edit/types.ts";
import type { BenchEdited } from "./ports.ts";

/** What an edit did, in lines of ids: the files it wrote, what it says of a purpose, and each cell it changed. */
export function describeEdit(edit: PolicyEdit, edited: BenchEdited): readonly string[] {
  const files = edited.files.map(({ path, text }) => `${text === null ? "removed" : "wrote"} ${path}`);
  const ceiling = edit.kind === "ceiling" ? [describeCeiling(edit)] : [];
  const broken = edited.policyHash === null ? ["does not compile"] : [];
  return [...files, ...ceiling, ...broken, ...(edited.cells ?? []).map(describeChange)];
}

function describeCeiling({ purpose, element, list, as }: Extract<PolicyEdit, { kind: "ceiling" }>): string {
  const form = as === undefined || as === "keep" ? "" : ` as ${as}`;
  return list === "unsaid"
    ? `purpose ${purpose} says nothing of ${element}`
    : `purpose ${purpose} has ${element} in ${list}${form}`;
}

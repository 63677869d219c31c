import { describeChange } from "../analyze/describe-change.ts";
import type { Bearing } from "../analyze/others/bearing.ts";
import { describeOther } from "../analyze/others/describe-other.ts";
import type { PolicyEdit } from "../edit/types.ts";
import type { BenchEdited } from "./ports.ts";

/**
 * What an edit did, in lines of ids: the files it wrote, what it says of a purpose, what differs beside the cells, and
 * each cell it changed. Wording comes last, since the record holds so many lines and no more.
 */
export function describeEdit(edit: PolicyEdit, edited: BenchEdited): readonly string[] {
  const files = edited.files.map(({ path, text }) => `${text === null ? "removed" : "wrote"} ${path}`);
  const ceiling = edit.kind === "ceiling" ? [describeCeiling(edit)] : [];
  const broken = edited.policyHash === null ? ["does not compile"] : [];
  const others = (edited.others ?? []).toSorted((a, b) => RANK[a.bearing] - RANK[b.bearing]);
  return [
    ...files,
    ...ceiling,
    ...broken,
    ...others.filter(({ bearing }) => bearing !== "wording").map(describeOther),
    ...(edited.cells ?? []).map(describeChange),
    ...others.filter(({ bearing }) => bearing === "wording").map(describeOther),
  ];
}

const RANK: Readonly<Record<Bearing, number>> = { opens: 0, "may-open": 1, narrows: 2, wording: 3 };

function describeCeiling({ purpose, element, list, as }: Extract<PolicyEdit, { kind: "ceiling" }>): string {
  const form = as === undefined || as === "keep" ? "" : ` as ${as}`;
  return list === "unsaid"
    ? `purpose ${purpose} says nothing of ${element}`
    : `purpose ${purpose} has ${element} in ${list}${form}`;
}

import type { TransformCode } from "../../catalogue/transforms.ts";
import type { Catalogue } from "../../catalogue/types.ts";
import { indexesOf, inForm, patternOf, transformCodeOf } from "./names.ts";
import type { ListedField } from "./names.ts";
import type { Expected, Observed } from "./types.ts";

/**
 * What was expected and what came instead, one line for each difference; empty when they agree.
 * AppError `input_invalid` for a field the catalogue lacks.
 */
export function differencesOf(
  expected: Expected,
  observed: Observed,
  catalogue: Catalogue,
): readonly string[] {
  if (expected.decision === "deny")
    return observed.visible ? [shownInstead(observed)] : deniedAs(expected, observed);
  if (!observed.visible) return [`expected allow, but it is denied${because(observed)}`];
  return [
    ...(expected.fields === undefined ? [] : fieldDifferences(expected.fields, observed, catalogue)),
    ...(expected.rules === undefined ? [] : ruleDifferences(expected.rules, observed)),
    ...withheldDifferences(expected, observed),
  ];
}

/** "it shows `patient.name` by `role:biller/billing#1`", for messages. */
export function shownInWords({ shown, rules }: Observed): string {
  const what = shown.size === 0 ? "that the record is there" : quoted([...shown.keys()]);
  return `${what} by ${quoted(rules)}`;
}

function shownInstead(observed: Observed): string {
  return `expected deny, but it shows ${shownInWords(observed)}`;
}

function deniedAs({ code }: Expected, observed: Observed): readonly string[] {
  if (code === undefined || observed.reasons.includes(code)) return [];
  return [`expected deny with \`${code}\`, but it is denied${because(observed)}`];
}

function because({ reasons }: Observed): string {
  return reasons.length === 0 ? "" : ` with ${quoted(reasons)}`;
}

function fieldDifferences(
  fields: readonly ListedField[],
  { shown }: Observed,
  catalogue: Catalogue,
): string[] {
  const listed = new Map<string, TransformCode>();
  const missing: string[] = [];
  for (const field of fields) {
    const ids = indexesOf(patternOf(field), catalogue).map((index) => catalogue.elements[index]?.id ?? "");
    const present = ids.filter((id) => shown.has(id));
    if (present.length === 0) missing.push(`\`${patternOf(field)}\` is listed, but nothing of it is shown`);
    for (const id of present) listed.set(id, transformCodeOf(field));
  }
  const unlike = [...shown].flatMap(([id, code]) => fieldDifference(id, code, listed.get(id)));
  return [...missing, ...unlike];
}

function fieldDifference(id: string, code: TransformCode, expected: TransformCode | undefined): string[] {
  if (expected === undefined) return [`\`${id}\` is not listed, but it is shown ${inForm(code)}`];
  if (expected === code) return [];
  return [`\`${id}\` is listed ${inForm(expected)}, but it is shown ${inForm(code)}`];
}

function ruleDifferences(expected: readonly string[], { rules }: Observed): string[] {
  const absent = expected.filter((rule) => !rules.includes(rule));
  const extra = rules.filter((rule) => !expected.includes(rule));
  return [
    ...absent.map((rule) => `rule \`${rule}\` is expected, but gave nothing`),
    ...extra.map((rule) => `rule \`${rule}\` is not expected, but gave something`),
  ];
}

function withheldDifferences({ withheld }: Expected, observed: Observed): string[] {
  if (withheld === undefined || observed.withheld >= withheld.min) return [];
  return [`expected at least ${withheld.min} elements to be withheld, but ${observed.withheld} are`];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

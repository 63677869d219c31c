import { DROP } from "../../catalogue/transforms.ts";
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
  { held, shown }: Observed,
  catalogue: Catalogue,
): string[] {
  const listed = new Map<string, TransformCode>();
  const missing: string[] = [];
  for (const field of fields) {
    const ids = indexesOf(patternOf(field), catalogue).map((index) => catalogue.elements[index]?.id ?? "");
    const present = ids.filter((id) => held.has(id));
    if (present.length === 0)
      missing.push(`\`${patternOf(field)}\` is listed, but the record holds nothing of it`);
    for (const id of present) listed.set(id, transformCodeOf(field));
  }
  const expected = [...listed].flatMap(([id, code]) => listedDifference(id, code, shown.get(id)));
  const unlisted = [...shown].filter(([id]) => !listed.has(id));
  const extra = unlisted.map(([id, code]) => `\`${id}\` is not listed, but it is shown ${inForm(code)}`);
  return [...missing, ...expected, ...extra];
}

function listedDifference(id: string, expected: TransformCode, shown: TransformCode = DROP): string[] {
  if (shown === expected) return [];
  if (shown === DROP) return [`\`${id}\` is listed, but it is not shown`];
  return [`\`${id}\` is listed ${inForm(expected)}, but it is shown ${inForm(shown)}`];
}

function ruleDifferences(expected: readonly string[], { rules }: Observed): string[] {
  const absent = expected.filter((rule) => !rules.includes(rule));
  const extra = rules.filter((rule) => !expected.includes(rule));
  return [
    ...absent.map((rule) => `rule \`${rule}\` is expected, but gave nothing`),
    ...extra.map((rule) => `rule \`${rule}\` is not expected, but gave something`),
  ];
}

function withheldDifferences({ withheld }: Expected, { held, shown }: Observed): string[] {
  const count = held.size - shown.size;
  if (withheld === undefined || count >= withheld.min) return [];
  return [`expected at least ${withheld.min} elements to be withheld, but ${count} are`];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

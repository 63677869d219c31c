/**
 * The `fhir:` paths of the element files, read once more from their text (rules P1–P9 of catalogue/SPEC.md).
 * Shares nothing with the catalogue's parser, so that a mistake there cannot excuse itself here.
 */
import type { Catalogue } from "../../src/catalogue/types.ts";
import { isJsonObject, JsonNumber } from "../../src/kernel/json.ts";
import type { JsonValue } from "../../src/kernel/json.ts";

/** One step of a path: a member with the tests that stand behind it. */
export interface PathStep {
  readonly name: string;
  /** `value[x]`: any datatype of the choice. */
  readonly choice: boolean;
  /** As written: `[system=…]`, `[*]`, or the empty string. */
  readonly test: string;
}

/** One path of one element, without alternatives; the first step is the resource type. */
export interface ElementPath {
  readonly element: number;
  readonly steps: readonly PathStep[];
}

const STEP = /^([A-Za-z]\w*)(\[x\])?((?:\[[^\]]*\])*)$/;

/** Every path of every element, by resource type. Throws at a text it cannot read. */
export function pathsByType(catalogue: Catalogue): ReadonlyMap<string, readonly ElementPath[]> {
  const paths = catalogue.elements.flatMap(({ fhir, index }) =>
    fhir.flatMap(alternatives).map((text) => ({ element: index, steps: stepsOf(text) })),
  );
  const byType = new Map<string, ElementPath[]>();
  for (const path of paths) {
    const type = path.steps[0]?.name ?? "";
    byType.set(type, [...(byType.get(type) ?? []), path]);
  }
  return byType;
}

/** `A.(b | c).d` → `A.b.d`, `A.c.d`; brackets may hold anything. */
function alternatives(text: string): readonly string[] {
  const group = /^((?:[^([]|\[[^\]]*\])*)\(([^)]*)\)(.*)$/.exec(text);
  if (group === null) return [text];
  const [, before = "", inner = "", after = ""] = group;
  return inner.split("|").flatMap((one) => alternatives(before + one.trim() + after));
}

function stepsOf(text: string): readonly PathStep[] {
  return (text.match(/(?:[^.[]|\[[^\]]*\])+/g) ?? []).map((part) => {
    const read = STEP.exec(part);
    if (read === null) throw new Error(`cannot read \`${part}\` of \`${text}\``);
    const [, name = "", choice, test = ""] = read;
    return { name, choice: choice !== undefined, test };
  });
}

/** Whether a step names this JSON member: `onsetDateTime` is named by `onset[x]`. */
export function names(step: PathStep, key: string): boolean {
  return step.choice ? new RegExp(`^${step.name}[A-Z]`).test(key) : step.name === key;
}

/** Whether every test of `[a.b=v,w][c=x]` holds on an item; any value on the way may satisfy it. */
export function passes(test: string, item: JsonValue): boolean {
  return test
    .slice(1, -1)
    .split("][")
    .every((condition) => {
      const [path = "", values = ""] = condition.split(/=(.*)/s);
      const found = valuesAt(item, path.split("."));
      return values.split(",").some((value) => found.includes(value));
    });
}

function valuesAt(value: JsonValue | undefined, path: readonly string[]): readonly string[] {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).flatMap((item) => valuesAt(item, path));
  const [first, ...rest] = path;
  if (first !== undefined) return isJsonObject(value) ? valuesAt(value[first], rest) : [];
  if (isJsonObject(value)) return [`${String(value["system"] ?? "")}|${String(value["code"])}`];
  return value === undefined || value === null
    ? []
    : [value instanceof JsonNumber ? value.text : String(value)];
}

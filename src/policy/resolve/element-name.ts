import type { TransformVector } from "../../catalogue/transforms.ts";
import { KEEP } from "../../catalogue/transforms.ts";
import { finding } from "../diagnostics.ts";
import type { Diagnostic } from "../diagnostics.ts";
import { suggest } from "../parse/nearest.ts";
import type { SourcePosition } from "../types.ts";
import type { ElementIndex } from "./element-index.ts";

export type Report = (diagnostic: Diagnostic) => void;

/** What a name in an element list can mean where it stands. */
export interface ElementScope {
  readonly index: ElementIndex;
  /** Elements of a set; undefined when there is no such set. */
  set(name: string): TransformVector | undefined;
  readonly setNames: readonly string[];
  /** What `purpose.need` stands for; null where it has no meaning. */
  readonly need: TransformVector | null;
}

export interface NamedElements {
  readonly vector: TransformVector;
  /** An element named by its own id says more than a glob or a set that holds it. */
  readonly exact: boolean;
}

/** Elements that `name` stands for. Diagnostics: POL-202, POL-203, POL-204, POL-205, POL-211. */
export function resolveName(
  name: string,
  scope: ElementScope,
  at: SourcePosition,
  report: Report,
): NamedElements | undefined {
  if (name === "*")
    return refuse(finding("POL-203", at, "a bare `*` would give everything", "name the elements"));
  if (name === "purpose.need") return resolveNeed(scope, at, report);
  if (/^[A-Z]/.test(name)) return resolveSet(name, scope, at, report);
  if (name.endsWith(".*") && name.indexOf("*") === name.length - 1)
    return resolveGlob(name, scope, at, report);
  if (name.includes("*")) {
    return refuse(
      finding("POL-204", at, `a glob stands at the end only, not in \`${name}\``, "such as `claim.*`"),
    );
  }
  const index = scope.index.indexOf(name);
  if (index !== undefined) return { vector: vectorOf(scope.index, [index]), exact: true };
  const hint = suggest(name, scope.index.ids) ?? "elements are declared in ElementGroup files";
  return refuse(finding("POL-202", at, `no element \`${name}\``, hint));

  function refuse(diagnostic: Diagnostic): undefined {
    report(diagnostic);
    return undefined;
  }
}

function resolveNeed(scope: ElementScope, at: SourcePosition, report: Report): NamedElements | undefined {
  if (scope.need !== null) return { vector: scope.need, exact: false };
  const hint = "give the purpose `elements: {need: […]}`, or list the elements here";
  report(finding("POL-211", at, "`purpose.need` stands for nothing here", hint));
  return undefined;
}

function resolveSet(
  name: string,
  scope: ElementScope,
  at: SourcePosition,
  report: Report,
): NamedElements | undefined {
  const vector = scope.set(name);
  if (vector !== undefined) return { vector, exact: false };
  const hint = suggest(name, scope.setNames) ?? "sets are declared in ElementSet files";
  report(finding("POL-205", at, `no element set \`${name}\``, hint));
  return undefined;
}

function resolveGlob(
  name: string,
  scope: ElementScope,
  at: SourcePosition,
  report: Report,
): NamedElements | undefined {
  const under = scope.index.under(name);
  if (under.length > 0) return { vector: vectorOf(scope.index, under), exact: false };
  const groups = new Set(scope.index.ids.map((id) => `${id.slice(0, id.lastIndexOf("."))}.*`));
  report(finding("POL-202", at, `no element under \`${name}\``, suggest(name, groups)));
  return undefined;
}

function vectorOf(index: ElementIndex, positions: readonly number[]): TransformVector {
  const vector = new Uint8Array(index.ids.length);
  for (const position of positions) vector[position] = KEEP;
  return vector;
}

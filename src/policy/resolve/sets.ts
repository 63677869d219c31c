import { DROP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { ElementIndex } from "./element-index.ts";
import { indexesOf, resolveElements } from "./element-list.ts";
import { resolveName } from "./element-name.ts";
import type { ElementScope, Report } from "./element-name.ts";

/** Resolves every set once; a set may hold other sets. Diagnostics: POL-206 for a circle, POL-214, and those of names. */
export function resolveSets(
  files: readonly SourceFile<"ElementSet">[],
  index: ElementIndex,
  report: Report,
): ElementScope {
  const byName = new Map(files.map((file) => [file.source.id, file]));
  const done = new Map<string, TransformVector>();
  const open = new Set<string>();
  const scope: ElementScope = { index, set, setNames: [...byName.keys()], need: null };

  function set(name: string): TransformVector | undefined {
    const ready = done.get(name);
    const file = byName.get(name);
    if (ready !== undefined || file === undefined) return ready;
    if (open.has(name)) {
      report(finding("POL-206", file.at(["id"]), `set \`${name}\` holds itself`, "break the circle"));
      return new Uint8Array(index.ids.length);
    }
    open.add(name);
    const vector = resolveSet(file, scope, report);
    open.delete(name);
    done.set(name, vector);
    return vector;
  }

  for (const name of byName.keys()) set(name);
  return scope;
}

function resolveSet(file: SourceFile<"ElementSet">, scope: ElementScope, report: Report): TransformVector {
  const { elements, except } = file.source;
  const { vector, complete } = resolveElements(elements, scope, { file, path: ["elements"] }, report);
  const kept = Uint8Array.from(vector);
  for (const [position, name] of except.entries()) {
    const at = file.at(["except", position]);
    const taken = resolveName(name, scope, at, report);
    if (taken === undefined) continue;
    const present = indexesOf(taken.vector).filter((index) => vector[index] !== DROP);
    if (complete && present.length === 0) {
      report(finding("POL-214", at, `\`${name}\` takes out nothing`, "`elements` does not give it"));
    }
    for (const index of present) kept[index] = DROP;
  }
  return kept;
}

import { finding } from "../diagnostics.ts";
import type { DiagnosticId } from "../rules.ts";
import { suggest } from "../parse/nearest.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Path } from "../parse/yaml.ts";
import type { Report } from "./element-name.ts";

/** Finds what `name` names, or reports that there is none, with the nearest that there is. */
export function lookUp<T>(
  name: string,
  known: ReadonlyMap<string, T>,
  what: { readonly id: DiagnosticId; readonly noun: string },
  where: { readonly file: Pick<SourceFile, "at" | "keyAt">; readonly path: Path },
  report: Report,
): T | undefined {
  const found = known.get(name);
  if (found !== undefined) return found;
  const hint = suggest(name, known.keys()) ?? `no file of the policy declares it`;
  report(finding(what.id, where.file.at(where.path), `no ${what.noun} \`${name}\``, hint));
  return undefined;
}

export const PURPOSE = { id: "POL-207", noun: "purpose" } as const;
export const RELATION = { id: "POL-208", noun: "relation" } as const;
export const SEGMENT = { id: "POL-209", noun: "segment" } as const;
export const ROLE = { id: "POL-210", noun: "role" } as const;

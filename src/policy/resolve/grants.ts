import { DROP, meet } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Path } from "../parse/yaml.ts";
import type { GrantSource } from "../source/role.ts";
import type { RuleId } from "../types.ts";
import { resolveElements } from "./element-list.ts";
import type { ResolvedElements } from "./element-list.ts";
import { resolveName } from "./element-name.ts";
import type { ElementScope, Report } from "./element-name.ts";
import { lookUp, PURPOSE, RELATION, SEGMENT } from "./names.ts";
import type { ResolvedPurpose } from "./purposes.ts";
import type { SegmentBits } from "./segments.ts";

/** What a grant can refer to. */
export interface GrantScope {
  readonly elements: ElementScope;
  readonly purposes: ReadonlyMap<string, ResolvedPurpose>;
  readonly relations: ReadonlyMap<string, SourceFile<"Relation">>;
  readonly bits: SegmentBits;
}

/** A grant with its names resolved. */
export interface ResolvedGrant {
  readonly rule: RuleId;
  readonly role: string;
  readonly file: SourceFile<"Role" | "Exception">;
  readonly path: Path;
  readonly source: GrantSource;
  /** Undefined when the purpose or the relation does not exist; that was reported. */
  readonly purpose: ResolvedPurpose | undefined;
  readonly relation: SourceFile<"Relation"> | undefined;
  readonly elements: ResolvedElements;
  /** Per segment bit, what the grant still gives on a record that carries the segment. */
  readonly segments: ReadonlyMap<number, TransformVector>;
}

/** Resolves one grant. Diagnostics: those of names, POL-207, POL-208, POL-209, POL-301, POL-308. */
export function resolveGrant(
  grant: Pick<ResolvedGrant, "rule" | "role" | "file" | "path" | "source">,
  scope: GrantScope,
  report: Report,
): ResolvedGrant {
  const { file, path, source } = grant;
  const purpose = lookUp(
    source.purpose,
    scope.purposes,
    PURPOSE,
    { file, path: [...path, "purpose"] },
    report,
  );
  const relation = lookUp(source.on, scope.relations, RELATION, { file, path: [...path, "on"] }, report);
  // Where the purpose is unknown, that is said already; `purpose.need` then adds nothing.
  const need = purpose === undefined ? new Uint8Array(scope.elements.index.ids.length) : purpose.need;
  const within = { ...scope.elements, need };
  const elements = resolveElements(source.elements, within, { file, path: [...path, "elements"] }, report);
  const segments = resolveSegments(grant, elements, { ...scope, elements: within }, report);
  return { ...grant, purpose, relation, elements, segments };
}

function resolveSegments(
  { file, path, source }: Pick<ResolvedGrant, "file" | "path" | "source">,
  { vector: given, complete }: ResolvedElements,
  scope: GrantScope,
  report: Report,
): ReadonlyMap<number, TransformVector> {
  const segments = new Map<number, TransformVector>();
  const add = (name: string, at: Path, shown: TransformVector): void => {
    const bit = lookUp(name, scope.bits, SEGMENT, { file, path: at }, report);
    if (bit !== undefined) segments.set(bit, union(segments.get(bit), shown));
  };
  if (Array.isArray(source.segments)) {
    for (const [position, name] of source.segments.entries())
      add(name, [...path, "segments", position], given);
    return segments;
  }
  for (const [pattern, names] of Object.entries(source.segments)) {
    const at = [...path, "segments", pattern];
    const named = resolveName(pattern, scope.elements, file.keyAt(at), report);
    if (named === undefined) continue;
    const shown = given.map((code, index) => meet(code, named.vector[index] ?? DROP));
    if (complete && shown.every((code) => code === DROP)) {
      report(finding("POL-308", file.keyAt(at), `the grant gives no element of \`${pattern}\``));
    }
    for (const [position, name] of names.entries()) add(name, [...at, position], shown);
  }
  return segments;
}

/** Both restrict one grant's vector, so where both show an element they show it alike. */
function union(a: TransformVector | undefined, b: TransformVector): TransformVector {
  return a === undefined ? b : a.map((code, index) => (code === DROP ? (b[index] ?? DROP) : code));
}

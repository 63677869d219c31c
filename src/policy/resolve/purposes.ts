import { DROP, join, KEEP } from "../../catalogue/transforms.ts";
import type { TransformVector } from "../../catalogue/transforms.ts";
import type { SegmentMask } from "../../catalogue/types.ts";
import { finding } from "../diagnostics.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Path } from "../parse/yaml.ts";
import type { ElementEntry } from "../source/elements.ts";
import type { MayAsk } from "../types.ts";
import { indexesOf, listed, resolveElements } from "./element-list.ts";
import type { ResolvedElements } from "./element-list.ts";
import type { ElementScope, Report } from "./element-name.ts";
import { lookUp, PURPOSE, SEGMENT } from "./names.ts";
import { segmentNamed } from "./segments.ts";
import type { SegmentBits } from "./segments.ts";

/** A purpose with its names resolved. */
export interface ResolvedPurpose {
  readonly file: SourceFile<"Purpose">;
  /** What `purpose.need` stands for in a grant; null when the purpose does not say. */
  readonly need: TransformVector | null;
  /** What may be asked for one case at a time. */
  readonly mayAsk: MayAsk;
  /** What the purpose may ever give for a use: `need` and `mayAsk`, or everything, without `never`. */
  readonly ceiling: TransformVector;
  readonly never: TransformVector;
  readonly neverSegments: SegmentMask;
  readonly disclose: ResolvedElements | null;
  readonly request: ResolvedElements | null;
}

/** Resolves the elements and segments of one purpose. Diagnostics: those of names, POL-207, POL-209, POL-301. */
export function resolvePurpose(
  file: SourceFile<"Purpose">,
  known: ReadonlyMap<string, SourceFile<"Purpose">>,
  scope: ElementScope,
  bits: SegmentBits,
  report: Report,
): ResolvedPurpose {
  const { elements, parent, disclose, request } = file.source;
  if (parent !== undefined) lookUp(parent, known, PURPOSE, { file, path: ["parent"] }, report);
  const list = (entries: readonly ElementEntry[], path: Path, within: ElementScope): ResolvedElements =>
    resolveElements(entries, within, { file, path }, report);

  const need = elements.need === undefined ? null : list(elements.need, ["elements", "need"], scope).vector;
  const mayAsk = resolveMixed(elements.mayAsk, "mayAsk", { file, scope, bits, report });
  const never = resolveMixed(elements.never, "never", { file, scope, bits, report });
  const inner: ElementScope = { ...scope, need };
  return {
    file,
    need,
    mayAsk: { elements: mayAsk.vector, segments: mayAsk.segments },
    ceiling: ceilingOf(file, need, mayAsk.vector, never.vector, scope, report),
    never: never.vector,
    neverSegments: never.segments,
    disclose: disclose === undefined ? null : list(disclose.elements, ["disclose", "elements"], inner),
    request: request === undefined ? null : list(request.elements, ["request", "elements"], inner),
  };
}

interface MixedContext {
  readonly file: SourceFile<"Purpose">;
  readonly scope: ElementScope;
  readonly bits: SegmentBits;
  readonly report: Report;
}

/** A list that holds elements and `segment:…`. */
function resolveMixed(
  entries: readonly ElementEntry[],
  key: "mayAsk" | "never",
  { file, scope, bits, report }: MixedContext,
): { vector: TransformVector; segments: SegmentMask } {
  const path = ["elements", key];
  let segments = 0;
  for (const [position, entry] of entries.entries()) {
    const segment = segmentNamed(entry);
    if (segment === undefined) continue;
    const bit = lookUp(segment, bits, SEGMENT, { file, path: [...path, position] }, report);
    if (bit !== undefined) segments |= 1 << bit;
  }
  const elements = entries.map((entry) => (segmentNamed(entry) === undefined ? entry : null));
  return { vector: resolveElements(elements, scope, { file, path }, report).vector, segments };
}

function ceilingOf(
  file: SourceFile<"Purpose">,
  need: TransformVector | null,
  mayAsk: TransformVector,
  never: TransformVector,
  scope: ElementScope,
  report: Report,
): TransformVector {
  const ceiling = need === null ? new Uint8Array(mayAsk.length).fill(KEEP) : Uint8Array.from(need);
  for (const index of indexesOf(mayAsk)) {
    const both = join(ceiling[index] ?? DROP, mayAsk[index] ?? DROP);
    if (both !== undefined) ceiling[index] = both;
    else
      report(
        finding("POL-301", file.at(["elements", "mayAsk"]), incomparable(scope, index), "choose one of them"),
      );
  }
  for (const [key, given] of [
    ["need", need],
    ["mayAsk", mayAsk],
  ] as const) {
    const refused = given === null ? [] : indexesOf(never).filter((index) => given[index] !== DROP);
    if (refused.length === 0) continue;
    const message = `\`${key}\` gives ${listed(scope, refused)}, which \`never\` refuses`;
    report(finding("POL-407", file.at(["elements", "never"]), message));
  }
  for (const index of indexesOf(never)) ceiling[index] = DROP;
  return ceiling;
}

function incomparable(scope: ElementScope, index: number): string {
  return `\`need\` and \`mayAsk\` give \`${scope.index.ids[index] ?? ""}\` in forms that cannot be compared`;
}

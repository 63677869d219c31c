import type { SegmentMask } from "../../catalogue/types.ts";
import type { SourceFile } from "../parse/parse-file.ts";
import type { Path } from "../parse/yaml.ts";
import type { Report } from "./element-name.ts";
import { lookUp, SEGMENT } from "./names.ts";

/** Segments by id to their bit. */
export type SegmentBits = ReadonlyMap<string, number>;

const PREFIX = "segment:";

/** Bits follow the ids, so the order of files does not matter. */
export function segmentBits(files: readonly SourceFile<"Segment">[]): SegmentBits {
  return new Map(files.map((file, bit) => [file.source.id, bit]));
}

/** Mask of the named segments. Diagnostic: POL-209. */
export function maskOf(
  names: readonly string[],
  bits: SegmentBits,
  where: { readonly file: Pick<SourceFile, "at" | "keyAt">; readonly path: Path },
  report: Report,
): SegmentMask {
  let mask = 0;
  for (const [position, name] of names.entries()) {
    const place = { file: where.file, path: [...where.path, position] };
    const bit = lookUp(name, bits, SEGMENT, place, report);
    if (bit !== undefined) mask |= 1 << bit;
  }
  return mask;
}

/** `bh` of `segment:bh`; undefined for an element. */
export function segmentNamed(entry: unknown): string | undefined {
  return typeof entry === "string" && entry.startsWith(PREFIX) ? entry.slice(PREFIX.length) : undefined;
}

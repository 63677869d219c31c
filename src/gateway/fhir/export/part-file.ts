import type { RecordedRelease } from "../../../audit/types.ts";

/** A file of an export as it is kept: what it lets out, and the lines. */
export interface PartFile {
  readonly release: Extract<RecordedRelease, { readonly outcome: "permit" }>;
  /** NDJSON. */
  readonly lines: Uint8Array;
}

const NEWLINE = 0x0a;

/** What the file lets out stands in its first line, so that who has the one has the other. */
export function writePart({ release, lines }: PartFile): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(release)}\n`), lines]);
}

/** INVARIANT: only what writePart made is read; it was sealed. */
export function readPart(bytes: Uint8Array): PartFile {
  const at = bytes.indexOf(NEWLINE);
  const release = JSON.parse(Buffer.from(bytes.subarray(0, at)).toString("utf8")) as PartFile["release"];
  return { release, lines: bytes.subarray(at + 1) };
}

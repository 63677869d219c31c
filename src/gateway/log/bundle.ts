/** Entry bundles (C2SP tlog-tiles): the log forms of up to 256 entries, each after its length. */
import type { TreeEntry } from "../../audit/ports.ts";
import { logForm, provenLogForm } from "../../audit/tree/leaf.ts";
import { AppError } from "../../kernel/errors.ts";

const LONGEST = 65_535;

/**
 * The entries as they stand in the record, whether or not they are what their leaves were made over: that is the
 * verifier's to find.
 * @throws AppError `record_unavailable` for an entry of the first form that is longer than a bundle can hold.
 */
export function entryBundle(entries: readonly TreeEntry[], origin: string): Buffer {
  return Buffer.concat(entries.flatMap((entry) => lengthPrefixed(formOf(entry, origin))));
}

/** The sealed parts, in the order of the entries: each after its length in 32 bits, big-endian. */
export function sealedBundle(entries: readonly TreeEntry[]): Buffer {
  return Buffer.concat(
    entries.flatMap(({ sealed }) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(sealed.length);
      return [length, sealed];
    }),
  );
}

/** A text after its length in 16 bits, big-endian. */
export function lengthPrefixed(text: string): readonly [Buffer, Buffer] {
  const bytes = Buffer.from(text);
  if (bytes.length > LONGEST)
    throw new AppError("record_unavailable", "an entry is longer than a bundle can hold", {
      hint: "it was written before entries left their sealed part out; its leaf is in the hash tiles",
    });
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return [length, bytes];
}

function formOf(entry: TreeEntry, origin: string): string {
  return provenLogForm(entry, origin) ?? logForm(entry, origin);
}

/** What `splitText` of the kernel wrote. */
import type { BundleEntrySpan, BundleSpans } from "../types.ts";
import { OF_ENTRY, OF_LINK, OF_TYPE, RECORD_SIZE } from "./kernel.ts";

/** Reads the records, whose spans count from the address `origin`, where the text began. */
export function spansOf(records: Uint8Array, origin: number, bundle: Uint8Array): BundleSpans {
  const words = wordsOf(records);
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.length);
  const text = (place: number): string => {
    const from = words.getUint32(place, true) - origin;
    return bytes.toString("utf8", from, from + words.getUint32(place + 4, true));
  };
  const entries: BundleEntrySpan[] = [];
  const links: { relation: string; url: string }[] = [];
  let type = "";
  for (let record = 0; record < records.length; record += RECORD_SIZE) {
    const kind = words.getUint32(record, true);
    if (kind === OF_ENTRY) {
      const from = words.getUint32(record + 4, true) - origin;
      const until = from + words.getUint32(record + 8, true);
      entries.push({
        from,
        until,
        mode: words.getUint32(record + 12, true) === 0 ? null : text(record + 12),
      });
    }
    if (kind === OF_TYPE) type = text(record + 4);
    if (kind === OF_LINK) links.push({ relation: text(record + 4), url: text(record + 12) });
  }
  return { type, entries, links };
}

/** How many of the records are of entries. */
export function entriesIn(records: Uint8Array): number {
  const words = wordsOf(records);
  let entries = 0;
  for (let record = 0; record < records.length; record += RECORD_SIZE)
    if (words.getUint32(record, true) === OF_ENTRY) entries++;
  return entries;
}

function wordsOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

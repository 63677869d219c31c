/** What `splitText` of the kernel wrote. */
import type { BundleEntrySpan, BundleSpans } from "../types.ts";
import { OF_ENTRY, OF_LINK, OF_TYPE, RECORD_SIZE } from "./kernel.ts";

/** Reads so many records at an address; spans count from `origin`, where the text begins. */
export function spansOf(words: DataView, at: number, count: number, origin: number): BundleSpans {
  const text = (place: number): string =>
    Buffer.from(words.buffer, words.getUint32(place, true), words.getUint32(place + 4, true)).toString(
      "utf8",
    );
  const entries: BundleEntrySpan[] = [];
  const links: { relation: string; url: string }[] = [];
  let type = "";
  for (let record = at; record < at + count * RECORD_SIZE; record += RECORD_SIZE) {
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

/** What `splitText` of the kernel wrote. */
import type { BundleEntrySpan, BundleSpans } from "../types.ts";
import { OF_ENTRY, OF_LINK, OF_TYPE, RECORD_WORDS } from "./kernel.ts";

/** Reads so many records at an address; spans count from `origin`, where the text begins. */
export function spansOf(
  { bytes, words }: { readonly bytes: Uint8Array; readonly words: Int32Array },
  at: number,
  count: number,
  origin: number,
): BundleSpans {
  const text = (index: number): string =>
    Buffer.from(bytes.buffer, words[index] ?? 0, words[index + 1] ?? 0).toString("utf8");
  const entries: BundleEntrySpan[] = [];
  const links: { relation: string; url: string }[] = [];
  let type = "";
  for (let i = at >> 2; i < (at >> 2) + count * RECORD_WORDS; i += RECORD_WORDS) {
    if (words[i] === OF_TYPE) type = text(i + 1);
    if (words[i] === OF_LINK) links.push({ relation: text(i + 1), url: text(i + 3) });
    if (words[i] !== OF_ENTRY) continue;
    const from = (words[i + 1] ?? 0) - origin;
    const mode = words[i + 3] === 0 ? null : text(i + 3);
    entries.push({ from, until: from + (words[i + 2] ?? 0), mode });
  }
  return { type, entries, links };
}

/** Bundles: where their resources stand, and all of them under one view. */
import type { BundleSpans, ByteProjected, ByteView, ProjectedBundle } from "../types.ts";
import { useContext } from "./holes.ts";
import { entriesIn, spansOf } from "./bundle-spans.ts";
import { OUTCOME, RECORD_SIZE, RESULT_SIZE, SHOWN, TEXT_AT, TEXT_LENGTH } from "./kernel.ts";
import { mostEntries } from "./kernel-memory.ts";
import { hidden, ResultBytes, WasmProjected } from "./projected.ts";
import { projectResources, ROOM_FOR_ALL, ROOM_FOR_ONE } from "./resources.ts";
import type { Session } from "./session.ts";

/** Null: it is no Bundle, or in doubt. */
export function splitBundle(session: Session, text: Uint8Array): BundleSpans | null {
  const { memory, kernel } = session;
  const place = memory.placeBundle(text);
  const to = place === null ? null : memory.roomForRecords(text.length);
  if (place === null || to === null) return null;
  const count = kernel.splitText(place + text.length, to);
  if (count === 0) return null;
  return spansOf(memory.bytes.subarray(to, to + count * RECORD_SIZE), place, text);
}

/** Null: the Bundle or one of its resources is in doubt. */
export function projectBundle(session: Session, text: Uint8Array, view: ByteView): ProjectedBundle | null {
  return inOnePass(session, text, view) ?? entryByEntry(session, text, view);
}

/** Null, too, where the kernel lacks something in the tables. */
function inOnePass(session: Session, text: Uint8Array, view: ByteView): ProjectedBundle | null {
  const { memory, kernel, loaded } = session;
  const place = memory.place(text);
  const own = session.ownView(view);
  if (place === null || own === null || !loaded.refresh()) return null;
  const { most, records: roomForRecords } = mostEntries(text.length);
  const room = Math.min(text.length + most * ROOM_FOR_ONE, text.length * 2);
  const layout = memory.layout(most, roomForRecords, room + ROOM_FOR_ALL);
  if (layout === null) return null;
  loaded.reserve([{ view }], 0);
  useContext(session, undefined, false);
  const { spare: to, results, output, limit } = layout;
  const count = kernel.projectBundle(place + text.length, to, loaded.view(own), results, output, limit);
  if (count === 0) return null;
  const records = session.copyOut(to, to + count * RECORD_SIZE);
  const entries = entriesIn(records);
  const outcomes = session.copyOut(results, results + entries * RESULT_SIZE);
  const copied = session.copyOut(output, kernel.outputEnd());
  const from = new ResultBytes(outcomes, copied, output, session.accounts);
  return new PassedBundle(from, entries, () => spansOf(records, place, text));
}

/** A Bundle that one pass went through: of an entry nothing is made before somebody reads it. */
class PassedBundle implements ProjectedBundle {
  private readonly from: ResultBytes;
  private readonly entries: number;
  private readonly readSpans: () => BundleSpans;
  private knownSpans: BundleSpans | undefined;

  constructor(from: ResultBytes, entries: number, readSpans: () => BundleSpans) {
    this.from = from;
    this.entries = entries;
    this.readSpans = readSpans;
  }

  get spans(): BundleSpans {
    return (this.knownSpans ??= this.readSpans());
  }

  get resources(): readonly ByteProjected[] {
    return Array.from({ length: this.entries }, (_, index) => {
      const { from } = this;
      if (from.word(index, OUTCOME) !== SHOWN) return hidden;
      const at = from.place(index, TEXT_AT);
      return new WasmProjected(from, index, { from: at, until: at + from.word(index, TEXT_LENGTH) });
    });
  }

  get texts(): readonly (Uint8Array | null)[] {
    const { from, entries } = this;
    const { buffer, byteOffset } = from.bytes;
    const texts: (Uint8Array | null)[] = [];
    for (let index = 0; index < entries; index++) {
      const isShown = from.word(index, OUTCOME) === SHOWN;
      const at = byteOffset + from.place(index, TEXT_AT);
      texts.push(isShown ? new Uint8Array(buffer, at, from.word(index, TEXT_LENGTH)) : null);
    }
    return texts;
  }
}

function entryByEntry(session: Session, text: Uint8Array, view: ByteView): ProjectedBundle | null {
  const spans = splitBundle(session, text);
  if (spans === null) return null;
  const tasks = spans.entries.map((span) => ({ view, span }));
  const resources: ByteProjected[] = [];
  for (const resource of projectResources(session, text, tasks)) {
    if (resource === null) return null;
    resources.push(resource);
  }
  return { spans, resources, texts: resources.map(({ json }) => json) };
}

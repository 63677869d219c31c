/** Bundles: where their resources stand, and all of them under one view. */
import type { BundleSpans, ByteProjected, ByteView, ProjectedBundle } from "../types.ts";
import { useContext } from "./holes.ts";
import { spansOf } from "./bundle-spans.ts";
import { OUTCOME, RESULT_SIZE, SHOWN, TEXT_AT, TEXT_LENGTH } from "./kernel.ts";
import { mostEntries } from "./kernel-memory.ts";
import { hidden, ResultBytes, WasmProjected } from "./projected.ts";
import { projectResources, ROOM_FOR_ALL, ROOM_FOR_ONE } from "./resources.ts";
import type { Session } from "./session.ts";

/** Null: it is no Bundle, or in doubt. */
export function splitBundle({ memory, kernel }: Session, text: Uint8Array): BundleSpans | null {
  const place = memory.placeBundle(text);
  const to = place === null ? null : memory.roomForRecords(text.length);
  if (place === null || to === null) return null;
  const count = kernel.splitText(place + text.length, to);
  return count === 0 ? null : spansOf(memory.words, to, count, place);
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
  const { most, records } = mostEntries(text.length);
  const room = Math.min(text.length + most * ROOM_FOR_ONE, text.length * 2);
  const layout = memory.layout(most, records, room + ROOM_FOR_ALL);
  if (layout === null) return null;
  loaded.reserve([{ view }], 0);
  useContext(session, undefined, false);
  const { spare: to, results, output, limit } = layout;
  const count = kernel.projectBundle(place + text.length, to, loaded.view(own), results, output, limit);
  if (count === 0) return null;
  const spans = spansOf(memory.words, to, count, place);
  const outcomes = session.copyOut(results, results + spans.entries.length * RESULT_SIZE);
  const copied = session.copyOut(output, kernel.outputEnd());
  const from = new ResultBytes(outcomes, copied, output, session.accounts);
  const resources = spans.entries.map((_, index) => {
    if (from.word(index, OUTCOME) !== SHOWN) return hidden;
    const at = from.place(index, TEXT_AT);
    return new WasmProjected(from, index, { from: at, until: at + from.word(index, TEXT_LENGTH) });
  });
  return { spans, resources };
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
  return { spans, resources };
}

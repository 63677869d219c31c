/** The lines of NDJSON, all of them under one view. */
import type { ByteView, DoubtedLine, ProjectedLines } from "../types.ts";
import { useContext } from "./holes.ts";
import { DOUBT, EVENT_SIZE, NOTES, RESULT_SIZE, TYPE_OF_NOTES } from "./kernel.ts";
import { Notes } from "./notes.ts";
import type { Session } from "./session.ts";

/** What one call tells of at most. */
const ROOM_FOR_EVENTS = 2 ** 18;
const ROOM_FOR_NOTES = 2 ** 20;

/** Null: the text as a whole is in doubt, as no UTF-8 or too long. Single lines that are in doubt are named. */
export function projectLines(session: Session, text: Uint8Array, view: ByteView): ProjectedLines | null {
  const { memory, kernel, loaded } = session;
  const place = memory.place(text);
  const own = session.ownView(view);
  if (place === null || own === null || !loaded.refresh()) return null;
  const layout = memory.layout(1, ROOM_FOR_EVENTS + ROOM_FOR_NOTES, text.length + RESULT_SIZE + 2 ** 17);
  if (layout === null) return null;
  loaded.reserve([{ view }], 0);
  useContext(session, undefined, false);
  const { spare: events, results: result, output, limit } = layout;
  const notes = events + ROOM_FOR_EVENTS;
  const until = place + text.length;
  kernel.startLines(place, output, limit, events, notes);
  for (let isUncovered = 0; ;) {
    const at = loaded.view(own);
    const lack = kernel.projectLines(until, at, result, isUncovered, notes, notes + ROOM_FOR_NOTES);
    if (lack === 0) break;
    const supplied = lack === 1 ? "full" : session.supply(result);
    if (supplied === "full") return null;
    isUncovered = supplied === "uncovered" ? 1 : 0;
  }
  return read(session, place, output, events);
}

function read(session: Session, place: number, output: number, events: number): ProjectedLines {
  const { kernel, memory, views } = session;
  const { words } = memory;
  const doubts: DoubtedLine[] = [];
  const notes = new Notes(views.tables);
  for (let at = events; at < kernel.eventsEnd(); at += EVENT_SIZE) {
    const word = (index: number): number => words.getUint32(at + index * 4, true);
    if (word(0) === NOTES)
      notes.add(session.copyOut(word(1), word(3) + word(4)), word(2), word(TYPE_OF_NOTES));
    if (word(0) !== DOUBT) continue;
    const from = word(1) - place;
    doubts.push({ from, until: from + word(2), at: word(3) - output });
  }
  const json = session.copyOut(output, kernel.outputEnd());
  return { json, lines: kernel.linesSeen(), shown: kernel.linesShown(), doubts, account: notes };
}

import { stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import type { OpenScanner } from "../../../projection/bytes/open-scanner.ts";
import type { ByteProjected, ByteScanner } from "../../../projection/bytes/types.ts";
import { openScanner } from "../../../projection/bytes/open-scanner.ts";
import { SentRecord } from "../record/sent-record.ts";
import { memoryUpstream } from "./memory-upstream.ts";
import type { MemoryUpstream } from "./memory-upstream.ts";
import { opened } from "./opened.ts";
import { depsOf, practice } from "./practice.ts";
import type { Setting } from "./setting.ts";
import { practiceSetting } from "./setting.ts";

/** How often the scanner of the practice was asked for a projection, and how often it was in doubt. */
export const scanned = { projections: 0, doubts: 0 };

let counting: OpenScanner | undefined;

/** The scanner of the practice's catalogue, counted. */
function practiceScanner(): OpenScanner {
  if (counting !== undefined) return counting;
  const { scanner, views } = openScanner(practice().policy.catalogue);
  const counted = <T extends ByteProjected | null>(projected: T): T => {
    scanned.projections += 1;
    scanned.doubts += projected === null ? 1 : 0;
    return projected;
  };
  const project: ByteScanner["project"] = (...args) => counted(scanner.project(...args));
  const projectAll: NonNullable<ByteScanner["projectAll"]> = (text, tasks, context) =>
    scanner.projectAll?.(text, tasks, context).map(counted) ??
    tasks.map(({ view, span }) => project(text, view, span, context));
  const survey: ByteScanner["survey"] = (...args) => scanner.survey(...args);
  counting = {
    scanner: { kind: scanner.kind, project, projectAll, survey, split: (text) => scanner.split(text) },
    views,
  };
  return counting;
}

/** The practice, whose gateway reads what the upstream sends as bytes. */
export const textSetting: Setting = {
  ...practiceSetting,
  get catalogue() {
    return practiceSetting.catalogue;
  },
  open: ({ records, past }, make) => {
    const state = practice();
    const upstream = sendingText(memoryUpstream(records, state.policy.catalogue, past));
    const deps = { ...depsOf(state, upstream), scannerOf: practiceScanner };
    return opened(deps, upstream, make, ({ personId }) => personId);
  },
};

/** The same upstream, which gives every record as text too: alone by read, all of a search in one text. */
export function sendingText(upstream: MemoryUpstream): MemoryUpstream {
  return Object.assign(upstream, {
    texts: {
      read: async (type: string, id: string) => {
        const record = await upstream.read(type, id);
        return record === null ? null : (textsOf([record])[0] ?? null);
      },
      search: async function* (type: string, parameters: Parameters<MemoryUpstream["search"]>[1]) {
        const found: JsonObject[] = [];
        for await (const record of upstream.search(type, parameters)) found.push(record);
        yield textsOf(found);
      },
    },
  });
}

function textsOf(records: readonly JsonObject[]): readonly SentRecord[] {
  const pieces = records.map((record) => Buffer.from(stringifyJson(record)));
  const text = Buffer.concat(pieces.flatMap((piece) => [piece, Buffer.from(",\n")]));
  let from = 0;
  const spans = pieces.map(({ length }) => {
    const span = { from, until: from + length };
    from += length + 2;
    return span;
  });
  return SentRecord.allOf(text, spans);
}

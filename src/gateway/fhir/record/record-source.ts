import type { QueryPair } from "../query.ts";
import type { FhirUpstream } from "../upstream/types.ts";
import { SentRecord } from "./sent-record.ts";

/** The records of an upstream as they were sent. Faults are those of FhirUpstream. */
export interface RecordSource {
  read(type: string, id: string): Promise<SentRecord | null>;
  /**
   * Some at a time, in the order they come. Whether one is of the type, and is a record at all, is for its reader to
   * see.
   */
  search(type: string, parameters: readonly QueryPair[]): AsyncIterable<readonly SentRecord[]>;
}

/** Records that are judged together. */
const CHUNK = 200;

/** Records as text where the upstream gives them so and somebody reads them so, else as objects. */
export function recordSource(
  upstream: Pick<FhirUpstream, "read" | "search" | "texts">,
  readsText: boolean,
): RecordSource {
  const { texts } = upstream;
  const { read, search } = readsText && texts !== undefined ? texts : objectSource(upstream);
  return {
    read,
    search: async function* (type, parameters) {
      for await (const page of search(type, parameters))
        for (let from = 0; from < page.length; from += CHUNK) yield page.slice(from, from + CHUNK);
    },
  };
}

function objectSource(upstream: Pick<FhirUpstream, "read" | "search">): RecordSource {
  return {
    read: async (type, id) => {
      const object = await upstream.read(type, id);
      return object && SentRecord.ofObject(object);
    },
    search: async function* (type, parameters) {
      let chunk: SentRecord[] = [];
      for await (const object of upstream.search(type, parameters)) {
        chunk.push(SentRecord.ofObject(object));
        if (chunk.length < CHUNK) continue;
        yield chunk;
        chunk = [];
      }
      if (chunk.length > 0) yield chunk;
    },
  };
}

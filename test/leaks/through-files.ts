/** The way of `modicum minimize`: a file in, a file out, for one session. */
import { POPULOUS_ZIP3 } from "../../src/catalogue/census/zip3.ts";
import { recordFactsOf } from "../../src/catalogue/record-facts.ts";
import { decide } from "../../src/decision/decide.ts";
import { viewOf } from "../../src/decision/view.ts";
import { stringifyJson } from "../../src/kernel/json.ts";
import { minimizeJson } from "../../src/projection/files/json.ts";
import { minimizeNdjson } from "../../src/projection/files/ndjson.ts";
import { Tally } from "../../src/projection/files/tally.ts";
import type { FileOptions } from "../../src/projection/files/types.ts";
import type { Chart } from "./chart.ts";
import { requestOf } from "./sessions.ts";
import type { Session } from "./sessions.ts";

/** The chart as NDJSON, minimized; the empty string when the session is denied, which no file is read for. */
export async function throughNdjson(chart: Chart, session: Session): Promise<string> {
  const options = optionsOf(chart, session);
  return options === null ? "" : textOf(minimizeNdjson(chunksOf([ndjsonOf(chart)]), options, new Tally()));
}

/** The chart as it goes in. */
export function ndjsonOf({ records }: Chart): string {
  return records.map(({ resource }) => `${stringifyJson(resource)}\n`).join("");
}

/** The same as one Bundle. */
export async function throughBundle(chart: Chart, session: Session): Promise<string> {
  const options = optionsOf(chart, session);
  const entries = chart.records.map(({ resource, name }) =>
    stringifyJson({ fullUrl: `https://canary.example.org/${name}`, resource }),
  );
  const frame = ['{"resourceType":"Bundle","type":"collection","entry":[', entries.join(","), "]}"];
  return options === null ? "" : textOf(minimizeJson(chunksOf(frame), options, new Tally()));
}

function optionsOf(
  { policy, facts, caseId, labels, projection }: Chart,
  session: Session,
): FileOptions | null {
  const request = requestOf(session, caseId);
  const decision = decide(request, policy, facts);
  if (decision.outcome === "deny") return null;
  return {
    catalogue: policy.catalogue,
    projection,
    context: { now: request.now, tokenize: null, zip3: POPULOUS_ZIP3 },
    viewFor: (resource) =>
      viewOf(decision, recordFactsOf(resource, policy.segments, labels.lentTo(resource)), facts)?.elements ??
      null,
  };
}

async function* chunksOf(texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}

/** What a decision needs to know of the records of a page, from its bytes, beside JSON.parse and the same from objects. */
import { isDeepStrictEqual } from "node:util";
import { labelCardFrom, labelCardOf } from "../../src/catalogue/lent-labels.ts";
import type { LabelCard } from "../../src/catalogue/lent-labels.ts";
import { recordFactsFrom, recordFactsOf } from "../../src/catalogue/record-facts.ts";
import type { RecordFacts, SegmentDefinition } from "../../src/catalogue/types.ts";
import { systemClock } from "../../src/kernel/clock.ts";
import { parseJsonObject, stringifyJson } from "../../src/kernel/json.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { openPolicySource } from "../../src/policy/open.ts";
import { openScanner } from "../../src/projection/bytes/open-scanner.ts";
import { surveyRecord } from "../../src/projection/bytes/survey/survey-record.ts";
import type { ByteScanner, Span } from "../../src/projection/bytes/types.ts";
import { materialOf } from "../gateway/material.ts";
import { compare } from "../harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "../harness/types.ts";

const PAGE_KB = 137;

/** One record, as far as a decision is concerned. */
type Known = readonly [RecordFacts, LabelCard];

interface Page {
  /** The same twice, so that every page is a new one to the scanner. */
  readonly copies: readonly [Uint8Array, Uint8Array];
  readonly spans: readonly Span[];
}

async function run(settings: BenchSettings): Promise<Measured> {
  const { policy } = await openPolicySource("content", systemClock);
  const { scanner } = openScanner(policy.catalogue);
  const page = pageOf(materialOf(PAGE_KB).text);
  const { segments } = policy;
  checkSame(page, scanner, segments);
  let turn = 0;
  const measured = await compare(
    {
      ours: {
        work: () =>
          fromBytes(page.copies[turn++ & 1] ?? page.copies[0], page.spans, scanner, segments).length,
      },
      theirs: { work: () => fromObjects(page.copies[0], segments).length },
    },
    settings,
    { cost: (secondsPerRecord) => secondsPerRecord * page.spans.length * 1e6 },
  );
  const size = `a page of ${page.spans.length} Observations, ${page.copies[0].length.toLocaleString("en")} bytes`;
  return {
    ...measured,
    notes: [
      `${size}, ${segments.length} segments`,
      `ours: by the ${scanner.kind} scanner, the page put into its memory and checked for UTF-8 each time; where the entries stand is known`,
    ],
  };
}

function pageOf(text: string): Page {
  const bytes = Buffer.from(text);
  const spans: Span[] = [];
  for (const resource of resourcesIn(parseJsonObject(bytes))) {
    const record = Buffer.from(stringifyJson(resource));
    const from = bytes.indexOf(record, spans.at(-1)?.until ?? 0);
    spans.push({ from, until: from + record.length });
  }
  return { copies: [new Uint8Array(bytes), new Uint8Array(bytes)], spans };
}

function fromBytes(
  text: Uint8Array,
  spans: readonly Span[],
  scanner: ByteScanner,
  segments: readonly SegmentDefinition[],
): readonly Known[] {
  return spans.map((span) => {
    const survey = surveyRecord(scanner, text, segments, span);
    return [recordFactsFrom(survey, segments), labelCardFrom(survey, segments)];
  });
}

function fromObjects(text: Uint8Array, segments: readonly SegmentDefinition[]): readonly Known[] {
  const bundle = JSON.parse(
    Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString(),
  ) as JsonObject;
  return resourcesIn(bundle).map((resource) => [
    recordFactsOf(resource, segments),
    labelCardOf(resource, segments),
  ]);
}

function resourcesIn(bundle: JsonObject): readonly JsonObject[] {
  return (bundle["entry"] as readonly JsonObject[]).map((entry) => entry["resource"] as JsonObject);
}

/** @throws Error where the two differ, or the scanner is in doubt and objects would be measured on both sides */
function checkSame(
  { copies, spans }: Page,
  scanner: ByteScanner,
  segments: readonly SegmentDefinition[],
): void {
  if (spans.some((span) => scanner.survey(copies[0], segments, span) === null))
    throw new Error("the scanner is in doubt of a record of the benchmark");
  if (!isDeepStrictEqual(fromBytes(copies[0], spans, scanner, segments), fromObjects(copies[0], segments)))
    throw new Error("facts of bytes and of objects differ");
}

export default [
  {
    name: "survey/bundle",
    row: `facts and label cards of the records of a page of ${PAGE_KB} KB`,
    peer: "JSON.parse, and the same facts from objects",
    unit: "µs",
    must: null,
    aim: null,
    run,
  },
] satisfies readonly BenchRow[];

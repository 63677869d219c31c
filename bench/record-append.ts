/** One request after another of many callers: decided, and its entry durable, as `enforce` does it for every surface. */
import { systemClock } from "../src/kernel/clock.ts";
import { nextEntryId } from "../src/audit/entry-id.ts";
import type { RecordedRelease } from "../src/audit/types.ts";
import { buildRelationIndex } from "../src/decision/relation-index.ts";
import type { Caller } from "../src/identity/types.ts";
import { ok } from "../src/kernel/result.ts";
import { type Asked, enforce, type Pipeline } from "../src/pipeline.ts";
import { openPolicySource } from "../src/policy/open.ts";
import { createPipeline, NO_DIRECTIVES } from "../src/server/pipeline.ts";
import { median } from "./harness/compare.ts";
import type { BenchRow, BenchSettings, Measured } from "./harness/types.ts";
import { openRecordBench, type RecordBench } from "./record-material.ts";

const CALLERS = 64;
const WANTED_PER_SECOND = 5_000;
const WANTED_P99_MS = 50;

const PERSON = "paul.provider";
const ASKED: Asked = {
  act: "use",
  capability: "read",
  recipient: null,
  exemption: null,
  credentials: {
    authorization: undefined,
    session: undefined,
    purposeHeader: undefined,
    caseHeader: undefined,
    channel: "fhir",
  },
  interaction: "fhir.read",
  resourceType: "Patient",
  query: "Patient/7",
};

async function pipelineOver({ recorder }: RecordBench): Promise<Pipeline> {
  const { policy } = await openPolicySource("content", systemClock);
  const roles = policy.people.find(({ id }) => id === PERSON)?.roles ?? [];
  const person = { id: PERSON, displayName: "", roles, fhirUser: null, department: null, manager: null };
  const caller: Caller = {
    person: { ...person, active: true },
    sessionId: "s",
    declaredPurpose: "treatment",
    caseId: null,
    system: "ehr",
    channel: "fhir",
    scopes: null,
  };
  const relations = buildRelationIndex([]);
  return createPipeline({
    clock: systemClock,
    policy: () => policy,
    identify: async () => ok(caller),
    relationsOf: async () => relations,
    directives: async () => NO_DIRECTIVES,
    nextEntryId: () => nextEntryId(systemClock),
    append: recorder.record,
  });
}

const RELEASE: RecordedRelease = {
  outcome: "permit",
  reason: null,
  rules: ["role:physician/treatment#1"],
  grantIds: [],
  patients: ["7"],
  records: ["Patient/7"],
  released: ["patient.name"],
  withheldCount: 3,
};

interface Round {
  readonly perSecond: number;
  readonly p99: number;
}

/** Every caller asks again as soon as it was answered. */
async function timeRound(pipeline: Pipeline, ms: number): Promise<Round> {
  const waits: number[] = [];
  const start = performance.now();
  const caller = async (): Promise<void> => {
    while (performance.now() - start < ms) {
      const asked = performance.now();
      const enforced = await enforce(pipeline, ASKED, async () => ({ value: null, release: RELEASE }));
      if (enforced.kind !== "answered") throw new Error("the request was denied");
      waits.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  const seconds = (performance.now() - start) / 1_000;
  const p99 = waits.toSorted((a, b) => a - b)[Math.floor(waits.length * 0.99)] ?? Number.NaN;
  return { perSecond: waits.length / seconds, p99 };
}

async function rounds(settings: BenchSettings): Promise<readonly Round[]> {
  const bench = await openRecordBench();
  try {
    const pipeline = await pipelineOver(bench);
    const measured: Round[] = [];
    const ms = Math.max(settings.roundMs, 500);
    for (let round = -1; round < Math.max(7, settings.rounds); round++) {
      const one = await timeRound(pipeline, ms);
      if (round >= 0) measured.push(one);
    }
    return measured;
  } finally {
    await bench.close();
  }
}

const NOTES = [
  `${CALLERS} callers, each asks again when its entry is durable; one process, PostgreSQL beside it`,
];

async function throughput(settings: BenchSettings): Promise<Measured> {
  const measured = await rounds(settings);
  const ours = median(measured.map(({ perSecond }) => perSecond));
  const theirs = WANTED_PER_SECOND;
  return { ratio: ours / theirs, cpuRatio: null, ours, theirs, rounds: measured.length, notes: NOTES };
}

async function latency(settings: BenchSettings): Promise<Measured> {
  const measured = await rounds(settings);
  const ours = median(measured.map(({ p99 }) => p99));
  const theirs = WANTED_P99_MS;
  return { ratio: theirs / ours, cpuRatio: null, ours, theirs, rounds: measured.length, notes: NOTES };
}

export const APPEND_ROWS: readonly BenchRow[] = [
  {
    name: "record/append",
    row: "decision + record for one request",
    peer: `${WANTED_PER_SECOND} requests/s`,
    unit: "requests/s",
    must: 1,
    aim: null,
    run: throughput,
  },
  {
    name: "record/append-p99",
    row: "decision + record for one request, 99th percentile",
    peer: `${WANTED_P99_MS} ms`,
    unit: "ms",
    must: 1,
    aim: null,
    run: latency,
  },
];

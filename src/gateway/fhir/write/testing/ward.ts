import type { RecordedRelease } from "../../../../audit/types.ts";
import { parseJsonObject, stringifyJson } from "../../../../kernel/json.ts";
import type { JsonObject } from "../../../../kernel/json.ts";
import { compilePolicy } from "../../../../policy/index.ts";
import type { FhirGatewayDeps } from "../../deps.ts";
import { createFhirAnswerer } from "../../gateway.ts";
import type { HttpReply } from "../../question.ts";
import { questionAs } from "../../testing/ask.ts";
import { practiceRecords } from "../../testing/charts.ts";
import { memoryUpstream } from "../../testing/memory-upstream.ts";
import { practiceFiles } from "../../testing/policy.ts";
import { depsOf, NOW, practice } from "../../testing/practice.ts";
import type { Practice } from "../../testing/practice.ts";
import type { FhirUpstreamWrites, TransactionOutcome, WriteOutcome } from "../../upstream/writes.ts";

/** What the nurse of the practice may write, beside what she reads. */
export const NURSE_WRITES = `
  - {purpose: treatment, on: clinic, can: [write], elements: [patient.name, patient.mrn, encounter.*, observation.*, condition.*, note.*], segments: [bh]}
  - {purpose: treatment, on: clinic, can: [delete], elements: [condition.*], segments: [bh]}`;

/** The practice with writes, over records that can be changed. */
export interface Ward {
  readonly state: Practice;
  /** Every write that reached the upstream: `update Patient/p1`. */
  readonly written: string[];
  /** A record as it is stored; `absent` where there is none. */
  stored(ref: string): unknown;
  ask(person: string, method: string, target: string, body?: unknown, headers?: Headers): Promise<HttpReply>;
  /** The entries of the record so far: what was asked and what came of it. */
  entries(): readonly { readonly interaction: string; readonly release: RecordedRelease }[];
  /** What the upstream answers to the next writes, in order; then it does as it is told. */
  readonly outcomes: WriteOutcome[];
  /** Replaces a record behind the gateway's back. */
  put(record: JsonObject): void;
}

type Headers = Readonly<Record<string, string>>;

/** A ward with these records, and grants to write in place of the ordinary ones. */
export function ward(
  more: {
    readonly records?: readonly JsonObject[];
    readonly writes?: string;
    /** Changes the text of the nurse's role. */
    readonly nurse?: (text: string) => string;
    readonly deps?: Partial<FhirGatewayDeps>;
  } = {},
): Ward {
  const state = practice();
  state.inForce = policyWith(more.writes ?? NURSE_WRITES, more.nurse);
  const records = new Map((more.records ?? practiceRecords()).map((record) => [refOf(record), record]));
  const written: string[] = [];
  const outcomes: WriteOutcome[] = [];
  const now = (): ReturnType<typeof memoryUpstream> =>
    memoryUpstream([...records.values()], state.policy.catalogue);
  const upstream = {
    read: (type: string, id: string) => now().read(type, id),
    search: (type: string, pairs: Parameters<ReturnType<typeof memoryUpstream>["search"]>[1]) =>
      now().search(type, pairs),
  };
  const writes = writesTo(records, written, outcomes);
  const answer = createFhirAnswerer(depsOf(state, upstream, { writes, ...more.deps }));
  return {
    state,
    written,
    outcomes,
    stored: (ref) => {
      const record = records.get(ref);
      return record === undefined ? "absent" : JSON.parse(stringifyJson(record));
    },
    ask: (person, method, target, body, headers = {}) =>
      answer(
        questionAs(person, target, {
          method,
          headers: { ...(body === undefined ? {} : { "content-type": "application/fhir+json" }), ...headers },
          ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
        }),
      ),
    entries: () => state.entries.map(({ asked, release }) => ({ interaction: asked.interaction, release })),
    put: (record) => void records.set(refOf(record), record),
  };
}

function policyWith(writes: string, change = (text: string): string => text) {
  const files = practiceFiles().map(({ path, text }) => ({
    path,
    text: path === "nurse.yaml" ? change(text.replace("\neligible:", `${writes}\neligible:`)) : text,
  }));
  const compiled = compilePolicy(files, NOW);
  if (!compiled.ok) throw new Error(compiled.error.map((one) => JSON.stringify(one)).join("\n"));
  return compiled.value;
}

function writesTo(
  records: Map<string, JsonObject>,
  written: string[],
  outcomes: WriteOutcome[],
): FhirUpstreamWrites {
  let made = 0;
  const put = (verb: string, type: string, id: string, record: JsonObject | null): WriteOutcome => {
    const [outcome] = outcomes.splice(0, 1);
    if (outcome !== undefined) return outcome;
    written.push(`${verb} ${type}/${id}`);
    if (record === null) records.delete(`${type}/${id}`);
    else records.set(`${type}/${id}`, parseJsonObject(stringifyJson({ ...record, id })));
    return { kind: "done", id };
  };
  return {
    create: async (type, record) => put("create", type, `made-${++made}`, record),
    update: async (type, id, record) => put("update", type, id, record),
    delete: async (type, id) => put("delete", type, id, null),
    transaction: async (bundle) =>
      transact(bundle, (verb, type, record) => put(verb, type, `made-${++made}`, record), put),
  };
}

type Put = (verb: string, type: string, id: string, record: JsonObject | null) => WriteOutcome;

function transact(
  bundle: JsonObject,
  make: (verb: string, type: string, record: JsonObject | null) => WriteOutcome,
  put: Put,
): TransactionOutcome {
  const ids: (string | null)[] = [];
  for (const entry of bundle["entry"] as readonly JsonObject[]) {
    const { method, url } = entry["request"] as unknown as { readonly method: string; readonly url: string };
    const [type = "", id] = url.split("/");
    const record = (entry["resource"] as JsonObject | undefined) ?? null;
    const outcome =
      id === undefined ? make("create", type, record) : put(method.toLowerCase(), type, id, record);
    if (outcome.kind !== "done") return outcome;
    ids.push(outcome.id);
  }
  return { kind: "done", ids };
}

function refOf(record: JsonObject): string {
  const { resourceType, id } = record as unknown as { readonly resourceType: string; readonly id: string };
  return `${resourceType}/${id}`;
}

import { POPULOUS_ZIP3 } from "../../catalogue/census/zip3.ts";
import { recordFactsOf } from "../../catalogue/record-facts.ts";
import type { Transform } from "../../catalogue/transforms.ts";
import { transformOf } from "../../catalogue/transforms.ts";
import type { Capability } from "../../catalogue/vocabulary.ts";
import { decide } from "../../decision/decide.ts";
import { readFactsFile } from "../../decision/facts-file.ts";
import type { AccessRequest, Decision, Facts, Recipient } from "../../decision/types.ts";
import { viewOf } from "../../decision/view.ts";
import { fixedClock } from "../../kernel/clock.ts";
import { isJsonObject, type JsonObject, parseJson, stringifyJson } from "../../kernel/json.ts";
import { openPolicy } from "../../policy/open.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { objectProjection } from "../../projection/object-projection.ts";
import type { ProjectionContext } from "../../projection/types.ts";

export interface EngineOptions {
  /** A policy folder, as `modicum policy validate` takes it. */
  readonly policy: string;
  /** Milliseconds since 1970; the machine's own clock unless given. */
  readonly now?: () => number;
  /** Makes the token of a value; not given: what is to be tokenized is left out. */
  readonly tokenize?: (element: string, value: string) => string;
  /** What the application is called in grants that are bound to a system. */
  readonly system?: string;
}

/** Who asks, what for, and what is known about them and the patients. */
export interface EngineCall {
  readonly personId: string;
  readonly roles: readonly string[];
  /** The patient that the person is, for grants on `self`. */
  readonly patientId?: string;
  readonly purpose: string;
  readonly caseId?: string;
  readonly capability?: Capability;
  readonly act?: "use" | "disclose" | "request";
  readonly recipient?: Recipient;
  /** The shape of `facts` in a policy test: relations, authorizations, consents, restrictions, grants. */
  readonly facts: unknown;
}

/** Plain JSON, as JSON.parse gives it. */
export type Json = Readonly<Record<string, unknown>>;

/** What one caller may see now; made for one answer, not kept. */
export interface Sight {
  readonly outcome: "permit" | "deny";
  readonly policyHash: string;
  readonly purposes: readonly string[];
  /** Why not, most specific first. */
  readonly reasons: readonly {
    readonly code: string;
    readonly rule: string | null;
    readonly detail: string;
  }[];
  /** What of a FHIR R4 record may leave, by element, and in which form; null: the record is not there for the caller. */
  elementsOf(record: Json): ReadonlyMap<string, Transform> | null;
  /** A FHIR R4 record rebuilt from what may leave; null: it is not there. */
  minimize(record: Json): Minimized | null;
}

/** What came out of a record, for the application's own record of it. */
export interface Minimized {
  readonly record: Json;
  readonly released: readonly string[];
  readonly withheld: number;
}

/** The engine inside another program: the same decision and projection as the gateway's, without its record. */
export interface Engine {
  readonly policyHash: string;
  sight(call: EngineCall): Sight;
}

/** Compiles the policy once. @throws AppError `policy_invalid` with the first finding */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  const now = options.now ?? (() => Date.now());
  const policy = await openPolicy(options.policy, fixedClock(now()));
  return { policyHash: policy.hash, sight: (call) => sightOf(policy, options, call, now()) };
}

function sightOf(policy: CompiledPolicy, options: EngineOptions, call: EngineCall, now: number): Sight {
  const facts = readFactsFile(call.facts, policy, call.personId);
  const decision = decide(requestOf(call, options, now), policy, facts);
  return {
    outcome: decision.outcome,
    policyHash: policy.hash,
    purposes: decision.purposes,
    reasons: decision.reasons,
    elementsOf: (record) => elementsOf(decision, facts, asRead(record)),
    minimize: (record) => minimize(decision, facts, asRead(record), contextOf(policy, options, now)),
  };
}

function requestOf(call: EngineCall, { system = "app" }: EngineOptions, now: number): AccessRequest {
  const { act = "use" } = call;
  return {
    act,
    subject: {
      personId: call.personId,
      roles: call.roles,
      active: true,
      patientId: call.patientId ?? null,
      baa: null,
      scopes: null,
    },
    purpose: call.purpose,
    caseId: call.caseId ?? null,
    capability: call.capability ?? (act === "use" ? "read" : act),
    recipient: call.recipient ?? null,
    exemption: null,
    system,
    channel: "embedded",
    now,
  };
}

function elementsOf(
  decision: Decision,
  facts: Facts,
  record: JsonObject,
): ReadonlyMap<string, Transform> | null {
  const { catalogue, segments } = decision.policy;
  const about = recordFactsOf(record, segments);
  const view = viewOf(decision, about, facts);
  if (view === null) return null;
  return new Map(
    catalogue.elementsOfType(about.type).flatMap((index) => {
      const [id, transform] = [catalogue.elements[index]?.id, transformOf(view.elements[index] ?? 0)];
      return id === undefined || transform === "drop" ? [] : [[id, transform] as const];
    }),
  );
}

function minimize(
  decision: Decision,
  facts: Facts,
  record: JsonObject,
  context: ProjectionContext,
): Minimized | null {
  const { catalogue, segments } = decision.policy;
  const view = viewOf(decision, recordFactsOf(record, segments), facts);
  if (view === null) return null;
  const { resource, released, withheld } = objectProjection(catalogue).project(
    record,
    view.elements,
    context,
  );
  if (resource === null) return null;
  return {
    record: JSON.parse(stringifyJson(resource)) as Json,
    released: [...released].map((index) => catalogue.elements[index]?.id ?? "").toSorted(),
    withheld: withheld.size,
  };
}

function contextOf(
  { catalogue }: CompiledPolicy,
  { tokenize }: EngineOptions,
  now: number,
): ProjectionContext {
  return {
    now,
    zip3: POPULOUS_ZIP3,
    tokenize: tokenize ? (index, value) => tokenize(catalogue.elements[index]?.id ?? "", value) : null,
  };
}

/** As the engine reads JSON: strictly, each number with its literal. @throws AppError `input_invalid` */
function asRead(record: Json): JsonObject {
  const read = parseJson(JSON.stringify(record));
  return isJsonObject(read) ? read : {};
}

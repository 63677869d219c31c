import type { ComparisonDesk, Eye, EyeReply, Wanted } from "../api/comparison/ports.ts";
import type { Catalogue } from "../catalogue/types.ts";
import type { Config } from "../config.ts";
import { createLabelSource } from "../gateway/fhir/labels/label-source.ts";
import type { HttpQuestion, HttpReply } from "../gateway/fhir/question.ts";
import { formatQuery } from "../gateway/fhir/query.ts";
import { patientParameterOf } from "../gateway/fhir/search/candidates.ts";
import type { FhirUpstream } from "../gateway/fhir/upstream/types.ts";
import { type DemoTokens, demoTokens } from "../identity/demo-tokens.ts";
import type { Credentials } from "../identity/types.ts";
import { openDemoSigningKey } from "../keys/insecure/demo-signing-key.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import { isJsonObject, parseJsonObject } from "../kernel/json.ts";
import type { JsonArray, JsonObject, JsonValue } from "../kernel/json.ts";
import { projectionContext } from "./gateway-parts.ts";
import { keysDirOf } from "./storage.ts";

/** The people of the demo's side-by-side page, each at work they are meant to do. */
const EYES: readonly Eye[] = [
  { personId: "fran.frontdesk", purpose: "check-in" },
  { personId: "bea.biller", purpose: "billing" },
  { personId: "nina.nurse", purpose: "treatment" },
  { personId: "rita.researcher", purpose: "research" },
  { personId: "vera.vendor", purpose: "system-support" },
];

const GUIDE: Eye = { personId: "audra.auditor", purpose: "audit" };

/** A token serves one page, not a session. */
const TOKEN_LIFETIME_MS = 60_000;

/** Patients in one query to the upstream. */
const BATCH = 50;

/** As many records of a type as one answer of the gateway holds. */
const PAGE = "500";

export interface ComparisonParts {
  readonly catalogue: Catalogue;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly fhir: FhirUpstream;
  /** The gateway without a socket. */
  readonly answer: (question: HttpQuestion) => Promise<HttpReply>;
}

/** As this person, through this channel. */
export type ActAs = (eye: Eye, channel: string) => Promise<Credentials>;

/** What the side-by-side page stands on, with tokens of the demo; null outside the demo. */
export async function openComparison(config: Config, parts: ComparisonParts): Promise<ComparisonDesk | null> {
  if (config.demo === undefined) return null;
  const tokens = demoTokens(await openDemoSigningKey(keysDirOf(config.dataDir), "demo"), parts.clock);
  return createComparison(parts, (eye, channel) => withToken(tokens, eye, channel));
}

/** The same with whatever says who asks. */
export function createComparison(parts: Omit<ComparisonParts, "clock">, actAs: ActAs): ComparisonDesk {
  return {
    eyes: EYES,
    guide: () => actAs(GUIDE, "api"),
    credentials: (eye) => actAs(eye, "fhir"),
    held: (type, patientIds) => readHeld(parts, type, patientIds),
    lentTo: (records, segments) => createLabelSource(parts.fhir, segments).lentTo(records),
    ask: async (eye, type, wanted) => {
      const { authorization, purposeHeader } = await actAs(eye, "fhir");
      const headers = { authorization, "x-purpose-of-use": purposeHeader };
      const questions = questionsFor(parts.catalogue, type, wanted, headers);
      return replyOf(await Promise.all(questions.map(parts.answer)));
    },
    projectionContext: projectionContext(parts.sealer),
  };
}

async function withToken(tokens: DemoTokens, eye: Eye, channel: string): Promise<Credentials> {
  const token = await tokens.mint({ ...eye, lifetimeMs: TOKEN_LIFETIME_MS });
  const declared = { purposeHeader: undefined, caseHeader: undefined, session: undefined };
  return { authorization: `Bearer ${token}`, ...declared, channel };
}

/** In batches, so that no query grows beyond what a server takes. */
async function readHeld(
  { catalogue, fhir }: Pick<ComparisonParts, "catalogue" | "fhir">,
  type: string,
  patientIds: readonly string[],
): Promise<JsonObject[]> {
  const parameter = patientParameterOf(catalogue, type);
  const records: JsonObject[] = [];
  if (parameter === null) return records;
  for (let at = 0; at < patientIds.length; at += BATCH) {
    const batch = patientIds.slice(at, at + BATCH).join(",");
    for await (const record of fhir.search(type, [[parameter, batch]])) records.push(record);
  }
  return records;
}

/**
 * One search by POST, so that no id of a patient stands in a URL, where every visible record of the type shows whose it
 * is. Else the gateway takes no search by patient, and the records are read one by one.
 */
function questionsFor(
  catalogue: Catalogue,
  type: string,
  { patientId, ids }: Wanted,
  headers: HttpQuestion["headers"],
): readonly HttpQuestion[] {
  const parameter = patientParameterOf(catalogue, type);
  const isShown = parameter !== null && catalogue.searchParameter(type, parameter)?.structural === true;
  if (!isShown)
    return ids.map((id) => ({ method: "GET", target: `/fhir/${type}/${id}`, headers, body: NO_BODY }));
  const body = Buffer.from(
    formatQuery([
      [parameter, patientId],
      ["_count", PAGE],
    ]),
  );
  return [
    {
      method: "POST",
      target: `/fhir/${type}/_search`,
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      body: async (limit) => (body.length > limit ? null : body),
    },
  ];
}

const NO_BODY = async (): Promise<Uint8Array> => new Uint8Array();

function replyOf(replies: readonly HttpReply[]): EyeReply {
  return {
    entries: replies.flatMap(({ status, headers }) => {
      const id = headers["x-request-id"];
      return id === undefined ? [] : [{ id, outcome: status === 200 ? "permit" : "deny" } as const];
    }),
    records: replies.flatMap(recordsIn),
  };
}

function recordsIn({ status, body }: HttpReply): readonly JsonObject[] {
  if (status !== 200 || body === null) return [];
  const resource = parseJsonObject(body);
  if (resource["resourceType"] !== "Bundle") return [resource];
  return itemsOf(resource["entry"])
    .map((entry) => entry["resource"])
    .filter(isJsonObject);
}

function itemsOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as JsonArray).filter(isJsonObject) : [];
}

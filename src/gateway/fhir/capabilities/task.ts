import type { RecordedRelease } from "../../../audit/types.ts";
import type { Asked } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import type { HttpQuestion, HttpReply } from "../question.ts";
import { because } from "../reasons.ts";
import { denialWith, replyWith } from "../reply.ts";
import type { InteractionOf } from "../route.ts";
import { askedOf } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { offerOfCaller, offerOfPolicy } from "./offer.ts";
import { capabilityStatement } from "./statement.ts";
import type { StatementFrame } from "./statement.ts";
import { Written } from "../record/written.ts";

/**
 * The rule of `GET metadata`. With a token, or a session and a purpose, it says what that caller may do; anyone else
 * is told what the policy permits to somebody: its shape, and nothing of any person (FHIR R4 http, 3.1.0.5).
 */
export function capabilitiesTask(
  parts: GatewayParts,
  { question, interaction }: Incoming<InteractionOf<"fhir.capabilities">>,
): Task {
  const asked = askedOf(question, interaction, null);
  if (!namesCaller(question, asked)) return { kind: "open", answer: () => answerAnyone(parts, asked) };
  return {
    kind: "perform",
    asked,
    perform: async (permitted) => {
      const rules = [...new Set(permitted.decision.slices.map(({ rule }) => rule))].toSorted();
      const resource = Written.ofObject(capabilityStatement(offerOfCaller(permitted), await frameOf(parts)));
      return { value: { status: 200, resource, etag: null }, release: { ...NOTHING, rules } };
    },
  };
}

function namesCaller({ headers }: HttpQuestion, { credentials }: Asked): boolean {
  const hasSession = credentials.session !== undefined && headers["x-purpose-of-use"] !== undefined;
  return credentials.authorization !== undefined || hasSession;
}

/** It is recorded like everything else, and denied while it cannot be. */
async function answerAnyone(parts: GatewayParts, asked: Asked): Promise<HttpReply> {
  const policy = parts.pipeline.policy();
  const release: RecordedRelease = policy === null ? { outcome: "deny", reason: "policy_missing" } : NOTHING;
  const entryId = await parts.pipeline.record(null, asked, null, release).catch(() => null);
  if (entryId === null) return denialWith([because("record_unavailable")], null);
  if (policy === null) return denialWith([because("policy_missing")], entryId);
  const resource = Written.ofObject(capabilityStatement(offerOfPolicy(policy), await frameOf(parts)));
  return replyWith({ status: 200, resource, etag: null }, entryId);
}

async function frameOf({ baseUrl, pipeline, security, exports }: GatewayParts): Promise<StatementFrame> {
  return {
    baseUrl,
    now: pipeline.now(),
    security: await security(),
    withExports: exports !== null,
  };
}

const NOTHING = {
  outcome: "permit",
  reason: null,
  rules: [],
  grantIds: [],
  patients: [],
  records: [],
  released: [],
  withheldCount: 0,
} as const;

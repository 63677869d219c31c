import type { Asked } from "../../pipeline.ts";
import { capabilityStatement } from "./capabilities.ts";
import type { GatewayParts } from "./deps.ts";
import type { HttpReply } from "./question.ts";
import { because } from "./reasons.ts";
import { denialWith, replyWith } from "./reply.ts";
import { askedOf } from "./task.ts";
import type { Incoming, Task } from "./task.ts";

/** The rule of `GET /metadata`. */
export function capabilitiesTask(parts: GatewayParts, { question, interaction }: Incoming): Task {
  const asked = askedOf(question, interaction, null);
  return { kind: "open", answer: () => answerCapabilities(parts, asked) };
}

/**
 * Answers `GET /metadata` to anyone: it holds policy's shape and nothing of any person (FHIR R4 http, 3.1.0.5).
 * It is recorded like everything else, and denied while it cannot be.
 */
async function answerCapabilities(parts: GatewayParts, asked: Asked): Promise<HttpReply> {
  const { pipeline, baseUrl } = parts;
  const policy = pipeline.policy();
  const reason = policy === null ? because("policy_missing") : null;
  const release =
    reason === null
      ? ({ outcome: "permit", reason: null, ...NOTHING } as const)
      : ({ outcome: "deny", reason: reason.code } as const);
  const entryId = await pipeline.record(null, asked, null, release).catch(() => null);
  if (entryId === null) return denialWith([because("record_unavailable")], null);
  if (policy === null) return denialWith([because("policy_missing")], entryId);
  const resource = capabilityStatement(policy, baseUrl, pipeline.now());
  return replyWith({ status: 200, resource, etag: null }, entryId);
}

const NOTHING = { rules: [], grantIds: [], patients: [], records: [], released: [], withheldCount: 0 };

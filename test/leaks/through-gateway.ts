/** The way of a FHIR client: the gateway in this process over an upstream that holds the chart. */
import { NOW } from "../../demo/testing/shared-hospital.ts";
import { POPULOUS_ZIP3 } from "../../src/catalogue/census/zip3.ts";
import { createFhirAnswerer } from "../../src/gateway/fhir/gateway.ts";
import type { HttpReply } from "../../src/gateway/fhir/question.ts";
import { memoryUpstream } from "../../src/gateway/fhir/testing/memory-upstream.ts";
import type { Caller } from "../../src/identity/types.ts";
import { ok } from "../../src/kernel/result.ts";
import type { Pipeline } from "../../src/pipeline.ts";
import type { Chart } from "./chart.ts";
import { requestOf } from "./sessions.ts";
import type { Session } from "./sessions.ts";

/** Asks with GET, by a target below `/fhir`. */
export type Ask = (session: Session, target: string) => Promise<HttpReply>;

/** A gateway whose callers are who they say, related as the chart's facts say. */
export function gatewayOver(chart: Chart): Ask {
  const upstream = memoryUpstream(
    chart.records.map(({ resource }) => resource),
    chart.policy.catalogue,
  );
  const sessions = new Map<string, Session>();
  const answer = createFhirAnswerer({
    pipeline: pipelineOver(chart, sessions),
    upstream,
    baseUrl: "http://gateway.test/fhir",
    projectionOf: () => chart.projection,
    projectionContext: ({ now }) => ({ now, tokenize: null, zip3: POPULOUS_ZIP3 }),
    keys: { etag: new Uint8Array(32).fill(1), pageToken: new Uint8Array(32).fill(2) },
    limits: { patients: 10_000, maxPage: 10_000 },
  });
  return (session, target) => {
    const id = [session.role, session.purpose, session.patientId].join(" ");
    sessions.set(id, session);
    const headers = { authorization: `Bearer ${id}`, "x-purpose-of-use": session.purpose };
    return answer({ method: "GET", target: `/fhir${target}`, headers, body: async () => new Uint8Array() });
  };
}

function pipelineOver(chart: Chart, sessions: ReadonlyMap<string, Session>): Pipeline {
  let entries = 0;
  return {
    now: () => NOW,
    policy: () => chart.policy,
    identify: async ({ authorization = "", purposeHeader, channel }) => {
      const session = sessions.get(authorization.replace("Bearer ", ""));
      if (session === undefined) throw new Error("nobody");
      return ok(callerOf(session, chart.caseId, purposeHeader ?? null, channel));
    },
    requestOf: (caller, asked) => ({
      ...requestOf(sessions.get(caller.sessionId) as Session, chart.caseId),
      act: asked.act,
      capability: asked.capability,
    }),
    facts: async () => chart.facts,
    record: async () => `entry-${String(++entries)}`,
  };
}

function callerOf(session: Session, caseId: string, purpose: string | null, channel: string): Caller {
  const { role, patientId } = session;
  return {
    person: {
      id: role,
      displayName: role,
      roles: [role],
      fhirUser: patientId === null ? null : `Patient/${patientId}`,
      department: null,
      manager: null,
      active: true,
    },
    sessionId: [session.role, session.purpose, session.patientId].join(" "),
    declaredPurpose: purpose,
    caseId,
    system: "test",
    channel,
    scopes: null,
  };
}

/** Everything that travels: status, header names and values, body. */
export function bytesOf({ status, headers, body }: HttpReply): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${String(status)}`, ...lines, "", Buffer.from(body ?? []).toString("utf8")].join("\r\n");
}

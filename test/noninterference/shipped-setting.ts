/** The shipped policy, everyone whom it gives anything, and a gateway over records of the demo hospital. */
import { NOW, sharedHospital } from "../../demo/testing/shared-hospital.ts";
import { POPULOUS_ZIP3 } from "../../src/catalogue/census/zip3.ts";
import { decide } from "../../src/decision/decide.ts";
import { grantedSomewhere } from "../../src/decision/reach.ts";
import type { Decision } from "../../src/decision/types.ts";
import { memoryUpstream } from "../../src/gateway/fhir/testing/memory-upstream.ts";
import { opened } from "../../src/gateway/fhir/testing/opened.ts";
import type { Setting } from "../../src/gateway/fhir/testing/setting.ts";
import type { Caller } from "../../src/identity/types.ts";
import { err, ok } from "../../src/kernel/result.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import type { Pipeline } from "../../src/pipeline.ts";
import { chartOf } from "../leaks/chart.ts";
import type { Chart } from "../leaks/chart.ts";
import { stratified } from "../leaks/sample.ts";
import { requestOf, sessionsOf, shippedPolicy } from "../leaks/sessions.ts";
import type { Session } from "../leaks/sessions.ts";
import { sketched } from "./sketched.ts";
import { firstChanged, lookOf } from "./twin-chart.ts";

export interface Shipped {
  readonly chart: Chart;
  readonly world: readonly JsonObject[];
  readonly sessions: ReadonlyMap<string, Session>;
  readonly setting: Setting;
  /** Of how many types of the world a session is given something. */
  givenTypes(person: string): number;
}

/** Name of a session where people are named. */
export function nameOfSession({ role, purpose }: Session): string {
  return `${role} ${purpose}`;
}

/** Each role with each purpose it can declare, over one record of every type, segment and kind that there is. */
export async function shippedSetting(): Promise<Shipped> {
  const policy = await shippedPolicy();
  const { resources, landmarks } = sharedHospital();
  const sample = stratified(policy, resources, 1, new Set([`Patient/${landmarks.pat}`]));
  const held = new Set(sample.map((record) => record["resourceType"]));
  const mapped = policy.catalogue.elements.flatMap(({ fhir }) =>
    fhir.map((path) => /^\w+/.exec(path)?.[0] ?? ""),
  );
  const missing = [...new Set(mapped)].filter((type) => !held.has(type) && type !== "AuditEvent");
  const chart = chartOf(policy, [...sample, ...sketched(missing, landmarks.pat)], landmarks.assignedClaim);
  const sessions = new Map(sessionsOf(policy, [landmarks.pat]).map((one) => [nameOfSession(one), one]));
  const world = chart.records.map(({ resource }) => resource);
  const types = [...new Set(world.map((record) => record["resourceType"] as string))];
  const givenTypes = (person: string): number => {
    const session = sessions.get(person);
    if (session === undefined) return 0;
    const decision = decisionOf(chart, session);
    return types.filter((type) => grantedSomewhere(decision, type).some((transform) => transform > 1)).length;
  };
  return { chart, world, sessions, setting: settingOver(chart, sessions), givenTypes };
}

/** What the session's declaration is decided to, for a search. */
export function decisionOf(chart: Chart, session: Session): Decision {
  return decide(
    { ...requestOf(session, chart.caseId), channel: "fhir", capability: "search" },
    chart.policy,
    chart.facts,
  );
}

function settingOver(chart: Chart, sessions: ReadonlyMap<string, Session>): Setting {
  return {
    catalogue: chart.policy.catalogue,
    open: ({ records, past }, make) => {
      const upstream = memoryUpstream(records, chart.policy.catalogue, past);
      return opened(
        {
          pipeline: pipelineOver(chart, sessions),
          baseUrl: "http://gateway.test/fhir",
          projectionOf: () => chart.projection,
          projectionContext: ({ now }) => ({
            now,
            tokenize: (_, value) => `t${value.length}`,
            zip3: POPULOUS_ZIP3,
          }),
          keys: { etag: new Uint8Array(32).fill(1), pageToken: new Uint8Array(32).fill(2) },
        },
        upstream,
        make,
        ({ sessionId }) => sessionId,
      );
    },
    identity: (person) => ({
      authorization: `Bearer ${person}`,
      "x-purpose-of-use": sessions.get(person)?.purpose,
    }),
    hiddenChange: (person, before, after) => {
      const session = sessions.get(person);
      return session === undefined ? null : firstChanged(lookOf(chart, session, before), before, after);
    },
  };
}

function pipelineOver(chart: Chart, sessions: ReadonlyMap<string, Session>): Pipeline {
  let entries = 0;
  return {
    now: () => NOW,
    policy: () => chart.policy,
    identify: async ({ authorization = "", purposeHeader, channel }) => {
      const session = sessions.get(authorization.replace("Bearer ", ""));
      return session === undefined
        ? err("unauthenticated")
        : ok(callerOf(session, chart.caseId, purposeHeader, channel));
    },
    requestOf: (caller, asked) => ({
      ...requestOf(sessions.get(caller.sessionId) as Session, chart.caseId),
      channel: caller.channel,
      act: asked.act,
      capability: asked.capability,
    }),
    facts: async () => chart.facts,
    record: async () => `entry-${String(++entries)}`,
  };
}

function callerOf(session: Session, caseId: string, purpose: string | undefined, channel: string): Caller {
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
    sessionId: nameOfSession(session),
    declaredPurpose: purpose ?? null,
    caseId,
    system: "test",
    channel,
    scopes: null,
  };
}

import type { JsonObject, JsonValue } from "../../../../kernel/json.ts";
import type { FhirGatewayDeps } from "../../deps.ts";
import { createFhirAnswerer } from "../../gateway.ts";
import type { HttpQuestion, HttpReply } from "../../question.ts";
import type { Shown } from "../../record/shown.ts";
import { STEPS } from "../../steps.ts";
import type { Steps } from "../../steps.ts";
import type { Answerer } from "../ask.ts";
import type { MemoryUpstream } from "../memory-upstream.ts";
import type { GatewayMaker } from "../opened.ts";
import type { ScenarioChoice } from "../scenarios.ts";

/** A gateway with one leak seeded into it, of a kind that real gateways have had. */
export interface Mutant {
  readonly name: string;
  readonly make: GatewayMaker;
  /** Whom and what to ask, where any scenario would seldom show it. */
  readonly focus: Partial<ScenarioChoice>;
}

/** Reads and searches by everyone. */
export const LOOKING: Partial<ScenarioChoice> = { interactions: ["fhir.search", "fhir.read"] };

/** What the upstream sent for a record that was shown, for mutants that forget the projection. */
const rawOf = new WeakMap<JsonObject, JsonObject>();

export const showRemembering: Steps["show"] = (sight, expected, record, lent) => {
  const shown = STEPS.show(sight, expected, record, lent);
  if (shown !== null) rawOf.set(shown.resource, record.object);
  return shown;
};

export const raw = (projected: JsonObject): JsonObject => rawOf.get(projected) ?? projected;

/** With other steps in place of the gateway's. */
export function withSteps(name: string, steps: Partial<Steps>, focus = LOOKING): Mutant {
  return {
    name,
    focus,
    make: (deps) => createFhirAnswerer({ ...deps, steps: { show: showRemembering, ...steps } }),
  };
}

/** Shows a changed copy of what is to be shown. */
export function withShown(name: string, change: (shown: Shown, record: JsonObject) => Shown | null): Mutant {
  return withSteps(name, {
    show: (sight, expected, record, lent) => {
      const shown = STEPS.show(sight, expected, record, lent);
      return shown === null ? null : change(shown, record.object);
    },
  });
}

/** What the upstream did for one question. */
export interface Behind {
  readonly upstream: MemoryUpstream;
  readonly question: HttpQuestion;
  /** Rows that searches sent, matches or not. */
  readonly sent: number;
  /** Of the last read; null: none, or nothing was found. */
  readonly last: JsonObject | null;
  /** Of the last history. */
  readonly versions: number;
}

/** Changes a reply after it is made, with what the upstream did for it. */
export function withReply(
  name: string,
  change: (reply: HttpReply, behind: Behind) => HttpReply,
  focus = LOOKING,
): Mutant {
  return { name, focus, make: (deps, upstream) => listening(deps, upstream, change) };
}

function listening(
  deps: FhirGatewayDeps,
  upstream: MemoryUpstream,
  change: (reply: HttpReply, behind: Behind) => HttpReply,
): Answerer {
  let last: JsonObject | null = null;
  let versions = 0;
  const heard = {
    ...deps.upstream,
    read: async (type: string, id: string) => (last = await deps.upstream.read(type, id)),
    history: async (type: string, id: string) => {
      const found = await upstream.history(type, id);
      versions = found.length;
      return found;
    },
  };
  const answer = createFhirAnswerer({ ...deps, upstream: heard });
  return async (question) => {
    const before = upstream.sent;
    [last, versions] = [null, 0];
    const reply = await answer(question);
    return change(reply, { upstream, question, sent: upstream.sent - before, last, versions });
  };
}

/** Hands some questions past the gateway; the others go through it. */
export function withBypass(
  name: string,
  bypass: (question: HttpQuestion, upstream: MemoryUpstream) => Promise<HttpReply> | null,
  focus: Partial<ScenarioChoice>,
): Mutant {
  return {
    name,
    focus,
    make: (deps, upstream) => {
      const answer = createFhirAnswerer(deps);
      return async (question) => bypass(question, upstream) ?? answer(question);
    },
  };
}

export function header(reply: HttpReply, name: string, value: string): HttpReply {
  return { ...reply, headers: { ...reply.headers, [name]: value } };
}

export function withMember(shown: Shown, member: string, value: JsonValue | undefined): Shown {
  return value === undefined ? shown : shown.as({ ...shown.resource, [member]: value });
}

export function metaOf(record: JsonObject | null): JsonObject {
  return (record?.["meta"] ?? {}) as JsonObject;
}

import type { Decision, Facts } from "../../../decision/types.ts";
import { decide } from "../../../decision/decide.ts";
import type { HttpReply } from "../question.ts";
import type { FhirGatewayDeps } from "../deps.ts";
import { createFhirAnswerer } from "../gateway.ts";
import { idsIn, linkIn, questionAs, totalIn } from "./ask.ts";
import type { Answerer } from "./ask.ts";
import { memoryUpstream } from "./memory-upstream.ts";
import type { MemoryUpstream } from "./memory-upstream.ts";
import { depsOf, factsOf, NOW, PEOPLE, practice } from "./practice.ts";
import { resolved } from "./questions.ts";
import type { Asking } from "./questions.ts";
import type { Change } from "./twins.ts";
import { twinOf } from "./twins.ts";
import { read } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/** A world, what to change in it unseen, and what one person asks of both. */
export interface Scenario {
  readonly person: string;
  readonly world: readonly PlainRecord[];
  readonly changes: readonly Change[];
  readonly askings: readonly Asking[];
}

/** Two worlds and the questions that once told them apart. */
export interface KeptCase {
  readonly name: string;
  readonly person: string;
  readonly left: readonly PlainRecord[];
  readonly right: readonly PlainRecord[];
  readonly askings: readonly Asking[];
}

export interface Difference {
  readonly asking: Asking;
  readonly left: string;
  readonly right: string;
}

/** The gateway, or one with a leak seeded into it. */
export type GatewayMaker = (deps: FhirGatewayDeps, upstream: MemoryUpstream) => Answerer;

export interface Tally {
  answers: number;
  nonEmpty: number;
  /** Status of every answer, counted. */
  readonly statuses: Map<number, number>;
  /** `read`, and the types of the parameters that searches with a match filtered by. */
  readonly answered: Set<string>;
}

export const genuine: GatewayMaker = (deps) => createFhirAnswerer(deps);

export function newTally(): Tally {
  return { answers: 0, nonEmpty: 0, statuses: new Map(), answered: new Set() };
}

/** What this person's declaration is decided to, with the facts it is decided on. */
export function decisionOf(person: string): { decision: Decision; facts: Facts } {
  const { policy } = practice();
  const member = PEOPLE[person];
  const facts = factsOf(person, NOW);
  const patientId = /^Patient\/(.+)$/.exec(member?.fhirUser ?? "")?.[1] ?? null;
  const subject = {
    personId: person,
    roles: [member?.role ?? ""],
    active: true,
    patientId,
    baa: null,
    scopes: null,
  };
  const purpose = member?.purpose ?? null;
  const rest = { caseId: null, recipient: null, exemption: null, system: "test", channel: "fhir", now: NOW };
  const decision = decide({ act: "use", capability: "search", subject, purpose, ...rest }, policy, facts);
  return { decision, facts };
}

export function keptCaseOf(scenario: Scenario): KeptCase {
  const { decision, facts } = decisionOf(scenario.person);
  const right = twinOf(scenario.world, scenario.changes, decision.policy, decision, facts);
  const { person, world, askings } = scenario;
  return { name: "", person, left: world, right, askings: askings.map((asking) => resolved(asking, world)) };
}

/** Asks both worlds the same, page links and conditional reads included; null: they cannot be told apart. */
export async function differenceIn(
  kept: KeptCase,
  make: GatewayMaker,
  tally: Tally,
): Promise<Difference | null> {
  const [left, right] = [side(kept.left, make), side(kept.right, make)];
  for (const asking of kept.askings) {
    let next: Asking | undefined = asking;
    for (let page = 0; next !== undefined && page < 3; page++) {
      const [a, b] = [await ask(left, kept.person, next), await ask(right, kept.person, next)];
      if (bytesOf(a) !== bytesOf(b)) return { asking: next, left: bytesOf(a), right: bytesOf(b) };
      count(tally, asking, a);
      next = followUp(next, a);
    }
    const conditional = await conditionalDifference(kept.person, asking, left, right);
    if (conditional !== null) return conditional;
  }
  return null;
}

function side(world: readonly PlainRecord[], make: GatewayMaker): Answerer {
  const state = practice();
  const upstream = memoryUpstream(world.map(read), state.policy.catalogue);
  return make(depsOf(state, upstream), upstream);
}

function ask(
  answerer: Answerer,
  person: string,
  { target, form }: Asking,
  etag?: string,
): Promise<HttpReply> {
  const headers = { "if-none-match": etag, "content-type": "application/x-www-form-urlencoded" };
  return answerer(
    questionAs(person, target, form === null ? { headers } : { method: "POST", body: form, headers }),
  );
}

async function conditionalDifference(
  person: string,
  asking: Asking,
  left: Answerer,
  right: Answerer,
): Promise<Difference | null> {
  const { headers } = await ask(left, person, asking);
  await ask(right, person, asking);
  if (headers["etag"] === undefined) return null;
  const [a, b] = [
    await ask(left, person, asking, headers["etag"]),
    await ask(right, person, asking, headers["etag"]),
  ];
  return bytesOf(a) === bytesOf(b) ? null : { asking, left: bytesOf(a), right: bytesOf(b) };
}

function followUp(asking: Asking, reply: HttpReply): Asking | undefined {
  if (reply.status !== 200 || (!asking.target.includes("?") && asking.form === null)) return undefined;
  const link = linkIn(reply, "next");
  return link === undefined ? undefined : { target: link, form: null };
}

/** Status line, headers and body, as they would be written. */
export function bytesOf(reply: HttpReply): string {
  return `${reply.status}\n${JSON.stringify(reply.headers)}\n${Buffer.from(reply.body ?? []).toString("latin1")}`;
}

function count(tally: Tally, asking: Asking, reply: HttpReply): void {
  tally.answers += 1;
  tally.statuses.set(reply.status, (tally.statuses.get(reply.status) ?? 0) + 1);
  if (reply.status !== 200) return;
  const isRead = /^\/[A-Za-z]+\/(?!_search)/.test(asking.target);
  if (!isRead && idsIn(reply).length === 0 && (totalIn(reply) ?? 0) === 0) return;
  tally.nonEmpty += 1;
  for (const kind of isRead ? ["read"] : parameterTypesOf(asking)) tally.answered.add(kind);
}

function parameterTypesOf({ target, form }: Asking): readonly string[] {
  const { catalogue } = practice().policy;
  const [path = "", query = ""] = target.split("?");
  const type = path.split("/")[1] ?? "";
  const names = `${query}&${form ?? ""}`.split("&").map((pair) => pair.split(/[:=]/)[0] ?? "");
  return names.flatMap((name) => catalogue.searchParameter(type, name)?.type ?? []);
}

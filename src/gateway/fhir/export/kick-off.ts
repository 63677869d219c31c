import type { Reason } from "../../../decision/types.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because } from "../reasons.ts";
import { releaseOf } from "../release.ts";
import type { InteractionOf } from "../route.ts";
import { bindingFor } from "../search/links.ts";
import { createScopes } from "../search/scopes.ts";
import type { Shown } from "../record/shown.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { askerOf } from "./asker.ts";
import { levelOf } from "./level.ts";
import { planExport, plansOf, unitsOf } from "./plan.ts";
import type { ExportLevel, ExportPlan } from "./plan.ts";
import { pairsOfParameters, readExport } from "./request.ts";
import type { ExportAsk } from "./request.ts";
import { EXPORT_KIND } from "./types.ts";
import type { ExportDesk, ExportTask } from "./types.ts";

type KickOff = Incoming<InteractionOf<"fhir.operation">>;

const RETRY_AFTER_S = "2";

/** The rule of `$export` of everything, of all patients, or of a group's (FHIR Bulk Data Access 2.0, kick-off). GW-230. */
export async function exportTask(parts: GatewayParts, incoming: KickOff): Promise<Task> {
  const { question, interaction } = incoming;
  const { type, id } = interaction;
  const desk = parts.exports;
  const isLevel = type === null || (type === "Patient" && id === null) || (type === "Group" && id !== null);
  if (desk === null || !isLevel)
    return refusing(question, interaction, because("interaction_not_supported", "`$export`"));
  if (!/(?:^|[\s,;])respond-async\b/i.test(question.headers["prefer"] ?? ""))
    return refusing(question, interaction, because("bad_request", "an export needs `Prefer: respond-async`"));
  const pairs = await pairsAsked(parts, incoming);
  if (pairs === null)
    return refusing(question, interaction, because("bad_request", "the body is no Parameters"));
  const ask = readExport(pairs);
  return ask.ok
    ? startTask(parts, desk, incoming, ask.value, pairs)
    : refusing(question, interaction, ask.error);
}

/** INVARIANT: the job is there only after the entry of the kick-off is durable. */
function startTask(
  parts: GatewayParts,
  desk: ExportDesk,
  { question, interaction }: KickOff,
  ask: ExportAsk,
  pairs: readonly QueryPair[],
): Task {
  const path = [interaction.type, interaction.id, "$export"].filter((part) => part !== null).join("/");
  const query = [path, formatQuery(pairs)].filter((part) => part !== "").join("?");
  const id = desk.newId();
  let job:
    | { readonly task: Omit<ExportTask, "intent">; readonly steps: number; readonly personId: string }
    | undefined;
  return {
    kind: "perform",
    asked: askedOf(question, interaction, query, "search"),
    perform: async (permitted) => {
      const level = await levelOf(parts, permitted, interaction);
      if (!level.ok) return level.error;
      const plan = checkedPlan(parts, desk, permitted, ask, level.value.level);
      if (!plan.ok) return plan.error;
      if (await isBusy(desk, permitted.caller.person.id)) return because("export_limited");
      const request = `${parts.baseUrl}/${query}`;
      const task = taskOf(desk, permitted, plan.value, request);
      const steps = unitsOf(task, permitted.policy.catalogue).length + 1;
      job = { task, steps, personId: permitted.caller.person.id };
      return accepted(parts, permitted, id, level.value.group);
    },
    afterwards: async (intent) => {
      if (job === undefined) return;
      const { task, steps, personId } = job;
      const times = { madeAt: task.startedAt, endsAt: task.startedAt + desk.limits.keepMs };
      const kept = JSON.stringify({ ...task, intent } satisfies ExportTask);
      await desk.jobs.add({ id, kind: EXPORT_KIND, personId, steps, task: kept, ...times });
      desk.wake();
    },
  };
}

function accepted(
  parts: GatewayParts,
  { policy, decision }: Permitted,
  id: string,
  group: Shown | null,
): Answer<FhirAnswer> {
  const headers = {
    "content-location": `${parts.baseUrl}/$export-status/${id}`,
    "retry-after": RETRY_AFTER_S,
  };
  const release = releaseOf(policy.catalogue, group === null ? [] : [group], []);
  const rules = [...new Set(decision.slices.map(({ rule }) => rule))].toSorted();
  return {
    value: { status: 202, resource: null, etag: null, headers },
    release: release.outcome === "permit" ? { ...release, rules } : release,
  };
}

function checkedPlan(
  parts: GatewayParts,
  desk: ExportDesk,
  permitted: Permitted,
  ask: ExportAsk,
  level: ExportLevel,
): Result<ExportPlan, Reason> {
  const plan = planExport(parts, permitted, ask, level, desk.limits.patients);
  if (!plan.ok) return plan;
  const scopes = createScopes(parts, permitted);
  const faulty = plan.value.types
    .map((type) => plansOf(scopes, type, parts.limits))
    .find(({ ok: good }) => !good);
  return faulty === undefined || faulty.ok ? plan : faulty;
}

function taskOf(
  desk: ExportDesk,
  permitted: Permitted,
  plan: ExportPlan,
  request: string,
): Omit<ExportTask, "intent"> {
  const { person, ...caller } = permitted.caller;
  return {
    ...plan,
    request,
    caller: { ...caller, personId: person.id },
    asker: askerOf(permitted),
    binding: bindingFor(permitted),
    batch: desk.limits.batch,
    startedAt: permitted.now,
  };
}

async function isBusy({ jobs, limits }: ExportDesk, personId: string): Promise<boolean> {
  const own = await jobs.list({ personId, limit: 100 });
  return own.filter(({ state }) => state === "waiting" || state === "running").length >= limits.running;
}

async function pairsAsked(
  parts: GatewayParts,
  { question, pairs }: KickOff,
): Promise<readonly QueryPair[] | null> {
  if (question.method !== "POST") return pairs;
  const body = await question.body(parts.limits.queryLength * BODY_FACTOR);
  if (body === null) return null;
  const more = body.length === 0 ? [] : pairsOfParameters(body);
  return more === null ? null : [...pairs, ...more];
}

/** JSON says more around each value than a query string does. */
const BODY_FACTOR = 10;

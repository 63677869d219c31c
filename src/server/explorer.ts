import type {
  Decided,
  Exploration,
  ExplorerDesk,
  ExploredRequest,
  JudgedRecord,
  UpstreamQuestion,
} from "../api/explorer/ports.ts";
import { recordFactsOf } from "../catalogue/record-facts.ts";
import type { Config } from "../config.ts";
import type { FhirGatewayDeps } from "../gateway/fhir/deps.ts";
import { createFhirAnswerer } from "../gateway/fhir/gateway.ts";
import { show } from "../gateway/fhir/show.ts";
import { demoTokens } from "../identity/demo-tokens.ts";
import type { Credentials } from "../identity/types.ts";
import { openDemoSigningKey } from "../keys/insecure/demo-signing-key.ts";
import type { Clock } from "../kernel/clock.ts";
import type { JsonObject } from "../kernel/json.ts";
import type { Pipeline } from "../pipeline.ts";
import { keysDirOf } from "./storage.ts";
import { watchedUpstream } from "./watched-upstream.ts";

/** A token serves one request, not a session. */
const TOKEN_LIFETIME_MS = 60_000;

/** The explorer over the gateway that everybody else asks too; `gateway` gives its parts once we listen. */
export async function openExplorer(
  config: Config,
  clock: Clock,
  gateway: () => FhirGatewayDeps,
): Promise<ExplorerDesk> {
  if (config.demo === undefined) return createExplorer(gateway, null);
  const tokens = demoTokens(await openDemoSigningKey(keysDirOf(config.dataDir), "demo"), clock);
  return createExplorer(gateway, async (personId, purpose, caseId) => ({
    authorization: `Bearer ${await tokens.mint({ personId, lifetimeMs: TOKEN_LIFETIME_MS })}`,
    session: undefined,
    purposeHeader: purpose ?? undefined,
    caseHeader: caseId ?? undefined,
    channel: "fhir",
  }));
}

/** The same with whatever makes credentials of another person; null: nobody explores as another. */
export function createExplorer(gateway: () => FhirGatewayDeps, as: ExplorerDesk["as"]): ExplorerDesk {
  return { as, explore: (credentials, request) => exploreWith(gateway(), credentials, request) };
}

/** Sends the request through a gateway of the same parts, each of which is watched. */
async function exploreWith(
  deps: FhirGatewayDeps,
  credentials: Credentials,
  request: ExploredRequest,
): Promise<Exploration> {
  const [decided, asked]: [Decided[], UpstreamQuestion[]] = [[], []];
  const judged: Judgements = new Map();
  const answer = createFhirAnswerer({
    ...deps,
    pipeline: watchedPipeline(deps.pipeline, credentials, decided),
    upstream: watchedUpstream(deps.upstream, (question) => asked.push(question)),
    steps: { ...deps.steps, show: watchedShow(deps.steps?.show ?? show, judged) },
  });
  const body = Buffer.from(request.body ?? "");
  const {
    status,
    headers,
    body: bytes,
  } = await answer({
    method: request.method,
    target: `${new URL(deps.baseUrl).pathname}${request.target}`,
    headers: request.headers,
    body: async (limit) => (body.length > limit ? null : body),
  });
  return {
    reply: { status, headers, body: bytes === null ? null : Buffer.from(bytes).toString("utf8") },
    entryId: headers["x-request-id"] ?? null,
    decided,
    asked,
    judged: [...judged.values()],
  };
}

/** Whoever the request says it is from, it is from these. */
function watchedPipeline(pipeline: Pipeline, credentials: Credentials, decided: Decided[]): Pipeline {
  return {
    ...pipeline,
    identify: () => pipeline.identify(credentials),
    record: (caller, asked, decision, release) => {
      const { interaction, resourceType, query } = asked;
      const reasons = release.outcome === "permit" ? [] : [{ code: release.reason }];
      decided.push({ interaction, resourceType, query, decision, reasons });
      return pipeline.record(caller, asked, decision, release);
    },
  };
}

type Judgements = Map<JsonObject, JudgedRecord>;

/** A record is judged by itself, and once more with the labels that it comes by through others: the last counts. */
function watchedShow(judge: typeof show, judged: Judgements): typeof show {
  return (sight, expected, record, ...rest) => {
    const shown = judge(sight, expected, record, ...rest);
    judged.set(record.object, {
      facts: shown?.facts ?? recordFactsOf(record.object, sight.permitted.policy.segments),
      view: shown && {
        rules: shown.view.rules,
        elements: shown.view.elements,
        released: [...shown.projected.released],
        withheld: [...shown.projected.withheld],
      },
    });
    return shown;
  };
}

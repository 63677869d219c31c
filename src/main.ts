/** The composition root: reads the configuration, wires the folders to each other, starts and stops. */
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { createApi } from "./api/app.ts";
import type { ComparisonDesk } from "./api/comparison/ports.ts";
import type { ExplorerDesk } from "./api/explorer/ports.ts";
import { type Config, type Environment, readConfig } from "./config.ts";
import type { FhirGatewayDeps } from "./gateway/fhir/deps.ts";
import { createFhirAnswerer, createFhirGateway } from "./gateway/fhir/gateway.ts";
import { smartSecurity } from "./identity/oauth/smart-configuration.ts";
import { type Clock, offsetClock, systemClock } from "./kernel/clock.ts";
import { openPolicySource } from "./policy/open.ts";
import type { CompiledPolicy } from "./policy/types.ts";
import { policySchemas } from "./policy/index.ts";
import type { Pipeline } from "./pipeline.ts";
import { objectProjection } from "./projection/object-projection.ts";
import { banner } from "./server/banner.ts";
import { openComparison } from "./server/comparison.ts";
import { openCold } from "./server/cold.ts";
import { openClinicalSystem } from "./server/clinical-system.ts";
import { type Directives, openDirectives } from "./server/directives.ts";
import { createRateLimits, type RateLimits } from "./server/door/rate-limits.ts";
import { gatewayKeys, projectionContext, scannerOf } from "./server/gateway-parts.ts";
import { consoleSurface } from "./server/console.ts";
import { readConsole } from "./server/console-files.ts";
import { openExplorer } from "./server/explorer.ts";
import { type Feeds, openFeeds } from "./server/feeds.ts";
import { openOversight } from "./server/oversight.ts";
import { openJobs } from "./server/jobs.ts";
import { openIdentity } from "./server/identity.ts";
import { listen, listenOptions, route } from "./server/listen.ts";
import { refuseOtherHosts } from "./server/loopback-host.ts";
import { openLocate } from "./server/locate.ts";
import type { Log } from "./server/log.ts";
import { openMcp } from "./server/mcp.ts";
import { type Guard, openGuard } from "./server/outbound/guard.ts";
import { openPdp } from "./server/pdp.ts";
import { createPipeline } from "./server/pipeline.ts";
import { type OpenRecord, openRecord } from "./server/record.ts";
import { openRecordLog } from "./server/record-log.ts";
import { openRelations, type Relations } from "./server/relations.ts";
import { openSafekeeping } from "./server/safekeeping.ts";
import { commonHeaders } from "./server/security-headers.ts";
import { closeAll } from "./server/shutdown.ts";
import { readinessOf } from "./server/readiness.ts";
import { announce } from "./server/state-file.ts";
import { createEvidenceStore } from "./store/evidence/evidence-store.ts";
import { openStorage } from "./server/storage.ts";
import { addGauges } from "./server/telemetry/gauges.ts";
import { metricsDoor, openMetricsPort } from "./server/telemetry/metrics-door.ts";
import { openTelemetry } from "./server/telemetry/open.ts";
import type { Telemetry } from "./server/telemetry/telemetry.ts";

export interface RunningServer {
  readonly url: string;
  /** What to tell the person at the terminal. */
  readonly banner: string;
  close(): Promise<void>;
}

/**
 * Starts everything, and resolves when it listens; `/readyz` waits for the first sync of relation facts.
 * @throws AppError with one line that says what to do, after undoing what was started.
 */
export async function startServer(env: Environment, cwd: string): Promise<RunningServer> {
  const config = readConfig(env, cwd);
  const closers: Closers = [];
  try {
    return await start(config, closers);
  } catch (fault) {
    await closeAll(closers);
    throw fault;
  }
}

async function start(config: Config, closers: Closers): Promise<RunningServer> {
  const { log, telemetry } = await openTelemetry(config, closers);
  const clockOffsetMs =
    config.demo?.clockStart === undefined ? 0 : config.demo.clockStart - systemClock.now();
  const clock = offsetClock(clockOffsetMs);
  const place = { url: config.production?.publicUrl ?? "" };
  const guard = openGuard(config, closers);
  const rates = createRateLimits(config.door, telemetry.metrics);
  const parts = await open({ config, clock, place, log, telemetry, guard, rates, closers });
  const comparison = await openComparison(config, {
    catalogue: parts.policy.catalogue,
    sealer: parts.sealer,
    clock,
    fhir: parts.upstream.fhir,
    answer: lazily(() => createFhirAnswerer(gatewayDeps(parts, place, log))),
  });
  const explorer = await openExplorer(config, clock, () => gatewayDeps(parts, place, log));
  const api = getRequestListener(apiOver(parts, comparison, explorer).fetch);
  const listening = await listen(
    listenOptions(config, log),
    telemetry.listener(
      rates.listener(
        route({
          ...(config.demo === undefined ? {} : { guard: refuseOtherHosts }),
          fhir: lazily(() =>
            createFhirGateway({ ...gatewayDeps(parts, place, log), compresses: config.compresses }),
          ),
          console: consoleSurface(await readConsole(CONSOLE_DIR)),
          programs: [
            metricsDoor(telemetry.metrics, config),
            parts.recordLog.surface,
            await openPdp(config, programParts(parts, place)),
            openMcp({
              pipeline: parts.pipeline,
              gateway: (pipeline) => gatewayDeps({ ...parts, pipeline }, place, log),
              api: (pipeline) => apiOver({ ...parts, pipeline }, comparison, explorer),
            }),
          ],
          api: (request, response) => void api(request, response),
          headers: commonHeaders(config.production !== undefined),
        }),
      ),
    ),
  );
  await openMetricsPort(telemetry.metrics, config, closers);
  closers.push(listening.close);
  place.url ||= `http://${urlHost(config.host)}:${listening.port}`;
  closers.push(await announce(config.dataDir, place.url, clockOffsetMs));
  await begin(parts, gatewayDeps(parts, place, log));
  const { policy, database, upstream } = parts;
  log.info("listening", { port: listening.port, mode: config.mode, policy: policy.hash.slice(0, 12) });
  const said = { url: place.url, upstream: upstream.title, database: database.kind, policy };
  return {
    url: place.url,
    banner: banner({ ...said, demo: config.mode === "demo" }),
    close: () => closeAll(closers),
  };
}

/** What goes on by itself from now on. */
async function begin(
  { feeds, relations, safekeeping, jobs, oversight }: Parts,
  gateway: FhirGatewayDeps,
): Promise<void> {
  await feeds.start();
  relations.start();
  safekeeping.start();
  jobs.start(gateway, safekeeping.daily, oversight.kinds);
}

/** Everything behind the two surfaces, in the order it depends on each other. */
async function open(base: Base) {
  const { config, clock, place, log, telemetry, guard, closers } = base;
  const { policy, source } = await openPolicySource(config.policyDir, clock);
  const storage = await openStorage(config, clock, closers);
  const { database, sealer } = storage;
  const cold = await openCold(config, closers);
  const ground = { ...storage, config, cold, policy, clock, log, closers };
  const upstream = await openClinicalSystem(config, clock, closers, scannerOf(policy.catalogue).scanner, {
    watch: telemetry.upstream,
    connector: guard.connector,
  });
  const identity = await openIdentity(config, { ...ground, place });
  const relations = openRelations({ ...ground, ...upstream, ...identity });
  const { metrics } = telemetry;
  const record = await openRecord({ ...ground, metrics, policyHash: () => policy.hash });
  const locate = openLocate({ database, sealer, clock, upstream: upstream.fhir, stepMs: ABSENT_STEP_MS });
  const directives = openDirectives(ground);
  const feeds = await openFeeds({ ...ground, metrics, identity, record });
  const pipeline = openWay(base, { policy, identity, relations, directives, feeds, record });
  const recordLog = await openRecordLog({ ...ground, ...record, pipeline });
  const jobs = openJobs({ ...ground, identity });
  const artifacts = createEvidenceStore(database.kysely, sealer);
  const asked = {
    upstream,
    identity,
    relations,
    record,
    locate,
    directives,
    feeds,
    pipeline,
    recordLog,
    jobs,
  };
  const safekeeping = await openSafekeeping({ ...ground, ...asked, metrics, evidence: artifacts });
  const measured = { record, relations, database, clock };
  addGauges(metrics, measured);
  const told = { people: identity.people, facts: relations.store, upstream: upstream.fhir };
  const oversight = await openOversight({ ...ground, ...asked, source, safekeeping, artifacts, told });
  return {
    ...ground,
    ...asked,
    ready: () => readinessOf({ ...measured, ...safekeeping, ...recordLog }),
    show: telemetry.show,
    safekeeping,
    oversight,
  };
}

/** The way a request goes, limited and measured. */
function openWay(
  { clock, telemetry, rates }: Base,
  { policy, identity, relations, directives, feeds, record }: WayParts,
): Pipeline {
  const way = createPipeline({
    clock,
    policy: () => policy,
    identify: identity.identify,
    relationsOf: relations.factsFor,
    directives: directives.factsUnder,
    deviceLimit: feeds.devices.limitOf,
    nextEntryId: record.nextEntryId,
    append: record.append,
  });
  return rates.pipeline(telemetry.pipeline(way));
}

interface WayParts {
  readonly policy: CompiledPolicy;
  readonly identity: Awaited<ReturnType<typeof openIdentity>>;
  readonly relations: Relations;
  readonly directives: Directives;
  readonly feeds: Feeds;
  readonly record: OpenRecord;
}

interface Base {
  readonly config: Config;
  readonly clock: Clock;
  readonly place: Place;
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly guard: Guard;
  readonly rates: RateLimits;
  readonly closers: Closers;
}
type Parts = Awaited<ReturnType<typeof open>>;
type Closers = (() => Promise<void>)[];
/** Where clients reach us; known only once we listen. */
interface Place {
  readonly url: string;
}

function apiOver(
  {
    pipeline,
    identity,
    relations,
    record,
    recordLog,
    safekeeping,
    oversight,
    feeds,
    locate,
    directives,
    upstream,
    jobs,
    ready,
  }: Parts,
  comparison: ComparisonDesk | null,
  explorer: ExplorerDesk,
) {
  return createApi({
    pipeline,
    people: identity.desk,
    session: identity.sessionDesk,
    oauth: identity.oauth,
    clients: identity.clients,
    connections: identity.connections,
    relations: relations.desk,
    record: record.desk,
    recordLog: recordLog.desk,
    ...safekeeping.desks,
    ...oversight.desks,
    sources: feeds.sources,
    devices: feeds.devices.desk,
    locate,
    restrictions: directives.restrictions,
    consents: directives.consents,
    jobs: jobs.store,
    comparison,
    explorer,
    readRecord: upstream.readRecord,
    lentTo: upstream.lentTo,
    absentStepMs: ABSENT_STEP_MS,
    ready,
    policySchemas,
  });
}

function gatewayDeps(
  { pipeline, upstream, identity, relations, record, locate, jobs, sealer, show }: Parts,
  place: Place,
  log: Log,
): FhirGatewayDeps {
  return {
    pipeline,
    upstream: upstream.fhir,
    writes: upstream.writes,
    baseUrl: `${place.url}/fhir`,
    steps: { show },
    projectionOf: objectProjection,
    projectionContext: projectionContext(sealer),
    scannerOf,
    keys: gatewayKeys(sealer),
    record: record.desk,
    locate: locate.locate,
    exports: jobs.exports,
    security: async () => smartSecurity(await identity.oauth.smartEndpoints()),
    onMiss: relations.refresh,
    absentStepMs: ABSENT_STEP_MS,
    onFault: (fault) => log.fault("the upstream failed", fault),
  };
}

/** What the surfaces for other programs stand on. */
function programParts({ pipeline, policy, identity, upstream, sealer }: Parts, place: Place) {
  const { people, clients } = identity;
  const absentStepMs = ABSENT_STEP_MS;
  return { pipeline, policy, people, clients, upstream: upstream.fhir, sealer, place, absentStepMs };
}

/** Where `npm run build` puts the console. */
const CONSOLE_DIR = join(import.meta.dirname, "../web/dist");

/** Longer than an upstream in the same house takes for one record. */
const ABSENT_STEP_MS = 50;

function urlHost(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Made at the first call: only then is it known where we listen. */
function lazily<A extends readonly unknown[], R>(make: () => (...args: A) => R): (...args: A) => R {
  let made: ((...args: A) => R) | undefined;
  return (...args) => (made ??= make())(...args);
}

import type { SourceStore } from "../../audit/intake/ports.ts";
import { stateOf } from "../../audit/intake/sources.ts";
import type { RelationSourceStatus } from "../../identity/ports.ts";
import type { JobStore } from "../../jobs/ports.ts";
import type { Clock } from "../../kernel/clock.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { gapsIn } from "../../posture/gaps.ts";
import { counted, type Finding, type Probe, spanOf } from "./probe.ts";

export interface FeedHealthParts {
  readonly relations: { status(): Promise<readonly RelationSourceStatus[]> };
  readonly policy: () => CompiledPolicy;
  readonly sources: Pick<SourceStore, "list">;
  readonly jobs: Pick<JobStore, "list">;
  readonly clock: Clock;
}

/** What comes in from elsewhere, and what goes on by itself. */
export function feedProbes(parts: FeedHealthParts): readonly Probe[] {
  return [
    { id: "relations", title: "Relation facts", area: "relations", look: () => relations(parts) },
    { id: "sources", title: "Sources of the record", area: "sources", look: () => sources(parts) },
    { id: "jobs", title: "Jobs", area: "jobs", look: () => jobs(parts) },
  ];
}

async function relations({ relations: desk, policy, clock }: FeedHealthParts): Promise<Finding> {
  const [status, now] = [await desk.status(), clock.now()];
  const gaps = gapsIn(policy(), status, now);
  const ages = status.flatMap(({ syncedAt }) => (syncedAt === null ? [] : [now - syncedAt]));
  const figures = { sources: status.length, gaps: gaps.length, oldestMs: Math.max(0, ...ages) };
  const found = `${counted(status.length, "source", "sources")}, the oldest read ${spanOf(figures.oldestMs)} ago.`;
  if (gaps.length === 0) return { state: "ok", found, figures };
  const first = gaps[0];
  return {
    state: gaps.some(({ why }) => why !== "failed") ? "failed" : "attention",
    found: `${found} ${counted(gaps.length, "is", "are")} not whole, ${first?.source} among them (${first?.code ?? first?.why}).`,
    next: "Whoever depends on these facts is denied once they are stale: see whether the upstream answers.",
    figures,
  };
}

async function sources({ sources: store, clock }: FeedHealthParts): Promise<Finding> {
  const now = clock.now();
  const all = (await store.list()).map((source) => ({ source, state: stateOf(source, now) }));
  const silent = all.filter(({ state }) => state === "silent");
  const figures = { sources: all.length, silent: silent.length };
  if (silent.length === 0) {
    const found =
      all.length === 0 ? "No system sends its log here." : `All ${all.length} were heard of in their time.`;
    return { state: "ok", found, figures };
  }
  const names = silent.map(({ source }) => source.name).join(", ");
  const began = silent.flatMap(({ source }) => source.silentSince ?? []);
  return {
    state: "attention",
    found: `${silent.length} of ${all.length} silent: ${names}.`,
    next: "Ask whoever answers for it why nothing comes: what does not come is not reviewed.",
    since: began.length === 0 ? null : Math.min(...began),
    figures,
  };
}

const DAY_MS = 86_400_000;
const LOOKED_AT = 200;

async function jobs({ jobs: store, clock }: FeedHealthParts): Promise<Finding> {
  const since = clock.now() - DAY_MS;
  const recent = (await store.list({ limit: LOOKED_AT })).filter(
    ({ state, changedAt }) => changedAt >= since || state === "waiting" || state === "running",
  );
  const failed = recent.filter(({ state }) => state === "failed");
  const going = recent.filter(({ state }) => state === "waiting" || state === "running").length;
  const figures = { going, failed: failed.length };
  const found = `${counted(going, "goes on or waits", "go on or wait")}, ${failed.length} failed within a day.`;
  if (failed.length === 0) return { state: "ok", found, figures };
  const kinds = [...new Set(failed.map(({ kind }) => kind))].join(", ");
  return {
    state: "attention",
    found: `${found} They are ${kinds}.`,
    next: "See with `modicum job ls` why, and begin them again.",
    since: Math.min(...failed.map(({ changedAt }) => changedAt)),
    figures,
  };
}

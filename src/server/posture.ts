import type { PolicyChange, PolicyDesk, PolicyTests, Reported } from "../api/policy/ports.ts";
import type { PolicyDraftsDesk } from "../api/policy-drafts/ports.ts";
import type { FhirUpstream } from "../gateway/fhir/upstream/types.ts";
import type { PeopleStore, RelationStore } from "../identity/ports.ts";
import { type Clock, systemClock } from "../kernel/clock.ts";
import { snapshotOf } from "../policy/drafts/snapshot.ts";
import type { PolicySource } from "../policy/open.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import { accessOf, accessReport } from "../posture/access-report.ts";
import type { Impact } from "../posture/impact.ts";
import type { ReachReport } from "../posture/reach-report.ts";
import type { Log } from "./log.ts";
import { createCensus } from "./posture/census.ts";
import { type Counted, createCounter } from "./posture/count.ts";
import { createRuns } from "./posture/runs.ts";
import { readRoster, whole } from "./posture/sources.ts";
import { createThreadBench } from "./policy-workbench/thread-bench.ts";

export interface PostureParts {
  readonly policy: CompiledPolicy;
  readonly source: PolicySource;
  readonly system: string;
  readonly clock: Clock;
  readonly people: PeopleStore;
  readonly facts: RelationStore;
  readonly upstream: Pick<FhirUpstream, "search">;
  readonly drafts: Pick<PolicyDraftsDesk, "find" | "files">;
  readonly closers: (() => Promise<void>)[];
  readonly log: Pick<Log, "fault">;
}

/** Who asks waits this long before being told how far a count is. */
const WAIT_MS = 8_000;
/** Facts change with every sync; a report on them is given again for a minute. */
const KEEP_MS = 60_000;

/** What the policy's own API asks: the policy, whom it lets reach whom, and what a change would do. */
export function openPolicyDesk(parts: PostureParts): PolicyDesk {
  const { policy, clock, people, drafts } = parts;
  const onFault = (fault: unknown): void => parts.log.fault("a count of posture failed", fault);
  const counter = createCounter({ ...parts, onFault, census: createCensus(parts.upstream, clock) });
  parts.closers.push(() => counter.close());
  const reach = createRuns<Counted<ReachReport>>({ clock, waitMs: WAIT_MS, keepMs: KEEP_MS });
  const impact = createRuns<Counted<Impact>>({ clock, waitMs: WAIT_MS, keepMs: KEEP_MS });
  return {
    loadedAt: clock.now(),
    system: parts.system,
    tests: testsOf(parts),
    reach: async (asked) => {
      const counted = await reach(JSON.stringify(asked), (told) => counter.reach(asked, told));
      return flat(counted) as Reported<ReachReport>;
    },
    impact: async (change) => flat(await impact(keyOf(change), (told) => counter.impact(change, told))),
    access: async () => {
      const roster = await readRoster(people);
      const held = await whole("relation facts", () => parts.facts.holders());
      if (!roster.ok || !held.ok)
        return { kind: "incomplete", gaps: [roster, held].flatMap((one) => (one.ok ? [] : [one.error])) };
      return { kind: "ready", value: accessReport(policy, roster.value, held.value, clock.now()) };
    },
    accessOf: async (personId) => {
      const person = await people.find(personId);
      return person === undefined ? undefined : accessOf(policy, person);
    },
    filesOfDraft: async (draftId) => {
      const draft = await drafts.find(draftId);
      return draft === undefined ? undefined : drafts.files(draft);
    },
  };
}

/** The tests of the policy in force never come out otherwise, so they are run once. */
function testsOf({ source, clock, closers }: PostureParts): PolicyDesk["tests"] {
  const runs = createRuns<PolicyTests>({ clock, waitMs: WAIT_MS, keepMs: Infinity });
  return () =>
    runs(source.policyHash, async () => {
      const bench = createThreadBench({ clockOffsetMs: clock.now() - systemClock.now() });
      closers.push(() => bench.close());
      try {
        return await bench.test(source.files, source.fixtures);
      } finally {
        await bench.close();
      }
    });
}

function flat<T>(state: Reported<Counted<T>>) {
  return state.kind === "ready" ? state.value : state;
}

function keyOf({ before, after }: PolicyChange): string {
  const digest = (files: PolicyChange["after"]): string => snapshotOf(files, "").digest;
  return `${before === undefined ? "live" : digest(before)} ${digest(after)}`;
}

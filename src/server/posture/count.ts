import type { InvalidPolicy, PolicyChange, ReachAsked } from "../../api/policy/ports.ts";
import type { PeopleStore, RelationStore } from "../../identity/ports.ts";
import type { Person } from "../../identity/types.ts";
import { type Clock, systemClock } from "../../kernel/clock.ts";
import type { PolicySource } from "../../policy/open.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { type Gap, gapsIn } from "../../posture/gaps.ts";
import type { Impact } from "../../posture/impact.ts";
import type { ReachReport } from "../../posture/reach-report.ts";
import type { Census, Setting } from "../../posture/types.ts";
import { membersOf } from "./members.ts";
import type { Progress } from "./runs.ts";
import { readRoster, whole } from "./sources.ts";
import type { PostureTask, Started } from "./tasks.ts";
import { CountLost, createPostureThread, type PostureThread } from "./thread.ts";

export interface CounterParts {
  readonly policy: CompiledPolicy;
  readonly source: PolicySource;
  readonly system: string;
  readonly clock: Clock;
  readonly people: PeopleStore;
  readonly facts: RelationStore;
  readonly census: () => Promise<Census>;
  /** Told the fault of a count that failed. */
  readonly onFault?: (fault: unknown) => void;
  /** What counts; tests put in one of their own. */
  readonly thread?: PostureThread;
}

/** How often a count begins that is lost by the fault of others. */
const MOST_BEGINNINGS = 4;

export type Counted<T> =
  | { readonly kind: "ready"; readonly value: T }
  | { readonly kind: "incomplete"; readonly gaps: readonly Gap[] }
  | InvalidPolicy;

type Told = (progress: Progress) => void;

/** Counts over everyone of the roster and the facts they hold, in a thread of its own. */
export interface Counter {
  reach(asked: ReachAsked, told: Told): Promise<Counted<ReachReport>>;
  impact(change: PolicyChange, told: Told): Promise<Counted<Impact>>;
  close(): Promise<void>;
}

export function createCounter(parts: CounterParts): Counter {
  const { source, clock } = parts;
  const clockOffsetMs = clock.now() - systemClock.now();
  const thread = parts.thread ?? createPostureThread({ clockOffsetMs });
  let isClosed = false;
  let lastJob = 0;

  const count = <T>(told: Told, taskOf: (scene: Scene) => PostureTask): Promise<Counted<T>> =>
    begunAnew(
      () => countOnce<T>(told, taskOf),
      (fault) => isClosed || parts.onFault?.(fault),
    );

  async function countOnce<T>(told: Told, taskOf: (scene: Scene) => PostureTask): Promise<Counted<T>> {
    const scene = await sceneOf(parts);
    if ("gaps" in scene) return { kind: "incomplete", gaps: scene.gaps };
    const job = (lastJob += 1);
    try {
      const started = (await thread.ask(job, { step: "start", task: taskOf(scene) })) as Started;
      if (!started.ok) return { kind: "invalid", diagnostics: started.error };
      let done = 0;
      for await (const members of membersOf(scene.roster, parts.facts, scene.setting.now)) {
        told({ done, total: scene.roster.length });
        await thread.ask(job, { step: "members", members });
        done += members.length;
      }
      // A source that failed while the facts were read leaves some of them old.
      const gaps = gapsIn(parts.policy, await parts.facts.status(), clock.now());
      if (gaps.length > 0) return { kind: "incomplete", gaps };
      return { kind: "ready", value: (await thread.ask(job, { step: "finish" })) as T };
    } finally {
      void thread.ask(job, { step: "drop" }).catch(() => null);
    }
  }

  return {
    reach: ({ elements, limits }, told) =>
      count(told, ({ setting, census }) => ({
        kind: "reach",
        policy: source.files,
        setting,
        census,
        elements,
        limits,
      })),
    impact: ({ before, after }, told) =>
      count(told, ({ setting, census }) => ({
        kind: "impact",
        before: before ?? source.files,
        after,
        setting,
        census,
      })),
    close: () => {
      isClosed = true;
      return thread.close();
    },
  };
}

/** Does it again where it was lost by the fault of others; any other fault is told, and thrown on. */
async function begunAnew<T>(work: () => Promise<T>, tell: (fault: unknown) => void): Promise<T> {
  for (let beginning = 1; ; beginning += 1) {
    try {
      return await work();
    } catch (fault) {
      if (fault instanceof CountLost && beginning < MOST_BEGINNINGS) continue;
      tell(fault);
      throw fault;
    }
  }
}

interface Scene {
  readonly roster: readonly Person[];
  readonly census: Census;
  readonly setting: Setting;
}

/** Everything a count starts from, or what of it is not whole. */
async function sceneOf(parts: CounterParts): Promise<Scene | { readonly gaps: readonly Gap[] }> {
  const now = parts.clock.now();
  const roster = await readRoster(parts.people);
  const census = await whole("census of patients", parts.census);
  const status = await whole("relation facts", () => parts.facts.status());
  const failed = [roster, census, status].flatMap((one) => (one.ok ? [] : [one.error]));
  const gaps = [...failed, ...(status.ok ? gapsIn(parts.policy, status.value, now) : [])];
  if (!roster.ok || !census.ok || gaps.length > 0) return { gaps };
  const setting = { now, system: parts.system, channel: "fhir" };
  return { roster: roster.value, census: census.value, setting };
}

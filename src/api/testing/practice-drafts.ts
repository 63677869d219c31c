import { nextEntryId } from "../../audit/entry-id.ts";
import type { Clock } from "../../kernel/clock.ts";
import { createDraftDesk } from "../../policy/drafts/draft-desk.ts";
import { type LocalBench, localBench } from "../../policy/drafts/local-bench.ts";
import type { DraftStore } from "../../policy/drafts/ports.ts";
import { snapshotOf } from "../../policy/drafts/snapshot.ts";
import { memoryDraftStore } from "../../policy/drafts/testing/memory-draft-store.ts";
import type { PolicySource } from "../../policy/open.ts";
import { createTaskRunner } from "../../server/policy-workbench/tasks.ts";
import type { PolicyDraftsDesk, PolicyTestOutcome } from "../policy-drafts/ports.ts";

const NOTHING: PolicySource = { ...snapshotOf([], ""), fixtures: [] };

/** Drafts of this policy, in memory; one bench may serve many of them, and remembers what it compiled. */
export function practiceDrafts(
  clock: Clock,
  { fixtures, ...live }: PolicySource = NOTHING,
  bench: LocalBench = localBench(() => clock.now()),
  store: DraftStore = memoryDraftStore(),
): PolicyDraftsDesk {
  const run = createTaskRunner(bench);
  const desk = createDraftDesk({
    store,
    bench,
    live,
    clock,
    nextId: () => nextEntryId(clock),
  });
  return {
    ...desk,
    test: async (draft) =>
      (await run({ kind: "test", files: await desk.files(draft), fixtures })) as PolicyTestOutcome,
  };
}

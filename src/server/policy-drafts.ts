import type { PolicyDraftsDesk } from "../api/policy-drafts/ports.ts";
import { nextEntryId } from "../audit/entry-id.ts";
import { type Clock, systemClock } from "../kernel/clock.ts";
import { createDraftDesk } from "../policy/drafts/draft-desk.ts";
import type { PolicySource } from "../policy/open.ts";
import type { Database } from "../store/database.ts";
import { createPolicyDraftStore } from "../store/policy-draft-store.ts";
import { createThreadBench } from "./policy-workbench/thread-bench.ts";

/** Drafts beside the policy in force, compiled and tested in a thread of their own. */
export function openPolicyDrafts(parts: {
  readonly database: Database;
  readonly source: PolicySource;
  readonly clock: Clock;
  readonly closers: (() => Promise<void>)[];
}): PolicyDraftsDesk {
  const { database, source, clock, closers } = parts;
  const bench = createThreadBench({ clockOffsetMs: clock.now() - systemClock.now() });
  closers.push(() => bench.close());
  const store = createPolicyDraftStore(database.kysely);
  const { fixtures, ...live } = source;
  // Starting the thread and compiling take seconds: it is done when somebody looks, not when they make their first edit.
  let warm: Promise<unknown> | undefined;
  const warmUp = (): void => void (warm ??= bench.compare(live.files, live.files).catch(() => undefined));
  const desk = createDraftDesk({ store, bench, live, clock, nextId: () => nextEntryId(clock) });
  return {
    ...desk,
    list(query) {
      warmUp();
      return desk.list(query);
    },
    start(title, author) {
      warmUp();
      return desk.start(title, author);
    },
    test: async (draft) => bench.test(await desk.files(draft), fixtures),
  };
}

import type { Clock } from "../../kernel/clock.ts";
import { AppError } from "../../kernel/errors.ts";
import { withChanges } from "../edit/edit-policy.ts";
import type { PolicyEdit } from "../edit/types.ts";
import type { PolicyFile } from "../types.ts";
import { differencesOf } from "./compare.ts";
import { describeEdit } from "./describe.ts";
import { filesOf, isDiscarded, latestOf, writtenBy } from "./draft.ts";
import type { DraftQuery, DraftStore, PolicyBench } from "./ports.ts";
import { rebase, type Take } from "./rebase.ts";
import type {
  Draft,
  DraftComparison,
  DraftOutcome,
  DraftSummary,
  DraftVersion,
  PolicySnapshot,
} from "./types.ts";

/** Who changes a draft, and the version of it that they saw. */
export interface Hand {
  readonly author: string;
  readonly on: number;
}

/** The policy as people change it beside the one in force. */
export interface DraftDesk {
  /** Digest of the policy in force: a draft on another is behind it. */
  readonly live: Pick<PolicySnapshot, "digest" | "policyHash">;
  start(title: string, author: string): Promise<Draft>;
  list(query: DraftQuery): Promise<readonly DraftSummary[]>;
  find(draftId: string): Promise<Draft | undefined>;
  edit(draftId: string, hand: Hand, edit: PolicyEdit): Promise<DraftOutcome>;
  discard(draftId: string, hand: Hand): Promise<DraftOutcome>;
  /** Moves the draft onto the policy in force; `take` decides files that both changed. */
  rebase(draftId: string, hand: Hand, take: Take): Promise<DraftOutcome>;
  compare(draft: Draft): Promise<DraftComparison>;
  /** The whole policy as the draft has it. */
  files(draft: Draft): Promise<readonly PolicyFile[]>;
}

export interface DraftDeskParts {
  readonly store: DraftStore;
  readonly bench: PolicyBench;
  readonly live: PolicySnapshot;
  readonly clock: Clock;
  /** UUIDv7. */
  readonly nextId: () => string;
}

type Change = Omit<DraftVersion, "n" | "author" | "at">;
type Changed = {
  readonly change: Change;
  readonly diagnostics?: DraftComparison["diagnostics"];
  readonly base?: PolicySnapshot;
};

export function createDraftDesk(parts: DraftDeskParts): DraftDesk {
  const { store, bench, live } = parts;
  return {
    live,
    start: (title, author) => start(parts, title, author),
    list: (query) => store.list(query),
    find: (draftId) => store.find(draftId),
    edit: (draftId, hand, edit) => change(parts, draftId, hand, (draft) => edited(parts, draft, edit)),
    discard: (draftId, hand) =>
      change(parts, draftId, hand, async (draft) => ({ change: { ...standing(draft), act: "discard" } })),
    rebase: (draftId, hand, take) => change(parts, draftId, hand, (draft) => rebased(parts, draft, take)),
    files: async (draft) => filesOf(draft, (await baseOf(store, draft)).files),
    async compare(draft) {
      const base = (await baseOf(store, draft)).files;
      const { cells, others, diagnostics } = await bench.compare(base, filesOf(draft, base));
      return { files: differencesOf(writtenBy(draft), base), cells, others, diagnostics };
    },
  };
}

async function start(
  { store, live, clock, nextId }: DraftDeskParts,
  title: string,
  author: string,
): Promise<Draft> {
  const head = { id: nextId(), title, author, createdAt: clock.now() };
  const { digest: base, policyHash } = live;
  const first: DraftVersion = {
    n: 1,
    author,
    at: head.createdAt,
    act: "start",
    base,
    policyHash,
    files: [],
    changes: [],
  };
  await store.start(head, first, live);
  return { ...head, versions: [first] };
}

/** INVARIANT: a change made on an older version than the last changes nothing, whoever comes first. */
async function change(
  { store, clock }: DraftDeskParts,
  draftId: string,
  { author, on }: Hand,
  make: (draft: Draft) => Promise<Changed | DraftOutcome>,
): Promise<DraftOutcome> {
  const draft = await store.find(draftId);
  if (draft === undefined) return { kind: "absent" };
  const latest = latestOf(draft);
  if (latest.n !== on) return stale(draft, on);
  if (isDiscarded(latest)) return { kind: "discarded", draft };
  const made = await make(draft);
  if ("kind" in made) return made;
  const version: DraftVersion = { ...made.change, n: latest.n + 1, author, at: clock.now() };
  if (await store.append(draftId, version, made.base)) {
    const changed: Draft = { ...draft, versions: [...draft.versions, version] };
    return { kind: "changed", draft: changed, diagnostics: made.diagnostics ?? [] };
  }
  return stale((await store.find(draftId)) ?? draft, on);
}

async function edited(
  { store, bench }: DraftDeskParts,
  draft: Draft,
  edit: PolicyEdit,
): Promise<Changed | DraftOutcome> {
  const base = await baseOf(store, draft);
  const result = await bench.edit(filesOf(draft, base.files), edit);
  if (!result.ok) return { kind: "refused", refusal: result.error };
  const { files, policyHash, diagnostics } = result.value;
  if (files.length === 0) return { kind: "unchanged", draft };
  const changes = describeEdit(edit, result.value);
  return { change: { act: "edit", base: base.digest, files, policyHash, changes }, diagnostics };
}

async function rebased(
  { store, bench, live }: DraftDeskParts,
  draft: Draft,
  take: Take,
): Promise<Changed | DraftOutcome> {
  const base = await baseOf(store, draft);
  if (base.digest === live.digest) return { kind: "unchanged", draft };
  const written = writtenBy(draft);
  const { files, conflicts } = rebase(written, base.files, live.files, take);
  if (conflicts.length > 0) return { kind: "conflicts", paths: conflicts };
  const after = withChanges(live.files, [...written, ...files]);
  const { policyHash, diagnostics } = await bench.compare(live.files, after);
  const moved = `moved from policy ${base.policyHash} to ${live.policyHash}`;
  const changes = [moved, ...files.map(({ path }) => `took ${path} as it is in force`)];
  return {
    change: { act: "rebase", base: live.digest, files, policyHash, changes },
    diagnostics,
    base: live,
  };
}

function standing(draft: Draft): Change {
  const { base, policyHash } = latestOf(draft);
  return { act: "edit", base, policyHash, files: [], changes: [] };
}

function stale(draft: Draft, on: number): DraftOutcome {
  return { kind: "stale", draft, since: draft.versions.filter(({ n }) => n > on) };
}

async function baseOf(store: DraftStore, draft: Draft): Promise<PolicySnapshot> {
  const base = await store.snapshot(latestOf(draft).base);
  if (base === undefined)
    throw new AppError("internal", `draft \`${draft.id}\` has lost the policy it changes`);
  return base;
}

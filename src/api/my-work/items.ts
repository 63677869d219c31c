import type { z } from "@hono/zod-openapi";
import type { LocateLock } from "../../governance/locate/types.ts";
import type { RelationSourceStatus } from "../../identity/ports.ts";
import { type Finding, lintPolicy } from "../../policy/analyze/index.ts";
import type { DraftSummary } from "../../policy/drafts/types.ts";
import type { CompiledPolicy, CompiledPurpose, CompiledRole } from "../../policy/types.ts";
import { isoTime } from "../iso-time.ts";
import type { WorkItemSchema } from "./schema.ts";

export type WorkItem = z.infer<typeof WorkItemSchema>;

const DAY = 86_400_000;
/** How long before the last day a review is somebody's work, in days. */
const REVIEW_AHEAD = 30;

/** Roles and purposes that the caller's roles own and that must be looked at again within 30 days, or should have been. */
export function reviewsDue(policy: CompiledPolicy, roles: readonly string[], now: number): WorkItem[] {
  const until = isoTime(now + REVIEW_AHEAD * DAY).slice(0, 10);
  const owned = [...withKind("role", policy.roles), ...withKind("purpose", policy.purposes)];
  return owned
    .filter(({ file }) => roles.includes(file.owner) && file.reviewBy <= until)
    .map(({ kind, file }) => ({
      id: `policy-review/${kind}/${file.id}`,
      kind: "policy-review",
      title: `Look at the ${kind} "${file.title}" again`,
      why: `You own \`${file.at.file}\`, and its review is due on ${file.reviewBy}.`,
      since: null,
      due: file.reviewBy,
      href: `/policy/${kind}s/${file.id}`,
    }));
}

/** Errors that the analysis of the policy in force finds in what the caller's roles own. */
export function findingsOf(policy: CompiledPolicy, roles: readonly string[]): WorkItem[] {
  return errorsIn(policy)
    .filter((finding) => ownersOf(policy, finding).some((owner) => roles.includes(owner)))
    .map((finding) => ({
      id: `policy-finding/${finding.id}/${finding.sentence}`,
      kind: "policy-finding",
      title: finding.sentence,
      why: finding.hint ?? `The analysis of the policy in force calls this an error (${finding.id}).`,
      since: null,
      due: null,
      href: "/policy/findings",
    }));
}

/** Drafts of the policy that the caller began and that are open. */
export function ownDrafts(drafts: readonly DraftSummary[], personId: string): WorkItem[] {
  return drafts
    .filter(({ author, latest }) => author === personId && latest.act !== "discard")
    .map(({ id, title, latest }) => ({
      id: `draft/${id}`,
      kind: "draft",
      title: `Finish the draft "${title}"`,
      why: latest.policyHash === null ? "It does not compile yet." : "It is not in force.",
      since: isoTime(latest.at),
      due: null,
      href: `/policy/drafts/${id}`,
    }));
}

/** Sources of relation facts whose last reading failed, or whose facts are older than the relation allows. */
export function failingSources(
  policy: CompiledPolicy,
  sources: readonly RelationSourceStatus[],
  now: number,
): WorkItem[] {
  return sources.flatMap((source) => {
    const fault = faultOf(policy, source, now);
    if (fault === null) return [];
    const since = source.syncedAt ?? source.lastFailureAt;
    return [
      {
        id: `relation-source/${source.source}`,
        kind: "relation-source" as const,
        title: `Put the source \`${source.source}\` right`,
        why: fault,
        since: since === null ? null : isoTime(since),
        due: null,
        href: "/relations",
      },
    ];
  });
}

/** Rights to look patients up that too many misses locked. */
export function lockedLookups(locks: readonly LocateLock[]): WorkItem[] {
  return locks.map(({ id, personId, lockedAt, misses }) => ({
    id: `locate-lock/${id}`,
    kind: "locate-lock",
    title: `${personId} may not look patients up`,
    why: `${misses} lookups within an hour found nobody, so the right is locked until you unlock it.`,
    since: isoTime(lockedAt),
    due: null,
    href: "/locked-lookups",
  }));
}

function faultOf(
  policy: CompiledPolicy,
  { source, syncedAt, lastFailure, lastFailureAt }: RelationSourceStatus,
  now: number,
): string | null {
  const failedLast = lastFailureAt !== null && lastFailureAt > (syncedAt ?? 0);
  if (failedLast) return `It could not be read: \`${lastFailure ?? "internal"}\`. Stale facts permit nobody.`;
  const relation = policy.relations.get(source.split("/")[0] ?? "");
  if (relation === undefined || syncedAt === null || now - syncedAt <= relation.staleAfterMs) return null;
  return "Its facts are older than the relation allows, so they permit nobody.";
}

function withKind<T extends CompiledRole | CompiledPurpose, K extends string>(
  kind: K,
  files: ReadonlyMap<string, T>,
): { readonly kind: K; readonly file: T }[] {
  return [...files.values()].map((file) => ({ kind, file }));
}

/** Exact, and the same for one policy; worked out once. */
const errorsByPolicy = new WeakMap<CompiledPolicy, readonly Finding[]>();

function errorsIn(policy: CompiledPolicy): readonly Finding[] {
  const known =
    errorsByPolicy.get(policy) ?? lintPolicy(policy).filter(({ severity }) => severity === "error");
  errorsByPolicy.set(policy, known);
  return known;
}

function ownersOf({ roles, purposes }: CompiledPolicy, finding: Finding): readonly string[] {
  return [
    ...finding.roles.flatMap((id) => roles.get(id)?.owner ?? []),
    ...finding.purposes.flatMap((id) => purposes.get(id)?.owner ?? []),
  ];
}

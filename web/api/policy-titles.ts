import { useMemo } from "react";
import { answerOf, api } from "./client.ts";
import { useSession } from "./session-context.tsx";
import { useAnswer } from "./use-answer.ts";

/** The policy in force: its hash, sizes, relations and segments. */
export const useOverview = () => useAnswer(["policy"], () => answerOf(api.policy.$get()));

export const useRoles = () => useAnswer(["policy", "roles"], () => answerOf(api.policy.roles.$get()));

export const usePurposes = (enabled = true) =>
  useAnswer(["policy", "purposes"], () => answerOf(api.policy.purposes.$get()), { enabled });

/** A purpose as people declare it: by its id, or by its code, which several may share. */
export interface NamedPurpose {
  readonly id: string;
  readonly title: string;
  readonly code: string | null;
}

/**
 * The purposes of the policy in force for who may read it, where it is asked for (each answer is an entry of the
 * record); else one's own.
 */
export function useNamedPurposes(isWanted: boolean): readonly NamedPurpose[] {
  const { session } = useSession();
  const { data } = usePurposes(isWanted && session.controls.includes("policy.rules"));
  return data?.purposes ?? session.purposes;
}

/** What the policy names by id and people know by a title. */
export type Titled = "role" | "purpose" | "segment" | "relation";

/** Titles of the policy in force; an id stays as it is while no title is known. */
export interface Titles {
  readonly of: (kind: Titled, id: string) => string;
  /** One after the other, each once; a title may hold a comma. */
  readonly all: (kind: Titled, ids: readonly string[]) => string;
}

/** Titles of what the policy in force names. */
export function useTitles(): Titles {
  const roles = useRoles().data?.roles;
  const purposes = usePurposes().data?.purposes;
  const overview = useOverview().data;
  return useMemo(() => {
    const titles: Readonly<Record<Titled, ReadonlyMap<string, string>>> = {
      role: byId(roles),
      purpose: byId(purposes),
      segment: byId(overview?.segments),
      relation: byId(overview?.relations),
    };
    const of = (kind: Titled, id: string): string => titles[kind].get(id) ?? id;
    return { of, all: (kind, ids) => [...new Set(ids)].map((id) => of(kind, id)).join("; ") };
  }, [roles, purposes, overview]);
}

function byId(named: readonly { readonly id: string; readonly title: string }[] = []) {
  return new Map(named.map(({ id, title }) => [id, title]));
}

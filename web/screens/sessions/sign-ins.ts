import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { answerOf, api } from "../../api/client.ts";
import { useAnswer } from "../../api/use-answer.ts";
import { useAnnounce } from "../../ui/status/status-region.tsx";

export type SignIns = InferResponseType<typeof api.sessions.$get, 200>;
export type SessionItem = SignIns["sessions"][number];
export type ConnectedApp = SignIns["apps"][number];

/** What can be ended, and what is said once it is. */
export type Ending =
  | { readonly kind: "session"; readonly id: string }
  | { readonly kind: "others" }
  | { readonly kind: "app"; readonly client: string };

/** Open sessions and connected apps of a person; null: one's own. */
export function useSignIns(person: string | null) {
  return useAnswer(["sessions", person], () => answerOf(api.sessions.$get({ query: whose(person) })));
}

/** Ends a session, all others or an app, and reads anew what is left. */
export function useEnding(person: string | null) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: (ending: Ending) => end(ending, person),
    onSuccess: ({ ended }, { kind }) => announce(said(kind, ended)),
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}

function end(ending: Ending, person: string | null) {
  const query = whose(person);
  if (ending.kind === "others") return answerOf(api.sessions["end-others"].$post({ query }));
  if (ending.kind === "session")
    return answerOf(api.sessions[":id"].end.$post({ query, param: { id: ending.id } }));
  const param = { client: encodeURIComponent(ending.client) };
  return answerOf(api.sessions.apps[":client"].disconnect.$post({ query, param }));
}

function whose(person: string | null): { person?: string } {
  return person === null ? {} : { person };
}

function said(kind: Ending["kind"], ended: number): string {
  if (kind === "app") return "The app is disconnected";
  return ended === 1 ? "One session has ended" : `${ended} sessions have ended`;
}

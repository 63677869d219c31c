import type { SourceQuery } from "../../governance/evidence/types.ts";
import type { StandingCaller } from "../../identity/standing-caller.ts";
import type { Asked } from "../../pipeline.ts";

/** The kind of job that prepares evidence. */
export const EVIDENCE_BUILD = "evidence.build";

/** A build as its job keeps it, sealed. */
export interface BuildTask {
  readonly caller: StandingCaller;
  /** Milliseconds since 1970, as is the next. */
  readonly begunAt: number;
  readonly asOf: number;
  /** With the id that the artifact will have, so that a step done again makes the same. */
  readonly items: readonly { readonly id: string; readonly query: SourceQuery }[];
}

/** INVARIANT: only what `begin` kept is ever read here; it was sealed. */
export function taskIn(text: string | null): BuildTask {
  return JSON.parse(text ?? "null") as BuildTask;
}

/** What a step asks of the pipeline, in the name of whoever began the build. */
export function askedBy({ caller }: BuildTask, interaction: string, query: string): Asked {
  return {
    act: "use",
    capability: "create",
    recipient: null,
    exemption: null,
    credentials: {
      authorization: undefined,
      session: undefined,
      purposeHeader: undefined,
      caseHeader: undefined,
      channel: caller.channel,
    },
    interaction,
    resourceType: null,
    query,
  };
}

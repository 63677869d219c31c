import type { Reason } from "../../decision/types.ts";
import type { EvidenceStore } from "../../governance/evidence/ports.ts";
import type { Produced, SourceQuery } from "../../governance/evidence/types.ts";
import type { Caller } from "../../identity/types.ts";
import type { Permitted } from "../../pipeline.ts";

/** What is to be prepared, together. */
export interface EvidenceBuild {
  /** Milliseconds since 1970, as is the next. */
  readonly asOf: number;
  readonly askedAt: number;
  readonly queries: readonly SourceQuery[];
}

/** Evidence: asked for, kept, and asked for again. Who may do so is decided before it is called. */
export interface EvidenceDesk {
  readonly store: Pick<EvidenceStore, "find" | "list" | "content">;
  /** Has it prepared; the id is that of the job, and of the pack that comes of it. */
  begin(build: EvidenceBuild, caller: Caller): Promise<string>;
  /** The answer to a source query as of now. Reasons: `evidence_too_large`, `facts_unavailable`. */
  ask(query: SourceQuery, permitted: Permitted): Promise<Produced | Reason>;
}

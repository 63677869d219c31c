import type { Intake } from "../../audit/intake/intake.ts";
import type { IntakeStore, SourceStore } from "../../audit/intake/ports.ts";

/** Systems whose logs come in, what came, and the way in. */
export interface SourcesDesk {
  readonly store: Omit<SourceStore, "silence" | "unsilence" | "seen">;
  readonly came: Pick<IntakeStore, "days" | "rejects" | "rejected">;
  readonly intake: Intake;
}

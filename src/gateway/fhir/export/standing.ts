import type { RecordedRelease } from "../../../audit/types.ts";
import type { ReasonCode } from "../../../kernel/reasons.ts";
import { enforce } from "../../../pipeline.ts";
import type { Answer, Asked, Enforced, Permitted, Pipeline } from "../../../pipeline.ts";
import type { GatewayParts } from "../deps.ts";
import { because } from "../reasons.ts";
import { bindingFor } from "../search/links.ts";
import type { ExportDesk, ExportTask } from "./types.ts";

type Permit = Extract<RecordedRelease, { readonly outcome: "permit" }>;

/** An export in the name of who started it, decided as they stand at each moment. */
export interface Standing {
  /**
   * Decides, makes and records one chunk; it is durable when this resolves. Denied once the decision rests on
   * anything else than it did at the kick-off, or cannot be taken.
   */
  release<T>(make: (permitted: Permitted) => Promise<Answer<T>>): Promise<Enforced<T>>;
  /** Records how it ended; null: well, which is decided once more. */
  close(reason: ReasonCode | null): Promise<Enforced<null>>;
}

export function createStanding(parts: GatewayParts, desk: ExportDesk, task: ExportTask): Standing {
  const pipeline: Pipeline = {
    ...parts.pipeline,
    identify: () => desk.standing(task.caller, task.startedAt),
  };
  return {
    release: (make) =>
      enforce(pipeline, askedBy(task, "fhir.export-chunk"), async (permitted) => {
        if (bindingFor(permitted) !== task.binding) return because("grant_expired");
        const { value, release } = await make(permitted);
        return { value, release: { ...release, partOf: task.intent } };
      }),
    close: (reason) =>
      enforce(pipeline, askedBy(task, "fhir.export-end"), async (permitted) => {
        if (reason === null && bindingFor(permitted) !== task.binding) return because("grant_expired");
        return { value: null, release: endOf(permitted, task, reason) };
      }),
  };
}

function endOf({ decision }: Permitted, { intent }: ExportTask, reason: ReasonCode | null): RecordedRelease {
  if (reason !== null)
    return { outcome: reason === "grant_expired" ? "deny" : "error", reason, partOf: intent };
  const rules = [...new Set(decision.slices.map(({ rule }) => rule))].toSorted();
  const nothing = { grantIds: [], patients: [], records: [], released: [], withheldCount: 0 };
  return { outcome: "permit", reason, rules, ...nothing, partOf: intent } satisfies Permit;
}

function askedBy({ caller, request }: ExportTask, interaction: string): Asked {
  return {
    act: "use",
    capability: "search",
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
    query: request,
  };
}

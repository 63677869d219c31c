import type { FormatContext } from "../../audit/formats/context.ts";
import type { RecordFormat } from "../../audit/formats/formats.ts";
import type { RecordPage, RecordQuery } from "../../audit/search.ts";
import type { RecordedRelease } from "../../audit/types.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ReasonCode } from "../../kernel/reasons.ts";
import { type Answer, type Asked, enforce, type Permitted, type Pipeline } from "../../pipeline.ts";
import { givesElement, lackingElement } from "../control.ts";
import type { RecordDesk } from "../ports.ts";

/** What an export of the record takes of the decision: in whose name it goes, and whether it names patients. */
export interface ExportRight {
  readonly permitted: Permitted;
  /** `record.patients` */
  readonly patients: boolean;
}

/** An export whose intent is durable. */
export interface BegunExport {
  readonly intentId: string;
  readonly asked: Asked;
  readonly right: ExportRight;
  readonly query: Omit<RecordQuery, "limit">;
  readonly format: RecordFormat;
  readonly context: FormatContext;
}

/** The control element and capability that an export needs. */
export const EXPORT_NEED = { capability: "search", element: "record.entries" } as const;

/** Entries in one part: read, recorded and written together. */
const PART = 500;

/** The right to an export, judged anew for each part. */
export function exportRightOf(permitted: Permitted, ofPatient: boolean): ExportRight | Reason {
  const lacking = lackingElement(EXPORT_NEED, permitted);
  if (lacking !== null) return lacking;
  const patients = givesElement(permitted, "record.patients");
  if (ofPatient && !patients)
    return because("no_grant", null, "an export by patient needs `record.patients`");
  return { permitted, patients };
}

/** What a release of the record tells about itself. */
export function exportRelease(
  { permitted, patients }: ExportRight,
  page: RecordPage | null,
  partOf?: string,
): Extract<RecordedRelease, { readonly outcome: "permit" }> {
  const entries = page?.entries ?? [];
  return {
    outcome: "permit",
    reason: null,
    rules: [...new Set(permitted.decision.slices.map(({ rule }) => rule))],
    grantIds: [],
    patients: [...new Set(entries.flatMap((entry) => entry.patients))],
    records: entries.map(({ id }) => `AuditEvent/${id}`),
    released: ["record.entries", ...(patients ? ["record.patients"] : [])],
    withheldCount: 0,
    ...(partOf === undefined ? {} : { partOf }),
  };
}

type Deps = { readonly pipeline: Pipeline; readonly record: RecordDesk };

/**
 * The bytes of an export, part by part as they are asked for. INVARIANT: each part goes through the pipeline, so that
 * what it holds is recorded before it leaves, and a right that has ended meanwhile ends the file.
 */
export function exportStream(deps: Deps, begun: BegunExport): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after: string | null | undefined;
  const end = (release: RecordedRelease): Promise<unknown> =>
    deps.pipeline.record(
      begun.right.permitted.caller,
      { ...begun.asked, interaction: "api.record.export.end" },
      begun.right.permitted.decision,
      release,
    );
  const broken = async (reason: ReasonCode): Promise<Error> => {
    await end({ outcome: "error", reason, partOf: begun.intentId });
    return new AppError("record_unavailable", "the export ended before it was complete");
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (after === null) {
          await end(exportRelease(begun.right, null, begun.intentId));
          controller.close();
          return;
        }
        const isFirst = after === undefined;
        const part = await nextPart(deps, begun, after);
        if (part.kind === "denied") throw await broken(part.reasons[0]?.code ?? "evaluation_error");
        after = part.value.next;
        const lines = part.value.entries.map((entry) => begun.format.lines(entry, begun.context));
        controller.enqueue(encoder.encode(`${isFirst ? begun.format.header() : ""}${lines.join("")}`));
      },
      cancel: () =>
        end({ outcome: "error", reason: "release_interrupted", partOf: begun.intentId }).then(() => {}),
    },
    { highWaterMark: 0 },
  );
}

function nextPart(deps: Deps, begun: BegunExport, after: string | undefined) {
  const { asked, query, right, intentId } = begun;
  const part = { ...asked, interaction: "api.record.export.part" };
  return enforce<RecordPage>(deps.pipeline, part, async (permitted): Promise<Answer<RecordPage> | Reason> => {
    const now = exportRightOf(permitted, query.patientId !== undefined);
    if ("code" in now) return now;
    if (now.patients !== right.patients)
      return because("no_grant", null, "the right to `record.patients` has changed on the way");
    const wanted = { ...query, limit: PART, ...(after === undefined ? {} : { after }) };
    const page = await deps.record.search(wanted, now.patients);
    return { value: page, release: exportRelease(now, page, intentId) };
  });
}

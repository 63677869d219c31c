import { readCsvEvents } from "../../audit/intake/csv/read.ts";
import { readFhirBody, readFhirLines } from "../../audit/intake/fhir/batch.ts";
import { refuseUnfit } from "../../audit/intake/intake.ts";
import type { ReadEvent, RecordSource, SourceKind, Taken } from "../../audit/intake/types.ts";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { AppError } from "../../kernel/errors.ts";
import type { Permitted } from "../../pipeline.ts";
import { newRoutes } from "../app-routes.ts";
import { control, type ControlAnswer, type ControlObstacle } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { toldFaults } from "../sources/told-faults.ts";
import { auditEventsRoute, csvRoute } from "./contract.ts";

const element = "record.intake";

type IntakeDeps = Pick<ApiDeps, "pipeline" | "sources">;
type Answer = ControlAnswer<{ accepted: number; duplicate: number; rejected: Taken["rejected"][number][] }>;

/** The way in for events of other systems (45 CFR 164.308(a)(1)(ii)(D)). */
export function intakeRoutes({ pipeline, sources }: IntakeDeps) {
  const take = async (
    id: string,
    kind: SourceKind,
    permitted: Permitted,
    read: (source: RecordSource) => readonly ReadEvent[],
  ): Promise<Answer | ControlObstacle | Reason> => {
    const source = await sources.store.find(id);
    if (source === undefined) return because("not_found");
    if (!maySendFor(source, permitted)) return because("client_not_permitted");
    return toldFaults(async () => {
      refuseUnfit(source, kind);
      const taken = await sources.intake.take(source, read(source), `intake.${kind}`);
      const value = { ...taken, rejected: [...taken.rejected] };
      return { value, changes: [`source/${id}: ${countsOf(taken)}`] };
    });
  };

  return newRoutes()
    .openapi(auditEventsRoute, async (c) => {
      const { source } = c.req.valid("param");
      const { firstLine } = c.req.valid("query");
      const text = await c.req.text();
      const isStream = c.req.header("content-type")?.startsWith("application/x-ndjson") === true;
      const need = { interaction: "api.intake.audit-events", capability: "create", element } as const;
      return control(pipeline, c, need, (permitted) =>
        take(source, "fhir", permitted, () =>
          isStream ? readFhirLines(text, firstLine) : readFhirBody(text),
        ),
      );
    })
    .openapi(csvRoute, async (c) => {
      const { source } = c.req.valid("param");
      const { firstLine } = c.req.valid("query");
      const text = await c.req.text();
      const need = { interaction: "api.intake.csv", capability: "create", element } as const;
      return control(pipeline, c, need, (permitted) =>
        take(source, "csv", permitted, (known) => readCsvEvents(text, mappingOf(known), firstLine)),
      );
    });
}

/**
 * A source that names clients takes nothing from others, nor from a person's own hand. INVARIANT: a program sends for the source
 * that names its client, and for no other, also where a source names none.
 */
function maySendFor({ rules: { clients } }: RecordSource, { caller, policy }: Permitted): boolean {
  const isNamed = clients.includes(caller.client?.id ?? "");
  const { roles } = caller.person;
  const isProgram = roles.some((role) => (policy.roles.get(role)?.kind ?? "program") === "program");
  return isNamed || (clients.length === 0 && !isProgram);
}

function mappingOf({ id, rules }: RecordSource) {
  if (rules.mapping !== null) return rules.mapping;
  throw new AppError("conflict", `the source \`${id}\` has no mapping of columns`, {
    hint: "register one, or give it with `modicum intake csv --mapping FILE`",
  });
}

function countsOf({ accepted, duplicate, rejected }: Taken): string {
  return `${accepted} accepted, ${duplicate} duplicate, ${rejected.length} rejected`;
}

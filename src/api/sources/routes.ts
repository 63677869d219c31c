import type { z } from "@hono/zod-openapi";
import { readMapping } from "../../audit/intake/csv/mapping.ts";
import type { RecordSource } from "../../audit/intake/types.ts";
import { because } from "../../decision/reasons.ts";
import { newRoutes } from "../app-routes.ts";
import { conflict } from "../clients/obstacles.ts";
import { control, type ControlObstacle } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { addRoute, changeRoute, listRoute } from "./contract.ts";
import { changedSource, presentSource, sourceFrom } from "./presenter.ts";
import { rejectRoutes } from "./rejects.ts";
import type { SourceSchema } from "./schema.ts";
import { toldFaults } from "./told-faults.ts";

const element = "record.sources";
const DAYS_MS = 14 * 86_400_000;

type SourceDeps = Pick<ApiDeps, "pipeline" | "sources">;

/** Systems whose logs come in (45 CFR 164.308(a)(1)(ii)(D)); each change of a registration is in the record. */
export function sourceRoutes({ pipeline, sources: { store, came } }: SourceDeps) {
  const present = async (source: RecordSource, now: number): Promise<z.infer<typeof SourceSchema>> =>
    presentSource(source, await came.days(source.id, now - DAYS_MS), now);

  return newRoutes()
    .openapi(listRoute, (c) => {
      const need = { interaction: "api.sources.list", capability: "read", element } as const;
      return control(pipeline, c, need, async ({ now }) => {
        const all = await store.list();
        return { value: { sources: await Promise.all(all.map((source) => present(source, now))) } };
      });
    })
    .openapi(addRoute, (c) => {
      const asked = c.req.valid("json");
      const need = { interaction: "api.sources.add", capability: "administer", element } as const;
      return control(pipeline, c, need, ({ now }) =>
        toldFaults(async () => {
          if (asked.mapping !== null) readMapping(asked.mapping);
          const source = sourceFrom(asked, now);
          const bound = boundElsewhere(source, await store.list());
          if (bound !== null) return bound;
          if (!(await store.add(source))) return conflict("the id is taken", "Change the source there is.");
          return { value: await present(source, now), changes: [`registered source/${source.id}`] };
        }),
      );
    })
    .openapi(changeRoute, (c) => {
      const { id } = c.req.valid("param");
      const version = Number(c.req.valid("header")["if-match"].replaceAll('"', ""));
      const asked = c.req.valid("json");
      const need = { interaction: "api.sources.change", capability: "administer", element } as const;
      return control(pipeline, c, need, ({ now }) =>
        toldFaults(async () => {
          const known = await store.find(id);
          if (known === undefined) return because("not_found");
          if (asked.mapping) readMapping(asked.mapping);
          const source = { ...changedSource(known, asked, now), version: version + 1 };
          const bound = asked.clients === undefined ? null : boundElsewhere(source, await store.list());
          if (bound !== null) return bound;
          if (!(await store.change(source, version))) return STALE;
          const changes = [`changed source/${id} version ${source.version}`];
          return { value: await present(source, now), changes };
        }),
      );
    })
    .route("/", rejectRoutes({ pipeline, came }));
}

/** A client sends for one source: what it says is never taken for another system's word. */
function boundElsewhere(source: RecordSource, all: readonly RecordSource[]): ControlObstacle | null {
  for (const { id, rules } of all) {
    const client = source.rules.clients.find((one) => id !== source.id && rules.clients.includes(one));
    if (client !== undefined)
      return conflict(
        `the client \`${client}\` sends for \`${id}\` already`,
        "Register a client of its own.",
      );
  }
  return null;
}

const STALE = conflict(
  "the source was changed meanwhile",
  "Look at what changed, then make your change on the last version.",
);

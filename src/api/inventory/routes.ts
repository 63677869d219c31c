import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import type { Reason } from "../../decision/types.ts";
import { openCandidates } from "../../governance/inventory/candidates.ts";
import type { InventoryStore } from "../../governance/inventory/ports.ts";
import { addedSystem, changedSystem, confirmedSystem } from "../../governance/inventory/register.ts";
import type { StatedSystem } from "../../governance/inventory/types.ts";
import { newRoutes } from "../app-routes.ts";
import { conflict } from "../clients/obstacles.ts";
import { control, type ControlAnswer, type ControlObstacle } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { toldFaults } from "../sources/told-faults.ts";
import { addRoute, changeRoute, confirmRoute, importRoute, listRoute } from "./contract.ts";
import { presentSystem } from "./presenter.ts";
import { takeFile } from "./take-file.ts";

const element = "inventory.systems";

/** The register of systems that hold PHI; each act on it is in the record by the system's id, never with its words. */
export function inventoryRoutes({ pipeline, inventory: { store } }: Pick<ApiDeps, "pipeline" | "inventory">) {
  return newRoutes()
    .openapi(listRoute, (c) => {
      const need = { interaction: "api.inventory.list", capability: "read", element } as const;
      return control(pipeline, c, need, async ({ now }) => {
        const all = await store.list();
        const systems = all.map((system) => presentSystem(system, now));
        return { value: { systems, toInventory: openCandidates(all).map((one) => ({ ...one })) } };
      });
    })
    .openapi(addRoute, (c) => {
      const words = c.req.valid("json");
      const need = { interaction: "api.inventory.add", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller, now }) => {
        const system = addedSystem(words, caller.person.id, now);
        if (!(await store.add(system))) return conflict("the id is taken", "Change the system there is.");
        return told(c, system, now, `added inventory/${system.id}`);
      });
    })
    .openapi(importRoute, (c) => {
      const { columns, rows } = c.req.valid("json");
      const need = { interaction: "api.inventory.import", capability: "administer", element } as const;
      return control(pipeline, c, need, ({ caller, now }) =>
        toldFaults(async () => {
          const { changes, ...value } = await takeFile(store, { columns, rows }, caller.person.id, now);
          return { value, changes };
        }),
      );
    })
    .openapi(changeRoute, (c) => {
      const { id } = c.req.valid("param");
      const words = c.req.valid("json");
      const version = versionOf(c.req.valid("header"));
      const need = { interaction: "api.inventory.change", capability: "administer", element } as const;
      return control(pipeline, c, need, ({ caller, now }) =>
        written({ c, store, id, version, now, did: "changed" }, (known) =>
          changedSystem(known, { ...words, id }, caller.person.id, now),
        ),
      );
    })
    .openapi(confirmRoute, (c) => {
      const { id } = c.req.valid("param");
      const version = versionOf(c.req.valid("header"));
      const need = { interaction: "api.inventory.confirm", capability: "administer", element } as const;
      return control(pipeline, c, need, ({ caller, now }) =>
        written({ c, store, id, version, now, did: "confirmed" }, (known) =>
          confirmedSystem(known, caller.person.id, now),
        ),
      );
    });
}

interface Writing {
  readonly c: Context;
  readonly store: InventoryStore;
  readonly id: string;
  /** The one that was looked at. */
  readonly version: number;
  readonly now: number;
  readonly did: string;
}

async function written(
  { c, store, id, version, now, did }: Writing,
  make: (known: StatedSystem) => StatedSystem,
): Promise<ReturnType<typeof told> | ControlObstacle | Reason> {
  const known = await store.find(id);
  if (known === undefined) return because("not_found");
  const system = { ...make(known), version: version + 1 };
  if (known.version !== version || !(await store.change(system, version))) return STALE;
  return told(c, system, now, `${did} inventory/${id} version ${system.version}`);
}

function told(
  c: Context,
  system: StatedSystem,
  now: number,
  change: string,
): ControlAnswer<ReturnType<typeof presentSystem>> {
  c.header("ETag", `"${system.version}"`);
  return { value: presentSystem(system, now), changes: [change] };
}

function versionOf(header: { readonly "if-match": string }): number {
  return Number(header["if-match"].replaceAll('"', ""));
}

const STALE = conflict(
  "the system was changed meanwhile",
  "Look at what changed, then make your change on the last version.",
);

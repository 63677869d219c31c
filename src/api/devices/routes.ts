import { because } from "../../decision/reasons.ts";
import { readInventory } from "../../governance/devices/inventory.ts";
import { countsOf, FROM_FILE } from "../../governance/devices/reports.ts";
import { newRoutes } from "../app-routes.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { toldFaults } from "../sources/told-faults.ts";
import { eventsDescription, importRoute, listRoute, showRoute } from "./contract.ts";
import { takeEvents } from "./events.ts";
import { demandOf, limitsOf, seenWithin } from "./limits.ts";
import { pageOf } from "./page.ts";
import { presentDevice } from "./presenter.ts";
import { wipeRoutes } from "./wipes.ts";

const element = "device-inventory.entries";
const LIST = { interaction: "api.devices.list", capability: "read", element } as const;
const SHOW = { interaction: "api.devices.show", capability: "read", element } as const;
const IMPORT = { interaction: "api.devices.import", capability: "administer", element } as const;

type DeviceDeps = Pick<ApiDeps, "pipeline" | "devices" | "session">;

/** Devices of the workforce, 45 CFR 164.310(d); each import and each wipe that is asked for is in the record. */
export function deviceRoutes(deps: DeviceDeps) {
  const { pipeline, devices, session } = deps;
  const routes = newRoutes();
  routes.openAPIRegistry.registerPath(eventsDescription);
  routes.post("/events", (c) => takeEvents(deps, c));
  return routes
    .openapi(listRoute, (c) => {
      const asked = c.req.valid("query");
      return control(pipeline, c, LIST, ({ policy, now }) =>
        toldFaults(async () => {
          const page = await pageOf(devices.store, asked);
          const shown = page.devices.map((device) => presentDevice(device, now, seenWithin(policy)));
          return { value: { devices: shown, next: page.next, demand: demandOf(policy) } };
        }),
      );
    })
    .openapi(importRoute, (c) => {
      const preview = c.req.valid("query").preview === "true";
      return control(pipeline, c, IMPORT, () =>
        toldFaults(async () => {
          const { reports, refused } = readInventory(await c.req.text());
          const taken = await devices.inventory.take(reports, { source: FROM_FILE, refused, preview });
          const { added, changed, unchanged, older } = taken;
          const lines = taken.refused.map(({ place, field }) => ({ line: place, field }));
          const changes = preview ? [] : [`devices: ${countsOf(taken)}`];
          return { value: { added, changed, unchanged, older, refused: lines }, changes };
        }),
      );
    })
    .route("/", wipeRoutes(deps))
    .openapi(showRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, SHOW, async ({ policy, now }) => {
        const found = await devices.store.find(id);
        if (found === undefined) return because("not_found");
        const device = presentDevice(found, now, seenWithin(policy));
        const owner = device.standing === "proven" ? undefined : await session.findPerson(found.owner);
        const limits = [...limitsOf(owner?.roles ?? [], policy)];
        return { value: { device, demand: demandOf(policy), limits } };
      });
    });
}

import type { z } from "@hono/zod-openapi";
import { because } from "../../decision/reasons.ts";
import { devicesOf } from "../../governance/devices/inventory.ts";
import type { Device, WipeRequest } from "../../governance/devices/types.ts";
import { newRoutes } from "../app-routes.ts";
import { conflict } from "../clients/obstacles.ts";
import { control } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import { toldFaults } from "../sources/told-faults.ts";
import { importRoute, listRoute, wipeRoute, wipesRoute } from "./contract.ts";
import type { WipeSchema } from "./schema.ts";

const element = "device-inventory.entries";
const WIPES = 500;

/** Devices of the workforce, 45 CFR 164.310(d); each import and each wipe that is asked for is in the record. */
export function deviceRoutes({ pipeline, devices: { store, wake } }: Pick<ApiDeps, "pipeline" | "devices">) {
  return newRoutes()
    .openapi(listRoute, (c) => {
      const { after, limit } = c.req.valid("query");
      const need = { interaction: "api.devices.list", capability: "read", element } as const;
      return control(pipeline, c, need, async () => {
        const page = await store.list({ ...(after === undefined ? {} : { after }), limit: limit + 1 });
        const shown = page.slice(0, limit);
        const next = page.length > limit ? (shown.at(-1)?.id ?? null) : null;
        return { value: { devices: shown.map(presentDevice), next } };
      });
    })
    .openapi(importRoute, (c) => {
      const { columns, rows } = c.req.valid("json");
      const need = { interaction: "api.devices.import", capability: "administer", element } as const;
      return control(pipeline, c, need, ({ now }) =>
        toldFaults(async () => {
          const { devices, faults } = devicesOf(columns, rows);
          const written = await store.upsert(devices, now);
          return { value: { written, faults: [...faults] }, changes: [`devices: ${written} written`] };
        }),
      );
    })
    .openapi(wipesRoute, (c) => {
      const need = { interaction: "api.devices.wipes", capability: "read", element } as const;
      return control(pipeline, c, need, async () => ({
        value: { wipes: (await store.wipes(WIPES)).map(presentWipe) },
      }));
    })
    .openapi(wipeRoute, (c) => {
      const { id: deviceId } = c.req.valid("param");
      const { id, reason } = c.req.valid("json");
      const need = { interaction: "api.devices.wipe", capability: "administer", element } as const;
      return control(pipeline, c, need, async ({ caller, now }) => {
        if ((await store.find(deviceId)) === undefined) return because("not_found");
        const askedBy = caller.person.id;
        const asked = { id: id.toLowerCase(), deviceId, askedBy, reason, askedAt: now, changedAt: now };
        const wipe: WipeRequest = { ...asked, state: "requested", attempts: 0 };
        if (!(await store.addWipe(wipe)))
          return conflict("the id is taken", "Look at the wipes there are, or give a new id.");
        wake();
        return { value: presentWipe(wipe), changes: [`device/${deviceId}: wipe requested`] };
      });
    });
}

function presentDevice({ seenAt, ...device }: Device) {
  return { ...device, seenAt: seenAt === null ? null : isoTime(seenAt) };
}

function presentWipe({ deviceId, askedAt, changedAt, ...wipe }: WipeRequest): z.infer<typeof WipeSchema> {
  return { ...wipe, device: deviceId, askedAt: isoTime(askedAt), changedAt: isoTime(changedAt) };
}

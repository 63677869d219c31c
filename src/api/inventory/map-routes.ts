import { dataMapOf } from "../../governance/inventory/data-map.ts";
import { protectionOf } from "../../governance/inventory/protection.ts";
import { matrixOf } from "../../policy/analyze/index.ts";
import { newRoutes } from "../app-routes.ts";
import { control } from "../control.ts";
import { isoTime } from "../iso-time.ts";
import type { ApiDeps } from "../ports.ts";
import { mapRoute, protectionRoute } from "./contract.ts";
import { presentLine, presentMap } from "./presenter.ts";

const element = "inventory.systems";

type MapDeps = Pick<ApiDeps, "pipeline" | "inventory">;

/** Where PHI lies and who may receive it (45 CFR 164.308(a)(1)(ii)(A)). */
export function dataMapRoutes({ pipeline, inventory }: MapDeps) {
  return newRoutes().openapi(mapRoute, (c) => {
    const query = c.req.valid("query");
    const need = { interaction: "api.data-map.read", capability: "read", element } as const;
    return control(pipeline, c, need, async ({ policy, now }) => {
      const [facts, stated] = await Promise.all([inventory.facts(), inventory.store.list()]);
      const ofSegments = new Map(policy.segments.map(({ id }) => [id, matrixOf(policy, { segment: id })]));
      const map = dataMapOf(policy, { rows: matrixOf(policy), ofSegments }, facts, stated);
      return { value: { at: isoTime(now), policyHash: policy.hash, ...presentMap(map, query) } };
    });
  });
}

/** What is encrypted, and how that is known (45 CFR 164.312(a)(2)(iv), (e)(2)(ii)). */
export function protectionRoutes({ pipeline, inventory }: MapDeps) {
  return newRoutes().openapi(protectionRoute, (c) => {
    const need = { interaction: "api.protection.read", capability: "read", element } as const;
    return control(pipeline, c, need, async ({ now }) => {
      const [facts, stated] = await Promise.all([inventory.protection(), inventory.store.list()]);
      return { value: { at: isoTime(now), lines: protectionOf(facts, stated).map(presentLine) } };
    });
  });
}

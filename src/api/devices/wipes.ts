import { because } from "../../decision/reasons.ts";
import { UNCONFIRMED, type WipeRequest, type WipeState } from "../../governance/devices/types.ts";
import type { Reason } from "../../decision/types.ts";
import { newRoutes } from "../app-routes.ts";
import { conflict } from "../clients/obstacles.ts";
import { control, type ControlAnswer, type ControlObstacle } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { retryRoute, wipeRoute, wipesRoute, withdrawRoute } from "./contract.ts";
import { presentWipe } from "./presenter.ts";

const element = "device-inventory.entries";
const WIPES = 500;
const READ = { interaction: "api.devices.wipes", capability: "read", element } as const;
const ASK = { interaction: "api.devices.wipe", capability: "administer", element } as const;
const RETRY = { interaction: "api.devices.wipe.retry", capability: "administer", element } as const;
const WITHDRAW = { interaction: "api.devices.wipe.withdraw", capability: "administer", element } as const;

/** Wipes of devices, 45 CFR 164.310(d)(2)(i): asked for, sent again, withdrawn, each by a named person in the record. */
export function wipeRoutes({
  pipeline,
  devices: { store, wake, sends },
}: Pick<ApiDeps, "pipeline" | "devices">) {
  const move = async (
    id: string,
    from: readonly WipeState[],
    state: WipeState,
    now: number,
  ): Promise<ControlAnswer<ReturnType<typeof presentWipe>> | ControlObstacle | Reason> => {
    const wipe = await store.findWipe(id);
    if (wipe === undefined) return because("not_found");
    const next = { state, attempts: state === "requested" ? 0 : wipe.attempts, at: now };
    if (!(await store.settleWipe(id, from, next)))
      return conflict(`the wipe is ${wipe.state} by now`, "Look at the wipes again.");
    const { attempts, at: changedAt } = next;
    const words = state === "requested" ? "asked for again" : "withdrawn";
    const changes = [`device/${wipe.deviceId}: wipe ${words}`];
    return { value: presentWipe({ ...wipe, state, attempts, changedAt }), changes };
  };

  return newRoutes()
    .openapi(wipesRoute, (c) =>
      control(pipeline, c, READ, async () => ({
        value: { wipes: (await store.wipes(WIPES)).map(presentWipe), sends },
      })),
    )
    .openapi(wipeRoute, (c) => {
      const { id: deviceId } = c.req.valid("param");
      const { id, reason } = c.req.valid("json");
      return control(pipeline, c, ASK, async ({ caller, now }) => {
        if ((await store.find(deviceId)) === undefined) return because("not_found");
        const askedBy = caller.person.id;
        const asked = { id: id.toLowerCase(), deviceId, askedBy, reason, askedAt: now, changedAt: now };
        const wipe: WipeRequest = { ...asked, state: "requested", attempts: 0 };
        if (!(await store.addWipe(wipe)))
          return conflict("the id is taken", "Look at the wipes there are, or give a new id.");
        wake();
        return { value: presentWipe(wipe), changes: [`device/${deviceId}: wipe requested`] };
      });
    })
    .openapi(retryRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, RETRY, async ({ now }) => {
        const moved = await move(id, ["failed", "acknowledged"], "requested", now);
        if ("value" in moved) wake();
        return moved;
      });
    })
    .openapi(withdrawRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, WITHDRAW, ({ now }) => move(id, UNCONFIRMED, "withdrawn", now));
    });
}

import type { Context } from "hono";
import { readEvents } from "../../governance/devices/events.ts";
import type { TakenReports } from "../../governance/devices/settle.ts";
import { signerOf } from "../../governance/devices/signature.ts";
import { AppError } from "../../kernel/errors.ts";
import type { ApiDeps } from "../ports.ts";
import type { DeviceEventsDesk } from "./ports.ts";

/**
 * Takes a device manager's batch: signed, within the window, each event once (45 CFR 164.310(d)). It is in the record before it
 * is in the inventory; one that brings nothing new leaves no entry, so that whoever repeats one fills nothing.
 * @throws AppError `signature_invalid`, `input_invalid`, `record_unavailable`, `database_unreachable`
 */
export async function takeEvents(
  { pipeline, devices }: Pick<ApiDeps, "pipeline" | "devices">,
  c: Context,
): Promise<Response> {
  const { inventory, events } = devices;
  const body = Buffer.from(await c.req.arrayBuffer());
  const signed = {
    manager: c.req.header("modicum-manager"),
    timestamp: c.req.header("modicum-timestamp"),
    signature: c.req.header("modicum-signature"),
    body,
  };
  const manager = signerOf(signed, events.managers, pipeline.now());
  if (manager === null) {
    events.count("unsigned", 1);
    throw new AppError(
      "signature_invalid",
      "the batch is not signed by a device manager that is known here",
      {
        hint: "sign the timestamp and the body with the manager's secret, within five minutes",
      },
    );
  }
  const { reports, refused } = readEvents(body.toString("utf8"));
  const note = async (taken: TakenReports): Promise<void> => {
    if (isNew(taken)) await events.note(manager, taken);
  };
  const taken = await inventory.take(reports, { source: manager, refused, note });
  countAll(events, taken);
  c.header("Cache-Control", "no-store");
  const { added, changed, unchanged, older, duplicate } = taken;
  return c.json({ added, changed, unchanged, older, duplicate, refused: taken.refused });
}

function isNew({ added, changed, unchanged, older }: TakenReports): boolean {
  return added + changed + unchanged + older > 0;
}

function countAll({ count }: DeviceEventsDesk, taken: TakenReports): void {
  for (const outcome of ["added", "changed", "unchanged", "older", "duplicate"] as const)
    count(outcome, taken[outcome]);
  count("refused", taken.refused.length);
}

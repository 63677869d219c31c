import type { z } from "@hono/zod-openapi";
import type { DeviceOrder, DeviceQuery, DeviceStore } from "../../governance/devices/ports.ts";
import type { Device } from "../../governance/devices/types.ts";
import { AppError } from "../../kernel/errors.ts";
import type { DevicesQuery } from "./schema.ts";

/**
 * A page of devices, and where the next begins; null: there is none.
 * @throws AppError `input_invalid` where `after` is no `next` of a page
 */
export async function pageOf(
  store: Pick<DeviceStore, "list">,
  asked: z.infer<typeof DevicesQuery>,
): Promise<{ readonly devices: readonly Device[]; readonly next: string | null }> {
  const { text, encrypted, compliant, lost, sort: order, limit, after } = asked;
  const query: DeviceQuery = {
    order,
    descending: asked.descending === "true",
    limit: limit + 1,
    ...(text === undefined ? {} : { text }),
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(compliant === undefined ? {} : { compliant }),
    ...(lost === undefined ? {} : { lost: lost === "true" }),
    ...(after === undefined ? {} : { after: placeIn(after) }),
  };
  const found = await store.list(query);
  const devices = found.slice(0, limit);
  const last = devices.at(-1);
  return { devices, next: found.length > limit && last !== undefined ? cursorOf(last, order) : null };
}

function cursorOf(device: Device, order: DeviceOrder): string {
  const place = [orderValue(device, order), device.id];
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** As the store orders: times as text of one length. */
function orderValue({ id, owner, seenAt }: Device, order: DeviceOrder): string {
  if (order === "seen") return String(seenAt ?? 0).padStart(16, "0");
  return order === "owner" ? owner : id;
}

function placeIn(cursor: string): readonly [string, string] {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(place) && typeof place[0] === "string" && typeof place[1] === "string")
      return [place[0], place[1]];
  } catch {
    // Said below, as any other text that is no place.
  }
  throw new AppError("input_invalid", "`after` is no `next` of a page", { hint: "begin at the first page" });
}

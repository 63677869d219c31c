import { createRoute, z } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  DeviceParam,
  DevicesQuery,
  DevicesSchema,
  EventsSchema,
  ImportedSchema,
  ImportQuery,
  NewWipeSchema,
  OneDeviceSchema,
  TakenEventsSchema,
  WipeParam,
  WipeSchema,
  WipesSchema,
} from "./schema.ts";

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Devices of the workforce, and what is known of each",
  request: { query: DevicesQuery },
  responses: { ...jsonResult(DevicesSchema, "A page of devices"), ...DENIALS },
});

export const showRoute = createRoute({
  method: "get",
  path: "/{id}",
  security: BEARER,
  summary: "One device, and which grants of its owner it limits",
  request: { params: DeviceParam },
  responses: { ...jsonResult(OneDeviceSchema, "The device"), ...DENIALS },
});

export const importRoute = createRoute({
  method: "post",
  path: "/import",
  security: BEARER,
  summary: "Take an inventory of devices from CSV",
  description:
    "Columns id, owner, kind, platform, serial, encrypted, compliant, lastSeen, or as device managers export them. The same file twice changes nothing; a row that is no device is refused by its line, and the others are taken.",
  request: {
    query: ImportQuery,
    body: { content: { "text/csv": { schema: z.string() } }, required: true },
  },
  responses: {
    ...jsonResult(ImportedSchema, "What came of the rows, or with `preview` would"),
    ...DENIALS,
    ...OBSTACLES,
  },
});

export const wipesRoute = createRoute({
  method: "get",
  path: "/wipes",
  security: BEARER,
  summary: "Wipes that were asked for, newest first",
  responses: { ...jsonResult(WipesSchema, "The last 500"), ...DENIALS },
});

export const wipeRoute = createRoute({
  method: "post",
  path: "/{id}/wipe",
  security: BEARER,
  summary: "Ask that a device be wiped, and say why",
  request: {
    params: DeviceParam,
    body: { content: { "application/json": { schema: NewWipeSchema } }, required: true },
  },
  responses: { ...jsonResult(WipeSchema, "Asked for"), ...DENIALS, ...OBSTACLES },
});

export const retryRoute = createRoute({
  method: "post",
  path: "/wipes/{id}/retry",
  security: BEARER,
  summary: "Send a wipe again that failed, or that nobody has confirmed",
  request: { params: WipeParam },
  responses: { ...jsonResult(WipeSchema, "Asked for again"), ...DENIALS, ...OBSTACLES },
});

export const withdrawRoute = createRoute({
  method: "post",
  path: "/wipes/{id}/withdraw",
  security: BEARER,
  summary: "Withdraw a wipe that nobody has confirmed: the device was found",
  description: "What the device manager was told already is not taken back by it.",
  request: { params: WipeParam },
  responses: { ...jsonResult(WipeSchema, "Withdrawn"), ...DENIALS, ...OBSTACLES },
});

/** Described here and read by hand: what is signed are the bytes, and nothing is read of them before. */
export const eventsDescription = {
  method: "post" as const,
  path: "/events",
  security: [],
  summary: "Take what a device manager reports of its devices, signed",
  description:
    "`Modicum-Signature` is `v1=` and the HMAC-SHA-256, in hex, of `modicum/device-events/v1`, the manager, the timestamp and the body, parted by line feeds. It is good for five minutes. An event counts once by its id, and of a device the newest word by `at`; up to 64 KiB.",
  request: {
    headers: z.object({
      "modicum-manager": z.string().openapi({ description: "As it is configured here." }),
      "modicum-timestamp": z.string().openapi({ description: "Seconds since 1970." }),
      "modicum-signature": z.string().openapi({ description: "`v1=…`; several parted by commas." }),
    }),
    body: { content: { "application/json": { schema: EventsSchema } }, required: true },
  },
  responses: {
    ...jsonResult(TakenEventsSchema, "Each event once, in the record"),
    400: DENIALS[400],
    401: { ...DENIALS[401], description: "Nobody who may report devices signed this" },
    413: DENIALS[413],
    503: DENIALS[503],
  },
};

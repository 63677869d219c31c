import { createRoute } from "@hono/zod-openapi";
import { BEARER, DENIALS, jsonResult, OBSTACLES } from "../contract.ts";
import {
  DeviceParam,
  DevicesQuery,
  DevicesSchema,
  ImportedSchema,
  InventorySchema,
  NewWipeSchema,
  WipeSchema,
  WipesSchema,
} from "./schema.ts";

export const listRoute = createRoute({
  method: "get",
  path: "/",
  security: BEARER,
  summary: "Devices of the workforce, and what is known of each",
  request: { query: DevicesQuery },
  responses: { ...jsonResult(DevicesSchema, "A page of devices, by id"), ...DENIALS },
});

export const importRoute = createRoute({
  method: "post",
  path: "/import",
  security: BEARER,
  summary: "Take an inventory of devices",
  request: { body: { content: { "application/json": { schema: InventorySchema } }, required: true } },
  responses: {
    ...jsonResult(ImportedSchema, "What was written, and rows that are no device"),
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

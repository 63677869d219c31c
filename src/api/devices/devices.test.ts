import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { DevicesSchema, WipesSchema } from "./schema.ts";

const ID = "0196a2f0-0000-7000-8000-000000000001";
const INVENTORY = {
  columns: ["id", "owner", "platform", "encrypted", "lastSeen"],
  rows: [
    ["laptop-1", "nina.nurse", "Windows", "yes", "2026-05-04T12:00:00Z"],
    ["phone-1", "bea.biller", "iOS", "no", "2026-05-04T12:00:00Z"],
    ["phone-2", "bea.biller", "iOS", "perhaps", ""],
  ],
};

let api: PracticeApi;
beforeEach(async () => {
  api = await practiceApi();
});

const sam = <T>(path: string, body?: object) =>
  api.ask<T>("sam.security", `/api/v1/devices${path}`, { purpose: "compliance", ...(body ? { body } : {}) });

describe("devices of the workforce", () => {
  it("DEV-4 F157 takes an inventory, and names the rows that are no device", async () => {
    expect((await sam("/import", INVENTORY)).json).toEqual({
      written: 2,
      faults: [{ row: 3, field: "encrypted" }],
    });
    const { devices } = (await sam<z.infer<typeof DevicesSchema>>("")).json;
    expect(devices.map(({ id, encrypted }) => [id, encrypted])).toEqual([
      ["laptop-1", true],
      ["phone-1", false],
    ]);
  });

  it("DEV-5 F157 a wipe is asked for once, by name and with a reason, and is in the record", async () => {
    await sam("/import", INVENTORY);
    const body = { id: ID, reason: "lost on the bus" };
    expect(await sam("/phone-1/wipe", body)).toMatchObject({ status: 200, json: { state: "requested" } });
    expect(api.entries.at(-1)).toMatchObject({
      personId: "sam.security",
      interaction: "api.devices.wipe",
      changes: ["device/phone-1: wipe requested"],
    });
    expect((await sam("/phone-1/wipe", body)).status).toBe(409);
    const { wipes } = (await sam<z.infer<typeof WipesSchema>>("/wipes")).json;
    expect(wipes).toMatchObject([{ device: "phone-1", askedBy: "sam.security", reason: "lost on the bus" }]);
  });

  it("DEV-5 takes no wipe without a reason, nor of a device that nobody knows", async () => {
    expect((await sam("/phone-9/wipe", { id: ID, reason: "lost" })).status).toBe(404);
    expect((await sam("/phone-1/wipe", { id: ID, reason: " " })).status).toBe(400);
  });

  it.each(["bea.biller", "priya.privacy", "max.manager"])(
    "F157 %s neither reads nor wipes",
    async (person) => {
      const ask = (path: string, body?: object) =>
        api.ask(person, `/api/v1/devices${path}`, { purpose: "compliance", ...(body ? { body } : {}) });
      const replies = [
        await ask(""),
        await ask("/import", INVENTORY),
        await ask("/d/wipe", { id: ID, reason: "x" }),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403]);
    },
  );
});

import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "@hono/zod-openapi";
import { personNamed } from "../../identity/testing/people-store.contract.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import type { ApiDeps } from "../ports.ts";
import { demoDesk } from "../session/testing/desk.ts";
import { NOW, practiceApi, type PracticeApi } from "../testing/practice-api.ts";
import type { DevicesSchema, ImportedSchema, OneDeviceSchema, WipesSchema } from "./schema.ts";

const ID = "0196a2f0-0000-7000-8000-000000000001";
const INVENTORY = [
  "id,owner,kind,platform,encrypted,lastSeen",
  "laptop-1,nina.nurse,laptop,Windows,yes,2026-05-04T12:00:00Z",
  "phone-1,bea.biller,phone,iOS,no,2026-05-04T12:00:00Z",
  "phone-2,bea.biller,phone,iOS,perhaps,",
].join("\n");

/** What is left without a device that proves itself, where the policy asks for one. */
const LEFT = ["device-inventory.entries", "record.entries"];

function asking(deps: ApiDeps, policy: CompiledPolicy): Partial<ApiDeps> {
  const kept = policy.roles.get("security-officer")?.grants[0]?.elements ?? new Uint8Array(0);
  const { elements } = policy.catalogue;
  const otherwise = Uint8Array.from(elements, ({ id }, index) =>
    LEFT.includes(id) ? (kept[index] ?? 0) : 0,
  );
  const asks = { ...policy, devices: { seenWithinMs: 30 * 86_400_000, otherwise } };
  const roster = [personNamed("bea.biller", { roles: ["biller"] })];
  return { pipeline: { ...deps.pipeline, policy: () => asks }, session: demoDesk(roster) };
}

let api: PracticeApi;
beforeEach(async () => {
  api = await practiceApi();
});

const sam = <T>(path: string, body?: object, method?: string) =>
  api.ask<T>("sam.security", `/api/v1/devices${path}`, {
    purpose: "compliance",
    ...(body ? { body } : {}),
    ...(method ? { method } : {}),
  });
const takeIn = (query = "", person = "sam.security") =>
  api.ask<z.infer<typeof ImportedSchema>>(person, `/api/v1/devices/import${query}`, {
    purpose: "compliance",
    text: INVENTORY,
  });

describe("devices of the workforce", () => {
  it("DEV-4 F157 takes an inventory, and names the rows that are no device by their lines", async () => {
    const came = { added: 2, changed: 0, unchanged: 0, older: 0, refused: [{ line: 4, field: "encrypted" }] };
    expect((await takeIn()).json).toEqual(came);
    expect(api.entries.at(-1)).toMatchObject({
      personId: "sam.security",
      interaction: "api.devices.import",
      changes: ["devices: 2 added, 0 changed, 0 unchanged, 1 refused"],
    });
    const { devices } = (await sam<z.infer<typeof DevicesSchema>>("")).json;
    expect(devices.map(({ id, encrypted, standing }) => [id, encrypted, standing])).toEqual([
      ["laptop-1", true, "proven"],
      ["phone-1", false, "unencrypted"],
    ]);
  });

  it("DEV-20 F157 the same file again changes nothing", async () => {
    await takeIn();
    expect((await takeIn()).json).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  });

  it("DEV-21 F157 a preview says what would come of a file, and changes nothing", async () => {
    expect((await takeIn("?preview=true")).json).toMatchObject({ added: 2 });
    expect(api.entries.at(-1)?.changes).toEqual([]);
    expect((await sam<z.infer<typeof DevicesSchema>>("")).json.devices).toEqual([]);
  });

  it("F157 lists page by page in the order asked for, and refuses a place that is none", async () => {
    await takeIn();
    const page = await sam<z.infer<typeof DevicesSchema>>("?sort=owner&limit=1");
    expect(page.json.devices.map(({ id }) => id)).toEqual(["phone-1"]);
    const rest = await sam<z.infer<typeof DevicesSchema>>(`?sort=owner&limit=1&after=${page.json.next}`);
    expect(rest.json).toMatchObject({ devices: [{ id: "laptop-1" }], next: null });
    expect((await sam("?after=elsewhere")).status).toBe(400);
    expect((await sam("?sort=secret")).status).toBe(400);
  });

  it("DEV-29 F157 shows which grants of the owner a device limits, by the policy's own rules", async () => {
    await takeIn();
    const plain = await sam<z.infer<typeof OneDeviceSchema>>("/phone-1");
    expect(plain.json).toMatchObject({ demand: null, limits: [] });
    api = await practiceApi({ more: ({ deps, policy }) => asking(deps, policy) });
    await takeIn();
    const phone = await sam<z.infer<typeof OneDeviceSchema>>("/phone-1");
    expect(phone.json.demand).toEqual({ seenWithinDays: 30, leaves: LEFT });
    expect(phone.json.limits.length).toBeGreaterThan(0);
    expect(phone.json.limits.every(({ rule, left }) => rule.startsWith("role:biller/") && left === 0)).toBe(
      true,
    );
    expect((await sam<z.infer<typeof OneDeviceSchema>>("/laptop-1")).json.limits).toEqual([]);
    expect((await sam("/phone-9")).status).toBe(404);
  });

  it("DEV-5 F157 a wipe is asked for once, by name and with a reason, and is in the record", async () => {
    await takeIn();
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

  it("DEV-28 F157 a wipe is withdrawn once, by name, and its device is lost no more", async () => {
    await takeIn();
    await sam("/phone-1/wipe", { id: ID, reason: "lost on the bus" });
    expect((await sam<z.infer<typeof OneDeviceSchema>>("/phone-1")).json.device.standing).toBe("lost");
    expect((await sam(`/wipes/${ID}/withdraw`, {})).json).toMatchObject({ state: "withdrawn" });
    expect(api.entries.at(-1)?.changes).toEqual(["device/phone-1: wipe withdrawn"]);
    expect((await sam(`/wipes/${ID}/withdraw`, {})).status).toBe(409);
    expect((await sam<z.infer<typeof OneDeviceSchema>>("/phone-1")).json.device.standing).toBe("unencrypted");
  });

  it("DEV-30 F157 a wipe is sent again that failed or was never confirmed, and no other", async () => {
    await takeIn();
    await sam("/phone-1/wipe", { id: ID, reason: "lost on the bus" });
    expect((await sam(`/wipes/${ID}/retry`, {})).status).toBe(409);
    const { store } = api.deps.devices;
    await store.settleWipe(ID, ["requested"], { state: "failed", attempts: 8, at: NOW });
    expect((await sam(`/wipes/${ID}/retry`, {})).json).toMatchObject({ state: "requested", attempts: 0 });
    expect(api.entries.at(-1)?.changes).toEqual(["device/phone-1: wipe asked for again"]);
    expect((await sam("/wipes/0196a2f0-0000-7000-8000-00000000000f/retry", {})).status).toBe(404);
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
        await takeIn("", person),
        await ask("/d/wipe", { id: ID, reason: "x" }),
        await ask(`/wipes/${ID}/retry`, {}),
        await ask(`/wipes/${ID}/withdraw`, {}),
      ];
      expect(replies.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    },
  );
});

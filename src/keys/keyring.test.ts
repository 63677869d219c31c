import { link, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { randomBytes } from "node:crypto";
import { keyIdOf } from "./envelope.ts";
import { openKeyFolder } from "./key-folder.ts";
import { type KeyActor, type KeyOperation, SYSTEM } from "./key-types.ts";
import { type Keyring, openKeyring } from "./keyring.ts";
import { createSealer } from "./local-sealer.ts";
import { openLocalVault } from "./vaults/local-vault.ts";
import type { KeyVault } from "./vaults/ports.ts";

const CUSTODIAN: KeyActor = { personId: "kai", roles: ["key-custodian"] };
const OFFICER: KeyActor = { personId: "sam", roles: ["security-officer"] };
const SECRET = Buffer.from("Patient/42");

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-ring-"));
});
afterEach(() => rm(dir, { recursive: true }));

const file = (): string => join(dir, "data-keys.json");
const text = (): Promise<string> => readFile(file(), "utf8");
const open = async (): Promise<Keyring> => openKeyring(await openKeyFolder(dir));

async function toldBy(ring: Keyring): Promise<readonly KeyOperation[]> {
  const told: KeyOperation[] = [];
  await ring.tellAll(async (operation) => void told.push(operation));
  return told;
}

/** Seals, rotates twice over, and gives what was sealed first with the id of its key. */
async function retiredKey(ring: Keyring): Promise<{ readonly id: string; readonly sealed: Uint8Array }> {
  const sealed = await createSealer(ring).seal(SECRET, "c");
  await ring.rotate("seal", CUSTODIAN);
  return { id: keyIdOf(sealed), sealed };
}

describe("a keyring", () => {
  it("KEY-1 makes the folder of the keys on the first start, where the root key lies elsewhere", async () => {
    const dir = await mkdtemp(join(tmpdir(), "modicum-keys-"));
    const rootKeyFile = join(dir, "root.key");
    const root = `modicum-root-key-v1 ${randomBytes(32).toString("base64")}\n`;
    await writeFile(rootKeyFile, root, { mode: 0o600 });
    const keys = join(dir, "data", "keys");
    const opened = await openKeyring(await openKeyFolder(keys, { kind: "local", rootKeyFile }));
    expect(opened.active("seal").bytes).toHaveLength(32);
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
    await rm(dir, { recursive: true });
  });

  it("KEY-1 holds one active key for each use, wrapped, and no key in the clear", async () => {
    const ring = await open();
    expect(ring.list().map(({ use, state }) => `${use} ${state}`)).toEqual([
      "seal active",
      "blind-index active",
      "wrap active",
      "backup active",
    ]);
    const bytes = Buffer.from(ring.active("seal").bytes);
    for (const form of ["base64", "hex"] as const) expect(await text()).not.toContain(bytes.toString(form));
    expect((await stat(file())).mode & 0o077).toBe(0);
  });

  it("KEY-2 does not open a key that was moved to another use", async () => {
    await open();
    const kept = JSON.parse(await text()) as { keys: { use: string; wrapped: string }[] };
    const [seal, index] = kept.keys;
    await writeFile(
      file(),
      JSON.stringify({ ...kept, keys: [{ ...seal, wrapped: index?.wrapped }, ...kept.keys.slice(1)] }),
    );
    await expect(open()).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("KEY-4 F155 opens after a rotation what was sealed before, and seals under the new key", async () => {
    const ring = await open();
    const sealer = createSealer(ring);
    const before = await sealer.seal(SECRET, "c");
    const rotated = await ring.rotate("seal", CUSTODIAN);
    const after = await sealer.seal(SECRET, "c");
    expect(rotated).toMatchObject({ ok: true, value: { id: keyIdOf(after), state: "active" } });
    expect(ring.list().find(({ id }) => id === keyIdOf(before))?.state).toBe("retired");
    expect(Buffer.from(await sealer.open(before, "c"))).toEqual(SECRET);
    expect(Buffer.from(await sealer.open(after, "c"))).toEqual(SECRET);
  });

  it("KEY-5 another process opens what was sealed under a key that it has not seen", async () => {
    const [here, there] = [await open(), await open()];
    await here.rotate("seal", CUSTODIAN);
    const sealed = await createSealer(here).seal(SECRET, "c");
    const sealer = createSealer(there);
    expect(Buffer.from(await sealer.open(sealed, "c"))).toEqual(SECRET);
    expect(keyIdOf(await sealer.seal(SECRET, "c"))).toBe(keyIdOf(sealed));
  });

  it("KEY-6 refuses to rotate the key of the blind indexes, and changes nothing", async () => {
    const ring = await open();
    const before = await text();
    expect(await ring.rotate("blind-index", CUSTODIAN)).toEqual({ ok: false, error: "index-is-stored" });
    expect(await text()).toBe(before);
  });

  it("KEY-10 reads a file of version 1, and completes it", async () => {
    const ring = await open();
    const sealed = await createSealer(ring).seal(SECRET, "c");
    const { keys } = JSON.parse(await text()) as { keys: { id: string; use: string; wrapped: string }[] };
    const old = keys.slice(0, 2).map(({ id, use, wrapped }) => ({ id, use, wrapped }));
    await writeFile(file(), JSON.stringify({ version: 1, keys: old }));
    const upgraded = await open();
    expect(Buffer.from(await createSealer(upgraded).open(sealed, "c"))).toEqual(SECRET);
    expect(upgraded.list().map(({ use }) => use)).toEqual(["seal", "blind-index", "wrap", "backup"]);
    expect(JSON.parse(await text())).toMatchObject({ version: 2 });
  });

  it("KEY-11 takes over the lock of a process that was killed", async () => {
    const ring = await open();
    await writeFile(`${file()}.lock`, `${hostname()} 999999999\n`, { mode: 0o600 });
    expect(await ring.rotate("seal", CUSTODIAN)).toMatchObject({ ok: true });
  });

  it("KEY-11 of rotations at once in two processes each is there afterwards", async () => {
    const rings = [await open(), await open()];
    const made = await Promise.all(rings.flatMap((ring) => [1, 2, 3].map(() => ring.rotate("wrap", SYSTEM))));
    const ids = made.map((one) => (one.ok ? one.value.id : "refused"));
    const kept = (await open()).list().filter(({ use }) => use === "wrap");
    expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    expect(kept.filter(({ state }) => state === "active")).toHaveLength(1);
  });
});

describe("destroying a key", () => {
  it("KEY-9 takes one who proposes and another who approves", async () => {
    const ring = await open();
    const { id, sealed } = await retiredKey(ring);
    expect(await ring.destroy(id, OFFICER)).toEqual({ ok: false, error: "not-proposed" });
    await ring.proposeDestroy(id, CUSTODIAN);
    expect(await ring.destroy(id, CUSTODIAN)).toEqual({ ok: false, error: "same-person" });
    expect(await ring.destroy(id, OFFICER)).toMatchObject({ ok: true, value: { id, state: "destroyed" } });
    await expect(createSealer(ring).open(sealed, "c")).rejects.toMatchObject({ code: "key_unavailable" });
    await expect(createSealer(await open()).open(sealed, "c")).rejects.toMatchObject({
      code: "key_unavailable",
    });
  });

  it("KEY-9 refuses the active key, an unknown one and one that is destroyed", async () => {
    const ring = await open();
    const { id } = await retiredKey(ring);
    expect(await ring.proposeDestroy(ring.active("seal").id, CUSTODIAN)).toMatchObject({
      error: "not-retired",
    });
    expect(await ring.proposeDestroy("00000000", CUSTODIAN)).toMatchObject({ error: "unknown-key" });
    await ring.proposeDestroy(id, CUSTODIAN);
    await ring.destroy(id, OFFICER);
    expect(await ring.proposeDestroy(id, CUSTODIAN)).toMatchObject({ error: "destroyed-already" });
  });

  it("KEY-9 leaves its wrapped bytes neither in the file nor where the file before stood", async () => {
    const ring = await open();
    const { id } = await retiredKey(ring);
    await ring.proposeDestroy(id, CUSTODIAN);
    const { keys } = JSON.parse(await text()) as { keys: { id: string; wrapped: string }[] };
    const wrapped = keys.find((key) => key.id === id)?.wrapped ?? "";
    await link(file(), join(dir, "before"));
    await ring.destroy(id, OFFICER);
    expect(wrapped).toHaveLength(96);
    expect(await text()).not.toContain(wrapped);
    expect(await readFile(join(dir, "before"), "utf8")).toMatch(/^\0+$/);
  });

  it("KEY-9 another process holds the key no longer once it has looked", async () => {
    const [here, there] = [await open(), await open()];
    const { id, sealed } = await retiredKey(here);
    await there.refresh();
    await here.proposeDestroy(id, CUSTODIAN);
    await here.destroy(id, OFFICER);
    expect(await there.refresh()).toBe(true);
    await expect(createSealer(there).open(sealed, "c")).rejects.toMatchObject({ code: "key_unavailable" });
  });
});

describe("wrapping all keys anew", () => {
  it("KEY-8 F155 keeps the keys and leaves the old root key nothing to open", async () => {
    const ring = await open();
    const sealed = await createSealer(ring).seal(SECRET, "c");
    const old = { keys: await text(), root: await readFile(join(dir, "root.key"), "utf8") };
    const done = await ring.rewrapAll(CUSTODIAN, { newRoot: true });
    expect(done).toHaveLength(4);
    expect(Buffer.from(await createSealer(await open()).open(sealed, "c"))).toEqual(SECRET);
    await writeFile(join(dir, "root.key"), old.root);
    await expect(open()).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("KEY-8 keeps a root key that opens where the process dies before the end", async () => {
    const place = await openKeyFolder(dir);
    const ring = await openKeyring(place);
    const sealed = await createSealer(ring).seal(SECRET, "c");
    await place.vault.rotation?.begin();
    expect(Buffer.from(await createSealer(await open()).open(sealed, "c"))).toEqual(SECRET);
    await (await open()).rewrapAll(CUSTODIAN, { newRoot: true });
    expect(Buffer.from(await createSealer(await open()).open(sealed, "c"))).toEqual(SECRET);
  });

  it("KEY-8 moves the keys to another vault, and this process goes on with it", async () => {
    const ring = await open();
    const sealed = await createSealer(ring).seal(SECRET, "c");
    const to = await openLocalVault(join(dir, "other.key"), { mayCreate: true });
    await ring.rewrapAll(CUSTODIAN, { to });
    await ring.rotate("seal", CUSTODIAN);
    await rm(join(dir, "root.key"));
    const moved = await openKeyring({ path: file(), vault: to });
    expect(Buffer.from(await createSealer(moved).open(sealed, "c"))).toEqual(SECRET);
    expect(moved.list()).toEqual(ring.list());
  });

  it("KEY-27 a process that still asks the vault before changes nothing, and goes on opening", async () => {
    const [here, there] = [await open(), await open()];
    const sealed = await createSealer(there).seal(SECRET, "c");
    const to: KeyVault = {
      ...(await openLocalVault(join(dir, "other.key"), { mayCreate: true })),
      kind: "pkcs11",
      describe: async () => ({ kind: "pkcs11", name: "token/key", ok: true, detail: null }),
    };
    await here.rewrapAll(CUSTODIAN, { to });
    await expect(there.rotate("seal", CUSTODIAN)).rejects.toThrow("the keys were moved to another vault");
    expect(Buffer.from(await createSealer(there).open(sealed, "c"))).toEqual(SECRET);
    await expect(open()).rejects.toThrow("the data keys are wrapped by `pkcs11`");
    expect(await here.rotate("seal", CUSTODIAN)).toMatchObject({ ok: true });
  });

  it("KEY-25 changes nothing for a vault that does not give back what it wrapped", async () => {
    const ring = await open();
    const before = ring.list();
    const broken: KeyVault = {
      kind: "aws-kms",
      describe: async () => ({ kind: "aws-kms", name: "broken", ok: true, detail: null }),
      wrap: async (key) => key,
      unwrap: async () => Buffer.alloc(32),
    };
    await expect(ring.rewrapAll(CUSTODIAN, { to: broken })).rejects.toMatchObject({
      code: "key_unavailable",
    });
    expect((await open()).list()).toEqual(before);
  });
});

describe("what was done with keys", () => {
  it("KEY-12 F155 is told once, oldest first, by whom and about which key", async () => {
    const ring = await open();
    const { id } = await retiredKey(ring);
    await ring.rewrapAll(CUSTODIAN);
    await ring.proposeDestroy(id, CUSTODIAN);
    await ring.destroy(id, OFFICER);
    const told = await toldBy(ring);
    expect(told.map(({ kind, by, done }) => `${kind} ${by.personId} ${done}`)).toEqual([
      "unwrap system true",
      "create system true",
      "rotate kai true",
      "rewrap kai true",
      "propose-destroy kai true",
      "destroy sam true",
    ]);
    expect(told.at(-1)?.keys).toEqual([`seal/${id}`]);
    expect(await toldBy(ring)).toEqual([]);
  });

  it("KEY-12 is told by the next process where the one that did it died", async () => {
    await (await open()).rotate("wrap", CUSTODIAN);
    const told = await toldBy(await open());
    expect(told.map(({ kind }) => kind)).toContain("rotate");
  });

  it("KEY-12 stays untold while the record cannot be written", async () => {
    const ring = await open();
    await expect(ring.tellAll(() => Promise.reject(new Error("down")))).rejects.toThrow("down");
    expect((await toldBy(ring)).map(({ kind }) => kind)).toEqual(["unwrap", "create"]);
  });

  it("KEY-12 F155 tells of a start under a wrong root key once the right one is back", async () => {
    await toldBy(await open());
    const root = await readFile(join(dir, "root.key"), "utf8");
    await writeFile(join(dir, "root.key"), `modicum-root-key-v1 ${Buffer.alloc(32).toString("base64")}\n`);
    await expect(open()).rejects.toMatchObject({ code: "key_unavailable" });
    await writeFile(join(dir, "root.key"), root);
    const told = await toldBy(await open());
    expect(told.filter(({ kind }) => kind === "unwrap").map(({ done }) => done)).toEqual([true, false]);
  });

  it("KEY-12 tells of a rotation that the vault refused", async () => {
    const ring = await open();
    await toldBy(ring);
    const root = await readFile(join(dir, "root.key"), "utf8");
    await rm(join(dir, "root.key"));
    await expect(ring.rotate("seal", CUSTODIAN)).rejects.toMatchObject({ code: "key_unavailable" });
    await writeFile(join(dir, "root.key"), root, { mode: 0o600 });
    expect(await toldBy(ring)).toMatchObject([{ kind: "rotate", done: false, by: CUSTODIAN }]);
  });
});

describe("rotating while others read", () => {
  it("KEY-7 F155 not one of the readers fails, in this process or another", async () => {
    const [here, there] = [await open(), await open()];
    const [ours, theirs] = [createSealer(here), createSealer(there)];
    const state = { isOver: false, read: 0 };
    const reader = async (): Promise<void> => {
      while (!state.isOver) {
        const sealed = await (state.read % 2 === 0 ? ours : theirs).seal(SECRET, "c");
        expect(Buffer.from(await (state.read % 3 === 0 ? ours : theirs).open(sealed, "c"))).toEqual(SECRET);
        state.read += 1;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const readers = Promise.all([1, 2, 3, 4].map(reader));
    for (let turn = 0; turn < 3; turn++) {
      await here.rotate("seal", CUSTODIAN);
      await there.rotate("seal", CUSTODIAN);
      await here.rewrapAll(CUSTODIAN, { newRoot: true });
    }
    state.isOver = true;
    await readers;
    expect(state.read).toBeGreaterThan(100);
  });
});

import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLocalSealer } from "./local-sealer.ts";

const SECRET = Buffer.from("Patient/42");
const CONTEXT = "audit_entry.sealed";
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-keys-"));
});
afterEach(() => rm(dir, { recursive: true }));

describe("openLocalSealer", () => {
  it("creates its key files readable by the owner alone", async () => {
    await openLocalSealer(dir);
    for (const name of ["root.key", "data-keys.json"]) {
      expect((await stat(join(dir, name))).mode & 0o777).toBe(0o600);
    }
  });

  it("opens after a restart what it sealed before", async () => {
    const sealed = await (await openLocalSealer(dir)).seal(SECRET, CONTEXT);
    const reopened = await openLocalSealer(dir);
    expect(Buffer.from(await reopened.open(sealed, CONTEXT))).toEqual(SECRET);
  });

  it("makes one set of keys when two processes start at once", async () => {
    const [one, two] = await Promise.all([openLocalSealer(dir), openLocalSealer(dir)]);
    expect(Buffer.from(await two.open(await one.seal(SECRET, CONTEXT), CONTEXT))).toEqual(SECRET);
  });

  it("never stores a data key in the clear: the file opens under the root key alone", async () => {
    await openLocalSealer(dir);
    await rename(join(dir, "root.key"), join(dir, "old"));
    await expect(openLocalSealer(dir)).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("fails with key_unavailable when a root key that must be brought is not there", async () => {
    const opening = openLocalSealer(dir, { rootKeyFile: join(dir, "brought.key") });
    await expect(opening).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it("fails with key_unavailable when a key file is open to others", async () => {
    await openLocalSealer(dir);
    await chmod(join(dir, "root.key"), 0o644);
    await expect(openLocalSealer(dir)).rejects.toMatchObject({ code: "key_unavailable" });
  });

  it.each(["root.key", "data-keys.json"])(
    "fails with key_unavailable when `%s` is cut short",
    async (name) => {
      await openLocalSealer(dir);
      const text = await readFile(join(dir, name), "utf8");
      await writeFile(join(dir, name), text.slice(0, 30));
      await expect(openLocalSealer(dir)).rejects.toMatchObject({ code: "key_unavailable" });
    },
  );
});

import { randomBytes } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { expect, it } from "vitest";
import type { BackupTarget } from "../ports.ts";

/** Beyond one part of an upload to S3. */
const LARGE = 11 * 1024 * 1024;

/** What every target does. `open` gives the same place each time, empty at first but for what other rules left. */
export function backupTargetContract(open: () => BackupTarget): void {
  const read = async (name: string): Promise<Buffer | null> => {
    const bytes = await open().get(name);
    return bytes === null ? null : buffer(bytes);
  };

  it("F156 BAK-30 gives back what was put, in one part or many, and nothing where nothing is", async () => {
    for (const [name, bytes] of [
      ["contract/empty.sealed", Buffer.alloc(0)],
      ["contract/small.sealed", randomBytes(1_000)],
      ["contract/large.sealed", randomBytes(LARGE)],
    ] as const) {
      await open().put(name, pieces(bytes, 300_000));
      expect((await read(name))?.equals(bytes)).toBe(true);
    }
    expect(await read("contract/none.sealed")).toBeNull();
  });

  it("F156 BAK-30 puts in the place of what was there", async () => {
    await open().put("contract/again", pieces(Buffer.from("before"), 2));
    await open().put("contract/again", pieces(Buffer.from("after"), 2));
    expect((await read("contract/again"))?.toString()).toBe("after");
  });

  it("F156 BAK-30 leaves what was there when a source fails, at its beginning or amid many parts", async () => {
    await open().put("contract/kept", pieces(Buffer.from("kept"), 2));
    for (const length of [10, LARGE]) {
      const torn = open().put("contract/kept", failing(randomBytes(length)));
      await expect(torn).rejects.toThrow("the source broke");
      expect((await read("contract/kept"))?.toString()).toBe("kept");
    }
  });

  it("F156 BAK-30 lists what begins so, in order, and none of what is gone", async () => {
    for (const name of ["b", "a", "c"])
      await open().put(`listed/${name}.sealed`, pieces(Buffer.from("x"), 1));
    await open().put("listing/other", pieces(Buffer.from("x"), 1));
    expect(await open().list("listed/")).toEqual(["listed/a.sealed", "listed/b.sealed", "listed/c.sealed"]);
    await open().remove("listed/b.sealed");
    await open().remove("listed/b.sealed");
    expect(await open().list("listed/")).toEqual(["listed/a.sealed", "listed/c.sealed"]);
    expect(await open().list("nothing/")).toEqual([]);
  });
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* failing(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield* pieces(bytes, 1_000_000);
  throw new Error("the source broke");
}

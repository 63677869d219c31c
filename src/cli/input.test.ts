import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openInput } from "./input.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "modicum-input-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function read(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  // Copied, since a chunk lasts until the next is asked for.
  for await (const chunk of openInput(file)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const TEXT = Buffer.from(Array.from({ length: 700_000 }, (_, line) => `line ${line}\n`).join(""));

describe("what a command reads", () => {
  it("F169 is a file, whole and in order, however long", async () => {
    const file = join(folder, "long.txt");
    writeFileSync(file, TEXT);
    expect((await read(file)).equals(TEXT)).toBe(true);
  });

  it("F169 lets the event loop turn while a long file is read", async () => {
    const file = join(folder, "turns.txt");
    writeFileSync(file, TEXT);
    let turns = 0;
    const count = (): void => {
      turns += 1;
      counting = setImmediate(count);
    };
    let counting = setImmediate(count);
    await read(file);
    clearImmediate(counting);
    expect(turns).toBeGreaterThan(1);
  });

  it.skipIf(process.platform === "win32")("F169 is a pipe, at the pace of its writer", async () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    const [found] = await Promise.all([read(pipe), writeFile(pipe, TEXT)]);
    expect(found.equals(TEXT)).toBe(true);
  });

  it("is refused by its name where it cannot be read", async () => {
    await expect(read(join(folder, "absent"))).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("absent") as string,
    });
  });
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { modicum, startServer } from "../e2e/running-server.ts";
import { E2E_NOW } from "../e2e/shared-server.ts";
import { waitUntil } from "./fault-clients.ts";

/** A file system of its own, so that it can be filled; there is none without the right to mount. */
const folder = mkdtempSync(join(tmpdir(), "modicum-full-"));
const isMounted = mounted();
afterAll(() => {
  if (isMounted) execFileSync("umount", ["-l", folder]);
  rmSync(folder, { recursive: true, force: true });
});

function mounted(): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=200m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** To the last byte. */
async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  const block = Buffer.alloc(65_536, 1);
  try {
    for (;;) await file.write(block);
  } catch (fault) {
    expect(fault).toMatchObject({ code: "ENOSPC" });
  } finally {
    await file.close();
  }
}

describe("a disk that is full (needs the right to mount a file system)", () => {
  it.skipIf(!isMounted)(
    "AUD-111 F176 denies everything and releases nothing, and the same process answers when there is room again",
    async () => {
      const dataDir = join(folder, "data");
      const server = await startServer({ MODICUM_DATA: dataDir, MODICUM_CLOCK: E2E_NOW });
      const { stdout } = await modicum(["token", "--as", "paul.provider", "--purpose", "TREAT"], { dataDir });
      const headers = { authorization: `Bearer ${stdout.trim()}` };
      const ask = async () => {
        const reply = await fetch(`${server.url}/fhir/Observation?_count=200`, { headers });
        return { status: reply.status, text: await reply.text() };
      };
      const ready = async () => (await fetch(`${server.url}/readyz`)).json();
      expect((await ask()).status).toBe(200);
      await fill(join(folder, "fill"));
      await waitUntil(async () => (await ask()).status !== 200);
      for (let n = 0; n < 5; n += 1) {
        const { status, text } = await ask();
        expect(status).toBe(503);
        expect(text).toContain('"record_unavailable"');
        expect(text).not.toContain('"Observation"');
      }
      expect(await ready()).toMatchObject({ ready: false, checks: { record: "failing", journal: "ok" } });
      await rm(join(folder, "fill"));
      await waitUntil(async () => ((await ready()) as { readonly ready: boolean }).ready);
      expect((await ask()).status).toBe(200);
      await server.stop();
    },
  );
});

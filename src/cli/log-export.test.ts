import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { logExportCommand } from "./log-export.ts";
import { asOptions } from "./demo-identity.ts";

let dir: string;
let server: Server;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-export-"));
  vi.stubEnv("MODICUM_TOKEN", "a.b.c");
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true });
});

async function answering(listener: RequestListener): Promise<void> {
  server = createServer(listener);
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  vi.stubEnv("MODICUM_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

const run = (...args: string[]) =>
  asOptions(logExportCommand()).exitOverride().parseAsync(args, { from: "user" });

describe("modicum log export", () => {
  it("F165 asks with filters in the body and the purpose beside it, and writes a file for its owner alone", async () => {
    let heard = "";
    await answering((request, response) => {
      request.on("data", (chunk: Buffer) => (heard += chunk.toString()));
      request.on("end", () => {
        heard += ` ${request.url} ${String(request.headers["x-purpose-of-use"])}`;
        response.end("CEF:0|line\n");
      });
    });
    const file = join(dir, "record.cef");
    await run("--purpose", "audit", "--patient", "p1", "--format", "cef", "-o", file);
    expect(heard).toBe('{"patient":"p1","format":"cef"} /api/v1/record/_export audit');
    expect(await readFile(file, "utf8")).toBe("CEF:0|line\n");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it("F165 asks for the oldest first", async () => {
    let heard = "";
    await answering((request, response) => {
      request.on("data", (chunk: Buffer) => (heard += chunk.toString()));
      request.on("end", () => response.end("CEF:0|line\n"));
    });
    await run("--oldest-first", "--format", "cef", "-o", join(dir, "turned.cef"));
    expect(JSON.parse(heard)).toEqual({ descending: false, format: "cef" });
  });

  it("F165 says so when the export breaks off", async () => {
    await answering((_request, response) => {
      response.write("CEF:0|line\n", () => response.destroy());
    });
    await expect(run("-o", join(dir, "x"))).rejects.toMatchObject({ code: "record_unavailable" });
  });

  it("F165 writes over no file", async () => {
    await answering((_request, response) => response.end("new"));
    const file = join(dir, "old");
    await writeFile(file, "old");
    await expect(run("-o", file)).rejects.toMatchObject({ code: "usage" });
    expect(await readFile(file, "utf8")).toBe("old");
  });
});

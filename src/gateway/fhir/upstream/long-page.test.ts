import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { openScanner } from "../../../projection/bytes/open-scanner.ts";
import { practice } from "../testing/practice.ts";
import { createUpstream } from "./client.ts";
import type { UpstreamLimits } from "./types.ts";

/** In CI; `LONG_PAGE_MB=1024` reads a gigabyte. */
const MEGABYTES = Number(process.env["LONG_PAGE_MB"] ?? 50);
const MOST_GROWTH_MB = 150;
const MEGABYTE = 1024 * 1024;

let server: Server | undefined;
let apart: ChildProcessByStdio<null, Readable, null> | undefined;
let origin: string;
let written = 0;

/** Answers every search with one page of so many records, made while they are sent. */
async function serve(records: number, recordOf: (at: number) => string, end = "]}"): Promise<void> {
  const made = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/fhir+json" });
    void (async () => {
      response.write('{"resourceType":"Bundle","type":"searchset","entry":[');
      for (let at = 0; at < records && !response.destroyed; at++) {
        const text = `${at === 0 ? "" : ","}{"resource":${recordOf(at)},"search":{"mode":"match"}}`;
        written += text.length;
        if (!response.write(text)) await new Promise((resolve) => response.once("drain", resolve));
      }
      response.end(end);
    })();
  });
  server = made;
  await new Promise<void>((resolve) => made.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(made.address() as AddressInfo).port}/fhir`;
}

/** The same in a process of its own, whose memory is not counted. */
async function serveApart(count: number, bytes: number): Promise<void> {
  const script = `
    const note = "x".repeat(${bytes});
    const record = (at) => '{"resource":{"resourceType":"Observation","id":"o' + at + '","subject":{"reference":"Patient/p1"},"note":[{"text":"' + note + '"}]}}';
    const server = require("node:http").createServer(async (_, response) => {
      response.write('{"resourceType":"Bundle","type":"searchset","entry":[');
      for (let at = 0; at < ${count}; at++)
        if (!response.write((at === 0 ? "" : ",") + record(at))) await new Promise((resolve) => response.once("drain", resolve));
      response.end("]}");
    });
    server.listen(0, "127.0.0.1", () => process.stdout.write(String(server.address().port)));`;
  apart = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(apart.stdout, "data")) as [Buffer];
  origin = `http://127.0.0.1:${port.toString()}/fhir`;
}

afterEach(() => {
  apart?.kill();
  server?.closeAllConnections();
  server?.close();
  written = 0;
});

function records(limits: Partial<UpstreamLimits> = {}) {
  const { scanner } = openScanner(practice().policy.catalogue);
  const upstream = createUpstream({ baseUrl: origin, limits }, scanner);
  return upstream.texts?.search("Observation", [["patient", "p1"]]) ?? [];
}

const observation = (at: number, bytes: number): string =>
  `{"resourceType":"Observation","id":"o${at}","subject":{"reference":"Patient/p1"},"note":[{"text":"${"x".repeat(bytes)}"}]}`;

describe("a page that is too long to be held", () => {
  it("GW-65 F169 is read record by record in constant memory", async () => {
    const size = 20_000;
    const count = Math.ceil((MEGABYTES * MEGABYTE) / size);
    await serveApart(count, size);
    let [read, most] = [0, 0];
    const before = process.memoryUsage.rss();
    for await (const chunk of records({ totalMs: 600_000 })) {
      for (const record of chunk) expect(record.survey([], null).id).toBe(`o${read++}`);
      most = Math.max(most, process.memoryUsage.rss() - before);
    }
    expect(read).toBe(count);
    expect(most / MEGABYTE).toBeLessThan(MOST_GROWTH_MB);
  }, 600_000);

  it("GW-65 F169 is not read faster than its records are judged", async () => {
    await serve(10_000, (at) => observation(at, 10_000));
    for await (const _ of records({ heldBytes: MEGABYTE })) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      break;
    }
    expect(written).toBeLessThan(40 * MEGABYTE);
  });

  it("GW-65 is a fault where it ends before it is whole", async () => {
    await serve(300, (at) => observation(at, 10_000), "");
    const all = async (): Promise<void> => {
      for await (const chunk of records({ heldBytes: MEGABYTE })) expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(all()).rejects.toMatchObject({ code: "upstream_invalid" });
  });

  it("GW-65 is a fault where a record of it is too long", async () => {
    await serve(3, () => observation(0, 3 * MEGABYTE));
    const all = async (): Promise<void> => {
      for await (const chunk of records({ heldBytes: MEGABYTE })) expect(chunk).toEqual([]);
    };
    await expect(all()).rejects.toMatchObject({ code: "upstream_invalid" });
  });
});

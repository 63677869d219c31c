import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openScanner } from "../../../projection/bytes/open-scanner.ts";
import { practice } from "../testing/practice.ts";
import { createUpstream } from "./client.ts";
import type { UpstreamLimits } from "./types.ts";

/** In CI; `LONG_PAGE_MB=1024` reads a gigabyte. */
const MEGABYTES = Number(process.env["LONG_PAGE_MB"] ?? 50);
const MOST_GROWTH_MB = 150;
const MEGABYTE = 1024 * 1024;

let server: Server;
let origin: string;
let written = 0;

/** Answers every search with one page of so many records, made while they are sent. */
async function serve(records: number, recordOf: (at: number) => string, end = "]}"): Promise<void> {
  server = createServer((_, response) => {
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
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
}

afterEach(() => {
  server.closeAllConnections();
  server.close();
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
    await serve(count, (at) => observation(at, size));
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

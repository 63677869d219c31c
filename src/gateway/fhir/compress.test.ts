import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { compress, LEAST_BYTES } from "./compress.ts";
import type { HttpReply } from "./question.ts";

const replyOf = (length: number): HttpReply => ({
  status: 200,
  headers: { vary: "Accept", "content-length": String(length), etag: 'W/"1"' },
  body: Buffer.alloc(length, "a"),
});

const LONG = replyOf(2 * LEAST_BYTES);

describe("a compressed reply", () => {
  it.each([
    ["br", "gzip, br;q=0.8", (body: Uint8Array) => brotliDecompressSync(body)],
    ["gzip", "br;q=0, gzip", (body: Uint8Array) => gunzipSync(body)],
  ])("F169 comes as %s to who takes `%s`, and says its own length", async (encoding, accepted, unpack) => {
    const { headers, body } = await compress(LONG, accepted);
    expect(headers).toMatchObject({
      "content-encoding": encoding,
      vary: "Accept, Accept-Encoding",
      etag: 'W/"1"',
    });
    expect(headers["content-length"]).toBe(String(body?.length));
    expect(unpack(body ?? new Uint8Array()).equals(LONG.body ?? new Uint8Array())).toBe(true);
  });

  it.each([
    ["nobody asked for it", LONG, undefined],
    ["every encoding is refused", LONG, "gzip;q=0, br;q=0.0"],
    ["only other encodings are taken", LONG, "deflate, *"],
    ["it is short", replyOf(LEAST_BYTES - 1), "gzip, br"],
    ["there is no body", { ...LONG, body: null }, "gzip"],
  ])("F169 comes as it is where %s, and says what it depends on", async (_, reply, accepted) => {
    const { headers, body } = await compress(reply, accepted);
    expect([body, headers["content-encoding"], headers["vary"]]).toEqual([
      reply.body,
      undefined,
      "Accept, Accept-Encoding",
    ]);
  });
});

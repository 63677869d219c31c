import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { call } from "./client.ts";

afterEach(() => vi.unstubAllEnvs());

/** What a server hears when the command line asks with a token of the identity provider. */
async function heard(options: Parameters<typeof call>[2]): Promise<IncomingHttpHeaders> {
  let headers: IncomingHttpHeaders = {};
  const server = createServer((request, response) => {
    headers = request.headers;
    response.end("{}");
  });
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  vi.stubEnv("MODICUM_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv("MODICUM_TOKEN", "a.b.c");
  await call("GET", "/api/v1/people", options).finally(() => server.close());
  return headers;
}

describe("a command with a token of the identity provider", () => {
  it("declares the purpose and the case beside the token", async () => {
    expect(await heard({ purpose: "claim-support", case: "Claim/7" })).toMatchObject({
      authorization: "Bearer a.b.c",
      "x-purpose-of-use": "claim-support",
      "x-case": "Claim/7",
    });
  });

  it("declares nothing that was not asked for", async () => {
    expect(await heard({})).not.toHaveProperty("x-purpose-of-use");
  });
});

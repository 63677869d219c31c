import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { route } from "./listen.ts";
import { refuseOtherHosts } from "./loopback-host.ts";

/** Status that a server of the demo answers with to a request that names this host. */
async function statusFor(host: string, path = "/api/v1/session"): Promise<number> {
  const listener = route({
    guard: refuseOtherHosts,
    fhir: async (_request, response) => void response.writeHead(200).end(),
    console: () => false,
    api: (_request, response) => response.writeHead(200).end(),
    headers: {},
  });
  const server = createServer(listener);
  await new Promise<void>((settle) => server.listen(0, "127.0.0.1", settle));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise<number>((settle, reject) => {
    const asked = request({ host: "127.0.0.1", port, path, headers: { host }, agent: false }, (reply) => {
      reply.resume();
      settle(reply.statusCode ?? 0);
    });
    asked.on("error", reject).end();
  });
  server.close();
  return status;
}

describe("the host that a request names", () => {
  it.each(["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080"])(
    "is this machine as `%s`",
    async (host) => {
      expect(await statusFor(host)).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8080",
    "127.0.0.1@evil.example",
    "[::1].evil.example",
    "localhost:8080:evil",
  ])(
    "45 CFR 164.312(d) keeps a page that rebinds the name `%s` to loopback from signing in as anyone",
    async (host) => {
      expect(await statusFor(host)).toBe(421);
    },
  );

  it("45 CFR 164.312(d) binds charts as it binds the control API", async () => {
    expect(await statusFor("evil.example", "/fhir/Patient")).toBe(421);
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { DoorConfig, Rate } from "../../config/door.ts";
import type { Caller, Credentials } from "../../identity/types.ts";
import { ok } from "../../kernel/result.ts";
import type { Pipeline } from "../../pipeline.ts";
import { createMetrics } from "../telemetry/metrics.ts";
import { createRateLimits } from "./rate-limits.ts";

const OFF: DoorConfig["rates"] = { address: null, person: null, signIn: null };
const ONE: Rate = { perSecond: 1, burst: 1 };

interface Ask {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

/** Asks one after another at a door with these limits, at one moment. */
async function answersTo(
  rates: Partial<DoorConfig["rates"]>,
  asks: readonly Ask[],
  setUp: (limits: ReturnType<typeof createRateLimits>) => Promise<void> = async () => undefined,
): Promise<Response[]> {
  const limits = createRateLimits(
    { rates: { ...OFF, ...rates }, trustedProxies: [] },
    createMetrics(),
    () => 0,
  );
  await setUp(limits);
  const server = createServer(limits.listener((_request, response) => void response.end("in")));
  await new Promise((settle) => server.listen(0, "127.0.0.1", () => settle(null)));
  const { port } = server.address() as AddressInfo;
  const answers: Response[] = [];
  for (const { path, ...init } of asks) answers.push(await fetch(`http://127.0.0.1:${port}${path}`, init));
  server.close();
  return answers;
}

const statusesOf = (answers: readonly Response[]): readonly number[] => answers.map(({ status }) => status);

describe("rate limits at the door", () => {
  it("OPS-6 who asks too often is told when to come again, and what the limit is", async () => {
    const [first, second] = await answersTo({ address: ONE }, [
      { path: "/api/v1/people" },
      { path: "/api/v1/people" },
    ]);
    expect(first?.headers.get("ratelimit-policy")).toBe('"address";q=1;w=1');
    expect(first?.headers.get("ratelimit")).toBe('"address";r=0;t=1');
    expect(second?.status).toBe(429);
    expect(second?.headers.get("retry-after")).toBe("1");
    expect(await second?.json()).toMatchObject({ status: 429, code: "rate_limited" });
  });

  it("OPS-6 clients of FHIR are told by an OperationOutcome", async () => {
    const [, second] = await answersTo({ address: ONE }, [
      { path: "/fhir/Patient" },
      { path: "/fhir/Patient" },
    ]);
    expect(await second?.json()).toMatchObject({
      resourceType: "OperationOutcome",
      issue: [{ code: "throttled" }],
    });
  });

  it("OPS-7 attempts to sign in have a limit of their own", async () => {
    const signIn = { path: "/oauth/token", method: "POST" };
    const asks = [signIn, signIn, { path: "/fhir/metadata" }];
    expect(statusesOf(await answersTo({ signIn: ONE }, asks))).toEqual([200, 429, 200]);
  });

  it("OPS-7 another credential of the same person does not get around the person's limit", async () => {
    const as = (token: string): Ask => ({
      path: "/fhir/Patient",
      headers: { authorization: `Bearer ${token}` },
    });
    const identify = async (): Promise<unknown> => ok({ person: { id: "nina.nurse" } } as Caller);
    const answers = await answersTo({ person: ONE }, [as("a"), as("b"), as("c")], async (limits) => {
      const pipeline = limits.pipeline({ identify } as unknown as Pipeline);
      for (const token of ["a", "b"])
        await pipeline.identify({ authorization: `Bearer ${token}` } as Credentials);
    });
    expect(statusesOf(answers)).toEqual([200, 429, 200]);
  });

  it("OPS-7 health checks are not counted", async () => {
    const asks = [{ path: "/healthz" }, { path: "/healthz" }, { path: "/readyz" }];
    expect(statusesOf(await answersTo({ address: ONE }, asks))).toEqual([200, 200, 200]);
  });
});

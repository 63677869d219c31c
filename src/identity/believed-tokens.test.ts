import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createConnections, originOfSession } from "./clients/connections.ts";
import { memoryClientStore, memoryConnectionStore } from "./clients/testing/memory-client-store.ts";
import { demoTokens } from "./demo-tokens.ts";
import { createIdentify } from "./identify.ts";
import { createSessions } from "./sessions/sessions.ts";
import { memorySessionStore } from "./sessions/testing/memory-session-store.ts";
import { movableClock } from "./sessions/testing/movable-clock.ts";
import { memoryPeopleStore } from "./testing/memory-people-store.ts";
import { personNamed } from "./testing/people-store.contract.ts";
import type { TokenVerifier } from "./tokens.ts";

const MINUTE = 60_000;
const bea = personNamed("bea.biller", { roles: ["biller"] });

/** Somebody whose token was believed once already. */
async function believedOnce(request: { readonly origin?: string; readonly lifetimeMs?: number } = {}) {
  const clock = movableClock("2026-05-04T15:00:00Z");
  const tokens = demoTokens(generateKeyPairSync("ed25519"), clock);
  const people = memoryPeopleStore([bea]);
  const revoked = memoryConnectionStore();
  const sessions = createSessions({ store: memorySessionStore(), clock, method: "demo", secure: false });
  const { session } = await sessions.start(bea.id);
  let verified = 0;
  let isTrusted = true;
  const verifier: TokenVerifier = {
    issuer: tokens.verifier.issuer,
    verify: async (text) => {
      verified += 1;
      const token = isTrusted ? await tokens.verifier.verify(text) : null;
      return (
        token && (request.origin === "session" ? { ...token, origin: originOfSession(session.id) } : token)
      );
    },
  };
  const connections = createConnections(revoked, clock);
  const parts = { people, clients: memoryClientStore(), connections, sessions, clock, defaultSystem: "ehr" };
  const identify = createIdentify({ ...parts, verifiers: [verifier] });
  const token = await tokens.mint({ personId: bea.id, lifetimeMs: request.lifetimeMs });
  const ask = (authorization = `Bearer ${token}`) =>
    identify({
      authorization,
      session: undefined,
      purposeHeader: undefined,
      caseHeader: undefined,
      channel: "fhir",
    });
  const first = await ask();
  return {
    ask,
    clock,
    people,
    revoked,
    sessions,
    session,
    token,
    first,
    verified: () => verified,
    distrust: () => void (isTrusted = false),
  };
}

const REFUSED = { ok: false, error: "unauthenticated" };

describe("a token that was believed a moment ago", () => {
  it("is not verified again within the minute", async () => {
    const { ask, first, verified } = await believedOnce();
    expect([await ask(), verified()]).toEqual([first, 1]);
  });

  it("is verified again after a minute, so that a key taken out of use signs nobody in for longer", async () => {
    const { ask, clock, distrust } = await believedOnce();
    distrust();
    clock.pass(MINUTE);
    expect(await ask()).toEqual(REFUSED);
  });

  it("is refused at its own end", async () => {
    const { ask, clock } = await believedOnce({ lifetimeMs: 30_000 });
    clock.pass(30_000);
    expect(await ask()).toEqual(REFUSED);
  });

  it("is refused at once when it is taken back", async () => {
    const { ask, first, revoked, clock } = await believedOnce();
    const id = first.ok ? first.value.sessionId : "";
    await revoked.revokeToken(id, clock.now() + MINUTE, clock.now());
    expect(await ask()).toEqual(REFUSED);
  });

  it("is refused at once when the session ends that it was exchanged for", async () => {
    const { ask, first, sessions, session } = await believedOnce({ origin: "session" });
    await sessions.end(session.id);
    expect([first.ok, await ask()]).toEqual([true, REFUSED]);
  });

  it("is refused at once when its person has left", async () => {
    const { ask, people } = await believedOnce();
    await people.upsert([{ ...bea, active: false }]);
    expect(await ask()).toEqual({ ok: false, error: "person_inactive" });
  });

  it("speaks for no other token", async () => {
    const { ask, token } = await believedOnce();
    const [before, one, after] = [token.slice(0, -20), token.at(-20), token.slice(-19)];
    expect(await ask(`Bearer ${before}${one === "A" ? "B" : "A"}${after}`)).toEqual(REFUSED);
  });
});

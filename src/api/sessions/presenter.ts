import type { z } from "@hono/zod-openapi";
import type { Client, Connection } from "../../identity/clients/ports.ts";
import type { Session } from "../../identity/sessions/ports.ts";
import { SESSION_LIMITS } from "../../identity/sessions/sessions.ts";
import { isoTime } from "../iso-time.ts";
import type { SessionsSchema } from "./schema.ts";

export type SessionsView = z.infer<typeof SessionsSchema>;

/** The allow-list of what leaves about sign-ins. `current`: the session that asks. */
export function presentSessions(
  person: string,
  sessions: readonly Session[],
  apps: readonly (Connection & { readonly client: Client | undefined })[],
  current: string,
): SessionsView {
  return {
    person,
    sessions: sessions.map((session) => ({
      id: session.id,
      channel: "console",
      method: session.method,
      since: isoTime(session.madeAt),
      lastUsed: isoTime(session.seenAt),
      ends: isoTime(session.endsAt),
      current: session.id === current,
    })),
    apps: apps.map((app) => ({
      client: app.clientId,
      title: app.client?.title ?? null,
      kind: app.client?.kind ?? null,
      since: isoTime(app.since),
      lastUsed: isoTime(app.usedAt),
      scopes: app.scopes && [...app.scopes],
      purpose: app.purpose,
      disconnectedAt: app.revokedAt === null ? null : isoTime(app.revokedAt),
    })),
    idleMinutes: SESSION_LIMITS.idle / 60_000,
  };
}

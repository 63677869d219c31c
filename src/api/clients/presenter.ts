import type { z } from "@hono/zod-openapi";
import type { Client } from "../../identity/clients/ports.ts";
import { isoTime } from "../iso-time.ts";
import type { ChangedClientSchema, ClientSchema } from "./schema.ts";

/** The allow-list of what leaves about a registration: neither digest nor keys. */
export function presentClient(client: Client, now: number): z.infer<typeof ClientSchema> {
  return {
    id: client.id,
    title: client.title,
    kind: client.kind,
    owner: client.owner,
    actsAs: client.actsAs,
    issuer: client.issuer,
    system: client.system,
    channels: [...client.channels],
    purposes: [...client.purposes],
    discloses: client.discloses && { ...client.discloses },
    scopes: client.scopes && [...client.scopes],
    endsAt: isoTime(client.endsAt),
    authentication: client.authentication.method,
    assertsDevice: client.assertsDevice,
    status: client.disabledAt !== null ? "disabled" : now < client.endsAt ? "open" : "ended",
    disabledAt: client.disabledAt === null ? null : isoTime(client.disabledAt),
    version: client.version,
  };
}

/** What was agreed, as it is kept. */
export function agreedOf({ endsAt, ...agreed }: z.infer<typeof ChangedClientSchema>) {
  return { ...agreed, endsAt: Date.parse(endsAt) };
}

import { because } from "../../decision/reasons.ts";
import { newRoutes } from "../app-routes.ts";
import type { ApiDeps } from "../ports.ts";
import { disconnectRoute, endOthersRoute, endRoute, listRoute } from "./contract.ts";
import { onSignIns } from "./own.ts";
import { presentSessions, type SessionsView } from "./presenter.ts";

type SignInDeps = Pick<ApiDeps, "pipeline" | "session" | "clients" | "connections">;

const READ = { interaction: "api.sessions.read", capability: "read" } as const;
const END = { interaction: "api.sessions.end", capability: "administer" } as const;
const DISCONNECT = { interaction: "api.sessions.disconnect", capability: "administer" } as const;

/** Where one is signed in, by which apps, and how to end that. */
export function ownSessionRoutes(deps: SignInDeps) {
  const { pipeline, connections } = deps;
  const { sessions } = deps.session;
  return newRoutes()
    .openapi(listRoute, (c) =>
      onSignIns(pipeline, c, { ...READ, ...c.req.valid("query") }, async (caller, person) => ({
        value: await viewOf(deps, person, caller.sessionId),
      })),
    )
    .openapi(endOthersRoute, (c) =>
      onSignIns(pipeline, c, { ...END, ...c.req.valid("query") }, async (caller, person) => {
        const kept = person === caller.person.id ? caller.sessionId : null;
        const ended = await sessions.endOthers(person, kept);
        const changes = ended.map((id) => `ended session/${shortOf(id)} of ${person}`);
        return { value: { ended: ended.length }, changes };
      }),
    )
    .openapi(endRoute, (c) =>
      onSignIns(pipeline, c, { ...END, ...c.req.valid("query") }, async (_caller, person) => {
        const { id } = c.req.valid("param");
        const open = await sessions.ofPerson(person);
        if (!open.some((session) => session.id === id)) return because("not_found");
        await sessions.end(id);
        return { value: { ended: 1 }, changes: [`ended session/${shortOf(id)} of ${person}`] };
      }),
    )
    .openapi(disconnectRoute, (c) =>
      onSignIns(pipeline, c, { ...DISCONNECT, ...c.req.valid("query") }, async (_caller, person) => {
        const { client } = c.req.valid("param");
        const revoked = await connections.revoke(person, client, pipeline.now());
        if (!revoked) return because("not_found");
        return { value: { ended: 1 }, changes: [`disconnected client/${client} of ${person}`] };
      }),
    );
}

async function viewOf(
  { session, clients, connections }: SignInDeps,
  person: string,
  current: string,
): Promise<SessionsView> {
  const apps = await connections.ofPerson(person);
  const known = await Promise.all(
    apps.map(async (app) => ({ ...app, client: await clients.find(app.clientId) })),
  );
  return presentSessions(person, await session.sessions.ofPerson(person), known, current);
}

/** Enough to tell sessions apart in the record. */
function shortOf(id: string): string {
  return id.slice(0, 12);
}

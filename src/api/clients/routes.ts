import type { Context } from "hono";
import { because } from "../../decision/reasons.ts";
import type { Client } from "../../identity/clients/ports.ts";
import { newClientSecret } from "../../identity/oauth/client-authentication.ts";
import { newRoutes } from "../app-routes.ts";
import { control } from "../control.ts";
import type { ApiDeps } from "../ports.ts";
import { addRoute, changeRoute, disableRoute, listRoute } from "./contract.ts";
import { conflict, obstacleTo } from "./obstacles.ts";
import { agreedOf, presentClient } from "./presenter.ts";

const element = "identity.clients";
const READ = { interaction: "api.client.list", capability: "read", element } as const;
const ADD = { interaction: "api.client.add", capability: "administer", element } as const;
const CHANGE = { interaction: "api.client.change", capability: "administer", element } as const;
const DISABLE = { interaction: "api.client.disable", capability: "administer", element } as const;

type ClientDeps = Pick<ApiDeps, "pipeline" | "clients" | "session">;

export function clientRoutes(deps: ClientDeps) {
  const { pipeline, clients } = deps;
  return newRoutes()
    .openapi(listRoute, (c) => {
      const { after, limit } = c.req.valid("query");
      return control(pipeline, c, READ, async ({ now }) => {
        const page = await clients.list({ ...(after === undefined ? {} : { after }), limit: limit + 1 });
        const shown = page.slice(0, limit);
        const next = page.length > limit ? (shown.at(-1)?.id ?? null) : null;
        return { value: { clients: shown.map((client) => presentClient(client, now)), next } };
      });
    })
    .openapi(addRoute, (c) => {
      const { id, authentication: wanted, ...agreed } = c.req.valid("json");
      return control(pipeline, c, ADD, async ({ policy, now }) => {
        const made = wanted.method === "client_secret" ? newClientSecret() : null;
        const authentication =
          wanted.method === "client_secret" ? { method: wanted.method, digest: made?.digest ?? "" } : wanted;
        const client: Client = { id, ...agreedOf(agreed), authentication, disabledAt: null, version: 1 };
        const obstacle = await obstacleTo(deps, policy, client, now);
        if (obstacle !== null) return obstacle;
        if (!(await clients.add(client)))
          return conflict("the id is taken", "Change the registration there is.");
        const value = { client: presentClient(client, now), secret: made?.secret ?? null };
        return { value, changes: [`registered client/${id}`] };
      });
    })
    .openapi(changeRoute, (c) => {
      const { id } = c.req.valid("param");
      const version = Number(c.req.valid("header")["if-match"].replaceAll('"', ""));
      const agreed = c.req.valid("json");
      return control(pipeline, c, CHANGE, async ({ policy, now }) => {
        const known = await clients.find(id);
        if (known === undefined) return because("not_found");
        const client: Client = { ...known, ...agreedOf(agreed) };
        const obstacle = await obstacleTo(deps, policy, client, now);
        if (obstacle !== null) return obstacle;
        if (!(await clients.change(client, version))) return STALE;
        return answerWith(c, { ...client, version: version + 1 }, now, "changed");
      });
    })
    .openapi(disableRoute, (c) => {
      const { id } = c.req.valid("param");
      return control(pipeline, c, DISABLE, async ({ now }) => {
        const disabled = await disable(deps, id, now);
        if (disabled === null) return because("not_found");
        return disabled === "busy" ? STALE : answerWith(c, disabled, now, "disabled");
      });
    });
}

const STALE = conflict(
  "the registration was changed meanwhile",
  "Look at what changed, then make your change on the last version.",
);

function answerWith(c: Context, client: Client, now: number, verb: string) {
  c.header("ETag", `"${client.version}"`);
  const changes = [`${verb} client/${client.id} version ${client.version}`];
  return { value: presentClient(client, now), changes };
}

/** How often somebody else may be first before we say so. */
const TRIES = 5;

async function disable(
  { clients }: Pick<ClientDeps, "clients">,
  id: string,
  now: number,
): Promise<Client | null | "busy"> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const known = await clients.find(id);
    if (known === undefined) return null;
    if (known.disabledAt !== null) return known;
    const disabled = { ...known, disabledAt: now };
    if (await clients.change(disabled, known.version)) return { ...disabled, version: known.version + 1 };
  }
  return "busy";
}

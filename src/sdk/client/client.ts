import { hc } from "hono/client";
import type { ControlApi } from "../../api/app.ts";
import { fhirClient, type FhirClient } from "./fhir.ts";
import { pdpClient, type PdpClient } from "./pdp.ts";
import { sender } from "./send.ts";

/** How a program reaches a Modicum server, and as whom. */
export interface ClientOptions {
  /** `https://modicum.example`, without a path. */
  readonly url: string;
  /** A bearer token, or where to get one anew for each request. */
  readonly token: string | (() => string | Promise<string>);
  /** Declared with every request, where the token names none: our id or the HL7 code. */
  readonly purpose?: string;
  /** The case of a case-bound purpose. */
  readonly caseId?: string;
  /** In place of the global one. */
  readonly fetch?: typeof fetch;
}

/** The three doors of a server: decisions (AuthZEN), records (FHIR), administration (the control API). */
export interface ModicumClient {
  readonly pdp: PdpClient;
  readonly fhir: FhirClient;
  /** Every route of `/api/v1` with its types: `client.api.scope.$get()`. */
  readonly api: ReturnType<typeof hc<ControlApi>>;
}

/** A client for Node, browsers and workers. Nothing is asked before it is used. */
export function createClient(options: ClientOptions): ModicumClient {
  const url = options.url.replace(/\/+$/, "");
  const send = sender(options);
  return {
    pdp: pdpClient(`${url}/access/v1`, send),
    fhir: fhirClient(`${url}/fhir`, send),
    api: hc<ControlApi>(`${url}/api/v1`, { fetch: send }),
  };
}

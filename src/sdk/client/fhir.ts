import { refusalOf } from "./refusal.ts";
import type { Send } from "./send.ts";

/** A FHIR R4 resource as the gateway shows it: rebuilt, never whole. */
export interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [member: string]: unknown;
}

interface Bundle {
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource?: Resource }[];
}

export interface FhirClient {
  /** Null: there is none, or none for the caller; the two cannot be told apart. @throws ModicumRefusal */
  read(type: string, id: string): Promise<Resource | null>;
  /**
   * Every match over all pages. Parameters go in the body, since they hold PHI and URLs end up in logs.
   * @throws ModicumRefusal, while it is read
   */
  search(type: string, parameters?: Readonly<Record<string, string>>): AsyncIterable<Resource>;
}

const ACCEPT = { accept: "application/fhir+json" };

/** Reads and searches of the gateway's FHIR R4. */
export function fhirClient(base: string, send: Send): FhirClient {
  return {
    async read(type, id) {
      const response = await send(`${base}/${type}/${encodeURIComponent(id)}`, { headers: ACCEPT });
      if (response.status === 404) return null;
      if (!response.ok) throw await refusalOf(response);
      return (await response.json()) as Resource;
    },
    search: (type, parameters = {}) => pagesOf(base, send, type, parameters),
  };
}

async function* pagesOf(
  base: string,
  send: Send,
  type: string,
  parameters: Readonly<Record<string, string>>,
): AsyncIterable<Resource> {
  const body = new URLSearchParams({ ...parameters });
  let response = await send(`${base}/${type}/_search`, { method: "POST", headers: ACCEPT, body });
  for (;;) {
    if (!response.ok) throw await refusalOf(response);
    const { entry = [], link = [] } = (await response.json()) as Bundle;
    for (const { resource } of entry) if (resource !== undefined) yield resource;
    const next = link.find(({ relation }) => relation === "next")?.url;
    if (next === undefined) return;
    // The token goes to the server that was named, whatever a link says.
    if (!next.startsWith(`${base}/`)) throw new TypeError("a page link leads elsewhere");
    response = await send(next, { headers: ACCEPT });
  }
}

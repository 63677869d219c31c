import { consoleFetch, entryOf, type Recorded, succeeded } from "./transport.ts";

/** A FHIR R4 resource as the gateway minimized it. */
export interface FhirResource {
  readonly resourceType: string;
  readonly id?: string;
  readonly [member: string]: unknown;
}

/** FHIR R4 Bundle of type `searchset`. */
export interface FhirBundle extends FhirResource {
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly resource?: FhirResource;
    readonly search?: { readonly mode?: string };
  }[];
}

export type SearchParameters = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * One page of a search, always by POST `_search`: what is searched for stands in no URL.
 * @throws ApiError with the gateway's reason
 */
export async function searchFhir(
  type: string,
  parameters: SearchParameters,
  signal?: AbortSignal,
): Promise<Recorded<FhirBundle>> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, String(one));
  }
  return ask<FhirBundle>(`/fhir/${type}/_search`, { method: "POST", body, ...(signal ? { signal } : {}) });
}

/** The page after this one by its sealed link; null when this is the last. */
export async function nextPage(
  bundle: FhirBundle,
  signal?: AbortSignal,
): Promise<Recorded<FhirBundle> | null> {
  const next = bundle.link?.find(({ relation }) => relation === "next");
  if (next === undefined) return null;
  // The link names the public address; the console stays on its own origin.
  const { pathname, search } = new URL(next.url, location.origin);
  return ask<FhirBundle>(pathname + search, signal ? { signal } : {});
}

/** The resources of a page, in its order. */
export function resourcesOf(bundle: FhirBundle): readonly FhirResource[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource === undefined ? [] : [resource]));
}

async function ask<T>(path: string, init: RequestInit): Promise<Recorded<T>> {
  const headers = { Accept: "application/fhir+json" };
  const response = await succeeded(await consoleFetch(path, { ...init, headers }));
  return { value: (await response.json()) as T, entryId: entryOf(response) };
}

import { getRequestListener } from "@hono/node-server";
import type { Config } from "../config.ts";
import { patientParameterOf } from "../gateway/fhir/search/candidates.ts";
import type { FhirUpstream } from "../gateway/fhir/upstream/types.ts";
import { createLabelSource } from "../gateway/fhir/labels/label-source.ts";
import { createPdp } from "../gateway/pdp/http.ts";
import type { EnforcementPoint, RecordSource, SubjectDirectory } from "../gateway/pdp/ports.ts";
import { FHIR_VOCABULARY, readVocabulary } from "../gateway/pdp/vocabulary.ts";
import type { ClientStore } from "../identity/clients/ports.ts";
import type { PeopleStore } from "../identity/ports.ts";
import type { Caller } from "../identity/types.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Pipeline } from "../pipeline.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Surface } from "./console.ts";
import { derivedKey } from "./gateway-parts.ts";

export interface PdpParts {
  readonly pipeline: Pipeline;
  readonly policy: CompiledPolicy;
  readonly people: PeopleStore;
  readonly clients: ClientStore;
  readonly upstream: FhirUpstream;
  readonly sealer: Sealer;
  /** Where clients reach us; known only once we listen. */
  readonly place: { readonly url: string };
  readonly absentStepMs: number;
}

/** Paths of the decision API, with its metadata at the root. */
const PATHS = /^\/(?:access\/v1\/|\.well-known\/authzen-configuration(?:[?]|$))/;

/** The decision API as a surface. @throws AppError `config_invalid` for a vocabulary that cannot be read */
export async function openPdp(config: Config, parts: PdpParts): Promise<Surface> {
  const { pdpVocabularyFile, accessRequestUrl } = config;
  const pdp = createPdp({
    pipeline: parts.pipeline,
    vocabulary: pdpVocabularyFile === undefined ? FHIR_VOCABULARY : await readVocabulary(pdpVocabularyFile),
    subjects: subjectsOf(parts),
    records: recordsOf(parts),
    enforcementPointOf,
    baseUrl: () => parts.place.url,
    pageKey: derivedKey(parts.sealer, "pdp/page-token"),
    accessRequestUrl: accessRequestUrl ?? null,
    absentStepMs: parts.absentStepMs,
  });
  const listener = getRequestListener(pdp.fetch);
  return (request, response) => {
    if (!PATHS.test(request.url ?? "")) return false;
    void listener(request, response);
    return true;
  };
}

/** What a client does with an answer was agreed when it was registered. */
function enforcementPointOf({ client, token }: Caller): EnforcementPoint | null {
  if (client === undefined || !client.honorsObligations) return null;
  const ofItself = token?.subject === client.id;
  return { clientId: client.id, ofItself, act: client.act, recipient: client.recipient };
}

function subjectsOf({ people, clients }: Pick<PdpParts, "people" | "clients">): SubjectDirectory {
  return {
    find: async (type, id) => {
      if (type === "user") return people.find(id);
      const actsAs = type === "client" ? (await clients.find(id))?.actsAs : undefined;
      return actsAs == null ? undefined : people.find(actsAs);
    },
    list: async (type, after, limit) =>
      type === "user" ? people.list({ limit, ...(after === undefined ? {} : { after }) }) : [],
  };
}

function recordsOf({ policy, upstream }: Pick<PdpParts, "policy" | "upstream">): RecordSource {
  return {
    read: (type, id) => upstream.read(type, id),
    about: async function* (type, patientIds) {
      const parameter = patientParameterOf(policy.catalogue, type);
      if (parameter !== null) yield* upstream.search(type, [[parameter, patientIds.join(",")]]);
    },
    lentTo: (records, segments) => createLabelSource(upstream, segments).lentTo(records),
  };
}

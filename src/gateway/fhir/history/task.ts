import { grantedSomewhere } from "../../../decision/reach.ts";
import type { Reason } from "../../../decision/types.ts";
import { err, ok } from "../../../kernel/result.ts";
import type { Result } from "../../../kernel/result.ts";
import type { Answer, Permitted } from "../../../pipeline.ts";
import { isLogicalId } from "../admit.ts";
import type { GatewayParts } from "../deps.ts";
import { isUnchanged } from "../etag.ts";
import { judge } from "../labels/judge.ts";
import { isAllThatIsAsked } from "../page-token.ts";
import type { PageToken } from "../page-token.ts";
import { formatQuery } from "../query.ts";
import type { QueryPair } from "../query.ts";
import type { FhirAnswer } from "../question.ts";
import { because, NOT_FOUND } from "../reasons.ts";
import { Written } from "../record/written.ts";
import { releaseOf } from "../release.ts";
import type { InteractionOf } from "../route.ts";
import { isValidFor, linksOf } from "../search/links.ts";
import { readResultParameters } from "../search/result-parameters.ts";
import { isGiven } from "../show.ts";
import { notFound } from "../find.ts";
import { askedOf, refusing } from "../task.ts";
import type { Incoming, Task } from "../task.ts";
import { historyBundle } from "./bundle.ts";
import { versioned, visibleVersions } from "./versions.ts";
import type { Version } from "./versions.ts";

/** A record whose history is asked for. */
interface Subject {
  readonly type: string;
  readonly id: string;
}

const HISTORY_PARAMETERS: ReadonlySet<string> = new Set(["_count", "_format"]);
const BY_TIME: ReadonlySet<string> = new Set(["_since", "_at"]);

/** The rule of `GET Type/id/_history`. That of a type or of everything is refused: GW-206. */
export function historyTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.history">>,
): Task {
  const { type, id } = interaction;
  if (type === null || id === null) {
    const detail = "a history over several records is ordered by when they changed, which is withheld";
    return refusing(question, interaction, because("interaction_not_supported", detail));
  }
  const link = pairs.find(([name]) => name === "_page");
  const token = link === undefined ? null : parts.pageTokens.open(link[1]);
  const isHere = token?.type === `${type}/${id}/_history`;
  if (link !== undefined && !(isHere && isAllThatIsAsked(link, pairs)))
    return refusing(question, interaction, because("page_token_invalid"));
  const asked = token?.pairs ?? pairs;
  return {
    kind: "perform",
    asked: askedOf(question, interaction, queryOf(`${type}/${id}/_history`, asked)),
    perform: (permitted) => answerHistory(parts, { type, id }, asked, token, permitted),
  };
}

/** The rule of `GET Type/id/_history/version`. */
export function vreadTask(
  parts: GatewayParts,
  { question, interaction, pairs }: Incoming<InteractionOf<"fhir.vread">>,
): Task {
  const { type, id, version } = interaction;
  const ifNoneMatch = question.headers["if-none-match"];
  return {
    kind: "perform",
    asked: askedOf(question, interaction, queryOf(`${type}/${id}/_history/${version}`, pairs)),
    perform: async (permitted) => {
      const refused = refusedOf(pairs, new Set(["_format"]), "on a vread");
      if (refused !== null) return refused;
      const versions = await versionsOf(parts, { type, id }, permitted);
      if (!versions.ok) return versions.error;
      const found = versions.value.find((one) => one.id === version);
      if (found === undefined) return NOT_FOUND;
      const etag = `W/"${found.id}"`;
      const status = isUnchanged(ifNoneMatch, etag) ? 304 : 200;
      return {
        value: { status, resource: Written.ofObject(versioned(found)), etag },
        release: releaseOf(permitted.policy.catalogue, [found.shown], []),
      };
    },
  };
}

async function answerHistory(
  parts: GatewayParts,
  subject: Subject,
  pairs: readonly QueryPair[],
  token: PageToken | null,
  permitted: Permitted,
): Promise<Answer<FhirAnswer> | Reason> {
  if (token !== null && !isValidFor(token, permitted)) return because("page_token_invalid");
  const refused = refusedOf(pairs, HISTORY_PARAMETERS, "on a history");
  if (refused !== null) return refused;
  const result = readResultParameters(pairs);
  if (!result.ok) return result.error;
  const count = Math.min(result.value.count ?? parts.limits.page, parts.limits.maxPage);
  const versions = await versionsOf(parts, subject, permitted);
  if (!versions.ok) return versions.error;
  const place = { offset: token?.offset ?? 0, count };
  const ask = { type: `${subject.type}/${subject.id}/_history`, pairs };
  const resource = historyBundle({
    url: `${parts.baseUrl}/${subject.type}/${subject.id}`,
    ref: `${subject.type}/${subject.id}`,
    versions: versions.value.slice(place.offset, place.offset + count),
    total: versions.value.length,
    links: linksOf(parts, ask, place, versions.value.length, permitted),
  });
  return {
    value: { status: 200, resource: Written.ofObject(resource), etag: null },
    release: releaseOfAll(permitted, versions.value),
  };
}

/** INVARIANT: a hidden record takes the same way as an absent one; only a visible one has its history asked for. */
async function versionsOf(
  parts: GatewayParts,
  { type, id }: Subject,
  permitted: Permitted,
): Promise<Result<readonly Version[], Reason>> {
  if (!isGiven(permitted.policy.catalogue, type, grantedSomewhere(permitted.decision, type)))
    return err(because("type_not_permitted", `\`${type}\``));
  const since = performance.now();
  const sight = parts.sightOf(permitted, type);
  const record = isLogicalId(id) ? await parts.source.read(type, id) : null;
  const shown = record && (await judge(parts.steps, sight, { type, id, patients: null }, record));
  if (record === null || shown === null) {
    await notFound(parts, type, id, since);
    return err(NOT_FOUND);
  }
  const history = (await parts.upstream.history?.(type, id)) ?? null;
  if (history === null)
    return err(because("interaction_not_supported", "the clinical system keeps no history"));
  return ok(await visibleVersions(parts, sight, { shown, record }, history));
}

/** Pages tell how many versions there are, so the entry names what all of them show. */
function releaseOfAll({ policy }: Permitted, versions: readonly Version[]) {
  const shown = versions.map((version) => version.shown);
  const release = releaseOf(policy.catalogue, shown, []);
  return release.outcome === "permit" ? { ...release, records: [...new Set(release.records)] } : release;
}

function refusedOf(pairs: readonly QueryPair[], known: ReadonlySet<string>, where: string): Reason | null {
  const name = pairs.find(([one]) => !known.has(one))?.[0];
  if (name === undefined) return null;
  if (BY_TIME.has(name))
    return because("parameter_not_permitted", `\`${name}\` reads when a version was made, which is withheld`);
  return because(name.startsWith("_") ? "result_parameter_not_supported" : "parameter_unknown", where);
}

function queryOf(path: string, pairs: readonly QueryPair[]): string {
  return [path, formatQuery(pairs)].filter((part) => part !== "").join("?");
}

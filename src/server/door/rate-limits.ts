import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { DoorConfig, RateName } from "../../config/door.ts";
import { cookieNamed } from "../../identity/sessions/cookie.ts";
import type { Pipeline } from "../../pipeline.ts";
import type { Metrics } from "../telemetry/metrics.ts";
import { surfaceOf } from "../telemetry/surfaces.ts";
import { type Buckets, createBuckets, type Taken } from "./buckets.ts";
import { clientAddress, limitKeyOf } from "./client-address.ts";

/** Turns away who asks too often, before anything is read of what they ask. */
export interface RateLimits {
  listener(answer: RequestListener): RequestListener;
  /** The same pipeline; whom it identifies is counted as one person from then on, whatever they show. */
  pipeline(pipeline: Pipeline): Pipeline;
}

/** @param now milliseconds that never go back, as `performance.now` */
export function createRateLimits(
  { rates, trustedProxies }: Pick<DoorConfig, "rates" | "trustedProxies">,
  { turnedAway }: Pick<Metrics, "turnedAway">,
  now: () => number = () => performance.now(),
): RateLimits {
  const addressOf = clientAddress(trustedProxies);
  const buckets = bucketsOf(rates);
  const persons = createPersons();
  const charge = (request: IncomingMessage): Charged | null => {
    let tightest: Charged | null = null;
    for (const { name, key } of keysOf(request, addressOf, persons)) {
      const bucket = buckets[name];
      if (bucket === null) continue;
      const charged = { name, bucket, taken: bucket.take(key(), now()) };
      if (!charged.taken.ok) return charged;
      if (tightest === null || charged.taken.remaining < tightest.taken.remaining) tightest = charged;
    }
    return tightest;
  };
  return {
    listener: (answer) => {
      if (Object.values(buckets).every((bucket) => bucket === null)) return answer;
      return (request, response) => {
        const charged = surfaceOf(request.url) === "health" ? null : charge(request);
        if (charged !== null) tell(response, charged);
        if (charged === null || charged.taken.ok) return answer(request, response);
        turnedAway.of(charged.name).add();
        refuse(request, response, charged.taken);
      };
    },
    pipeline: (pipeline) => (buckets.person === null ? pipeline : learning(pipeline, persons)),
  };
}

interface Charged {
  readonly name: RateName;
  readonly bucket: Buckets;
  readonly taken: Taken;
}

function bucketsOf(rates: DoorConfig["rates"]): Readonly<Record<RateName, Buckets | null>> {
  const of = (name: RateName): Buckets | null => {
    const rate = rates[name];
    return rate === null ? null : createBuckets(rate);
  };
  return { address: of("address"), person: of("person"), signIn: of("signIn") };
}

interface LimitKey {
  readonly name: RateName;
  key(): string;
}

function keysOf(
  request: IncomingMessage,
  addressOf: ReturnType<typeof clientAddress>,
  persons: Persons,
): readonly LimitKey[] {
  const address = (): string => limitKeyOf(addressOf(request));
  const keys: LimitKey[] = [{ name: "address", key: address }];
  if (isSignIn(request)) keys.push({ name: "signIn", key: address });
  const shown = credentialOf(request.headers.authorization, request.headers.cookie);
  if (shown !== undefined) keys.push({ name: "person", key: () => persons.of(shown) });
  return keys;
}

/** As sessions.ts names them, behind TLS and in the demo. */
const COOKIES = ["__Host-modicum", "modicum"];

/** What somebody shows of who they are; what else stands in the Cookie header makes nobody another. */
function credentialOf(authorization: string | undefined, cookies: string | undefined): string | undefined {
  return (
    authorization ?? COOKIES.map((name) => cookieNamed(name, cookies)).find((value) => value !== undefined)
  );
}

/** Where tokens and sessions are given out. */
function isSignIn({ method, url = "" }: IncomingMessage): boolean {
  return method === "POST" && /^\/(?:oauth|api\/v1\/session)(?:[/?]|$)/.test(url);
}

/** Who a credential turned out to belong to. */
interface Persons {
  of(shown: string): string;
  learn(shown: string, personId: string): void;
}

const MOST_CREDENTIALS = 10_000;

function createPersons(): Persons {
  const known = new Map<string, string>();
  return {
    of: (shown) => known.get(shown) ?? shown,
    learn(shown, personId) {
      if (known.has(shown)) return;
      known.set(shown, `person ${personId}`);
      const [oldest] = known.keys();
      if (known.size > MOST_CREDENTIALS && oldest !== undefined) known.delete(oldest);
    },
  };
}

function learning(pipeline: Pipeline, persons: Persons): Pipeline {
  return {
    ...pipeline,
    identify: async (credentials) => {
      const caller = await pipeline.identify(credentials);
      const shown = credentialOf(credentials.authorization, credentials.session);
      if (caller.ok && shown !== undefined) persons.learn(shown, caller.value.person.id);
      return caller;
    },
  };
}

/** draft-ietf-httpapi-ratelimit-headers-10: quota and window of the limit that is nearest, what is left of it. */
function tell(response: ServerResponse, { name, bucket, taken }: Charged): void {
  const { perSecond, burst } = bucket.rate;
  response.setHeader("RateLimit-Policy", `"${name}";q=${burst};w=${Math.ceil(burst / perSecond)}`);
  response.setHeader("RateLimit", `"${name}";r=${taken.remaining};t=${taken.seconds}`);
}

const NEXT = "Wait as long as `Retry-After` says, then try again.";

/** RFC 6585 section 4. What is sent after it is not read. */
function refuse(request: IncomingMessage, response: ServerResponse, { seconds }: Taken): void {
  const isFhir = surfaceOf(request.url) === "fhir";
  response.writeHead(429, {
    "Retry-After": String(seconds),
    "Cache-Control": "no-store",
    "Content-Type": isFhir ? "application/fhir+json; charset=utf-8" : "application/problem+json",
    Connection: "close",
  });
  response.end(JSON.stringify(isFhir ? OUTCOME : PROBLEM));
}

const TITLE = "requests come too fast";
const PROBLEM = {
  type: "https://modicum.dev/errors/rate_limited",
  title: TITLE,
  status: 429,
  code: "rate_limited",
  next: NEXT,
};
const OUTCOME = {
  resourceType: "OperationOutcome",
  issue: [
    {
      severity: "error",
      code: "throttled",
      details: {
        coding: [
          { system: "https://modicum.dev/fhir/CodeSystem/reason", code: "rate_limited", display: TITLE },
        ],
        text: TITLE,
      },
      diagnostics: NEXT,
    },
  ],
};

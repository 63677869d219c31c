/** What a client got for one request, as far as it got. */
export interface Received {
  readonly status: number;
  /** `X-Request-Id`, the entry that the answer names; null: none. */
  readonly entry: string | null;
  readonly reason: string | undefined;
  /** `Type/id` of every record in it. */
  readonly records: readonly string[];
}

/** A server that may be gone at any moment, and who asks it. */
export interface FaultTarget {
  readonly url: () => string;
  /** Tokens: who reads charts, who reads the record. */
  readonly biller: string;
  readonly provider: string;
  readonly auditor: string;
}

export interface Clients {
  /** In the order they came. */
  readonly received: readonly Received[];
  /** Resolves when nothing is under way any more. */
  stop(): Promise<readonly Received[]>;
}

const READERS = 6;
const BETWEEN_POLLS_MS = 100;

/** Readers of single records and large Bundles, one of the record as a stream, one of bulk exports; until stopped. */
export function clientsOf(target: FaultTarget, paths: readonly string[]): Clients {
  const received: Received[] = [];
  const state = { stopped: false };
  const note = (one: Received | null): Received | null => {
    if (one !== null) received.push(one);
    return one;
  };
  const until = async (turn: (n: number) => Promise<Received | null>): Promise<void> => {
    for (let n = 0; !state.stopped; n += 1) if ((await turn(n)) === null) await pause(20);
  };
  const readers = Array.from({ length: READERS }, (_, offset) =>
    until(async (n) => note(await read(target, paths[(n + offset) % paths.length] ?? ""))),
  );
  const streams = [
    until(async () => note(await streamRecord(target))),
    until(() => bulkExport(target, note)),
  ];
  return {
    received,
    stop: async () => {
      state.stopped = true;
      await Promise.all([...readers, ...streams]);
      return received;
    },
  };
}

async function read({ url, biller, provider }: FaultTarget, path: string): Promise<Received | null> {
  const reply = await ask(`${url()}${path}`, path.startsWith("/fhir/Observation") ? provider : biller);
  return reply === null ? null : { ...reply, records: recordsOfJson(reply.text) };
}

/** Every whole line of the stream counts as received, whether or not the rest came. */
async function streamRecord({ url, auditor }: FaultTarget): Promise<Received | null> {
  const reply = await ask(`${url()}/api/v1/record/_export`, auditor, {
    method: "POST",
    headers: { "content-type": "application/json" },
    // Of reads alone: an export of exports would name over again what each of them named.
    body: JSON.stringify({ format: "ocsf", interaction: "fhir.read" }),
  });
  if (reply === null) return null;
  const events =
    reply.status === 200
      ? reply.text.split("\n").flatMap((line) => (parsed(line) as OcsfEvent | null) ?? [])
      : [];
  return { ...reply, records: events.map(({ metadata }) => `AuditEvent/${metadata.uid}`) };
}

interface OcsfEvent {
  /** `uid`: the entry's id. */
  readonly metadata: { readonly uid: string };
}

/** A whole bulk export: kick-off, status, files. What it does not finish before a fault, it leaves. */
async function bulkExport(
  { url, provider }: FaultTarget,
  note: (one: Received | null) => Received | null,
): Promise<Received | null> {
  const asynchronously = { headers: { prefer: "respond-async" } };
  const begun = await ask(`${url()}/fhir/Patient/$export?_type=Condition`, provider, asynchronously);
  if (begun === null || note({ ...begun, records: [] })?.status !== 202) return null;
  const status = new URL(begun.location ?? "", url()).pathname;
  for (;;) {
    await pause(BETWEEN_POLLS_MS);
    const reply = await ask(`${url()}${status}`, provider);
    if (reply === null) return null;
    const noted = note({ ...reply, records: [] });
    if (reply.status === 202) continue;
    if (reply.status !== 200) return null;
    const { output } = JSON.parse(reply.text) as { output: readonly { readonly url: string }[] };
    for (const file of output) {
      const part = await ask(`${url()}${new URL(file.url).pathname}`, provider);
      if (part !== null) note({ ...part, records: part.status === 200 ? recordsOfLines(part.text) : [] });
    }
    return noted;
  }
}

interface Reply {
  readonly status: number;
  readonly entry: string | null;
  readonly reason: string | undefined;
  readonly location: string | null;
  readonly text: string;
}

/** Null when no answer came. What came of a body that broke off is its text. */
async function ask(address: string, token: string, init: RequestInit = {}): Promise<Reply | null> {
  try {
    const headers = { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) };
    const reply = await fetch(address, { ...init, headers });
    const text = await textAsFarAsItCame(reply);
    return {
      status: reply.status,
      entry: reply.headers.get("x-request-id"),
      location: reply.headers.get("content-location"),
      reason: /CodeSystem\/reason","code":"(\w+)"/.exec(text)?.[1],
      text,
    };
  } catch {
    return null;
  }
}

async function textAsFarAsItCame(reply: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const bytes of reply.body ?? []) text += decoder.decode(bytes as Uint8Array, { stream: true });
  } catch {
    // The server is gone; what came before counts.
  }
  return text;
}

interface Resource {
  readonly resourceType: string;
  readonly id?: string;
  readonly entry?: readonly { readonly resource?: Resource }[];
}

/** Of a Bundle its resources, of a resource itself; of what broke off nothing, since nobody could read it. */
function recordsOfJson(text: string): readonly string[] {
  const resource = parsed(text) as Resource | null;
  if (resource === null) return [];
  const all = resource.entry?.flatMap((entry) => entry.resource ?? []) ?? [resource];
  return all.flatMap(({ resourceType, id }) => (id === undefined ? [] : [`${resourceType}/${id}`]));
}

function recordsOfLines(text: string): readonly string[] {
  return text.split("\n").flatMap((line) => recordsOfJson(line));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Resolves when the condition holds; the test's own timeout ends the wait. */
export async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}

export function pause(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}

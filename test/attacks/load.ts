/** What a client got for one request. A connection that broke gives nothing. */
export interface Answered {
  readonly status: number;
  /** `X-Request-Id`; null: none. */
  readonly entry: string | null;
  readonly reason: string | undefined;
}

export interface Load {
  /** In the order they came. */
  readonly answers: readonly Answered[];
  /** Resolves when nothing is under way any more. */
  stop(): Promise<readonly Answered[]>;
}

const CLIENTS = 8;

/** Asks for the paths over and over, several at once, until it is stopped. */
export function load(url: string, token: string, paths: readonly string[]): Load {
  const answers: Answered[] = [];
  const state = { stopped: false };
  const client = async (offset: number): Promise<void> => {
    for (let turn = offset; !state.stopped; turn += 1) {
      const answered = await ask(`${url}${paths[turn % paths.length]}`, token);
      if (answered === null) await pause(20);
      else answers.push(answered);
    }
  };
  const clients = Array.from({ length: CLIENTS }, (_, at) => client(at));
  return {
    answers,
    stop: async () => {
      state.stopped = true;
      await Promise.all(clients);
      return answers;
    },
  };
}

/** Null when no whole answer came. */
async function ask(address: string, token: string): Promise<Answered | null> {
  try {
    const reply = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    const entry = reply.headers.get("x-request-id");
    const text = await reply.text();
    return { status: reply.status, entry, reason: /CodeSystem\/reason","code":"(\w+)"/.exec(text)?.[1] };
  } catch {
    return null;
  }
}

/** Resolves when the condition holds; the test's own timeout ends the wait. */
export async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(20);
}

function pause(ms: number): Promise<void> {
  return new Promise((settle) => setTimeout(settle, ms));
}

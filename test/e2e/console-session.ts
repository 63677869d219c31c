/** The header that the console alone can send. */
export const MARK = { "x-modicum-console": "1" };

/** A browser as far as a server sees it: keeps cookies of one origin, and sends what its console sends. */
export interface ConsoleSession {
  ask(path: string, init?: RequestInit): Promise<Response>;
  /** As another site's page would make it ask: with the cookies, without the console's mark. */
  askUnmarked(path: string, init?: RequestInit): Promise<Response>;
  readonly cookies: ReadonlyMap<string, string>;
}

export function consoleSession(url: string): ConsoleSession {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (cookies.size > 0) headers.set("cookie", [...cookies].map((pair) => pair.join("=")).join("; "));
    const response = await fetch(`${url}${path}`, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "") cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    cookies,
    ask: (path, init = {}) =>
      send(path, {
        ...init,
        headers: { ...MARK, "sec-fetch-site": "same-origin", ...(init.headers as object) },
      }),
    askUnmarked: (path, init = {}) => send(path, init),
  };
}

/** Signs a person of the demo in. */
export async function signedInAs(url: string, person: string): Promise<ConsoleSession> {
  const session = consoleSession(url);
  const response = await session.ask("/api/v1/session", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ person }),
  });
  if (!response.ok) throw new Error(`${person} could not sign in: ${response.status}`);
  return session;
}

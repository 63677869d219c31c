import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import { AppError } from "../kernel/errors.ts";
import { mintDemoToken } from "./demo-identity.ts";

/** How a command reaches the running server, and as whom. */
export interface ClientOptions {
  /** A person of the demo. Without it, MODICUM_TOKEN says who. */
  readonly as?: string | undefined;
  readonly purpose?: string | undefined;
  readonly case?: string | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** An answer other than success, as problem+json tells it (RFC 9457). */
export class Denied extends Error {
  readonly answer: ApiAnswer;

  constructor(answer: ApiAnswer) {
    super("denied");
    this.answer = answer;
  }
}

export interface RequestBody {
  readonly type: string;
  readonly text: string;
  /** The version that a change was made on. */
  readonly ifMatch?: number;
}

/**
 * Calls the control API as the named person, and gives the JSON of its answer.
 * @throws AppError `server_unreachable` with what to do; Denied on 4xx other than bad input.
 */
export async function call(
  method: "GET" | "POST" | "PATCH",
  path: string,
  options: ClientOptions,
  body?: RequestBody,
): Promise<unknown> {
  return (await openAnswer(method, path, options, body)).json().catch(() => null);
}

/**
 * The same with the answer as it comes, so that a file of any length can be passed on.
 * @throws as `call` does
 */
export async function openAnswer(
  method: "GET" | "POST" | "PATCH",
  path: string,
  options: ClientOptions,
  body?: RequestBody,
): Promise<Response> {
  const base = await serverUrl();
  const headers = await signInOf(options);
  if (body !== undefined) headers["content-type"] = body.type;
  if (body?.ifMatch !== undefined) headers["if-match"] = `"${body.ifMatch}"`;
  const init: RequestInit = body === undefined ? { method, headers } : { method, headers, body: body.text };
  const response = await fetch(`${base}${path}`, init).catch((cause: unknown) => {
    throw new AppError("server_unreachable", `no server answers at \`${base}\``, {
      cause,
      hint: "start it with `npm start`",
    });
  });
  if (!response.ok)
    throw new Denied({ status: response.status, body: await response.json().catch(() => null) });
  return response;
}

/** MODICUM_URL, else what the running server wrote into its data folder, else the default address. */
export async function serverUrl(): Promise<string> {
  const stated = process.env["MODICUM_URL"];
  if (stated) return stated.replace(/\/+$/, "");
  const config = readConfig(process.env, process.cwd());
  const written = await readFile(join(config.dataDir, "server.json"), "utf8").catch(() => null);
  if (written !== null) return (JSON.parse(written) as { url: string }).url;
  return `http://${config.host}:${config.port}`;
}

/** A token made here carries purpose and case, signed; one from elsewhere has them declared beside it. */
export async function signInOf({
  as,
  purpose,
  case: caseId,
}: ClientOptions): Promise<Record<string, string>> {
  if (as !== undefined) {
    return { authorization: `Bearer ${await mintDemoToken({ person: as, purpose, caseId })}` };
  }
  const token = process.env["MODICUM_TOKEN"];
  if (!token) {
    throw new AppError("usage", "who is asking?", { hint: "give `--as PERSON`, or set MODICUM_TOKEN" });
  }
  return {
    authorization: `Bearer ${token}`,
    ...(purpose === undefined ? {} : { "x-purpose-of-use": purpose }),
    ...(caseId === undefined ? {} : { "x-case": caseId }),
  };
}

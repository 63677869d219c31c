import { inject } from "vitest";
import { modicum } from "./running-server.ts";

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

export interface Bundle {
  readonly resourceType: string;
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource: Resource }[];
}

export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [member: string]: unknown;
}

const tokens = new Map<string, Promise<string>>();

/** A demo token, minted by the command a user would run. */
export function tokenFor(person: string, purpose: string): Promise<string> {
  const key = `${person} ${purpose}`;
  const minted = tokens.get(key) ?? mint(person, purpose);
  tokens.set(key, minted);
  return minted;
}

async function mint(person: string, purpose: string): Promise<string> {
  const { code, stdout, stderr } = await modicum(["token", "--as", person, "--purpose", purpose], {
    dataDir: inject("serverDataDir"),
  });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Asks the shared server as this person for this purpose. */
export async function ask(
  person: string,
  purpose: string,
  path: string,
  init: RequestInit = {},
): Promise<Reply> {
  const headers = { authorization: `Bearer ${await tokenFor(person, purpose)}`, ...(init.headers as object) };
  const response = await fetch(`${inject("serverUrl")}${path}`, { ...init, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
}

export async function search(person: string, purpose: string, query: string): Promise<readonly Resource[]> {
  const reply = await ask(person, purpose, `/fhir/${query}`);
  if (reply.status !== 200) throw new Error(`${reply.status} for ${person}`);
  return ((reply.json as Bundle).entry ?? []).map(({ resource }) => resource);
}

/** The reason code an OperationOutcome or a problem names. */
export function reasonOf(reply: Reply): string | undefined {
  const body = reply.json as {
    code?: string;
    issue?: readonly { details?: { coding?: readonly { code?: string }[] } }[];
  };
  return body.code ?? body.issue?.[0]?.details?.coding?.[0]?.code;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

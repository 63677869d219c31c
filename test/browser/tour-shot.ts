import type { Page } from "playwright-core";

/** One picture of the tour. */
export interface Shot {
  readonly name: string;
  /** What it shows, as the index of the tour says it. */
  readonly title: string;
  /** Null: nobody has signed in. */
  readonly person: string | null;
  /** Declared; else the first of the person's. */
  readonly purpose?: string;
  readonly path: string;
  /** Brings the screen to what the picture is of. */
  readonly arrange: (page: Page) => Promise<void>;
}

export const SLOW = { timeout: 60_000 };
export const PRIVACY = { person: "priya.privacy", purpose: "compliance" };
export const SECURITY = { person: "sam.security", purpose: "compliance" };
export const AUDIT = { person: "audra.auditor", purpose: "audit" };

export const heading = (page: Page): Promise<void> => page.getByRole("heading", { level: 1 }).waitFor(SLOW);

export const rows = (page: Page): Promise<void> => page.getByRole("row").nth(1).waitFor(SLOW);

/** What somebody sends besides the body. */
export interface Sent {
  readonly purpose: string;
  /** Of a text; else JSON. */
  readonly type?: string;
  /** What the answer may be; a second look sends what was sent before. */
  readonly may?: readonly number[];
}

/** Sends to the control API as who is signed in; what is not taken ends the tour. */
export async function send(page: Page, path: string, body: object | string, sent: Sent): Promise<unknown> {
  const headers = {
    "Content-Type": sent.type ?? "application/json",
    "X-Modicum-Console": "1",
    "X-Purpose-Of-Use": sent.purpose,
  };
  const url = new URL(`/api/v1/${path}`, page.url()).href;
  const answer = await page.context().request.post(url, { data: body, headers });
  if (!answer.ok() && !(sent.may ?? []).includes(answer.status()))
    throw new Error(`${path} was answered ${answer.status()}`);
  return answer.ok() ? answer.json() : null;
}

import { partsOf, type LogSource } from "./source.ts";
import { VerifyError } from "./verify-error.ts";

/** How a request is made: `fetch` itself, or what stands in for it in tests. */
export type Ask = (url: string, init: { readonly headers: Record<string, string> }) => Promise<Response>;

/** A log at `<base>/log`. `headers` say who asks: entries take a right, hashes and checkpoints take none. */
export function httpSource(base: string, headers: Record<string, string>, ask: Ask = fetch): LogSource {
  const get = async (path: string): Promise<Uint8Array | null> => {
    const response = await ask(`${base}/log/${path}`, { headers }).catch(() => {
      throw new VerifyError(`no server answers at \`${base}\``, "start it, or name another with --url");
    });
    if (response.status === 404) return null;
    if (!response.ok) throw refusal(path, response.status);
    return new Uint8Array(await response.arrayBuffer());
  };
  const text = async (path: string): Promise<string | null> => {
    const bytes = await get(path);
    return bytes === null ? null : Buffer.from(bytes).toString("utf8");
  };
  return {
    newest: () => text("checkpoint"),
    key: () => text("key"),
    read: (path) => get(`tile/${path}`),
    history: async function* (size) {
      for (let after = 0; after < size;) {
        const page = partsOf((await get(`checkpoints/${after}`)) ?? new Uint8Array(), 2) ?? [];
        const notes = page.map((bytes) => bytes.toString("utf8"));
        const sizes = notes.map((note) => Number(note.split("\n")[1]));
        yield* notes.filter((_, at) => (sizes[at] ?? 0) <= size);
        const last = sizes.at(-1);
        if (last === undefined || !(last > after)) return;
        after = last;
      }
    },
  };
}

function refusal(path: string, status: number): VerifyError {
  if (status === 401 || status === 403)
    return new VerifyError(
      `the server refuses \`${path}\` with ${status}`,
      "entries take the right to read the record; --hashes-only checks tree and checkpoints without them",
    );
  return new VerifyError(`the server answers \`${path}\` with ${status}`);
}

/** Before anything is timed: that all sides answer, and ours and the Node proxy with the same of every record. */
import type { GatewayBench } from "./setting.ts";

type Sides = Pick<GatewayBench, "oursUrl" | "nginxUrl" | "nodeUrl" | "upstreamUrl" | "request" | "headers">;

interface Plain {
  readonly resourceType?: string;
  readonly meta?: unknown;
  readonly entry?: readonly { readonly resource: Plain }[];
}

/** @throws Error where a side fails, or shows other records than the next */
export async function checkAnswers(
  sides: Sides,
): Promise<{ readonly upstream: number; readonly ours: number }> {
  const [upstream, proxied, node, ours] = await Promise.all(
    [sides.upstreamUrl, sides.nginxUrl, sides.nodeUrl, sides.oursUrl].map((url) => textFrom(url, sides)),
  );
  if (upstream === undefined || node === undefined || ours === undefined || upstream !== proxied)
    throw new Error("the plain proxy answers something else than the upstream");
  if (recordsIn(node).join("\n") !== recordsIn(ours).join("\n"))
    throw new Error("ours and the node proxy show different records");
  return { upstream: Buffer.byteLength(upstream), ours: Buffer.byteLength(ours) };
}

async function textFrom(base: string, { request, headers }: Sides): Promise<string> {
  const { method, path, body } = request;
  const response = await fetch(base + path, { method, headers, body });
  if (response.status !== 200) throw new Error(`\`${base}\` answers with status \`${response.status}\``);
  return response.text();
}

/** Sorted, since ours orders a page; without `meta`, where ours says that something was left out. */
function recordsIn(text: string): readonly string[] {
  const found = JSON.parse(text) as Plain;
  const records =
    found.resourceType === "Bundle" ? (found.entry ?? []).map(({ resource }) => resource) : [found];
  return records.map((record) => JSON.stringify({ ...record, meta: undefined })).toSorted();
}

import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import type { DoorAnswer } from "./ports.ts";

interface Bundle {
  readonly resourceType: "Bundle";
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly { readonly resource?: unknown; readonly search?: { readonly mode?: string } }[];
}

/** The answer of a door as a tool gives it: the same projection; a page of a search as a list with what to go on with. */
export function presentAnswer({ status, body, entry }: DoorAnswer): CallToolResult {
  const told = isBundle(body) ? pageOf(body) : { record: body };
  const value = status < 400 ? told : { refused: body };
  const content = { ...value, ...(entry === undefined || entry === null ? {} : { entry }) };
  return {
    content: [{ type: "text", text: JSON.stringify(content) }],
    structuredContent: content,
    ...(status < 400 ? {} : { isError: true }),
  };
}

function pageOf({ total, link = [], entry = [] }: Bundle) {
  const next = link.find(({ relation }) => relation === "next")?.url;
  const page = next === undefined ? null : new URL(next).searchParams.get("_page");
  return {
    records: entry.flatMap(({ resource }) => (resource === undefined ? [] : [resource])),
    ...(total === undefined ? {} : { total }),
    page,
  };
}

function isBundle(body: unknown): body is Bundle {
  return (
    typeof body === "object" && body !== null && "resourceType" in body && body.resourceType === "Bundle"
  );
}

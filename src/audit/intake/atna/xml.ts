import { SaxesParser } from "saxes";

/** An element of a document, by local names: namespaces tell nothing more in an audit message. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Building {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Building[];
  text: string;
}

const DEPTH_MAX = 20;
const ELEMENTS_MAX = 5_000;

/**
 * Reads a document. `forbidden`: it declares a document type, the way to entities that grow or reach out; `malformed`: it is
 * no XML 1.0, or deeper or longer than an audit message ever is.
 */
export function readXml(text: string): XmlElement | "forbidden" | "malformed" {
  const parser = new SaxesParser();
  const open: Building[] = [];
  let root: Building | undefined;
  let elements = 0;
  parser.on("doctype", () => {
    throw new ForbiddenXml();
  });
  parser.on("error", (fault) => {
    throw fault;
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (++elements > ELEMENTS_MAX || open.length >= DEPTH_MAX) throw new Error("too deep or too long");
    const told = Object.entries(attributes).map(([key, value]) => [localName(key), value] as const);
    const element = { name: localName(name), attributes: new Map(told), children: [], text: "" };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on("text", (piece) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += piece;
  });
  parser.on("closetag", () => void open.pop());
  try {
    parser.write(text).close();
  } catch (fault) {
    return fault instanceof ForbiddenXml ? "forbidden" : "malformed";
  }
  return root ?? "malformed";
}

class ForbiddenXml extends Error {}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

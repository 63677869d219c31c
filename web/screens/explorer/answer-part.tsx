import { Disclosure } from "../../ui/layout/disclosure.tsx";
import { DescriptionList } from "../../ui/layout/description-list.tsx";
import { CodeBlock } from "../../ui/text/code-block.tsx";
import { type Exploration, pretty } from "./request.ts";

/** What the caller gets: status, headers and body, and nothing else. */
export function AnswerPart({ exploration: { reply } }: { readonly exploration: Exploration }) {
  return (
    <>
      <Disclosure summary={`Headers (${reply.headers.length})`}>
        <DescriptionList items={reply.headers.map(({ name, value }) => ({ term: name, value }))} />
      </Disclosure>
      {reply.truncated && <p>The answer goes on; this is its beginning.</p>}
      {reply.body === null ? (
        <p>No body.</p>
      ) : (
        <CodeBlock label="the body of the answer" code={pretty(reply.body)} />
      )}
    </>
  );
}

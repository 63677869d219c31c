/** A message of the server, with what stands in backticks as code. */
export function CodedText({ text }: { readonly text: string }) {
  return text.split("`").map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity, and never move
      <code key={at}>{part}</code>
    ),
  );
}

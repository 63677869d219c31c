/** An id or a path that breaks where its parts end, and never within a word. */
export function BreakableCode({ text }: { readonly text: string }) {
  return (
    <code>
      {text.split(/(?<=[/:#.-])/).map((part, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity, and never move
        <span key={at}>
          {at > 0 && <wbr />}
          {part}
        </span>
      ))}
    </code>
  );
}

import { useState } from "react";

/**
 * What is typed into a form until it counts. It begins anew, in place, when what counts becomes another: the fields stay
 * the same, so that whoever pressed Enter keeps the focus.
 */
export function useDraft<T extends object>(given: T): readonly [draft: T, set: (draft: T) => void] {
  const [draft, setDraft] = useState(given);
  const [basis, setBasis] = useState(given);
  if (JSON.stringify(basis) !== JSON.stringify(given)) {
    setBasis(given);
    setDraft(given);
  }
  return [draft, setDraft];
}

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Recorded } from "../../api/transport.ts";
import { useAnnounce } from "../../ui/status/status-region.tsx";

interface ActOptions<Given, Kept> {
  readonly act: (given: Given) => Promise<Recorded<Kept>>;
  /** What is said once it is done, without anything of the patient. */
  readonly said: (kept: Kept) => string;
  readonly onDone?: () => void;
  readonly onFailed?: (error: Error) => void;
}

/** Does something about a restriction or a consent, then reads anew: also when somebody else was first. */
export function useAct<Given, Kept>({ act, said, onDone, onFailed }: ActOptions<Given, Kept>) {
  const client = useQueryClient();
  const announce = useAnnounce();
  const acting = useMutation({
    mutationFn: act,
    onSuccess: ({ value }) => {
      announce(said(value));
      onDone?.();
    },
    onError: (error) => onFailed?.(error),
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
  const { data, error, isPending, mutate, reset } = acting;
  const done = data === undefined ? null : { text: said(data.value), entry: data.entryId, kept: data.value };
  return { done, error, isPending, mutate, reset };
}

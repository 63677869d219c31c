import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type Comparison, readComparison } from "./comparison.ts";

const KEY = ["comparison"];

/** The comparison, and a way to have everybody asked anew. It is the same whoever is signed in here. */
export function useComparison() {
  const client = useQueryClient();
  const query = useQuery<Comparison>({ queryKey: KEY, queryFn: () => readComparison(false) });
  const { mutate, isPending } = useMutation({
    mutationFn: () => readComparison(true),
    onSuccess: (data) => client.setQueryData(KEY, data),
  });
  const askAgain = useCallback(() => mutate(), [mutate]);
  return { query, askAgain, asking: isPending };
}

import { useRouter, useRouterState } from "@tanstack/react-router";
import { useCallback } from "react";

/** What the address says after `?`, by name. */
export type AddressValues = Readonly<Record<string, string>>;

type Change = Readonly<Record<string, string | null>>;

/**
 * The view of a screen as its address has it, so that it can be linked and survives a reload. A change keeps the
 * place on the page and adds no step to the history. Ids of the policy only, never of patients.
 */
export function useAddress(): [AddressValues, (change: Change) => void] {
  const router = useRouter();
  const search = useRouterState({
    select: ({ location }): Readonly<Record<string, unknown>> => location.search,
  });
  const change = useCallback(
    (wanted: Change) => {
      const { pathname, search: before } = router.state.location;
      const next = { ...textsIn(before), ...wanted };
      const kept = Object.fromEntries(
        Object.entries(next).filter(([, value]) => value !== null && value !== ""),
      );
      void router.navigate({ to: pathname, search: kept, replace: true, resetScroll: false });
    },
    [router],
  );
  return [textsIn(search), change];
}

function textsIn(search: Readonly<Record<string, unknown>>): AddressValues {
  const texts = Object.entries(search).filter(([, value]) =>
    ["string", "number", "boolean"].includes(typeof value),
  );
  return Object.fromEntries(texts.map(([name, value]) => [name, String(value)]));
}

/** Names in an address: `role=biller,nurse`. */
export function namesIn(value: string | undefined): readonly string[] {
  return (value ?? "").split(",").filter((name) => name !== "");
}

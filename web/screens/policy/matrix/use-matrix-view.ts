import { type AddressValues, namesIn, useAddress } from "../use-address.ts";

export interface MatrixView {
  readonly find: string;
  readonly open: ReadonlySet<string>;
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  /** `biller/billing/patient.sex` or `billing/patient.sex`: the cell that is looked into. */
  readonly cell: string | null;
  readonly change: (changed: Readonly<Record<string, string | null>>) => void;
  readonly toggle: (group: string) => void;
  readonly openOnly: (groups: readonly string[]) => void;
}

/** In the address: every group is closed. Without a word there, those are open that are open from the start. */
const CLOSED = "-";

/** What of the matrix is shown, as the address has it. */
export function useMatrixView(openAtFirst: readonly string[] = []): MatrixView {
  const [address, change] = useAddress();
  const named = address["open"] === undefined ? openAtFirst : namesIn(address["open"]);
  const open = new Set(named.filter((group) => group !== CLOSED));
  const openOnly = (groups: readonly string[]): void =>
    change({ open: groups.length > 0 ? groups.join(",") : CLOSED });
  return {
    ...choicesIn(address),
    open,
    change,
    openOnly,
    toggle: (group) => {
      const next = new Set(open);
      if (!next.delete(group)) next.add(group);
      openOnly([...next]);
    },
  };
}

function choicesIn(address: AddressValues) {
  return {
    find: address["find"] ?? "",
    roles: namesIn(address["role"]),
    purposes: namesIn(address["purpose"]),
    cell: address["cell"] ?? null,
  };
}

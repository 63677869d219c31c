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
}

/** What of the matrix is shown, as the address has it. */
export function useMatrixView(): MatrixView {
  const [address, change] = useAddress();
  const open = new Set(namesIn(address["open"]));
  return {
    ...choicesIn(address),
    open,
    change,
    toggle: (group) => {
      const next = new Set(open);
      if (!next.delete(group)) next.add(group);
      change({ open: [...next].join(",") });
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

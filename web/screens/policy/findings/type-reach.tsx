import { answerOf, api, type Body } from "../../../api/client.ts";
import { recordKind } from "../../../api/record-kinds.ts";
import { useAnswer } from "../../../api/use-answer.ts";
import { SearchField } from "../../../ui/field/search-field.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import type { Column } from "../../../ui/table/columns.ts";
import { DataTable } from "../../../ui/table/data-table.tsx";
import { Answered } from "../../answered.tsx";
import studio from "../studio.module.css";
import { useAddress } from "../use-address.ts";

type TypeReach = Body<
  Awaited<ReturnType<(typeof api.policy)["reach-without-approval"]["$get"]>>
>["types"][number];

const distinct = (names: readonly string[]): string => [...new Set(names)].join(", ");
const standing = (reach: TypeReach): string => distinct(reach.standing.map(({ role }) => role));
const byApproval = (reach: TypeReach): string => distinct(reach.byApproval.map(({ role }) => role));
const approvers = (reach: TypeReach): string => distinct(reach.byApproval.flatMap((one) => one.approvers));
const breakGlass = (reach: TypeReach): string => distinct(reach.breakGlass);

const COLUMNS: readonly Column<TypeReach>[] = [
  {
    id: "type",
    title: "Kind of record",
    cell: ({ resourceType }) => (
      <div className={studio["lines"]}>
        <span>{recordKind(resourceType)}</span>
        <code className={studio["place"]}>{resourceType}</code>
      </div>
    ),
    csv: ({ resourceType }) => resourceType,
  },
  {
    id: "standing",
    title: "Reachable without approval by",
    cell: (reach) => standing(reach) || "nobody",
    csv: standing,
  },
  {
    id: "approval",
    title: "After approval by",
    cell: (reach) => byApproval(reach) || "nobody",
    csv: byApproval,
  },
  { id: "approvers", title: "Who approves", cell: (reach) => approvers(reach) || "—", csv: approvers },
  {
    id: "glass",
    title: "By breaking the glass",
    cell: (reach) => breakGlass(reach) || "nobody",
    csv: breakGlass,
  },
];

/** By kind of record: who reaches it by standing right, who after approval, who by breaking the glass. */
export function TypeReachPanel() {
  const query = useAnswer(["policy", "reach-without-approval"], () =>
    answerOf(api.policy["reach-without-approval"].$get({ query: {} })),
  );
  const [{ type = "" }, change] = useAddress();
  return (
    <Panel title="What needs nobody’s approval" plain>
      <Answered query={query} what="what is reachable without approval">
        {({ types }) => (
          <DataTable
            label="Reachable without approval"
            columns={COLUMNS}
            rows={types.filter((reach) => isSought(reach, type))}
            rowKey={({ resourceType }) => resourceType}
            total={types.length}
            csvName="reach-without-approval"
            filters={
              <SearchField
                label="Find a kind of record or a role"
                value={type}
                onChange={(text) => change({ type: text })}
              />
            }
            empty={{ kind: "no-match", what: "kinds of record", onClear: () => change({ type: null }) }}
          />
        )}
      </Answered>
    </Panel>
  );
}

function isSought({ resourceType, sentence }: TypeReach, text: string): boolean {
  return `${recordKind(resourceType)} ${sentence}`.toLowerCase().includes(text.trim().toLowerCase());
}

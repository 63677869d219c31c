import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answerOf, api } from "../../api/client.ts";
import { problemOf } from "../../api/problem.ts";
import { useSession } from "../../api/session-context.tsx";
import { useAnswer } from "../../api/use-answer.ts";
import { Button } from "../../ui/button/button.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { useAnnounce } from "../../ui/status/status-region.tsx";
import { DataTable } from "../../ui/table/data-table.tsx";
import { useActBesideName } from "../act-beside-name.ts";
import { Answered, NotAnswered } from "../answered.tsx";
import { useDataMap } from "./map.ts";
import { candidateColumns, registerColumns } from "./register-columns.tsx";
import { type Draft, draftOf, type Inventory, newDraft, sentOf, type System } from "./register.ts";
import { SystemForm } from "./system-form.tsx";
import { MapPage } from "./tabs.tsx";

interface Open {
  /** Null: a new one. */
  readonly of: System | null;
  readonly draft: Draft;
}

/** Systems that hold PHI and that Modicum cannot see: as people name them, confirmed each year. */
export function Screen() {
  const { session } = useSession();
  const [open, setOpen] = useState<Open | null>(null);
  const saving = useSaving(() => setOpen(null));
  const confirming = useConfirming();
  const show = (next: Open): void => {
    saving.reset();
    setOpen(next);
  };
  const query = useAnswer(["inventory"], () => answerOf(api.inventory.$get()));
  const map = useDataMap({});
  const mayChange = session.rights["inventory.systems"]?.includes("administer") ?? false;
  return (
    <MapPage
      tab="systems"
      title="Systems people name"
      lead="What Modicum cannot see, somebody has to say: who answers for it, what it holds, how it is protected. Each is confirmed once a year."
      actions={
        mayChange && (
          <Button kind="primary" icon="plus" onPress={() => show({ of: null, draft: newDraft() })}>
            Name a system
          </Button>
        )
      }
    >
      {confirming.error !== null && (
        <NotAnswered problem={problemOf(confirming.error)} what="it" onRetry={() => confirming.reset()} />
      )}
      <Answered query={query} what="the register">
        {(inventory) => (
          <Register
            inventory={inventory}
            {...(mayChange ? { onOpen: show, onConfirm: (system: System) => confirming.mutate(system) } : {})}
          />
        )}
      </Answered>
      {open !== null && (
        <SystemForm
          title={open.of === null ? "Name a system" : `Change ${open.of.name}`}
          draft={open.draft}
          categories={map.data?.categories ?? []}
          isNew={open.of === null}
          isBusy={saving.isPending}
          error={saving.error}
          onClose={() => setOpen(null)}
          onSend={(draft) => saving.mutate({ of: open.of, draft })}
        />
      )}
    </MapPage>
  );
}

interface RegisterProps {
  readonly inventory: Inventory;
  /** Not given: one may read it. */
  readonly onOpen?: (open: Open) => void;
  readonly onConfirm?: (system: System) => void;
}

function Register({ inventory: { systems, toInventory }, onOpen, onConfirm }: RegisterProps) {
  const acts =
    onOpen === undefined
      ? null
      : {
          name: (one: (typeof toInventory)[number]) => onOpen({ of: null, draft: newDraft(one) }),
          absent: (one: (typeof toInventory)[number]) =>
            onOpen({ of: null, draft: { ...newDraft(one), standing: "absent" } }),
        };
  const named = useActBesideName(registerColumns(onConfirm ?? null), "confirm");
  const candidates = useActBesideName(candidateColumns(acts), "act");
  return (
    <>
      <DataTable
        label="Systems people name"
        columns={named}
        rows={systems}
        rowKey={({ id }) => id}
        csvName="inventory"
        {...(onOpen === undefined ? {} : { onOpen: (of: System) => onOpen({ of, draft: draftOf(of) }) })}
        empty={{
          kind: "none-yet",
          title: "Nobody has named a system yet",
          text: "Begin with the kinds below: for each, say where it is, or that there is none.",
        }}
      />
      <Panel title="To inventory" plain>
        <DataTable
          label="Kinds nobody has answered for"
          columns={candidates}
          rows={toInventory}
          rowKey={({ id }) => id}
          csvName="to-inventory"
          empty={{
            kind: "none-yet",
            title: "Every kind was asked for",
            text: "Name others as you find them.",
          }}
        />
      </Panel>
    </>
  );
}

function useSaving(onDone: () => void) {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ of, draft }: Open) => {
      const json = sentOf(draft);
      if (of === null) return answerOf(api.inventory.$post({ json }));
      const header = { "if-match": String(of.version) };
      return answerOf(api.inventory[":id"].$put({ param: { id: of.id }, header, json }));
    },
    onSuccess: ({ name }) => {
      announce(`${name} is in the register`);
      onDone();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}

function useConfirming() {
  const client = useQueryClient();
  const announce = useAnnounce();
  return useMutation({
    mutationFn: ({ id, version }: System) => {
      const header = { "if-match": String(version) };
      return answerOf(api.inventory[":id"].confirm.$post({ param: { id }, header }));
    },
    onSuccess: ({ name }) => announce(`${name} is confirmed for a year`),
    onSettled: () => client.invalidateQueries({ queryKey: ["answer"] }),
  });
}

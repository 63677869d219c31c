import { useSyncExternalStore } from "react";
import { useRegisteredCommands } from "../ui/commands/commands.tsx";
import { Switch } from "../ui/field/choices.tsx";
import { Dialog } from "../ui/overlay/dialog.tsx";
import { Kbd } from "../ui/text/kbd.tsx";
import { byGroup } from "./command-palette.tsx";
import { onSettings, setSingleKeys, singleKeysOn } from "./settings.ts";
import styles from "./shell.module.css";

const IN_LISTS: readonly (readonly [string, string])[] = [
  ["j", "Next row"],
  ["k", "Row before"],
  ["x", "Select the row"],
  ["Enter", "Open the row"],
  ["Esc", "Back; empty a search; close what is open"],
];

/** Every key that does something here. */
export function KeyboardMap({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return (
    <Dialog title="Keyboard" isOpen={isOpen} onClose={onClose}>
      <SingleKeySwitch />
      <KeyGroups />
    </Dialog>
  );
}

/** Single keys on or off. */
export function SingleKeySwitch() {
  const on = useSyncExternalStore(onSettings, singleKeysOn);
  return (
    <Switch isSelected={on} onChange={setSingleKeys}>
      Single-key shortcuts
    </Switch>
  );
}

function KeyGroups() {
  const withKeys = useRegisteredCommands().filter(({ keys }) => keys !== undefined);
  return (
    <div className={styles["stack"]}>
      {byGroup(withKeys).map(([group, commands]) => (
        <KeyGroup
          key={group}
          title={group}
          rows={commands.map(({ keys = "", title }) => [keys, title] as const)}
        />
      ))}
      <KeyGroup title="In lists and tables" rows={IN_LISTS} />
    </div>
  );
}

function KeyGroup({
  title,
  rows,
}: {
  readonly title: string;
  readonly rows: readonly (readonly [string, string])[];
}) {
  return (
    <section>
      <h3>{title}</h3>
      <dl className={styles["keyTable"]}>
        {rows.map(([keys, what]) => (
          <KeyRow key={keys} keys={keys} what={what} />
        ))}
      </dl>
    </section>
  );
}

function KeyRow({ keys, what }: { readonly keys: string; readonly what: string }) {
  return (
    <>
      <dt>
        <Kbd keys={keys} />
      </dt>
      <dd>{what}</dd>
    </>
  );
}

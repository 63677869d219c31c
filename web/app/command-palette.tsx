import { Autocomplete, useFilter } from "react-aria-components/Autocomplete";
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection } from "react-aria-components/Menu";
import { type Command, useRegisteredCommands } from "../ui/commands/commands.tsx";
import { SearchField } from "../ui/field/search-field.tsx";
import { Dialog } from "../ui/overlay/dialog.tsx";
import { Kbd } from "../ui/text/kbd.tsx";
import overlay from "../ui/overlay/overlay.module.css";
import styles from "./shell.module.css";

interface OverlayProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Everything one can do from here, found by typing. */
export function CommandPalette({ isOpen, onClose }: OverlayProps) {
  return (
    <Dialog title="Commands" isOpen={isOpen} onClose={onClose}>
      <PaletteBody onClose={onClose} />
    </Dialog>
  );
}

function PaletteBody({ onClose }: { readonly onClose: () => void }) {
  const commands = useRegisteredCommands();
  const { contains } = useFilter({ sensitivity: "base" });
  const groups = byGroup(commands);
  return (
    <Autocomplete filter={contains}>
      <div className={styles["palette"]}>
        {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- the palette was opened to type into it */}
        <SearchField label="Find a command" autoFocus />
        <Menu
          aria-label="Commands"
          className={styles["paletteList"] ?? ""}
          renderEmptyState={() => <p className={styles["soft"]}>No command matches.</p>}
          onAction={(key) => {
            onClose();
            commands.find(({ id }) => id === key)?.run();
          }}
        >
          {groups.map(([group, members]) => (
            <MenuSection key={group} id={group}>
              <Header className={overlay["sectionTitle"] ?? ""}>{group}</Header>
              {members.map((command) => (
                <MenuItem
                  key={command.id}
                  id={command.id}
                  textValue={`${command.title} ${command.also ?? ""}`}
                  className={overlay["menuItem"] ?? ""}
                >
                  <span className={overlay["menuText"]}>{command.title}</span>
                  {command.keys !== undefined && (
                    <span className={overlay["menuKeys"]}>
                      <Kbd keys={command.keys} />
                    </span>
                  )}
                </MenuItem>
              ))}
            </MenuSection>
          ))}
        </Menu>
      </div>
    </Autocomplete>
  );
}

/** Commands by their group, this screen's first. */
export function byGroup(commands: readonly Command[]): readonly (readonly [string, readonly Command[]])[] {
  const groups = new Map<string, Command[]>();
  for (const command of commands) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  const rank = (group: string): number => (group === "This screen" ? 0 : 1);
  return [...groups].toSorted(([a], [b]) => rank(a) - rank(b));
}

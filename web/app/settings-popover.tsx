import { useState } from "react";
import { Button, IconButton } from "../ui/button/button.tsx";
import { RadioGroup } from "../ui/field/choices.tsx";
import { Popover } from "../ui/overlay/popover.tsx";
import { chooseTheme, storedTheme, type Theme, THEMES } from "../ui/theme/theme.ts";
import { SingleKeySwitch } from "./keyboard-map.tsx";
import { THEME_NAMES, useShell } from "./shell-commands.tsx";
import styles from "./shell.module.css";

/** Theme and shortcuts, kept in this browser. */
export function Settings() {
  return (
    <Popover label="Settings" trigger={<IconButton icon="settings" label="Settings" />}>
      {(close) => <SettingsBody onLeave={close} />}
    </Popover>
  );
}

function SettingsBody({ onLeave }: { readonly onLeave: () => void }) {
  const [theme, setTheme] = useState<Theme>(storedTheme);
  const { openKeyboardMap } = useShell();
  const choose = (id: string): void => {
    const chosen = THEMES.find((candidate) => candidate === id) ?? "system";
    chooseTheme(chosen);
    setTheme(chosen);
  };
  return (
    <div className={styles["stack"]}>
      <RadioGroup
        label="Theme"
        stacked
        value={theme}
        onChange={choose}
        options={THEMES.map((id) => ({ id, label: THEME_NAMES[id] }))}
      />
      <SingleKeySwitch />
      <div>
        <Button
          size="small"
          onPress={() => {
            onLeave();
            openKeyboardMap();
          }}
        >
          Keyboard map
        </Button>
      </div>
    </div>
  );
}

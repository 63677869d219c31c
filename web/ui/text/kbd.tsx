import styles from "./text.module.css";

/** A key, or several pressed one after the other or together: `keys="g w"`, `keys="Mod+K"`. */
export function Kbd({ keys }: { readonly keys: string }) {
  const parts = keys.split(/[ +]/).map((key) => (key === "Mod" ? modifierName() : key));
  return (
    <span className={styles["keys"]}>
      {parts.map((key) => (
        <kbd key={key} className={styles["kbd"]}>
          {key}
        </kbd>
      ))}
    </span>
  );
}

function modifierName(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";
}

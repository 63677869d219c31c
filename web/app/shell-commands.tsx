import { useRouter } from "@tanstack/react-router";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { type SessionState, useSession } from "../api/session-context.tsx";
import { type Command, useCommands } from "../ui/commands/commands.tsx";
import { AskContext, type Denial } from "../ui/state/deny-screen.tsx";
import { chooseTheme, type Theme, THEMES } from "../ui/theme/theme.ts";
import { CommandPalette } from "./command-palette.tsx";
import { KeyboardMap } from "./keyboard-map.tsx";
import { usableParts, usableScreens } from "./navigation.tsx";

interface ShellState {
  readonly pickerOpen: boolean;
  readonly setPickerOpen: (open: boolean) => void;
  readonly askOpen: boolean;
  /** What was denied, where that is asked about. */
  readonly askedAbout: Denial | null;
  readonly setAskOpen: (open: boolean) => void;
  readonly openPalette: () => void;
  readonly openKeyboardMap: () => void;
}

const ShellContext = createContext<ShellState | null>(null);

/** What opens from the header and from the keyboard. */
export function useShell(): ShellState {
  const state = useContext(ShellContext);
  if (state === null) throw new Error("useShell needs the shell above it");
  return state;
}

export const THEME_NAMES: Readonly<Record<Theme, string>> = {
  system: "As the system",
  light: "Light",
  dark: "Dark",
  contrast: "High contrast",
};

/** Registers what one can do on every page, and holds the palette and the keyboard map. */
export function ShellCommands({ children }: { readonly children: ReactNode }) {
  const [open, setOpen] = useState<"palette" | "keys" | "picker" | "ask" | null>(null);
  const [askedAbout, setAskedAbout] = useState<Denial | null>(null);
  const shell = useMemo<ShellState>(
    () => ({
      pickerOpen: open === "picker",
      setPickerOpen: (isOpen) => setOpen(isOpen ? "picker" : null),
      askOpen: open === "ask",
      askedAbout,
      setAskOpen: (isOpen) => {
        setAskedAbout(null);
        setOpen(isOpen ? "ask" : null);
      },
      openPalette: () => setOpen("palette"),
      openKeyboardMap: () => setOpen("keys"),
    }),
    [open, askedAbout],
  );
  useCommands(useShellCommands(shell));
  const ask = useCallback((denial: Denial) => {
    setAskedAbout(denial);
    setOpen("ask");
  }, []);
  const close = (): void => setOpen(null);
  return (
    <ShellContext value={shell}>
      <AskContext value={ask}>{children}</AskContext>
      <CommandPalette isOpen={open === "palette"} onClose={close} />
      <KeyboardMap isOpen={open === "keys"} onClose={close} />
    </ShellContext>
  );
}

function useShellCommands({
  openPalette,
  openKeyboardMap,
  setPickerOpen,
  setAskOpen,
}: ShellState): readonly Command[] {
  const state = useSession();
  const router = useRouter();
  return useMemo(() => {
    const go = (path: string): void => router.history.push(path);
    return [
      ...usableScreens(state).map(({ path, label, keys }) => ({
        id: `go:${path}`,
        title: label,
        group: "Go to",
        run: () => go(path),
        ...(keys === undefined ? {} : { keys }),
      })),
      ...usableParts(state).map(({ path, title, also }) => ({
        id: `go:${path}`,
        title,
        group: "Go to",
        run: () => go(path),
        ...(also === undefined ? {} : { also }),
      })),
      { id: "palette", title: "Show commands", group: "Everywhere", keys: "Mod+K", run: openPalette },
      { id: "ask", title: "Ask privacy", group: "Everywhere", also: "help", run: () => setAskOpen(true) },
      { id: "keys", title: "Show the keyboard map", group: "Everywhere", keys: "?", run: openKeyboardMap },
      ...(state.session.person === null
        ? []
        : [
            {
              id: "purpose",
              title: "Change the purpose",
              group: "Everywhere",
              keys: "p",
              run: () => setPickerOpen(true),
            },
          ]),
      ...purposeCommands(state),
      ...accountCommands(state, () => go("/")),
      ...THEMES.map((theme) => ({
        id: `theme:${theme}`,
        title: `Theme: ${THEME_NAMES[theme].toLowerCase()}`,
        group: "Theme",
        run: () => chooseTheme(theme),
      })),
    ];
  }, [state, router, openPalette, openKeyboardMap, setPickerOpen, setAskOpen]);
}

function purposeCommands({ session, purpose, declarePurpose }: SessionState): readonly Command[] {
  return session.purposes
    .filter(({ id, caseBound }) => !caseBound && id !== purpose?.id)
    .map(({ id, title, code }) => ({
      id: `purpose:${id}`,
      title: `Purpose: ${title}`,
      group: "Switch the purpose",
      run: () => declarePurpose(id),
      ...(code === null ? {} : { also: code }),
    }));
}

function accountCommands({ session, signIn, signOut }: SessionState, home: () => void): readonly Command[] {
  const people = session.signIn.kind === "demo" ? session.signIn.people : [];
  const others = people
    .filter(({ id }) => id !== session.person?.id)
    .map(({ id, displayName, roleTitle }) => ({
      id: `as:${id}`,
      title: `Sign in as ${displayName}`,
      also: `${roleTitle} ${id}`,
      group: "Account",
      run: () => void signIn(id).then(home),
    }));
  const out = { id: "out", title: "Sign out", group: "Account", run: () => void signOut() };
  return session.person === null ? others : [...others, out];
}

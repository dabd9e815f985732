/** Light, dark, or as the system has it. */

export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const KEY = 'sqlenv.theme'

export function savedTheme(): Theme {
  try {
    return toTheme(localStorage.getItem(KEY)) ?? themeOfAddress() ?? 'auto'
  } catch {
    // A frame may not be allowed to store anything.
    return themeOfAddress() ?? 'auto'
  }
}

/** The Hub tells a Space's frame which theme it has itself. */
function themeOfAddress(): Theme | undefined {
  return toTheme(new URLSearchParams(location.search).get('__theme'))
}

function toTheme(text: string | null): Theme | undefined {
  return THEMES.find((theme) => theme === text)
}

export function applySavedTheme(): void {
  applyTheme(savedTheme())
}

export function saveTheme(theme: Theme): void {
  applyTheme(theme)
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // It then holds until the next load.
  }
}

function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme
}

import { useState } from 'preact/hooks';
import { savedTheme, saveTheme, type Theme, themes } from './theme.ts';

const words: Record<Theme, string> = { auto: 'Auto', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const [chosen, setChosen] = useState(savedTheme);
  const choose = (theme: Theme): void => {
    saveTheme(theme);
    setChosen(theme);
  };
  return (
    <fieldset class="switch controls">
      <legend>Colours</legend>
      {themes.map((theme) => (
        <label key={theme}>
          <input type="radio" name="theme" checked={chosen === theme} onChange={() => choose(theme)} />
          <span>{words[theme]}</span>
        </label>
      ))}
    </fieldset>
  );
}

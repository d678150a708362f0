import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { defaultLedgerPath } from '@matrix-arena/ledger';
import { jsonOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { panelText } from './panel.ts';
import { assertAuthor, readSettings, type Settings, settingsPath, writeSettings } from './settings.ts';
import { nothing } from './wording.ts';

/** `arena init`: who the user is, and what commands are about unless they are told otherwise. */
export function initCommand() {
  return new Command('init')
    .description('keep who you are and what commands are about by default; without options, show what is set')
    .option('--author <id>', 'id that your submissions are made under')
    .option('-c, --competition <id>', 'competition that commands are about')
    .option('--ledger <file>', 'ledger that commands use')
    .addOption(jsonOption())
    .action(async ({ author, competition, ledger, json }) => {
      if (author !== undefined) assertAuthor(author);
      const changes: Settings = {
        ...(author === undefined ? {} : { author }),
        ...(competition === undefined ? {} : { competition }),
        ...(ledger === undefined ? {} : { ledger: resolve(ledger) }),
      };
      const settings = { ...(await readSettings()), ...changes };
      if (Object.keys(changes).length > 0) await writeSettings(settings);
      if (json) printJson({ path: settingsPath(), settings: complete(settings) });
      else print(settingsText(settings));
      if (settings.author === undefined) hint('arena init --author ID says who you are');
    });
}

function complete({ author, competition, ledger }: Settings) {
  return {
    author: author ?? null,
    competition: competition ?? null,
    ledger: ledger ?? defaultLedgerPath(),
  };
}

function settingsText(settings: Settings): string {
  const { author, competition, ledger } = complete(settings);
  return panelText('Settings', [
    ['author', author ?? nothing],
    ['competition', competition ?? `${nothing} (the only one, if there is one)`],
    ['ledger', ledger],
    ['kept in', settingsPath()],
  ]);
}

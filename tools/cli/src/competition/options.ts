import { Option } from '@commander-js/extra-typings';
import { wholeNumber } from '../option-values.ts';

/** Options that several commands share, so that they read the same everywhere. */
export const ledgerOption = () =>
  new Option('--ledger <file>', 'the ledger (default: the one of arena init, or that of this user)');

export const competitionOption = () =>
  new Option('-c, --competition <id>', 'the competition (default: that of arena init, or the only one)');

export const authorOption = () =>
  new Option('--author <id>', 'who you are (default: the author of arena init)');

export const jsonOption = () => new Option('--json', 'print JSON instead').default(false);

export const pageOption = () =>
  new Option('-p, --page <n>', 'page of the list').argParser(wholeNumber(1, 1e6)).default(1);

export const roundOption = () =>
  new Option('-r, --round <n>', 'number of the round (default: the current one)').argParser(
    wholeNumber(1, 1e6),
  );

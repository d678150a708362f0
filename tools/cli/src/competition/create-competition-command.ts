import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { ArenaError } from '@matrix-arena/contract';
import { openSet } from '@matrix-arena/corpus';
import { type CompetitionConfig, parseCompetitionConfig } from '@matrix-arena/ledger';
import { counted } from '../format.ts';
import { withLedger } from './open-ledger.ts';
import { jsonOption, ledgerOption } from './options.ts';
import { hint, print, printJson } from './output.ts';
import { poolFolder } from './pool.ts';
import { measuringText } from './wording.ts';

export function createCompetitionCommand() {
  return new Command('create')
    .description('make a competition from a config; nothing is open until its first round is')
    .argument('<config>', 'JSON such as examples/competition.json of this package')
    .addOption(ledgerOption())
    .addOption(jsonOption())
    .action(async (path, { ledger: file, json }) => {
      const config = await readConfig(resolve(path));
      const { entries } = await openSet(poolFolder(config));
      await withLedger(file, 'make', ({ ledger }) => {
        const created = ledger.createCompetition(config);
        if (json) printJson(created);
        else {
          print(`${created.id} is created, with a pool of ${counted(entries.length, 'file', 'files')}\n`);
          print(`submissions are measured with ${measuringText(created)}\n`);
        }
        if (entries.length < created.pool.sampleCount)
          hint(
            `a round has ${counted(created.pool.sampleCount, 'matrix', 'matrices')}: the pool is too small to sample, rounds take all`,
          );
        hint(`arena round open -c ${created.id} opens its first round`);
      });
    });
}

/** A pool's folder is named from where the config is, and kept as an absolute path. */
async function readConfig(path: string): Promise<CompetitionConfig> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new ArenaError('not-found', { what: path, hint: 'there is no such config; name the file', cause });
  });
  const config = parseCompetitionConfig(parse(text, path), path);
  const { folder } = config.pool;
  return folder === undefined
    ? config
    : { ...config, pool: { ...config.pool, folder: resolve(dirname(path), folder) } };
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const { message } = cause as Error;
    throw new ArenaError('bad-format', { what: path, hint: `is no JSON (${message}); correct it`, cause });
  }
}

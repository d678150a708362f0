import { Command } from '@commander-js/extra-typings';
import { resultSchemaVersion } from '@matrix-arena/contract/schemas';
import { bundledSamplesDir, corpusHash, loadMatrices, openSet } from '@matrix-arena/corpus';
import { arenaVersion } from '@matrix-arena/harness';
import { ledgerVersion } from '@matrix-arena/ledger';
import { jsonOption } from './options.ts';
import { print, printJson } from './output.ts';
import { panelText } from './panel.ts';

/** `arena version`: what a result depends on. */
export function versionCommand() {
  return new Command('version')
    .description('versions of the arena and of what it writes, of Node, and the hash of the bundled samples')
    .addOption(jsonOption())
    .action(async ({ json }) => {
      const set = await openSet(bundledSamplesDir());
      const versions = {
        arena: arenaVersion,
        resultSchema: resultSchemaVersion,
        ledger: ledgerVersion,
        node: process.version,
        platform: `${process.platform} ${process.arch}`,
        corpusSha256: corpusHash(await loadMatrices(set, set.entries)),
      };
      if (json) {
        printJson(versions);
        return;
      }
      print(
        panelText('Versions', [
          ['arena', versions.arena],
          ['result files', String(versions.resultSchema)],
          ['ledgers', String(versions.ledger)],
          ['Node', versions.node],
          ['platform', versions.platform],
          ['bundled samples', `sha256 ${versions.corpusSha256}`],
        ]),
      );
    });
}

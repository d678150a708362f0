import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Argument, Command } from '@commander-js/extra-typings';
import { findWorkspace } from '../workspace.ts';
import { type Topic, topics } from './docs-topics.ts';
import { jsonOption } from './options.ts';
import { hint, print, printJson } from './output.ts';

/** `arena docs`: the rules in short, where one is typing. */
export function docsCommand() {
  return new Command('docs')
    .description('explain scoring, frames, taking part, and what people ask')
    .addArgument(
      new Argument('[topic]', 'what to explain; all topics are listed without').choices(
        topics.map(({ name }) => name),
      ),
    )
    .addOption(jsonOption())
    .action((name, { json }) => {
      const topic = topics.find((one) => one.name === name);
      if (json) printJson(topic === undefined ? topics : topic);
      else if (topic === undefined) listTopics();
      else {
        print(topic.text);
        hint(`more: ${pageOf(topic)}`);
      }
    });
}

function listTopics(): void {
  for (const topic of topics) print(`${topic.name.padEnd(8)} ${topic.text.split('\n')[0]}\n`);
  hint(`arena docs ${topics[0].name} prints one`);
}

/** Where the page is: on this disk in a checkout, otherwise by its name there. */
function pageOf({ page }: Topic): string {
  const checkout = findWorkspace(process.cwd());
  const path = checkout === null ? null : join(checkout, page);
  return path !== null && existsSync(path) ? path : `${page} of the checkout`;
}

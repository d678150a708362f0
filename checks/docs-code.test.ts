import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseManifest } from '../packages/contract/src/schemas.ts';
import { typeErrors } from './compile.ts';
import { readDocument, readDocuments, root } from './documents.ts';
import { fencedBlocks } from './markdown.ts';
import { readTutorial, removedFiles } from './tutorial.ts';

const tutorialPath = 'docs/writing-a-codec.md';
const documents = readDocuments();
const blocks = documents.flatMap(({ path, text }) => fencedBlocks(text).map((block) => ({ ...block, path })));

const wrong = "import { limits } from '@matrix-arena/contract';\nlimits.maxRows = 'many';\n";
const sources = new Map([...blockSources(), ...tutorialSources(), ['wrong.md/1.ts', wrong]]);
// One program for all, since most of its time goes into the types that they share.
const errors = typeErrors(
  sources,
  [...sources.keys()].filter((path) => path.endsWith('.ts')),
);

it('every TypeScript block of the documents type-checks, and every step of the tutorial', () => {
  expect(sources.size).toBeGreaterThanOrEqual(40);
  expect(errors.filter((line) => !line.startsWith('wrong.md/'))).toEqual([]);
});

it('a block that does not type-check is found', () => {
  expect(errors).toContainEqual(expect.stringContaining('wrong.md/1.ts:2: '));
});

it('no TypeScript block is a fragment that nobody checks', () => {
  expect(blocks.filter(({ marks }) => marks.includes('fragment'))).toEqual([]);
});

it.for(
  blocks
    .filter(({ language }) => language === 'json')
    .map((block) => [`${block.path}:${block.line}`, block] as const),
)('the JSON of %s is sound', ([where, { title, text }]) => {
  const json: unknown = JSON.parse(text);
  if (title === 'manifest.json') parseManifest(json, where);
});

/** Each block of each document, by the document and its line. */
function blockSources(): [path: string, text: string][] {
  return blocks
    .filter(({ language, marks }) => language === 'ts' && !marks.includes('fragment'))
    .filter(({ path }) => path !== tutorialPath)
    .map(({ path, line, text }) => {
      // Empty lines in front, so that an error names the line of the document.
      return [`${path}/${line}.ts`, `${'\n'.repeat(line - 1)}${text}\nexport {};`];
    });
}

/** The sources of the solution as they are after each step. */
function tutorialSources(): [path: string, text: string][] {
  const files = new Map(templateSources());
  const steps = readTutorial(readDocument(tutorialPath)).filter((step) => step.files.length > 0);
  return steps.flatMap((step, index) => {
    for (const { path, text } of step.files) files.set(path, text);
    for (const path of removedFiles(step)) files.delete(path);
    return [...files].map(([path, text]): [string, string] => [`step-${index + 1}/${path}`, text]);
  });
}

/** What `arena new` makes, before it fills in names. */
function templateSources(): [path: string, text: string][] {
  return ['common', 'typescript'].flatMap((layer) => {
    const folder = join(root, 'tools/create-solution/template', layer);
    const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return entries
      .filter((path) => /^(src[/\\].*\.ts|manifest\.json)$/.test(path))
      .map((path): [string, string] => [
        path.replaceAll('\\', '/'),
        readFileSync(join(folder, path), 'utf8'),
      ]);
  });
}

import { readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { internal, type Room, readPackages, readRooms, type WorkspacePackage } from './rooms.ts';

const root = join(import.meta.dirname, '..');
const rooms = readRooms(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
const packages = readPackages(root);
const solutionNames = packages.filter(({ room }) => room === 'solutions').map(({ name }) => name);

/** Rooms that run in browsers too. */
const withoutNode = ['contract', 'bf16', 'scoring', 'solutions'];
/** What a pure function cannot touch. */
const impure = /\b(Date\.now|new Date|performance\.|Math\.random|process\.)/;

function roomOf(one: WorkspacePackage): Room {
  const room = rooms.get(one.room);
  if (room === undefined)
    throw new Error(`docs/architecture.md: expected a line for ${one.room} among the rooms`);
  return room;
}

/** Whether a room's list names a package; `solutions` stands for all of them. */
function allows(list: readonly string[], name: string): boolean {
  return list.includes(name) || (list.includes('solutions') && solutionNames.includes(name));
}

function brokenImports(one: WorkspacePackage): string[] {
  const { imports, development } = roomOf(one);
  return one.files.flatMap((file) => {
    const allowed = file.isTest ? [...imports, ...development, one.name] : imports;
    const rooms = internal(file.imports).filter((name) => !allows(allowed, name));
    const outside = file.isTest ? [] : file.imports.filter((specifier) => leaves(one, file.path, specifier));
    return [...rooms, ...outside].map((what) => `${one.name}/${file.path} imports ${what}`);
  });
}

function leaves({ folder }: WorkspacePackage, path: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return false;
  return relative(folder, resolve(folder, path, '..', specifier)).startsWith(`..${sep}`);
}

describe.each(packages)('$room ($name)', (one) => {
  const sources = one.files.filter(({ isTest }) => !isTest);

  it('imports only what the architecture page allows', () => {
    expect(brokenImports(one)).toEqual([]);
  });

  it('depends only on what the architecture page allows', () => {
    const { imports, development } = roomOf(one);
    expect(one.dependencies.filter((name) => !allows(imports, name))).toEqual([]);
    expect(one.devDependencies.filter((name) => !allows([...imports, ...development], name))).toEqual([]);
  });

  if (withoutNode.includes(one.room))
    it('uses no Node built-in', () => {
      const users = sources.filter(({ imports }) =>
        imports.some((specifier) => specifier.startsWith('node:')),
      );
      expect(users.map(({ path }) => path)).toEqual([]);
    });

  if (one.room === 'scoring')
    it('touches no clock and no randomness', () => {
      expect(sources.filter(({ text }) => impure.test(text)).map(({ path }) => path)).toEqual([]);
    });

  if (one.room !== 'solutions')
    it('holds no name of a solution', () => {
      const holders = sources.filter(({ path, text }) =>
        stringLiterals(path, text).some((word) => solutionNames.includes(word)),
      );
      expect(holders.map(({ path }) => path)).toEqual([]);
    });
});

it('the page lists no room that does not exist', () => {
  const existing = new Set(packages.map(({ room }) => room));
  expect([...rooms.keys()].filter((room) => !existing.has(room))).toEqual([]);
});

it('an import that breaks the table is found', () => {
  const imports = [
    '@matrix-arena/contract',
    '@matrix-arena/corpus/x',
    './statistics.ts',
    '../../corpus/src/index.ts',
  ];
  const files = [{ path: 'src/ranking.ts', isTest: false, text: '', imports }];
  const broken: WorkspacePackage = {
    folder: join(root, 'packages/scoring'),
    name: 'scoring',
    room: 'scoring',
    dependencies: [],
    devDependencies: [],
    files,
  };
  expect(brokenImports(broken)).toEqual([
    'scoring/src/ranking.ts imports corpus',
    'scoring/src/ranking.ts imports ../../corpus/src/index.ts',
  ]);
});

function stringLiterals(path: string, text: string): string[] {
  const words: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) words.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return words;
}

import { z } from 'zod';
import { ArenaError } from './arena-error.ts';
import type { Manifest } from './manifest.ts';

const packageName = /^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;

/** Shown as it is, on terminals too: they would obey control and format characters. Joiners belong to many scripts. */
const printableLine = /^(?:[^\p{Cc}\p{Cf}]|[\u200c\u200d])*$/u;
const notPrintable = 'one line of printable characters';

const modulePath = (example: string) =>
  z.string().regex(/^(?!.*\.\.)\.\/[\w./-]+\.m?js$/, `a path below the manifest such as ${example}`);

/** Schema of `manifest.json`. Unknown keys are refused, so that a typing mistake is seen. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,62}[a-z0-9]$/, 'lower-case letters, digits and hyphens, 2 to 64 characters')
    .describe('Unique name of the solution'),
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/, 'a semantic version such as 1.2.0')
    .describe('Semantic version of the solution'),
  formatVersion: z.int().min(1).max(255).describe('Raised whenever the bytes of a frame change'),
  description: z.string().min(1).max(200).regex(printableLine, notPrintable).describe('The idea in one line'),
  authors: z.array(z.string().min(1).regex(printableLine, notPrintable)).min(1).readonly(),
  license: z.string().min(1).regex(printableLine, notPrintable).describe('SPDX identifier'),
  homepage: z.url().regex(printableLine, notPrintable).optional(),
  lossless: z.boolean(),
  dependencies: z
    .array(z.string().regex(packageName, 'an npm package name'))
    .readonly()
    .default([])
    .describe('Allow-listed libraries that stay imports'),
  entry: modulePath('./dist/index.js').default('./dist/index.js'),
  inspect: modulePath('./dist-inspect/index.js')
    .optional()
    .describe('Module that takes frames apart; not counted, so not beside the entry'),
}) satisfies z.ZodType<Manifest>;

/**
 * Reads a manifest from parsed JSON.
 *
 * @param source path shown in the message
 * @throws ArenaError `bad-format` that names the first wrong field
 */
export function parseManifest(json: unknown, source: string): Manifest {
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw schemaError(parsed.error, source, 'correct the manifest');
}

/** One line for the first issue that zod found, with the path of the field. */
export function schemaError(error: z.ZodError, source: string, hint: string): ArenaError {
  const [issue] = error.issues;
  const field = issue === undefined || issue.path.length === 0 ? '' : ` field ${issue.path.join('.')}`;
  return new ArenaError('bad-format', {
    what: `${source}${field}`,
    hint: `${escaped(issue?.message ?? 'not valid')}; ${hint}`,
    cause: error,
  });
}

/** Messages of zod name unknown keys, which may hold anything. */
function escaped(text: string): string {
  return text.replace(
    /(?![\u200c\u200d])[\p{Cc}\p{Cf}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}

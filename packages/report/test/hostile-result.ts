import { parseResult, type Result, type Trial } from '@matrix-arena/contract/schemas';
import { realResult } from './results.ts';

/** What might end a script, begin markup, run as a handler, or upset a line. */
export const hostileTexts = [
  '</script><script>window.pwned = 1</script>',
  '<!--<script>',
  '<img src=x onerror="window.pwned = 1">',
  "'; window.pwned = 1; //",
  '\u2028window.pwned = 1\u2029',
  '&lt;b&gt; &amp; "quoted"',
  'javascript:window.pwned=1',
  '\ud800 alone',
] as const;

/** A result with such a text wherever the schema allows any text. */
export function hostileResult(): Result {
  const result = realResult();
  const [text] = hostileTexts;
  const rename = (id: string): string => `${id}${hostileTexts.join(' ')}`;
  const trials = (list: Trial[]): Trial[] =>
    list.map((trial, index) => {
      const matrix = rename(trial.matrix);
      if (index > 0) return { ...trial, matrix };
      return {
        matrix,
        outcome: 'mismatch',
        stage: 'compare',
        message: hostileTexts.join(' '),
        expected: text,
        got: text,
      };
    });
  return parseResult(
    {
      ...result,
      control: null,
      environment: {
        ...result.environment,
        cpu: text,
        os: text,
        node: text,
        governor: text,
        commit: text,
        warnings: [...hostileTexts],
      },
      corpus: {
        ...result.corpus,
        name: text,
        matrices: result.corpus.matrices.map((matrix, index) => ({
          ...matrix,
          id: rename(matrix.id),
          kind: hostileTexts[index % hostileTexts.length],
        })),
      },
      solutions: result.solutions.map((solution) => ({
        ...solution,
        manifest: {
          ...solution.manifest,
          description: '<img src=x onerror="window.pwned = 1">',
          authors: [text],
        },
        findings: [{ kind: 'hidden-threads', message: hostileTexts.join(' ') }],
        trials: trials(solution.trials),
      })),
    },
    'hostile result',
  );
}

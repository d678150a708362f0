import { ArenaError } from '@matrix-arena/contract';

/** Kind and message of the ArenaError that some work ends with; anything else is passed on as a failure of the test. */
export async function problemOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ArenaError) return `${error.kind} | ${error.message}`;
    throw error;
  }
  return 'no error';
}

/** The problems of a table of cases, by the name of the case. */
export async function problemsOf(
  cases: Readonly<Record<string, () => unknown>>,
): Promise<Record<string, string>> {
  const problems: Record<string, string> = {};
  for (const [name, work] of Object.entries(cases)) problems[name] = await problemOf(work);
  return problems;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * Tags the commit that a version was made from, in a checkout that is clean and still at it.
 *
 * @returns what was done, or why not
 */
export async function tagCheckout(folder: string, version: string, commit: string | null): Promise<string> {
  const tag = `codec-v${version}`;
  const git = async (...args: string[]): Promise<string> =>
    (await promisify(execFile)('git', args, { cwd: folder })).stdout.trim();
  if (commit === null) return `not tagged ${tag}: it was not made in a git checkout`;
  try {
    if ((await git('rev-parse', 'HEAD')) !== commit)
      return `not tagged ${tag}: the checkout is not at the commit that it was made from`;
    if ((await git('status', '--porcelain')) !== '')
      return `not tagged ${tag}: the checkout has changes that are not committed`;
    if ((await git('tag', '--list', tag)) !== '') return `the tag ${tag} is there already`;
    await git('tag', tag);
    return `tagged ${tag}; git push origin ${tag} shares it`;
  } catch (error) {
    const [reason] = ((error as { stderr?: string }).stderr ?? String(error)).split('\n');
    return `not tagged ${tag}: ${reason}`;
  }
}

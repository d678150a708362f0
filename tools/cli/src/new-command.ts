import { creationCommand } from '@matrix-arena/create-solution';

/** `arena new`: the same command as the package's own. */
export function newCommand() {
  return creationCommand('new');
}

import type { Codec, Solution } from '@matrix-arena/contract';
import type { ResolvedOptions } from '../run/options.ts';
import type { SolutionPackage } from '../run/solution-package.ts';

/** What a rule sees of the solution that it judges. */
export interface RuleContext extends SolutionPackage {
  /** Folder of the solution, with a slash at its end. */
  readonly packageDir: URL;
  readonly options: ResolvedOptions;
  /** The loaded module's default export. */
  solution(): Promise<Solution>;
  /** A codec of its own: `create()` is called each time. */
  newCodec(): Promise<Codec>;
  /** Names the case that follows; a violation, a hang or a crash is blamed on it. */
  step(name: string): void;
}

/** A demand on every solution. */
export interface Rule {
  /** Stable, kebab-case. */
  readonly id: string;
  /** What holds when the rule is kept, in one line. */
  readonly title: string;
  /** Throws when the rule is broken, with a message that says what was expected and what happened. */
  check(context: RuleContext): void | Promise<void>;
}

/** Lets a type check see that a check ends here. */
export function violated(message: string): never {
  throw new Error(message);
}

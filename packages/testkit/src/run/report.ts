interface ReportBase {
  /** Stable id of the rule, kebab-case. */
  readonly id: string;
  readonly title: string;
  readonly elapsedMs: number;
}

/** Verdict of one rule on one solution. */
export type RuleReport =
  | (ReportBase & { readonly outcome: 'passed' })
  | (ReportBase & {
      readonly outcome: 'failed';
      /** What was expected and what happened instead, and in which case. */
      readonly message: string;
    });

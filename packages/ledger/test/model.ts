/** What a ledger of one competition should know: as simple as it can be said, without tables or queries. */
export interface ModelSubmission {
  readonly id: number;
  readonly round: number;
  readonly author: string;
  readonly tarball: string;
  readonly auto: boolean;
  state: string;
  score: number | null;
  attempts: number;
  isDecided: boolean;
}

interface ModelRound {
  readonly number: number;
  isRunning: boolean;
  baseline: number | null;
  defender: ModelSubmission | null;
  top: ModelSubmission | null;
}

/** The better of the top and the baseline; null until that is measured. */
function standingOf({ top, baseline }: ModelRound): number | null {
  return baseline === null ? null : Math.max(baseline, top?.score ?? baseline);
}

const factor = 1.01;
const unfinished = ['queued', 'screening', 'evaluating'];

export class Model {
  readonly submissions: ModelSubmission[] = [];
  readonly rounds: ModelRound[] = [];
  holder: ModelSubmission | null = null;

  get round(): ModelRound | undefined {
    const last = this.rounds.at(-1);
    return last?.isRunning ? last : undefined;
  }

  openRound(): void {
    const round = {
      number: this.rounds.length + 1,
      isRunning: true,
      baseline: null,
      defender: null,
      top: null,
    };
    this.rounds.push(round);
    if (this.holder === null) return;
    this.rounds[this.rounds.length - 1].defender = this.add(this.holder.author, this.holder.tarball, true);
  }

  /** Whether a score of a round waits for the holder or the baseline. */
  hasUndecided(round: ModelRound): boolean {
    return this.of(round).some(({ state, isDecided }) => state === 'scored' && !isDecided);
  }

  closeRound(round: ModelRound): void {
    for (const one of this.of(round)) if (unfinished.includes(one.state)) one.state = 'stale';
    round.isRunning = false;
  }

  submit(author: string, tarball: string): void {
    const { round } = this;
    if (round === undefined) return;
    const isKnown = this.of(round).some((one) => one.author === author && one.tarball === tarball);
    if (isKnown) return;
    for (const one of this.of(round)) {
      if (one.author === author && one.state === 'queued' && !one.auto) one.state = 'replaced';
    }
    this.add(author, tarball, false);
  }

  nextQueued(): ModelSubmission | undefined {
    return this.submissions.find(({ state }) => state === 'queued');
  }

  claimed(): ModelSubmission[] {
    return this.submissions.filter(({ state }) => state === 'screening' || state === 'evaluating');
  }

  /** All evaluators are gone for so long that what they had is free again. */
  expire(): void {
    for (const one of this.claimed()) one.state = one.attempts < 3 ? 'queued' : 'failed';
    this.decide();
  }

  decide(): void {
    const { round } = this;
    if (round === undefined) return;
    const { defender } = round;
    if (defender !== null && unfinished.includes(defender.state)) return;
    if (defender?.state === 'scored' && !defender.isDecided) this.take(round, defender);
    for (const one of this.of(round)) {
      if (one.state !== 'scored' || one.isDecided) continue;
      const standing = standingOf(round);
      if (standing === null || one.score === null) return;
      one.isDecided = true;
      if (one.score >= factor * standing && one.score > standing) this.take(round, one);
    }
  }

  /** Null when there is nothing that could be beaten. */
  scoreToBeat(): number | null {
    const { round } = this;
    if (round === undefined) return null;
    if (round.defender !== null && unfinished.includes(round.defender.state)) return null;
    const standing = standingOf(round);
    return standing === null ? null : factor * standing;
  }

  counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { state } of this.submissions) counts[state] = (counts[state] ?? 0) + 1;
    return counts;
  }

  private of(round: ModelRound): ModelSubmission[] {
    return this.submissions.filter((one) => one.round === round.number);
  }

  private take(round: ModelRound, submission: ModelSubmission): void {
    submission.isDecided = true;
    round.top = submission;
    this.holder = submission;
  }

  private add(author: string, tarball: string, auto: boolean): ModelSubmission {
    const id = this.submissions.length + 1;
    const round = this.rounds.length;
    const rest = { state: 'queued', score: null, attempts: 0, isDecided: false };
    const submission = { id, round, author, tarball, auto, ...rest };
    this.submissions.push(submission);
    return submission;
  }
}

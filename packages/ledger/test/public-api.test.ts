import { expect, it } from 'vitest';
import * as api from '../src/index.ts';
import { tempLedger } from './arena.ts';

it('the package offers these names', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "authorSchema",
      "baselineOf",
      "competitionConfigSchema",
      "defaultLedgerPath",
      "ledgerVersion",
      "logLevels",
      "openLedger",
      "outcomeOf",
      "parseCompetitionConfig",
      "stageTransitions",
      "stages",
      "submissionStates",
      "submissionTransitions",
    ]
  `);
});

it('an open ledger has these commands', () => {
  expect(Object.keys(tempLedger().ledger).sort()).toMatchInlineSnapshot(`
    [
      "addFiles",
      "addNote",
      "advanceRounds",
      "appendLog",
      "backUp",
      "changeConfig",
      "claimNext",
      "close",
      "closeRound",
      "codeVisibleTo",
      "competitionConfig",
      "competitionSummary",
      "createCompetition",
      "dailyCounts",
      "endCompetition",
      "endSubmissions",
      "fail",
      "heartbeat",
      "listCompetitions",
      "listEvents",
      "listRounds",
      "listSubmissions",
      "logsVisibleTo",
      "matrixScores",
      "openRound",
      "path",
      "planRound",
      "ranks",
      "readFile",
      "readLog",
      "readTarball",
      "recordBaseline",
      "recordPublication",
      "recordScore",
      "reject",
      "release",
      "reportData",
      "roundExport",
      "roundInputs",
      "startEvaluation",
      "startRound",
      "submissionDetail",
      "submissionFiles",
      "submit",
      "topScoreHistory",
      "transaction",
      "verify",
    ]
  `);
});

it('the tables of states say what can follow what', () => {
  expect(api.submissionTransitions).toMatchInlineSnapshot(`
    {
      "evaluating": [
        "scored",
        "failed",
        "stale",
        "queued",
      ],
      "failed": [],
      "queued": [
        "screening",
        "stale",
        "replaced",
      ],
      "rejected": [],
      "replaced": [],
      "scored": [],
      "screening": [
        "evaluating",
        "rejected",
        "failed",
        "stale",
        "queued",
      ],
      "stale": [],
    }
  `);
  expect(api.stageTransitions).toMatchInlineSnapshot(`
    {
      "completed": [],
      "evaluating": [
        "completed",
      ],
      "open": [
        "evaluating",
        "completed",
      ],
      "pending": [
        "open",
        "completed",
      ],
    }
  `);
});

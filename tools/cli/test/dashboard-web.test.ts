import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { openLedger } from '@matrix-arena/ledger';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
// The browser is a dependency of the package that makes the page.
import { executable, inChromium, launch, openUrl } from '../../../packages/report/test/browser.ts';
import { arena, command, temporaryFolder } from './arena.ts';
import { configOf, demoLedger, measurement, openRound } from './dashboard-ledger.ts';
import { resultOf, solutionOf } from './results.ts';

interface Served {
  readonly url: string;
  readonly stop: (signal: NodeJS.Signals) => Promise<number | null>;
  readonly stderr: () => string;
}

/** Serves the page of a competition from a process of its own, which is gone after the test. */
async function serve(ledger: string, ...args: string[]): Promise<Served> {
  const words = ['dashboard', '--web', '--port', '0', '--ledger', ledger, ...args];
  const env = { ...process.env, XDG_CONFIG_HOME: await temporaryFolder() };
  const child = spawn(process.execPath, [command, ...words], { env });
  const ended = once(child, 'close') as Promise<[number | null]>;
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [line] = (await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    ended.then(() => Promise.reject(new Error(`arena dashboard ended: ${stderr}`))),
  ])) as [string];
  return {
    url: /http:\/\/\S+/.exec(line)?.[0] ?? '',
    stderr: () => stderr,
    async stop(signal) {
      child.kill(signal);
      return (await ended)[0];
    },
  };
}

interface Page {
  readonly sections: readonly { readonly solutions: readonly { readonly name: string }[] }[];
  readonly competition: { readonly points: readonly unknown[]; readonly submissions: readonly unknown[] };
}

const json = async (url: string): Promise<Page> => (await (await fetch(url)).json()) as Page;

it('serves the page and its data, and answers 304 while nothing has changed', async () => {
  const { path, ledger, evaluating } = await demoLedger();
  const { url, stop, stderr } = await serve(path, '-c', 'spring-cup');
  const page = await fetch(url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=UTF-8']);
  expect(await page.text()).toContain('"liveUrl":"/data.json"');
  const data = await json(`${url}/data.json`);
  expect(data.competition.submissions.length).toBe(60);
  expect(data.sections.length).toBe(1);
  const names = data.sections[0].solutions.map(({ name }) => name);
  expect(names.length).toBe(ledger.ranks('spring-cup').total);
  expect(names.filter((name) => / of \S+$/.test(name)).length).toBeGreaterThan(1);

  const first = await fetch(`${url}/data.json`);
  const etag = first.headers.get('etag') ?? '';
  const headers = { 'if-none-match': etag };
  expect((await fetch(`${url}/data.json`, { headers })).status).toBe(304);
  ledger.recordScore(evaluating, measurement(ledger, evaluating, 0.7));
  expect((await fetch(`${url}/data.json`, { headers })).status).toBe(200);
  expect((await json(`${url}/data.json`)).competition.points.length).toBe(data.competition.points.length + 1);
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'healthy' });
  expect((await fetch(`${url}/else`)).status).toBe(404);
  expect(await stop('SIGTERM')).toBe(0);
  expect(stderr()).toBe('');
});

it('answers to its own name alone, and ends with 130 at Ctrl-C', async () => {
  const { path } = await demoLedger();
  const { url, stop } = await serve(path, '-c', 'spring-cup');
  const status = (host: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      request(`${url}/data.json`, { headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
  const { port, host } = new URL(url);
  expect(host).toMatch(/^127\.0\.0\.1:/);
  expect(await status(host)).toBe(200);
  expect(await status(`localhost:${port}`)).toBe(200);
  expect(await status('evil.example')).toBe(421);
  expect(await status(`evil.example:${port}`)).toBe(421);
  const taken = await arena(['dashboard', '--web', '--port', port, '--ledger', path, '-c', 'spring-cup']);
  expect(taken.code).toBe(1);
  expect(taken.stderr).toMatch(/^arena: port \d+ of 127\.0\.0\.1: expected a free port, got one in use; /);
  expect(await stop('SIGINT')).toBe(130);
});

it('keeps results back for as long as the ledger does', async () => {
  const path = join(await temporaryFolder(), 'ledger.sqlite');
  const ledger = openLedger(path);
  ledger.createCompetition(configOf('cup', 'The cup', { revealLogs: 'after-round' }));
  openRound(ledger, 'cup', 1);
  const input = { competition: 'cup', author: 'ada', solution: 'planes', version: '1.0.0' };
  ledger.submit({ ...input, tarball: Buffer.from('planes') });
  const claim = ledger.claimNext('cup', 'worker', 1e6);
  if (claim === null) throw new Error('nothing is queued');
  ledger.startEvaluation(claim, 1);
  const bytes = Buffer.from(JSON.stringify(resultOf([solutionOf('planes', 400)])));
  ledger.recordScore(claim, measurement(ledger, claim, 0.6), [
    { name: 'result.json', type: 'result', bytes },
  ]);
  const { url } = await serve(path);
  expect((await json(`${url}/data.json`)).sections).toEqual([]);
  const { url: open } = await serve(path, '--organiser');
  expect((await json(`${open}/data.json`)).sections.length).toBe(1);
  ledger.closeRound('cup');
  expect((await json(`${url}/data.json`)).sections.length).toBe(1);
  ledger.close();
});

describe.skipIf(executable === null)(inChromium('the page in a browser'), () => {
  it('says that there is nothing yet, and shows what comes in without being loaded again', async () => {
    const path = join(await temporaryFolder(), 'ledger.sqlite');
    const ledger = openLedger(path);
    ledger.createCompetition(configOf('cup', 'The cup'));
    openRound(ledger, 'cup', 1);
    const { url } = await serve(path);
    const browser = await launch();
    onTestFinished(() => browser.close());
    const { page, complaints } = await openUrl(browser, url);
    await page.getByText('There are no results yet.').waitFor();
    const input = { competition: 'cup', author: 'ada', solution: 'planes', version: '1.0.0' };
    ledger.submit({ ...input, tarball: Buffer.from('planes') });
    await page.getByText('queued').first().waitFor({ state: 'attached' });
    const claim = ledger.claimNext('cup', 'worker', 1e6);
    if (claim === null) throw new Error('nothing is queued');
    ledger.startEvaluation(claim, 1);
    const bytes = Buffer.from(JSON.stringify(resultOf([solutionOf('planes', 400)])));
    ledger.recordScore(claim, measurement(ledger, claim, 0.6), [
      { name: 'result.json', type: 'result', bytes },
    ]);
    await page.locator('table.ranking').getByText('planes').waitFor({ state: 'attached' });
    expect(await page.getByText('There are no results yet.').count()).toBe(0);
    await vi.waitFor(async () => expect(await page.getByRole('status').textContent()).toBe('Live'));
    expect([...complaints]).toEqual([]);
    ledger.close();
  });
});

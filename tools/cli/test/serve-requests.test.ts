import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from './arena.ts';
import { failureOf, post, raw, type Served, serveFixture } from './serve-process.ts';

const run = promisify(execFile);
const hasProgram = (name: string) =>
  run(name, ['--version']).then(
    () => true,
    () => false,
  );
const [hasCurl, hasPython] = await Promise.all([hasProgram('curl'), hasProgram('python3')]);
const four = Uint8Array.of(1, 2, 3, 4);

describe('a request to arena serve', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serveFixture('store', '--max-body-bytes', '4000000');
  });
  afterAll(async () => {
    served.kill('SIGTERM');
    await served.ended;
  });

  it.skipIf(!hasCurl)('may come from curl, in chunks too', async () => {
    const { address } = served;
    const folder = await temporaryFolder();
    const [path, frame, back] = ['matrix', 'frame', 'back'].map((name) => join(folder, name));
    const bytes = Uint8Array.from({ length: 2_000_000 }, (_, i) => (i * 2_654_435_761) >>> 24);
    await writeFile(path, bytes);
    const curl = ['-sS', '--fail-with-body', '-H', 'Transfer-Encoding: chunked'];
    await run('curl', [...curl, '-F', `file=@${path}`, '-F', 'cols=500', '-o', frame, `${address}/compress`]);
    await run('curl', [
      '-sS',
      '--fail-with-body',
      '-F',
      `file=@${frame}`,
      '-o',
      back,
      `${address}/decompress`,
    ]);
    expect((await readFile(back)).equals(bytes)).toBe(true);
    expect((await readFile(frame)).readUInt32LE(0)).toBe(2000);
  });

  it.skipIf(!hasPython)("may come from Python's standard library", async () => {
    const { address } = served;
    const script = `
import sys, urllib.request
from email.mime.multipart import MIMEMultipart
from email.mime.application import MIMEApplication
from email.encoders import encode_noop
from email.policy import HTTP
form = MIMEMultipart('form-data', policy=HTTP)
part = MIMEApplication(b'\\x00\\x01\\r\\n--\\xff\\xfe', _encoder=encode_noop, policy=HTTP)
part.add_header('Content-Disposition', 'form-data', filename=('utf-8', '', 'ä; name="x".bf16'), name='file')
form.attach(part)
head, body = form.as_bytes().split(b'\\r\\n\\r\\n', 1)
kind = form['Content-Type'].replace('\\r\\n', '')
request = urllib.request.Request(sys.argv[1], body, {'Content-Type': kind})
sys.stdout.buffer.write(urllib.request.urlopen(request).read()[8:])
`;
    const { stdout } = await run('python3', ['-c', script, `${address}/compress`], { encoding: 'buffer' });
    expect([...stdout]).toEqual([0, 1, 13, 10, 45, 45, 255, 254]);
  });

  it('for what is not there is told what is, and what is allowed', async () => {
    expect(await failureOf(await fetch(`${served.address}/`))).toEqual({
      status: 404,
      kind: 'not-found',
      what: 'path',
      expected: '/health, /compress or /decompress',
      got: '/',
      hint: 'correct the path',
    });
    const methods = [
      ['/compress', 'GET', 'POST'],
      ['/decompress', 'PUT', 'POST'],
      ['/health', 'POST', 'GET, HEAD'],
    ];
    for (const [path, method, allowed] of methods) {
      const response = await fetch(`${served.address}${path}`, { method });
      expect(response.headers.get('allow')).toBe(allowed);
      expect(await failureOf(response)).toMatchObject({
        status: 405,
        kind: 'usage',
        expected: allowed,
        got: method,
      });
    }
  });

  it.each([
    ['no field', '/compress', [], 'a field named file', 'no field'],
    ['no file', '/compress', [['rows', '1']], 'a field named file', 'rows'],
    ['another name', '/compress', [['matrix', four]], 'file, rows, cols', 'matrix'],
    [
      'two files',
      '/decompress',
      [
        ['file', four],
        ['file', four],
      ],
      'one',
      'two',
    ],
    [
      'a shape for decompress',
      '/decompress',
      [
        ['file', four],
        ['rows', '1'],
      ],
      'file',
      'rows',
    ],
    ['an odd length', '/compress', [['file', new Uint8Array(5)]], 'an even number of bytes', 5],
    [
      'rows that are no number',
      '/compress',
      [
        ['file', four],
        ['rows', '1e3'],
      ],
      'a whole number',
      '1e3',
    ],
    [
      'rows that do not divide',
      '/compress',
      [
        ['file', four],
        ['rows', '3'],
      ],
      '2 values',
      '3 x any',
    ],
    [
      'a wrong shape',
      '/compress',
      [
        ['file', four],
        ['rows', '2'],
        ['cols', '2'],
      ],
      '2 values',
      '2 x 2',
    ],
  ] as const)('with %s gets 400', async (_, path, fields, expected, got) => {
    const failure = await failureOf(await post(served, path, fields));
    expect(failure).toMatchObject({
      status: 400,
      kind: 'bad-format',
      expected,
      got,
      hint: expect.any(String),
    });
  });

  it.each([
    ['no header', undefined],
    ['another type', 'application/octet-stream'],
    ['no boundary', 'multipart/form-data'],
    ['an empty boundary', 'multipart/form-data; boundary=""'],
    ['a boundary that is too long', `multipart/form-data; boundary=${'b'.repeat(71)}`],
  ])('with %s for its Content-Type gets 400', async (_, contentType) => {
    const headers = contentType === undefined ? undefined : { 'Content-Type': contentType };
    const body = Buffer.from('--\r\n\r\n');
    const response = await fetch(`${served.address}/compress`, {
      method: 'POST',
      body,
      ...(headers && { headers }),
    });
    expect(await failureOf(response)).toMatchObject({
      status: 400,
      kind: 'bad-format',
      what: 'Content-Type',
    });
  });

  const part = (headers: string, content = 'ab') => `--b\r\n${headers}\r\n\r\n${content}\r\n`;
  const file = 'Content-Disposition: form-data; name="file"';
  const sendForm = (form: string) =>
    fetch(`${served.address}/compress`, {
      method: 'POST',
      body: Buffer.from(form, 'latin1'),
      headers: { 'Content-Type': 'multipart/form-data; boundary="b"' },
    });

  it.each([
    ['text before and after it', `preamble\r\n${part(file)}--b--\r\nepilogue`, 'ab'],
    [
      'a file name like a parameter',
      `${part(`${file.replace(';', '; filename="; name=\\"x\\"";')}`)}--b--`,
      'ab',
    ],
    ['headers in lower case and in any order', `${part(`x: y\r\n${file.toLowerCase()}`)}--b--`, 'ab'],
    ['spaces after the boundary', `--b \t\r\n${file}\r\n\r\nab\r\n--b--`, 'ab'],
    ['what nearly is a boundary in it', `${part(file, '\r\n--a\r\n-b--b')}--b--`, '\r\n--a\r\n-b--b'],
    ['nothing in the file', `${part(file, '')}--b--`, ''],
  ])('may have a form with %s', async (_, form, content) => {
    const response = await sendForm(form);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 8)).toBe(content);
  });

  it.each([
    ['headers that go on and on', part(`${file}\r\nX: ${'x'.repeat(9000)}`)],
    ['more fields than it can have', part(file).repeat(17)],
    ['a field without a name', part('Content-Disposition: form-data; filename="name=x"')],
    ['a field without headers', '--b\r\n\r\nab\r\n'],
    ['text after the boundary', `--bc\r\n${file}\r\n\r\nab\r\n`],
    ['base64', part(`${file}\r\nContent-Transfer-Encoding: base64`)],
    ['line feeds alone', part(file).replaceAll('\r\n', '\n')],
  ])('with a form of %s gets 400', async (_, form) => {
    expect(await failureOf(await sendForm(`${form}--b--\r\n`))).toMatchObject({
      status: 400,
      kind: 'bad-format',
    });
  });

  it('with a form that ends early gets 400, wherever it ends', async () => {
    const form = `${part(file)}${part('Content-Disposition: form-data; name="rows"', '1')}--b--`;
    for (let length = 0; length < form.length; length++)
      expect([length, (await sendForm(form.slice(0, length))).status]).toEqual([length, 400]);
    expect((await sendForm(form)).status).toBe(200);
  });

  it('that is no HTTP, or has endless headers, gets 400 and 431', async () => {
    const head = /^HTTP\/1\.1 (\d+) .*\r\nContent-Type: application\/json\r\n/;
    const [garbage, headers] = await Promise.all([
      raw(served, 'BREW /pot\x00\r\n\r\n'),
      raw(served, `GET /health HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}`),
    ]);
    expect([head.exec(garbage)?.[1], head.exec(headers)?.[1]]).toEqual(['400', '431']);
    expect(garbage).toContain('{"error":{"kind":"bad-format","what":"request"');
    expect(headers).toContain('{"error":{"kind":"limit-exceeded","what":"request headers"');
    expect(await raw(served, 'GET /health HTTP/1.1\r\nHost: a b\r\n\r\n', '}}')).toMatch(head);
  });
});

// Draws ratio against throughput of the solutions of a result file, as an SVG that follows the colours of its page.
// Usage: pnpm docs:picture run.json
import { readFileSync, writeFileSync } from 'node:fs';
import { parseResult } from '../../packages/contract/dist/schemas.js';
import { findRuleSet, rankResult } from '../../packages/scoring/dist/index.js';

const [path] = process.argv.slice(2);
if (path === undefined) {
  process.stderr.write('usage: pnpm docs:picture RESULT.json\n');
  process.exit(2);
}
const out = new URL('../public/results.svg', import.meta.url);
const result = parseResult(JSON.parse(readFileSync(path, 'utf8')), path);
const rows = rankResult(result, findRuleSet(result.rules)).rows.filter(({ rank }) => rank !== null);

const size = { width: 500, height: 350 };
const plot = { left: 56, right: 488, top: 12, bottom: 240 };
/** Of the bold labels, about. */
const letterWidth = 7.5;
const speeds = rows.flatMap((row) => [row.compressThroughput, row.decompressThroughput]).map((v) => v / 1e6);
const speedTicks = [5, 10, 20, 50, 100, 200, 500, 1000, 2000].filter(
  (_, index, all) =>
    (all[index + 1] ?? Infinity) > Math.min(...speeds) && (all[index - 1] ?? 0) < Math.max(...speeds),
);
const topRatio = Math.ceil(2 * Math.max(...rows.map(({ ratio }) => ratio)) + 0.3) / 2;
const ratioTicks = Array.from({ length: 2 * (topRatio - 1) + 1 }, (_, i) => 1 + i / 2);

const x = scale(Math.log(speedTicks[0]), Math.log(speedTicks.at(-1)), plot.left, plot.right);
const y = scale(1, topRatio, plot.bottom, plot.top);

const body = [
  ...ratioTicks.map(
    (tick) =>
      grid(plot.left, y(tick), plot.right, y(tick)) +
      text(plot.left - 8, y(tick) + 4, tick.toFixed(1), 'end'),
  ),
  ...speedTicks.map((tick) => {
    const at = x(Math.log(tick));
    return grid(at, plot.top, at, plot.bottom) + text(at, plot.bottom + 18, String(tick), 'middle');
  }),
  text((plot.left + plot.right) / 2, plot.bottom + 36, 'MB/s of original bytes', 'middle'),
  `<text class="quiet" transform="translate(14 ${(plot.top + plot.bottom) / 2}) rotate(-90)" text-anchor="middle">ratio</text>`,
  ...rows.toSorted((a, b) => b.ratio - a.ratio).map(solution),
  legend(),
  ...caption().map((line, i) => text(plot.left, size.height - 24 + 16 * i, line, 'start', 'quiet small')),
];

const style = `
.arena-picture { color: #3c3c43; font: 13px system-ui, sans-serif; }
.arena-picture text { fill: currentColor; }
.arena-picture .quiet { opacity: 0.75; }
.arena-picture .small { font-size: 11px; }
.arena-picture .name { font-weight: 600; }
.arena-picture line { stroke: currentColor; stroke-opacity: 0.15; }
.arena-picture .span { stroke: #3b82f6; stroke-opacity: 0.6; stroke-width: 3; }
.arena-picture circle { stroke: #3b82f6; stroke-width: 2.5; fill: #3b82f6; }
.arena-picture .hollow { fill: none; }
@media (prefers-color-scheme: dark) { svg.arena-picture:root { color: #dfdfd6; } }
`;
writeFileSync(
  out,
  `<svg xmlns="http://www.w3.org/2000/svg" class="arena-picture" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escaped(label())}">
<style>${style}</style>
${body.join('\n')}
</svg>
`,
);

/** A solution: hollow where it compresses, filled where it decompresses. Rows come in the order of their ratio. */
function solution({ name, score, ratio, compressThroughput, decompressThroughput }, index, all) {
  const [slow, fast] = [compressThroughput, decompressThroughput].map((v) => x(Math.log(v / 1e6)));
  const at = y(ratio);
  const [from, to] = [Math.min(slow, fast), Math.max(slow, fast)];
  const words = `${name}  ${score.toFixed(3)}`;
  const halfWidth = (letterWidth * words.length) / 2;
  const middle = Math.min(Math.max((from + to) / 2, plot.left + halfWidth), plot.right - halfWidth);
  // Above its line, unless another solution is close above it.
  const isCrowded = index > 0 && at - y(all[index - 1].ratio) < 32;
  return [
    `<line class="span" x1="${fixed(from + 6)}" y1="${fixed(at)}" x2="${fixed(to - 6)}" y2="${fixed(at)}"/>`,
    `<circle class="hollow" cx="${fixed(slow)}" cy="${fixed(at)}" r="5"/>`,
    `<circle cx="${fixed(fast)}" cy="${fixed(at)}" r="5"/>`,
    text(middle, isCrowded ? at + 20 : at - 11, words, 'middle', 'name'),
  ].join('');
}

function legend() {
  const at = plot.bottom + 58;
  return [
    `<circle class="hollow" cx="${plot.left + 6}" cy="${at}" r="5"/>`,
    text(plot.left + 16, at + 4, 'compress', 'start'),
    `<circle cx="${plot.left + 96}" cy="${at}" r="5"/>`,
    text(plot.left + 106, at + 4, 'decompress', 'start'),
    text(plot.right, at + 4, 'number: score', 'end'),
  ].join('');
}

function caption() {
  const { cpu, cores, node, commit, dirty, loadAverageStart, loadAverageEnd } = result.environment;
  const revision =
    commit === null ? 'no checkout' : `commit ${commit.slice(0, 10)}${dirty ? ' with changes' : ''}`;
  const load = `load ${loadAverageStart.toFixed(2)} to ${loadAverageEnd.toFixed(2)}`;
  const { name, matrices } = result.corpus;
  return [
    `${name}: ${matrices.length} matrices · ${result.rules} · ${cpu}, ${cores} cores, Node ${node}`,
    `${revision} · ${result.startedAt.slice(0, 10)} · ${load}`,
  ];
}

function label() {
  return rows
    .map(({ name, ratio, score }) => `${name}: ratio ${ratio.toFixed(2)}, score ${score.toFixed(3)}`)
    .join('; ');
}

function scale(from, to, start, end) {
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

function grid(x1, y1, x2, y2) {
  return `<line x1="${fixed(x1)}" y1="${fixed(y1)}" x2="${fixed(x2)}" y2="${fixed(y2)}"/>`;
}

function text(atX, atY, words, anchor, kind = 'quiet') {
  return `<text class="${kind}" x="${fixed(atX)}" y="${fixed(atY)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

function fixed(value) {
  return Number(value.toFixed(1));
}

function escaped(words) {
  return words.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

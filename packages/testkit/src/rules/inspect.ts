import type { InspectFrame } from '@matrix-arena/contract';
import { contentMatrices, shapeMatrices, specialMatrices } from '../matrices/named.ts';
import { randomSource } from '../matrices/random.ts';
import { largerFrame, smallFrames } from './damage.ts';
import { assertRefusal } from './guard.ts';
import { type Rule, type RuleContext, violated } from './rule.ts';
import { assertSameBytes, copyBytes } from './same.ts';

/** Cuts of the larger frame that are tried. */
const sampleCount = 50;

export const inspectRule: Rule = {
  id: 'inspectable',
  title: 'an inspect module, if any, accounts for every bit and refuses frames that end early',
  async check(context) {
    const { inspect } = context.manifest;
    if (inspect === undefined) return;
    const inspectFrame = await loadInspect(new URL(inspect, context.packageDir));
    await checkParts(context, inspectFrame);
    await checkCuts(context, inspectFrame);
  },
};

async function loadInspect({ href }: URL): Promise<InspectFrame> {
  const module = (await import(href)) as { default?: unknown };
  if (typeof module.default !== 'function')
    violated(`default export of ${href}: expected a function, got ${typeof module.default}`);
  return module.default as InspectFrame;
}

async function checkParts(context: RuleContext, inspectFrame: InspectFrame): Promise<void> {
  // Loaded here for the same reason as in the rule of the manifest.
  const { assertFrameParts } = await import('@matrix-arena/contract/schemas');
  const { seed } = context.options;
  const codec = await context.newCodec();
  for (const { name, matrix } of [
    ...specialMatrices(seed),
    ...shapeMatrices(seed),
    ...contentMatrices(seed),
  ]) {
    context.step(`frame of ${name}`);
    const frame = codec.compress(matrix);
    const inspected = copyBytes(frame);
    assertFrameParts(await inspectFrame(inspected), frame.length);
    assertSameBytes('inspected frame', inspected, frame);
  }
}

async function checkCuts(context: RuleContext, inspectFrame: InspectFrame): Promise<void> {
  const { seed } = context.options;
  const random = randomSource(seed);
  const codec = await context.newCodec();
  const larger = largerFrame(codec, seed);
  const samples = Array.from({ length: sampleCount }, () => random.below(larger.frame.length));
  for (const { name, frame, cuts } of [
    ...smallFrames(codec, seed).map((sound) => ({ ...sound, cuts: sound.frame.keys() })),
    { ...larger, cuts: samples },
  ]) {
    for (const cut of cuts) {
      context.step(`first ${cut} of ${frame.length} bytes of the ${name}`);
      const refusal = await settled(inspectFrame, copyBytes(frame, 0, cut));
      if (refusal === undefined) violated('expected a CodecError (truncated or corrupt), got parts');
      assertRefusal(refusal, ['truncated', 'corrupt']);
    }
  }
}

/** What it threw or rejected with. */
async function settled(inspectFrame: InspectFrame, frame: Uint8Array): Promise<unknown> {
  try {
    await inspectFrame(frame);
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing at all');
  }
}

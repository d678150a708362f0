const steps = 40;
const limitMs = 200;

/** Shortest step that the browser's clock was seen to make, in milliseconds: browsers make it coarse on purpose. */
export function tickMs(): number {
  const endMs = performance.now() + limitMs;
  let shortest = limitMs;
  let before = performance.now();
  for (let step = 0; step < steps && before < endMs; step++) {
    let now = performance.now();
    while (now === before) now = performance.now();
    shortest = Math.min(shortest, now - before);
    before = now;
  }
  return shortest;
}

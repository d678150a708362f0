// Prints the help of commands of the built arena, each with a zero byte behind it. One process for all of them, since
// what takes time is loading what they share; the command itself is loaded anew for each.
// Usage: node print-help.mjs 'corpus stats' bench ''
const main = new URL('../tools/cli/dist/main.js', import.meta.url);
const [node, , ...commands] = process.argv;
for (const [index, command] of commands.entries()) {
  process.argv = [node, 'arena', ...command.split(' ').filter(Boolean), '--help'];
  await import(`${main.href}?${index}`);
  process.stdout.write('\0');
}

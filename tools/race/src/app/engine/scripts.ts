import type { Embedded, PieceList } from '../../embedded.ts';

/** Gives the script of a worker that runs one module, or none, an address in memory: once, for as long as the page is open. */
export function scriptUrls({ pieces, driver }: Pick<Embedded, 'pieces' | 'driver'>) {
  const urls = new Map<PieceList | null, string>();
  return (module: PieceList | null): string => {
    const known = urls.get(module);
    if (known !== undefined) return known;
    const parts = [driver, '\n', ...(module ?? []).map((index) => pieces[index])];
    const url = URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }));
    urls.set(module, url);
    return url;
  };
}

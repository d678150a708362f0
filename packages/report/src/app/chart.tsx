import { type PlotOptions, plot } from '@observablehq/plot';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What all charts have in common: no background, the page's type. */
const common: PlotOptions = {
  style: { background: 'none', fontFamily: 'inherit', fontSize: '12px', overflow: 'visible' },
  marginLeft: 48,
  marginRight: 16,
};

/** A chart as wide as its place. Its numbers must stand in a table as well: for a screen reader it is one image. */
export function Chart({
  label,
  options,
}: {
  label: string;
  /** Must stay the same function as long as what it draws is the same. */
  options: (widthPx: number) => PlotOptions;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    setWidthPx(element.clientWidth);
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (widthPx === 0) return;
    const chart = plot({ ...common, width: widthPx, ...options(widthPx) });
    chart.setAttribute('role', 'img');
    chart.setAttribute('aria-label', label);
    place.current?.replaceChildren(chart);
  }, [widthPx, options, label]);
  return <div class="chart" ref={place} />;
}

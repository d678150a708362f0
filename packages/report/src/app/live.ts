import { useEffect, useState } from 'preact/hooks';
import { type Embedded, type ReportData, reportFormatVersion } from '../data/types.ts';

const askEveryMs = 2000;
/** While nobody looks. */
const askHiddenEveryMs = 15_000;

/** A server that takes longer is taken for one that hangs. */
const defaultAnswerLimitMs = 10_000;

/** `off` without an address, `on` when the last answer was good, `lost` when it was not. */
export type LiveState = 'off' | 'on' | 'lost';

/** The data of the page, asked for again and again where there is an address for it. */
export function useLiveData({ data: embedded, liveUrl, answerLimitMs = defaultAnswerLimitMs }: Embedded): {
  data: ReportData;
  live: LiveState;
} {
  const [data, setData] = useState(embedded);
  const [live, setLive] = useState<LiveState>(liveUrl === null ? 'off' : 'on');
  useEffect(() => {
    if (liveUrl === null) return;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = '';
    const ask = async (): Promise<void> => {
      try {
        const text = await fetchText(liveUrl, AbortSignal.timeout(answerLimitMs));
        if (isOver) return;
        if (text !== last) {
          setData(parseData(text));
          last = text;
        }
        setLive('on');
      } catch {
        if (isOver) return;
        setLive('lost');
      }
      timer = setTimeout(ask, document.hidden ? askHiddenEveryMs : askEveryMs);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [liveUrl, answerLimitMs]);
  return { data, live };
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
  const answer = await fetch(url, { signal, cache: 'no-cache' });
  if (!answer.ok) throw new Error(`expected the data, got status ${answer.status}`);
  return answer.text();
}

function parseData(text: string): ReportData {
  const data: ReportData = JSON.parse(text);
  if (data.formatVersion === reportFormatVersion) return data;
  throw new Error(`expected data of version ${reportFormatVersion}, got ${data.formatVersion}`);
}

import type { ReportData } from '@matrix-arena/report';
import { renderReport } from '@matrix-arena/report';
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { secureHeaders } from 'hono/secure-headers';

const dataPath = '/data.json';

/**
 * The report page, its data, and a sign of life.
 *
 * @param hosts names that the server goes by; what asks for another is a page elsewhere that had its name pointed here
 */
export function dashboardApp(
  data: () => ReportData,
  hosts: () => readonly string[],
  onDefect: (error: unknown) => void,
): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    const host = c.req.header('host') ?? '';
    if (hosts().includes(host)) return next();
    return c.json(
      { error: { kind: 'usage', what: 'host', expected: hosts()[0], got: host.slice(0, 200) } },
      421,
    );
  });
  app.use(secureHeaders());
  app.use(etag());
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-cache');
  });
  app.get('/', (c) => c.html(renderReport(data(), { liveUrl: dataPath })));
  app.get(dataPath, (c) => c.json(data()));
  app.get('/health', (c) => c.json({ status: 'healthy' }));
  app.notFound((c) =>
    c.json({ error: { kind: 'not-found', what: 'path', expected: `/, ${dataPath} or /health` } }, 404),
  );
  app.onError((error, c) => {
    onDefect(error);
    return c.json({ error: { kind: 'internal', what: 'dashboard', got: error.message.slice(0, 500) } }, 500);
  });
  return app;
}

import { launchBrowser } from '#test/support/browser.ts';
import { running, seeded } from '#test/support/running.ts';
const { dashboardsUrl } = running();
if (process.argv[2]==='history') { const { writeHistory } = await import('#local/dashboards/history.ts'); console.time('h'); await writeHistory(seeded().clients.map(c=>c.clientId)); console.timeEnd('h'); }
const b = await launchBrowser();
for (const scheme of ['light','dark'] as const) for (const d of ['Operations','Deliverability','Programme']) {
  const c = await b.newContext({ colorScheme: scheme, viewport: { width: 1400, height: 900 }, locale:'en-GB', timezoneId:'UTC' });
  const p = await c.newPage(); p.on('pageerror', e=>console.log(d,String(e))); p.on('console', m=>m.type()==='error'&&console.log(m.text()));
  await p.goto(dashboardsUrl+'#'+d); await p.waitForSelector('#board[data-ready]', {timeout:20000}); await p.waitForTimeout(1200);
  await p.screenshot({ path: `/tmp/w/ri-${d}-${scheme}.png`, fullPage: true }); await c.close();
}
await b.close();

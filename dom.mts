import { launchBrowser } from '#test/support/browser.ts';
import { running } from '#test/support/running.ts';
const b = await launchBrowser(); const p = await b.newPage(); await p.goto(running().dashboardsUrl+'#Deliverability'); await p.waitForSelector('#board[data-ready]'); await p.waitForTimeout(800);
console.log(await p.evaluate(()=>[...document.querySelectorAll('.chart svg')][0].innerHTML.match(/<text[^>]*>[^<]*<\/text>/g)?.slice(0,14).join('\n')));
await b.close();

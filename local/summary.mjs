import path from 'node:path';

const languages = { en: 'English', de: 'Deutsch', fr: 'français', es: 'español' };

/** What a person needs to begin with, as a table. @param running see local/README.md */
export function summaryOf(running, runningFile) {
  const brandOf = (clientId) => running.clients.find((client) => client.clientId === clientId)?.brand ?? 'operator';
  const places = [
    ...running.forms.map(({ clientId, language, url }) => [
      'Sign-up page',
      url,
      `${brandOf(clientId)}, ${languages[language]}`,
    ]),
    ...(running.inboxUrl ? [['Inbox', running.inboxUrl, 'every mail that is sent']] : []),
    ...(running.webhookReceiver ? [['Webhook receiver', running.webhookReceiver.url, 'what clients are told']] : []),
    ...(running.dashboardsUrl ? [['Dashboards', running.dashboardsUrl, 'those of CloudWatch, drawn here']] : []),
    ['API', `${running.publicUrl}/v1`, 'docs/openapi.json'],
  ];
  const people = running.users.map(({ clientId, userName, password }) => [brandOf(clientId), userName, password]);
  return [
    '',
    ...table([['Open', 'address', ''], ...places]),
    '',
    ...table([['Log in for', 'user name', 'password'], ...people]),
    '',
    `  All of it is in ${runningFile}`,
    `  For the command line: . ${path.join(path.dirname(runningFile), 'env.sh')} && npx assent client list`,
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** The first row is the heading. */
function table([heading, ...rows]) {
  const widths = heading.map((_, column) => Math.max(...[heading, ...rows].map((row) => row[column].length)));
  const line = (row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('   ')}`.trimEnd();
  return [line(heading), `  ${widths.map((width) => '─'.repeat(width)).join('───')}`, ...rows.map(line)];
}

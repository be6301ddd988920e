import * as echarts from './echarts.js';

const hour = 3_600_000;
const ranges = {
  'last hour': hour,
  'last 3 hours': 3 * hour,
  'last day': 24 * hour,
  'last 7 days': 168 * hour,
  'last 14 days': 336 * hour,
  'last 30 days': 720 * hour,
};
const palette = {
  light: ['#0b6e99', '#c65d00', '#7b4b94', '#3f7f3f', '#7a7a7a', '#a33b5e', '#2f4b8f', '#8a6d00'],
  dark: ['#6db8dc', '#f0a35e', '#c39ad8', '#8fc98f', '#a9a9a9', '#e58fae', '#93aef0', '#d9bd55'],
};
/** The colours that a dashboard names, made readable on dark. */
const onDark = Object.fromEntries(palette.light.map((colour, index) => [colour, palette.dark[index]]));

const dark = matchMedia('(prefers-color-scheme: dark)');
const board = document.querySelector('#board');
const tabs = document.querySelector('#tabs');
const range = document.querySelector('#range');
const popup = document.querySelector('#popup');
let charts = [];
let shown;

for (const name of Object.keys(ranges)) range.append(new Option(name, name));
range.addEventListener('change', () => void draw());
addEventListener('hashchange', () => void draw());
addEventListener('resize', () => charts.forEach((chart) => chart.resize()));
dark.addEventListener('change', () => void draw());
popup.addEventListener('click', (event) => event.target === popup && popup.close());
setInterval(() => document.visibilityState === 'visible' && !popup.open && void draw(), 30_000);
async function draw() {
  const { dashboards, alarms } = await (await fetch('dashboards')).json();
  const title = decodeURIComponent(location.hash.slice(1)) || dashboards[0]?.title;
  const dashboard = dashboards.find((each) => each.title === title) ?? dashboards[0];
  if (!dashboard) return void (board.textContent = 'No dashboard is deployed yet.');
  if (shown !== dashboard.title) range.value = rangeOf(dashboard.body.start);
  shown = dashboard.title;
  document.title = `${shown} · Assent`;
  tabs.replaceChildren(...dashboards.map((each) => tab(each.title)));
  stateOf(alarms);
  const to = Date.now();
  const from = to - ranges[range.value];
  const lines = await (await fetch(`lines?${new URLSearchParams({ dashboard: shown, from, to })}`)).json();
  charts.forEach((chart) => chart.dispose());
  charts = [];
  board.replaceChildren();
  dashboard.body.widgets.forEach((widget, index) => place(widget, lines[index], alarms, from, to));
  board.dataset.ready = shown;
}

/** `-P7D` and so on, as a dashboard says it. */
const rangeOf = (start) =>
  ({
    '-P1D': 'last day',
    '-PT24H': 'last day',
    '-P7D': 'last 7 days',
    '-P14D': 'last 14 days',
    '-P30D': 'last 30 days',
  })[start] ?? 'last day';

function tab(title) {
  const link = element('a', '', title);
  link.href = `#${title}`;
  if (title === shown) link.setAttribute('aria-current', 'page');
  return link;
}

function stateOf(alarms) {
  const ringing = Object.values(alarms).filter(({ state }) => state === 'ALARM').length;
  const line = document.querySelector('#state');
  line.className = ringing > 0 ? 'bad' : 'good';
  line.textContent =
    ringing > 0
      ? `${ringing} of ${Object.keys(alarms).length} alarms ring`
      : `none of ${Object.keys(alarms).length} alarms rings`;
}

function place(widget, lines, alarms, from, to) {
  const cell = element('section', `widget ${widget.type}`);
  const { x, y, width, height } = widget;
  cell.style.gridColumn = `${x + 1} / span ${width}`;
  cell.style.gridRow = `${y + 1} / span ${height}`;
  board.append(cell);
  const { title, view } = widget.properties;
  if (title) cell.append(element('h2', '', title));
  if (widget.type === 'text') cell.append(...markdown(widget.properties.markdown));
  else if (widget.type === 'alarm') cell.append(alarmGrid(widget.properties.alarms, alarms));
  else if (widget.type === 'custom') void custom(widget, cell);
  else if (view === 'singleValue') cell.append(figures(lines));
  else chart(widget, lines, cell, from, to);
}

function figures(lines) {
  const row = element('dl', 'figures');
  for (const { label, points } of lines) {
    const pair = element('div');
    const percent = label.endsWith(', %');
    const value = points[0]?.[1];
    const written = value === undefined ? '–' : percent ? `${rounded(value)} %` : rounded(value);
    pair.append(element('dd', '', written), element('dt', '', label.replace(', %', '')));
    row.append(pair);
  }
  return row;
}

/** Those that ring, with what they say; the others by name, on request. */
function alarmGrid(arns, alarms) {
  const grid = element('div', 'alarms');
  const fine = element('details');
  const ok = arns.filter((arn) => alarms[arn]?.state === 'OK');
  fine.append(element('summary', '', `${ok.length} of ${arns.length} are fine`));
  for (const arn of [...arns].sort()) {
    const { state = 'INSUFFICIENT_DATA', says = '', reason = '' } = alarms[arn] ?? {};
    const chip = element('span', `chip ${state}`, state === 'OK' ? nameOf(arn) : `${nameOf(arn)}: ${inWords[state]}`);
    chip.title = `${says}\n\n${reason}`;
    (state === 'OK' ? fine : grid).append(chip);
    if (state === 'ALARM') grid.append(element('p', 'says', says));
  }
  grid.append(fine);
  return grid;
}

const inWords = { ALARM: 'rings', INSUFFICIENT_DATA: 'no data' };

/** `…:alarm:Assent-Insight-pages-fail` → `pages-fail` */
const nameOf = (arn) => arn.split(':alarm:')[1].replace(/^.*?-Insight-/, '');

/** Names that CloudFormation made, without stack and hash: `Assent-Service-ConsentDeadLetters8A90034E-4E1C…` → `ConsentDeadLetters` */
const shortened = (label) =>
  label.replace(/^\w+-(Service|Mail|Data)-/, '').replace(/(Function)?[0-9A-F]{8}(-?[0-9A-F]{4,}.*)?$/, '');

async function custom({ properties: { endpoint, params } }, cell) {
  const place = element('div', 'custom');
  cell.append(place);
  await drawInto(place, endpoint, { ...params, widgetContext: { domain: 'https://us-east-1.console.aws.amazon.com' } });
}

/** HTML of a function of ours, which escapes; scripts do not run in it, here as in CloudWatch. */
async function drawInto(place, endpoint, params) {
  const answer = await fetch('widget', { method: 'POST', body: JSON.stringify({ endpoint, params }) });
  if (!answer.ok) return void (place.textContent = await answer.text());
  place.innerHTML = await answer.json();
  for (const action of place.querySelectorAll('cwdb-action')) {
    const pressed = action.previousElementSibling;
    const wanted = JSON.parse(action.textContent);
    const to = action.getAttribute('endpoint');
    action.remove();
    pressed?.setAttribute('role', 'button');
    pressed?.setAttribute('tabindex', '0');
    const open = async () => {
      popup.replaceChildren();
      const inside = element('div', 'custom');
      const close = element('button', '', 'Close');
      close.addEventListener('click', () => popup.close());
      popup.append(inside, close);
      popup.showModal();
      await drawInto(inside, to, wanted);
    };
    pressed?.addEventListener('click', () => void open());
    pressed?.addEventListener('keydown', (event) => event.key === 'Enter' && void open());
  }
  for (const link of place.querySelectorAll('a[href*="#dashboards/dashboard/"]')) {
    const name = link.href.split('/').at(-1);
    link.href = `#${/(Operations|Deliverability|Programme)/.exec(name)?.[1] ?? ''}`;
  }
}

function chart(widget, lines, cell, from, to) {
  const { yAxis, annotations, view, stacked } = widget.properties;
  const unit = yAxis?.left?.label ?? '';
  cell.append(element('p', 'unit', unit));
  const withData = lines.filter(({ points }) => points.some(([, value]) => value !== null));
  if (withData.length === 0) return void cell.append(empty(widget));
  const canvas = element('div', 'chart');
  cell.append(canvas);
  const drawn = echarts.init(canvas, undefined, { renderer: 'svg' });
  charts.push(drawn);
  const limits = annotations?.horizontal ?? [];
  drawn.setOption(view === 'bar' ? barOption(withData) : lineOption(withData, { stacked, limits, from, to }));
  cell.append(table(withData, unit, view));
}

const style = () => ({
  ink: dark.matches ? '#e9e6e0' : '#1c1b1a',
  soft: dark.matches ? '#a39e95' : '#66625b',
  hair: dark.matches ? '#2b2f33' : '#e9e5dd',
  raised: dark.matches ? '#22262a' : '#ffffff',
  palette: dark.matches ? palette.dark : palette.light,
});

const colourOf = ({ color }) => (dark.matches ? (onDark[color] ?? color) : color);

function common() {
  const { ink, soft, hair, raised, palette: color } = style();
  return {
    animation: false,
    color,
    textStyle: { fontFamily: 'inherit', color: ink },
    aria: { enabled: true },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: raised,
      borderColor: hair,
      textStyle: { color: ink, fontSize: 12 },
      valueFormatter: (value) => (value === null || value === undefined ? '–' : rounded(value)),
      order: 'valueDesc',
    },
    axis: {
      axisLine: { lineStyle: { color: hair } },
      axisTick: { show: false },
      axisLabel: { color: soft, fontSize: 11 },
      splitLine: { lineStyle: { color: hair } },
    },
  };
}

/** The day where days are looked at, the time where hours are. */
const written = (at, span) =>
  new Date(at).toLocaleString(
    'en-GB',
    span > 2 * 24 * hour ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' },
  );

function lineOption(lines, { stacked, limits, from, to }) {
  const { axis, ...rest } = common();
  const { soft } = style();
  const dashes = ['solid', 'dashed', 'dotted'];
  const highest = stacked
    ? highestSum(lines)
    : Math.max(...lines.flatMap(({ points }) => points.map(([, value]) => value ?? 0)));
  const single = lines.every(({ points }) => points.filter(([, value]) => value !== null).length < 2);
  // A limit far above what is drawn would press it flat: it is named on the edge instead.
  const near = limits.filter(({ value }) => highest === 0 || value <= highest * 6);
  const top = Math.max(
    highest * 1.1,
    ...near.map(({ value }) => value * 1.1),
    highest === 0 && limits.length === 0 ? 1 : 0,
  );
  return {
    ...rest,
    grid: { left: 4, right: 12, top: 10, bottom: lines.length > 1 ? 26 : 4, containLabel: true },
    legend:
      lines.length > 1
        ? {
            bottom: 0,
            left: 0,
            type: 'scroll',
            itemWidth: 14,
            itemHeight: 8,
            icon: 'roundRect',
            textStyle: { color: soft, fontSize: 11 },
            pageTextStyle: { color: soft },
            pageIconSize: 9,
          }
        : undefined,
    xAxis: {
      type: 'time',
      min: from,
      max: to,
      ...axis,
      splitLine: { show: false },
      axisLabel: {
        ...axis.axisLabel,
        hideOverlap: true,
        showMaxLabel: false,
        formatter: (at) => written(at, to - from),
      },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: top > 0 ? niceTop(top) : undefined,
      ...axis,
      axisLabel: { ...axis.axisLabel, formatter: compact },
    },
    series: lines.map(({ label, points, ...line }, index) => ({
      name: shortened(label),
      type: 'line',
      data: points,
      showSymbol: single,
      symbolSize: 6,
      connectNulls: !stacked,
      lineStyle: { width: 2, type: dashes[Math.floor(index / 8) % 3] },
      color: colourOf(line),
      ...(stacked ? { stack: 'all', areaStyle: { opacity: 0.55 }, lineStyle: { width: 1 } } : {}),
      ...(index === 0 && near.length > 0
        ? {
            markLine: {
              silent: true,
              symbol: 'none',
              lineStyle: { color: soft, type: 'dashed', width: 1 },
              label: {
                color: soft,
                fontSize: 11,
                position: 'insideEndTop',
                formatter: ({ name, value }) => `${name}: ${rounded(value)}`,
              },
              data: near.map(({ value, label: name }) => ({ yAxis: value, name })),
            },
          }
        : {}),
    })),
  };
}

function highestSum(lines) {
  const sums = new Map();
  for (const [at, value] of lines.flatMap(({ points }) => points)) sums.set(at, (sums.get(at) ?? 0) + (value ?? 0));
  return Math.max(...sums.values());
}

/** Zero-based, longest on top, with its value: no legend to look up. */
function barOption(lines) {
  const { axis, ...rest } = common();
  const { ink, palette: colours } = style();
  const sorted = [...lines].sort((one, other) => one.points[0][1] - other.points[0][1]).slice(-12);
  return {
    ...rest,
    tooltip: { ...rest.tooltip, trigger: 'item' },
    grid: { left: 4, right: 48, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: 'value', min: 0, ...axis, minInterval: 1, axisLabel: { ...axis.axisLabel, formatter: compact } },
    yAxis: { type: 'category', data: sorted.map(({ label }) => label), ...axis },
    series: [
      {
        type: 'bar',
        barMaxWidth: 22,
        color: colours[0],
        data: sorted.map(({ points }) => points[0][1]),
        label: { show: true, position: 'right', color: ink, fontSize: 11, formatter: ({ value }) => rounded(value) },
      },
    ],
  };
}

const niceTop = (value) => {
  const step = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];
  return step * (steps.find((each) => each * step >= value) ?? 10);
};

function table(lines, unit, view) {
  const details = element('details');
  details.append(element('summary', '', 'as a table'));
  const rows = element('table');
  const head = element('tr');
  for (const name of view === 'bar' ? ['', unit] : ['', 'last', 'highest', 'sum']) head.append(element('th', '', name));
  rows.append(head);
  for (const { label, points } of lines) {
    const values = points.map(([, value]) => value).filter((value) => value !== null);
    const row = element('tr');
    row.append(element('td', '', shortened(label)));
    const sum = values.reduce((total, value) => total + value, 0);
    for (const value of view === 'bar' ? values : [values.at(-1), Math.max(...values), sum])
      row.append(element('td', 'number', rounded(value)));
    rows.append(row);
  }
  details.append(rows);
  return details;
}

/** What will stand here, and how to get the first of it. */
function empty({ properties: { metrics, title } }) {
  const text = JSON.stringify(metrics);
  const why = Object.entries(firsts).find(([part]) => text.includes(part))?.[1] ?? 'nothing was counted in this time';
  const note = element('p', 'empty', `Nothing yet: ${why}.`);
  note.setAttribute('aria-label', `${title} ${note.textContent}`);
  return note;
}

const firsts = {
  'AWS/DynamoDB': 'AWS measures this itself, and the local cloud does not',
  IteratorAge: 'AWS measures this itself, and the local cloud does not',
  ConcurrentExecutions: 'AWS measures this itself, and the local cloud does not',
  Unsubscribed: 'it fills when somebody presses "unsubscribe" in a mail of the inbox',
  MailRefused: 'no mail was held back',
  DeliveriesGivenUp: 'no webhook was given up',
  MailDelayed: 'no provider made mail wait',
  MailEventUnknown: 'every event was understood',
  MailStoppedBySes: 'SES has nothing against any mail',
  MailUnheard: 'no campaign was sent a day ago',
  AbuseReported: 'nobody reported a mail',
  CampaignHeld: 'no campaign had to stop',
  AddressesSuppressed: 'it fills when a mail bounces or is complained of, both of which the inbox offers',
  SenderLooked: 'it fills with the first sender domain, once a day',
  SignUps: 'it fills with the first sign-up',
  CampaignsSent: 'it fills when the first campaign was sent to its end',
  PeopleReached: 'it fills when the first campaign was sent to its end',
  Mail: 'it fills with the first mail',
};

function rounded(value) {
  if (value === 0) return '0';
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return Number.isInteger(value)
    ? value.toLocaleString('en')
    : value.toLocaleString('en', { maximumFractionDigits: digits });
}

const compact = (value) => Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 2 }).format(value);

/** As much of it as our dashboards use: headings, paragraphs, tables, `**` and backticks. */
function markdown(text) {
  const blocks = [];
  let rows;
  for (const line of text.split('\n')) {
    if (line.startsWith('|')) {
      if (!rows) blocks.push((rows = element('table')));
      if (/^[| -]+$/.test(line)) continue;
      const row = element('tr');
      for (const cell of line.split('|').slice(1, -1)) {
        const box = element(rows.children.length === 0 ? 'th' : 'td');
        box.append(...inline(cell.trim()));
        row.append(box);
      }
      rows.append(row);
      continue;
    }
    rows = undefined;
    const [, marks, words] = /^(#*) ?(.*)$/.exec(line);
    const block = element(marks ? `h${marks.length}` : 'p');
    block.append(...inline(words));
    blocks.push(block);
  }
  return blocks;
}

const inline = (text) =>
  text.split(/(\*\*.+?\*\*|`.+?`)/).map((part) => {
    if (part.startsWith('**')) return element('strong', '', part.slice(2, -2));
    if (part.startsWith('`')) return element('code', '', part.slice(1, -1));
    return part;
  });

function element(name, className = '', text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

await draw();

/** The inbox: a list that keeps itself fresh, and one mail. Nothing is remembered, and nothing comes from elsewhere. */
const list = document.querySelector('.list ol');
const count = document.querySelector('.count');
const empty = document.querySelector('.empty');
const view = document.querySelector('.mail');
const filter = document.querySelector('.filter input');
const nothing = view.firstElementChild;

const tabs = [
  ['html', 'HTML'],
  ['text', 'Text'],
  ['links', 'Links'],
  ['files', 'Files'],
  ['events', 'What happened'],
  ['headers', 'Headers'],
  ['source', 'Source'],
];
let mails = [];
let shown;

/** An element with attributes and children; what was typed is only ever text. */
function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

const face = (brand) => {
  const sum = [...brand].reduce((total, letter) => total + letter.codePointAt(0), 0);
  const initials = brand
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('');
  return el('span', { class: `face ${'abcdef'[sum % 6]}`, 'aria-hidden': 'true' }, initials.toUpperCase());
};

/** An event of SES in words: what the badge says, its colour, what happened. */
const meanings = {
  Send: [undefined, '', 'SES took it'],
  Delivery: ['delivered', 'good', "The recipient's server took it"],
  DeliveryDelay: ['delayed', 'warn', 'Not delivered yet; SES goes on trying'],
  Open: ['opened', 'blue', 'Somebody looked at it, pictures on'],
  Click: ['clicked', 'blue', 'Somebody followed a link'],
  Complaint: ['complained', 'bad', 'The recipient reported it as spam'],
  Reject: ['rejected', 'bad', 'SES found a virus in it'],
  Permanent: ['bounced', 'bad', 'It came back for good'],
  Transient: ['soft bounce', 'warn', 'It came back; later mail may arrive'],
  Reply: ['automatic reply', 'warn', 'An automatic reply came, which SES reports as a soft bounce'],
};
function meaningOf({ event, detail = '' }, outcomes) {
  if (event !== 'Bounce') return meanings[event] ?? [event, '', event];
  if (detail.startsWith('Permanent')) return meanings.Permanent;
  return meanings[outcomes.some((each) => each.event === 'Delivery') ? 'Reply' : 'Transient'];
}
function badges({ outcomes, tracked }) {
  const found = new Map();
  for (const outcome of outcomes) {
    const [label, kind] = meaningOf(outcome, outcomes);
    if (label) found.set(label, kind);
  }
  if (found.size > 1 && !found.has('automatic reply')) found.delete('delivered');
  if (tracked) found.set('counts opens and clicks', '');
  return [...found].map(([label, kind]) => el('span', { class: `badge ${kind}` }, label));
}

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });
const seconds = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const ago = (at) => {
  const minutes = Math.floor((Date.now() - Date.parse(at)) / 60_000);
  if (minutes < 1) return 'just now';
  return minutes < 60 ? `${minutes} min` : clock.format(new Date(at));
};

function lineOf(mail) {
  const link = el(
    'a',
    { href: `#${mail.id}` },
    face(mail.brand),
    el('span', { class: 'brand' }, mail.brand),
    el('time', { class: 'when', datetime: mail.at }, ago(mail.at)),
    el('span', { class: 'subject' }, mail.subject),
    el('span', { class: 'to' }, `to ${mail.to}`),
    el('span', { class: 'badges' }, ...badges(mail)),
  );
  const item = el('li', {}, link);
  item.dataset.id = mail.id;
  return item;
}

/** New mails come on top, changed ones change in place: nothing that stays is made again. */
function showList() {
  const wanted = filter.value.trim().toLowerCase();
  const fitting = mails.filter(({ to }) => to.toLowerCase().includes(wanted));
  const known = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const first = known.size === 0;
  const items = fitting.map((mail) => {
    const now = JSON.stringify([mail.outcomes.length, ago(mail.at)]);
    const before = known.get(mail.id);
    if (before?.dataset.now === now) return before;
    const item = lineOf(mail);
    item.dataset.now = now;
    if (!before && !first) item.classList.add('arrived');
    if (before && before.contains(document.activeElement)) queueMicrotask(() => item.firstElementChild.focus());
    return item;
  });
  if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index]))
    list.replaceChildren(...items);
  for (const item of items) {
    const link = item.firstElementChild;
    if (item.dataset.id === chosen().id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  const label = `${fitting.length} ${fitting.length === 1 ? 'mail' : 'mails, newest first'}`;
  if (count.textContent !== label) count.textContent = label;
  count.hidden = fitting.length === 0;
  empty.hidden = fitting.length > 0;
  empty.textContent = wanted
    ? `No mail to an address with “${wanted}” in it.`
    : 'Mails will stand here. To get the first one, sign up on a sign-up page.';
}

const chosen = () => {
  const [id = '', tab = 'html'] = location.hash.slice(1).split('/');
  return { id, tab };
};

async function act(mail, action, said) {
  const status = view.querySelector('.said');
  status.textContent = '…';
  const answer = await fetch(`/messages/${mail.id}/${action}`, { method: 'POST' });
  status.textContent = said(answer, answer.ok ? await answer.json() : undefined);
  await refresh();
}

function actionsOf(mail) {
  const button = (label, action, said) => {
    const element = el('button', { type: 'button' }, label);
    element.addEventListener('click', () => void act(mail, action, said));
    return element;
  };
  const oneClick = mail.headers['List-Unsubscribe-Post'] !== undefined;
  return el(
    'div',
    { class: 'actions' },
    oneClick
      ? button('One-click unsubscribe', 'unsubscribe', (answer, done) =>
          done ? `The link answered ${done.status}, as Gmail would see it.` : 'The link did not answer.',
        )
      : undefined,
    button('Report as spam', 'complaint', () => 'The provider told SES: a complaint.'),
    button('Bounce', 'bounce', () => 'The provider told SES: there is no such mailbox.'),
    el('span', { class: 'said', role: 'status' }),
  );
}

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const pairs = (entries) =>
  el('dl', { class: 'pairs' }, ...entries.flatMap(([a, b]) => [el('dt', {}, a), el('dd', {}, b)]));

const panels = {
  html: (mail) =>
    mail.html === undefined
      ? el('p', {}, 'This mail has no HTML part.')
      : el('iframe', {
          src: `/messages/${mail.id}/html`,
          sandbox: 'allow-popups allow-popups-to-escape-sandbox',
          title: `The mail “${mail.subject}”`,
        }),
  text: (mail) => el('pre', { class: 'prose' }, mail.text ?? 'This mail has no text part.'),
  links: (mail) =>
    el(
      'ul',
      {},
      ...mail.links.map((url) => el('li', {}, el('a', { href: url, target: '_blank', rel: 'noreferrer' }, url))),
    ),
  files: (mail) =>
    mail.attachments.length === 0
      ? el('p', {}, 'Nothing came along with this mail.')
      : el(
          'ul',
          {},
          ...mail.attachments.map(({ fileName, contentType, contentId, bytes }, index) =>
            el(
              'li',
              {},
              el('a', { href: `/messages/${mail.id}/files/${index}`, target: '_blank' }, fileName),
              ` · ${contentType} · ${kilobytes(bytes)}${contentId === undefined ? '' : ` · shown where the mail says cid:${contentId}`}`,
            ),
          ),
        ),
  events: (mail) =>
    el(
      'ol',
      { class: 'steps' },
      ...mail.outcomes.map((outcome) => {
        const { event, at, detail } = outcome;
        const [, , words] = meaningOf(outcome, mail.outcomes);
        return el(
          'li',
          {},
          el('time', { datetime: at }, seconds.format(new Date(at))),
          el('span', {}, `${words}. `, el('code', {}, detail === undefined ? event : `${event} · ${detail}`)),
        );
      }),
    ),
  headers: (mail) =>
    pairs([
      ...Object.entries(mail.headers),
      ['(configuration set)', mail.configurationSet ?? 'none'],
      ['(tenant)', mail.tenant ?? 'none'],
      [
        '(tags)',
        Object.entries(mail.tags)
          .map(([name, values]) => `${name}=${values.join(' ')}`)
          .join(', '),
      ],
    ]),
  source: (mail) => {
    const source = el('pre', {}, '…');
    void fetch(`/messages/${mail.id}/source`)
      .then((answer) => answer.text())
      .then((text) => source.replaceChildren(text));
    return el(
      'div',
      {},
      el('p', {}, el('a', { href: `/messages/${mail.id}.eml` }, `${mail.id}.eml`), ` · ${kilobytes(mail.bytes)}`),
      source,
    );
  },
};

function tabBar(mail, panel) {
  const select = (tab) => {
    for (const button of bar.children) {
      const selected = button.dataset.tab === tab;
      button.setAttribute('aria-selected', String(selected));
      button.tabIndex = selected ? 0 : -1;
    }
    panel.className = tab === 'html' ? 'panel frame' : 'panel';
    panel.setAttribute('aria-labelledby', `tab-${tab}`);
    panel.replaceChildren(panels[tab](mail));
    history.replaceState(null, '', `#${mail.id}${tab === 'html' ? '' : `/${tab}`}`);
    shown = { ...shown, tab };
  };
  const bar = el(
    'div',
    { class: 'tabs', role: 'tablist' },
    ...tabs.map(([tab, label]) => {
      const button = el('button', { type: 'button', role: 'tab', id: `tab-${tab}` }, label);
      button.dataset.tab = tab;
      button.addEventListener('click', () => select(tab));
      return button;
    }),
  );
  bar.addEventListener('keydown', ({ key }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step === undefined) return;
    const next = (tabs.findIndex(([tab]) => tab === shown.tab) + step + tabs.length) % tabs.length;
    select(tabs[next][0]);
    bar.children[next].focus();
  });
  return { bar, select };
}

async function showMail() {
  const { id, tab } = chosen();
  document.body.classList.toggle('reading', id !== '');
  if (id === '') {
    shown = undefined;
    view.replaceChildren(nothing);
    return;
  }
  const answer = await fetch(`/messages/${id}`);
  if (!answer.ok || chosen().id !== id) return;
  const mail = await answer.json();
  if (shown?.id === id) {
    // Only what happened can change: the rest, with what is being read, stays.
    shown.mail.outcomes = mail.outcomes;
    view.querySelector('.head .badges').replaceChildren(...badges(mail));
    if (shown.tab === 'events') view.querySelector('.panel').replaceChildren(panels.events(mail));
    return;
  }
  const panel = el('div', { class: 'panel', role: 'tabpanel' });
  shown = { id, mail, tab };
  const { bar, select } = tabBar(mail, panel);
  view.replaceChildren(
    el(
      'div',
      { class: 'head' },
      el('a', { class: 'back', href: '#' }, '← All mails'),
      el('h2', {}, mail.subject),
      el(
        'div',
        { class: 'who' },
        face(mail.brand),
        el('span', {}, el('strong', {}, mail.brand), ` ‹${mail.from}›`),
        el('small', {}, `to ${mail.to} · ${exact.format(new Date(mail.at))} · ${kilobytes(mail.bytes)}`),
      ),
      el('span', { class: 'badges' }, ...badges(mail)),
      actionsOf(mail),
      bar,
    ),
    panel,
  );
  select(panels[tab] ? tab : 'html');
  view.scrollTop = 0;
}

async function refresh() {
  try {
    const answer = await fetch('/messages');
    const fresh = await answer.json();
    const changed = shown && fresh.find(({ id }) => id === shown.id)?.outcomes.length !== shown.mail.outcomes.length;
    mails = fresh;
    showList();
    if (changed) await showMail();
  } catch {
    count.textContent = 'The local cloud does not answer: was it stopped?';
    count.hidden = false;
  }
}

filter.addEventListener('input', showList);
addEventListener('hashchange', () => {
  showList();
  void showMail();
});
await refresh();
await showMail();
setInterval(() => void refresh(), 1_500);

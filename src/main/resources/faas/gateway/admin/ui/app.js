import { h, setAttribute, setText } from './dom.js';
import { Feed } from './feed.js';
import { clock, duration } from './format.js';
import { FunctionView } from './function.js';
import { GatewayView } from './gateway.js';
import { keys } from './keys.js';
import { Overview } from './overview.js';
import { sentence } from './states.js';
import { TryView } from './try.js';

const THEMES = ['auto', 'light', 'dark'];
const THEME_STORED = 'faas.theme';

const feed = new Feed();
const main = document.getElementById('main');
const banner = document.getElementById('banner');
const announcer = document.getElementById('announcer');
const overview = new Overview(feed);
let view = null;

const name = h('a', { class: 'instance', href: '#/gateway' }, '…');
const since = h('span', { class: 'since' });
const swarm = h('span', { class: 'swarm' });
const themeButton = h('button', { type: 'button', class: 'button', onclick: nextTheme });
const help = keys({
  '/': () => { show('#/'); overview.focusSearch(); },
  j: () => view === overview && overview.step(1),
  k: () => view === overview && overview.step(-1),
  t: tryFocused,
  a: () => { show('#/'); overview.filter('attention'); },
  '?': () => help.help(),
  escape: () => (view === overview ? overview.clear() : show(location.hash.endsWith('/try') ? location.hash.slice(0, -'/try'.length) : '#/')),
});

document.getElementById('header').append(
  h('a', { class: 'brand', href: '#/', 'aria-label': 'faas, all functions' }, h('img', { src: 'icon.svg', alt: '', width: '22', height: '22' }), 'faas'),
  h('span', { class: 'who' }, name, since),
  swarm,
  themeButton,
  h('button', { type: 'button', class: 'button', 'aria-label': 'Help and keys', onclick: () => help.help() }, '?'));

function theme() {
  const stored = localStorage.getItem(THEME_STORED);
  return THEMES.includes(stored) ? stored : 'auto';
}

function nextTheme() {
  localStorage.setItem(THEME_STORED, THEMES[(THEMES.indexOf(theme()) + 1) % THEMES.length]);
  applyTheme();
}

function applyTheme() {
  document.documentElement.dataset.theme = theme();
  setText(themeButton, { auto: '◐', light: '☀', dark: '☾' }[theme()]);
  setAttribute(themeButton, 'aria-label', `Colours: ${theme()}`);
  setAttribute(themeButton, 'title', `Colours: ${theme()}`);
}

/** Tries the function that is shown, or the one whose line has the focus. */
function tryFocused() {
  const [, kind, argument] = (document.activeElement?.closest('tr')?.querySelector('a.name')?.getAttribute('href') ?? location.hash).split('/');
  if (kind === 'f') {
    show(`#/f/${argument}/try`);
  }
}

/** Goes to a view, also if it is the one that is shown. */
function show(hash) {
  if (location.hash !== hash && !(hash === '#/' && location.hash === '')) {
    location.hash = hash;
  }
}

function route() {
  const [, kind, argument, what] = location.hash.split('/');
  if (view && view !== overview) {
    view.close();
  }
  const before = view;
  if (kind === 'f' && argument && what === 'try') {
    view = new TryView(feed, decodeURIComponent(argument));
  } else if (kind === 'f' && argument) {
    view = new FunctionView(feed, decodeURIComponent(argument));
  } else if (kind === 'gateway') {
    view = new GatewayView(feed);
  } else {
    view = overview;
    overview.update({ all: true });
  }
  main.replaceChildren(view.element);
  document.title = kind === 'f' ? `${decodeURIComponent(argument)} · faas` : 'faas';
  if (before) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

function drawHeader() {
  const { instance, head } = feed;
  if (!instance) {
    return;
  }
  setText(name, instance.name);
  setText(since, `${head.gateways > 1 ? `one of ${head.gateways}, ` : ''}up ${duration((Date.now() - instance.startedMillis) / 1000)}`);
  const age = (head.ageSeconds ?? 0) + Math.round((Date.now() - feed.headAt) / 1000);
  const [glyph, text, tone] = swarmState(head, age);
  swarm.className = `swarm tone-${tone}`;
  setText(swarm, `${glyph} ${text}`);
}

function swarmState(head, age) {
  if (feed.connection === 'lost') {
    return ['○', 'not connected', 'muted'];
  }
  if (head.trouble) {
    return ['▲', head.read ? `Swarm read ${duration(age)} ago` : 'Swarm not read', 'warn'];
  }
  return head.read ? ['●', 'Swarm is read', 'ok'] : ['◐', 'reading the Swarm', 'info'];
}

/** The three kinds of silence, and each says what still holds. */
function drawBanner() {
  const { connection, head } = feed;
  let kind = '';
  let text = '';
  if (connection === 'lost') {
    kind = 'lost';
    const next = feed.retryAt ? `; next try in ${duration((feed.retryAt - Date.now()) / 1000)}` : '';
    text = `No connection to this gateway since ${clock(feed.lostSince)}: what you see is from then${next}.`;
  } else if (connection === 'login') {
    kind = 'lost';
    text = 'The login has changed: load this page again.';
  } else if (head.stopping) {
    kind = 'stopping';
    text = 'This gateway is stopping: it finishes its calls and takes no new ones.';
  } else if (head.trouble) {
    kind = 'docker';
    text = `The Swarm cannot be read: ${head.trouble}. ${head.read ? 'The gateway goes on with what it read last; calls and their numbers are current.' : ''}`;
  } else if (connection === 'polling') {
    kind = 'polling';
    text = 'This gateway has no stream left for this page, so it is updated every five seconds.';
  }
  setAttribute(document.body, 'data-silence', kind === '' ? null : kind);
  setText(banner, text);
}

let states = new Map();

/** Says changes of states, and nothing else, to those who listen to the page. */
function announce(change) {
  const now = new Map([...feed.rows.values()].map(row => [row.key, row]));
  if (!change.all) {
    const changed = [...now.values()].filter(row => states.has(row.key) && states.get(row.key) !== row.state);
    if (changed.length > 0) {
      setText(announcer, changed.slice(0, 3).map(row => `${row.name}: ${sentence(row)}`).join('; '));
    }
  }
  states = new Map([...now.values()].map(row => [row.key, row.state]));
}

feed.listen(change => {
  if (!change.clock) {
    view.update(change);
    announce(change);
  } else if (view !== overview) {
    view.update(change);
  }
  drawHeader();
  drawBanner();
});
applyTheme();
addEventListener('hashchange', route);
route();
feed.start();

import { attentionPanel } from './attention.js';
import { sparkline } from './charts.js';
import { h, setAttribute, setText } from './dom.js';
import { bucket, count, percent, plural, rate, UNKNOWN } from './format.js';
import { needsAttention, rank, sentence, stateOf, taskCounts, taskWords } from './states.js';

const COLUMNS = [
  { name: 'function', title: 'Function', order: (a, b) => a.name.localeCompare(b.name) },
  { name: 'state', title: 'State', order: (a, b) => rank(a) - rank(b) },
  { name: 'tasks', title: 'Tasks', hint: 'able to take calls, + stopping, / requested', order: (a, b) => (b.tasks?.able ?? -1) - (a.tasks?.able ?? -1) },
  { name: 'rate', title: 'Calls/s', hint: 'completed calls, and the last ten minutes', order: (a, b) => (b.rate ?? -1) - (a.rate ?? -1) },
  { name: 'errors', title: 'Errors', hint: 'share of 5xx in the last minute', order: (a, b) => (b.minute?.failed ?? -1) - (a.minute?.failed ?? -1) },
  { name: 'p50', title: 'p50', hint: 'half of the calls of the last minute took at most this long', order: (a, b) => (b.minute?.p50 ?? -1) - (a.minute?.p50 ?? -1) },
  { name: 'p99', title: 'p99', hint: '99 % of the calls of the last minute took at most this long', order: (a, b) => (b.minute?.p99 ?? -1) - (a.minute?.p99 ?? -1) },
  { name: 'flight', title: 'In flight', hint: 'calls that have a task, + those that wait for one', order: (a, b) => b.inFlight + b.held - a.inFlight - a.held },
];
const FILTERS = [
  { name: 'all', title: 'All', keeps: () => true },
  { name: 'attention', title: 'Attention', keeps: needsAttention },
  { name: 'asleep', title: 'Asleep', keeps: row => row.state === 'asleep' },
];

/** The table of all functions, trouble first. */
export class Overview {
  #feed;
  #panel = attentionPanel();
  #lines = new Map();
  #filter = FILTERS[0];
  #sorted = null;
  #search = h('input', {
    type: 'search', id: 'search', placeholder: 'Find a function', 'aria-label': 'Find a function', autocomplete: 'off', spellcheck: 'false',
    oninput: () => this.#arrange(),
  });
  #chips = FILTERS.map(filter => h('button', { type: 'button', class: 'chip', 'aria-pressed': 'false', onclick: () => this.filter(filter.name) }));
  #totals = h('p', { class: 'totals' });
  #body = h('tbody', {});
  #heads = COLUMNS.map(column => h('th', { scope: 'col', class: `c-${column.name}` },
    h('button', { type: 'button', title: column.hint, onclick: () => this.#sortBy(column) }, column.title)));
  #empty = h('div', { class: 'empty', hidden: true });
  #table = h('table', { class: 'functions' }, h('caption', { class: 'hidden' }, 'Functions'), h('thead', {}, h('tr', {}, this.#heads)), this.#body);

  constructor(feed) {
    this.#feed = feed;
    this.element = h('div', { class: 'overview' },
      h('h1', { class: 'hidden' }, 'Functions'),
      h('div', { class: 'tools' }, this.#search, h('div', { class: 'chips', role: 'group', 'aria-label': 'Show' }, this.#chips), this.#totals),
      this.#panel.element,
      this.#table,
      this.#empty);
    this.update({ all: true });
  }

  update(change) {
    if (change.all) {
      this.#lines.forEach((line, key) => this.#feed.rows.has(key) || this.#lines.delete(key));
      this.#feed.rows.forEach((row, key) => this.#draw(key, row, true));
    } else if (change.keys) {
      change.keys.forEach(key => this.#draw(key, this.#feed.rows.get(key), false));
    } else {
      return;
    }
    if (change.slot) {
      this.#lines.forEach((line, key) => line.drawHistory(this.#feed.history.get(this.#feed.rows.get(key)?.name)));
    }
    if (change.gone) {
      this.#lines.forEach((line, key) => this.#feed.rows.has(key) || this.#lines.delete(key));
    }
    const rows = [...this.#feed.rows.values()];
    this.#panel.draw(rows);
    this.#drawTools(rows);
    // Lines keep their places between slots unless a state changes, so that one can read and click them.
    const placed = rows.map(row => `${row.key} ${rank(row)} ${needsAttention(row)}`).sort().join();
    if (change.all || change.slot || placed !== this.#placed) {
      this.#placed = placed;
      this.#arrange();
    }
  }
  #placed = '';

  #draw(key, row, withHistory) {
    let line = this.#lines.get(key);
    if (!line) {
      line = new Line();
      this.#lines.set(key, line);
      withHistory = true;
    }
    line.draw(row, this.#feed.instance?.boundsMillis ?? []);
    if (withHistory) {
      line.drawHistory(this.#feed.history.get(row.name));
    }
  }

  #drawTools(rows) {
    FILTERS.forEach((filter, i) => {
      const number = rows.filter(filter.keeps).length;
      setText(this.#chips[i], `${filter.title} ${count(number)}`);
      setAttribute(this.#chips[i], 'aria-pressed', String(filter === this.#filter));
      this.#chips[i].classList.toggle('alert', filter.name === 'attention' && number > 0);
    });
    const calls = rows.reduce((sum, row) => sum + (row.minute?.calls ?? 0), 0);
    const failed = rows.reduce((sum, row) => sum + (row.minute?.calls ?? 0) * (row.minute?.failed ?? 0), 0);
    const known = rows.some(row => row.rate !== undefined);
    setText(this.#totals, [
      `${rate(known ? rows.reduce((sum, row) => sum + (row.rate ?? 0), 0) : null)} calls/s`,
      `${calls > 0 ? percent(Math.round((failed / calls) * 10) / 10) : UNKNOWN} errors`,
      `${count(rows.reduce((sum, row) => sum + row.inFlight, 0))} in flight`,
      `${count(rows.reduce((sum, row) => sum + row.held, 0))} held`,
    ].join(' · '));
  }

  #arrange() {
    const wanted = this.#search.value.trim().toLowerCase();
    const rows = [...this.#feed.rows.values()];
    const calls = new Map(rows.map(row => [row.key, (this.#feed.history.get(row.name) ?? []).reduce((sum, number) => sum + number, 0)]));
    const usual = (a, b) => rank(a) - rank(b) || calls.get(b.key) - calls.get(a.key) || a.name.localeCompare(b.name);
    const order = this.#sorted ? (a, b) => this.#sorted.sign * this.#sorted.column.order(a, b) || usual(a, b) : usual;
    const shown = rows.filter(row => this.#filter.keeps(row) && row.name.toLowerCase().includes(wanted)).sort(order);
    const elements = shown.map(row => this.#lines.get(row.key).element);
    if (elements.length !== this.#body.children.length || elements.some((element, i) => element !== this.#body.children[i])) {
      const focused = document.activeElement;
      this.#body.replaceChildren(...elements);
      if (this.#body.contains(focused)) {
        focused.focus({ preventScroll: true });
      }
    }
    this.#table.hidden = shown.length === 0;
    this.#panel.element.classList.toggle('aside', wanted !== '' || this.#filter.name === 'asleep');
    this.#drawEmpty(rows, shown.length === 0);
  }

  #drawEmpty(rows, isEmpty) {
    this.#empty.hidden = !isEmpty;
    if (!isEmpty) {
      return;
    }
    if (rows.length > 0) {
      this.#empty.replaceChildren(h('p', {}, this.#filter.name === 'attention' ? 'Nothing needs attention.' : 'No function matches.'));
    } else if (!this.#feed.head.read) {
      this.#empty.replaceChildren(h('p', {}, 'The gateway has not read the Swarm yet.'));
    } else {
      this.#empty.replaceChildren(
        h('p', {}, 'No service carries the label faas.name yet. This makes a service a function:'),
        h('pre', {}, h('code', { tabindex: '0' }, 'docker service update --label-add faas.name=NAME SERVICE')));
    }
  }

  #sortBy(column) {
    const same = this.#sorted?.column === column;
    if (same && this.#sorted.sign < 0) {
      this.#sorted = null;
    } else {
      this.#sorted = { column, sign: same ? -1 : 1 };
    }
    this.#heads.forEach((head, i) => {
      const sorted = this.#sorted?.column === COLUMNS[i];
      setAttribute(head, 'aria-sort', sorted ? (this.#sorted.sign > 0 ? 'ascending' : 'descending') : null);
    });
    this.#arrange();
  }

  filter(name) {
    const chosen = FILTERS.find(filter => filter.name === name);
    this.#filter = chosen === this.#filter ? FILTERS[0] : chosen;
    this.#drawTools([...this.#feed.rows.values()]);
    this.#arrange();
  }

  clear() {
    this.#search.value = '';
    this.#filter = FILTERS[0];
    this.#drawTools([...this.#feed.rows.values()]);
    this.#arrange();
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  /** Moves the focus to the next line, or to the one before. */
  step(by) {
    const links = [...this.#body.querySelectorAll('a.name')];
    const at = links.indexOf(document.activeElement);
    links[at < 0 ? 0 : Math.min(links.length - 1, Math.max(0, at + by))]?.focus();
  }
}

/** One line of the table; it draws only what has changed. */
class Line {
  #name = h('a', { class: 'name' });
  #glyph = h('span', { class: 'glyph', 'aria-hidden': 'true' });
  #word = h('span', {});
  #tasks = h('td', { class: 'c-tasks number' });
  #rate = h('span', { class: 'value' });
  #spark = sparkline();
  #errors = h('td', { class: 'c-errors number' });
  #p50 = h('td', { class: 'c-p50 number' });
  #p99 = h('td', { class: 'c-p99 number' });
  #flight = h('td', { class: 'c-flight number' });
  element = h('tr', {},
    h('th', { scope: 'row', class: 'c-function' }, this.#name),
    h('td', { class: 'c-state' }, h('span', { class: 'state' }, this.#glyph, ' ', this.#word)),
    this.#tasks,
    h('td', { class: 'c-rate number' }, this.#rate, this.#spark.element),
    this.#errors, this.#p50, this.#p99, this.#flight);

  draw(row, bounds) {
    const state = stateOf(row);
    setText(this.#name, row.name);
    setAttribute(this.#name, 'href', `#/f/${encodeURIComponent(row.name)}`);
    setText(this.#glyph, state.glyph);
    setText(this.#word, sentence(row, true));
    setAttribute(this.element, 'class', `tone-${state.tone}${state.attention ? ' attend' : ''}`);
    setText(this.#tasks, taskCounts(row));
    setAttribute(this.#tasks, 'title', taskWords(row));
    setText(this.#rate, rate(row.rate));
    setText(this.#errors, percent(row.minute?.failed));
    this.#errors.classList.toggle('failing', (row.minute?.failed ?? 0) > 0);
    setText(this.#p50, bucket(row.minute?.p50, bounds));
    setText(this.#p99, bucket(row.minute?.p99, bounds));
    setText(this.#flight, row.tasks ? `${count(row.inFlight)}${row.held > 0 ? ` + ${count(row.held)}` : ''}` : UNKNOWN);
    setAttribute(this.#flight, 'title', row.tasks ? `${plural(row.inFlight, 'call has', 'calls have')} a task, ${count(row.held)} wait` : null);
  }

  drawHistory(calls) {
    this.#spark.draw(calls ?? []);
  }
}

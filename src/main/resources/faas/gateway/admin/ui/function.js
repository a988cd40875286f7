import { notes } from './attention.js';
import { recentTable } from './calls.js';
import { heatMap, outcomeChart } from './charts.js';
import { command, h, setAttribute, setText } from './dom.js';
import { bucket, count, duration, percent, rate, UNKNOWN } from './format.js';
import { faultTable, labelTable } from './labels.js';
import { Lanes } from './lanes.js';
import { sentence, stateOf, taskWords } from './states.js';

const REFRESH_MILLIS = 2_000;
const OUTCOMES = 3;
const MAX_LOG_LINES = 1_000;

/** One function: its calls of ten minutes, how long they took, its tasks, its labels and its log. */
export class FunctionView {
  #feed;
  #name;
  #state = h('p', { class: 'headline' });
  #notes = h('div', { class: 'notes' });
  #numbers = h('dl', { class: 'numbers' });
  #calls = h('div', { class: 'panel' });
  #latency = h('div', { class: 'panel' });
  #tasks = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Tasks' });
  #recent = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Recent calls' });
  #lanes = new Lanes();
  #faults = h('div', {});
  #policy = h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Labels in force' });
  #settings = null;
  #log = h('div', {});
  #logButton = h('button', { type: 'button', class: 'button', onclick: () => this.#openLog() }, 'Open the log');
  #timer = null;
  #closed = new AbortController();
  #notesShown = '';
  #heatTableOpen = false;
  #history = null;

  constructor(feed, name) {
    this.#feed = feed;
    this.#name = name;
    this.element = h('div', { class: 'view' },
      h('p', { class: 'back' }, h('a', { href: '#/' }, '← All functions')),
      h('h1', {}, name, ' ', h('a', { class: 'button try-link', href: `#/f/${encodeURIComponent(name)}/try` }, 'Try it')), this.#state, this.#notes, this.#numbers,
      h('div', { class: 'panels' },
        h('section', { 'aria-label': 'Calls' }, h('h2', {}, 'Calls'), this.#calls),
        h('section', { 'aria-label': 'Duration' }, h('h2', {}, 'Duration'), this.#latency)),
      h('h2', {}, 'Tasks over time'), this.#lanes.element,
      h('h2', {}, 'Tasks'), this.#tasks,
      h('h2', {}, 'Recent calls'), this.#recent,
      h('h2', {}, 'Refused and failed by this gateway'), this.#faults,
      h('h2', {}, 'Labels in force'), this.#policy,
      h('h2', {}, 'Log'), this.#log, this.#logButton);
    this.update({ all: true });
    this.#refresh();
  }

  close() {
    clearTimeout(this.#timer);
    this.#closed.abort();
  }

  update(change) {
    if (change.clock || change.connection) {
      return;
    }
    if (change.all) {
      this.#drawCalls();
    }
    const row = this.#feed.row(this.#name);
    if (!row) {
      setText(this.#state, this.#feed.instance ? 'No service carries this name now.' : 'Loading…');
      return;
    }
    const { glyph, tone } = stateOf(row);
    setAttribute(this.#state, 'class', `headline tone-${tone}`);
    setText(this.#state, `${glyph} ${sentence(row, true)}${row.tasks ? ` — ${taskWords(row)}` : ''}`);
    const said = JSON.stringify(row.notes);
    if (said !== this.#notesShown) {
      this.#notesShown = said;
      this.#notes.replaceChildren(...notes(row));
    }
    const bounds = this.#feed.instance.boundsMillis;
    this.#numbers.replaceChildren(
      ...number('Calls/s', rate(row.rate)),
      ...number('Errors', percent(row.minute?.failed)),
      ...number('p50', bucket(row.minute?.p50, bounds)),
      ...number('p99', bucket(row.minute?.p99, bounds)),
      ...number('In flight', row.tasks ? count(row.inFlight) : UNKNOWN),
      ...number('Held', row.tasks ? count(row.held) : UNKNOWN));
  }

  async #refresh() {
    if (!document.hidden) {
      const query = `function=${encodeURIComponent(this.#name)}`;
      try {
        const [calls, diagnosis, table, recent] = await Promise.all(
          [`calls?${query}`, `/system/diagnosis?${query}`, `/system/table?${query}`, `recent?${query}`].map(path => this.#json(path)));
        this.#history = calls;
        this.#drawCalls();
        this.#drawTasks(diagnosis, table[0]);
        this.#settings ??= new Map((await this.#json('/system/settings')).map(({ name, value }) => [name, value]));
        this.#lanes.draw(diagnosis.services);
        this.#faults.replaceChildren(faultTable(calls.faults));
        this.#drawPolicy(table[0], diagnosis);
        this.#drawRecent(recent, diagnosis);
      } catch {
        // The stream shows that the gateway is lost.
      }
    }
    if (!this.#closed.signal.aborted) {
      this.#timer = setTimeout(() => this.#refresh(), REFRESH_MILLIS);
    }
  }

  async #json(path) {
    const response = await fetch(path, { cache: 'no-store', signal: this.#closed.signal });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    return response.json();
  }

  #drawCalls() {
    const bounds = this.#feed.instance?.boundsMillis;
    if (!bounds || !this.#history) {
      return;
    }
    const { slotSeconds, slots } = this.#history;
    const { element, top } = outcomeChart(slots, slotSeconds);
    const sums = [0, 1, 2].map(outcome => slots.reduce((sum, slot) => sum + slot[outcome], 0));
    this.#calls.replaceChildren(
      h('p', { class: 'scale' }, `${rate(top)} calls/s`),
      element,
      h('p', { class: 'axis' }, h('span', {}, '10 minutes ago'), h('span', {}, 'now')),
      h('p', { class: 'legend' }, [['answered', 'below 400'], ['client-error', '4xx'], ['server-error', '5xx']].map(([name, words], i) =>
        h('span', { class: name }, h('span', { class: 'swatch', 'aria-hidden': 'true' }), `${count(sums[i])} ${words}`))));
    const buckets = bounds.length + 1;
    const totals = Array.from({ length: buckets }, (_, i) => slots.reduce((sum, slot) => sum + slot[OUTCOMES + i], 0));
    const all = totals.reduce((sum, number) => sum + number, 0);
    const details = h('details', { open: this.#heatTableOpen, ontoggle: () => { this.#heatTableOpen = details.open; } },
      h('summary', {}, 'As a table'),
      h('table', { class: 'plain' },
        h('thead', {}, h('tr', {}, ['Duration', 'Calls', 'Share'].map(title => h('th', { scope: 'col' }, title)))),
        h('tbody', {}, totals.map((total, i) => total > 0 && h('tr', {}, h('th', { scope: 'row' }, bucket(i, bounds)),
          h('td', { class: 'number' }, count(total)), h('td', { class: 'number' }, percent(Math.round((1000 * total) / all) / 10)))).filter(Boolean))));
    this.#latency.replaceChildren(
      h('p', { class: 'scale' }, 'calls by duration'),
      heatMap(slots, OUTCOMES, totals.map((_, i) => bucket(i, bounds))),
      h('p', { class: 'axis inset' }, h('span', {}, '10 minutes ago'), h('span', {}, 'now')),
      all > 0 ? details : h('p', { class: 'muted' }, 'No call in ten minutes.'));
  }

  #drawTasks(diagnosis, known) {
    const counters = new Map([...(known?.tasks ?? []), ...(known?.draining ?? [])].map(task => [task.id, task]));
    const tasks = diagnosis.services.flatMap(service => service.tasks.map(task => ({ ...task, service: service.name, counted: counters.get(task.id) })));
    const calls = tasks.reduce((sum, task) => sum + (task.counted ? task.counted.worked + task.counted.failed : 0), 0);
    const able = tasks.filter(task => task.role === 'able').length;
    if (tasks.length === 0) {
      this.#tasks.replaceChildren(h('p', { class: 'muted' }, 'There is no task.'));
      return;
    }
    const several = new Set(tasks.map(task => task.service)).size > 1;
    const titles = ['Slot', ...(several ? ['Service'] : []), 'Node', 'State', 'Gets calls', 'In flight', 'Answered', 'Failed', 'Share', 'Address'];
    this.#tasks.replaceChildren(h('table', { class: 'plain' },
      h('thead', {}, h('tr', {}, titles.map(title => h('th', { scope: 'col' }, title)))),
      h('tbody', {}, tasks.map(task => taskLine(task, several, calls)))),
    h('p', { class: 'muted' }, able > 1 && !several && calls > 0 ? `An equal share would be ${percent(Math.round(1000 / able) / 10)}. ` : '',
      'The counters begin with the task, or with this gateway if that is younger.'));
  }

  #drawPolicy(known, diagnosis) {
    if (!known) {
      this.#policy.replaceChildren(h('p', { class: 'muted' }, 'It is not routed, so none of its labels is in force.'));
      return;
    }
    const labels = new Map(diagnosis.services.map(service => [service.id, service.labels ?? []]));
    this.#policy.replaceChildren(...known.services.map(service => h('div', {},
      known.services.length > 1 && h('h3', {}, service.name),
      labelTable(service, labels.get(service.id) ?? [], this.#settings))));
  }

  #drawRecent(recent, diagnosis) {
    const latest = recent[0]?.call ?? '';
    // Drawn again only if there is another call: a selection stays as it is.
    if (latest !== this.#recentShown) {
      this.#recentShown = latest;
      this.#recent.replaceChildren(recent.length === 0
        ? h('p', { class: 'muted' }, 'Calls appear here while this view is open.')
        : recentTable(recent, new Map(diagnosis.services.flatMap(service => service.tasks).map(task => [task.id, task.node]))));
    }
  }
  #recentShown = null;

  async #openLog() {
    this.#logButton.remove();
    const lines = h('pre', { class: 'log', tabindex: '0', 'aria-label': 'Log' });
    this.#log.replaceChildren(lines);
    const path = `/system/logs?name=${encodeURIComponent(this.#name)}&tail=100&follow=1`;
    try {
      const response = await fetch(path, { signal: this.#closed.signal });
      if (!response.ok) {
        const service = this.#feed.row(this.#name)?.notes[0]?.service ?? 'SERVICE';
        this.#log.replaceChildren(h('p', { class: 'reason' }, await response.text()), command(`docker service logs --tail 100 ${service}`));
        return;
      }
      await this.#follow(response.body.pipeThrough(new TextDecoderStream()).getReader(), lines);
    } catch {
      // Left, or the gateway is lost.
    }
  }

  async #follow(reader, lines) {
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const parts = (rest + part.value).split('\n');
      rest = parts.pop();
      const atEnd = lines.scrollTop + lines.clientHeight >= lines.scrollHeight - 4;
      for (const text of parts.filter(line => line !== '')) {
        const line = JSON.parse(text);
        lines.append(h('span', { class: 'muted' }, `${line.timestamp.slice(11, 23)} ${line.instance.slice(0, 6)} `), `${line.text}\n`);
      }
      while (lines.childNodes.length > 2 * MAX_LOG_LINES) {
        lines.firstChild.remove();
      }
      if (atEnd) {
        lines.scrollTop = lines.scrollHeight;
      }
    }
  }
}

function number(title, value) {
  return [h('div', {}, h('dt', {}, title), h('dd', {}, value))];
}

function taskLine(task, several, calls) {
  const counted = task.counted;
  const its = counted ? counted.worked + counted.failed : 0;
  const role = task.ejected ? ejection(counted) : { able: 'yes', draining: 'if no other can', none: 'no' }[task.role];
  return h('tr', { class: task.ejected || task.error !== '' ? 'tone-warn' : '' },
    h('th', { scope: 'row' }, task.slot === 0 ? UNKNOWN : String(task.slot)),
    several && h('td', {}, task.service),
    h('td', {}, task.node === '' ? UNKNOWN : task.node),
    h('td', {}, task.state === task.desiredState ? task.state : `${task.state}, to be ${task.desiredState}`,
      task.error !== '' && h('span', { class: 'reason' }, `: ${task.error}`)),
    h('td', {}, role),
    h('td', { class: 'number' }, counted ? count(counted.inFlight) : UNKNOWN),
    h('td', { class: 'number' }, counted ? count(counted.worked) : UNKNOWN),
    h('td', { class: 'number' }, counted ? count(counted.failed) : UNKNOWN),
    h('td', { class: 'number' }, counted && calls > 0 ? percent(Math.round((1000 * its) / calls) / 10) : UNKNOWN),
    h('td', {}, task.address === '' ? UNKNOWN : h('code', {}, counted ? `${task.address}:${counted.port}` : task.address)));
}

/** For how long a task gets no calls, and when the next one finds out whether it can be reached again. */
function ejection(counted) {
  if (counted?.ejectedSeconds === undefined) {
    return 'ejected';
  }
  const probe = counted.probeSeconds > 0 ? `is tried in ${duration(counted.probeSeconds)}` : 'is tried with the next call';
  return `ejected for ${duration(counted.ejectedSeconds)}, ${probe}`;
}

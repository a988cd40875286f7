import { h, svg } from './dom.js';
import { clock, duration, plural } from './format.js';

const WINDOW_MILLIS = 600_000;
const WIDTH = 600;

/** Further slots are left out; the table of tasks has them all. */
const MAX_LANES = 24;

/** Tasks that are remembered. */
const MAX_SEEN = 400;

/** States after which a task does not run again. */
const ENDED = new Set(['failed', 'rejected', 'shutdown', 'complete', 'orphaned', 'remove']);

const KINDS = [['starting', 'starting'], ['old', 'running'], ['new', 'running, of the latest update'], ['draining', 'stopping'], ['failed', 'failed']];

/**
 * The tasks of ten minutes, one lane for each slot, by the times that Swarm gives them. Swarm forgets tasks that have ended; those that
 * end while one looks stay in the picture.
 */
export class Lanes {
  element = h('div', { class: 'panel' });
  #seen = new Map();

  draw(services) {
    const now = Date.now();
    this.#remember(services, now);
    const shown = [...this.#seen.values()].filter(task => task.created > 0);
    if (shown.length === 0) {
      this.element.replaceChildren(h('p', { class: 'muted' }, 'There is no task whose times are known.'));
      return;
    }
    const lanes = Map.groupBy(shown, task => task.lane);
    const rows = [...lanes].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
    const rest = rows.length - MAX_LANES;
    this.element.replaceChildren(
      ...services.map(service => rolloutSentence(service)).filter(text => text !== '').map(text => h('p', {}, text)),
      h('div', { class: 'lanes', 'aria-hidden': 'true' }, rows.slice(0, MAX_LANES).map(([name, tasks]) => [h('span', {}, name), lane(tasks, now)]).flat()),
      h('p', { class: 'axis lanes-axis' }, h('span', {}, '10 minutes ago'), h('span', {}, 'now')),
      h('p', { class: 'legend lanes-legend' }, KINDS.map(([kind, words]) => h('span', { class: kind }, h('span', { class: 'swatch', 'aria-hidden': 'true' }), words))),
      rest > 0 ? h('p', { class: 'muted' }, `${plural(rest, 'further slot is', 'further slots are')} in the table below.`) : '');
  }

  #remember(services, now) {
    const ids = new Set();
    for (const service of services) {
      const started = time(service.rollout?.started);
      for (const task of service.tasks) {
        ids.add(task.id);
        const before = this.#seen.get(task.id);
        const stops = task.state === 'running' && task.desiredState !== 'running' && task.desiredState !== 'ready';
        this.#seen.set(task.id, {
          lane: `${services.length > 1 ? `${service.name} ` : ''}${task.slot > 0 ? task.slot : task.node}`,
          state: task.state,
          failed: ENDED.has(task.state),
          created: time(task.created),
          changed: time(task.changed),
          isNew: started > 0 && time(task.created) >= started,
          stopsAt: stops ? before?.stopsAt ?? now : null,
          endedAt: null,
        });
      }
    }
    for (const [id, task] of this.#seen) {
      task.endedAt = ids.has(id) ? null : task.endedAt ?? now;
      if (task.endedAt && (now - task.endedAt > WINDOW_MILLIS || this.#seen.size > MAX_SEEN)) {
        this.#seen.delete(id);
      }
    }
  }
}

function time(text) {
  // Swarm's nanoseconds are more than every browser reads.
  return text ? Date.parse(text.replace(/(\.\d{3})\d+/, '$1')) || 0 : 0;
}

/** Each task has one of two lines, so that one sees both of a slot that changes them. */
function lane(tasks, now) {
  const chart = svg('svg', { viewBox: `0 0 ${WIDTH} 10`, preserveAspectRatio: 'none' });
  tasks.sort((a, b) => a.created - b.created).forEach((task, i) => {
    for (const [kind, from, to] of parts(task, now)) {
      const left = x(from, now);
      const width = Math.max(x(to, now) - left, kind === 'failed' ? 4 : 1);
      if (x(to, now) > 0) {
        chart.append(svg('rect', { class: kind, x: left.toFixed(1), y: i % 2 === 0 ? '0.5' : '5.25', width: width.toFixed(1), height: '4.25' }));
      }
    }
  });
  return chart;
}

function x(at, now) {
  return Math.max(0, WIDTH * (1 - (now - Math.min(at, now)) / WINDOW_MILLIS));
}

function parts(task, now) {
  const end = task.endedAt ?? now;
  if (task.state !== 'running') {
    return task.failed
      ? [['starting', task.created, task.changed], ['failed', task.changed, task.changed]]
      : [['starting', task.created, end]];
  }
  const stops = task.stopsAt ?? end;
  return [['starting', task.created, task.changed], [task.isNew ? 'new' : 'old', task.changed, stops], ...(task.stopsAt ? [['draining', stops, end]] : [])];
}

/** What Swarm says of the latest update; empty if there was none. */
function rolloutSentence({ name, rollout, tasks }) {
  const started = time(rollout?.started);
  if (started === 0) {
    return '';
  }
  const expected = tasks.filter(task => task.desiredState === 'running');
  const changed = expected.filter(task => time(task.created) >= started).length;
  const ended = !['updating', 'rollback_started'].includes(rollout.state);
  return `${name}: ${rollout.state.replaceAll('_', ' ')}, begun at ${clock(new Date(started))}${ended ? '' : `, ${duration((Date.now() - started) / 1000)} ago`}. `
    + `${changed} of ${plural(expected.length, 'task is', 'tasks are')} from then or later.${rollout.message ? ` Swarm says: ${rollout.message}.` : ''}`;
}
